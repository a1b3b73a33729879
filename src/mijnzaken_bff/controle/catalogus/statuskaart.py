"""What residents would see of one statustype, and why."""

from __future__ import annotations

from dataclasses import dataclass

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.controle.catalogus.woorden import on_one_line
from mijnzaken_bff.normalise.fase import Duiding, duiding_of, place_on
from mijnzaken_bff.normalise.fasewoorden import phrase_in
from mijnzaken_bff.normalise.settings import Fasen
from mijnzaken_bff.normalise.tekst import schoon, zonder_invulplek
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import StatusType


@dataclass(frozen=True, slots=True)
class StatusKaart:
    """One statustype as it would be told while it is the present status of a zaak without einddatum."""

    volgnummer: int | None
    omschrijving: str | None
    """As the register calls it."""
    eindstatus: bool
    fase: Fase
    herkomst: FaseHerkomst
    waarom: str
    """The ``herkomst`` in words."""
    verborgen: bool
    naam: str | None
    """What residents read."""
    uitleg: str | None
    actie_nodig: bool
    heeft_statustekst: bool
    """Whether the register has one."""
    invulplek: bool
    """Whether that text is dropped, because a template of the supplier shows through."""
    heeft_generieke_omschrijving: bool
    """Whether the register has one."""

    @property
    def unhelpful(self) -> bool:
        """Whether residents miss a text because of a template: nothing else explains this status."""
        return self.invulplek and self.uitleg is None and not self.verborgen


def statuskaarten(soort: Soort, fasen: Fasen) -> tuple[StatusKaart, ...]:
    """The statustypen of a zaaktype, in the order in which a zaak goes through them, as far as that is known."""
    order = soort.ladder or sorted(soort.statustypen or (), key=_by_number)
    return tuple(_kaart(duiding_of(statustype, soort, fasen), soort, fasen) for statustype in order)


def _by_number(statustype: StatusType) -> tuple[bool, int, str]:
    number = statustype.volgnummer
    return number is None, number or 0, statustype.omschrijving or ""


def _kaart(duiding: Duiding, soort: Soort, fasen: Fasen) -> StatusKaart:
    statustype, regel = duiding.statustype, duiding.regel
    shown = zonder_invulplek(statustype.statustekst)
    return StatusKaart(
        volgnummer=statustype.volgnummer,
        omschrijving=schoon(statustype.omschrijving),
        eindstatus=statustype.is_eindstatus,
        fase=duiding.fase,
        herkomst=duiding.herkomst,
        waarom=_why(duiding, soort, fasen),
        verborgen=duiding.verborgen,
        naam=(regel.naam if regel else None) or schoon(statustype.omschrijving),
        uitleg=(regel.uitleg if regel else None) or shown,
        actie_nodig=regel is not None and regel.actie_nodig,
        heeft_statustekst=schoon(statustype.statustekst) is not None,
        invulplek=shown is None and schoon(statustype.statustekst) is not None,
        heeft_generieke_omschrijving=statustype.omschrijving_generiek is not None,
    )


def _why(duiding: Duiding, soort: Soort, fasen: Fasen) -> str:
    reached = _reached(duiding.statustype, soort, fasen)
    before = ""
    if reached is not None and reached is not duiding.statustype:
        before = f' van de status ervoor, "{on_one_line(reached.omschrijving, 40)}"'
    match duiding.herkomst:
        case FaseHerkomst.CONFIGURATIE:
            return "door uw configuratie"
        case FaseHerkomst.GENERIEK | FaseHerkomst.NAAM:
            generic = duiding.herkomst is FaseHerkomst.GENERIEK
            text = (reached.omschrijving_generiek if generic else reached.omschrijving) if reached else None
            found = phrase_in(text)
            words = found[0] if found else ""
            of = " in de generieke omschrijving" if generic else ""
            return f'door {"de woorden" if " " in words else "het woord"} "{words}"{of}{before}'
        case FaseHerkomst.EINDSTATUS:
            return f"door de eindstatus{before}, want eindstatusSluit staat aan"
        case FaseHerkomst.POSITIE if reached is None:
            return "zij is nog bezig en er is nog niets bereikt: zonderStatus"
        case FaseHerkomst.POSITIE:
            place = place_on(soort.ladder, duiding.statustype)
            return f"door de plaats in het rijtje: {0 if place is None else place + 1} van {len(soort.ladder)}"
        case _:
            return "niet te bepalen"


def _reached(statustype: StatusType, soort: Soort, fasen: Fasen) -> StatusType | None:
    """The statustype that told: the one before, where the present one means that it is still going on."""
    place = place_on(soort.ladder, statustype)
    if fasen.betekenis == "mijlpaal" or place is None:
        return statustype
    return soort.ladder[place - 1] if place > 0 else None
