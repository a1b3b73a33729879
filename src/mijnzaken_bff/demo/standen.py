"""How a gemeente of the demo can be: healthy, or wrong in one of a few ways that a portal must be able to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mijnzaken_bff.demo.gemeente.fouten import Fault


@dataclass(frozen=True, slots=True)
class Stand:
    """One position of the switch. ``naam`` and ``uitleg`` are for who looks at the demo."""

    id: str
    naam: str
    uitleg: str
    fault: Fault


GEZOND: Final = Stand("gezond", "Gezond", "antwoordt gewoon", Fault())
TRAAG: Final = Stand(
    "traag",
    "Traag",
    "antwoordt pas na anderhalve seconde",
    Fault("traag", seconden=1.5, alleen="/zaken/", eindigt="/_zoek"),
)
FOUT: Final = Stand("fout", "Fout", "antwoordt met fout 500", Fault("500"))
ONBEREIKBAAR: Final = Stand("onbereikbaar", "Onbereikbaar", "verbreekt elke verbinding", Fault("breekt"))
DEELS: Final = Stand(
    "deels",
    "Deels",
    "stuurt in elke lijst één zaak mee die niet te lezen is",
    Fault("gedeeltelijk", alleen="/zaken/", eindigt="/_zoek", index=0, minstens=2),
)

STANDEN: Final = (GEZOND, TRAAG, FOUT, ONBEREIKBAAR, DEELS)
