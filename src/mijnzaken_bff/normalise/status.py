"""What a status is called and what it says: three texts, never mixed."""

from __future__ import annotations

from datetime import date, datetime

from mijnzaken_bff.domain.clock import AMSTERDAM
from mijnzaken_bff.normalise.settings import StatusRegel, Toon
from mijnzaken_bff.normalise.tekst import schoon, zonder_invulplek
from mijnzaken_bff.zgw.status import Status
from mijnzaken_bff.zgw.zaaktype import StatusType


def naam_of(statustype: StatusType | None, regel: StatusRegel | None) -> str | None:
    """Its name: as configured, else that of the register; None when the catalogue could not be read."""
    return (regel.naam if regel else None) or (schoon(statustype.omschrijving) if statustype else None)


def uitleg_of(statustype: StatusType | None, regel: StatusRegel | None) -> str | None:
    """What it means for everybody: as configured, else the statustekst, unless a template shows through."""
    return (regel.uitleg if regel else None) or (zonder_invulplek(statustype.statustekst) if statustype else None)


def toelichting_of(status: Status | None, toon: Toon) -> str | None:
    """What was noted in this one zaak, where that may be shown."""
    return schoon(status.statustoelichting) if status and toon.toelichting else None


def dag_of(moment: datetime | None) -> date | None:
    """The day of a moment, in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date() if moment else None
