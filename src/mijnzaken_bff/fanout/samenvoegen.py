"""One list out of many: the newest zaken of all bronnen, as far as they were read."""

from __future__ import annotations

import heapq
from bisect import insort
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
K = TypeVar("K", str, tuple[str, int, str, int])
"""What a stream is called; streams of one day come in the order of their names."""


@dataclass(frozen=True, slots=True)
class Stroom(Generic[R]):
    """What was read of one bron in one way: rows, newest first, and whether older ones may still come."""

    rijen: Sequence[R]
    meer: bool
    grens: date | None
    """What may still come started on this day or before; None: on any day."""


@dataclass(frozen=True, slots=True)
class Samengevoegd(Generic[K, R]):
    """The first rows of the merged list, and which streams must be read further before more can be told."""

    rijen: list[tuple[K, R]]
    """Each after the stream that it came from."""
    genomen: dict[K, int]
    """Per stream, how many of its rows are in."""
    wacht_op: frozenset[K]
    """Streams whose next row may belong before any other: empty when the list is long enough, or at its end."""


def samengevoegd(stromen: Mapping[K, Stroom[R]], aantal: int) -> Samengevoegd[K, R]:
    """At most ``aantal`` rows of all ``stromen``: newest first, within one day by name of the stream and as it orders.

    A row is taken only when no stream can still come with one that belongs before it.
    """
    rijen: list[tuple[K, R]] = []
    genomen = dict.fromkeys(stromen, 0)
    heads = [(_rank(stroom.rijen[0].startdatum, naam), naam) for naam, stroom in stromen.items() if stroom.rijen]
    heapq.heapify(heads)
    drained = {naam: stroom for naam, stroom in stromen.items() if not stroom.rijen and stroom.meer}
    while len(rijen) < aantal:
        wacht_op = frozenset(
            naam
            for naam, stroom in drained.items()
            if stroom.grens is None or not heads or _rank(stroom.grens, naam) < heads[0][0]
        )
        if wacht_op or not heads:
            return Samengevoegd(rijen, genomen, wacht_op)
        _, naam = heapq.heappop(heads)
        stroom = stromen[naam]
        rijen.append((naam, stroom.rijen[genomen[naam]]))
        genomen[naam] += 1
        if genomen[naam] < len(stroom.rijen):
            heapq.heappush(heads, (_rank(stroom.rijen[genomen[naam]].startdatum, naam), naam))
        elif stroom.meer:
            drained[naam] = stroom
    return Samengevoegd(rijen, genomen, frozenset())


class Voorhoede(Generic[K]):
    """The first so many of all rows that were read so far: what comes after them will hardly be shown."""

    def __init__(self, aantal: int) -> None:
        self._aantal = aantal
        self._ranks: list[tuple[int, K]] = []

    def takes(self, naam: K, rijen: Sequence[Begonnen]) -> bool:
        """Whether one of ``rijen``, newest first, belongs to them. It then pushes another one out."""
        taken = False
        for rij in rijen:
            rank = _rank(rij.startdatum, naam)
            if len(self._ranks) == self._aantal:
                if rank >= self._ranks[-1]:
                    break
                self._ranks.pop()
            insort(self._ranks, rank)
            taken = True
        return taken


def _rank(day: date, naam: K) -> tuple[int, K]:
    return -day.toordinal(), naam
