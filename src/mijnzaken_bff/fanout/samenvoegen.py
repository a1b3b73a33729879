"""One list out of many: the newest zaken of all bronnen, as far as they were read."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar


class Begonnen(Protocol):
    """Anything with a day on which it began."""

    @property
    def startdatum(self) -> date:
        """The day by which it is ordered."""


R = TypeVar("R", bound=Begonnen)


@dataclass(frozen=True, slots=True)
class Stroom(Generic[R]):
    """What was read of one bron: rows, newest first, and whether older ones may still come."""

    rijen: Sequence[R]
    meer: bool
    grens: date | None
    """What may still come started on this day or before; None: on any day."""


@dataclass(frozen=True, slots=True)
class Samengevoegd(Generic[R]):
    """The first rows of the merged list, and which bronnen must be read further before more can be told."""

    rijen: list[tuple[str, R]]
    """Each after the bron that it came from."""
    genomen: dict[str, int]
    """Per bron, how many of its rows are in."""
    wacht_op: frozenset[str]
    """Bronnen whose next row may belong before any other: empty when the list is long enough, or at its end."""


def samengevoegd(stromen: Mapping[str, Stroom[R]], aantal: int) -> Samengevoegd[R]:
    """At most ``aantal`` rows of all ``stromen``: newest first, within one day by id of the bron and then as it orders.

    A row is taken only when no bron can still come with one that belongs before it.
    """
    rijen: list[tuple[str, R]] = []
    genomen = dict.fromkeys(stromen, 0)
    heads = [(_rank(stroom.rijen[0].startdatum, bron), bron) for bron, stroom in stromen.items() if stroom.rijen]
    heapq.heapify(heads)
    drained = {bron: stroom for bron, stroom in stromen.items() if not stroom.rijen and stroom.meer}
    while len(rijen) < aantal:
        wacht_op = frozenset(
            bron
            for bron, stroom in drained.items()
            if stroom.grens is None or not heads or _rank(stroom.grens, bron) < heads[0][0]
        )
        if wacht_op or not heads:
            return Samengevoegd(rijen, genomen, wacht_op)
        _, bron = heapq.heappop(heads)
        stroom = stromen[bron]
        rijen.append((bron, stroom.rijen[genomen[bron]]))
        genomen[bron] += 1
        if genomen[bron] < len(stroom.rijen):
            heapq.heappush(heads, (_rank(stroom.rijen[genomen[bron]].startdatum, bron), bron))
        elif stroom.meer:
            drained[bron] = stroom
    return Samengevoegd(rijen, genomen, frozenset())


def _rank(day: date, bron: str) -> tuple[int, str]:
    return -day.toordinal(), bron
