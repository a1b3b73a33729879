"""How every bron did when it was last asked: no person, no number, only the last outcome and since when."""

from __future__ import annotations

from datetime import datetime

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.uitkomst import uitkomst_of


class Toestanden:
    """The last known toestand per bron, and the moment it began."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Toestand, datetime]] = {}

    def record(self, bron: str, failure: Failure | None, moment: datetime) -> None:
        """Take note of how asking a bron ended. What says nothing about the bron itself is passed over."""
        if failure in (Failure.NOT_SEARCHABLE, Failure.SEARCH_ABSENT, Failure.EARLIER, Failure.REJECTED):
            return
        toestand = _toestand(failure)
        if bron not in self._known or self._known[bron][0] is not toestand:
            self._known[bron] = (toestand, moment)

    def of(self, bron: str) -> tuple[Toestand, datetime | None]:
        """The toestand of a bron and since when; a bron that was never asked is thought to be there."""
        return self._known.get(bron, (Toestand.BESCHIKBAAR, None))


def _toestand(failure: Failure | None) -> Toestand:
    if failure is None:
        return Toestand.BESCHIKBAAR
    return Toestand.ONBETROUWBAAR if uitkomst_of(failure) is Uitkomst.ONBETROUWBAAR else Toestand.VERSTOORD
