"""Permits and two lines: whatever happens in whatever order, no permit is lost and none is made."""

from __future__ import annotations

from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mijnzaken_bff.upstream.bulkhead import Bulkhead, Waiter


def woken() -> None:
    """Nobody listens."""


def test_what_has_begun_goes_before_a_question_that_came_earlier() -> None:
    bulkhead, order = Bulkhead(1), list[str]()
    assert bulkhead.enter()
    for name, begins in (("vraag 1", True), ("vraag 2", True), ("vervolg 1", False), ("vervolg 2", False)):
        bulkhead.wait(partial(order.append, name), begins=begins)

    for _ in range(4):
        bulkhead.release()

    assert order == ["vervolg 1", "vervolg 2", "vraag 1", "vraag 2"]


def test_only_questions_are_turned_away() -> None:
    bulkhead = Bulkhead(1, most_questions=2)
    bulkhead.enter()

    questions = [bulkhead.wait(woken, begins=True) for _ in range(3)]
    further = [bulkhead.wait(woken, begins=False) for _ in range(30)]

    assert [waiter is not None for waiter in questions] == [True, True, False]
    assert None not in further


def test_a_place_in_line_comes_free_with_who_leaves_it() -> None:
    bulkhead = Bulkhead(1, most_questions=1)
    bulkhead.enter()
    waiter = bulkhead.wait(woken, begins=True)
    assert waiter is not None

    bulkhead.withdraw(waiter)

    assert bulkhead.wait(woken, begins=True) is not None


def test_where_no_question_may_wait_a_free_permit_is_taken_all_the_same() -> None:
    bulkhead = Bulkhead(1, most_questions=0)

    assert bulkhead.enter()
    assert bulkhead.wait(woken, begins=True) is None


class Deuren(RuleBasedStateMachine):
    """Calls that come, wait, go on, leave, and give up, in any order."""

    @initialize(permits=st.integers(1, 4), most=st.none() | st.integers(0, 3))
    def open(self, permits: int, most: int | None) -> None:
        self.permits, self.most = permits, most
        self.bulkhead = Bulkhead(permits, most)
        self.holding = 0
        """Calls that hold a permit and were never in line."""
        self.line: list[Waiter] = []
        self.woken = 0

    def _wake(self) -> None:
        self.woken += 1

    @rule(begins=st.booleans())
    def comes(self, begins: bool) -> None:
        before = self.bulkhead.waiting
        if self.bulkhead.enter():
            assert before == 0, "who came later went before who waits"
            self.holding += 1
            return
        waiter = self.bulkhead.wait(self._wake, begins=begins)
        if waiter is None:
            assert begins
            assert self.most is not None
            assert self._questions() >= self.most
        else:
            self.line.append(waiter)

    @precondition(lambda self: self.holding)
    @rule()
    def is_ready(self) -> None:
        self.holding -= 1
        self.bulkhead.release()

    @precondition(lambda self: self.line)
    @rule(data=st.data())
    def gives_up(self, data: st.DataObject) -> None:
        waiter = self.line.pop(data.draw(st.integers(0, len(self.line) - 1)))
        self.woken -= waiter.admitted
        self.bulkhead.withdraw(waiter)
        self.bulkhead.withdraw(waiter)

    def _questions(self) -> int:
        return sum(waiter.begins and not waiter.admitted for waiter in self.line)

    def _admitted(self) -> int:
        return sum(waiter.admitted for waiter in self.line)

    @invariant()
    def permits_add_up(self) -> None:
        assert self.bulkhead.in_use == self.holding + self._admitted() <= self.permits
        assert self.bulkhead.waiting == len(self.line) - self._admitted()
        assert self.most is None or self._questions() <= self.most
        assert not self.bulkhead.waiting or self.bulkhead.in_use == self.permits, "somebody waits for a free permit"
        assert self.woken == self._admitted()

    def teardown(self) -> None:
        if not hasattr(self, "bulkhead"):
            return
        while self.line:
            waiter = self.line.pop()
            self.woken -= waiter.admitted
            self.bulkhead.withdraw(waiter)
        for _ in range(self.holding):
            self.bulkhead.release()
        assert (self.bulkhead.in_use, self.bulkhead.waiting) == (0, 0)


TestDeuren = Deuren.TestCase
TestDeuren.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
