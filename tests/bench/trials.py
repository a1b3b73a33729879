"""What is measured, and what the goal is. Source of the goals: ``DESIGN``, section 8."""

from __future__ import annotations

import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from tests.bench.clients import Search, aiohttp_floor, ask_all, transports
from tests.bench.country import Country, empties, latencies, running_country
from tests.bench.measure import in_turn, ratio, wall_of
from tests.bench.recording import Recordings, record
from tests.bench.service import AANTAL, Place, asked_for, running_service

SIZES: Final = (1, 5, 30, 100)
GOAL_FULL: Final = 2.5
GOAL_EMPTY: Final = 3.5
GOAL_WALL: Final = 25.0
GOAL_CALLS: Final = 1.0

Overzicht = Callable[[], Awaitable[ZaakOverzicht]]
Unit = Literal["x", "ms", "vragen"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number, and what it should be."""

    key: str
    what: str
    size: int
    value: float
    unit: Unit
    goal: float | None = None
    met: bool | None = None
    told: str = ""
    """What stands behind the number, in words."""
    raw: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """The registers of a bench, and how often each thing is measured."""

    country: Country
    search: Search
    rounds: int
    calls: int
    """About so many calls make one round, so that a round over one bron is not over before it is seen."""

    def times(self, size: int) -> int:
        """How often a round over ``size`` bronnen is repeated."""
        return max(1, self.calls // size)

    @asynccontextmanager
    async def asking(self, places: Sequence[Place], full: int) -> AsyncIterator[Overzicht]:
        """Asks a service that knows these bronnen and no other, its catalogue warm. ``full`` of them have zaken.

        A service of its own for every measurement: what is configured beside it must not weigh on it.
        """
        async with running_service(places) as service:
            overzicht = partial(service.overzicht, tuple(place.id for place in places))
            asked_for(await overzicht(), rows=AANTAL, read=AANTAL * full)
            yield overzicht


def progress(text: str) -> None:
    """Tell whoever waits what is being done."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


async def run(
    sizes: Sequence[int] = SIZES,
    *,
    rounds: int = 9,
    calls_a_round: int = 60,
    wall_rounds: int = 15,
    waits: tuple[float, ...] = latencies(30),
) -> list[Outcome]:
    """Everything, over these numbers of bronnen."""
    async with stage(sizes, rounds=rounds, calls_a_round=calls_a_round, waits=waits) as set_up:
        return [
            *[await calls(set_up, size) for size in sizes],
            *[await overzicht(set_up, size, "vol") for size in sizes],
            *[await overzicht(set_up, size, "leeg") for size in sizes if empties(size)],
            *[one for size in sizes for one in await side_by_side(set_up, size)],
            await slowest(set_up, wall_rounds),
        ]


@asynccontextmanager
async def stage(
    sizes: Sequence[int], *, rounds: int, calls_a_round: int, waits: tuple[float, ...]
) -> AsyncIterator[Stage]:
    """Registers and the service, running and warm."""
    progress("antwoorden opnemen bij gesimuleerde gemeenten")
    recordings = await record()
    progress(f"registers starten in andere processen: {_sizes_of(recordings)}")
    with running_country(recordings, max(sizes), waits) as country:
        yield Stage(country, Search(recordings.headers, recordings.body), rounds, calls_a_round)


def _sizes_of(recordings: Recordings) -> str:
    full = [size for name, size in recordings.sizes.items() if name.startswith("full")]
    return f"{AANTAL} zaken is {round(statistics.mean(full) / 1000)} kB"


async def calls(stage: Stage, size: int) -> Outcome:
    """How many calls a first page takes with a warm catalogue, counted by the registers."""
    places = stage.country.everywhere(size)
    async with stage.asking(places, size) as asked:
        stage.country.servers.reset()
        await asked()
        counts = stage.country.counts(places)
    each = [float(count.searches + count.others) for count in counts]
    return Outcome(
        "vragen",
        "vragen per bron voor een eerste bladzijde",
        size,
        statistics.mean(each),
        "vragen",
        GOAL_CALLS,
        met=all(count.searches == 1 and count.others == 0 for count in counts),
        told=f"minst {min(each):.0f}, meest {max(each):.0f}",
        raw={"per_bron": each},
    )


async def overzicht(stage: Stage, size: int, kind: Literal["vol", "leeg"]) -> Outcome:
    """CPU of an overzicht without cache, against aiohttp and ``json.loads`` of the very same answers."""
    full = kind == "vol"
    progress(f"overzicht over {size} bronnen, {'elk 20 zaken' if full else 'de meeste zonder zaken'}")
    places = stage.country.everywhere(size) if full else stage.country.mostly_nothing(size)
    bases = [place.basis for place in places]
    having = size if full else size - empties(size)
    async with stage.asking(places, having) as asked, aiohttp_floor(stage.search) as floor:
        taken = await in_turn(
            {"dienst": asked, "vloer": partial(ask_all, floor.parsed, bases)},
            rounds=stage.rounds,
            times=stage.times(size),
        )
    goal = GOAL_FULL if full else GOAL_EMPTY
    value = ratio(taken["dienst"], taken["vloer"])
    without = "" if full else f", {empties(size)} zonder"
    return Outcome(
        f"overzicht_{kind}",
        f"CPU van een overzicht, {'elke bron 20 zaken' if full else 'de meeste bronnen zonder zaken'}",
        size,
        value,
        "x",
        goal,
        met=value <= goal,
        told=f"{_us(taken['dienst'], size)} tegen {_us(taken['vloer'], size)} µs per bron{without}",
        raw=taken,
    )


async def side_by_side(stage: Stage, size: int) -> list[Outcome]:
    """The same searches over every transport, body read and not parsed, against aiohttp itself."""
    progress(f"transporten naast elkaar, {size} bronnen")
    bases = [place.basis for place in stage.country.everywhere(size)]
    async with transports(stage.search, bases) as clients:
        taken = await in_turn(
            {name: partial(ask_all, client.ask, bases) for name, client in clients.items()},
            rounds=stage.rounds,
            times=stage.times(size),
        )
    floor = taken.pop("aiohttp")
    return [
        Outcome(
            f"transport_{name}",
            f"CPU van één vraag over {name}",
            size,
            ratio(seconds, floor),
            "x",
            told=f"{_us(seconds, size)} tegen {_us(floor, size)} µs per vraag",
            raw={name: seconds, "vloer": floor},
        )
        for name, seconds in taken.items()
    ]


async def slowest(stage: Stage, rounds: int) -> Outcome:
    """How much longer an overzicht takes than its slowest bron does by itself, on the clock.

    The median decides. Whatever else runs on the machine is in it, so the quickest round is told beside it.
    """
    places = stage.country.slow
    progress(f"wandtijd over {len(places)} trage bronnen")
    last = places[-1].basis
    whole: list[float] = []
    alone: list[float] = []
    async with stage.asking(places, len(places)) as asked, aiohttp_floor(stage.search) as floor:
        await floor.ask(last)
        for _ in range(rounds):
            whole.append(await wall_of(asked))
            alone.append(await wall_of(partial(floor.ask, last)))
    over = (statistics.median(whole) - statistics.median(alone)) * 1000
    best = (min(whole) - min(alone)) * 1000
    both = f"{statistics.median(whole) * 1000:.1f} tegen {statistics.median(alone) * 1000:.1f} ms"
    waits = stage.country.latencies
    return Outcome(
        "wandtijd",
        f"langer dan de traagste bron ({waits[0] * 1000:.0f}-{waits[-1] * 1000:.0f} ms)",
        len(places),
        over,
        "ms",
        GOAL_WALL,
        met=over <= GOAL_WALL,
        told=f"{both}; snelste {best:.1f} ms",
        raw={"overzicht": whole, "traagste": alone},
    )


def _us(seconds: Sequence[float], size: int) -> str:
    return f"{statistics.median(seconds) / size * 1e6:.0f}"
