"""How many answers are made while they are read, of one betrokkene and in all: they take as long as their reader."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.meting import Meter, Stand


class Plaatsen:
    """A fixed number of places, and fewer for each betrokkene. Whoever finds none is turned away at once.

    Counted under keys that lead back to nobody and go with the process, and only while a place is taken.
    """

    def __init__(self, places: int, places_of_one: int, *, no_more: Reden, full: Reden, retry_seconds: int) -> None:
        """``no_more`` is for a betrokkene who has them all, ``full`` for the service as a whole.

        After ``retry_seconds`` there probably is one.
        """
        self._places = places
        self._places_of_one = places_of_one
        self._no_more = no_more
        self._full = full
        self._retry_seconds = retry_seconds
        self._key = secrets.token_bytes(32)
        self._taken: Counter[bytes] = Counter()

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self._taken.total()

    @contextmanager
    def place(self, betrokkene: Betrokkene) -> Iterator[None]:
        """A place for as long as this lasts. Raises ``Afgewezen`` when there is none."""
        mark = betrokkene.pseudonym(self._key)
        if self._taken[mark] >= self._places_of_one:
            raise Afgewezen(self._no_more, self._retry_seconds)
        if self.taken >= self._places:
            raise Afgewezen(self._full, self._retry_seconds)
        self._taken[mark] += 1
        try:
            yield
        finally:
            self._taken[mark] -= 1
            if not self._taken[mark]:
                del self._taken[mark]


def downloads_of(grenzen: Grenzen, meter: Meter) -> Plaatsen:
    """The places for documents. Most are through in ten seconds."""
    plaatsen = Plaatsen(
        grenzen.downloads,
        grenzen.downloads_per_betrokkene,
        no_more=Reden.DOWNLOADS,
        full=Reden.DOWNLOADS_VOL,
        retry_seconds=10,
    )
    meter.watch(Stand.DOWNLOADS_ONDERWEG, lambda: plaatsen.taken)
    return plaatsen


def stromen_of(grenzen: Grenzen, meter: Meter) -> Plaatsen:
    """The places for streams of zaken. None lasts longer than a list may take, and most far shorter."""
    plaatsen = Plaatsen(
        grenzen.stromen,
        grenzen.stromen_per_betrokkene,
        no_more=Reden.STROMEN,
        full=Reden.STROMEN_VOL,
        retry_seconds=5,
    )
    meter.watch(Stand.STROMEN_ONDERWEG, lambda: plaatsen.taken)
    return plaatsen
