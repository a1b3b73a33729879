"""A bron with everything needed to ask it: its APIs, its policy, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, field

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import zoekwijzen_for
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


@dataclass(frozen=True, slots=True, eq=False)
class Verbinding:
    """One bron that can be asked. Two of them are never equal, also when two tenants share a host."""

    bron: Bron
    profiel: Profiel
    gewoonten: Gewoonten = field(repr=False)
    zaken: ZakenApi = field(repr=False)
    delen: Zaakdelen = field(repr=False)
    catalogus: Catalogus = field(repr=False)
    zichtbaarheid: Zichtbaarheid
    weergave: Weergave
    seconds: float
    """How long this bron may take for one question, all its calls together."""
    most_late: int = 1
    """How many questions may go on in the background once nobody waits for them any more."""

    def zoekwijzen(self, betrokkene: Betrokkene) -> tuple[Zoekwijze, ...]:
        """The ways in which this bron can look ``betrokkene`` up, in order; empty when it cannot."""
        return tuple(z for z in zoekwijzen_for(betrokkene, self.profiel) if self.gewoonten.takes(z))
