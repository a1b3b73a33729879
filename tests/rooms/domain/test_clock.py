"""Days are days in the Netherlands."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.clock import Stopwatch, SystemClock, vandaag


class Stilstaand:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-11-23T22:59:59+00:00", date(2026, 11, 23), id="winter, before midnight"),
        pytest.param("2026-11-23T23:00:00+00:00", date(2026, 11, 24), id="winter, midnight"),
        pytest.param("2026-07-01T21:59:59+00:00", date(2026, 7, 1), id="summer, before midnight"),
        pytest.param("2026-07-01T22:00:00+00:00", date(2026, 7, 2), id="summer, midnight"),
        pytest.param("2026-03-28T23:30:00+00:00", date(2026, 3, 29), id="the night the clock goes forward"),
        pytest.param("2026-10-24T22:30:00+00:00", date(2026, 10, 25), id="the night the clock goes back"),
        pytest.param("2026-12-31T23:30:00+00:00", date(2027, 1, 1), id="new year"),
        pytest.param("2026-11-23T20:00:00-05:00", date(2026, 11, 24), id="told in another zone"),
    ],
)
def test_today_is_the_day_in_the_netherlands(moment, day):
    assert vandaag(Stilstaand(datetime.fromisoformat(moment))) == day


def test_the_clock_of_the_machine_tells_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(minutes=1)


@given(st.lists(st.integers(min_value=-(10**6), max_value=10**6)))
def test_a_stopwatch_counts_what_goes_by_and_not_that_the_clock_is_set_back(steps):
    clock = Stilstaand(datetime(2026, 11, 23, tzinfo=UTC))
    watch = Stopwatch(clock)
    told = [watch.seconds()]

    for step in steps:
        clock.moment += timedelta(seconds=step)
        told.append(watch.seconds())

    assert told[0] == 0
    assert [after - before for before, after in pairwise(told)] == [max(0, step) for step in steps]
