"""With what we log in at a register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import jwt
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import SourceError

_BACKDATED = timedelta(seconds=60)
"""Registers refuse a token from the future and some clocks run behind ours."""
_LIFETIME = timedelta(minutes=5)
_RENEWED_AFTER = timedelta(minutes=2)


class Credentials(Protocol):
    """What proves to a register who we are. One object for all APIs of a bron that are logged in at alike."""

    async def headers(self) -> dict[str, str]:
        """The headers for one request. Raises ``SourceError`` when they cannot be had."""

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """Headers to try once more with, after the register refused these; None when there are no better ones.

        Raises ``SourceError`` when they cannot be had.
        """


def worn(why: SourceError) -> bool:
    """Whether a refusal may be about the token and not about our rights: 401, or the 403 with which Open Zaak says so.

    Source: Open Zaak answers a JWT that it does not take with 403 and a code ``jwt-…``; gateways answer 401.
    """
    return why.status == 401 or (why.status == 403 and (why.code or "").startswith("jwt-"))


class Fixed:
    """The same headers every time: an API key, a token that was handed out, or nothing at all."""

    def __init__(self, headers: Mapping[str, SecretStr]) -> None:
        self._headers = dict(headers)

    async def headers(self) -> dict[str, str]:
        """The headers."""
        return {name: value.get_secret_value() for name, value in self._headers.items()}

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> None:
        """Nothing: what was refused stays refused."""


class ZgwJwt:
    """A ZGW token: signed by us with a shared secret, backdated a minute, valid for five.

    ``user_id`` and ``user_representation`` can end up in the audit trail of the register, so they hold the name of
    this service and never a person. Source: Open Zaak, *Authentication and authorization*; Autorisaties API 1.0.
    """

    def __init__(self, client_id: str, secret: SecretStr, clock: Clock, *, user: str = "mijnzaken-bff") -> None:
        self._client_id = client_id
        self._secret = secret
        self._clock = clock
        self._user = user
        self._token: tuple[datetime, str] | None = None

    async def headers(self) -> dict[str, str]:
        """The ``Authorization`` header; a token is used for two minutes."""
        now = self._clock.now()
        if self._token is None or not self._token[0] <= now < self._token[0] + _RENEWED_AFTER:
            self._token = (now, self._sign(now))
        return {"Authorization": f"Bearer {self._token[1]}"}

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """A token signed anew: the clock of the register, or ours, may have been set since."""
        if not worn(why):
            return None
        if self._token is not None and refused.get("Authorization") == f"Bearer {self._token[1]}":
            self._token = None
        return await self.headers()

    def _sign(self, now: datetime) -> str:
        issued = int((now - _BACKDATED).timestamp())
        claims = {
            "iss": self._client_id,
            "iat": issued,
            "exp": issued + int((_BACKDATED + _LIFETIME).total_seconds()),
            "client_id": self._client_id,
            "user_id": self._user,
            "user_representation": self._user,
        }
        return jwt.encode(claims, self._secret.get_secret_value(), algorithm="HS256")
