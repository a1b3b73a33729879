"""What is measured on the clock: whatever else runs on the machine is in it."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import Final

from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from tests.bench.clients import aiohttp_floor
from tests.bench.country import latencies
from tests.bench.measure import wall_of
from tests.bench.outcome import Outcome, Part
from tests.bench.server import HANGS
from tests.bench.service import AANTAL
from tests.bench.stage import Stage, progress

GOAL_WALL: Final = 25.0
GOAL_WALL_AT: Final = 30
GOAL_HANGING: Final = 100.0


async def slowest(stage: Stage, size: int) -> Outcome:
    """How much longer an overzicht takes than its slowest bron does by itself.

    The median decides, and the quickest round is told beside it.
    """
    plan = stage.plan
    progress(f"wandtijd over {size} trage bronnen")
    places = stage.country.everywhere(size)
    waits = latencies(size, plan.least, plan.most)
    last = places[-1].basis
    whole: list[float] = []
    alone: list[float] = []
    async with stage.asking(places, size) as asked, aiohttp_floor(stage.search) as floor:
        with stage.country.waiting(places, waits):
            await floor.ask(last)
            for _ in range(plan.clock_rounds):
                whole.append(await wall_of(asked))
                alone.append(await wall_of(partial(floor.ask, last)))
    best = (min(whole) - min(alone)) * 1000
    both = f"{statistics.median(whole) * 1000:.1f} tegen {statistics.median(alone) * 1000:.1f} ms"
    return Outcome(
        "wandtijd",
        f"wandtijd boven de traagste bron ({plan.least * 1000:.0f}-{plan.most * 1000:.0f} ms)",
        size,
        (statistics.median(whole) - statistics.median(alone)) * 1000,
        "ms",
        goal=GOAL_WALL,
        judged=size == GOAL_WALL_AT,
        told=f"{both}; snelste {best:.1f} ms",
        raw={"overzicht": whole, "traagste": alone},
    )


async def hanging(stage: Stage, number: int) -> Outcome:
    """How long after the deadline of its bronnen an overzicht comes, when so many never answer.

    Every round other bronnen hang: a service may learn whom not to ask again. The median decides.
    """
    plan = stage.plan
    places = stage.country.everywhere(plan.most_bronnen)
    progress(f"{number} hangende bronnen van {len(places)}, {plan.hanging_rounds} keer {plan.deadline:g} s")
    taken: list[float] = []
    async with stage.asking(places, len(places), seconds=plan.deadline) as asked:
        for turn in range(plan.hanging_rounds):
            others = [places[(turn * number + place) % len(places)] for place in range(number)]
            with stage.country.waiting(others, [HANGS] * number):
                begin = time.perf_counter()
                answer = await asked()
                taken.append(time.perf_counter() - begin)
            _only_hanging(answer, number)
    over = [(seconds - plan.deadline) * 1000 for seconds in taken]
    return Outcome(
        "hangend",
        "antwoord na de deadline van de bron",
        number,
        statistics.median(over),
        "ms",
        Part.HANGING,
        goal=GOAL_HANGING,
        told=f"deadline {plan.deadline:g} s, {len(places)} bronnen; {', '.join(f'{ms:.1f}' for ms in over)} ms",
        raw={"overzicht": taken},
    )


def _only_hanging(overzicht: ZaakOverzicht, number: int) -> None:
    """Whether exactly the bronnen that hang are missing, and all zaken of the others are there."""
    late = [bron for bron in overzicht.bronnen if bron.uitkomst.value == "teTraag"]
    ok = [bron for bron in overzicht.bronnen if bron.uitkomst.value == "ok"]
    total = overzicht.telling.lopend + overzicht.telling.afgerond
    if len(late) != number or len(late) + len(ok) != len(overzicht.bronnen) or total != AANTAL * len(ok):
        raise RuntimeError(f"not what was meant to be measured: {len(late)} late, {len(ok)} ok, {total} zaken")
