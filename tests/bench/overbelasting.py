"""More questions than can be answered: what is answered still, how soon the others hear no, and when it is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from tests.bench.belasting import Asked, Load, Pour, askers, quantile
from tests.bench.outcome import Outcome, Part
from tests.bench.plan import Plan
from tests.bench.recording import Recordings
from tests.bench.server import Behaviour
from tests.bench.service import FORGETFUL
from tests.bench.stad import Stad, open_stad
from tests.bench.stage import progress

GOAL_GOODPUT: Final = 0.8
GOAL_SHED: Final = 20.0
GOAL_RECOVERED: Final = 2000.0
JUDGED_AT: Final = 10

BRONNEN: Final = 10
TEGELIJK: Final = 8
"""The ceiling: enough to keep a processor at work while registers think, and no more than it answers soon."""
_WAIT: Final = 0.02
"""Seconds that a register thinks."""
_INWONERS: Final = 200
_WELL: Final = 3
"""So many good answers on end, and it has recovered."""
_GIVEN_UP: Final = 30.0


async def overload(recordings: Recordings, plan: Plan) -> list[Outcome]:
    """Goodput at several times the capacity, with how soon a no comes, and how soon all is well again (F53)."""
    progress(f"goodput bij {', '.join(map(str, plan.multiples))} keer de capaciteit, {plan.overload_seconds:g} s elk")
    async with (
        askers() as pour,
        open_stad(
            recordings, bronnen=BRONNEN, inwoners=_INWONERS, geheugen=FORGETFUL, grenzen={"tegelijk": TEGELIJK}
        ) as stad,
    ):
        await pour(Load(stad.url, stad.tokens[: 5 * TEGELIJK], at_once=TEGELIJK, each=1))
        stad.servers.behave([Behaviour(_WAIT)] * BRONNEN)
        outcomes = []
        for multiple in plan.multiples:
            outcomes += await _at(multiple, stad, pour, plan.overload_seconds)
        return outcomes


async def _at(multiple: int, stad: Stad, pour: Pour, seconds: float) -> list[Outcome]:
    """The capacity is measured just before: this machine has other work, and not always as much."""
    whole = await pour(Load(stad.url, stad.tokens, seconds, at_once=TEGELIJK))
    capacity = _good(whole, seconds)
    if len(whole) * 0.99 > sum(one.whole for one in whole):
        raise RuntimeError(f"not what was meant to be measured: {sorted({one.status for one in whole})}")
    asked = await pour(Load(stad.url, stad.tokens, seconds, per_second=multiple * capacity))
    recovered = await _recovered(stad, pour)
    good, shed = _good(asked, seconds), [one for one in asked if one.status == 503]
    odd = {one.status for one in asked} - {200, 503}
    if odd:
        raise RuntimeError(f"not what was meant to be measured: {sorted(odd)}")
    judged = multiple == JUDGED_AT
    told = f"{good:.0f} van {multiple * capacity:.0f} per seconde, capaciteit {capacity:.0f}"
    outcomes = [
        Outcome(
            "goodput", "volledig beantwoord, tegen de capaciteit", multiple, good / capacity, "x", Part.OVERBELAST,
            goal=GOAL_GOODPUT, at_least=True, judged=judged, told=told, raw={"capaciteit": [capacity], "goed": [good]},
        ),
        Outcome(
            "goodput_traagst", "volledig beantwoord binnen (95 %)", multiple,
            quantile([one for one in asked if one.whole], 0.95) * 1000, "ms", Part.OVERBELAST,
            told=f"zonder overbelasting {quantile(whole, 0.95) * 1000:.0f} ms",
        ),
        Outcome(
            "herstel", "daarna weer goed na", multiple, recovered * 1000, "ms", Part.OVERBELAST,
            goal=GOAL_RECOVERED, judged=judged, told=f"{_WELL} goede antwoorden op rij, één tegelijk gevraagd",
        ),
    ]  # fmt: skip
    if shed:
        outcomes.append(
            Outcome(
                "goodput_nee", "de anderen horen nee binnen (mediaan)", multiple, quantile(shed, 0.5) * 1000, "ms",
                Part.OVERBELAST, goal=GOAL_SHED, judged=judged,
                told=f"95 % binnen {quantile(shed, 0.95) * 1000:.0f} ms, {len(shed)} keer",
            )
        )  # fmt: skip
    return outcomes


def _good(asked: Sequence[Asked], seconds: float) -> float:
    """Whole answers each second, those that came while was asked."""
    return sum(one.whole and one.at + one.seconds <= seconds for one in asked) / seconds


async def _recovered(stad: Stad, pour: Pour) -> float:
    """How long it takes until one who asks gets good answers again."""
    begin = time.perf_counter()
    while time.perf_counter() < begin + _GIVEN_UP:
        asked = await pour(Load(stad.url, stad.tokens[:_WELL], at_once=1, each=1))
        if all(one.whole for one in asked):
            return time.perf_counter() - begin
        await asyncio.sleep(0.05)
    return _GIVEN_UP
