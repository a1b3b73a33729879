"""One zaak in two registers of an organisatie that moves from one to the other: which copy is shown, and which hides.

Pure, and the same on whichever page the copies are met: the first in the order of the overzicht is shown, on one day
that of the bron that is named first. What was shown on earlier pages stands in the cursor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeAlias, TypeVar


class Kopie(Protocol):
    """A zaak as one register has it."""

    @property
    def startdatum(self) -> date:
        """The day by which it is ordered."""

    @property
    def merk(self) -> str | None:
        """What it shares with its copies in other registers; None where it can have none."""


R = TypeVar("R", bound=Kopie)

Merken: TypeAlias = Mapping[str, Collection[str]]
"""Per bron, the marks of the zaken of it that were shown."""


@dataclass(frozen=True, slots=True)
class Verscholen(Generic[R]):
    """A zaak that is not shown, because a copy of it is."""

    rij: R
    achter: R | None
    """The copy; None where it stood on an earlier page."""


class Ontdubbeling:
    """Which bronnen may hold the same zaken, in groups: the one that is preferred first."""

    def __init__(self, groepen: Iterable[Sequence[str]] = ()) -> None:
        self._groep = {bron: tuple(groep) for groep in groepen for bron in groep}

    def __contains__(self, bron: str) -> bool:
        return bron in self._groep

    def volgorde(self, bron: str) -> tuple[str, int]:
        """The place of a bron among those of one day: by id, and a group together, as it is named."""
        groep = self._groep.get(bron)
        return (bron, 0) if groep is None else (min(groep), groep.index(bron))

    def groepen_of(self, bronnen: Collection[str]) -> list[tuple[str, ...]]:
        """The groups of which at least one of ``bronnen`` is."""
        return list(dict.fromkeys(groep for bron in bronnen if (groep := self._groep.get(bron)) is not None))


def verscholen(
    stromen: Sequence[tuple[str, Sequence[R]]], getoond: Merken, counts: Callable[[R], bool]
) -> dict[str, list[Verscholen[R]]]:
    """Per bron, what hides behind a copy in another one.

    ``stromen`` are the rows of one group, each after their bron and in order of preference. Nothing hides behind a row
    that does not count, because nobody knows whether it will be shown; and nothing behind one of its own bron: two
    zaken of one number in one register are two.
    """
    copies: defaultdict[str, list[tuple[int, int, str, R]]] = defaultdict(list)
    for place, (bron, rijen) in enumerate(stromen):
        for rij in rijen:
            if rij.merk is not None:
                copies[rij.merk].append((-rij.startdatum.toordinal(), place, bron, rij))
    hidden: defaultdict[str, list[Verscholen[R]]] = defaultdict(list)
    for merk, found in copies.items():
        earlier = {bron for bron, merken in getoond.items() if merk in merken}
        counting = sorted((row for row in found if counts(row[3])), key=lambda row: row[:2])
        for day, place, bron, rij in found:
            if earlier - {bron}:
                hidden[bron].append(Verscholen(rij, None))
            elif not earlier and counting and counting[0][2] != bron and counting[0][:2] < (day, place):
                hidden[bron].append(Verscholen(rij, counting[0][3]))
    return hidden
