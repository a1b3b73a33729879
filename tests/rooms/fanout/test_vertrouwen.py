"""The verdict on one way of searching: whatever comes in which order, the last thing that counts decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mijnzaken_bff.fanout.vertrouwen import Uitslag, Vertrouwen

NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)


def test_before_the_first_canary_there_is_no_verdict_and_people_may_be_asked_about() -> None:
    vertrouwen = Vertrouwen()

    assert (vertrouwen.trusted, vertrouwen.laatste, vertrouwen.sinds) == (True, None, None)


def test_it_is_not_trusted_since_the_first_bad_canary_and_not_since_the_last() -> None:
    vertrouwen = Vertrouwen()

    for minute in range(3):
        vertrouwen.end(Uitslag.MISLUKT, vertrouwen.begin(), NOW + timedelta(minutes=minute))

    assert vertrouwen.sinds == NOW


def test_a_canary_that_was_under_way_when_something_spoke_against_it_clears_nothing() -> None:
    vertrouwen = Vertrouwen()
    begun = vertrouwen.begin()
    vertrouwen.doubt(NOW)

    decided = vertrouwen.end(Uitslag.GESLAAGD, begun, NOW)

    assert (decided, vertrouwen.trusted, vertrouwen.laatste) == (False, False, Uitslag.MISLUKT)
    assert vertrouwen.end(Uitslag.GESLAAGD, vertrouwen.begin(), NOW)
    assert vertrouwen.trusted


@given(st.sampled_from(Uitslag))
def test_no_verdict_leaves_the_last_one_whatever_it_was(before: Uitslag) -> None:
    vertrouwen = Vertrouwen()
    vertrouwen.end(before, vertrouwen.begin(), NOW)
    known = vertrouwen.trusted, vertrouwen.laatste, vertrouwen.sinds

    assert not vertrouwen.end(Uitslag.GEEN, vertrouwen.begin(), NOW + timedelta(hours=1))
    assert (vertrouwen.trusted, vertrouwen.laatste, vertrouwen.sinds) == known


class Interleaving(RuleBasedStateMachine):
    """Canaries that begin and end, and answers about people in between, against the list of what happened."""

    def __init__(self) -> None:
        super().__init__()
        self.vertrouwen = Vertrouwen()
        self.moment = NOW
        self.begun: int | None = None
        self.begun_at = 0
        self.happened: list[str] = []

    @rule()
    def somebody_is_answered_with_anothers_zaken(self) -> None:
        self._later()
        self.happened.append("tegen")
        self.vertrouwen.doubt(self.moment)

    @precondition(lambda self: self.begun is None)
    @rule()
    def a_canary_begins(self) -> None:
        self.begun, self.begun_at = self.vertrouwen.begin(), len(self.happened)

    @precondition(lambda self: self.begun is not None)
    @rule(uitslag=st.sampled_from(Uitslag))
    def a_canary_ends(self, uitslag: Uitslag) -> None:
        self._later()
        assert self.begun is not None
        doubted = "tegen" in self.happened[self.begun_at :]
        if uitslag is Uitslag.MISLUKT:
            self.happened.append("tegen")
        elif uitslag is Uitslag.GESLAAGD and not doubted:
            self.happened.append("voor")
        decided = self.vertrouwen.end(uitslag, self.begun, self.moment)
        assert decided is (uitslag is Uitslag.MISLUKT or (uitslag is Uitslag.GESLAAGD and not doubted))
        self.begun = None

    @invariant()
    def the_last_that_counts_decides(self) -> None:
        last = self.happened[-1] if self.happened else None
        assert self.vertrouwen.trusted is (last != "tegen")
        expected = {None: None, "tegen": Uitslag.MISLUKT, "voor": Uitslag.GESLAAGD}
        assert self.vertrouwen.laatste is expected[last]

    @invariant()
    def it_is_told_since_when(self) -> None:
        assert (self.vertrouwen.sinds is None) is self.vertrouwen.trusted

    def _later(self) -> None:
        self.moment += timedelta(seconds=1)


TestInterleaving = Interleaving.TestCase


def test_how_often_trust_was_lost_is_counted_once_for_each_time() -> None:
    vertrouwen = Vertrouwen()

    counted = []
    for _ in range(2):
        vertrouwen.doubt(NOW)
        vertrouwen.end(Uitslag.MISLUKT, vertrouwen.begin(), NOW)
        counted.append(vertrouwen.verloren)
        vertrouwen.end(Uitslag.GESLAAGD, vertrouwen.begin(), NOW)

    assert counted == [1, 2]
