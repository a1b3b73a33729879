"""When a breaker opens, whom it lets probe, and when it closes: whatever ends in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.breaker import Breaker, State, counts
from mijnzaken_bff.upstream.settings import Breker


def breaker(random: float = 0.5, **breker: float) -> Breaker:
    return Breaker(Breker.model_validate(breker), lambda: random)


def failing(it: Breaker, now: float = 0.0, times: int = 5, failure: Failure = Failure.TIMEOUT) -> list[bool]:
    return [it.failed(it.begin(), failure, now) for _ in range(times)]


def test_five_failures_in_a_row_open_it_with_the_last_as_the_reason() -> None:
    it = breaker()
    failing(it, times=4)
    assert it.refusal(0.0) is None

    assert failing(it, times=1, failure=Failure.DNS) == [True]

    assert it.refusal(0.0) == (Failure.DNS, 15.0)
    assert it.refusal(14.0) == (Failure.DNS, 1.0)


def test_every_other_call_failing_opens_it_by_their_share() -> None:
    it, opened = breaker(), list[bool]()
    for second in range(11):
        call = it.begin()
        opened.append(it.succeeded(call, second) if second % 2 else it.failed(call, Failure.REFUSED, second))

    assert opened == [False] * 10 + [True]


def test_half_of_nine_calls_says_nothing_yet() -> None:
    it = breaker(opRij=100)

    assert failing(it, times=9) == [False] * 9
    assert failing(it, times=1) == [True]


def test_what_failed_half_a_minute_ago_no_longer_counts() -> None:
    it = breaker(opRij=100)
    failing(it, 0.0, times=9)

    assert failing(it, 31.0, times=1) == [False]


@pytest.mark.parametrize(("random", "seconds"), [(0.0, 12.0), (0.5, 15.0), (1.0, 18.0)])
def test_it_stays_open_for_fifteen_seconds_give_or_take_a_fifth(random: float, seconds: float) -> None:
    it = breaker(random)
    failing(it)

    assert it.left(0.0) == pytest.approx(seconds)


def test_every_probe_that_fails_doubles_it_up_to_two_minutes() -> None:
    it, now, waits = breaker(), 0.0, list[float]()
    failing(it)
    for _ in range(6):
        waits.append(it.left(now))
        now += it.left(now)
        failing(it, now, times=1)

    assert waits == [15, 30, 60, 120, 120, 120]


def test_one_good_probe_closes_it_and_the_next_time_begins_anew() -> None:
    it = breaker()
    failing(it)
    failing(it, 15.0, times=1)

    assert it.succeeded(it.begin(), 45.0)
    assert it.closed
    assert failing(it, 45.0) == [False] * 4 + [True]
    assert it.left(45.0) == 15.0


def test_while_one_call_probes_no_other_is_let_through() -> None:
    it = breaker()
    failing(it)

    assert it.refusal(15.0) is None
    it.begin()

    assert it.refusal(15.0) == (Failure.TIMEOUT, 1.0)
    assert it.state(15.0) is State.HALF_OPEN


def test_a_probe_without_a_verdict_leaves_its_place_and_changes_nothing() -> None:
    it = breaker()
    failing(it)
    it.ended(it.begin())

    assert it.refusal(15.0) is None
    assert it.state(15.0) is State.HALF_OPEN


def test_a_probe_that_is_refused_closes_it_for_somebody_is_there() -> None:
    it = breaker()
    failing(it)
    failing(it, 15.0, times=1)

    assert it.reached(it.begin())

    assert it.closed
    assert failing(it, 45.0) == [False] * 4 + [True]
    assert it.left(45.0) == 15.0


def test_a_refusal_while_it_is_closed_neither_counts_nor_makes_up_for_a_failure() -> None:
    it = breaker()
    failing(it, times=4)

    assert not it.reached(it.begin())

    assert failing(it, times=1) == [True]


@pytest.mark.parametrize("end", ["answered", "refused", "failed", "stopped"])
def test_what_began_before_it_opened_says_nothing_afterwards(end: str) -> None:
    it = breaker()
    early = it.begin()
    failing(it)
    probe = it.begin()

    match end:
        case "answered":
            it.succeeded(early, 20.0)
        case "refused":
            it.reached(early)
        case "failed":
            it.failed(early, Failure.DNS, 20.0)
        case _:
            it.ended(early)

    assert it.refusal(20.0) == (Failure.TIMEOUT, 1.0)
    assert it.succeeded(probe, 20.0)


def test_only_what_is_not_available_counts() -> None:
    yes = {failure for failure in Failure if counts(SourceError(failure))}

    assert yes == {
        Failure.TIMEOUT, Failure.REFUSED, Failure.DNS, Failure.TLS, Failure.PROTOCOL, Failure.SERVER_ERROR,
        Failure.OVERLOADED, Failure.UNUSABLE, Failure.TOO_LARGE,
    }  # fmt: skip
    assert not counts(SourceError(Failure.UNUSABLE, status=404))


class Proeven(RuleBasedStateMachine):
    """Calls that begin and end in any order, while time passes."""

    @initialize(random=st.floats(0, 1), in_a_row=st.integers(1, 6))
    def made(self, random: float, in_a_row: int) -> None:
        self.now = 1000.0
        self.breaker = Breaker(Breker(op_rij=in_a_row), lambda: random)
        self.in_a_row = in_a_row
        self.running: list[int] = []
        self.probe: int | None = None
        self.opened_at: float | None = None

    @rule(seconds=st.sampled_from([0.0, 0.1, 1.0, 11.0, 40.0, 200.0]))
    def later(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def begins(self) -> None:
        refusal = self.breaker.refusal(self.now)
        if self.breaker.closed:
            assert refusal is None
            self.running.append(self.breaker.begin())
            return
        if refusal is not None:
            assert refusal[1] > 0
            assert self.breaker.state(self.now) is State.OPEN or self.probe is not None
            return
        assert self.probe is None, "two probes at once"
        assert self.opened_at is not None
        assert self.now - self.opened_at >= 12.0
        self.probe = self.breaker.begin()

    def _one(self, data: st.DataObject) -> tuple[int, bool]:
        """A call that is under way, and whether it is the probe."""
        place = data.draw(st.integers(0, len(self.running) - (self.probe is None)))
        if place == len(self.running):
            assert self.probe is not None
            call, self.probe = self.probe, None
            return call, True
        return self.running.pop(place), False

    @precondition(lambda self: self.running or self.probe is not None)
    @rule(data=st.data(), failure=st.sampled_from([Failure.TIMEOUT, Failure.REFUSED]))
    def fails(self, data: st.DataObject, failure: Failure) -> None:
        call, probed = self._one(data)
        was_closed = self.breaker.closed
        opened = self.breaker.failed(call, failure, self.now)
        assert opened or not probed
        if opened:
            assert was_closed or probed
            self.opened_at = self.now
            assert 12.0 <= self.breaker.left(self.now) <= 144.0
            self.probe = None

    @precondition(lambda self: self.running or self.probe is not None)
    @rule(data=st.data())
    def succeeds(self, data: st.DataObject) -> None:
        call, probed = self._one(data)
        assert self.breaker.succeeded(call, self.now) is probed
        if probed:
            assert self.breaker.closed

    @precondition(lambda self: self.running or self.probe is not None)
    @rule(data=st.data())
    def is_refused(self, data: st.DataObject) -> None:
        call, probed = self._one(data)
        was_closed = self.breaker.closed
        assert self.breaker.reached(call) is probed
        assert self.breaker.closed is (probed or was_closed)

    @precondition(lambda self: self.running or self.probe is not None)
    @rule(data=st.data())
    def stops(self, data: st.DataObject) -> None:
        call, probed = self._one(data)
        before = self.breaker.state(self.now)
        self.breaker.ended(call)
        assert self.breaker.state(self.now) is before
        if probed:
            assert self.breaker.refusal(self.now) is None

    @invariant()
    def it_never_stays_shut(self) -> None:
        if hasattr(self, "breaker") and self.probe is None:
            assert self.breaker.refusal(self.now + 145.0) is None


TestProeven = Proeven.TestCase
TestProeven.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
