"""How a bron is doing, as everybody may know: the last answer counts, and mistrust counts before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.fanout.toestand import Toestanden

NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=7)


def test_a_bron_that_is_not_trusted_is_so_whatever_it_answers_otherwise_and_no_longer_than_that() -> None:
    untrusted = {"waterdam": NOW}
    toestanden = Toestanden(untrusted.get)

    toestanden.record("waterdam", None, LATER)

    assert toestanden.of("waterdam") == (Toestand.ONBETROUWBAAR, NOW)
    untrusted.clear()
    assert toestanden.of("waterdam") == (Toestand.BESCHIKBAAR, LATER)


@pytest.mark.parametrize(
    "failure",
    [Failure.UNTRUSTED, Failure.REJECTED, Failure.NOT_SEARCHABLE, Failure.SEARCH_ABSENT, Failure.EARLIER],
)
def test_what_was_not_asked_or_is_about_the_question_changes_nothing(failure: Failure) -> None:
    toestanden = Toestanden()
    toestanden.record("waterdam", Failure.TIMEOUT, NOW)

    toestanden.record("waterdam", failure, LATER)

    assert toestanden.of("waterdam") == (Toestand.VERSTOORD, NOW)
