"""A term on the calendar: a month is a month, not thirty days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.duur import Duur


@pytest.mark.parametrize(
    ("text", "duur"),
    [
        ("P8W", Duur(days=56)),
        ("P56D", Duur(days=56)),
        ("P30D", Duur(days=30)),
        ("P1M", Duur(months=1)),
        ("P2M", Duur(months=2)),
        ("P5Y", Duur(years=5)),
        ("P1Y6M", Duur(years=1, months=6)),
        ("P1M2W", Duur(months=1, days=14)),
        ("P1Y2M3W4D", Duur(1, 2, 25)),
        ("P2MT12H", Duur(months=2)),
        (" P8W ", Duur(days=56)),
    ],
)
def test_a_term_is_read_in_calendar_units(text, duur):
    assert Duur.parse(text) == duur


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "P0D", "P0Y0M0D", "P", "PT5H", "PT0S", "P-8W", "-P8W", "P1.5M", "P1,5M", "P8w", "p8w", "8W", "P8",
     "56", "6 weken", "P1D2M", "P8W P8W", "P٣D", "P99999999D", "null"],
)  # fmt: skip
def test_anything_else_states_no_term(text):
    assert Duur.parse(text) is None


@pytest.mark.parametrize(
    "text",
    ["-P1M", "P-1M", "P1M-1D", "P-1Y1M", "P1Y-1M", "P1MT-5H", "-P1MT5H", "−P1M", "P−1M"],
)
def test_a_term_below_zero_is_none(text):
    assert Duur.parse(text) is None
    assert not Duur.is_readable(text)


@pytest.mark.parametrize("text", ["P0D", "P0W", "P0M", "P0Y", "P00D", "P0Y0M0W0D", "PT0S", "P0DT0H0M0S", "P0DT23H59M"])
def test_a_term_of_no_days_is_none_although_it_is_one(text):
    assert Duur.parse(text) is None
    assert Duur.is_readable(text)


@pytest.mark.parametrize(
    "text",
    ["P0.5Y", "P1.5M", "P1,5M", "P2.0W", "P1.5D", "P1M1.5D", "P1Y0,5M", "P.5M", "P5.M", "P1MT1.5H", "P1MT0,5S"],
)
def test_a_term_in_fractions_is_none(text):
    assert Duur.parse(text) is None
    assert not Duur.is_readable(text)


@pytest.mark.parametrize(
    "text",
    ["P", "+P1M", "P+1M", "P1M1M", "P1D1W", "P1W1M", "P1M1Y", "P1MD", "PM", "P1 M", "P 1M", "P1M/P2M", "P1M2",
     "P0003-06-04", "P00030604", "PT", "P1MT", "P1MThallo", "P1MT5", "P1MT5D", "P1MT5S5H", "T5H", "P1H", "P1S", "P1e2D",
     "P0x1D", "P1_0D", "2026-01-01/P1M", "1 mon", "30 00:00:00", "1M", "P1m", "\u00a0", "P1M\x00", "P1M\nP1M"],
)  # fmt: skip
def test_a_term_in_another_spelling_is_none(text):
    assert Duur.parse(text) is None
    assert not Duur.is_readable(text)


@pytest.mark.parametrize("text", ["P56DT0H0M0S", "P56DT00H00M00S", "P56DT5H", "P56DT30M", "P56DT1S"])
def test_hours_and_minutes_are_left_out(text):
    assert Duur.parse(text) == Duur(days=56)


@pytest.mark.parametrize(
    ("text", "readable"),
    [("P8W", True), ("P0D", True), ("PT5H", True), (" P1M ", True), ("6 weken", False), ("P-6W", False), ("", False)],
)
def test_a_term_of_no_days_is_told_from_a_text_that_is_no_term(text, readable):
    assert Duur.is_readable(text) is readable


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        pytest.param(date(2026, 1, 31), "P1M", date(2026, 2, 28), id="31 January and a month"),
        pytest.param(date(2028, 1, 31), "P1M", date(2028, 2, 29), id="31 January and a month in a leap year"),
        pytest.param(date(2026, 1, 31), "P2M", date(2026, 3, 31), id="31 January and two months"),
        pytest.param(date(2028, 2, 29), "P1Y", date(2029, 2, 28), id="29 February and a year"),
        pytest.param(date(2028, 2, 29), "P4Y", date(2032, 2, 29), id="29 February and four years"),
        pytest.param(date(2026, 8, 31), "P6M", date(2027, 2, 28), id="half a year over new year"),
        pytest.param(date(2026, 12, 1), "P1M", date(2027, 1, 1), id="December and a month"),
        pytest.param(date(2026, 1, 31), "P1M1D", date(2026, 3, 1), id="first the month, then the day"),
        pytest.param(date(2026, 10, 28), "P56D", date(2026, 12, 23), id="days"),
        pytest.param(date(2026, 10, 28), "P8W", date(2026, 12, 23), id="weeks are seven days"),
        pytest.param(date(2026, 11, 15), "P1Y6M", date(2028, 5, 15), id="a year and a half"),
        pytest.param(date(2026, 1, 1), "P25M", date(2028, 2, 1), id="more months than a year has"),
    ],
)
def test_the_end_of_a_term_is_found_on_the_calendar(start, text, end):
    assert (Duur.parse(text) or Duur()).after(start) == end


@pytest.mark.parametrize("text", ["P8000Y", "P99999M", "P999999D", "P99999W", "P9999Y99999M99999W999999D"])
def test_a_term_past_the_end_of_the_calendar_has_no_end(text):
    duur = Duur.parse(text)

    assert duur is not None
    assert duur.after(date(9000, 1, 1)) is None


digits = st.text("0123456789", max_size=6)
looks_like_a_term = st.builds(
    lambda parts, time: "P" + "".join(f"{n}{unit}" for n, unit in parts) + time,
    st.lists(st.tuples(digits, st.sampled_from("YMWD")), max_size=5),
    st.sampled_from(["", "T5H", "T", "\n"]),
)


@given(looks_like_a_term | st.text(max_size=20), st.dates())
def test_no_text_whatsoever_makes_a_term_fail(text, start):
    duur = Duur.parse(text)
    end = duur.after(start) if duur else None

    assert end is None or end > start
