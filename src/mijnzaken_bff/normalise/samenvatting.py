"""Where a zaak stands, in one or two sentences that say no more than its fields do."""

from __future__ import annotations

from datetime import date

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.zaakoverzicht import Resultaat
from mijnzaken_bff.normalise.termijn import Termijn
from mijnzaken_bff.normalise.zinnen import Zin, zin

_BEGIN = {
    Fase.GEREGISTREERD: Zin.ONTVANGEN,
    Fase.GEACCEPTEERD: Zin.GEACCEPTEERD,
    Fase.IN_BEHANDELING: Zin.IN_BEHANDELING,
    Fase.ONBEKEND: Zin.LOOPT,
}


def samenvatting_of(
    fase: Fase,
    termijn: Termijn,
    *,
    wie: str,
    einddatum: date | None,
    resultaat: Resultaat | None,
    actie_nodig: bool,
    vandaag: date,
) -> str:
    """The summary of a zaak. ``wie`` is the organisatie as a sentence calls it."""
    if fase is Fase.AFGEROND:
        sentences = [zin(Zin.AFGEROND_OP, datum=einddatum) if einddatum else zin(Zin.AFGEROND)]
        if resultaat is not None and resultaat.naam:
            sentences.append(zin(Zin.RESULTAAT, naam=resultaat.naam))
    else:
        sentences = [zin(_BEGIN[fase], wie=wie)]
        if actie_nodig:
            sentences.append(zin(Zin.WACHT_OP_U, wie=wie))
        sentences += _wanneer(termijn, vandaag)
    return " ".join(sentences)


def _wanneer(termijn: Termijn, vandaag: date) -> list[str]:
    if termijn.opgeschort:
        return [zin(Zin.STAAT_STIL)]
    if termijn.verstreken and termijn.uiterlijk is not None:
        return [zin(Zin.UITERLIJK_VOORBIJ, datum=termijn.uiterlijk.datum)]
    if (verwacht := termijn.verwacht) is not None:
        if verwacht.datum < vandaag:
            return [zin(Zin.PLANNING_VOORBIJ, datum=verwacht.datum)]
        if not verwacht.zeker:
            return [zin(Zin.PLANNING_ONZEKER, datum=verwacht.datum)]
        return [
            zin(Zin.PLANNING_VANDAAG if verwacht.datum == vandaag else Zin.WAARSCHIJNLIJK_VOOR, datum=verwacht.datum)
        ]
    if (uiterlijk := termijn.uiterlijk) is not None and uiterlijk.datum >= vandaag:
        return [zin(Zin.UITERLIJK if uiterlijk.zeker else Zin.UITERLIJK_ONZEKER, datum=uiterlijk.datum)]
    return []
