"""What was read of one zaak becomes all of it that its betrokkene may see. Whatever was read, this never raises."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.contract.besluit import Besluit
from mijnzaken_bff.contract.document import Document
from mijnzaken_bff.contract.tijdlijn import Tijdlijnpunt
from mijnzaken_bff.contract.voortgang import Fasevoortgang
from mijnzaken_bff.contract.zaakdetail import Gegeven
from mijnzaken_bff.contract.zaakoverzicht import Signaal, Signaalsoort, ZaakRij
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.normalise.besluit import Besluitstuk, besluiten_of
from mijnzaken_bff.normalise.document import Documentoordeel, Stuk, documenten_of
from mijnzaken_bff.normalise.fase import voortgang_of
from mijnzaken_bff.normalise.historie import historie_of, is_heropend
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.normalise.termijn import termijn_of
from mijnzaken_bff.normalise.tijdlijn import tijdlijn_of
from mijnzaken_bff.normalise.toelichting import toelichting_termijn_of
from mijnzaken_bff.normalise.voortgang import fasen_of
from mijnzaken_bff.normalise.waarvoor import waarvoor_of
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zinnen import Zin, wie_of, zin
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import Zaak


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """What was read of one zaak, of which it is proven whose it is. Does not print."""

    zaak: Zaak
    soort: Soort
    rollen: tuple[Rol, ...]
    """Those that proved it: own, and visible."""
    statussen: tuple[Status, ...] | None = None
    """Its history; None when that could not be read."""
    substatussen: tuple[Substatus, ...] = ()
    documenten: tuple[Stuk, ...] = ()
    """Those of the zaak, and those of besluiten that were made known."""
    besluiten: tuple[Besluitstuk, ...] = ()
    eigenschappen: tuple[ZaakEigenschap, ...] = ()

    def __repr__(self) -> str:
        return "Dossier(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Zaakinhoud:
    """What is told of one zaak, and how much of it is not. Does not print."""

    zaak: ZaakRij
    """Its row in the overzicht, with the same versie; ``signalen`` may hold ``heropend`` beside."""
    voortgang: list[Fasevoortgang]
    tijdlijn: list[Tijdlijnpunt]
    toelichting_termijn: str | None
    heropend: bool
    waarvoor: list[Gegeven]
    documenten: list[Document]
    besluiten: list[Besluit]
    verborgen: Counter[Documentoordeel]
    """How many documents are not shown, for which reason: for metrics, and for nobody who asks."""

    def __repr__(self) -> str:
        return "Zaakinhoud(…)"


def inhoud_of(
    dossier: Dossier, *, bron: Bron, weergave: Weergave, zichtbaarheid: Zichtbaarheid, vandaag: date
) -> Zaakinhoud:
    """What is told of a zaak: nothing of a medewerker, nothing of another betrokkene, and nothing that policy hides."""
    zaak, soort = dossier.zaak, dossier.soort
    historie = historie_of(zaak, soort, dossier.statussen)
    rij = rij_of(zaak, soort, dossier.rollen, bron=bron, weergave=weergave, vandaag=vandaag)
    voortgang = voortgang_of(zaak, soort, weergave.fasen)
    termijn = termijn_of(zaak, soort.zaaktype, lopend=rij.lopend, vandaag=vandaag)
    heropend = rij.lopend and is_heropend(zaak, soort, historie)
    documenten, verborgen = documenten_of(dossier.documenten, zichtbaarheid.documenten, rij.id)
    shown = {document.id for document in documenten}
    own_besluiten = [stuk for stuk in dossier.besluiten if zaak.has(stuk.besluit.zaak)]
    besluiten = besluiten_of(own_besluiten, shown, weergave.toon, vandaag)
    return Zaakinhoud(
        zaak=_with_heropend(rij) if heropend else rij,
        voortgang=fasen_of(
            zaak,
            soort,
            weergave,
            voortgang,
            historie=historie,
            complete=dossier.statussen is not None,
            aanvraagdatum=rij.aanvraagdatum,
            termijn=termijn,
        ),
        tijdlijn=tijdlijn_of(
            zaak,
            soort,
            weergave,
            historie=historie,
            substatussen=dossier.substatussen,
            documenten=documenten,
            besluiten=besluiten,
            rollen=dossier.rollen,
            aanvraagdatum=rij.aanvraagdatum,
        ),
        toelichting_termijn=toelichting_termijn_of(
            termijn, soort.zaaktype, lopend=rij.lopend, wie=wie_of(rij.organisatie.naam)
        ),
        heropend=heropend,
        waarvoor=waarvoor_of(
            [eigenschap for eigenschap in dossier.eigenschappen if zaak.has(eigenschap.zaak)],
            weergave.fasen.regels_of(soort.zaaktype.identificatie if soort.zaaktype else None),
        ),
        documenten=documenten,
        besluiten=besluiten,
        verborgen=verborgen,
    )


def _with_heropend(rij: ZaakRij) -> ZaakRij:
    """The row with one signaal more. Its versie stays: the overzicht cannot know, and a zaak has one versie."""
    signaal = Signaal(soort=Signaalsoort.HEROPEND, tekst=zin(Zin.SIGNAAL_HEROPEND), reden=None)
    return rij.model_copy(update={"signalen": [*rij.signalen, signaal]})
