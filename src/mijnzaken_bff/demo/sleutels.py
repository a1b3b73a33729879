"""The keys of the demo issuer: made for one run, or kept in a folder so that another terminal can sign with them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from mijnzaken_bff.identity.demo import DEMO_KID

Algoritme = Literal["RS256", "PS256", "ES256"]

PRIVATE_FILE: Final = "demo-uitgever.json"
PUBLIC_FILE: Final = "jwks.json"


class SleutelsOnbruikbaar(Exception):
    """The keys that were kept cannot be used. The message is Dutch, and says what to do."""


@dataclass(frozen=True, slots=True)
class DemoSleutels:
    """One key for RSA and one for elliptic curves. Their names say that they are of the demo."""

    rsa: RSAPrivateKey
    ec: EllipticCurvePrivateKey

    @classmethod
    def made(cls) -> Self:
        """New keys."""
        return cls(generate_rsa_key(public_exponent=65537, key_size=2048), generate_private_key(SECP256R1()))

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        """The keys in ``folder``, made at the first time, with their public halves in a file beside them.

        Only the owner may read them. Raises ``OSError`` when nothing can be kept there, and ``SleutelsOnbruikbaar``.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / PRIVATE_FILE
        if not path.exists():
            _kept(path, cls.made()._private())
        sleutels = cls._read(path)
        _put(folder / PUBLIC_FILE, json.dumps(sleutels.public(), indent=2))
        return sleutels

    @classmethod
    def _read(cls, path: Path) -> Self:
        if path.stat().st_mode & 0o077:
            raise SleutelsOnbruikbaar(f"{path} is ook voor anderen te lezen: chmod 600 {path}")
        try:
            kept = {key["kty"]: key for key in json.loads(path.read_text(encoding="utf-8"))["keys"]}
            rsa, ec = RSAAlgorithm.from_jwk(kept["RSA"]), ECAlgorithm.from_jwk(kept["EC"])
            if isinstance(rsa, RSAPrivateKey) and isinstance(ec, EllipticCurvePrivateKey):
                return cls(rsa, ec)
        except Exception:  # noqa: BLE001, S110 - json and PyJWT raise much, and some of it repeats the key
            pass
        raise SleutelsOnbruikbaar(f"{path} is geen sleutelbestand van de demo: gooi het weg, dan komt er een nieuw")

    def public(self) -> dict[str, list[dict[str, Any]]]:
        """The public keys, as they are published (RFC 7517)."""
        keys = [RSAAlgorithm.to_jwk(self.rsa.public_key(), True), ECAlgorithm.to_jwk(self.ec.public_key(), True)]
        return {"keys": [{**key, "kid": kid_of(key), "use": "sig"} for key in keys]}

    def signing(self, alg: Algoritme) -> tuple[RSAPrivateKey | EllipticCurvePrivateKey, str]:
        """The key for ``alg``, and its name."""
        rsa, ec = (key["kid"] for key in self.public()["keys"])
        return (self.ec, ec) if alg == "ES256" else (self.rsa, rsa)

    def _private(self) -> str:
        return json.dumps({"keys": [RSAAlgorithm.to_jwk(self.rsa, True), ECAlgorithm.to_jwk(self.ec, True)]})


def kid_of(jwk: dict[str, Any]) -> str:
    """The name of a key of the demo, out of the key itself. Source: RFC 7638, thumbprint of the required members."""
    members = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}[jwk["kty"]]
    told = json.dumps({member: jwk[member] for member in members}, separators=(",", ":"), sort_keys=True)
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(told.encode()).digest()).decode()
    return f"{DEMO_KID}{jwk['kty'].lower()}-{thumbprint[:16]}"


def _kept(path: Path, text: str) -> None:
    """Write a file that is not there yet; whoever was first stays, and nobody reads half of one."""
    temporary = _temporary(path, text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _put(path: Path, text: str) -> None:
    _temporary(path, text).replace(path)


def _temporary(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
