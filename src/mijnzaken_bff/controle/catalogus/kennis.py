"""The names in a catalogue, looked up as far as the names in a configuration need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from mijnzaken_bff.controle.catalogus.inventaris import Gelezen, Inventaris
from mijnzaken_bff.controle.catalogus.namen import Kennis, open_statusnames
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, Wat
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.zgw.zaaktype import StatusType, ZaakTypeVersie

_MOST_OLDER: Final = 200
"""Versions that do not count any more and are read all the same, to see whether a name is of one of them."""


async def kennis_for(
    vermeldingen: Sequence[Vermelding],
    inventaris: Inventaris,
    by_name: Mapping[str | None, Sequence[ZaakTypeVersie]],
    gelezen: Sequence[Gelezen],
    *,
    volledig: bool,
) -> Kennis:
    """What is known of the names that ``vermeldingen`` ask for. Nothing is raised but a cancellation.

    ``by_name`` holds every version by its identificatie, ``gelezen`` those that were read already. ``volledig``:
    whether these are all versions that the register has.
    """
    bekend = frozenset(name for name in by_name if name is not None)
    statustypen = _statustypen(gelezen)
    still_open = open_statusnames(vermeldingen, Kennis(statustypen=statustypen))
    if still_open:
        everywhere = any(vermelding.zaaktype is None for vermelding in still_open)
        names = by_name if everywhere else {vermelding.zaaktype for vermelding in still_open}
        older = [versie for name in names for versie in by_name.get(name, ())]
        older.sort(key=lambda versie: versie.begin_geldigheid or date.min, reverse=True)
        statustypen = _statustypen([*gelezen, *await inventaris.gelezen(older[:_MOST_OLDER])])
        if everywhere and (len(older) > _MOST_OLDER or not volledig):
            statustypen.pop(None, None)
    return Kennis(
        zaaktypen=bekend if volledig else None,
        statustypen=statustypen,
        eigenschappen=await _eigenschappen(inventaris, vermeldingen, by_name),
        informatieobjecttypen=await _informatieobjecttypen(inventaris, vermeldingen),
    )


def _statustypen(gelezen: Iterable[Gelezen]) -> dict[str | None, tuple[StatusType, ...]]:
    """The statustypen of each zaaktype, and under None all of them; not of one of which a version is unreadable."""
    found: dict[str | None, list[StatusType]] = {}
    unreadable: set[str | None] = set()
    for one in gelezen:
        for name in {one.versie.identificatie, None}:
            found.setdefault(name, []).extend(one.soort.statustypen or ())
            if one.soort.statustypen is None:
                unreadable.add(name)
    return {name: tuple(types) for name, types in found.items() if name not in unreadable}


async def _eigenschappen(
    inventaris: Inventaris,
    vermeldingen: Iterable[Vermelding],
    by_name: Mapping[str | None, Sequence[ZaakTypeVersie]],
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in {one.zaaktype for one in vermeldingen if one.wat is Wat.EIGENSCHAP}:
        if name is None or name not in by_name:
            continue
        try:
            read = [await inventaris.eigenschappen(versie) for versie in by_name[name]]
        except SourceError:
            continue  # then nobody knows; that the catalogue fails is told where its statustypen are
        found[name] = frozenset(one.naam for some in read for one in some if one.naam is not None)
    return found


async def _informatieobjecttypen(inventaris: Inventaris, vermeldingen: Iterable[Vermelding]) -> frozenset[str] | None:
    if all(one.wat is not Wat.INFORMATIEOBJECTTYPE for one in vermeldingen):
        return None
    try:
        lijst = await inventaris.informatieobjecttypen()
    except SourceError:
        return None
    names = frozenset(one.omschrijving for one in lijst.items if one.omschrijving is not None)
    return names if lijst.volledig else None
