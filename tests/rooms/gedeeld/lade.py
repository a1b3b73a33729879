"""A shared store that is always there."""

from __future__ import annotations

from collections.abc import Sequence

from mijnzaken_bff.gedeeld.store import Emmer


class Lade:
    """A store that remembers."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.seconds = 0.0

    async def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    async def set(self, name: str, value: bytes, seconds: float) -> None:
        self.kept[name] = value
        self.seconds = seconds

    async def take(self, emmers: Sequence[Emmer], cost: float) -> Sequence[float] | None:
        return None
