"""A bron with everything needed to ask it: its APIs, its policy, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.fanout.bladeren import Bladeraar
from mijnzaken_bff.fanout.cursor import Plaats
from mijnzaken_bff.fanout.vertrouwen import Vertrouwen
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.zgw.besluiten_api import BesluitenApi
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.documenten_api import DocumentenApi
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zaak import Zaak
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag, zoekwijzen_for
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


@dataclass(frozen=True, slots=True, eq=False)
class Verbinding:
    """One bron that can be asked. Two of them are never equal, also when two tenants share a host."""

    bron: Bron
    profiel: Profiel
    gewoonten: Gewoonten = field(repr=False)
    zaken: ZakenApi = field(repr=False)
    delen: Zaakdelen = field(repr=False)
    stukken: Zaakstukken = field(repr=False)
    catalogus: Catalogus = field(repr=False)
    zichtbaarheid: Zichtbaarheid
    weergave: Weergave
    seconds: float
    """How long this bron may take for one question, all its calls together."""
    vertrouwen: Mapping[Zoekwijze, Vertrouwen] = field(default_factory=dict, repr=False)
    """The verdict on each way of searching that can be put to the test."""
    documenten: tuple[DocumentenApi, ...] = field(default=(), repr=False)
    besluiten: BesluitenApi | None = field(default=None, repr=False)
    most_late: int = 1
    """How many calls may go on after the time of this bron, once nobody waits for them any more."""

    def zoekwijzen(self, betrokkene: Betrokkene) -> tuple[Zoekwijze, ...]:
        """The ways in which this bron can look ``betrokkene`` up, in order; empty when it cannot."""
        return tuple(z for z in zoekwijzen_for(betrokkene, self.profiel) if self.gewoonten.takes(z))

    def trusts(self, zoekwijze: Zoekwijze) -> bool:
        """Whether it may be asked about people in this way. Without a test every answer is judged by itself."""
        vertrouwen = self.vertrouwen.get(zoekwijze)
        return vertrouwen is None or vertrouwen.trusted

    def verloren(self, zoekwijze: Zoekwijze) -> int:
        """How often trust in this way of searching was lost."""
        vertrouwen = self.vertrouwen.get(zoekwijze)
        return 0 if vertrouwen is None else vertrouwen.verloren

    def untrusted_since(self) -> datetime | None:
        """Since when some way of searching that it has is not trusted; None when all are."""
        known = [v.sinds for z, v in self.vertrouwen.items() if v.sinds is not None and self.gewoonten.takes(z)]
        return min(known, default=None)

    def api_of(self, document: str) -> int | None:
        """The number of the Documenten API that a link to a document belongs to; None when it belongs elsewhere."""
        return next((number for number, api in enumerate(self.documenten) if api.has(document)), None)

    def own(self, zaak: Zaak) -> Zaak:
        """``zaak`` without a hoofdzaak in another register: that has none of this bron's ids."""
        if zaak.hoofdzaak is None or self.zaken.rest_of(zaak.hoofdzaak) is not None:
            return zaak
        return zaak.model_copy(update={"hoofdzaak": None})

    def bladeraar(self, plaats: Plaats | None, aantal: int) -> Bladeraar:
        """The pages of one search for ``aantal`` rows, from ``plaats`` on."""
        return Bladeraar(
            plaats, aantal=aantal, by_key=self.profiel.bladeren == "sleutel", ordered=self.gewoonten.ordent()
        )

    def zoekvraag(
        self,
        betrokkene: Betrokkene,
        zoekwijze: Zoekwijze,
        *,
        lopend: bool | None = None,
        zaaknummer: str | None = None,
        tot_en_met: date | None = None,
        uuids: tuple[str, ...] = (),
    ) -> Zoekvraag:
        """The question for the zaken of ``betrokkene``, as far as the policy of this bron shows them."""
        return Zoekvraag(
            betrokkene=betrokkene,
            zoekwijze=zoekwijze,
            maximaal=self.zichtbaarheid.maximaal,
            lopend=lopend,
            zaaknummer=zaaknummer,
            tot_en_met=tot_en_met,
            rol=self.zichtbaarheid.rol,
            uuids=uuids,
        )
