"""What every configuration works with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from mijnzaken_bff.api.keuring import Keurder
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.domain.verwerking import VerwerkingSink
from mijnzaken_bff.fanout.kanarie import MOST_AT_ONCE, Wait
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.fetch import FetchJson
from mijnzaken_bff.upstream.pool import MakeTransport


@dataclass(frozen=True, slots=True)
class Gereedschap:
    """What every configuration works with, and none of them changes."""

    clock: Clock
    ticks: Callable[[], float]
    wait: Wait
    meter: Meter
    sink: VerwerkingSink
    tempo: Tempogrenzen
    downloads: Plaatsen
    stromen: Plaatsen
    make: MakeTransport
    ceiling: Bulkhead
    """The most that is asked of all bronnen together."""
    fetch: FetchJson
    """Fetches the keys of issuers."""
    keurder: Keurder | None = None
    """What inspects documents on their way."""
    bewaarplaats: Bewaarplaats | None = None
    """Where replicas share what is of nobody."""
    proeven: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))
    """The places for canaries of all bronnen together."""
