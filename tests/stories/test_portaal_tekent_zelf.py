"""A portal that signs its own tokens, exactly as its manual says: the PHP and the configuration of the document."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.rooms.identity.issuer import private_key
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, zaaknummers

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = (DOCS / "portaal-tekent-zelf.md").read_text(encoding="utf-8")
SUBSTANTIEEL = "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard"


class Server:
    """The server of the portal: PHP, and a folder that holds its keys."""

    def __init__(self, php: str, folder: Path) -> None:
        self.php = php
        self.folder = folder
        self.jwks = folder / "jwks.json"

    def key(self, name: str) -> Path:
        """A new key pair, as openssl genpkey writes it."""
        return written(self.folder / f"{name}.pem", pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))

    def publish(self, *keys: Path) -> None:
        self.jwks.write_text(self._good([str(DOCS / "portaal-jwks.php"), *map(str, keys)]))

    def token(self, key: Path, bsn: str, niveau: str = SUBSTANTIEEL) -> str:
        return self._good(self.sample(bsn, niveau), MIJNZAKEN_SLEUTEL=str(key), MIJNZAKEN_KID=key.stem)

    def sample(self, bsn: str, niveau: str) -> list[str]:
        """What makes PHP print a token."""
        sample = json.dumps(str(DOCS / "portaal-token.php"), ensure_ascii=True)
        return ["-r", f"require {sample}; echo mijnzaken_token($argv[1], $argv[2]);", "--", bsn, niveau]

    @property
    def hides_arguments(self) -> bool:
        """Whether this PHP knows ``SensitiveParameter``."""
        return self._good(["-r", "echo PHP_VERSION_ID >= 80200 ? 1 : 0;"]) == "1"

    def run(self, arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """What PHP makes of it."""
        return subprocess.run(  # noqa: S603 - our own sample
            [self.php, "-d", "display_errors=stderr", "-d", "log_errors=0", *arguments],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def _good(self, arguments: list[str], **environment: str) -> str:
        done = self.run(arguments, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """A key as openssl genpkey writes it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
def server(php: str, tmp_path: Path) -> Server:
    return Server(php, tmp_path)


def opened(toneel: Toneel, waterdam: Gemeente, server: Server) -> Portaal:
    """The service as the manual configures it, at the time of the machine: PHP asks its own clock."""
    toneel.klok.moment = datetime.now(UTC)
    configured: dict[str, Any] = yaml.safe_load(blocks("yaml")[0])
    configured["uitgevers"][0]["sleutels"]["bestand"] = str(server.jwks)
    soort = zaaktype(waterdam, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"))
    zaak(waterdam, soort, bsn=ANNA, identificatie="Z-1")
    return toneel.portaal({"waterdam": waterdam}, **configured)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)


def zaken(portaal: Portaal, token: str) -> list[str] | int:
    """The zaaknummers that one sees, or why one does not."""
    answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})
    return zaaknummers(answer.json()) if answer.status_code == 200 else answer.status_code


def test_the_manual_shows_the_samples_as_they_are() -> None:
    shown = blocks("php")

    for name in ("portaal-token.php", "portaal-jwks.php"):
        assert (DOCS / name).read_text(encoding="utf-8") in shown


def test_a_portal_that_signs_itself_sees_the_zaken_of_who_logged_in(
    toneel: Toneel, waterdam: Gemeente, server: Server
) -> None:
    key = server.key("portaal-2026-1")
    server.publish(key)
    portaal = opened(toneel, waterdam, server)

    assert zaken(portaal, server.token(key, ANNA)) == ["Z-1"]
    assert zaken(portaal, server.token(key, BILAL)) == []


def test_its_token_is_good_for_a_minute_and_for_the_level_of_the_login(
    toneel: Toneel, waterdam: Gemeente, server: Server
) -> None:
    key = server.key("portaal-2026-1")
    server.publish(key)
    portaal = opened(toneel, waterdam, server)
    token = server.token(key, ANNA)

    assert zaken(portaal, server.token(key, ANNA, SUBSTANTIEEL.replace("Smartcard", "MobileTwoFactorContract"))) == 401
    toneel.klok.later(seconds=50)
    assert zaken(portaal, token) == ["Z-1"]
    toneel.klok.later(seconds=120)
    assert zaken(portaal, token) == 401


def test_its_key_is_replaced_without_anybody_noticing(toneel: Toneel, waterdam: Gemeente, server: Server) -> None:
    old, new = server.key("portaal-2026-1"), server.key("portaal-2027-1")
    server.publish(old)
    portaal = opened(toneel, waterdam, server)
    assert zaken(portaal, server.token(old, ANNA)) == ["Z-1"]

    server.publish(old, new)
    assert zaken(portaal, server.token(new, ANNA)) == ["Z-1"]
    assert zaken(portaal, server.token(old, ANNA)) == ["Z-1"]

    server.publish(new)
    toneel.klok.later(minutes=1)
    assert zaken(portaal, server.token(old, ANNA)) == 401
    assert zaken(portaal, server.token(new, ANNA)) == ["Z-1"]


REFUSED_KEYS = {
    "no key": "geen RSA-sleutel",
    "a key of another kind": "geen RSA-sleutel",
    "a short key": "van 2048 bits of meer",
    "two keys of one name": "er is al een sleutel met deze naam",
    "a name that no kid can have": "gebruik in de naam alleen",
    "nothing": "Gebruik: php ",
}


@pytest.mark.parametrize("wrong", REFUSED_KEYS)
def test_what_is_no_usable_key_is_not_published(server: Server, wrong: str) -> None:
    good, elsewhere = server.key("portaal-2026-1"), server.folder / "elders"
    elsewhere.mkdir()
    files: dict[str, list[Path]] = {
        "no key": [good, written(server.folder / "geen.pem", b"geen sleutel")],
        "a key of another kind": [good, written(server.folder / "ec.pem", pem(private_key("EC", "portaal")))],
        "a short key": [good, written(server.folder / "kort.pem", pem(private_key("RSA-1024", "portaal")))],
        "two keys of one name": [good, written(elsewhere / good.name, good.read_bytes())],
        "a name that no kid can have": [written(server.folder / "portaal één.pem", good.read_bytes())],
        "nothing": [],
    }

    done = server.run([str(DOCS / "portaal-jwks.php"), *map(str, files[wrong])])

    assert (done.returncode, done.stdout) == (1, "")
    assert REFUSED_KEYS[wrong] in done.stderr


@pytest.mark.parametrize("wrong", ["no kid", "no key", "a key of another kind"])
def test_what_cannot_sign_makes_no_token_and_tells_nobody_whose_it_was(server: Server, wrong: str) -> None:
    key = server.key("portaal-2026-1")
    environment = {"MIJNZAKEN_SLEUTEL": str(key), "MIJNZAKEN_KID": key.stem}
    if wrong == "no kid":
        del environment["MIJNZAKEN_KID"]
    elif wrong == "no key":
        del environment["MIJNZAKEN_SLEUTEL"]
    else:
        key.write_bytes(pem(private_key("EC", "portaal")))

    for ignored in ("0", "1"):
        trace = ["-d", f"zend.exception_ignore_args={ignored}", "-d", "zend.exception_string_param_max_len=15"]
        done = server.run([*trace, *server.sample(ANNA, SUBSTANTIEEL)], **environment)

        assert (done.returncode, done.stdout) == (255, "")
        assert "geen bruikbare RSA-sleutel" in done.stderr
        if ignored == "1" or server.hides_arguments:
            assert ANNA not in done.stderr
