"""What is measured, over how many bronnen, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.bench.country import GEMEENTEN


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of the bench; as it stands, the whole of it."""

    sizes: tuple[int, ...] = (1, 5, 20, 100, GEMEENTEN)
    """Over so many bronnen CPU is measured."""
    clock_sizes: tuple[int, ...] = (1, 5, 20, 30, 100, GEMEENTEN)
    """Over so many the time on the clock: 30 too, because its goal is set for 30."""
    hanging: tuple[int, ...] = (1, 10, 100)
    """So many of all bronnen hang."""
    rounds: int = 9
    calls: int = 60
    """About so many calls make one round, so that a round over one bron is not over before it is seen."""
    clock_rounds: int = 11
    hanging_rounds: int = 3
    least: float = 0.05
    most: float = 0.4
    """How long a healthy bron waits before it answers: seconds, spread evenly over the bronnen."""
    deadline: float = 2.0
    """Seconds that one bron may take, where some hang."""

    door_rounds: int = 7
    door_requests: int = 200
    """So many good requests make one round at the door."""

    load_rounds: int = 7
    load_seconds: float = 3.0
    """So long one round of asking over HTTP takes."""
    people: int = 1000
    """So many people are remembered at once."""

    multiples: tuple[int, ...] = (1, 2, 4, 7, 10)
    """So many times the capacity is asked."""
    overload_seconds: float = 10.0

    detail_rounds: int = 11
    document_rounds: int = 5
    document_bytes: int = 200_000_000

    @property
    def most_bronnen(self) -> int:
        """How many bronnen there must be."""
        return max(*self.sizes, *self.clock_sizes, *(number + 1 for number in self.hanging))

    def times(self, size: int) -> int:
        """How often a round over ``size`` bronnen is repeated."""
        return max(1, self.calls // size)


WHOLE: Final = Plan()
QUICK: Final = Plan(
    sizes=(1, 5, 20),
    clock_sizes=(30,),
    hanging=(1, 10),
    rounds=5,
    clock_rounds=7,
    hanging_rounds=1,
    door_rounds=3,
    door_requests=100,
    load_rounds=3,
    load_seconds=1.0,
    people=200,
    multiples=(1, 10),
    overload_seconds=3.0,
    detail_rounds=5,
    document_rounds=3,
    document_bytes=50_000_000,
)
"""Half a minute, to see what a change does. The goals for CPU are set for 342 bronnen and get no verdict."""
