"""The bronnen and how they are doing. No personal data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mijnzaken_bff.contract.base import ContractModel, veld


class Toestand(StrEnum):
    """Hoe het met een bron gaat. Deze lijst ligt vast in versie 1."""

    BESCHIKBAAR = "beschikbaar"
    VERSTOORD = "verstoord"
    ONBETROUWBAAR = "onbetrouwbaar"
    ONDERHOUD = "onderhoud"


class BronToestand(ContractModel):
    """Eén bron en zijn huidige toestand."""

    id: str = veld("Vaste naam van de bron; te gebruiken in ?bron=.")
    naam: str = veld("Naam om te tonen.")
    onderwerp: str | None = veld("Waar deze bron over gaat, als een organisatie er meer heeft.")
    organisatie: str = veld("Id van de organisatie.")
    toestand: Toestand = veld("beschikbaar, verstoord, onbetrouwbaar of onderhoud.")
    sinds: datetime | None = veld("Sinds wanneer; null als de bron nog niet gevraagd is.")


class Bronnen(ContractModel):
    """De bronnen die deze dienst kent."""

    bronnen: list[BronToestand] = veld("Elke bron, op id.")
