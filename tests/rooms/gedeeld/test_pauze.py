"""When a store that failed is asked again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.gedeeld.pauze import Pauze


def test_all_may_ask_a_store_that_answers() -> None:
    pauze = Pauze(5)

    tickets = [pauze.ticket(0.0) for _ in range(3)]

    assert None not in tickets
    assert pauze.reachable


def test_a_store_that_failed_is_left_alone_and_then_tried_by_one() -> None:
    pauze = Pauze(5)

    assert pauze.failed(pauze.ticket(0.0), 0.0)
    assert not pauze.reachable
    assert pauze.ticket(4.999) is None
    assert pauze.ticket(5.0) is not None
    assert pauze.ticket(5.0) is None, "one at a time"


def test_it_is_found_again_by_the_one_that_tried() -> None:
    pauze = Pauze(5)
    pauze.failed(pauze.ticket(0.0), 0.0)

    assert pauze.answered(pauze.ticket(5.0))
    assert pauze.reachable
    assert pauze.ticket(5.0) is not None


def test_an_answer_to_what_was_asked_before_it_failed_says_nothing() -> None:
    pauze = Pauze(5)
    early, other = pauze.ticket(0.0), pauze.ticket(0.0)
    pauze.failed(early, 1.0)

    assert not pauze.answered(other)
    assert not pauze.failed(other, 4.0)
    assert pauze.ticket(5.9) is None
    assert pauze.ticket(6.0) is not None, "and the late failure does not make it longer"


def test_a_try_without_a_verdict_frees_its_place() -> None:
    pauze = Pauze(5)
    pauze.failed(pauze.ticket(0.0), 0.0)

    pauze.left(pauze.ticket(5.0))

    assert pauze.ticket(5.0) is not None


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ask", "answered", "failed", "left"]), st.integers(0, 9), st.floats(0, 3))))
def test_whatever_happens_somebody_may_ask_again_after_the_pause(
    steps: list[tuple[str, int, float]],
) -> None:
    pauze, now = Pauze(5), 0.0
    held: list[int] = []
    for step, which, seconds in steps:
        now += seconds
        if step == "ask":
            ticket = pauze.ticket(now)
            assert ticket is not None or not pauze.reachable, "a store that answers is never left alone"
            held += [ticket] if ticket is not None else []
        elif held:
            ticket = held.pop(which % len(held))
            match step:
                case "answered":
                    pauze.answered(ticket)
                case "failed":
                    pauze.failed(ticket, now)
                case "left":
                    pauze.left(ticket)
    for ticket in held:
        pauze.left(ticket)

    assert pauze.ticket(now + 5) is not None
