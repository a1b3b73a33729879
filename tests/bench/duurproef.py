"""Half of what the service can take, for long, while registers fail and recover: does anything grow that should not?"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import aiohttp

from tests.bench.belasting import LEFT, Asked, Load, askers
from tests.bench.recording import Recordings
from tests.bench.server import HANGS, Behaviour, Fault
from tests.bench.stad import Stad, open_stad
from tests.bench.stage import progress

BRONNEN: Final = 8
MEMORY: Final = {"vers": "2s", "bijStoring": "20s"}
"""Short: people are forgotten and remembered all the time."""
KANARIE: Final = {"elke": 5.0, "bijFout": 0.5}
BREKER: Final = {"wacht": 0.3, "hoogstens": 0.6}
"""Short too: with the usual minutes most faults would come and go unseen."""
BUDGET: Final = 1.0
"""Seconds that a bron may take."""
SLOW: Final = 0.6
_LEAVES: Final = 10
"""Every tenth does not wait for the answer."""
_TASKS: Final = "mijnzaken_taken "

GOOD: Final = Behaviour()
FAULTS: Final = (
    Behaviour(HANGS),
    Behaviour(fault=Fault.ERROR),
    Behaviour(fault=Fault.RESET),
    Behaviour(SLOW),
    Behaviour(fault=Fault.FLAPS),
    Behaviour(fault=Fault.HTML),
)


@dataclass(frozen=True, slots=True)
class Soak:
    """How long, with how many people, and what may grow by how much."""

    seconds: float = 600.0
    fault_seconds: float = 8.0
    """So long a fault lasts, and so long all registers are well after it."""
    every: float = 2.0
    """So often somebody looks, in seconds."""
    people: int = 400
    share: float = 0.5
    """How much is asked, of what the service can take."""
    capacity_seconds: float = 5.0
    rest: float = 20.0
    """Seconds of rest at the end: longer than an idle connection is kept."""
    memory: float = 15.0
    """Megabytes by which the second half may be above the first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the process looked like at one moment."""

    at: float
    memory: float
    """In megabytes."""
    tasks: float
    files: float
    sockets: float
    fault: bool
    """Whether a register was failing then."""


MEASURES: Final[dict[str, Callable[[Seen], float]]] = {
    "geheugen (MB)": lambda seen: seen.memory,
    "taken": lambda seen: seen.tasks,
    "bestanden": lambda seen: seen.files,
    "sockets": lambda seen: seen.sockets,
}
_BESIDE: Final = 3.0
"""How many tasks and files there may be more at rest than at the start: who looks has a connection too."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was looked at: what it was, what it became, and whether that is well."""

    what: str
    before: float
    after: float
    most: float
    """What ``after`` may be at most."""

    @property
    def well(self) -> bool:
        """Whether it did not grow."""
        return self.after <= self.most


