"""Retries are a part of the calls, however these come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.upstream.retry_budget import RetryBudget


def test_ten_retries_may_come_at_once_and_then_three_a_second() -> None:
    budget = RetryBudget(now=5.0)

    assert [budget.take(5.0) for _ in range(11)] == [True] * 10 + [False]
    assert [budget.take(6.0) for _ in range(4)] == [True] * 3 + [False]


def test_ten_calls_earn_one_retry() -> None:
    budget = RetryBudget(now=0.0)
    while budget.take(0.0):
        pass

    for _ in range(11):  # one more: tenths do not add up to one exactly
        budget.called(0.0)

    assert [budget.take(0.0) for _ in range(2)] == [True, False]


def test_what_is_not_used_is_not_saved_up_for_ever() -> None:
    budget = RetryBudget(now=0.0)

    assert budget.tokens(86_400.0) == 10.0


@given(st.lists(st.tuples(st.sampled_from(["call", "retry"]), st.floats(0, 2)), max_size=200))
def test_retries_never_exceed_the_budget(steps: list[tuple[str, float]]) -> None:
    now, calls, retries = 100.0, 0, 0
    budget = RetryBudget(now)
    for step, later in steps:
        now += later
        if step == "call":
            calls += 1
            budget.called(now)
        elif budget.take(now):
            retries += 1
        assert 0 <= budget.tokens(now) <= 10

    assert retries <= 10 + 0.1 * calls + 3 * (now - 100) + 1e-6


@pytest.mark.parametrize("per_second", [1, 100])
def test_a_bron_that_always_fails_is_asked_a_tenth_more_and_three_a_second(per_second: int) -> None:
    budget, retries = RetryBudget(now=0.0), 0
    for n in range(60 * per_second):
        budget.called(n / per_second)
        retries += budget.take(n / per_second)

    assert retries == pytest.approx(min(60 * per_second, 10 + 6 * per_second + 180), abs=2)
