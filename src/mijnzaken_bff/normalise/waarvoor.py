"""What was asked for: of what somebody filled in, the few things that are configured to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from mijnzaken_bff.contract.zaakdetail import Gegeven
from mijnzaken_bff.normalise.settings import ZaaktypeRegels
from mijnzaken_bff.normalise.tekst import schoon, vergelijkbaar
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap


def waarvoor_of(eigenschappen: Iterable[ZaakEigenschap], regels: ZaaktypeRegels) -> list[Gegeven]:
    """The eigenschappen that ``regels`` names, in its order and under its names. One without a value is left out."""
    if not regels.waarvoor:
        return []
    told: dict[str, set[str]] = {}
    for eigenschap in eigenschappen:
        if waarde := schoon(eigenschap.waarde):
            told.setdefault(vergelijkbaar(eigenschap.naam), set()).add(waarde)
    return [
        Gegeven(naam=label, waarde=waarde)
        for name, label in regels.waarvoor.items()
        for waarde in sorted(told.get(name, ()))
    ]
