"""What stands between us and one API of a bron: its bulkhead, its breaker, and the rules for asking twice."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from typing import Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Alarm, Meter, Nietgevraagd, Stand, Teller
from mijnzaken_bff.upstream.breaker import Breaker, counts
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.retry_budget import RetryBudget

logger = logging.getLogger(__name__)

_EARLY: Final = 0.01
"""Seconds: a timer of the event loop may ring a hair before its time."""
_FAIR: Final = 0.5
"""The part of the budget of a bron that a call must have had before it can be too late: whoever asks may be in more
of a hurry than that, and a call that waited for a permit began late."""
_LEFT: Final = 0.4
"""The part of that budget that must be left for a retry."""
_SOONEST, _LATEST = 0.05, 0.4
"""Seconds before a retry."""
_SHORT: Final = 1.0
"""The longest Retry-After, in seconds, for which we wait."""
_FULL: Final = "wachtrij"
_BROKEN: Final = "breker"
"""Where a call failed that was never sent: not there, but here."""


class Guard:
    """Lets calls to one API through, and learns from how they end.

    A call passes every one of ``compartments``, in order: those of its bron, then the ceiling over all bronnen. Each
    API has a breaker of its own; ``budget`` is that of its bron, and so is ``seconds``: how long a question may take.
    """

    def __init__(
        self,
        compartments: Sequence[Bulkhead],
        breaker: Breaker,
        budget: RetryBudget,
        *,
        bron: str,
        api: str,
        patience: float,
        seconds: float,
        ticks: Callable[[], float],
        random: Callable[[], float],
        meter: Meter,
    ) -> None:
        self._compartments = compartments
        self._breaker = breaker
        self._budget = budget
        self._bron = bron
        self._api = api
        self._patience = patience
        self.seconds = seconds
        self._ticks = ticks
        self._random = random
        self._meter = meter
        self._alarmed: Alarm | None = None
        meter.watch(Stand.BREKER, lambda: breaker.state(ticks()), bron=bron, api=api)
        for alarm in Alarm:
            meter.count(Teller.CONFIGURATIE_ALARM, 0, bron=bron, reden=alarm.value)  # or nobody sees the first one

    async def enter(self, deadline: float, *, begins: bool) -> None:
        """Wait for a permit until ``deadline`` (time of the event loop); give it back with ``leave``.

        Raises ``SourceError``: what opened the breaker while that is open, OVERLOADED when too many questions wait or
        this one waited too long (``begins``: it is the first call of one), and TIMEOUT at the deadline.
        """
        self._refuse_while_open()
        entered = self._entered()
        if entered == len(self._compartments):  # as almost always: then nobody looks at the clock
            return
        try:
            until = min(deadline, asyncio.get_running_loop().time() + self._patience) if begins else deadline
            for compartment in self._compartments[entered:]:
                if not compartment.enter():
                    await self._turn(compartment, until, begins=begins, late=until == deadline)
                entered += 1
        except BaseException:
            self._release(entered)
            raise

    def _entered(self) -> int:
        """How many of the compartments have room, in order; their permits are taken."""
        for place, compartment in enumerate(self._compartments):
            if not compartment.enter():
                return place
        return len(self._compartments)

    def leave(self) -> None:
        """Give the permit back."""
        self._release(len(self._compartments))

    def begin(self, deadline: float, *, again: bool = False) -> Attempt:
        """Note that a call is sent, for the first time or ``again``. Raises ``SourceError`` when it may not be."""
        self._refuse_while_open()
        if not again:
            self._budget.called(self._ticks())
        return Attempt(self, self._breaker.begin(), deadline)

    def pause_before_retry(self, error: SourceError, deadline: float) -> float | None:
        """How long to wait before a call that failed so is sent once more; None when it is not.

        A token of the budget is then taken for it.
        """
        if not _worth_a_retry(error) or not self._breaker.closed:
            return None
        pause = max(error.retry_after or 0.0, _SOONEST + (_LATEST - _SOONEST) * self._random())
        left = deadline - asyncio.get_running_loop().time() - pause
        if left < _LEFT * self.seconds or not self._budget.take(self._ticks()):
            return None
        self._meter.count(Teller.HERKANSING, bron=self._bron, api=self._api)
        return pause

    def alarm(self, reden: Alarm) -> None:
        """Tell operators that something has to be set right: counted each time, and told once until it is."""
        self._meter.count(Teller.CONFIGURATIE_ALARM, bron=self._bron, reden=reden.value)
        if self._alarmed is not reden:
            self._alarmed = reden
            logger.error("configuration_alarm", extra={"bron": self._bron, "what": self._api, "reason": reden.value})

    def answered(self, call: int) -> None:
        """A call was answered well."""
        self._alarmed = None
        if self._breaker.succeeded(call, self._ticks()):
            self._closed()

    def reached(self, call: int) -> None:
        """A call was refused, by an API that is there."""
        if self._breaker.reached(call):
            self._closed()

    def failed(self, call: int, failure: Failure) -> None:
        """A call showed that the API is not available."""
        now = self._ticks()
        if self._breaker.failed(call, failure, now):
            self._meter.count(Teller.BREKER_OPEN, bron=self._bron, api=self._api, reden=failure.value)
            told = {"bron": self._bron, "what": self._api, "failure": failure.value}
            logger.warning("breaker_opened", extra={**told, "ms": round(self._breaker.left(now) * 1000)})

    def ended(self, call: int) -> None:
        """A call ended without a verdict."""
        self._breaker.ended(call)

    def _closed(self) -> None:
        logger.info("breaker_closed", extra={"bron": self._bron, "what": self._api})

    def _refuse_while_open(self) -> None:
        if self._breaker.closed:  # as almost always: then nobody looks at the clock
            return
        refusal = self._breaker.refusal(self._ticks())
        if refusal is not None:
            failure, seconds = refusal
            self._not_asked(Nietgevraagd.BREKER)
            raise SourceError(failure, _BROKEN, retry_after=seconds)

    async def _turn(self, bulkhead: Bulkhead, until: float, *, begins: bool, late: bool) -> None:
        """Wait for a permit of one compartment until ``until``; ``late``: that is the deadline."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            if not turn.done():
                turn.set_result(None)

        waiter = bulkhead.wait(wake, begins=begins)
        if waiter is None:
            self._not_asked(Nietgevraagd.WACHTRIJ)
            raise SourceError(Failure.OVERLOADED, _FULL)
        timer = loop.call_at(until, wake) if until < math.inf else None
        try:
            await turn
        except BaseException:
            bulkhead.withdraw(waiter)
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if waiter.admitted:
            return
        bulkhead.withdraw(waiter)
        if late:
            raise SourceError(Failure.TIMEOUT, _FULL)
        self._not_asked(Nietgevraagd.GEDULD)
        raise SourceError(Failure.OVERLOADED, _FULL)

    def _release(self, count: int) -> None:
        for compartment in reversed(self._compartments[:count]):
            compartment.release()

    def _not_asked(self, reden: Nietgevraagd) -> None:
        self._meter.count(Teller.NIET_GEVRAAGD, bron=self._bron, reden=reden.value)


