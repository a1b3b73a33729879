"""What stands ready before anything is measured: registers in other processes, and a service on some of them."""

from __future__ import annotations

import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.upstream.pool import MakeTransport
from tests.bench.clients import Search
from tests.bench.country import Country, running_country
from tests.bench.plan import Plan
from tests.bench.recording import Recordings, record
from tests.bench.service import AANTAL, Place, asked_for, running_service

Overzicht = Callable[[], Awaitable[ZaakOverzicht]]

WARMED_AT_ONCE: Final = 20
"""So many bronnen read their catalogue together: all of them at once would not be done within a short deadline."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The registers of a bench, what they were recorded from, and the plan."""

    plan: Plan
    country: Country
    recordings: Recordings

    @property
    def search(self) -> Search:
        """What the service sends, and so what everything else sends."""
        return Search(self.recordings.headers, self.recordings.body)

    @asynccontextmanager
    async def asking(
        self,
        places: Sequence[Place],
        full: int,
        *,
        seconds: float = 30.0,
        make_transport: MakeTransport | None = None,
    ) -> AsyncIterator[Overzicht]:
        """Asks a service that knows these bronnen and no other, its catalogue warm. ``full`` of them have zaken.

        A service of its own for every measurement: what is configured beside it must not weigh on it.
        """
        async with running_service(places, seconds=seconds, make_transport=make_transport) as service:
            ids = tuple(place.id for place in places)
            for first in range(0, len(ids), WARMED_AT_ONCE):
                await service.overzicht(ids[first : first + WARMED_AT_ONCE])
            overzicht = partial(service.overzicht, ids)
            asked_for(await overzicht(), rows=AANTAL, read=AANTAL * full)
            yield overzicht


def progress(text: str) -> None:
    """Tell whoever waits what is being done."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


@asynccontextmanager
async def stage(plan: Plan) -> AsyncIterator[Stage]:
    """Registers and recordings for ``plan``, running and warm."""
    progress("antwoorden opnemen bij gesimuleerde gemeenten")
    recordings = await record()
    progress(f"registers starten in andere processen: {_sizes_of(recordings)}")
    with running_country(recordings, plan.most_bronnen) as country:
        yield Stage(plan, country, recordings)


def _sizes_of(recordings: Recordings) -> str:
    full = [size for name, size in recordings.sizes.items() if name.startswith("full")]
    return f"{AANTAL} zaken is {round(statistics.mean(full) / 1000)} kB"
