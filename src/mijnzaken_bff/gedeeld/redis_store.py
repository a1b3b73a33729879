"""The shared store in Redis or Valkey: each operation within its budget, and a store that fails is left alone."""

from __future__ import annotations

import asyncio
import logging
import math
import ssl
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Connection, Redis, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, ResponseError
from redis.maint_notifications import MaintNotificationsConfig

from mijnzaken_bff.domain.meting import Meter, Stand, Teller
from mijnzaken_bff.gedeeld.instelling import Gedeeld
from mijnzaken_bff.gedeeld.pauze import Pauze
from mijnzaken_bff.gedeeld.store import Emmer
from mijnzaken_bff.upstream.tls import trust

logger = logging.getLogger(__name__)

_CONNECTIONS: Final = 32
_READING: Final = 16
"""So many read or write documents at a time: a cold catalogue leaves half of the connections to the limits."""
_TURN_SECONDS: Final = 1.0
"""How long a document waits for its turn: a store that is slow may not cost the time in which a register could tell."""
_PORT: Final = 6379
_LEAVE_SECONDS: Final = 5.0
"""How long a connection stays at least with a store that may only be read."""

_TAKE: Final = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local cost = tonumber(ARGV[1])
local levels, fits = {}, true
for i, name in ipairs(KEYS) do
  local full, seconds = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local level, since = string.match(redis.call('GET', name) or '', '^1 (%d+%.%d+) (%d+%.%d+)$')
  level, since = tonumber(level), tonumber(since)
  if not level or not since then level, since = full, now end
  level = level + math.max(0, now - since) * full / seconds
  levels[i] = math.min(full, level)
  fits = fits and cost - levels[i] <= 1e-9
end
local told = {}
for i, name in ipairs(KEYS) do
  local left = levels[i]
  if fits then left = math.max(0, left - cost) end
  local kept = math.ceil(tonumber(ARGV[2 * i + 1]) * 1000)
  redis.call('SET', name, string.format('1 %.12f %.6f', left, now), 'PX', kept)
  told[i] = string.format('%.12f', levels[i])
