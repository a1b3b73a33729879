"""When a store that failed is asked again: not for a while, and then by one. Pure: the time is handed in."""

from __future__ import annotations

from typing import Final

SECONDS: Final = 5.0
"""How long a store that failed is left alone."""


class Pauze:
    """Leaves a store alone after a failure, then lets one through at a time until the store has answered.

    Whoever may ask gets a ticket, and hands it in with what came of it. Only a ticket of the present round counts: what
    was asked before a failure says nothing of the time after it. ``now`` is in seconds and never goes back.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._round = 0
        self._until: float | None = None
        """Until when nobody asks, after a failure; None while all is well."""
        self._probing = False

    @property
    def reachable(self) -> bool:
        """Whether the store answered the last time that it had to."""
        return self._until is None

    def ticket(self, now: float) -> int | None:
        """The right to ask once; None where the store is left alone. It must be handed in, whatever happens."""
        if self._until is not None:
            if self._probing or now < self._until:
                return None
            self._probing = True
        return self._round

    def answered(self, ticket: int) -> bool:
        """It answered. Whether that is news."""
        news = ticket == self._round and self._until is not None
        if news:
            self._until, self._probing = None, False
        return news

    def failed(self, ticket: int, now: float) -> bool:
        """It did not. Whether that is news."""
        if ticket != self._round:
            return False
        news = self._until is None
        self._round += 1
        self._until, self._probing = now + self._seconds, False
        return news

    def left(self, ticket: int) -> None:
        """Whoever asked went away without a verdict: the next one may ask."""
        if ticket == self._round:
            self._probing = False
