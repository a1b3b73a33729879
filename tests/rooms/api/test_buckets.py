"""A token bucket: never more than its rate allows, and waiting as long as it says always helps."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.api.buckets import Buckets
from mijnzaken_bff.api.instelling import Tempo


class Ticks:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


TEMPO = st.builds(Tempo, aantal=st.integers(1, 200), per=st.sampled_from([0.5, 1.0, 60.0, 3600.0]))
COST = st.sampled_from([1.0, 0.05, 1 / 342, 0.3])
ASKED = st.lists(st.tuples(st.floats(0, 100), COST), max_size=60)


def admitted(buckets: Buckets, ticks: Ticks, asked: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What was let through, each with its moment."""
    through = []
    for pause, cost in asked:
        ticks.seconds += pause
        if not buckets.wait(b"wie", cost):
            buckets.take(b"wie", cost)
            through.append((ticks.seconds, cost))
    return through


@given(TEMPO, ASKED)
def test_never_lets_through_more_than_a_full_bucket_and_what_came_in_since(
    tempo: Tempo, asked: list[tuple[float, float]]
) -> None:
    ticks = Ticks()
    through = admitted(Buckets(tempo, ticks), ticks, asked)

    for first, (begin, _) in enumerate(through):
        for last in range(first, len(through)):
            end = through[last][0]
            taken = sum(cost for _, cost in through[first : last + 1])
            assert taken <= tempo.aantal + (end - begin) * tempo.aantal / tempo.per + 1e-6


@given(TEMPO, ASKED, COST)
def test_whoever_waits_as_long_as_was_said_gets_through(
    tempo: Tempo, asked: list[tuple[float, float]], cost: float
) -> None:
    ticks = Ticks()
    buckets = Buckets(tempo, ticks)
    admitted(buckets, ticks, asked)

    wait = buckets.wait(b"wie", cost)
    assert 0 <= wait <= tempo.per
    ticks.seconds += wait
    assert buckets.wait(b"wie", cost) == 0


@given(TEMPO, ASKED)
def test_what_is_put_back_was_never_taken(tempo: Tempo, asked: list[tuple[float, float]]) -> None:
    ticks = Ticks()
    buckets = Buckets(tempo, ticks)
    admitted(buckets, ticks, asked)
    before = buckets.wait(b"wie", tempo.aantal)

    buckets.take(b"wie", 0.05)
    buckets.take(b"wie", -0.05)

    # What there was not could not be taken: putting back never gives more than a twentieth.
    assert buckets.wait(b"wie", tempo.aantal) <= before + 1e-6


def test_one_who_asks_too_often_costs_nobody_else_anything() -> None:
    buckets = Buckets(Tempo(aantal=2, per=60), Ticks())

    buckets.take(b"anna", 1)
    buckets.take(b"anna", 1)

    assert buckets.wait(b"anna", 1) == 30
    assert buckets.wait(b"bilal", 1) == 0


def test_a_bucket_that_is_full_again_is_forgotten() -> None:
    ticks = Ticks()
    buckets = Buckets(Tempo(aantal=2, per=60), ticks)
    for name in range(100):
        buckets.take(b"%d" % name, 2)

    assert len(buckets) == 100
    ticks.seconds += 60
    assert buckets.wait(b"7", 2) == 0
    assert len(buckets) == 0


def test_no_more_buckets_are_kept_than_the_most() -> None:
    buckets = Buckets(Tempo(aantal=2, per=60), Ticks(), most=10)
    for name in range(100):
        buckets.take(b"%d" % name, 2)

    assert len(buckets) == 10
    assert buckets.wait(b"99", 1) == 30
