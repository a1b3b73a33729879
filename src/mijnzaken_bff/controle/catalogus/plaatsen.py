"""Where in the configuration the names stand that match nothing: each told once, and none that matches elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mijnzaken_bff.controle.catalogus.namen import OnbekendeNaam
from mijnzaken_bff.controle.catalogus.rapport import Bekeken, Catalogusrapport, NaamOpPlaats
from mijnzaken_bff.settings.problem import Problem
from mijnzaken_bff.settings.read import Configuratie


def with_places(bekeken: Sequence[Bekeken], configuratie: Configuratie) -> list[Catalogusrapport]:
    """The reports with the names that match nothing.

    A name in ``standaard`` counts for every bron: it matches nothing when it does so nowhere, and is told at the first.
    """
    numbers = {bron.id: number for number, bron in enumerate(configuratie.settings.bronnen)}
    told: set[Problem] = set()
    return [
        replace(one.rapport, namen=tuple(_placed(one, numbers[one.rapport.bron], bekeken, configuratie, told)))
        for one in bekeken
    ]


def _placed(
    one: Bekeken, number: int, all_of_them: Sequence[Bekeken], configuratie: Configuratie, told: set[Problem]
) -> list[NaamOpPlaats]:
    places = configuratie.located([("bronnen", number, *naam.vermelding.place) for naam in one.onbekend])
    found = []
    for naam, plaats in zip(one.onbekend, places, strict=True):
        if plaats.place[:1] == ("standaard",) and (plaats in told or _matches_elsewhere(naam, all_of_them)):
            continue
        told.add(plaats)
        found.append(NaamOpPlaats(_as_written(naam, plaats), plaats))
    return found


def _as_written(naam: OnbekendeNaam, plaats: Problem) -> OnbekendeNaam:
    """The name as it is spelled in the file, where it is a key: the settings may have left only its words."""
    key = plaats.place[-1]
    return replace(naam, vermelding=replace(naam.vermelding, naam=key)) if isinstance(key, str) else naam


def _matches_elsewhere(naam: OnbekendeNaam, all_of_them: Sequence[Bekeken]) -> bool:
    """Whether a name is one in the catalogue of another bron that was looked at."""
    return any(
        naam.vermelding in one.vermeldingen and all(naam.vermelding != other.vermelding for other in one.onbekend)
        for one in all_of_them
    )
