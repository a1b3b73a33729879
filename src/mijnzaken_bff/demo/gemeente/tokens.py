"""The token endpoint: OAuth2 client credentials, answered as Keycloak does, and which of its tokens still count.

The register and the endpoint are one here, so a token counts while it is in a list. That stands in for a signature
which is checked without asking; ``trek_in`` stands in for the day on which the keys are changed.
"""

import base64
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from urllib.parse import parse_qsl, unquote_plus

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, Vraag, als_bytes


class Tokens:
    """What was issued, to whom and until when. ``uitgegeven`` only ever grows."""

    def __init__(
        self, rsin: str, clients: Mapping[str, Client], basis: Callable[[], str], nu: Callable[[], datetime]
    ) -> None:
        self.uitgegeven = 0
        self._rsin = rsin
        self._clients = clients
        self._basis = basis
        self._nu = nu
        self._geldig: dict[str, tuple[str, float]] = {}

    def client_id(self, token: str) -> str | None:
        """To whom ``token`` was issued, if it still counts."""
        client_id, tot = self._geldig.get(token, ("", 0.0))
        return client_id if self._nu().timestamp() < tot else None

    def trek_in(self) -> None:
        """From now on none of them counts."""
        self._geldig.clear()

    def geef_uit(self, vraag: Vraag, dialect: Dialect) -> Antwoord:
        """The answer of the endpoint: a token, or an OAuth2 error."""
        if vraag.methode != "POST":
            return Antwoord(405, {"allow": "POST"})
        velden = _velden(vraag)
        match velden.get("grant_type"):
            case "client_credentials":
                pass
            case None:
                return _fout(400, "invalid_request", "Missing form parameter: grant_type")
            case _:
                return _fout(400, "unsupported_grant_type", "Unsupported grant_type")
        client_id, secret = _aangemeld(vraag, velden)
        client = self._clients.get(client_id)
        if client is None or client.header is not None or client.secret != secret:
            return _fout(401, "invalid_client", "Invalid client or Invalid client credentials")
        nu = self._nu().timestamp()
        tot = nu + dialect.token_levensduur
        token = self._token(client_id, nu, tot)
        self.uitgegeven += 1
        self._geldig[token] = (client_id, tot)
        waarden = {"expires_in": dialect.token_levensduur, "refresh_expires_in": 0, "token_type": "Bearer"}
        eerste, *verder = dialect.tokenvelden
        return _json(200, {eerste: token, **{veld: waarden[veld] for veld in verder}})

    def _token(self, client_id: str, nu: float, tot: float) -> str:
        claims = {
            "exp": int(tot),
            "iat": int(nu),
            "jti": str(uuid.uuid4()),
            "iss": f"{self._basis()}/realms/OneGround",
            "azp": client_id,
            "client_id": client_id,
            "rsin": self._rsin,
            "typ": "Bearer",
        }
        return jwt.encode(claims, _sleutel(), "RS256")


def _velden(vraag: Vraag) -> Mapping[str, str]:
    """A form, or JSON, which a few products want here."""
    if vraag.headers.get("content-type", "").startswith("application/json"):
        try:
            inhoud = json.loads(vraag.body)
        except ValueError:
            return {}
        return {str(naam): str(waarde) for naam, waarde in inhoud.items()} if isinstance(inhoud, dict) else {}
    return dict(parse_qsl(vraag.body.decode("latin-1")))


def _aangemeld(vraag: Vraag, velden: Mapping[str, str]) -> tuple[str, str]:
    """Client id and secret: from the header of Basic authentication, or else from the body."""
    soort, _, gecodeerd = vraag.headers.get("authorization", "").partition(" ")
    if soort.lower() != "basic":
        return velden.get("client_id", ""), velden.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(gecodeerd, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


@cache
def _sleutel() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _fout(status: int, code: str, uitleg: str) -> Antwoord:
    return _json(status, {"error": code, "error_description": uitleg})


def _json(status: int, inhoud: Mapping[str, object]) -> Antwoord:
    return Antwoord(status, {"content-type": "application/json", "cache-control": "no-store"}, als_bytes(inhoud))
