"""Every way to refuse is put to the door, and told to who operates it."""

from __future__ import annotations

import re
from pathlib import Path

from mijnzaken_bff.identity.refusals import Ground, Reason
from tests.deur.dialecten import DIALECTEN
from tests.deur.rijen import RIJEN

DOCS = Path(__file__).parents[2] / "docs" / "uitgevers.md"

ELSEWHERE = {Ground.CHANNEL, Ground.SERVICE, Ground.ORGANISATIES}
"""Not said of a token by itself: by the route that is asked, and by the mandates of ``tests/uitgevers.py``."""


def test_every_dialect_is_refused_for_every_reason() -> None:
    for dialect in DIALECTEN:
        met = {weigering.reden for rij in RIJEN if (weigering := rij.weigering(dialect)) is not None}

        assert met == {*Reason, *Ground} - ELSEWHERE, dialect.id


def test_every_reason_is_explained_to_who_operates_the_service() -> None:
    explained = re.findall(r"^\| `(\w+)` \| .* \| 40[13].* \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(explained) == sorted(reason.value for reason in (*Reason, *Ground))
