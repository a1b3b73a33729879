"""The net itself: a leak that it cannot see is no leak to us."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.lekken import BEDRIJVEN, NAMEN, PERSONEN, bevolking, leaks

BSN = PERSONEN[0]
KVK, RSIN = BEDRIJVEN[:2]


@pytest.mark.parametrize(
    "text",
    [
        f"GET /zaken?bsn={BSN}",
        "bsn=" + "".join(f"%{ord(digit):02x}" for digit in BSN),
        base64.b64encode(f"x{BSN}y".encode()).decode(),
        base64.b64encode(f'{{"bsn":"{BSN}"}}'.encode()).decode(),
        base64.urlsafe_b64encode(f"abcde{BSN}".encode()).decode(),
        "999991234",
        *bevolking(1600)[::400],
        f"GET /zaken?kvk={KVK}",
        *(
            base64.b64encode(b"x" * before + number.encode() + b"yz").decode()
            for before in range(3)
            for number in (KVK, RSIN)
        ),
    ],
)
def test_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert leaks(text)


@pytest.mark.parametrize("naam", NAMEN)
@pytest.mark.parametrize(
    "written",
    [
        str,
        quote,
        lambda text: quote(quote(text)),
        json.dumps,
        lambda text: json.dumps(json.dumps(text)),
        *(lambda text, n=n: base64.b64encode(b"x" * n + text.encode() + b"yz").decode() for n in range(3)),
        *(lambda text, n=n: base64.urlsafe_b64encode(b"x" * n + text.encode() + b"yz").decode() for n in range(3)),
        lambda text: base64.b64encode(json.dumps({"naam": text}).encode()).decode(),
    ],
)
def test_a_name_is_seen_however_it_is_written(written: Callable[[str], str], naam: str) -> None:
    assert leaks(f"van {written(naam)}.") in (["base64"], ["name"])


def test_a_number_in_escaped_json_is_seen() -> None:
    assert leaks("".join(f"\\u{ord(digit):04x}" for digit in BSN))


@pytest.mark.parametrize(
    "text", ["", "ZAAK-2026-0004711", "001117518", "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11", "000073306966", "x" * 500]
)
def test_what_is_no_number_of_a_person_or_company_is_left_alone(text: str) -> None:
    assert not leaks(text)
