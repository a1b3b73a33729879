"""Token buckets: how often somebody may still ask. Pure: no clock of its own, and nothing but keys and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cachetools import TTLCache

from mijnzaken_bff.api.instelling import Tempo
from mijnzaken_bff.gedeeld.store import DUST

MOST: Final = 50_000
"""The most buckets of one kind. Some 15 MB; whoever is forgotten first was the longest away."""


class Buckets:
    """A bucket for each key, that holds ``tempo.aantal`` and fills up again in ``tempo.per`` seconds.

    A bucket that nobody touched for so long is full, so it is forgotten. ``ticks`` tells the time in seconds, from
    whatever moment on; it never goes back.
    """

    def __init__(self, tempo: Tempo, ticks: Callable[[], float], most: int = MOST) -> None:
        self.full = float(tempo.aantal)
        self.seconds = tempo.per
        self._per_second = tempo.aantal / tempo.per
        self._ticks = ticks
        self._left: TTLCache[bytes, tuple[float, float]] = TTLCache(most, tempo.per, timer=ticks)

    def wait(self, key: bytes, cost: float) -> float:
        """In how many seconds ``cost`` can be taken, if nobody takes anything meanwhile; 0 when it can be now."""
        lacking = cost - self.level(key)
        return lacking / self._per_second if lacking > DUST else 0.0

    def take(self, key: bytes, cost: float) -> None:
        """Take ``cost`` out, or what there is; less than nothing puts it back."""
        self._left[key] = (min(self.full, max(0.0, self.level(key) - cost)), self._ticks())

    def put(self, key: bytes, level: float) -> None:
        """Go on from what somebody else says that the bucket holds."""
        self._left[key] = (min(self.full, max(0.0, level)), self._ticks())

    def __len__(self) -> int:
        """How many buckets are not full."""
        return len(self._left)

    def level(self, key: bytes) -> float:
        """What the bucket holds now."""
        level, since = self._left.get(key) or (self.full, 0.0)
        return min(self.full, level + (self._ticks() - since) * self._per_second) if level < self.full else level
