"""How many requests are being answered, and no more than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
    def place(self) -> Iterator[Callable[[], None]]:
        """A place until what it gives is called, and no longer than this lasts. Raises ``Afgewezen`` if there is none.

        It is for the work of an answer: whoever reads slowly what is ready keeps a connection, and no place. An answer
        that is still made while it is read has a limit of its own (``Plaatsen``).
        """
        if self._taken >= self._places:
            raise Afgewezen(Reden.VOL, RETRY_SECONDS)
        self._move(1)
        with ExitStack() as held:
            held.callback(self._move, -1)
            yield held.close

    def _move(self, step: int) -> None:
        self._taken += step
        self._meter.set(Stand.VERZOEKEN_ONDERWEG, self._taken)
