"""A token from a token endpoint, by the client credentials grant: kept while it is good, fetched by one at a time."""

from __future__ import annotations

import asyncio
import base64
import logging
import re
from collections.abc import AsyncIterable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import quote_plus, urlencode

import httpx
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.credentials import worn
from mijnzaken_bff.upstream.foutbericht import safe_code
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of, failure_of_status
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.toegang import OAuth2Toegang
from mijnzaken_bff.upstream.unpack import read_bounded
from mijnzaken_bff.upstream.wissel import Wissel

logger = logging.getLogger(__name__)

Spawn: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]

_WHERE: Final = "token"
_MOST_BYTES: Final = 64 * 1024
_UNSAID: Final = timedelta(minutes=5)
"""How long a token is good whose lifetime is not told, or makes no sense."""
_SHORTEST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(hours=1)
_MARGIN: Final = timedelta(minutes=1)
"""So long before its end a token is renewed, or a fifth of its life when that is shorter."""
_PAUSE: Final = timedelta(seconds=1)
"""So long the token endpoint is left alone after a failure or a renewal: a register that refuses every token must not
make us ask for one with every question."""

_TEXT = re.compile(r"(?:[Bb]earer )?([\x21-\x7e]{1,16384})")
"""A token; some endpoints write the word for it in front."""
_OURS_IS_WRONG = frozenset({"invalid_client", "unauthorized_client", "invalid_scope", "access_denied"})
"""What a 400 of a token endpoint may mean: our own credentials are wrong or too small. Source: RFC 6749, 5.2."""
_ANOTHER_SECRET = frozenset({"invalid_client", "unauthorized_client"})
"""Which of these may be about the secret. Keycloak has said the second of a wrong one, others say it of a grant."""


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    headers: Mapping[str, str]
    since: datetime
    renewed_from: datetime
    until: datetime


