"""The built-in table of words that tell a fase. The words are data: ``fasewoorden.json``."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.normalise.tekst import vergelijkbaar


@cache
def _phrases() -> MappingProxyType[tuple[str, ...], Fase]:
    table = json.loads(resources.files(__package__).joinpath("fasewoorden.json").read_text(encoding="utf-8"))
    return MappingProxyType(
        {tuple(vergelijkbaar(phrase).split()): Fase(fase) for fase, phrases in table.items() for phrase in phrases}
    )


@lru_cache(maxsize=4096)
def fase_of_words(name: str | None) -> Fase | None:
    """The fase that the words of a statustype tell, or None."""
    told = phrase_in(name)
    return told[1] if told else None


def phrase_in(name: str | None) -> tuple[str, Fase] | None:
    """The words in the name of a statustype that tell a fase, and that fase; None when no words do.

    Whole words only, and the longest phrase wins: "betaling ontvangen" is not "ontvangen". Of equally long ones the
    last in the name wins, because a Dutch milestone ends in what was reached.
    """
    words = tuple(vergelijkbaar(name).split())
    phrases = _phrases()
    for length in range(min(len(words), 5), 0, -1):
        for start in range(len(words) - length, -1, -1):
            if fase := phrases.get(phrase := words[start : start + length]):
                return " ".join(phrase), fase
    return None
