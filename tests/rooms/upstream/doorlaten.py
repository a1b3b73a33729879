"""Guards for tests: they let everything through, unless a test says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mijnzaken_bff.domain.meting import Meter, NoMeter
from mijnzaken_bff.upstream.breaker import Breaker
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.retry_budget import RetryBudget
from mijnzaken_bff.upstream.settings import Breker


def still() -> float:
    """A clock that stands still."""
    return 0.0


def guard(
    *compartments: Bulkhead,
    breker: Breker | None = None,
    patience: float = 1.0,
    seconds: float = 4.0,
    ticks: Callable[[], float] = still,
    random: Callable[[], float] = still,
    meter: Meter | None = None,
    retries: bool = True,
) -> Guard:
    """A guard of one API with compartments of its own; four permits where none are given."""
    budget = RetryBudget(ticks())
    while not retries and budget.take(ticks()):
        pass
    return Guard(
        compartments or (Bulkhead(4),),
        Breaker(breker or Breker(), random),
        budget,
        bron="waterdam",
        api="zaken",
        patience=patience,
        seconds=seconds,
        ticks=ticks,
        random=random,
        meter=meter or NoMeter(),
    )


async def turns(count: int = 50) -> None:
    """Let everything happen that needs no time."""
    for _ in range(count):
        await asyncio.sleep(0)
