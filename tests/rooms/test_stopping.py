"""How the service hurries when it is told to stop."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.serving.stopping import Phase, Stopping


def test_a_platform_that_says_it_once_leaves_us_time_to_be_forgotten() -> None:
    stopping = Stopping(drains=True)

    assert stopping.told(by_hand=False) is Phase.DRAINING
    assert stopping.drained()
    assert stopping.phase is Phase.FINISHING


def test_somebody_at_a_terminal_waits_for_nobody_to_hear_of_it() -> None:
    assert Stopping(drains=True).told(by_hand=True) is Phase.FINISHING


def test_what_serves_nobody_yet_or_must_not_drain_does_not() -> None:
    assert Stopping(drains=True).told(by_hand=False, serves=False) is Phase.FINISHING
    assert Stopping(drains=False).told(by_hand=False) is Phase.FINISHING


def test_every_further_signal_hurries() -> None:
    stopping = Stopping(drains=True)

    assert [stopping.told(by_hand=False) for _ in range(5)] == [
        Phase.DRAINING,
        Phase.FINISHING,
        Phase.HURRYING,
        Phase.FORCED,
        Phase.FORCED,
    ]
    assert not stopping.drained()


@given(drains=st.booleans(), said=st.lists(st.sampled_from(["term", "int", "drained"])))
def test_it_never_goes_back_and_ends_after_four_signals(drains: bool, said: list[str]) -> None:
    stopping, before = Stopping(drains=drains), Phase.SERVING
    for word in said:
        if word == "drained":
            stopping.drained()
        else:
            stopping.told(by_hand=word == "int")
        assert stopping.phase >= before
        before = stopping.phase
    if sum(word != "drained" for word in said) >= 4:
        assert stopping.phase is Phase.FORCED
