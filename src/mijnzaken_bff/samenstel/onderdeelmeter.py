"""What is measured of one part: counted at once, and shown only once its configuration is in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mijnzaken_bff.domain.meting import Meter, Stand, Teller, Verdeling

Aflezing: TypeAlias = tuple[Stand, frozenset[tuple[str, str]]]
"""A value that is shown, with its labels."""


class Onderdeelmeter:
    """A meter that keeps which values are watched: a part that was made in vain takes the place of no other."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.standen: dict[Aflezing, Callable[[], float]] = {}
        """Every value that is watched, and what reads it."""

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        """Count so many more."""
        self._meter.count(teller, aantal, **labels)

    def observe(self, verdeling: Verdeling, seconds: float, /, **labels: str) -> None:
        """Take note of how long something took."""
        self._meter.observe(verdeling, seconds, **labels)

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Watch a value that stays the same."""
        self.watch(stand, lambda: value, **labels)

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Have ``read`` asked for the value from when the part is in use."""
        self.standen[stand, frozenset(labels.items())] = read

    def forget(self, stand: Stand, **labels: str) -> None:
        """Have the value asked for no longer."""
        self.standen.pop((stand, frozenset(labels.items())), None)
