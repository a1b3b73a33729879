"""When a zaak will be done: dates of the register, else computed ones, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.contract.zaakoverzicht import Datumherkomst, Grondslag, VerwachteDatum
from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.zgw.zaak import Verlenging, Zaak
from mijnzaken_bff.zgw.zaaktype import StatusType, ZaakType


@dataclass(frozen=True, slots=True)
class Termijn:
    """The dates of a zaak, and what happened to its term."""

    verwacht: VerwachteDatum | None
    uiterlijk: VerwachteDatum | None
    opgeschort: bool
    verlengd: Duur | None
    verstreken: bool
    """The last day is certain and lies before today, and the zaak is open."""
    vandaag: date
    """The day on which it was looked at."""
    verlengd_onbekend: bool = False
    """It was extended, by a length that cannot be read."""
    eerder_opgeschort: bool = False
    """It stood still before, nobody says how long."""


def termijn_of(zaak: Zaak, zaaktype: ZaakType | None, *, lopend: bool, vandaag: date) -> Termijn:
    """The term of a zaak.

    Registers do not move their dates on verlenging or opschorting (measured on Open Zaak 1.30), and nobody says
    whether ``verlenging.duur`` is already inside: it is never added, and a date that may be too early is not certain.
    While a zaak is suspended it has no date. Of a closed zaak we show what the register has. No date is invented.
    """
    opgeschort = lopend and zaak.opschorting is not None and zaak.opschorting.indicatie
    eerder = zaak.opschorting is not None and zaak.opschorting.eerdere_opschorting
    verlengd, onbekend = Duur.parse(zaak.verlenging.duur) if zaak.verlenging else None, _cannot_be_read(zaak.verlenging)
    if opgeschort:
        return Termijn(None, None, opgeschort, verlengd, False, vandaag, onbekend, eerder)

    doorlooptijd = Duur.parse(zaaktype.doorlooptijd) if zaaktype else None
    servicenorm = Duur.parse(zaaktype.servicenorm) if zaaktype else None
    wettelijk = doorlooptijd.after(zaak.startdatum) if doorlooptijd else None

    # An extension of a length that we cannot read is an extension.
    langer = verlengd is not None or onbekend

    def zeker(datum: date) -> bool:
        if eerder:
            return False
        # Without a doorlooptijd nothing shows that the extension is inside the date.
        return not langer or (wettelijk is not None and datum > wettelijk)

    def told(register: date | None, grondslag: Grondslag) -> VerwachteDatum | None:
        if register is None:
            return None
        return VerwachteDatum(
            datum=register, herkomst=Datumherkomst.REGISTER, grondslag=grondslag, zeker=zeker(register)
        )

    def computed(datum: date | None, grondslag: Grondslag) -> VerwachteDatum | None:
        if datum is None or not lopend:
            return None
        return VerwachteDatum(datum=datum, herkomst=Datumherkomst.BEREKEND, grondslag=grondslag, zeker=zeker(datum))

    verwacht = told(zaak.einddatum_gepland, Grondslag.PLANNING) or computed(
        servicenorm.after(zaak.startdatum) if servicenorm else None, Grondslag.SERVICENORM
    )
    uiterlijk = told(zaak.uiterlijke_einddatum_afdoening, Grondslag.DOORLOOPTIJD) or computed(
        wettelijk, Grondslag.DOORLOOPTIJD
    )
    verstreken = lopend and uiterlijk is not None and uiterlijk.zeker and uiterlijk.datum < vandaag
    return Termijn(verwacht, uiterlijk, opgeschort, verlengd, verstreken, vandaag, onbekend, eerder)


def stapdatum_of(zaak: Zaak, statustype: StatusType, termijn: Termijn) -> VerwachteDatum | None:
    """When a zaak is due at a statustype by the norm of its catalogue, counted from its start.

    None without a norm, and once that day is over: nobody expects a step to come in the past.

    The standard calls it the norm "for reaching" a status of this type in this zaaktype, and no other beginning is
    named. The rules are those of the other dates: none while it stands still, and none is certain where an extension or
    an earlier suspension may not be in it.
    """
    duur = None if termijn.opgeschort else Duur.parse(statustype.doorlooptijd)
    datum = duur.after(zaak.startdatum) if duur is not None else None
    if datum is None or datum < termijn.vandaag:
        return None
    longer = termijn.verlengd is not None or termijn.verlengd_onbekend or termijn.eerder_opgeschort
    return VerwachteDatum(
        datum=datum, herkomst=Datumherkomst.BEREKEND, grondslag=Grondslag.DOORLOOPTIJD, zeker=not longer
    )


def _cannot_be_read(verlenging: Verlenging | None) -> bool:
    return verlenging is not None and verlenging.duur is not None and not Duur.is_readable(verlenging.duur)
