"""Finding a BSN, KvK number or RSIN where none should be: as digits, in a URL, or in base64."""

from __future__ import annotations

import base64
import re
from functools import cache
from urllib.parse import unquote

PERSONEN = (
    # the recorded persons
    "980565431", "908043776", "938144868", "946303149", "957319460", "921899427", "935903288", "985946155", "935470931",
    "942880134", "910123998", "956573174", "961733391", "978111217", "908556627", "999999990",
    # the invented ones of the stories and the demo
    "999990019", "999990020", "999990032", "999990044", "999990056", "999990068", "999990081", "999990093", "999990111",
    "999990123", "999990135", "999990147", "999990159", "999990160",
)  # fmt: skip
"""Every BSN that a test uses for a person. All are invented and pass the elfproef."""

BEDRIJVEN = (
    # the recorded companies, and nobody's
    "90419936", "897084597", "90107877", "880670903", "90448610", "819534316", "90646636", "837202140", "99999998",
    # the invented one of the stories
    "90004760",
)  # fmt: skip
"""The KvK number and RSIN of every company that a test asks for. A vestigingsnummer may stand in an answer."""

_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)


def leaks(text: str) -> list[str]:
    """The kinds of leak in ``text``; it names no number."""
    found = []
    plain = unquote(unquote(text))
    if any(nummer in plain for nummer in PERSONEN + BEDRIJVEN) or any(
        digits.startswith("99999") for digits in _NINE.findall(plain)
    ):
        found.append("digits")
    if any(mark in text for mark in _base64_marks()):
        found.append("base64")
    return found


@cache
def _base64_marks() -> tuple[str, ...]:
    """What each number looks like inside base64, at each of its three alignments, without the ends that vary."""
    marks = []
    for nummer in PERSONEN + BEDRIJVEN:
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + nummer.encode() + b"\0" * 3).decode()
            first = -(-shift * 8 // 6)
            marks.append(encoded[first : (shift + len(nummer)) * 8 // 6])
    return tuple(marks)
