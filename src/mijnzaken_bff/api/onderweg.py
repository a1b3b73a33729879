"""How many requests are being answered, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.domain.meting import Meter, Stand

RETRY_SECONDS: Final = 2
"""A full house empties within a deadline of ours; whoever comes back after this probably finds a place."""


class Onderweg:
    """A fixed number of places. Whoever finds none is turned away at once: a queue would only make everybody late."""

    def __init__(self, places: int, meter: Meter) -> None:
        self._places = places
        self._taken = 0
        self._meter = meter
        meter.set(Stand.VERZOEKEN_ONDERWEG, 0)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as an answer takes. Raises ``Afgewezen`` when there is none."""
        if self._taken >= self._places:
            raise Afgewezen(Reden.VOL, RETRY_SECONDS)
        self._move(1)
        try:
            yield
        finally:
            self._move(-1)

    def _move(self, step: int) -> None:
        self._taken += step
        self._meter.set(Stand.VERZOEKEN_ONDERWEG, self._taken)
