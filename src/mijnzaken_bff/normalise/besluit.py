"""A besluit is shown once it has been made known, and not a day earlier."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.contract.besluit import Besluit
from mijnzaken_bff.normalise.settings import Toon
from mijnzaken_bff.normalise.sleutel import sleutel_van
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.zgw import besluit as zgw
from mijnzaken_bff.zgw.zaaktype import BesluitType


@dataclass(frozen=True, slots=True, repr=False)
class Besluitstuk:
    """A besluit in one zaak, with its type and the UUIDs of its documents. Does not print."""

    besluit: zgw.Besluit
    soort: BesluitType | None = None
    documenten: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Besluitstuk(…)"


def is_bekendgemaakt(besluit: zgw.Besluit, vandaag: date) -> bool:
    """Whether a besluit has been made known: sent, else published, else in force, on or before ``vandaag``.

    It may be registered before it is sent: a day of sending that lies ahead hides it, whatever else is known. Where
    neither day was noted, in force is proof enough: a besluit has no effect before it has been made known (Awb 3:40).
    """
    known = besluit.verzenddatum or besluit.publicatiedatum or besluit.ingangsdatum
    return known is not None and known <= vandaag


def besluit_of(stuk: Besluitstuk, shown_documents: Collection[str], toon: Toon) -> Besluit:
    """What is told of a besluit that was made known. Of its documents only those that may be seen are named."""
    besluit = stuk.besluit
    return Besluit(
        id=_id(besluit),
        naam=schoon(stuk.soort.omschrijving) if stuk.soort else None,
        kenmerk=schoon(besluit.identificatie),
        datum=besluit.datum,
        verzenddatum=besluit.verzenddatum,
        ingangsdatum=besluit.ingangsdatum,
        vervaldatum=besluit.vervaldatum,
        uiterlijke_reactiedatum=besluit.uiterlijke_reactiedatum,
        toelichting=schoon(besluit.toelichting) if toon.toelichting else None,
        documenten=[uuid for uuid in dict.fromkeys(stuk.documenten) if uuid in shown_documents],
    )


def besluiten_of(
    stukken: Iterable[Besluitstuk], shown_documents: Collection[str], toon: Toon, vandaag: date
) -> list[Besluit]:
    """The besluiten that were made known, newest first and each once; one that came twice must be known both times."""
    by_key: dict[str, list[Besluitstuk]] = {}
    for stuk in stukken:
        by_key.setdefault(_id(stuk.besluit), []).append(stuk)
    known = (
        max((besluit_of(stuk, shown_documents, toon) for stuk in same), key=Besluit.model_dump_json)
        for same in by_key.values()
        if all(is_bekendgemaakt(stuk.besluit, vandaag) for stuk in same)
    )
    shown = sorted(known, key=lambda besluit: (besluit.kenmerk or "", besluit.id))
    return sorted(shown, key=lambda besluit: dag_van(besluit) or date.min, reverse=True)


def dag_van(besluit: Besluit) -> date | None:
    """The day that a besluit is told under: when it was taken, else when it was sent or took effect."""
    return besluit.datum or besluit.verzenddatum or besluit.ingangsdatum


def _id(besluit: zgw.Besluit) -> str:
    return sleutel_van(besluit.url, besluit.identificatie, besluit.besluittype, besluit.datum)
