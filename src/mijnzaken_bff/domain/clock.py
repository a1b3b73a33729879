"""What time it is. Handed in, so that a told story does not rot."""

from __future__ import annotations

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


def vandaag(clock: Clock) -> date:
    """The calendar day in the Netherlands."""
    return clock.now().astimezone(AMSTERDAM).date()
