"""Why the dates of a zaak are what they are, in one to three sentences."""

from __future__ import annotations

from mijnzaken_bff.contract.zaakoverzicht import Datumherkomst, Grondslag, VerwachteDatum
from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.normalise.termijn import Termijn
from mijnzaken_bff.normalise.zinnen import Zin, zin
from mijnzaken_bff.zgw.zaaktype import ZaakType

_MOST_SENTENCES = 3


def toelichting_termijn_of(termijn: Termijn, zaaktype: ZaakType | None, *, lopend: bool, wie: str) -> str | None:
    """What the dates rest on, and what changed the term; None for a zaak that ended, and where nothing can be said.

    What changed goes before what they rest on. ``wie`` is the organisatie as a sentence calls it.
    """
    if not lopend:
        return None
    changed = _what_changed(termijn)
    basis = _what_it_rests_on(termijn, zaaktype, wie)[: _MOST_SENTENCES - len(changed)]
    return " ".join(basis + changed) or None


def _what_it_rests_on(termijn: Termijn, zaaktype: ZaakType | None, wie: str) -> list[str]:
    """A sentence for each date that there is, the expected one first."""
    servicenorm = Duur.parse(zaaktype.servicenorm) if zaaktype else None
    doorlooptijd = Duur.parse(zaaktype.doorlooptijd) if zaaktype else None
    told = []
    if termijn.verwacht is not None:
        if termijn.verwacht.grondslag is Grondslag.SERVICENORM:
            told.append(zin(Zin.DATUM_UIT_SERVICENORM, wie=wie, duur=servicenorm))
        else:
            told.append(zin(Zin.DATUM_UIT_PLANNING, wie=wie))
    if termijn.uiterlijk is not None:
        if termijn.uiterlijk.herkomst is Datumherkomst.BEREKEND:
            told.append(zin(Zin.DATUM_UIT_DOORLOOPTIJD, wie=wie, duur=doorlooptijd))
        else:
            told.append(zin(Zin.DATUM_VASTGELEGD, wie=wie))
    return told


def _what_changed(termijn: Termijn) -> list[str]:
    """At most two sentences: about the extension, and about standing still or being late."""
    told = []
    if termijn.verlengd is not None:
        told.append(zin(_verlenging(termijn), duur=termijn.verlengd))
    elif termijn.verlengd_onbekend:
        told.append(zin(Zin.VERLENGD_ONBEKEND))
    if termijn.opgeschort:
        told.append(zin(Zin.STAAT_STIL))
    elif termijn.verstreken:
        told.append(zin(Zin.SIGNAAL_VERSTREKEN))
    elif termijn.eerder_opgeschort and _dates(termijn):
        told.append(zin(Zin.EERDER_STIL))
    return told


def _verlenging(termijn: Termijn) -> Zin:
    """Whether an extension is known to be inside a date. Where the term stood still before, no date tells."""
    if termijn.eerder_opgeschort or not _dates(termijn):
        return Zin.SIGNAAL_VERLENGD
    if termijn.uiterlijk is not None and termijn.uiterlijk.zeker:
        return Zin.VERLENGD_IN_UITERSTE
    if termijn.verwacht is not None and termijn.verwacht.zeker:
        return Zin.VERLENGD_IN_VERWACHTE
    return Zin.VERLENGD_ONZEKER


def _dates(termijn: Termijn) -> list[VerwachteDatum]:
    return [datum for datum in (termijn.verwacht, termijn.uiterlijk) if datum is not None]
