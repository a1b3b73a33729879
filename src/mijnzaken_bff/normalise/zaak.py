"""A zaak of a register becomes a row of the overzicht. Whatever the register wrote, this never raises."""

from __future__ import annotations

import hashlib
from datetime import date

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.zaakoverzicht import (
    Contact,
    Hoofdstatus,
    Organisatie,
    Resultaat,
    Signaal,
    Signaalsoort,
    Status,
    Titelherkomst,
    ZaakRij,
    Zaaktype,
)
from mijnzaken_bff.domain import bron as domain
from mijnzaken_bff.normalise.fase import FASE_NAAM, Voortgang, voortgang_of
from mijnzaken_bff.normalise.samenvatting import samenvatting_of
from mijnzaken_bff.normalise.settings import Toon, Weergave
from mijnzaken_bff.normalise.status import dag_of, naam_of, toelichting_of, uitleg_of
from mijnzaken_bff.normalise.tekst import schoon, zonder_invulplek
from mijnzaken_bff.normalise.termijn import Termijn, termijn_of
from mijnzaken_bff.normalise.zinnen import Zin, wie_of, zin
from mijnzaken_bff.zgw import zaak as zgw
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.rol import Rol

_FASE_UITLEG = {
    Fase.GEREGISTREERD: Zin.UITLEG_GEREGISTREERD,
    Fase.GEACCEPTEERD: Zin.UITLEG_GEACCEPTEERD,
    Fase.IN_BEHANDELING: Zin.UITLEG_IN_BEHANDELING,
    Fase.AFGEROND: Zin.UITLEG_AFGEROND,
    Fase.ONBEKEND: Zin.UITLEG_ONBEKEND,
}
_ROL_NAAM = {"mede_initiator": "medeInitiator"}


def rij_of(
    zaak: zgw.Zaak, soort: Soort, rollen: tuple[Rol, ...], *, bron: domain.Bron, weergave: Weergave, vandaag: date
) -> ZaakRij:
    """The row of a zaak. ``rollen`` are those that proved it: own, and visible."""
    voortgang = voortgang_of(zaak, soort, weergave.fasen)
    termijn = termijn_of(zaak, soort.zaaktype, lopend=voortgang.lopend, vandaag=vandaag)
    organisatie = bron.organisatie_of(zaak.verantwoordelijke_organisatie, zaak.bronorganisatie)
    resultaat = _resultaat(zaak, soort, weergave.toon)
    wie = wie_of(organisatie.naam)
    titel, titel_herkomst = _titel(zaak, soort, weergave)
    actie_nodig = voortgang.lopend and voortgang.regel is not None and voortgang.regel.actie_nodig
    rij = ZaakRij(
        id=f"{bron.id}-{zaak.uuid}",
        zaaknummer=schoon(zaak.identificatie),
        titel=titel,
        titel_herkomst=titel_herkomst,
        omschrijving=_omschrijving(zaak, titel, weergave.toon),
        organisatie=Organisatie(
            id=organisatie.id,
            naam=organisatie.naam,
            contact=Contact(telefoon=organisatie.telefoon, website=organisatie.website),
        ),
        bron=bron.id,
        zaaktype=Zaaktype(
            identificatie=schoon(soort.zaaktype.identificatie) if soort.zaaktype else None,
            naam=schoon(soort.zaaktype.omschrijving) if soort.zaaktype else None,
        ),
        lopend=voortgang.lopend,
        hoofdstatus=Hoofdstatus(
            fase=voortgang.fase,
            naam=FASE_NAAM[voortgang.fase],
            uitleg=zin(_FASE_UITLEG[voortgang.fase], wie=wie),
            herkomst=voortgang.herkomst,
        ),
        status=_status(zaak, voortgang, weergave.toon),
        stap=voortgang.stap,
        aanvraagdatum=min(zaak.registratiedatum or zaak.startdatum, zaak.startdatum),
        startdatum=zaak.startdatum,
        einddatum=zaak.einddatum,
        verwachte_einddatum=termijn.verwacht,
        uiterlijke_einddatum=termijn.uiterlijk,
        signalen=_signalen(zaak, termijn, wie, weergave.toon, actie_nodig=actie_nodig),
        resultaat=resultaat,
        samenvatting=samenvatting_of(
            voortgang.fase,
            termijn,
            wie=wie,
            einddatum=zaak.einddatum,
            resultaat=resultaat,
            actie_nodig=actie_nodig,
            vandaag=vandaag,
        ),
        rollen=_rolnamen(rollen),
        machtiging=next((told for rol in rollen if (told := schoon(rol.indicatie_machtiging))), None),
        vestiging=_vestiging(rollen),
        hoofdzaak=f"{bron.id}-{hoofdzaak}" if (hoofdzaak := uuid_of(zaak.hoofdzaak)) else None,
        gewijzigd_op=zaak.laatst_gemuteerd,
        versie="0" * 16,
        portaal_url=weergave.portaal.replace("{uuid}", zaak.uuid) if weergave.portaal else None,
    )
    return rij.model_copy(update={"versie": versie_of(rij)})


