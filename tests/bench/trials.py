"""What is measured in work, and what the goal is. Source of the goals: ``DESIGN``, section 8."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Final, Literal

from tests.bench.clients import FLOOR, aiohttp_floor, ask_all, carriers, transports
from tests.bench.clock import hanging, slowest
from tests.bench.country import GEMEENTEN, empties
from tests.bench.deur import door
from tests.bench.dossier import dossier
from tests.bench.measure import Work, in_turn, ratio
from tests.bench.onthouden import remembered
from tests.bench.outcome import Outcome, Part
from tests.bench.overbelasting import overload
from tests.bench.plan import WHOLE, Plan
from tests.bench.recording import FULL
from tests.bench.register_time import CATALOGUE, charged, expanded_in, plain
from tests.bench.server import SEARCH
from tests.bench.service import Place, running_service
from tests.bench.stage import WARMED_AT_ONCE, Stage, progress, stage

GOAL_FULL: Final = 2.5
GOAL_EMPTY: Final = 3.5
GOAL_CALLS: Final = 1.0
GOAL_REGISTER: Final = 10.0

Kind = Literal["vol", "leeg"]
_KIND: Final[Mapping[Kind, str]] = {"vol": "elke bron 20 zaken", "leeg": "de meeste bronnen zonder zaken"}


async def run(plan: Plan = WHOLE) -> list[Outcome]:
    """Everything in ``plan``."""
    async with stage(plan) as set_up:
        biggest = max(plan.sizes)
        return [
            *[await calls(set_up, size) for size in plan.sizes],
            *[await overzicht(set_up, size, "vol") for size in plan.sizes],
            *[await overzicht(set_up, size, "leeg") for size in plan.sizes if empties(size)],
            *[await streamed(set_up, size, "vol") for size in plan.sizes],
            *[await streamed(set_up, size, "leeg") for size in plan.sizes if empties(size)],
            *[await slowest(set_up, size) for size in plan.clock_sizes],
            *register_time(set_up),
            *[one for size in plan.sizes for one in await side_by_side(set_up, size)],
            *await carried(set_up, biggest, "vol"),
            *await carried(set_up, biggest, "leeg"),
            *[await hanging(set_up, number) for number in plan.hanging],
            *await door(plan),
            *await dossier(plan),
            *await remembered(set_up.recordings, plan),
            *await overload(set_up.recordings, plan),
        ]


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
        "vragen per bron voor een eerste bladzijde, het meeste",
        size,
        max(each),
        "vragen",
        goal=GOAL_CALLS,
        told=f"minst {min(each):.0f}, meest {max(each):.0f}",
        raw={"per_bron": each},
    )


async def overzicht(stage: Stage, size: int, kind: Kind) -> Outcome:
    """CPU of an overzicht without cache, against aiohttp and ``json.loads`` of the very same answers."""
    progress(f"overzicht over {size} bronnen, {_KIND[kind]}")
    places, having = _places(stage, size, kind)
    bases = [place.basis for place in places]
    async with stage.asking(places, having) as asked, aiohttp_floor(stage.search) as floor:
        taken = await _in_turn(stage, size, {"dienst": asked, "vloer": partial(ask_all, floor.parsed, bases)})
    return Outcome(
        f"overzicht_{kind}",
        f"CPU tegen de vloer, {_KIND[kind]}",
        size,
        ratio(taken["dienst"], taken["vloer"]),
        "x",
        goal=GOAL_FULL if kind == "vol" else GOAL_EMPTY,
        judged=size == GEMEENTEN,
        told=f"{_us(taken['dienst'], size)} tegen {_us(taken['vloer'], size)} µs per bron; {having} met zaken",
        raw=taken,
    )


async def streamed(stage: Stage, size: int, kind: Kind) -> Outcome:
    """CPU of a stream against that of the list, the JSON of both written out: what it costs to tell on the way."""
    progress(f"stroom over {size} bronnen, {_KIND[kind]}")
    places, having = _places(stage, size, kind)
    ids = tuple(place.id for place in places)
    async with running_service(places) as service:
        stream, listed = partial(service.stream_bytes, ids), partial(service.list_bytes, ids)
        for first in range(0, size, WARMED_AT_ONCE):
            await service.overzicht(ids[first : first + WARMED_AT_ONCE])
        taken = await _in_turn(stage, size, {"stroom": stream, "lijst": listed})
        told = f"{await stream() / 1000:.0f} tegen {await listed() / 1000:.0f} kB; {having} met zaken"
    return Outcome(
        f"stroom_{kind}",
        f"CPU van een stroom tegen de lijst, {_KIND[kind]}",
        size,
        ratio(taken["stroom"], taken["lijst"]),
        "x",
        told=told,
        raw=taken,
    )


async def side_by_side(stage: Stage, size: int) -> list[Outcome]:
    """The same searches over every transport, body read and not parsed, against aiohttp itself."""
    progress(f"transporten naast elkaar, {size} bronnen")
    bases = [place.basis for place in stage.country.everywhere(size)]
    async with transports(stage.search, bases) as clients:
        taken = await _in_turn(
            stage, size, {name: partial(ask_all, client.ask, bases) for name, client in clients.items()}
        )
    floor = taken.pop(FLOOR)
    return [
        Outcome(
            f"transport_{name}",
            name,
            size,
            ratio(seconds, floor),
            "x",
            Part.TRANSPORT,
            told=f"{_us(seconds, size)} tegen {_us(floor, size)} µs per vraag",
            raw={name: seconds, "vloer": floor},
        )
        for name, seconds in taken.items()
    ]


async def carried(stage: Stage, size: int, kind: Kind) -> list[Outcome]:
    """CPU of the same overzicht by services that differ in their transport only, all in one process."""
    progress(f"overzicht over elk transport, {size} bronnen, {_KIND[kind]}")
    places, having = _places(stage, size, kind)
    async with AsyncExitStack() as stack:
        floor = await stack.enter_async_context(aiohttp_floor(stage.search))
        candidates: dict[str, Work] = {
            name: await stack.enter_async_context(stage.asking(places, having, make_transport=make))
            for name, make in carriers().items()
        }
        candidates[FLOOR] = partial(ask_all, floor.parsed, [place.basis for place in places])
        taken = await _in_turn(stage, size, candidates)
    least = taken.pop(FLOOR)
    return [
        Outcome(
            f"overzicht_{kind}_{name}",
            f"{name}, {_KIND[kind]}",
            size,
            ratio(seconds, least),
            "x",
            Part.CARRIED,
            told=f"{_us(seconds, size)} tegen {_us(least, size)} µs per bron",
            raw={name: seconds, "vloer": least},
        )
        for name, seconds in taken.items()
    ]


def register_time(stage: Stage) -> list[Outcome]:
    """How long a register works on what the service really sent, against the same page with nothing expanded."""
    page = json.loads(stage.recordings.by_name[FULL[0]][SEARCH].body)["results"]
    expand = expanded_in(stage.recordings.body)
    least = plain(len(page))
    ours = charged(page, expand)
    whole = charged(page, dict.fromkeys((*expand, *CATALOGUE)))
    rollen = sum(len(zaak["rollen"]) for zaak in page)
    return [
        Outcome(
            "registertijd",
            "tijd in het register tegen de kale bladzijde, berekend",
            1,
            ours / least,
            "x",
            goal=GOAL_REGISTER,
            told=f"{ours:.0f} tegen {least:.0f} ms; {len(page)} zaken met {rollen} rollen, expand {', '.join(expand)}",
        ),
        Outcome(
            "registertijd_catalogus",
            "hetzelfde met de catalogus erbij in expand",
            1,
            whole / least,
            "x",
            told=f"{whole:.0f} tegen {least:.0f} ms; zo vraagt de dienst het niet",
        ),
    ]


def _places(stage: Stage, size: int, kind: Kind) -> tuple[Sequence[Place], int]:
    """So many bronnen, and how many of them have zaken."""
    if kind == "vol":
        return stage.country.everywhere(size), size
    return stage.country.mostly_nothing(size), size - empties(size)


async def _in_turn(stage: Stage, size: int, candidates: Mapping[str, Work]) -> dict[str, list[float]]:
    return await in_turn(candidates, rounds=stage.plan.rounds, times=stage.plan.times(size))


def _us(seconds: Sequence[float], size: int) -> str:
    return f"{statistics.median(seconds) / size * 1e6:.0f}"
