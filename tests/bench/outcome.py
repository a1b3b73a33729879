"""One number of the bench, and what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Unit = Literal["x", "ms", "MB", "vragen"]


class Part(StrEnum):
    """Which table a number stands in; the columns of a table are numbers of bronnen."""

    OVERZICHT = "Een overzicht, niet uit het geheugen, naar het aantal bronnen"
    TRANSPORT = "CPU van één vraag over elk transport, tegen aiohttp zelf, naar het aantal bronnen"
    CARRIED = "CPU van een heel overzicht over elk transport, tegen de vloer, naar het aantal bronnen"
    HANGING = "Hangende bronnen, naar hoeveel er hangen"
    DEUR = "De deur, over HTTP, met één bron"
    ONTHOUDEN = "Een overzicht uit het geheugen, over HTTP, met één bron"
    MENSEN = "Geheugen, naar hoeveel mensen onthouden worden"
    DOSSIER = "Eén zaak met alles erbij, en een document ervan, over HTTP"
    DOCUMENTEN = "Geheugen, naar hoeveel documenten tegelijk worden opgehaald"
    OVERBELAST = "Meer vragen dan er beantwoord kunnen worden, naar hoeveel keer zo veel"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number, and what it should be."""

    key: str
    what: str
    size: int
    value: float
    unit: Unit
    part: Part = Part.OVERZICHT
    goal: float | None = None
    at_least: bool = False
    """Whether more is better; else less is."""
    judged: bool = True
    """Whether the goal is set for this number of bronnen; elsewhere it stands there to compare with."""
    told: str = ""
    """What stands behind the number, in words."""
    raw: dict[str, list[float]] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where none is set."""
        if self.goal is None or not self.judged:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def of_key(outcomes: Sequence[Outcome], key: str) -> list[Outcome]:
    """The outcomes of one question, smallest first."""
    return sorted((outcome for outcome in outcomes if outcome.key == key), key=lambda outcome: outcome.size)
