"""The documents of one zaak, as far as they may be seen."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from mijnzaken_bff.contract.base import ContractModel, open_enum, veld

DOCUMENT_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class Richting(StrEnum):
    """Which way a document went."""

    VAN_U = "vanU"
    VAN_ORGANISATIE = "vanOrganisatie"
    ONBEKEND = "onbekend"


OpenRichting: TypeAlias = Annotated[Richting, WithJsonSchema(open_enum(Richting, "lees als onbekend."))]


class Document(ContractModel):
    """Eén document bij de zaak of bij een besluit ervan."""

    id: str = veld(
        "Vaste sleutel van het document, binnen deze zaak.",
        zgw="documenten.EnkelvoudigInformatieObject.url",
        pattern=DOCUMENT_ID,
    )
    titel: str = veld("Titel om te tonen.", zgw="documenten.EnkelvoudigInformatieObject.titel")
    bestandsnaam: str | None = veld(
        "Naam waaronder het wordt opgehaald; null als er niets op te halen is.",
        zgw="documenten.EnkelvoudigInformatieObject.bestandsnaam",
    )
    extensie: str | None = veld("Het laatste deel van de bestandsnaam, in kleine letters en zonder punt.")
    formaat: str | None = veld(
        "Mediatype waarin het wordt opgehaald; null als er niets op te halen is.",
        zgw="documenten.EnkelvoudigInformatieObject.formaat",
        voorbeelden=["application/pdf"],
    )
    grootte: int | None = veld(
        "Grootte in bytes, zoals het register die geeft.", zgw="documenten.EnkelvoudigInformatieObject.bestandsomvang"
    )
    datum: date | None = veld(
        "Dag waarop het ontvangen, verzonden of anders gemaakt is.",
        zgw="documenten.EnkelvoudigInformatieObject.creatiedatum",
        format="date",
    )
    richting: OpenRichting = veld("vanU: u stuurde het. vanOrganisatie: het is aan u gestuurd.")
    soort: str | None = veld("Het soort document.", zgw="catalogi.InformatieObjectType.omschrijving")
    downloadbaar: bool = veld("Onwaar als er geen inhoud is, of die nog niet compleet is.")
    inhoud: str | None = veld(
        "Adres van de inhoud, vanaf de basis van deze API; vraag het met hetzelfde token op. Null als downloadbaar "
        "onwaar is.",
        voorbeelden=[
            "/zaken/waterdam-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11/documenten/4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1/inhoud"
        ],
    )
