"""Every sentence of ours, in plain Dutch (B1): one catalogue, one function, the same for every channel."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from mijnzaken_bff.domain.clock import AMSTERDAM
from mijnzaken_bff.domain.duur import Duur

_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


class Zin(Enum):
    """The catalogue. A sentence states only the facts that are filled in."""

    ONTVANGEN = "{Wie} heeft uw aanvraag ontvangen."
    GEACCEPTEERD = "{Wie} neemt uw aanvraag in behandeling."
    IN_BEHANDELING = "{Wie} behandelt uw aanvraag."
    LOOPT = "Uw zaak loopt nog."
    AFGEROND_OP = "Uw zaak is afgerond op {datum}."
    AFGEROND = "Uw zaak is afgerond."
    RESULTAAT = "Het resultaat is: {naam}."
    WACHT_OP_U = "{Wie} wacht op u."
    STAAT_STIL = "De behandeling staat nu stil. Daarom is er geen verwachte datum."
    WAARSCHIJNLIJK_VOOR = "U krijgt waarschijnlijk vóór {datum} bericht."
    PLANNING_VANDAAG = "U krijgt waarschijnlijk vandaag bericht: {datum}."
    PLANNING_ONZEKER = "De planning is {datum}, maar dat kan later worden."
    PLANNING_VOORBIJ = "De geplande datum was {datum}. Die is voorbij."
    UITERLIJK = "U krijgt uiterlijk op {datum} bericht."
    UITERLIJK_ONZEKER = "De uiterste datum is {datum}, maar dat kan later worden."
    UITERLIJK_VOORBIJ = "De uiterste datum was {datum}. Die is voorbij."

    UITLEG_GEREGISTREERD = "{Wie} heeft uw aanvraag ontvangen en bekijkt hem nog."
    UITLEG_GEACCEPTEERD = "Uw aanvraag is compleet. {Wie} gaat ermee aan het werk."
    UITLEG_IN_BEHANDELING = "{Wie} bekijkt uw aanvraag."
    UITLEG_AFGEROND = "{Wie} is klaar met uw aanvraag."
    UITLEG_ONBEKEND = "We weten niet hoe ver uw aanvraag is. Vraag het aan {wie}."

    SIGNAAL_OPGESCHORT = "De behandeling staat nu stil."
    SIGNAAL_VERLENGD = "De termijn is verlengd met {duur}."
    SIGNAAL_VERSTREKEN = "De uiterste datum is voorbij."
    SIGNAAL_HEROPEND = "Uw zaak was klaar, maar loopt weer."

    DATUM_UIT_PLANNING = "De verwachte datum is de planning van {wie}."
    DATUM_UIT_SERVICENORM = "{Wie} wil binnen {duur} klaar zijn."
    DATUM_UIT_DOORLOOPTIJD = "Volgens de regels moet {wie} binnen {duur} klaar zijn."
    DATUM_VASTGELEGD = "De uiterste datum is door {wie} vastgelegd."
    VERLENGD_IN_UITERSTE = "De termijn werd {duur} langer, en dat zit in de uiterste datum."
    VERLENGD_IN_VERWACHTE = "De termijn werd {duur} langer, en dat zit in de verwachte datum."
    VERLENGD_ONZEKER = "De termijn werd {duur} langer, maar misschien zit dat niet in de datum."
    VERLENGD_ONBEKEND = "De termijn is verlengd, maar we weten niet hoe lang."
    EERDER_STIL = "De behandeling stond eerder stil, dus het kan later worden."

    NU_NIET = "Uw zaken bij {naam} kunnen we nu niet laten zien. Probeer het later opnieuw."
    NIET = "Uw zaken bij {naam} kunnen we niet laten zien. Neem contact op met {naam}."
    NIET_ALLES = "We kunnen nu niet al uw zaken bij {naam} laten zien. Probeer het later opnieuw."
    NIET_ALLES_GELEZEN = "We kunnen niet alle gegevens van uw zaken bij {naam} laten zien."
    VEROUDERD = "We laten uw zaken bij {naam} zien zoals ze eerder waren."
    TE_VEEL = "We kunnen niet al uw zaken bij {naam} laten zien. Neem contact op met {naam}."
    ONDERHOUD = "Uw zaken bij {naam} kunnen we nu niet laten zien. Er is onderhoud tot {tijdstip}."
    OVERGESLAGEN = "Bij {naam} kunnen we deze zaken niet opzoeken. Neem contact op met {naam}."
    ONDERDEEL_NU_NIET = "{Wat} kunnen we nu niet laten zien. Probeer het later opnieuw."
    ONDERDEEL_NIET = "{Wat} kunnen we niet laten zien. Neem contact op met {naam}."
    ONDERDEEL_EEN = "Eén {wat} bij deze zaak kunnen we niet laten zien."
    ONDERDEEL_MEER = "{aantal} {wat} bij deze zaak kunnen we niet laten zien."

    EERDER_UITGEVALLEN = "Uw zaken bij {naam} staan niet in deze lijst. Begin opnieuw om ze te zien."


def zin(
    soort: Zin,
    *,
    wie: str = "",
    naam: str = "",
    wat: str = "",
    aantal: int = 0,
    datum: date | None = None,
    duur: Duur | None = None,
    tijdstip: datetime | None = None,
) -> str:
    """A sentence of the catalogue with its facts filled in. ``wie`` is the organisatie, as in ``wie_of``.

    ``wat`` is what it is about: a part of a zaak, in our own words.
    """
    return soort.value.format(
        Wie=wie[:1].upper() + wie[1:],
        wie=wie,
        naam=naam,
        Wat=wat[:1].upper() + wat[1:],
        wat=wat,
        aantal=aantal,
        datum=datum_in_woorden(datum) if datum else "",
        tijdstip=tijdstip_in_woorden(tijdstip) if tijdstip else "",
        duur=duur_in_woorden(duur) if duur else "",
    )


def wie_of(organisatie: str) -> str:
    """How a sentence calls an organisatie: "de gemeente", or another body by its name."""
    return "de gemeente" if organisatie.casefold().startswith("gemeente ") else organisatie


def datum_in_woorden(datum: date) -> str:
    """A day as one says it: 1 december 2026."""
    return f"{datum.day} {_MAANDEN[datum.month - 1]} {datum.year}"


def tijdstip_in_woorden(moment: datetime) -> str:
    """A moment as one says it in the Netherlands: 1 december 2026 om 9:05 uur."""
    local = moment.astimezone(AMSTERDAM)
    return f"{datum_in_woorden(local.date())} om {local.hour}:{local.minute:02} uur"


def duur_in_woorden(duur: Duur) -> str:
    """A term as one says it: 3 weken, or 1 jaar en 6 maanden."""
    weeks = duur.days // 7 if duur.days % 7 == 0 else 0
    parts = [
        f"{count} {one if count == 1 else more}"
        for count, one, more in (
            (duur.years, "jaar", "jaar"),
            (duur.months, "maand", "maanden"),
            (weeks, "week", "weken"),
            (0 if weeks else duur.days, "dag", "dagen"),
        )
        if count
    ]
    return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
