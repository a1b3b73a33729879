"""What time it is. Handed in, so that a told story does not rot."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""Days are days in the Netherlands."""


class Clock(Protocol):
    """A source of time."""

    def now(self) -> datetime:
        """The moment, in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)


class Stopwatch:
    """Counts seconds by a clock, and never goes back: where the clock is set back it goes on from where it was.

    It goes by the clock and not by the ticks of the machine, because those stand still while a machine is suspended.
    Whoever wants to know how long ago something was must look now and then: of the time in which the clock was set
    back, what went by before it is lost.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen = clock.now()
        self._seconds = 0.0
        self._lock = threading.Lock()  # metrics may be read from another thread

    def seconds(self) -> float:
        """How many have gone by."""
        with self._lock:
            now = self._clock.now()
            self._seconds += max(0.0, (now - self._seen).total_seconds())
            self._seen = now
            return self._seconds


def vandaag(clock: Clock) -> date:
    """The calendar day in the Netherlands."""
    return clock.now().astimezone(AMSTERDAM).date()
