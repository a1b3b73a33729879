"""How many documents are being fetched, of one betrokkene and in all: an answer that takes as long as its reader."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.meting import Meter, Stand

RETRY_SECONDS: Final = 10
"""Most documents are through by then."""


class Downloads:
    """A fixed number of places, and fewer for each betrokkene. Whoever finds none is turned away at once.

    Counted under keys that lead back to nobody and go with the process, and only while something is fetched.
    """

    def __init__(self, grenzen: Grenzen, meter: Meter) -> None:
        self._places = grenzen.downloads
        self._places_of_one = grenzen.downloads_per_betrokkene
        self._key = secrets.token_bytes(32)
        self._taken: Counter[bytes] = Counter()
        meter.watch(Stand.DOWNLOADS_ONDERWEG, self._taken.total)

    @contextmanager
    def place(self, betrokkene: Betrokkene) -> Iterator[None]:
        """A place for as long as this lasts. Raises ``Afgewezen`` when there is none."""
        mark = betrokkene.pseudonym(self._key)
        if self._taken[mark] >= self._places_of_one:
            raise Afgewezen(Reden.DOWNLOADS, RETRY_SECONDS)
        if self._taken.total() >= self._places:
            raise Afgewezen(Reden.DOWNLOADS_VOL, RETRY_SECONDS)
        self._taken[mark] += 1
        try:
            yield
        finally:
            self._taken[mark] -= 1
            if not self._taken[mark]:
                del self._taken[mark]
