"""The way to one bron: its connections, what was learned of it, and its catalogue."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.settings.model import BronSettings
from mijnzaken_bff.upstream.pool import MakeTransport, Pool
from mijnzaken_bff.upstream.register import Limits
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaken_api import ZakenApi

_NOT_OF_THE_WAY: Final = ("naam", "organisatie", "onderwerp", "onderhoud", "zichtbaarheid", "fasen", "toon", "portaal")
"""Settings about what is told of a bron, and when it is asked: no connection was ever made by them.

Every other is taken to matter, so that a new setting costs a new connection rather than being overlooked.
"""


class Aansluiting(Onderdeel):
    """Made once for a bron, and used until a setting changes by which it was made.

    Raises ``OSError`` when a file with a certificate has gone since it was checked.
    """

    def __init__(self, settings: BronSettings, *, make: MakeTransport, clock: Clock) -> None:
        super().__init__()
        self._made_by = _made_by(settings)
        self._pool = Pool(
            make,
            bron=settings.id,
            at_once=settings.gelijktijdig,
            limits=Limits(connect_seconds=settings.tijd.verbinden, read_seconds=settings.tijd.lezen),
            clock=clock,
            spawn=self.achtergrond.spawn,
        )
        profiel = settings.profiel
        self.gewoonten = Gewoonten(settings.id, profiel, clock)
        zaken = self._pool.register(settings.zaken, settings.toegang, settings.tls)
        self.zaken = ZakenApi(zaken, profiel, self.gewoonten)
        self.delen = Zaakdelen(zaken, profiel, self.gewoonten)
        catalogi = CatalogiApi(self._pool.register(settings.catalogi, settings.toegang, settings.tls, beside=True))
        self.catalogus = Catalogus(catalogi, self.achtergrond.spawn, clock, seconds=settings.tijd.totaal)

    def fits(self, settings: BronSettings) -> bool:
        """Whether these settings would make the same."""
        return self._made_by == _made_by(settings)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


def _made_by(settings: BronSettings) -> BronSettings:
    """The settings, without those that do not matter to the way."""
    return settings.model_copy(update=dict.fromkeys(_NOT_OF_THE_WAY))
