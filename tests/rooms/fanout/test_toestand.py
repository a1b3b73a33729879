"""How a bron is doing, as everybody may know: the last answer counts, and mistrust counts before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.fanout.toestand import Toestanden

NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
WATERDAM = Bron("waterdam", "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam"))
LATER = NOW + timedelta(minutes=7)


def test_a_bron_that_is_not_trusted_is_so_whatever_it_answers_otherwise_and_no_longer_than_that() -> None:
    untrusted = {"waterdam": NOW}
    toestanden = Toestanden(untrusted.get)

    toestanden.record("waterdam", None, LATER)

    assert toestanden.of(WATERDAM, LATER) == (Toestand.ONBETROUWBAAR, NOW)
    untrusted.clear()
    assert toestanden.of(WATERDAM, LATER) == (Toestand.BESCHIKBAAR, LATER)


@pytest.mark.parametrize(
    "failure",
    [
        Failure.UNTRUSTED,
        Failure.REJECTED,
        Failure.NOT_SEARCHABLE,
        Failure.SEARCH_ABSENT,
        Failure.EARLIER,
        Failure.MAINTENANCE,
    ],
)
def test_what_was_not_asked_or_is_about_the_question_changes_nothing(failure: Failure) -> None:
    toestanden = Toestanden()
    toestanden.record("waterdam", Failure.TIMEOUT, NOW)

    toestanden.record("waterdam", failure, LATER)

    assert toestanden.of(WATERDAM, LATER) == (Toestand.VERSTOORD, NOW)


def test_planned_maintenance_goes_before_whatever_was_seen_as_long_as_it_lasts() -> None:
    toestanden = Toestanden(lambda _bron: NOW)
    worked_on = replace(WATERDAM, onderhoud=(Onderhoud(NOW, LATER),))

    assert toestanden.of(worked_on, NOW) == (Toestand.ONDERHOUD, NOW)
    assert toestanden.of(worked_on, LATER) == (Toestand.ONBETROUWBAAR, NOW)


def test_what_was_seen_of_the_same_bronnen_goes_on_and_of_no_other() -> None:
    before, after = Toestanden(), Toestanden()
    before.record("waterdam", Failure.TIMEOUT, NOW)

    after.take(before, ["duinoord"])
    assert after.of(WATERDAM, LATER) == (Toestand.BESCHIKBAAR, None)
    after.take(before, ["waterdam"])
    assert after.of(WATERDAM, LATER) == (Toestand.VERSTOORD, NOW)
