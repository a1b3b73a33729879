"""The keys of one issuer, kept up to date."""

from __future__ import annotations

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter, Stand
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats
from mijnzaken_bff.identity.gedeelde_sleutels import GedeeldeSleutels
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.sleutelbron import sleutelbron_of
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.upstream.fetch import FetchJson


class Sleutelring(Onderdeel):
    """A store of keys that fetches them ahead for as long as somebody holds it."""

    def __init__(
        self,
        uitgever: Uitgever,
        *,
        fetch: FetchJson,
        bewaarplaats: Bewaarplaats | None,
        clock: Clock,
        meter: Meter,
    ) -> None:
        super().__init__(meter)
        self.uitgever = uitgever
        spawn = self.achtergrond.spawn
        bron = sleutelbron_of(uitgever, fetch)
        if bewaarplaats is not None and uitgever.sleutels.bestand is None:
            # Those in a file are on this machine already: they are not shared.
            bron = GedeeldeSleutels(uitgever, bron, bewaarplaats, clock)
        self.store = KeyStore(uitgever, bron, clock=clock, spawn=spawn, meter=self.meter)
        self.meter.watch(Stand.SLEUTELS_LEEFTIJD, self.store.age, uitgever=uitgever.id)
        spawn(self.store.keep())