def versie_of(rij: ZaakRij) -> str:
    """A fingerprint of what a row says, without our sentences and without what belongs to the organisatie.

    16 hexadecimal characters of SHA-256: a portal remembers it and shows what changed since the last visit.
    """
    facts = rij.model_dump_json(
        exclude={
            "versie": True,
            "samenvatting": True,
            "organisatie": {"naam", "contact"},
            "hoofdstatus": {"naam", "uitleg"},
            "status": {"uitleg"},
            "resultaat": {"uitleg"},
            "signalen": {"__all__": {"tekst"}},
        },
    )
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _titel(zaak: zgw.Zaak, soort: Soort, weergave: Weergave) -> tuple[str, Titelherkomst]:
    if soort.zaaktype is not None:
        if configured := weergave.fasen.regels_of(soort.zaaktype.identificatie).titel:
            return configured, Titelherkomst.CONFIGURATIE
        if omschrijving := schoon(soort.zaaktype.omschrijving):
            return omschrijving, Titelherkomst.ZAAKTYPE
    if zaaknummer := schoon(zaak.identificatie):
        return zaaknummer, Titelherkomst.ZAAKNUMMER
    return "Zaak", Titelherkomst.GEEN


def _omschrijving(zaak: zgw.Zaak, titel: str, toon: Toon) -> str | None:
    omschrijving = schoon(zaak.omschrijving) if toon.omschrijving else None
    return None if omschrijving is None or omschrijving.casefold() == titel.strip().casefold() else omschrijving


def _status(zaak: zgw.Zaak, voortgang: Voortgang, toon: Toon) -> Status | None:
    """The present status; a status that exists and could not be read still says so, without a name."""
    if voortgang.verborgen or (zaak.status is None and zaak.expanded_status is None):
        return None
    status, statustype, regel = zaak.expanded_status, voortgang.statustype, voortgang.regel
    return Status(
        naam=naam_of(statustype, regel),
        uitleg=uitleg_of(statustype, regel),
        toelichting=toelichting_of(status, toon),
        datum=dag_of(status.datum_status_gezet) if status else None,
    )


def _resultaat(zaak: zgw.Zaak, soort: Soort, toon: Toon) -> Resultaat | None:
    """What came of it. A reopened zaak keeps its old resultaat, so without einddatum there is none."""
    if zaak.einddatum is None or (zaak.resultaat is None and zaak.expanded_resultaat is None):
        return None
    resultaat = zaak.expanded_resultaat
    resultaattype = soort.resultaattype(resultaat.resultaattype) if resultaat else None
    return Resultaat(
        naam=schoon(resultaattype.omschrijving or resultaattype.omschrijving_generiek) if resultaattype else None,
        uitleg=zonder_invulplek(resultaattype.toelichting) if resultaattype else None,
        toelichting=schoon(resultaat.toelichting) if resultaat and toon.toelichting else None,
    )


def _signalen(zaak: zgw.Zaak, termijn: Termijn, wie: str, toon: Toon, *, actie_nodig: bool) -> list[Signaal]:
    signalen = []
    if actie_nodig:
        signalen.append(Signaal(soort=Signaalsoort.ACTIE_NODIG, tekst=zin(Zin.WACHT_OP_U, wie=wie), reden=None))
    if termijn.opgeschort:
        reden = schoon(zaak.opschorting.reden) if zaak.opschorting and toon.redenen else None
        signalen.append(Signaal(soort=Signaalsoort.OPGESCHORT, tekst=zin(Zin.SIGNAAL_OPGESCHORT), reden=reden))
    if termijn.verlengd is not None:
        reden = schoon(zaak.verlenging.reden) if zaak.verlenging and toon.redenen else None
        tekst = zin(Zin.SIGNAAL_VERLENGD, duur=termijn.verlengd)
        signalen.append(Signaal(soort=Signaalsoort.VERLENGD, tekst=tekst, reden=reden))
    if termijn.verstreken:
        signalen.append(Signaal(soort=Signaalsoort.TERMIJN_VERSTREKEN, tekst=zin(Zin.SIGNAAL_VERSTREKEN), reden=None))
    return signalen


def _rolnamen(rollen: tuple[Rol, ...]) -> list[str]:
    names = {(rol.omschrijving_generiek or "").casefold() for rol in rollen}
    return sorted(_ROL_NAAM.get(name, name) for name in names)


def _vestiging(rollen: tuple[Rol, ...]) -> str | None:
    numbers = (rol.betrokkene_identificatie.get("vestigings_nummer") for rol in rollen if rol.betrokkene_identificatie)
    return next((clean for number in numbers if (clean := schoon(number))), None)
