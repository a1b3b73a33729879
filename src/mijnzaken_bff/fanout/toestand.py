"""How every bron did when it was last asked: no person, no number, only the last outcome and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.uitkomst import uitkomst_of


class Toestanden:
    """The last known toestand per bron, and the moment it began."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Toestand, datetime]] = {}

    def of_the_same(self, bronnen: Collection[str]) -> Toestanden:
        """What is known of ``bronnen``, to go on with; of any other nothing."""
        same = Toestanden(self._clock)
        same._known = {bron: known for bron, known in self._known.items() if bron in bronnen}
        return same

    def record(self, bron: str, failure: Failure | None) -> None:
        """Take note of how asking a bron ended. What says nothing about the bron itself is passed over."""
        if failure in (Failure.NOT_SEARCHABLE, Failure.SEARCH_ABSENT, Failure.EARLIER, Failure.REJECTED):
            return
        toestand = _toestand(failure)
        if bron not in self._known or self._known[bron][0] is not toestand:
            self._known[bron] = (toestand, self._clock.now())

    def of(self, bron: Bron) -> tuple[Toestand, datetime | None]:
        """The toestand of a bron and since when; a bron that was never asked is thought to be there.

        Planned maintenance goes before what was seen last: nobody looks meanwhile.
        """
        if (onderhoud := bron.onderhoud_at(self._clock.now())) is not None:
            return Toestand.ONDERHOUD, onderhoud.van
        return self._known.get(bron.id, (Toestand.BESCHIKBAAR, None))


def _toestand(failure: Failure | None) -> Toestand:
    if failure is None:
        return Toestand.BESCHIKBAAR
    return Toestand.ONBETROUWBAAR if uitkomst_of(failure) is Uitkomst.ONBETROUWBAAR else Toestand.VERSTOORD
