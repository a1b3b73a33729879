"""Questions that are under way. Who asks what is being asked already waits for the same answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Final, Generic, TypeAlias, TypeVar

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Meter, NoMeter, Teller
from mijnzaken_bff.fanout.ask import log_crash, stopped

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

Spawn: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]
"""Begins work that outlives the request, in the one background group."""

_EARLY: Final = 0.01
"""Seconds: a timer of the event loop may ring a hair before its time, and two for one moment ring one by one."""


class _Vlucht(Generic[K, T]):
    """One question under way, and everybody who waits for it."""

    __slots__ = ("bron", "calls", "key", "late", "limit", "task", "timer", "waiting")

    def __init__(self, key: K, bron: str, calls: int, limit: float) -> None:
        self.key = key
        self.bron = bron
        self.calls = calls
        """How many calls it makes at once, at the most."""
        self.limit = limit
        """When it ends, whoever waits."""
        self.late = False
        """Whether it goes on although everybody's deadline passed."""
        self.waiting: set[asyncio.Future[T | SourceError]] = set()
        self.task: asyncio.Task[Any] | None = None
        self.timer: asyncio.TimerHandle | None = None


class Vluchten(Generic[K, T]):
    """Every question under way, by what is asked.

    It runs in the background, so that whoever began it may leave. When the last who waits for it leaves at a deadline
    it goes on as a late one, until ``seconds`` after it began, if its bron has room for its calls; when the last is
    cancelled it is stopped. A bron that has not that much room at all still gets its own time, for one of them: who is
    in a hurry has less.
    """

    def __init__(self, spawn: Spawn, *, seconds: float, meter: Meter | None = None) -> None:
        self._spawn = spawn
        self._seconds = seconds
        self._meter = meter or NoMeter()
        self._under_way: dict[K, _Vlucht[K, T]] = {}
        self._late: Counter[str] = Counter()

    def __contains__(self, key: K) -> bool:
        return key in self._under_way

    @property
    def under_way(self) -> int:
        """How many questions somebody can still join."""
        return len(self._under_way)

    def late(self, bron: str) -> int:
        """How many calls a bron may have at once for its late questions."""
        return self._late[bron]

    async def answer(
        self,
        key: K,
        question: Callable[[], Awaitable[T]],
        *,
        bron: str,
        calls: int = 1,
        most_late: int,
        deadline: float,
        end: float,
    ) -> T:
        """The answer to what ``key`` names, before ``deadline``; ``end`` is when the bron must be done (both in the
        time of the event loop).

        ``question`` is put only when it is not under way already. It makes ``calls`` at once at the most; what is late
        at a bron makes ``most_late``. Raises ``SourceError``: what the question raised, TIMEOUT at the deadline,
        INTERNAL when a bug of ours broke it.
        """
        loop = asyncio.get_running_loop()
        vlucht = self._under_way.get(key)
        if vlucht is None:
            limit = max(deadline, loop.time() + self._seconds if calls <= most_late else end)
            vlucht = self._under_way[key] = _Vlucht(key, bron, calls, limit)
            self._spawn(self._fly(vlucht, question))
        elif vlucht.limit < deadline:
            self._set_limit(vlucht)
        future: asyncio.Future[T | SourceError] = loop.create_future()
        vlucht.waiting.add(future)
        timer = loop.call_at(deadline, _too_late, future)
        try:
            told = await future
        finally:
            timer.cancel()
            vlucht.waiting.discard(future)
            if not vlucht.waiting and self._under_way.get(key) is vlucht and not vlucht.late:
                self._left(vlucht, most_late, in_time=loop.time() < deadline - _EARLY)
        if isinstance(told, SourceError):
            raise told.anew()
        return told

    def _left(self, vlucht: _Vlucht[K, T], most_late: int, *, in_time: bool) -> None:
        """The last who waited has left."""
        if in_time:
            self._stop(vlucht)
        elif self._has_room(vlucht, most_late) and vlucht.limit > asyncio.get_running_loop().time() + _EARLY:
            vlucht.late = True
            self._late[vlucht.bron] += vlucht.calls
            self._set_limit(vlucht)
        else:
            self._meter.count(Teller.VLUCHT_TE_LAAT, bron=vlucht.bron, uitkomst="geenPlaats")
            self._stop(vlucht)

    def _has_room(self, vlucht: _Vlucht[K, T], most_late: int) -> bool:
        late = self._late[vlucht.bron]
        return not late or late + vlucht.calls <= most_late

    def _set_limit(self, vlucht: _Vlucht[K, T]) -> None:
        """Let the limit ring. Mostly nothing lives that long: those who wait have deadlines of their own."""
        if vlucht.timer is None:
            vlucht.timer = asyncio.get_running_loop().call_at(vlucht.limit, self._stop, vlucht)

    def _stop(self, vlucht: _Vlucht[K, T]) -> None:
        """End it now: nobody joins it any more, and who waits is told."""
        self._end(vlucht, SourceError(Failure.TIMEOUT), "afgebroken")
        if vlucht.task is not None:
            vlucht.task.cancel()

    async def _fly(self, vlucht: _Vlucht[K, T], question: Callable[[], Awaitable[T]]) -> None:
        """Put the question, and tell everybody who waits what came of it."""
        if self._under_way.get(vlucht.key) is not vlucht:
            return  # everybody left before it began
        vlucht.task = asyncio.current_task()
        told: T | SourceError
        try:
            told = await question()
        except SourceError as error:
            told = error.anew()
        except TimeoutError:
            told = SourceError(Failure.TIMEOUT)
        except (Exception, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and stopped():
                self._end(vlucht, SourceError(Failure.INTERNAL), "afgebroken")
                raise
            log_crash(error)
            told = SourceError(Failure.INTERNAL)
        finally:
            vlucht.task = None  # which holds this frame, and this frame the flight
        self._end(vlucht, told, "mislukt" if isinstance(told, SourceError) else "gelukt")

    def _end(self, vlucht: _Vlucht[K, T], told: T | SourceError, uitkomst: str) -> None:
        if self._under_way.get(vlucht.key) is not vlucht:
            return
        del self._under_way[vlucht.key]
        if vlucht.timer is not None:
            vlucht.timer.cancel()
        if vlucht.late:
            self._late[vlucht.bron] -= vlucht.calls
            self._meter.count(Teller.VLUCHT_TE_LAAT, bron=vlucht.bron, uitkomst=uitkomst)
        for future in vlucht.waiting:
            if not future.done():
                future.set_result(told)


def _too_late(future: asyncio.Future[Any]) -> None:
    if not future.done():
        future.set_result(SourceError(Failure.TIMEOUT))
