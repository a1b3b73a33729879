"""When a server says to come back."""

from __future__ import annotations

import httpx
import pytest

from mijnzaken_bff.upstream.retry_after import retry_after

NOW = "Mon, 23 Nov 2026 15:04:05 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "1"}, 1.0),
        ({"Retry-After": " 120 "}, 120.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "straks"}, None),
        ({"Retry-After": "\u0663"}, None),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "Mon, 23 Nov 2026 15:05:05 GMT", "Date": NOW}, 60.0),
        ({"Retry-After": "Mon, 23 Nov 2026 15:00:00 GMT", "Date": NOW}, 0.0),
        ({"Retry-After": "Mon, 23 Nov 2026 15:05:05 GMT"}, None),
        ({"Retry-After": "Mon, 23 Nov 2026 15:05:05 GMT", "Date": "gisteren"}, None),
    ],
)
def test_it_is_read_in_seconds_or_as_a_date_by_the_clock_of_the_server(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(httpx.Headers({name: value.encode() for name, value in headers.items()})) == seconds
