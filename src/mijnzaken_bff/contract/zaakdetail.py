"""One zaak: everything of it that its betrokkene may see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from mijnzaken_bff.contract.base import ContractModel, open_enum, veld
from mijnzaken_bff.contract.besluit import Besluit
from mijnzaken_bff.contract.document import Document
from mijnzaken_bff.contract.tijdlijn import Tijdlijnpunt
from mijnzaken_bff.contract.voortgang import Fasevoortgang
from mijnzaken_bff.contract.zaakoverzicht import OpenUitkomst, Voor, ZaakRij


class Onderdeel(StrEnum):
    """A part of a zaak that is asked for by itself."""

    CATALOGUS = "catalogus"
    STATUSSEN = "statussen"
    SUBSTATUSSEN = "substatussen"
    DOCUMENTEN = "documenten"
    BESLUITEN = "besluiten"
    GEKOPPELDE_ZAKEN = "gekoppeldeZaken"
    WAARVOOR = "waarvoor"


OpenOnderdeel: TypeAlias = Annotated[Onderdeel, WithJsonSchema(open_enum(Onderdeel, "toon alleen de melding."))]


class OnderdeelUitkomst(ContractModel):
    """Hoe het vragen naar één onderdeel van de zaak afliep."""

    onderdeel: OpenOnderdeel = veld(
        "catalogus: namen en termijnen. statussen en substatussen: voortgang en tijdlijn. documenten. besluiten. "
        "gekoppeldeZaken: hoofdzaak en deelzaken. waarvoor: wat er is aangevraagd."
    )
    uitkomst: OpenUitkomst = veld("ok, gedeeltelijk, of waarom dit onderdeel ontbreekt.")
    weggelaten: int = veld("Hoeveel ervan niet te lezen was en daarom ontbreekt.")
    opnieuw_na_seconden: int | None = veld(
        "Na hoeveel seconden opnieuw proberen zin heeft; null als dat niet te zeggen is."
    )
    melding: str | None = veld("Een zin om te tonen; null als er niets te melden is.")


class Gegeven(ContractModel):
    """Eén gegeven waarover de zaak gaat."""

    naam: str = veld("Naam om te tonen.", zgw="zaken.ZaakEigenschap.naam")
    waarde: str = veld("De waarde, als platte tekst.", zgw="zaken.ZaakEigenschap.waarde")


class ZaakDetail(ContractModel):
    """Eén zaak: hoe ver die is, wat er gebeurde, wat erbij hoort, en wat er nog komt."""

    volledig: bool = veld("Waar als elk onderdeel ok is. Alleen dan betekent een leeg onderdeel: er is niets.")
    peilmoment: datetime = veld("Het moment waarop dit antwoord werd gemaakt, UTC.")
    voor: Voor = veld("Over wie de zaak gaat.")
    zaak: ZaakRij = veld("De zaak zoals in het overzicht; signalen kan ook heropend bevatten.")
    voortgang: list[Fasevoortgang] = veld("Altijd de vier fasen, in volgorde.")
    tijdlijn: list[Tijdlijnpunt] = veld("Wat er gebeurde, nieuwste eerst.")
    toelichting_termijn: str | None = veld(
        "Waarom de verwachte en de uiterste datum zijn wat ze zijn; null als er niets over te zeggen is."
    )
    heropend: bool = veld("Waar als de zaak eerder klaar was en weer loopt.", zgw="zaken.Zaak.statussen")
    waarvoor: list[Gegeven] = veld(
        "Wat er is aangevraagd; alleen de gegevens die voor dit zaaktype getoond mogen worden."
    )
    documenten: list[Document] = veld("De documenten, nieuwste eerst.")
    besluiten: list[Besluit] = veld("De besluiten die bekend zijn gemaakt, nieuwste eerst.")
    hoofdzaak: ZaakRij | None = veld(
        "De zaak waar deze bij hoort; null als er geen is, of als die niet getoond mag worden.",
        zgw="zaken.Zaak.hoofdzaak",
    )
    deelzaken: list[ZaakRij] = veld("De zaken die bij deze horen en getoond mogen worden.", zgw="zaken.Zaak.deelzaken")
    onderdelen: list[OnderdeelUitkomst] = veld(
        "Elk onderdeel dat gevraagd is, met hoe dat afliep. Wat deze bron niet heeft, staat er niet bij."
    )
