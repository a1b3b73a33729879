"""The way of content from one bron: connections of its own, and so many open at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Meter, Nietgevraagd, Teller
from mijnzaken_bff.upstream.bulkhead import Bulkhead

RETRY_SECONDS: Final = 10.0
"""When somebody is told to come back: most documents are through by then."""


class Inhoudsplaatsen:
    """So many documents of one bron may be open at once. Nobody waits for a place: documents have no budget."""

    def __init__(self, places: int, bron: str, meter: Meter) -> None:
        self._places = Bulkhead(places)
        self._bron = bron
        self._meter = meter

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as this lasts. Raises ``SourceError(OVERLOADED)`` when there is none."""
        if not self._places.enter():
            self._meter.count(Teller.NIET_GEVRAAGD, bron=self._bron, reden=Nietgevraagd.DOWNLOADS.value)
            raise SourceError(Failure.OVERLOADED, "downloads", retry_after=RETRY_SECONDS)
        try:
            yield
        finally:
            self._places.release()


@dataclass(frozen=True, slots=True)
class Inhoudsweg:
    """How one API sends content: with as many connections as there are places, so that no call waits for one."""

    transport: httpx.AsyncBaseTransport
    plaatsen: Inhoudsplaatsen
