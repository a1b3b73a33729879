"""What an overzicht costs that is remembered: requests each second, and memory."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import aiohttp

from tests.bench.belasting import Asked, Load, Pour, askers
from tests.bench.dienstproces import Process, started
from tests.bench.outcome import Outcome, Part
from tests.bench.plan import Plan
from tests.bench.recording import Recordings
from tests.bench.stad import Stad, open_stad
from tests.bench.stage import progress
from tests.processen import free_ports

GOAL_REMEMBERED: Final = 0.6
GOAL_MEMORY: Final = 100.0
LONG: Final = {"vers": "10m", "bijStoring": "10m"}
"""Nothing that is remembered grows old as long as it is measured."""
_AT_ONCE: Final = 16
"""Enough to keep one processor at work, and not so many that they wait for each other."""


async def remembered(recordings: Recordings, plan: Plan) -> list[Outcome]:
    """Everything about what is remembered."""
    progress(f"een overzicht uit het geheugen, {plan.load_rounds} keer {plan.load_seconds:g} s tegen een kale route")
    async with askers() as pour:
        async with open_stad(recordings, bronnen=1, inwoners=1, geheugen=LONG) as stad:
            quick = await _quick(stad, recordings, pour, plan)
        progress(f"het geheugen met {plan.people} mensen")
        room = partial(open_stad, recordings, bronnen=1, inwoners=plan.people + 1, geheugen=LONG)
        async with room() as stad:
            outcomes = [quick, await _room(stad, pour, "geheugen", "RSS", lambda: stad.dienst.process.memory)]
        async with room(traced=True) as stad:
            return [*outcomes, await _room(stad, pour, "geheugen_python", "tracemalloc", stad.dienst.process.traced)]


async def _quick(stad: Stad, recordings: Recordings, pour: Pour, plan: Plan) -> Outcome:
    """Requests each second against those of a bare route, both asked by the same callers, in turn."""
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {stad.tokens[0]}"}) as session,
        session.get(stad.url) as answer,
    ):
        text = await answer.text()
    rates: dict[str, list[float]] = {"dienst": [], "kaal": []}
    costs: dict[str, list[float]] = {"dienst": [], "kaal": []}
    async with _bare(text, stad, recordings) as (url, bare):
        sides = {"dienst": (stad.url, stad.dienst.process), "kaal": (url, bare)}
        asked_before = stad.searches
        for number in range(plan.load_rounds):
            for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
                where, process = sides[name]
                begin = process.cpu
                told = await pour(Load(where, stad.tokens, plan.load_seconds, at_once=_AT_ONCE))
                _only_good(told)
                rates[name].append(len(told) / max(one.at + one.seconds for one in told))
                costs[name].append((process.cpu - begin) / len(told))
        if stad.searches != asked_before:
            raise RuntimeError("not what was meant to be measured: the bron was asked")
    middle = {name: statistics.median(of_side) for name, of_side in rates.items()}
    cpu = {name: statistics.median(of_side) * 1e6 for name, of_side in costs.items()}
    return Outcome(
        "onthouden",
        "verzoeken per seconde uit het geheugen, tegen een kale route",
        1,
        statistics.median(ours / other for ours, other in zip(rates["dienst"], rates["kaal"], strict=True)),
        "x",
        Part.ONTHOUDEN,
        goal=GOAL_REMEMBERED,
        at_least=True,
        told=f"{middle['dienst']:.0f} tegen {middle['kaal']:.0f} per seconde, {cpu['dienst']:.0f} tegen"
        f" {cpu['kaal']:.0f} µs CPU; {len(text.encode()) / 1000:.1f} kB",
        raw={**rates, **{f"cpu_{name}": of_side for name, of_side in costs.items()}},
    )


@asynccontextmanager
async def _bare(answer: str, stad: Stad, recordings: Recordings) -> AsyncIterator[tuple[str, Process]]:
    """A bare route that gives this answer: where, and its process."""
    (port,) = free_ports(1)
    told = {
        "poort": port,
        "jwks": recordings.uitgever.jwks(),
        "issuer": stad.places[0].basis,
        "antwoord": answer,
    }
    adres = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kaal.json"
        path.write_text(json.dumps(told), encoding="utf-8")
        async with started([sys.executable, "-m", "tests.bench.kaal", str(path)], f"{adres}/klaar") as process:
            yield f"{adres}/v1/zaken", process


async def _room(stad: Stad, pour: Pour, key: str, how: str, read: Callable[[], int]) -> Outcome:
    """How much more memory the process has with so many people remembered than with one."""
    first, *others = stad.tokens
    await _everybody(pour, stad, [first])
    idle = read()
    await _everybody(pour, stad, others)
    asked = stad.searches
    await _everybody(pour, stad, others)
    if stad.searches != asked:
        raise RuntimeError(f"not what was meant to be measured: {stad.searches - asked} were not remembered")
    more = (read() - idle) / 1e6
    return Outcome(
        key,
        f"geheugen erbij met zoveel mensen met 20 zaken ({how})",
        len(others),
        more,
        "MB",
        Part.MENSEN,
        goal=GOAL_MEMORY,
        told=f"in rust {idle / 1e6:.0f} MB",
        raw={"erbij": [more]},
    )


async def _everybody(pour: Pour, stad: Stad, tokens: list[str]) -> None:
    """Let each of them ask once, a few at a time."""
    _only_good(await pour(Load(stad.url, tokens, at_once=_AT_ONCE, each=1)))


def _only_good(told: list[Asked]) -> None:
    if not told or not all(one.whole for one in told):
        raise RuntimeError(f"not what was meant to be measured: {sorted({one.status for one in told})}")