@dataclass(slots=True)
class Soaked:
    """What came of it."""

    per_second: float
    rest: Seen
    """Before anybody asked much."""
    seen: list[Seen] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    rested: Seen | None = None
    """After everybody had gone."""

    def statuses(self) -> dict[int, int]:
        """How many answers there were of each status."""
        found = [one.status for one in self.asked]
        return {status: found.count(status) for status in sorted(set(found))}

    def verdicts(self, plan: Soak) -> list[Verdict]:
        """What grew and what did not."""
        warm = self.seen[len(self.seen) // 5 :]
        first, last = warm[: len(warm) // 2], warm[len(warm) // 2 :]
        before, after = (statistics.median(seen.memory for seen in half) for half in (first, last))
        found = [Verdict("geheugen (MB), tweede helft tegen eerste", before, after, before + plan.memory)]
        if self.rested is not None:
            # Tasks, files and sockets come and go in bursts, with the faults: what stays is seen once nobody asks.
            kept = 0 if plan.rest > 16 else BRONNEN * 5  # idle connections, where the rest was too short to close them
            for what, more in (("taken", 0), ("bestanden", kept), ("sockets", kept)):
                before, after = MEASURES[what](self.rest), MEASURES[what](self.rested)
                found.append(Verdict(f"{what}, na afloop in rust", before, after, before + more + _BESIDE))
        odd = sum(count for status, count in self.statuses().items() if status not in (LEFT, 200, 502, 503))
        whole = sum(one.whole for one in self.asked)
        found.append(Verdict("antwoorden met een andere status dan 200, 502 of 503", 0, odd, 0))
        found.append(Verdict("onvolledige antwoorden, van elke honderd", 0, 100 - 100 * whole / len(self.asked), 90))
        return found


async def soaked(recordings: Recordings, plan: Soak) -> Soaked:
    """Run it."""
    async with (
        askers() as pour,
        open_stad(
            recordings,
            bronnen=BRONNEN,
            inwoners=plan.people,
            geheugen=MEMORY,
            seconds=BUDGET,
            kanarie=KANARIE,
            breker=BREKER,
        ) as stad,
        aiohttp.ClientSession() as session,
    ):
        await pour(Load(stad.url, stad.tokens[:20], at_once=4, each=1))
        rest = await _look(stad, session, 0.0, fault=False)
        whole = await pour(Load(stad.url, stad.tokens, plan.capacity_seconds, at_once=8))
        soak = Soaked(plan.share * len(whole) / plan.capacity_seconds, rest)
        progress(f"{plan.seconds / 60:g} minuten lang {soak.per_second:.0f} vragen per seconde")
        load = Load(stad.url, stad.tokens, plan.seconds, per_second=soak.per_second, leaves=_LEAVES)
        pouring = asyncio.create_task(pour(load))
        try:
            await _watched(stad, session, plan, soak)
            soak.asked = await pouring
        finally:
            pouring.cancel()
        stad.servers.behave([GOOD] * BRONNEN)
        await asyncio.sleep(plan.rest)
        soak.rested = await _look(stad, session, plan.seconds + plan.rest, fault=False)
        return soak


async def _watched(stad: Stad, session: aiohttp.ClientSession, plan: Soak, soak: Soaked) -> None:
    """Switch faults on and off, in turn at each register, and look every so often."""
    begin = time.perf_counter()
    turns = _turns()
    fault, until = False, 0.0
    while (at := time.perf_counter() - begin) < plan.seconds:
        if at >= until:
            fault, until = not fault, at + plan.fault_seconds
            stad.servers.behave(next(turns))
        soak.seen.append(await _look(stad, session, at, fault=fault))
        await asyncio.sleep(plan.every)


def _turns() -> Iterator[list[Behaviour]]:
    """How all registers behave, one after the other: two with a fault, then all well, then the next two, and so on."""
    for number in count():
        behaviours = [GOOD] * BRONNEN
        for beside in range(2):
            behaviours[(2 * number + beside) % BRONNEN] = FAULTS[(number + beside) % len(FAULTS)]
        yield behaviours
        yield [GOOD] * BRONNEN


async def _look(stad: Stad, session: aiohttp.ClientSession, at: float, *, fault: bool) -> Seen:
    async with session.get(f"{stad.dienst.beheer}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    tasks = next(float(line.removeprefix(_TASKS)) for line in lines if line.startswith(_TASKS))
    files, sockets = stad.dienst.process.files()
    return Seen(at, stad.dienst.process.memory / 1e6, tasks, files, sockets, fault)


def told(soak: Soaked, verdicts: Sequence[Verdict]) -> str:
    """The verdict, as one reads it in Dutch."""
    names = {LEFT: "weggelopen"}
    statuses = ", ".join(f"{names.get(status, status)}: {count}" for status, count in soak.statuses().items())
    rows = [
        f"{'goed' if one.well else 'FOUT':<5} {one.what}: {one.before:.1f} -> {one.after:.1f}, hoogstens {one.most:.1f}"
        for one in verdicts
    ]
    return "\n".join([f"{len(soak.asked)} vragen, {soak.per_second:.0f} per seconde ({statuses})", *rows, ""])
