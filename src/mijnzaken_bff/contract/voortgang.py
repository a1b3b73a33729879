"""How far one zaak is: the four fasen, each with the steps of its own zaaktype."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from mijnzaken_bff.contract.base import ContractModel, veld
from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.zaakoverzicht import VerwachteDatum


class Stapstand(StrEnum):
    """Hoe het met een fase of een stap staat. Deze lijst ligt vast in versie 1."""

    VOLTOOID = "voltooid"
    HUIDIG = "huidig"
    TOEKOMSTIG = "toekomstig"
    OVERGESLAGEN = "overgeslagen"
    VERVALLEN = "vervallen"


class Voortgangsstap(ContractModel):
    """Eén stap van het zaaktype: een status die bereikt is, of nog bereikt kan worden."""

    id: str = veld("Vaste sleutel van de stap in dit zaaktype.", zgw="catalogi.StatusType.url")
    volgnummer: int | None = veld(
        "Plaats in het rijtje van het zaaktype; null als het register die niet geeft.",
        zgw="catalogi.StatusType.volgnummer",
    )
    naam: str | None = veld("Naam om te tonen; null als de catalogus niet te lezen was.")
    naam_bron: str | None = veld("De naam in het register.", zgw="catalogi.StatusType.omschrijving")
    uitleg: str | None = veld("Wat deze stap betekent, voor iedereen gelijk.", zgw="catalogi.StatusType.statustekst")
    toelichting: str | None = veld("Wat er bij deze zaak is opgemerkt.", zgw="zaken.Status.statustoelichting")
    toestand: Stapstand = veld(
        "voltooid: bereikt en voorbij. huidig: hier is de zaak nu. toekomstig: kan nog komen. overgeslagen: niet "
        "gezet, en voorbij. vervallen: de zaak eindigde zonder deze stap."
    )
    datum: date | None = veld(
        "Dag waarop de stap het laatst is gezet.", zgw="zaken.Status.datumStatusGezet", format="date"
    )
    verwacht: VerwachteDatum | None = veld(
        "Wanneer een toekomstige stap volgens de norm van het zaaktype bereikt is, vanaf de startdatum; null als er "
        "geen norm is, die dag voorbij is of de behandeling stilstaat.",
        zgw="catalogi.StatusType.doorlooptijd",
    )


class Fasevoortgang(ContractModel):
    """Eén van de vier fasen, met de stappen die erbij horen."""

    fase: Fase = veld("geregistreerd, geaccepteerd, inBehandeling of afgerond; nooit onbekend.")
    naam: str = veld("Naam van de fase om te tonen.")
    toestand: Stapstand = veld("Hoe het met deze fase staat; van een afgeronde zaak is geen fase huidig.")
    datum: date | None = veld("Dag waarop de fase bereikt is; null als dat niet bekend is.", format="date")
    stappen: list[Voortgangsstap] = veld("De stappen van het zaaktype in deze fase, in volgorde.")
