"""What was learned of a bron is used at once, believed for a while, and then tried again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.zgw.gewoonten import Gewoonten, Uitvouwing
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.rooms.zgw.klok import Klok

LIJST, KOMMA, QUERY, VELDEN, UIT = ExpandVorm
FORMS = (LIJST, KOMMA, QUERY)
MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def uitvouwing(klok: Klok) -> Uitvouwing:
    return Uitvouwing(FORMS, klok)


def test_the_likeliest_form_comes_first_and_each_that_fails_gives_way_to_the_next(uitvouwing: Uitvouwing) -> None:
    asked = []
    for _ in range(5):
        asked.append(uitvouwing.vorm)
        uitvouwing.fails(uitvouwing.vorm)

    assert asked == [LIJST, KOMMA, QUERY, UIT, UIT]


@pytest.mark.parametrize("forms", [(), (UIT,)])
def test_a_register_that_cannot_expand_is_never_asked_to(klok: Klok, forms: tuple[ExpandVorm, ...]) -> None:
    uitvouwing = Uitvouwing(forms, klok)

    assert uitvouwing.vorm is UIT
    assert uitvouwing.after(UIT) is None
    klok.later(days=400)
    assert uitvouwing.vorm is UIT


def test_after_the_last_form_comes_none_and_after_none_nothing(uitvouwing: Uitvouwing) -> None:
    assert [uitvouwing.after(vorm) for vorm in (*FORMS, UIT)] == [KOMMA, QUERY, UIT, None]


def test_a_form_that_works_closes_the_verdict_and_is_news_once(uitvouwing: Uitvouwing, klok: Klok) -> None:
    assert not uitvouwing.proven

    assert uitvouwing.works(LIJST) is True
    assert uitvouwing.works(LIJST) is False
    klok.later(days=400)

    assert uitvouwing.proven
    assert uitvouwing.vorm is LIJST


def test_a_form_that_worked_and_then_fails_is_doubted_again(uitvouwing: Uitvouwing) -> None:
    uitvouwing.works(LIJST)

    uitvouwing.fails(LIJST)

    assert (uitvouwing.vorm, uitvouwing.proven) == (KOMMA, False)


def test_a_later_form_that_works_is_kept_for_a_day_and_then_the_likeliest_gets_a_new_chance(
    uitvouwing: Uitvouwing, klok: Klok
) -> None:
    uitvouwing.fails(LIJST)
    uitvouwing.works(KOMMA)
    klok.later(hours=23, minutes=59)
    assert (uitvouwing.vorm, uitvouwing.proven) == (KOMMA, True)

    klok.later(minutes=1)

    assert (uitvouwing.vorm, uitvouwing.proven) == (LIJST, False)


def test_a_question_of_before_says_nothing_of_the_form_that_is_asked_now(uitvouwing: Uitvouwing) -> None:
    """Two questions were out in the first form; the second refusal must not cost the second form."""
    uitvouwing.fails(LIJST)
    uitvouwing.fails(LIJST)

    assert uitvouwing.vorm is KOMMA


def test_having_no_form_left_cannot_fail(uitvouwing: Uitvouwing, klok: Klok) -> None:
    for vorm in FORMS:
        uitvouwing.fails(vorm)
    klok.later(hours=23)
    uitvouwing.fails(UIT)

    klok.later(hours=1)

    assert uitvouwing.vorm is LIJST, "and so it does not put the next chance off"


@pytest.mark.parametrize(("sure", "duration"), [(True, DAY), (False, MINUTES)])
def test_what_may_have_been_about_something_else_is_tried_again_sooner(
    uitvouwing: Uitvouwing, klok: Klok, sure: bool, duration: timedelta
) -> None:
    uitvouwing.fails(LIJST, sure=sure)
    klok.moment += duration - timedelta(seconds=1)
    assert uitvouwing.vorm is KOMMA

    klok.later(seconds=1)

    assert uitvouwing.vorm is LIJST


def test_a_doubtful_refusal_is_tried_again_soon_also_when_another_form_is_refused_for_sure(
    uitvouwing: Uitvouwing, klok: Klok
) -> None:
    """A register that was in trouble at the first question would otherwise be asked per zaak for a whole day."""
    uitvouwing.fails(LIJST, sure=False)
    uitvouwing.fails(KOMMA)
    uitvouwing.fails(QUERY)
    assert uitvouwing.vorm is UIT

    klok.moment += MINUTES

    assert uitvouwing.vorm is LIJST


def test_what_we_may_not_read_is_asked_in_no_form_for_a_while(uitvouwing: Uitvouwing, klok: Klok) -> None:
    uitvouwing.works(LIJST)

    uitvouwing.forbidden()

    assert (uitvouwing.vorm, uitvouwing.proven) == (UIT, False)
    klok.moment += MINUTES - timedelta(seconds=1)
    uitvouwing.forbidden()
    assert uitvouwing.vorm is UIT
    klok.later(seconds=1)
    assert uitvouwing.vorm is LIJST, "and what is not asked any more does not put the next chance off"


def test_a_form_that_is_refused_for_a_day_is_tried_sooner_when_the_others_were_forbidden(
    uitvouwing: Uitvouwing, klok: Klok
) -> None:
    uitvouwing.fails(LIJST)
    uitvouwing.forbidden()

    klok.moment += MINUTES

    assert uitvouwing.vorm is LIJST


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["works", "refused", "doubtful", "forbidden", "empty"]),
        st.sampled_from([timedelta(0), timedelta(minutes=4), MINUTES, timedelta(hours=5), DAY]),
    ),
    max_size=40,
)


@given(steps=STEPS, forms=st.permutations(FORMS), count=st.integers(0, 3))
def test_no_form_that_failed_is_asked_before_its_time_and_one_that_works_is_asked_until_it_fails(
    steps: list[tuple[str, timedelta]], forms: list[ExpandVorm], count: int
) -> None:
    klok = Klok()
    uitvouwing = Uitvouwing(tuple(forms[:count]), klok)
    failed: dict[ExpandVorm, datetime] = {}
    again: datetime | None = None
    """When the soonest of the verdicts since the last new chance ends."""
    working: ExpandVorm | None = None

    for what, pause in steps:
        klok.moment += pause
        if again is not None and klok.moment >= again:
            failed, again, working = {}, None, None
        vorm = uitvouwing.vorm
        assert vorm not in failed
        assert vorm is not UIT or set(failed) == set(forms[:count])
        assert working is None or vorm is working
        assert uitvouwing.proven == (working is not None)
        if vorm is UIT:
            continue
        match what:
            case "works":
                uitvouwing.works(vorm)
                working = vorm
            case "refused" | "doubtful":
                uitvouwing.fails(vorm, sure=what == "refused")
                failed[vorm] = klok.moment
                ends = klok.moment + (DAY if what == "refused" else MINUTES)
                again = min(again, ends) if again is not None else ends
                working = None
            case "forbidden":
                uitvouwing.forbidden()
                failed |= dict.fromkeys(forms[:count], klok.moment)
                again = min(again, klok.moment + MINUTES) if again is not None else klok.moment + MINUTES
                working = None


# --- everything that was learned of one bron ---


def gewoonten(klok: Klok, profiel: Profiel | None = None) -> Gewoonten:
    return Gewoonten("waterdam", profiel or Profiel(), klok)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_disorder_is_remembered_for_an_hour(klok: Klok, caplog: pytest.LogCaptureFixture) -> None:
    learned = gewoonten(klok)
    assert learned.ordent()

    for _ in range(3):
        learned.note_disorder()

    assert not learned.ordent()
    assert warnings(caplog) == ["order_ignored"], "operators hear it once"
    klok.later(hours=1)
    assert learned.ordent()


def test_that_there_is_no_zoek_is_remembered_for_a_day(klok: Klok, caplog: pytest.LogCaptureFixture) -> None:
    learned = gewoonten(klok)

    for _ in range(3):
        learned.note_zoek_absent()

    klok.later(hours=23, minutes=59)
    assert not learned.has_zoek()
    assert warnings(caplog) == ["zoek_absent"]
    klok.later(minutes=1)
    assert learned.has_zoek()


def test_a_refused_zoekwijze_is_remembered_for_a_day_and_the_others_are_not(
    klok: Klok, caplog: pytest.LogCaptureFixture
) -> None:
    learned = gewoonten(klok)

    for _ in range(2):
        learned.note_refused(Zoekwijze.NNP_KVK)

    assert [z for z in Zoekwijze if not learned.takes(z)] == [Zoekwijze.NNP_KVK]
    assert warnings(caplog) == ["zoekwijze_refused"]
    klok.later(days=1)
    assert learned.takes(Zoekwijze.NNP_KVK)


def test_what_is_configured_is_never_tried(klok: Klok) -> None:
    learned = gewoonten(klok, Profiel(zoeken="get", ordening=False, expand=(), expand_detail=False))

    for _ in range(2):
        assert not learned.has_zoek()
        assert not learned.ordent()
        assert (learned.zoek.vorm, learned.get.vorm, learned.detail.vorm) == (UIT, UIT, UIT)
        klok.later(days=30)


def test_search_get_and_detail_each_have_a_verdict_of_their_own(klok: Klok) -> None:
    learned = gewoonten(klok)

    learned.zoek.fails(LIJST)
    learned.get.fails(QUERY)

    assert (learned.zoek.vorm, learned.get.vorm, learned.detail.vorm) == (UIT, UIT, QUERY)
