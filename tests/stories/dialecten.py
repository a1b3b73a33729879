"""The dialects of the country: for each how a register speaks, and how its bron is configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, GATEWAY, ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.portaal import Toneel


@dataclass(frozen=True)
class Streektaal:
    """A dialect, and the configuration of a bron that speaks it."""

    dialect: Dialect
    bron: Mapping[str, Any] = field(default_factory=dict)
    calls_per_row: int = 0
    """What it costs to prove one zaak that is shown; 0 where rollen come along with the list."""

    def gemeente(self, toneel: Toneel, naam: str = "Gemeente Waterdam", rsin: str = "001117518") -> Gemeente:
        """A running gemeente that speaks it."""
        return toneel.gemeente(naam, rsin, dialect=self.dialect)


GET = {"bsnInUrl": "toegestaan"}

STREEKTALEN: Mapping[str, Streektaal] = {
    "open-zaak": Streektaal(OPEN_ZAAK),
    "gateway": Streektaal(GATEWAY),
    "zaken-1.6": Streektaal(ZAKEN_16, {"product": "generiek16"}),
    "zaken-1.6-velden": Streektaal(ZAKEN_16, {"product": "generiek16", "expand": "velden"}),
    "oneground": Streektaal(ONEGROUND, {"product": "oneGround"}, calls_per_row=1),
    "oneground-expand-aan": Streektaal(
        replace(ONEGROUND, expand_zoek="status,resultaat,rollen"), {"product": "oneGround"}
    ),
    "esuite": Streektaal(ESUITE, {"product": "esuite", **GET}, calls_per_row=2),
    "kale-lijsten": Streektaal(
        replace(OPEN_ZAAK, zoek_geweigerd=405, in_bladen=False),
        {"zoeken": "get", **GET, "vermogens": {"bladeren": "nummer", "paginagrootte": False}},
    ),
}
"""By name: four dialects beside that of Open Zaak, and variants that an operator can make of them."""
