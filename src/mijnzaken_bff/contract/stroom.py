"""The overzicht as it comes in: what each message of the stream says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from mijnzaken_bff.contract.base import ContractModel, open_enum, veld
from mijnzaken_bff.contract.probleem import BronProbleem
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst, ZaakOverzicht, ZaakRij


class Berichtsoort(StrEnum):
    """What a message of the stream tells. Also its ``event``."""

    BRON = "bron"
    GEREED = "gereed"
    PROBLEEM = "probleem"


OpenBerichtsoort: TypeAlias = Annotated[Berichtsoort, WithJsonSchema(open_enum(Berichtsoort, "sla het bericht over."))]


class StroomBericht(ContractModel):
    """Eén bericht van de stroom: de `data` van een server-sent event, als JSON. `soort` is ook de naam van het event.

    Wat niet bij de soort hoort is null, en `zaken` is dan leeg. De stroom eindigt met gereed of met probleem; eindigt
    hij zonder, dan brak de verbinding.
    """

    soort: OpenBerichtsoort = veld(
        "bron: een bron is zover. gereed: alles is er; dit is het laatste bericht. probleem: de stroom eindigt zonder "
        "overzicht; dit is het laatste bericht."
    )
    bron: BronUitkomst | None = veld(
        "Hoe het vragen aan deze bron tot nu toe afliep; aantal en meer staan pas vast bij gereed. Een later bericht "
        "over dezelfde bron komt in de plaats van dit, met zijn zaken."
    )
    zaken: list[ZaakRij] = veld(
        "De zaken van deze bron die op deze bladzijde kunnen staan, nieuwste startdatum eerst; hooguit `aantal`. Wat "
        "door nieuwere zaken van andere bronnen van de bladzijde valt, komt met de cursor terug."
    )
    overzicht: ZaakOverzicht | None = veld(
        "Het antwoord dat GET /zaken op deze vraag geeft: dezelfde zaken in dezelfde volgorde. telling en meer kunnen "
        "preciezer zijn, omdat er onderweg meer bekend werd."
    )
    probleem: BronProbleem | None = veld(
        "Waarom er geen overzicht komt, zoals GET /zaken dat zou zeggen; bronnen is leeg als het niet aan bronnen ligt."
    )
