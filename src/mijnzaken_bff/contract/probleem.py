"""What goes wrong, as a problem of RFC 9457 with a closed list of types."""

from __future__ import annotations

from enum import StrEnum

from mijnzaken_bff.contract.base import ContractModel, veld
from mijnzaken_bff.contract.zaakoverzicht import Bereik, BronUitkomst


class Probleemsoort(StrEnum):
    """The closed list of problems. ``type`` is ``urn:mijnzaken:probleem:<value>``."""

    ONGELDIGE_INVOER = "ongeldige-invoer"
    NIET_GEAUTHENTICEERD = "niet-geauthenticeerd"
    HOGER_BETROUWBAARHEIDSNIVEAU_NODIG = "hoger-betrouwbaarheidsniveau-nodig"
    GEEN_TOEGANG = "geen-toegang"
    NIET_GEVONDEN = "niet-gevonden"
    METHODE_NIET_TOEGESTAAN = "methode-niet-toegestaan"
    NIET_LEVERBAAR = "niet-leverbaar"
    TE_GROOT = "te-groot"
    MEDIATYPE_NIET_ONDERSTEUND = "mediatype-niet-ondersteund"
    TE_VEEL_VERZOEKEN = "te-veel-verzoeken"
    INTERNE_FOUT = "interne-fout"
    BRON_ONBETROUWBAAR = "bron-onbetrouwbaar"
    TIJDELIJK_NIET_BESCHIKBAAR = "tijdelijk-niet-beschikbaar"
    BRON_TE_TRAAG = "bron-te-traag"

    @property
    def uri(self) -> str:
        """The ``type`` of the problem."""
        return f"urn:mijnzaken:probleem:{self.value}"


class Invoerfout(ContractModel):
    """Eén fout in de invoer."""

    naam: str = veld("Welke invoer fout is.", voorbeelden=["aantal"])
    reden: str = veld("Wat er fout aan is. De invoer zelf staat er niet in.")
    code: str = veld("Vaste code van de fout.", voorbeelden=["onbekend"])


class Probleem(ContractModel):
    """Een probleem volgens RFC 9457."""

    type: str = veld("Soort probleem; een gesloten lijst.", voorbeelden=[Probleemsoort.ONGELDIGE_INVOER.uri])
    title: str = veld("Korte titel van het probleem.")
    status: int = veld("De HTTP-statuscode.")
    detail: str = veld("Wat er aan de hand is en wat men kan doen.")
    verzoek_id: str = veld("Id van het verzoek, ook in X-Request-Id. Noem dit bij vragen.")


class InvoerProbleem(Probleem):
    """Een probleem met de invoer: alle fouten tegelijk."""

    fouten: list[Invoerfout] = veld("Elke fout in de invoer.")


class BronProbleem(Probleem):
    """Geen enkele bron kon antwoorden."""

    bereik: Bereik = veld("Hoeveel bronnen gevraagd zijn; antwoorden deed er geen.")
    bronnen: list[BronUitkomst] = veld("Elke gevraagde bron, met hoe het vragen afliep.")
