"""What takes safety away: refused without its switch, and told loudly at every start with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.app import create_app
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.sleutels import DemoSleutels
from mijnzaken_bff.identity.demo import DEMO_ISSUER
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.problem import ConfigurationRefused
from mijnzaken_bff.settings.read import settings_of
from tests.processen import PATIENCE
from tests.stories.portaal import Toneel

Change = Callable[[dict[str, Any]], None]


def put(*place: str | int, value: Any) -> Change:
    """Sets what stands at a place."""

    def change(configuratie: Any) -> None:
        for key in place[:-1]:
            configuratie = configuratie[key]
        configuratie[place[-1]] = value

    return change


BRON = ("bronnen", 0)
OVER_HTTP = "http://127.0.0.1:9"
OAUTH2 = {"soort": "oauth2", "tokenUrl": f"{OVER_HTTP}/token", "clientId": "mijnzaken", "secret": "${GEHEIM}"}
LOGBOEK = {"bestand": "-", "sleutelId": "1", "activiteiten": {"overzicht": "urn:waterdam:overzicht"}}

UNSAFE: dict[str, Change] = {
    "bronnen[0].zaken.url": put(*BRON, "zaken", value={"url": f"{OVER_HTTP}/zaken/api/v1/"}),
    "bronnen[0].catalogi.url": put(*BRON, "catalogi", value={"url": f"{OVER_HTTP}/catalogi/api/v1/"}),
    "bronnen[0].besluiten.url": put(*BRON, "besluiten", value={"url": f"{OVER_HTTP}/besluiten/api/v1/"}),
    "bronnen[0].documenten[0].url": put(*BRON, "documenten", value=[{"url": f"{OVER_HTTP}/documenten/api/v1/"}]),
    "bronnen[0].toegang.tokenUrl": put(*BRON, "toegang", value=OAUTH2),
    "bronnen[0].toegang.secret": put(*BRON, "toegang", "secret", value="x" * 32),
    "uitgevers[0].jwksUrl": put("uitgevers", 0, "jwksUrl", value=f"{OVER_HTTP}/certs"),
    "dienst.cors[0]": put("dienst", value={"sleutel": "${GEHEIM}", "cors": [OVER_HTTP]}),
    "uitgevers[0].issuer": put("uitgevers", 0, "issuer", value=DEMO_ISSUER),
    "dienst.sleutel": put("dienst", "sleutel", value="x" * 32),
    "verwerkingen.sleutel": put("verwerkingen", value={**LOGBOEK, "sleutel": "x" * 32}),
    "verwerkingen.vorigeSleutels[0].sleutel": put(
        "verwerkingen",
        value={**LOGBOEK, "sleutel": "${GEHEIM}", "vorigeSleutels": [{"sleutelId": "0", "sleutel": "x" * 32}]},
    ),
}
"""Every setting that is unsafe and needs a switch, by its place."""


@pytest.fixture
def safe(toneel: Toneel, waterdam: Gemeente) -> dict[str, Any]:
    """A configuration as it would be in production."""
    configuratie = toneel.configuratie({"waterdam": waterdam}, dienst={"sleutel": "${GEHEIM}"}, ontwikkeling=False)
    configuratie["uitgevers"][0] |= {"issuer": "https://broker.example", "jwksUrl": "https://127.0.0.1:9/certs"}
    configuratie["bronnen"][0] |= {
        "zaken": {"url": "https://127.0.0.1:9/zaken/api/v1/"},
        "catalogi": {"url": "https://127.0.0.1:9/catalogi/api/v1/"},
    }
    configuratie["bronnen"][0]["toegang"]["secret"] = "${GEHEIM}"
    return configuratie


def read(configuratie: dict[str, Any]) -> Settings:
    text = yaml.safe_dump(configuratie, sort_keys=False)
    return settings_of(text, environment={"GEHEIM": "s" * 32}, folder=Path())


def loud(toneel: Toneel, configuratie: dict[str, Any], caplog: pytest.LogCaptureFixture) -> list[str]:
    """What is told at a start of the service."""
    caplog.clear()
    toneel._start(create_app(read(configuratie), clock=toneel.klok))
    told = [record for record in caplog.records if record.getMessage() == "unsafe_setting"]
    assert all(record.levelname == "WARNING" for record in told)
    return sorted(vars(record)["what"] for record in told)


@pytest.fixture
def keys_of_the_demo(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(DemoSleutels.made().public()))
    return path


def test_t68_a_key_of_the_demo_is_refused_under_any_issuer(
    toneel: Toneel, safe: dict[str, Any], keys_of_the_demo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    del safe["uitgevers"][0]["jwksUrl"]
    safe["uitgevers"][0]["sleutels"] = {"bestand": str(keys_of_the_demo)}

    with pytest.raises(ConfigurationRefused) as refused:
        read(safe)

    assert [str(p).partition(": ")[0] for p in refused.value.problems] == ["uitgevers[0].sleutels.bestand"]
    assert loud(toneel, {**safe, "ontwikkeling": True}, caplog) == ["ontwikkeling", "uitgevers[0].sleutels.bestand"]


@pytest.mark.parametrize("place", UNSAFE)
def test_t68_an_unsafe_setting_without_its_switch_stops_the_start(safe: dict[str, Any], place: str) -> None:
    UNSAFE[place](safe)

    with pytest.raises(ConfigurationRefused) as refused:
        read(safe)

    assert [str(problem).partition(": ")[0] for problem in refused.value.problems] == [place]


INLINE = "een-geheim-dat-in-het-bestand-zelf-staat"


def found_over_http(configuratie: dict[str, Any]) -> None:
    """An issuer whose keys are to be found by its name, which is an address without TLS."""
    del configuratie["uitgevers"][0]["jwksUrl"]
    configuratie["uitgevers"][0]["issuer"] = OVER_HTTP


COMMANDED: dict[str, tuple[Change, str]] = {
    "a source over http": (UNSAFE["bronnen[0].zaken.url"], "bronnen[0].zaken.url: http zonder TLS"),
    "keys over http": (UNSAFE["uitgevers[0].jwksUrl"], "uitgevers[0].jwksUrl: http zonder TLS"),
    "an issuer over http": (found_over_http, "uitgevers[0].issuer: http zonder TLS"),
    "a secret in the file": (
        put(*BRON, "toegang", "secret", value=INLINE),
        "bronnen[0].toegang.secret: een geheim hoort niet in dit bestand",
    ),
    "the key of the service in the file": (
        put("dienst", "sleutel", value=INLINE),
        "dienst.sleutel: een geheim hoort niet in dit bestand",
    ),
    "the issuer of the demo": (UNSAFE["uitgevers[0].issuer"], "uitgevers[0].issuer: de uitgever van de demo"),
}
"""What the command itself is given, and what it says of it."""


@pytest.mark.parametrize("what", COMMANDED)
def test_t68_the_command_says_what_is_unsafe_and_does_not_start(
    safe: dict[str, Any], tmp_path: Path, what: str
) -> None:
    change, message = COMMANDED[what]
    change(safe)
    path = tmp_path / "mijnzaken.yaml"
    path.write_text(yaml.safe_dump(safe), encoding="utf-8")

    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(path)],
        capture_output=True, text=True, check=False, timeout=PATIENCE, env={**os.environ, "GEHEIM": "s" * 32},
    )  # fmt: skip

    assert ended.returncode == 2
    head, *problems = ended.stderr.splitlines()
    assert head == f"{path}: 1 probleem"
    assert len(problems) == 1
    assert problems[0].strip().startswith(message)
    assert INLINE not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize("place", UNSAFE)
def test_t68_with_its_switch_it_is_told_at_every_start(
    toneel: Toneel, safe: dict[str, Any], place: str, caplog: pytest.LogCaptureFixture
) -> None:
    UNSAFE[place](safe)
    safe["ontwikkeling"] = True

    for _ in range(2):
        assert loud(toneel, safe, caplog) == sorted(["ontwikkeling", place])


ALLOWED: dict[str, Change] = {
    "bronnen[0].bsnInUrl": put(*BRON, "bsnInUrl", value="toegestaan"),
    "uitgevers[0].maximaleLeeftijd": put("uitgevers", 0, "maximaleLeeftijd", value=None),
    "dienst.proxies[1]": put("dienst", "proxies", value=["10.0.0.0/8", "0.0.0.0/0"]),
    "dienst.proxies[0]": put("dienst", "proxies", value=["::/0", "10.0.0.7"]),
}
"""Every setting that takes safety away and may have its reason, also in production."""


@pytest.mark.parametrize("place", ALLOWED)
def test_t68_what_takes_safety_away_and_is_allowed_is_told_at_every_start(
    toneel: Toneel, safe: dict[str, Any], place: str, caplog: pytest.LogCaptureFixture
) -> None:
    ALLOWED[place](safe)

    for _ in range(2):
        assert loud(toneel, safe, caplog) == [place]


def test_t68_a_claim_of_representation_that_is_ignored_is_told_at_every_start(
    toneel: Toneel, safe: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    safe["uitgevers"][0]["vertegenwoordiging"] = {"negeerClaims": ["acting_nin"]}

    for _ in range(2):
        assert loud(toneel, safe, caplog) == ["uitgevers[0].vertegenwoordiging.negeerClaims"]


def test_t68_a_safe_configuration_tells_nothing(
    toneel: Toneel, safe: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert loud(toneel, safe, caplog) == []
