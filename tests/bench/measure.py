"""Measuring: CPU time of this process, candidates in turn, and the middle of several rounds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

Work = Callable[[], Awaitable[object]]
"""One thing to do, as often as is asked."""


async def cpu_of(work: Work, times: int) -> float:
    """The CPU seconds, of user and system, that this process takes for ``work`` once; ``times`` in a row, averaged.

    The garbage that stood there before is cleared first; what ``work`` makes itself is its own to clear.
    """
    gc.collect()
    begin = time.process_time()
    for _ in range(times):
        await work()
    return (time.process_time() - begin) / times


async def wall_of(work: Work) -> float:
    """The seconds on the clock that ``work`` takes."""
    begin = time.perf_counter()
    await work()
    return time.perf_counter() - begin


async def in_turn(candidates: Mapping[str, Work], *, rounds: int, times: int) -> dict[str, list[float]]:
    """The CPU seconds of each candidate in each round. Every other round goes backwards, so nobody is always first."""
    for work in candidates.values():
        await work()
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(rounds):
        for name in list(candidates)[:: 1 if number % 2 == 0 else -1]:
            taken[name].append(await cpu_of(candidates[name], times))
    return taken


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """The median over the rounds of the one against the other, each pair measured shortly after each other."""
    return statistics.median(one / other for one, other in zip(ours, floor, strict=True))