class OAuth2:
    """A token per ``toegang``, for every API of a bron that names it.

    It is fetched in the background group (``spawn``), one fetch at a time, so a caller that leaves does not break it
    for the others; and renewed before its end, while the old one is still used. That one API refuses it takes it from
    no other: it stays until a new one has come. A fetch whose secret is refused is done once more with the other one,
    during a rotation, and the one that gave a token is used from then on.
    """

    def __init__(
        self,
        toegang: OAuth2Toegang,
        transport: httpx.AsyncBaseTransport,
        clock: Clock,
        spawn: Spawn,
        *,
        bron: str,
        seconds: float = 5.0,
    ) -> None:
        self._toegang = toegang
        self._wissel = Wissel(bron, toegang.secret, toegang.vorig_secret)
        self._transport = transport
        self._clock = clock
        self._spawn = spawn
        self._seconds = seconds
        self._token: _Token | None = None
        self._in_flight: asyncio.Future[_Token | SourceError] | None = None
        self._failed: tuple[datetime, SourceError] | None = None
        self._renewed_at: datetime | None = None

    async def headers(self) -> dict[str, str]:
        """The ``Authorization`` header. Raises ``SourceError`` when there is no token to be had."""
        now = self._clock.now()
        token = self._token
        if token is None or not token.since <= now < token.until:
            token = await self._new(now)
        elif now >= token.renewed_from and self._failed_just_before(now) is None:
            self._begin()
        return dict(token.headers)

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        """The header with a token fetched since; one fetch for all whose same token was refused."""
        if not worn(why):
            return None
        if self._token is None or self._token.headers != refused:
            return await self.headers()
        now = self._clock.now()
        if self._failed_just_before(now) is None:
            just_now = self._renewed_at is not None and timedelta() <= now - self._renewed_at < _PAUSE
            if just_now and self._in_flight is None:
                return None
            self._renewed_at = now
        return dict((await self._new(now)).headers)

    def accepted(self, renewed: Mapping[str, str]) -> None:
        """Nothing: a token that is taken tells nothing of the secret that it was fetched with."""

    async def _new(self, now: datetime) -> _Token:
        failed = self._failed_just_before(now)
        outcome = failed if failed is not None else await asyncio.shield(self._begin())
        if isinstance(outcome, SourceError):
            # One of our own for each who waits: an exception that is raised twice carries the traces of both.
            raise SourceError(outcome.failure, outcome.where, status=outcome.status, code=outcome.code)
        return outcome

    def _failed_just_before(self, now: datetime) -> SourceError | None:
        if self._failed is not None and timedelta() <= now - self._failed[0] < _PAUSE:
            return self._failed[1]
        return None

    def _begin(self) -> asyncio.Future[_Token | SourceError]:
        if self._in_flight is None:
            self._in_flight = asyncio.get_running_loop().create_future()
            self._spawn(self._fetch(self._in_flight))
        return self._in_flight

    async def _fetch(self, arrived: asyncio.Future[_Token | SourceError]) -> None:
        outcome: _Token | SourceError = SourceError(Failure.INTERNAL, _WHERE)
        try:
            async with asyncio.timeout(self._seconds):
                outcome = self._token = await self._asked()
        except TimeoutError:
            outcome = self._failure(SourceError(Failure.TIMEOUT, _WHERE))
        except SourceError as error:
            outcome = self._failure(SourceError(error.failure, _WHERE, status=error.status, code=error.code))
        finally:
            self._in_flight = None
            if not arrived.done():
                arrived.set_result(outcome)

    def _failure(self, error: SourceError) -> SourceError:
        self._failed = (self._clock.now(), error)
        logger.warning(
            "token_fetch_failed", extra={"failure": error.failure.value, "status": error.status, "code": error.code}
        )
        return error

    async def _asked(self) -> _Token:
        other = self._wissel.other
        try:
            return await self._asked_with(self._wissel.in_use)
        except SourceError as refused:
            if other is None or not _another_secret(refused):
                raise
        token = await self._asked_with(other)
        self._wissel.switch()
        return token

    async def _asked_with(self, secret: SecretStr) -> _Token:
        since = self._clock.now()
        request = self._request(secret.get_secret_value())
        return self._token_in(await answer_of(self._transport, request, _WHERE, _read), since)

    def _request(self, secret: str) -> httpx.Request:
        toegang = self._toegang
        form = {"grant_type": "client_credentials"}
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": USER_AGENT,
        }
        match toegang.client_authenticatie:
            case "basic":
                # Escaped before they are joined: a colon in the name would end it. Source: RFC 6749, 2.3.1.
                pair = f"{quote_plus(toegang.client_id)}:{quote_plus(secret)}"
                headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
            case "post":
                form |= {"client_id": toegang.client_id, "client_secret": secret}
        form |= {"scope": toegang.scope} if toegang.scope is not None else {}
        form |= {"audience": toegang.audience} if toegang.audience is not None else {}
        return httpx.Request(
            "POST",
            toegang.token_url,
            headers=headers,
            content=urlencode(form).encode(),
            extensions={"timeout": httpx.Timeout(self._seconds).as_dict()},
        )

    def _token_in(self, answer: Any, since: datetime) -> _Token:
        *way, last = (part.replace("~1", "/").replace("~0", "~") for part in self._toegang.token_veld[1:].split("/"))
        for part in way:
            answer = answer.get(part) if isinstance(answer, dict) else None
        text = answer.get(last) if isinstance(answer, dict) else None
        match = _TEXT.fullmatch(text) if isinstance(text, str) else None
        kind = answer.get("token_type") if isinstance(answer, dict) else None
        if match is None or (isinstance(kind, str) and not kind.lower().startswith("bearer")):
            raise SourceError(Failure.UNUSABLE, _WHERE)
        life = _lifetime(answer.get("expires_in"))
        return _Token(
            headers={"Authorization": f"Bearer {match[1]}"},
            since=since,
            renewed_from=since + life - min(_MARGIN, life / 5),
            until=since + life,
        )


def _another_secret(refused: SourceError) -> bool:
    """Whether a refusal of the token endpoint may mean that it has another secret than the one we came with."""
    return refused.status == 401 or (refused.status == 400 and refused.code in _ANOTHER_SECRET)


def _lifetime(stated: Any) -> timedelta:
    """How long a token is good: as stated, within what makes sense. Some endpoints write the number as text."""
    try:
        seconds = float(stated) if isinstance(stated, int | float | str) and not isinstance(stated, bool) else 0.0
    except (ValueError, OverflowError):
        seconds = 0.0
    if not seconds > 0:
        return _UNSAID
    return max(_SHORTEST, timedelta(seconds=min(seconds, _LONGEST.total_seconds())))


async def _read(response: httpx.Response, where: str) -> Any:
    if not isinstance(response.stream, AsyncIterable):  # the interface of httpx allows a synchronous body too
        raise SourceError(Failure.PROTOCOL, where)
    status = response.status_code
    if not (status in (200, 201) or 400 <= status < 500):
        raise SourceError(failure_of_status(status), where, status=status)
    try:
        body = await read_bounded(response.stream, response.headers.get("content-encoding", ""), _MOST_BYTES)
        answer = parsed(body, where)
    except (SourceError, httpx.RequestError):
        if status in (200, 201):
            raise
        answer = None
    if status in (200, 201):
        return answer
    code = safe_code(answer.get("error")) if isinstance(answer, dict) else None
    wrong = status == 400 and code in _OURS_IS_WRONG
    raise SourceError(Failure.NO_ACCESS if wrong else failure_of_status(status), where, status=status, code=code)
