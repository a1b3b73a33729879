"""A store that replicas share, as the rooms that use it see it: opaque bytes for a while, and buckets that drain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

DUST = 1e-9
"""What rounding may leave behind: whoever waited as long as was said is not sent away for it."""


@dataclass(frozen=True, slots=True)
class Emmer:
    """A token bucket: it holds ``full`` and fills up again in ``seconds``. Its name leads back to nobody."""

    name: str
    full: float
    seconds: float


class Store(Protocol):
    """What replicas share. It never raises: what cannot be had now is None, and the caller goes on by itself.

    No operation takes longer than the budget of the store, after a short wait for its turn where many documents are
    asked for at once; and none is tried while the store is left alone.
    """

    async def get(self, name: str) -> bytes | None:
        """What was put there last, as long as it is kept. Whoever reads it must not trust it yet."""

    async def set(self, name: str, value: bytes, seconds: float) -> None:
        """Keep ``value`` for so many seconds, where that can be done."""

    async def take(self, emmers: Sequence[Emmer], cost: float) -> Sequence[float] | None:
        """Take ``cost`` from each bucket, or from none where one holds less.

        Gives what each held before, so ``level - cost`` is left where all held enough. It happens at once for all
        replicas, by the clock of the store.
        """


def enough(levels: Sequence[float], cost: float) -> bool:
    """Whether ``cost`` was taken, where these were the levels."""
    return all(cost - level <= DUST for level in levels)
