"""What happened in one zaak: one list, whatever the kind."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from mijnzaken_bff.contract.base import ContractModel, open_enum, veld


class Gebeurtenis(StrEnum):
    """What kind of thing happened."""

    STATUS = "status"
    SUBSTATUS = "substatus"
    DOCUMENT = "document"
    BESLUIT = "besluit"
    ONTVANGST = "ontvangst"
    CONTACT = "contact"
    """Reserved: no answer holds it yet."""


class Afzender(StrEnum):
    """From whom it came."""

    U = "u"
    ORGANISATIE = "organisatie"
    ONBEKEND = "onbekend"


OpenGebeurtenis: TypeAlias = Annotated[
    Gebeurtenis, WithJsonSchema(open_enum(Gebeurtenis, "toon titel, tekst en datum."))
]
OpenAfzender: TypeAlias = Annotated[Afzender, WithJsonSchema(open_enum(Afzender, "lees als onbekend."))]


class Tijdlijnpunt(ContractModel):
    """Eén gebeurtenis in de zaak."""

    id: str = veld("Vaste sleutel van de gebeurtenis, binnen deze zaak.")
    soort: OpenGebeurtenis = veld("Wat er gebeurde.")
    moment: datetime | None = veld(
        "Het moment, UTC; null als het register alleen een dag geeft.", zgw="zaken.Status.datumStatusGezet"
    )
    datum: date = veld("De dag, in Nederland.", format="date")
    titel: str = veld("Wat er gebeurde, om te tonen.")
    tekst: str | None = veld("Meer daarover; null als er niets meer is.")
    afzender: OpenAfzender = veld("Van wie het kwam: u, de organisatie, of niet bekend.")
    kanaal: str | None = veld(
        "Waarlangs het kwam, zoals het register dat noemt.", zgw="zaken.Zaak.communicatiekanaalNaam"
    )
    document_id: str | None = veld("Id van het document; alleen bij soort document, zie documenten.")
