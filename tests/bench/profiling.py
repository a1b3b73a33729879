"""Where the CPU time of an overzicht goes, according to cProfile."""

from __future__ import annotations

import cProfile
import gc
import pstats
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.country import empties
from tests.bench.service import Place
from tests.bench.stage import Stage, progress

TOP: Final = 15
_TIMES: Final = 5
_HOUSE: Final = "mijnzaken_bff"

Function = tuple[str, int, str]
Row = tuple[Function, int, float, float]
"""A function, its calls, its own seconds, and its seconds with all that it calls."""


async def profiled(stage: Stage, size: int) -> str:
    """The profiles of overzichten over ``size`` bronnen, all full and mostly empty, as text."""
    full = await _profile(stage, stage.country.everywhere(size), size)
    empty = await _profile(stage, stage.country.mostly_nothing(size), size - empties(size))
    return f"Elke bron 20 zaken, {size} bronnen\n\n{full}\nDe meeste bronnen zonder zaken, {size} bronnen\n\n{empty}"


async def _profile(stage: Stage, places: Sequence[Place], having: int) -> str:
    progress(f"profiel van een overzicht over {len(places)} bronnen, {having} met zaken")
    profile = cProfile.Profile()
    async with stage.asking(places, having) as asked:
        gc.collect()
        profile.enable()
        for _ in range(_TIMES):
            await asked()
        profile.disable()
    return told(pstats.Stats(profile), len(places) * _TIMES)


def told(stats: Any, calls: int) -> str:
    """The functions that take most themselves, and those of ours that take most with all that they call."""
    rows: list[Row] = [(f, nc, own, whole) for f, (_, nc, own, whole, _) in stats.stats.items()]
    total = sum(row[2] for row in rows)
    ours = [row for row in rows if _HOUSE in Path(row[0][0]).parts]
    return "\n".join(
        [
            f"Profiel, {total / calls * 1e6:.0f} µs per bron; cProfile maakt vooral kleine functies duurder",
            "",
            *_listed("eigen tijd", rows, lambda row: row[2], total, calls),
            "",
            *_listed("van ons, met alles eronder", ours, lambda row: row[3], total, calls),
            "",
        ]
    )


def _listed(title: str, rows: list[Row], key: Callable[[Row], float], total: float, calls: int) -> list[str]:
    first = sorted(rows, key=key, reverse=True)[:TOP]
    return [
        f"{title:<28}  aandeel  keer per bron",
        *(f"  {key(row) / total:>34.1%}  {row[1] / calls:>13.1f}  {_name(row[0])}" for row in first),
    ]


def _name(function: Function) -> str:
    file, line, name = function
    if file == "~":
        return name
    parts = Path(file).parts
    return f"{'/'.join(parts[-2:])}:{line} {name}"
