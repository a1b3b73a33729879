"""How far a zaak is: its own statussen become four fasen, and the answer says which rule told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.contract.zaakoverzicht import Stap
from mijnzaken_bff.normalise.fasewoorden import fase_of_words
from mijnzaken_bff.normalise.settings import Fasen, StatusRegel, ZaaktypeRegels
from mijnzaken_bff.normalise.tekst import vergelijkbaar
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.modellen import same
from mijnzaken_bff.zgw.zaak import Zaak
from mijnzaken_bff.zgw.zaaktype import StatusType

FASE_NAAM: Final = MappingProxyType(
    {
        Fase.GEREGISTREERD: "Geregistreerd",
        Fase.GEACCEPTEERD: "Geaccepteerd",
        Fase.IN_BEHANDELING: "In behandeling",
        Fase.AFGEROND: "Afgerond",
        Fase.ONBEKEND: "Onbekend",
    }
)
"""What each of them is called, in every bron."""


@dataclass(frozen=True, slots=True)
class Voortgang:
    """How far a zaak is, and what its present status is called."""

    fase: Fase
    herkomst: FaseHerkomst
    statustype: StatusType | None = None
    regel: StatusRegel | None = None
    """What the configuration says of the present status."""
    verborgen: bool = False
    """Whether the present status is one that is never shown."""
    stap: Stap | None = None

    @property
    def lopend(self) -> bool:
        """Whether the zaak is still open."""
        return self.fase is not Fase.AFGEROND


@dataclass(frozen=True, slots=True)
class Duiding:
    """What one statustype means at a bron: the fase that an open zaak has while this is its present status, and why."""

    statustype: StatusType
    fase: Fase
    herkomst: FaseHerkomst
    regel: StatusRegel | None
    """What the configuration says of it."""
    verborgen: bool
    """Whether it is never shown."""


def duiding_of(statustype: StatusType, soort: Soort, fasen: Fasen) -> Duiding:
    """What a statustype of a zaaktype means: the first rule that tells (``zgw-semantics`` 3.3, from rule 3 on)."""
    regels = fasen.regels_of(soort.zaaktype.identificatie if soort.zaaktype else None)
    regel = regels.regel_of(statustype.omschrijving, statustype.volgnummer)
    fase, herkomst = _fase_of_present(statustype, soort, fasen, regel)
    return Duiding(statustype, fase, herkomst, regel, regels.hides(statustype.omschrijving))


def voortgang_of(zaak: Zaak, soort: Soort, fasen: Fasen) -> Voortgang:
    """The fase of a zaak: the first rule that tells (``zgw-semantics`` 3.3), with einddatum above all.

    Without an ``einddatum`` a zaak is open, whatever its status is called, unless the bron is configured with
    ``eindstatusSluit``: a reopened zaak must not look closed, and the list filter of a register knows only einddatum.
    """
    current = soort.statustype(zaak.expanded_status.statustype) if zaak.expanded_status else None
    regels = fasen.regels_of(soort.zaaktype.identificatie if soort.zaaktype else None)
    regel = regels.regel_of(current.omschrijving, current.volgnummer) if current else None
    hidden = regels.hides(current.omschrijving) if current else False
    fase, herkomst = _fase(zaak, soort, fasen, current, regel)
    return Voortgang(fase, herkomst, current, regel, hidden, None if hidden else _stap(current, soort, regels))


def is_lopend(zaak: Zaak, soort: Soort, fasen: Fasen) -> bool:
    """Whether a zaak is still open, without telling how far it is."""
    if zaak.einddatum is not None or not fasen.eindstatus_sluit:
        return zaak.einddatum is None
    return voortgang_of(zaak, soort, fasen).lopend


def _fase(
    zaak: Zaak, soort: Soort, fasen: Fasen, current: StatusType | None, regel: StatusRegel | None
) -> tuple[Fase, FaseHerkomst]:
    if zaak.einddatum is not None:
        return Fase.AFGEROND, FaseHerkomst.EINDDATUM
    if zaak.status is None and zaak.expanded_status is None:
        return fasen.zonder_status, FaseHerkomst.GEEN_STATUS
    if current is None:
        return Fase.ONBEKEND, FaseHerkomst.GEEN
    return _fase_of_present(current, soort, fasen, regel)


def _fase_of_present(
    current: StatusType, soort: Soort, fasen: Fasen, regel: StatusRegel | None
) -> tuple[Fase, FaseHerkomst]:
    if regel is not None and regel.fase is not None:
        return regel.fase, FaseHerkomst.CONFIGURATIE
    if fasen.namen and (named := fasen.namen.get(vergelijkbaar(current.omschrijving))):
        return named, FaseHerkomst.CONFIGURATIE
    ladder = soort.ladder
    reached = _reached(current, ladder, fasen)
    if reached is None:
        return fasen.zonder_status, FaseHerkomst.POSITIE
    return _fase_of_statustype(reached, soort, ladder, fasen)


def _reached(current: StatusType, ladder: Sequence[StatusType], fasen: Fasen) -> StatusType | None:
    """The milestone that was reached: where a status means "busy with", the one before. None: not even the first."""
    if fasen.betekenis == "mijlpaal":
        return current
    place = place_on(ladder, current)
    return current if place is None else ladder[place - 1] if place > 0 else None


def _fase_of_statustype(
    statustype: StatusType, soort: Soort, ladder: Sequence[StatusType], fasen: Fasen
) -> tuple[Fase, FaseHerkomst]:
    place = place_on(ladder, statustype)
    last = place is not None and place == len(ladder) - 1
    for text, herkomst in (
        (statustype.omschrijving_generiek, FaseHerkomst.GENERIEK),
        (statustype.omschrijving, FaseHerkomst.NAAM),
    ):
        fase = fase_of_words(text)
        if fase is not None and (fase is not Fase.AFGEROND or (fasen.eindstatus_sluit and last)):
            return fase, herkomst
    if fasen.eindstatus_sluit and _is_the_only_eindstatus(statustype, soort):
        return Fase.AFGEROND, FaseHerkomst.EINDSTATUS
    if place is None:
        return Fase.ONBEKEND, FaseHerkomst.GEEN
    if place == 0:
        return Fase.GEREGISTREERD, FaseHerkomst.POSITIE
    if place == 1 and len(ladder) >= 4:
        return Fase.GEACCEPTEERD, FaseHerkomst.POSITIE
    return Fase.IN_BEHANDELING, FaseHerkomst.POSITIE


def _is_the_only_eindstatus(statustype: StatusType, soort: Soort) -> bool:
    """Whether this is the one eindstatus of its zaaktype. The order does not matter: some registers have none."""
    ends = [s for s in soort.statustypen or () if s.is_eindstatus]
    return len(ends) == 1 and same(ends[0].url, statustype.url)


def place_on(ladder: Sequence[StatusType], statustype: StatusType) -> int | None:
    """The place of a statustype, from 0; None when the zaaktype does not list it."""
    return next((place for place, s in enumerate(ladder) if s is statustype or same(s.url, statustype.url)), None)


def _stap(current: StatusType | None, soort: Soort, regels: ZaaktypeRegels) -> Stap | None:
    if current is None:
        return None
    shown = [s for s in soort.ladder if not regels.hides(s.omschrijving)]
    place = place_on(shown, current)
    return None if place is None else Stap(nummer=place + 1, totaal=len(shown))
