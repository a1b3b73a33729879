"""Who asks: a ZGW JWT becomes a ``Client``, or a 403 that says by its ``code`` why not."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.probleem import geen_toestemming

GELDIG = 3600
"""How long an ``iat`` counts, in seconds: ``JWT_EXPIRY`` of Open Zaak."""

_GEEN_JWT = "Het JWT kon niet gedecodeerd worden. Mogelijks heb je een copy-paste fout gemaakt"


def client_van(authorization: str | None, clients: Mapping[str, Client], nu: datetime) -> Client:
    """The client that signed the token in ``authorization``.

    The order of the checks is that of the register: it decides which code a doubly wrong token gets. An ``iat`` in
    the future is no objection. Raises ``Probleem`` (403, never 401).
    """
    if authorization is None or not authorization.startswith("Bearer "):
        raise geen_toestemming()
    token = authorization.removeprefix("Bearer ").strip()
    try:
        delen = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.DecodeError as error:
        raise geen_toestemming("jwt-decode-error", _GEEN_JWT) from error
    claims: dict[str, Any] = delen["payload"]

    if "client_id" not in claims:
        raise geen_toestemming("missing-client-identifier", "Client identifier is niet aanwezig in JWT")
    client = clients.get(str(claims["client_id"]))
    if client is None:
        raise geen_toestemming("invalid-client-identifier", "Client identifier bestaat niet")
    if delen["header"].get("alg") != "HS256":
        raise geen_toestemming("jwt-invalidalgorithmerror", "JWT is niet valide")
    if not _getekend_met(client.secret, token, delen["signature"]):
        raise geen_toestemming("invalid-jwt-signature", "Client credentials zijn niet geldig")
    _in_de_tijd(claims, nu.timestamp())
    if not client.applicatie:
        raise geen_toestemming()
    return client


def _getekend_met(secret: str, token: str, handtekening: bytes) -> bool:
    # By hand, and not with jwt.decode: that warns about the short secrets which real registers do hand out.
    getekend, _, _ = token.rpartition(".")
    return hmac.compare_digest(hmac.new(secret.encode(), getekend.encode(), hashlib.sha256).digest(), handtekening)


def _in_de_tijd(claims: Mapping[str, Any], nu: float) -> None:
    if _tijdstip(claims, "nbf", nu) > nu:
        raise geen_toestemming("jwt-immaturesignatureerror", "JWT is niet valide")
    if _tijdstip(claims, "exp", nu + 1) <= nu:
        raise geen_toestemming("jwt-expiredsignatureerror", "JWT is niet valide")
    if "iat" not in claims:
        raise geen_toestemming("jwt-missing-iat-claim", "Missing required iat claim")
    if _tijdstip(claims, "iat", nu) + GELDIG < nu:
        raise geen_toestemming("jwt-expired", "De JWT die gebruikt is voor dit verzoek is verlopen")


def _tijdstip(claims: Mapping[str, Any], naam: str, anders: float) -> float:
    waarde = claims.get(naam, anders)
    if isinstance(waarde, bool) or not isinstance(waarde, int | float):
        raise geen_toestemming("jwt-decodeerror", "JWT is niet valide")
    return float(waarde)
