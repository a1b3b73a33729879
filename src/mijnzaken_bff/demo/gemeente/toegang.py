"""Who asks: what the headers carry becomes a ``Client``, or a refusal."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.probleem import NIET_AANGEMELD, Probleem, geen_toestemming
from mijnzaken_bff.demo.gemeente.tokens import Tokens

_GEEN_JWT = "Het JWT kon niet gedecodeerd worden. Mogelijks heb je een copy-paste fout gemaakt"


def client_van(
    headers: Mapping[str, str], dialect: Dialect, clients: Mapping[str, Client], tokens: Tokens, nu: datetime
) -> Client:
    """Who asks: by a fixed header, by a token that was issued here, or by one that the client signed itself.

    Raises ``Probleem``: 403 with a code, or 401 where the dialect has it so.
    """
    try:
        client = _herkend(headers, dialect, clients, tokens, nu)
    except Probleem as probleem:
        if not dialect.afgewezen_is_401:
            raise
        raise Probleem(NIET_AANGEMELD, code="invalid_token" if "authorization" in headers else None) from probleem
    if not client.applicatie:
        raise geen_toestemming()
    return client


def _herkend(
    headers: Mapping[str, str], dialect: Dialect, clients: Mapping[str, Client], tokens: Tokens, nu: datetime
) -> Client:
    for client in clients.values():
        if client.herkent(headers):
            return client
    authorization = headers.get("authorization")
    if authorization is None or not authorization.startswith("Bearer "):
        raise geen_toestemming()
    token = authorization.removeprefix("Bearer ").strip()
    uitgegeven_aan = tokens.client_id(token)
    if uitgegeven_aan is not None:
        return clients[uitgegeven_aan]
    if not dialect.zgw_jwt:
        raise geen_toestemming()
    return _ondertekenaar(token, clients, nu, dialect.jwt_levensduur)


def _ondertekenaar(token: str, clients: Mapping[str, Client], nu: datetime, levensduur: int | None) -> Client:
    """The client that signed ``token``.

    The order of the checks is that of Open Zaak: it decides which code a doubly wrong token gets. An ``iat`` in the
    future is no objection.
    """
    try:
        delen = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.DecodeError as error:
        raise geen_toestemming("jwt-decode-error", _GEEN_JWT) from error
    claims: dict[str, Any] = delen["payload"]

    if "client_id" not in claims:
        raise geen_toestemming("missing-client-identifier", "Client identifier is niet aanwezig in JWT")
    client = clients.get(str(claims["client_id"]))
    if client is None or client.header is not None:
        raise geen_toestemming("invalid-client-identifier", "Client identifier bestaat niet")
    if delen["header"].get("alg") != "HS256":
        raise geen_toestemming("jwt-invalidalgorithmerror", "JWT is niet valide")
    if not _getekend_met(client.secret, token, delen["signature"]):
        raise geen_toestemming("invalid-jwt-signature", "Client credentials zijn niet geldig")
    _in_de_tijd(claims, nu.timestamp(), levensduur)
    return client


def _getekend_met(secret: str, token: str, handtekening: bytes) -> bool:
    # By hand, and not with jwt.decode: that warns about the short secrets which real registers do hand out.
    getekend, _, _ = token.rpartition(".")
    return hmac.compare_digest(hmac.new(secret.encode(), getekend.encode(), hashlib.sha256).digest(), handtekening)


def _in_de_tijd(claims: Mapping[str, Any], nu: float, levensduur: int | None) -> None:
    if _tijdstip(claims, "nbf", nu) > nu:
        raise geen_toestemming("jwt-immaturesignatureerror", "JWT is niet valide")
    if _tijdstip(claims, "exp", nu + 1) <= nu:
        raise geen_toestemming("jwt-expiredsignatureerror", "JWT is niet valide")
    if levensduur is None:
        return
    if "iat" not in claims:
        raise geen_toestemming("jwt-missing-iat-claim", "Missing required iat claim")
    if _tijdstip(claims, "iat", nu) + levensduur < nu:
        raise geen_toestemming("jwt-expired", "De JWT die gebruikt is voor dit verzoek is verlopen")


def _tijdstip(claims: Mapping[str, Any], naam: str, anders: float) -> float:
    waarde = claims.get(naam, anders)
    if isinstance(waarde, bool) or not isinstance(waarde, int | float):
        raise geen_toestemming("jwt-decodeerror", "JWT is niet valide")
    return float(waarde)
