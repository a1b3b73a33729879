"""How every bron did when it was last asked: no person, no number, only the last outcome and since when."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.uitkomst import uitkomst_of

_SAYS_NOTHING: Final = (
    Failure.NOT_SEARCHABLE,
    Failure.SEARCH_ABSENT,
    Failure.EARLIER,
    Failure.REJECTED,
    Failure.UNTRUSTED,
    Failure.MAINTENANCE,
)
"""What is about our question, or was never asked."""


class Toestanden:
    """The last known toestand per bron, and the moment it began.

    ``untrusted_since`` tells since when a bron is not asked, in one way of searching at least, because what it answers
    cannot be trusted; None when it is. That goes before how it answered otherwise.
    """

    def __init__(self, untrusted_since: Callable[[str], datetime | None] = lambda _bron: None) -> None:
        self._known: dict[str, tuple[Toestand, datetime]] = {}
        self._untrusted_since = untrusted_since

    def take(self, others: Toestanden, bronnen: Collection[str]) -> None:
        """Go on with what ``others`` know of ``bronnen``."""
        self._known |= {bron: known for bron, known in others._known.items() if bron in bronnen}

    def record(self, bron: str, failure: Failure | None, moment: datetime) -> None:
        """Take note of how asking a bron ended. What says nothing about the bron itself is passed over."""
        if failure in _SAYS_NOTHING:
            return
        toestand = _toestand(failure)
        if bron not in self._known or self._known[bron][0] is not toestand:
            self._known[bron] = (toestand, moment)

    def of(self, bron: Bron, moment: datetime) -> tuple[Toestand, datetime | None]:
        """The toestand of a bron at ``moment`` and since when; a bron that was never asked is thought to be there.

        Planned maintenance goes before all else: nobody looks meanwhile.
        """
        if (onderhoud := bron.onderhoud_at(moment)) is not None:
            return Toestand.ONDERHOUD, onderhoud.van
        sinds = self._untrusted_since(bron.id)
        if sinds is not None:
            return Toestand.ONBETROUWBAAR, sinds
        return self._known.get(bron.id, (Toestand.BESCHIKBAAR, None))


def _toestand(failure: Failure | None) -> Toestand:
    if failure is None:
        return Toestand.BESCHIKBAAR
    return Toestand.ONBETROUWBAAR if uitkomst_of(failure) is Uitkomst.ONBETROUWBAAR else Toestand.VERSTOORD
