"""Finding a BSN, KvK number, RSIN or name where none should be: as it is, in a URL, in JSON, or in base64."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from itertools import islice
from urllib.parse import unquote

from mijnzaken_bff.domain.nummers import passes_elfproef

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


def bevolking(number: int) -> list[str]:
    """So many BSNs of people who are only in the measurements: invented, none of the above, 1 600 at most.

    The net sees every number that begins as these do.
    """
    invented = (str(digits) for digits in range(999_980_000, 1_000_000_000) if passes_elfproef(str(digits)))
    return list(islice((bsn for bsn in invented if bsn not in PERSONEN), number))


NAMEN = ("Mérkmansveld", "Mérkbehandelaar", "Carla Verzonnen", "Ambtenaar")
"""The names of a person and of an employee, for tests that give somebody one, and all names that registers tell in the
stories and the demo. Nothing that we say ourselves is called so."""

_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)


def leaks(text: str) -> list[str]:
    """The kinds of leak in ``text``; it names no number."""
    found = []
    plain = unquote(unquote(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)))
    if any(nummer in plain for nummer in PERSONEN + BEDRIJVEN) or any(
        digits.startswith(("99998", "99999")) for digits in _NINE.findall(plain)
    ):
        found.append("digits")
    if any(naam in plain for naam in NAMEN):
        found.append("name")
    if any(mark in text for mark in _base64_marks()):
        found.append("base64")
    return found


@cache
def _base64_marks() -> tuple[str, ...]:
    """What each number and name looks like inside base64, at each of its three alignments, without the ends that vary.

    A name is looked for as UTF-8, and as JSON in ASCII writes it.
    """
    marks = []
    escaped = [json.dumps(naam)[1:-1] for naam in NAMEN]
    for text in (*PERSONEN, *BEDRIJVEN, *NAMEN, *escaped):
        secret = text.encode()
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + secret + b"\0" * 3).decode()
            first = -(-shift * 8 // 6)
            mark = encoded[first : (shift + len(secret)) * 8 // 6]
            marks += {mark, mark.translate(str.maketrans("+/", "-_"))}
    return tuple(marks)
