"""With what we log in at a register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import jwt
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.upstream.wissel import Wissel

_BACKDATED = timedelta(seconds=60)
"""Registers refuse a token from the future and some clocks run behind ours."""
_LIFETIME = timedelta(minutes=5)
_RENEWED_AFTER = timedelta(minutes=2)

_OTHER_SIGNATURE = "invalid-jwt-signature"
"""What Open Zaak says, with 403, of a token that was signed with another secret than its own."""
_ABOUT_ITS_TIME = frozenset(
    {"jwt-expired", "jwt-expiredsignatureerror", "jwt-immaturesignatureerror", "jwt-missing-iat-claim"}
)
"""What Open Zaak says of a token whose signature it has already found good."""


class Credentials(Protocol):
    """What proves to a register who we are. One object for all APIs of a bron that are logged in at alike."""

    async def headers(self) -> dict[str, str]:
        """The headers for one request. Raises ``SourceError`` when they cannot be had."""

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """Headers to try once more with, after the register refused these; None when there are no better ones.

        Raises ``SourceError`` when they cannot be had.
        """

    def accepted(self, renewed: Mapping[str, str]) -> None:
        """The register answered what was asked once more with the headers that ``renewed`` gave."""


def worn(why: SourceError) -> bool:
    """Whether a refusal may be about the token and not about our rights: 401, or the 403 with which Open Zaak says so.

    Source: Open Zaak answers a JWT that it does not take with 403 and a code ``jwt-…``; gateways answer 401.
    """
    return why.status == 401 or (why.status == 403 and (why.code or "").startswith("jwt-"))


def _another_secret(why: SourceError) -> bool:
    """Whether a refusal may mean that a token was signed with another secret than that of the register."""
    return why.code == _OTHER_SIGNATURE or (worn(why) and why.code not in _ABOUT_ITS_TIME)


class Fixed:
    """The same headers every time: an API key, a token that was handed out, or nothing at all."""

    def __init__(self, wissel: Wissel[Mapping[str, SecretStr]]) -> None:
        self._wissel = wissel

    async def headers(self) -> dict[str, str]:
        """The headers."""
        return _revealed(self._wissel.in_use)

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """Those with the other secret, during a rotation. Without one, what was refused stays refused.

        Any 401 or 403 may be about the secret: gateways have no third way to say that they do not know a key.
        """
        other = self._wissel.other
        if other is None or why.status not in (401, 403):
            return None
        in_use = await self.headers()
        return self._wissel.tried(_revealed(other)) if refused == in_use else in_use

    def accepted(self, renewed: Mapping[str, str]) -> None:
        """The secret in them is the one in use from now on."""
        self._wissel.accepted(renewed)


def _revealed(headers: Mapping[str, SecretStr]) -> dict[str, str]:
    return {name: value.get_secret_value() for name, value in headers.items()}


class ZgwJwt:
    """A ZGW token: signed by us with a shared secret, backdated a minute, valid for five.

    ``user_id`` and ``user_representation`` can end up in the audit trail of the register, so they hold the name of
    this service and never a person. Source: Open Zaak, *Authentication and authorization*; Autorisaties API 1.0.
    """

    def __init__(self, client_id: str, wissel: Wissel[SecretStr], clock: Clock, *, user: str = "mijnzaken-bff") -> None:
        self._client_id = client_id
        self._wissel = wissel
        self._clock = clock
        self._user = user
        self._tokens: dict[SecretStr, tuple[datetime, str]] = {}

    async def headers(self) -> dict[str, str]:
        """The ``Authorization`` header; a token is used for two minutes."""
        return self._headers_with(self._wissel.in_use)

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """A token signed anew: the clock of the register, or ours, may have been set since.

        During a rotation one that is signed with the other secret, when it may be the secret that was refused. Of a
        token that was signed with a secret which is out of use by now, that is clear without asking.
        """
        other = self._wissel.other
        if other is not None and _another_secret(why):
            if not _signed_with(self._wissel.in_use, refused):
                return await self.headers()
            self._forget(refused)
            return self._wissel.tried(self._headers_with(other))
        if not worn(why):
            return None
        self._forget(refused)
        return await self.headers()

    def accepted(self, renewed: Mapping[str, str]) -> None:
        """The secret that they were signed with is the one in use from now on."""
        self._wissel.accepted(renewed)

    def _headers_with(self, secret: SecretStr) -> dict[str, str]:
        now = self._clock.now()
        token = self._tokens.get(secret)
        if token is None or not token[0] <= now < token[0] + _RENEWED_AFTER:
            token = self._tokens[secret] = (now, self._sign(secret, now))
        return _bearer(token[1])

    def _forget(self, refused: Mapping[str, str]) -> None:
        secret = self._wissel.in_use
        if secret in self._tokens and _bearer(self._tokens[secret][1]) == refused:
            del self._tokens[secret]

    def _sign(self, secret: SecretStr, now: datetime) -> str:
        issued = int((now - _BACKDATED).timestamp())
        claims = {
            "iss": self._client_id,
            "iat": issued,
            "exp": issued + int((_BACKDATED + _LIFETIME).total_seconds()),
            "client_id": self._client_id,
            "user_id": self._user,
            "user_representation": self._user,
        }
        return jwt.encode(claims, secret.get_secret_value(), algorithm="HS256")


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _signed_with(secret: SecretStr, headers: Mapping[str, str]) -> bool:
    token = headers["Authorization"].removeprefix("Bearer ")
    try:
        jwt.PyJWS().decode(token, secret.get_secret_value(), algorithms=["HS256"])
    except jwt.InvalidSignatureError:
        return False
    return True
