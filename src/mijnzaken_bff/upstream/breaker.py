"""Whether one API of a bron is asked at all: what is broken is left alone, and tried now and then. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import IntEnum
from typing import Final

from mijnzaken_bff.domain.failure import NO_ANSWER, Failure, SourceError
from mijnzaken_bff.upstream.settings import Breker

_WINDOW: Final = 30
"""Seconds that a call counts."""
_FEWEST: Final = 10
"""Calls in that time before their share says anything."""
_SHARE: Final = 0.5
_JITTER: Final = 0.2
_PROBE_SECONDS: Final = 1.0
"""When to come back while a probe is under way: it tells soon."""


def counts(error: SourceError) -> bool:
    """Whether a failure says that an API is not available.

    A refusal of our question or of who we are says the opposite, and so does 404: somebody is there, and answers.
    """
    return error.failure in NO_ANSWER and error.status != 404


class State(IntEnum):
    """How a breaker stands. The numbers are those of the metric."""

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2


class Breaker:
    """Closed while calls succeed; opens over failures, and lets one call probe when it was open long enough.

    Time is in seconds and never goes back. Every call that ``begin`` counts on ends exactly once, with one of
    ``succeeded``, ``reached``, ``failed`` or ``ended``. What began before the breaker last turned changes nothing any
    more.
    """

    def __init__(self, settings: Breker, random: Callable[[], float]) -> None:
        self._settings = settings
        self._random = random
        self._why: Failure | None = None
        """What opened it; None while it is closed."""
        self._until = 0.0
        self._openings = 0
        """How often it opened since it was last closed."""
        self._probing = False
        self._generation = 0
        self._in_a_row = 0
        self._buckets: deque[list[int]] = deque()
        """Of each of the last seconds in which calls ended: which second, how many ended, and how many failed."""
        self._calls = self._failures = 0

    @property
    def closed(self) -> bool:
        """Whether everything is let through."""
        return self._why is None

    def state(self, now: float) -> State:
        """How it stands."""
        if self._why is None:
            return State.CLOSED
        return State.OPEN if now < self._until else State.HALF_OPEN

    def refusal(self, now: float) -> tuple[Failure, float] | None:
        """Why nothing may be asked, and for how many seconds; None when a call may begin."""
        if self._why is None:
            return None
        if now < self._until:
            return self._why, self._until - now
        return (self._why, _PROBE_SECONDS) if self._probing else None

    def begin(self) -> int:
        """Count on a call, which ``refusal`` let through; what it gives must be told when the call ends."""
        self._probing = self._why is not None
        return self._generation

    def succeeded(self, call: int, now: float) -> bool:
        """A call was answered. True when that closed the breaker."""
        if self.reached(call):
            return True
        if call == self._generation:
            self._in_a_row = 0
            self._note(now, failed=0)
        return False

    def reached(self, call: int) -> bool:
        """A call was refused, by an API that is there: that is enough of a probe, and else it says nothing.

        True when that closed the breaker.
        """
        if call != self._generation or self._why is None:
            return False
        self._turned(None)
        self._openings = 0
        return True

    def failed(self, call: int, failure: Failure, now: float) -> bool:
        """A call showed that the API is not available. True when that opened the breaker, be it again."""
        if call != self._generation:
            return False
        if self._why is None:
            self._in_a_row += 1
            self._note(now, failed=1)
            if self._in_a_row < self._settings.op_rij and not self._failing():
                return False
        open_for = min(self._settings.wacht * 2**self._openings, self._settings.hoogstens)
        self._until = now + open_for * (1 - _JITTER + 2 * _JITTER * self._random())
        self._openings = min(self._openings + 1, 30)
        self._turned(failure)
        return True

    def ended(self, call: int) -> None:
        """A call ended and says nothing of the API: as a probe it leaves its place to the next."""
        if call == self._generation:
            self._probing = False

    def left(self, now: float) -> float:
        """Seconds until it may be tried."""
        return max(0.0, self._until - now) if self._why is not None else 0.0

    def _turned(self, why: Failure | None) -> None:
        self._why, self._probing = why, False
        self._generation += 1
        self._in_a_row = self._calls = self._failures = 0
        self._buckets.clear()

    def _note(self, now: float, failed: int) -> None:
        second = int(now)
        while self._buckets and self._buckets[0][0] <= second - _WINDOW:
            _, calls, failures = self._buckets.popleft()
            self._calls -= calls
            self._failures -= failures
        if not self._buckets or self._buckets[-1][0] != second:
            self._buckets.append([second, 0, 0])
        self._buckets[-1][1] += 1
        self._buckets[-1][2] += failed
        self._calls += 1
        self._failures += failed

    def _failing(self) -> bool:
        return self._calls >= _FEWEST and self._failures >= _SHARE * self._calls
