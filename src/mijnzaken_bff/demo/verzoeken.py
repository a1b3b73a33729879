"""Which bronnen a request asked, and when: what the waterfall of the page is drawn from. Memory only, and of nobody."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mijnzaken_bff.domain.verwerking import VerwerkingEvent

MOST: Final = 200
"""So many requests are remembered; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Aanroep:
    """One call at a bron: when it began after the request did, and how long it took, in milliseconds."""

    bron: str
    uitkomst: str
    begin_ms: int
    duur_ms: int


@dataclass(slots=True)
class _Verzoek:
    verwerking: str
    begin: datetime | None = None
    """When it came in; None as long as it is being answered."""
    aanroepen: list[tuple[str, str, datetime, datetime]] = field(default_factory=list)


class Verzoeken:
    """Takes the events of verwerkingen, and keeps of the last requests what was called. Not whose zaken they were."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._verzoeken: OrderedDict[str, _Verzoek] = OrderedDict()

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event. A caller may choose the id of a request: who chooses one again, starts anew."""
        wanted, verwerking = event.verwerking.verzoek_id, event.verwerking.id
        verzoek = self._verzoeken.get(wanted)
        if verzoek is None or verzoek.verwerking != verwerking:
            verzoek = self._verzoeken[wanted] = _Verzoek(verwerking)
            self._verzoeken.move_to_end(wanted)
            while len(self._verzoeken) > self._most:
                self._verzoeken.popitem(last=False)
        if event.bron is None:
            verzoek.begin = event.begin
        else:
            verzoek.aanroepen.append((event.bron, event.uitkomst, event.begin, event.einde))

    def of(self, verzoek_id: str) -> list[Aanroep] | None:
        """The calls of a request so far, in the order in which they began; None when it is not known.

        As long as it is being answered they are told from the first call, and not from its own begin.
        """
        verzoek = self._verzoeken.get(verzoek_id)
        if verzoek is None:
            return None
        aanroepen = sorted(verzoek.aanroepen, key=lambda aanroep: aanroep[2])
        begin = verzoek.begin or (aanroepen[0][2] if aanroepen else None)
        return [
            Aanroep(bron, uitkomst, _ms(begin, van), _ms(van, tot))
            for bron, uitkomst, van, tot in aanroepen
            if begin is not None
        ]


def _ms(van: datetime, tot: datetime) -> int:
    """A clock may be set back in between: nothing takes less than no time."""
    return max(0, round((tot - van).total_seconds() * 1000))
