"""A span of time as the configuration writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.tijdsduur import parse_seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("30s", 30.0), ("5m", 300.0), ("24h", 86400.0), ("7d", 604800.0), ("1.5s", 1.5), (" 2s ", 2.0)],
)
def test_a_text_names_its_unit(text, seconds):
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize(("number", "seconds"), [(0, 0.0), (30, 30.0), (0.25, 0.25), ("30", 30.0), ("0.25", 0.25)])
def test_a_number_without_a_unit_is_in_seconds(number, seconds):
    assert parse_seconds(number) == seconds


@pytest.mark.parametrize(
    "wrong",
    ["", "-5s", "5 m", "5min", "1h30m", "1e3s", "٣s", "s", "1,5s", "9999999999d", -1, -0.5, True, None, [],
     float("nan"), float("inf")],
)  # fmt: skip
def test_anything_else_is_refused_in_dutch(wrong):
    with pytest.raises(ValueError, match="geen tijdsduur"):
        parse_seconds(wrong)


@given(st.text())
def test_no_text_gives_anything_but_seconds_or_a_refusal(text):
    try:
        seconds = parse_seconds(text)
    except ValueError:
        return
    assert seconds >= 0
