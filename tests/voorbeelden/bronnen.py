"""The bronnen and how they are doing."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mijnzaken_bff.contract.bronnen import Bronnen, BronToestand, Toestand
from tests.voorbeelden.stad import BRONNEN, MOMENT
from tests.voorbeelden.voorbeeld import Voorbeeld, van

_TOESTANDEN: Final = {
    "duinoord": Toestand.VERSTOORD,
    "duinoord-belastingen": Toestand.ONBETROUWBAAR,
    "heuvelrijk-bouwen": Toestand.ONDERHOUD,
    "waterdam": Toestand.BESCHIKBAAR,
}

VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    van(
        "bronnen/bronnen.json",
        "Elke toestand die een bron kan hebben; van één bron is nog niets gevraagd.",
        Bronnen(
            bronnen=[
                BronToestand(
                    id=bron.id,
                    naam=bron.naam,
                    onderwerp=bron.onderwerp,
                    organisatie=bron.organisatie.id,
                    toestand=_TOESTANDEN.get(bron.id, Toestand.BESCHIKBAAR),
                    sinds=MOMENT - timedelta(minutes=6) if bron.id in _TOESTANDEN else None,
                )
                for bron in BRONNEN.values()
                if bron.id in _TOESTANDEN or bron.id == "voorbeeldstad"
            ]
        ),
    ),
)
