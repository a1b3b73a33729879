"""Token buckets: how often somebody may still ask. Pure: no clock of its own, and nothing but keys and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cachetools import TTLCache

from mijnzaken_bff.api.instelling import Tempo

MOST: Final = 50_000
"""The most buckets of one kind. Some 15 MB; whoever is forgotten first was the longest away."""

_DUST: Final = 1e-9
"""What rounding may leave behind: whoever waited as long as was said is not sent away for it."""


class Buckets:
    """A bucket for each key, that holds ``tempo.aantal`` and fills up again in ``tempo.per`` seconds.

    A bucket that nobody touched for so long is full, so it is forgotten. ``ticks`` tells the time in seconds, from
    whatever moment on; it never goes back.
    """

    def __init__(self, tempo: Tempo, ticks: Callable[[], float], most: int = MOST) -> None:
        self._full = float(tempo.aantal)
        self._per_second = tempo.aantal / tempo.per
        self._ticks = ticks
        self._left: TTLCache[bytes, tuple[float, float]] = TTLCache(most, tempo.per, timer=ticks)

    def wait(self, key: bytes, cost: float) -> float:
        """In how many seconds ``cost`` can be taken, if nobody takes anything meanwhile; 0 when it can be now."""
        lacking = cost - self._level(key)
        return lacking / self._per_second if lacking > _DUST else 0.0

    def take(self, key: bytes, cost: float) -> None:
        """Take ``cost`` out, or what there is; less than nothing puts it back."""
        self._left[key] = (min(self._full, max(0.0, self._level(key) - cost)), self._ticks())

    def __len__(self) -> int:
        """How many buckets are not full."""
        return len(self._left)

    def _level(self, key: bytes) -> float:
        level, since = self._left.get(key) or (self._full, 0.0)
        return min(self._full, level + (self._ticks() - since) * self._per_second) if level < self._full else level
