"""With what we log in at a register."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import jwt
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock

_BACKDATED = timedelta(seconds=60)
"""Registers refuse a token from the future and some clocks run behind ours."""
_LIFETIME = timedelta(minutes=5)
_RENEWED_AFTER = timedelta(minutes=2)


class Credentials(Protocol):
    """What proves to a register who we are. One object per API."""

    async def headers(self) -> dict[str, str]:
        """The headers for one request. Raises ``SourceError`` when they cannot be had."""


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
