"""The keys of one issuer, kept up to date."""

from __future__ import annotations

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.sleutelbron import sleutelbron_of
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.upstream.fetch import FetchJson


class Sleutelring(Onderdeel):
    """A store of keys that fetches them ahead for as long as somebody holds it."""

    def __init__(self, uitgever: Uitgever, *, fetch: FetchJson, clock: Clock, meter: Meter) -> None:
        super().__init__()
        self.uitgever = uitgever
        spawn = self.achtergrond.spawn
        self.store = KeyStore(uitgever, sleutelbron_of(uitgever, fetch=fetch), clock=clock, spawn=spawn, meter=meter)
        spawn(self.store.keep())
