"""The way to one bron: its connections, what was learned of it, and its catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.fanout.kanarie import Kanarie
from mijnzaken_bff.fanout.proefnummers import KanarieSettings
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vertrouwen import Vertrouwen
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.pool import MakeTransport, Pool
from mijnzaken_bff.upstream.settings import Service
from mijnzaken_bff.zgw.besluiten_api import BesluitenApi
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.catalogus import KEPT, Catalogus
from mijnzaken_bff.zgw.documenten_api import DocumentenApi
from mijnzaken_bff.zgw.gedeelde_catalogus import GedeeldeCatalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

MakeKanarie: TypeAlias = Callable[[Verbinding, Mapping[Zoekwijze, Betrokkene], KanarieSettings, Meter], Kanarie]
"""Makes the canary of a bron."""

_NOT_OF_THE_WAY: Final = ("naam", "organisatie", "onderwerp", "onderhoud", "zichtbaarheid", "fasen", "toon", "portaal")
"""Settings about what is told of a bron, and when it is asked: no connection was ever made by them.

Every other is taken to matter, so that a new setting costs a new connection rather than being overlooked.
"""


class Aansluiting(Onderdeel):
    """Made once for a bron, and used until a setting changes by which it was made.

    Raises ``OSError`` when a file with a certificate has gone since it was checked.
    """

    def __init__(
        self,
        settings: BronSettings,
        *,
        make: MakeTransport,
        ceiling: Bulkhead,
        bewaarplaats: Bewaarplaats | None,
        clock: Clock,
        ticks: Callable[[], float],
        meter: Meter,
    ) -> None:
        super().__init__(meter)
        self._made_by = _made_by(settings)
        self._proeven = settings.proefnummers.proeven((Zoekwijze.NP_BSN, *settings.profiel.bedrijven))
        self.vertrouwen = {zoekwijze: Vertrouwen() for zoekwijze in self._proeven}
        """The verdict on each way of searching that can be put to the test."""
        self.kanarie: Kanarie | None = None
        """What puts it to the test; None where that cannot be, or nobody asked for it yet."""
        self._pool = Pool(
            make,
            bron=settings.id,
            grens=settings.grens,
            limits=settings.limits,
            ceiling=ceiling,
            clock=clock,
            ticks=ticks,
            spawn=self.achtergrond.spawn,
            meter=self.meter,
        )
        profiel = settings.profiel
        self.gewoonten = Gewoonten(settings.id, profiel, clock)
        zaken = self._pool.register(settings.zaken, settings.toegang, settings.tls)
        self.zaken = ZakenApi(zaken, profiel, self.gewoonten)
        self.delen = Zaakdelen(zaken, profiel, self.gewoonten)
        self.stukken = Zaakstukken(zaken, profiel, self.gewoonten)
        self.documenten = tuple(
            self._documenten_api(settings, service, number) for number, service in enumerate(settings.documenten)
        )
        self.besluiten = None
        if settings.besluiten is not None:
            besluiten = self._pool.register(settings.besluiten, settings.toegang, settings.tls, api="besluiten")
            self.besluiten = BesluitenApi(besluiten)
        catalogi = CatalogiApi(
            self._pool.register(settings.catalogi, settings.toegang, settings.tls, api="catalogi", beside=True)
        )
        shared = None
        if bewaarplaats is not None:
            shared = GedeeldeCatalogus(bewaarplaats, settings.id, settings.catalogi.url, KEPT)
        spawn, seconds = self.achtergrond.spawn, settings.tijd.totaal
        self.catalogus = Catalogus(catalogi, spawn, clock, ticks=ticks, shared=shared, seconds=seconds)

    def _documenten_api(self, settings: BronSettings, service: Service, number: int) -> DocumentenApi:
        api = _numbered("documenten", number)
        register = self._pool.register(service, settings.toegang, settings.tls, api=api, inhoud=True)
        return DocumentenApi(register, self.gewoonten, number, sleutel=settings.profiel.documentsleutel)

    def fits(self, settings: BronSettings) -> bool:
        """Whether these settings would make the same."""
        return self._made_by == _made_by(settings)

    def put_to_the_test(
        self, make: MakeKanarie, verbinding: Verbinding, settings: KanarieSettings, toestanden: Toestanden
    ) -> None:
        """Let the canary go on as ``verbinding`` is set now, and begin where there is none."""
        if self.kanarie is not None:
            self.kanarie.goes_on(verbinding, settings, toestanden)
        elif self._proeven:
            self.kanarie = make(verbinding, self._proeven, settings, self.meter)
            self.achtergrond.spawn(self.kanarie.keep())

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


def _numbered(api: str, number: int) -> str:
    """What an API is called of which a bron may have several: the first one plainly, as most have but one."""
    return api if number == 0 else f"{api}-{number + 1}"


def _made_by(settings: BronSettings) -> BronSettings:
    """The settings, without those that do not matter to the way."""
    return settings.model_copy(update=dict.fromkeys(_NOT_OF_THE_WAY))