end
return told
"""
"""Several buckets at once, by one clock. A value that is no bucket of this form is a full one."""


class _Doet(StrEnum):
    """What the store is asked for, in the metrics."""

    LEZEN = "lezen"
    SCHRIJVEN = "schrijven"
    TELLEN = "tellen"


class _Leaving(AbstractConnection):
    """A connection that leaves a server which may only be read: it may be the one from before a failover.

    What then answers at the same address is found by connecting anew. A store that stays read-only costs no more than
    that once in a while. ``ticks`` counts seconds. Source: ``SentinelManagedConnection`` of redis-py does the same.
    """

    def __init__(self, *, ticks: Callable[[], float], **rest: Any) -> None:
        super().__init__(**rest)
        self._ticks = ticks
        self._left = -math.inf
        """When it last left for that."""

    async def read_response(self, *args: Any, **more: Any) -> Any:
        """The answer. Raises what it says when it refuses."""
        try:
            return await super().read_response(*args, **more)
        except ReadOnlyError:
            if self._ticks() >= self._left + _LEAVE_SECONDS:
                self._left = self._ticks()
                await self.disconnect(nowait=True)
            raise


class _Tcp(_Leaving, Connection):
    """A connection over TCP, in the clear."""


class _Unix(_Leaving, UnixDomainSocketConnection):
    """A connection over a socket of this machine."""


class _OurTls(_Leaving, SSLConnection):
    """A connection in the same TLS as all others of ours."""

    def __init__(self, *, context: ssl.SSLContext, **rest: Any) -> None:
        super().__init__(**rest)
        self._context = context

    def _connection_arguments(self) -> Mapping[str, Any]:
        return {**super()._connection_arguments(), "ssl": self._context}


class RedisStore:
    """A ``Store`` in Redis or Valkey.

    What cannot be reached, or does not answer in time, is left alone for a while, and then tried by one; the caller
    goes on without it. A store that answers with a refusal (full, or read-only) costs nothing to ask, so it is asked
    again. ``ticks`` counts seconds and never goes back.
    """

    def __init__(
        self,
        gedeeld: Gedeeld,
        meter: Meter,
        ticks: Callable[[], float],
        pauze: Pauze | None = None,
        *,
        turn: float = _TURN_SECONDS,
    ) -> None:
        self._prefix = f"{gedeeld.voorvoegsel}:"
        self._seconds = gedeeld.tijd
        self._meter = meter
        self._ticks = ticks
        self._pauze = pauze or Pauze()
        self._refused: set[_Doet] = set()
        self._reading = asyncio.Semaphore(_READING)
        self._turn = turn
        self._pool = _pool_of(gedeeld, ticks)
        self._redis = Redis(connection_pool=self._pool)
        meter.watch(Stand.GEDEELD_BEREIKBAAR, lambda: float(self._pauze.reachable), opslag=gedeeld.soort)

    async def get(self, name: str) -> bytes | None:
        """What was put there last. Source: Redis, ``GET``."""
        value = await self._in_turn(_Doet.LEZEN, "GET", self._prefix + name)
        return value if isinstance(value, bytes) else None

    async def set(self, name: str, value: bytes, seconds: float) -> None:
        """Keep ``value`` for so many seconds. Source: Redis, ``SET`` with ``PX``."""
        await self._in_turn(_Doet.SCHRIJVEN, "SET", self._prefix + name, value, "PX", math.ceil(seconds * 1000))

    async def take(self, emmers: Sequence[Emmer], cost: float) -> Sequence[float] | None:
        """Take from all or from none, by the clock of the store. Source: Redis, ``EVAL``."""
        names = [self._prefix + emmer.name for emmer in emmers]
        sizes = [number for emmer in emmers for number in (repr(emmer.full), repr(emmer.seconds))]
        told = await self._ask(_Doet.TELLEN, "EVAL", _TAKE, len(names), *names, repr(cost), *sizes)
        return _levels(told, emmers)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._redis.aclose()
        await self._pool.aclose()

    async def _in_turn(self, doet: _Doet, *command: str | bytes | int) -> Any:
        """As ``_ask``, when it is the turn of one more document; None when that is not soon. A queue is no failure."""
        try:
            async with asyncio.timeout(self._turn):
                await self._reading.acquire()
        except TimeoutError:
            self._count(doet, "overgeslagen")
            return None
        try:
            return await self._ask(doet, *command)
        finally:
            self._reading.release()

    async def _ask(self, doet: _Doet, *command: str | bytes | int) -> Any:
        """What the store says, or None where it says nothing that helps."""
        ticket = self._pauze.ticket(self._ticks())
        if ticket is None:
            self._count(doet, "overgeslagen")
            return None
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._redis.execute_command(*command)  # type: ignore[no-untyped-call]
        except ResponseError:
            self._answered(ticket)
            self._count(doet, "geweigerd")
            if doet not in self._refused:
                self._refused.add(doet)
                logger.warning("store_refused", extra={"what": doet.value})
            return None
        except Exception as error:  # noqa: BLE001 - no telling what the client makes of garbage; it is told with its name
            self._count(doet, "teTraag" if isinstance(error, TimeoutError) else "onbereikbaar")
            if self._pauze.failed(ticket, self._ticks()):
                logger.warning("store_left", extra={"error": type(error).__name__})
            return None
        finally:
            self._pauze.left(ticket)
        self._answered(ticket)
        self._count(doet, "gelukt")
        if doet in self._refused:
            self._refused.discard(doet)
            logger.info("store_accepted", extra={"what": doet.value})
        return answer

    def _answered(self, ticket: int) -> None:
        if self._pauze.answered(ticket):
            logger.info("store_found_again")

    def _count(self, doet: _Doet, uitkomst: str) -> None:
        self._meter.count(Teller.GEDEELD_GEVRAAGD, wat=doet, uitkomst=uitkomst)


def _levels(told: object, emmers: Sequence[Emmer]) -> Sequence[float] | None:
    """The levels that were told, where they can be levels of these buckets."""
    if not isinstance(told, list) or len(told) != len(emmers):
        return None
    try:
        levels = [float(level) for level in told]
    except (ValueError, TypeError):
        return None
    possible = all(0 <= level <= emmer.full for level, emmer in zip(levels, emmers, strict=True))
    return levels if possible else None


def _pool_of(gedeeld: Gedeeld, ticks: Callable[[], float]) -> BlockingConnectionPool:
    parts = urlsplit(gedeeld.url)
    secret = gedeeld.wachtwoord.get_secret_value() if gedeeld.wachtwoord is not None else None
    always: dict[str, Any] = {
        "max_connections": _CONNECTIONS,
        "timeout": None,  # our own budget ends the waiting
        "socket_timeout": None,
        "socket_connect_timeout": None,
        "username": gedeeld.gebruiker,
        "password": secret,
        "retry": Retry(NoBackoff(), 0),
        "protocol": 2,
        "driver_info": None,
        "ticks": ticks,
    }
    if parts.scheme == "unix":
        return BlockingConnectionPool(connection_class=_Unix, path=parts.path, **always)
    always |= {
        "host": parts.hostname,
        "port": parts.port or _PORT,
        "db": int(parts.path.strip("/") or 0),
        "maint_notifications_config": MaintNotificationsConfig(enabled=False),
    }
    if parts.scheme == "redis":
        return BlockingConnectionPool(connection_class=_Tcp, **always)
    context = gedeeld.tls.context() if gedeeld.tls is not None else trust()
    return BlockingConnectionPool(connection_class=_OurTls, context=context, **always)