class Attempt:
    """One call that was sent. It ends once, for the breaker: a call that is too late has ended then.

    It is late when the deadline of its question has passed and it had its fair time. It may go on after that.
    """

    __slots__ = ("_call", "_guard", "_late_at", "_timer")

    def __init__(self, guard: Guard, call: int, deadline: float) -> None:
        loop = asyncio.get_running_loop()
        self._guard = guard
        self._call: int | None = call
        self._late_at = max(deadline, loop.time() + _FAIR * guard.seconds)
        self._timer = loop.call_at(self._late_at, self._late) if self._late_at < math.inf else None

    def succeeded(self) -> None:
        """It was answered."""
        call = self._end()
        if call is not None:
            self._guard.answered(call)

    def failed(self, error: SourceError) -> None:
        """It failed: the API is not available, or it is there and refused."""
        call = self._end()
        if call is None:
            return
        if counts(error):
            self._guard.failed(call, error.failure)
        else:
            self._guard.reached(call)

    def stopped(self) -> None:
        """It was stopped. Unless that was because it was late, it says nothing."""
        call = self._end()
        if call is None:
            return
        if asyncio.get_running_loop().time() >= self._late_at - _EARLY:
            self._guard.failed(call, Failure.TIMEOUT)
        else:
            self._guard.ended(call)

    def _late(self) -> None:
        call = self._end()
        if call is not None:
            self._guard.failed(call, Failure.TIMEOUT)

    def _end(self) -> int | None:
        call, self._call = self._call, None
        if self._timer is not None:
            self._timer.cancel()
        return call


def _worth_a_retry(error: SourceError) -> bool:
    """Whether a read that failed so may well succeed a moment later, and costs the other side little."""
    if error.status == 429:
        return error.retry_after is not None and error.retry_after <= _SHORT
    if error.status in (502, 503, 504):
        return error.retry_after is None or error.retry_after <= _SHORT
    return error.failure is Failure.REFUSED and error.status is None
