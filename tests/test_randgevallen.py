"""The table of edge cases is true: every test in it exists, and no row of the reference that concerns us is missing."""

from __future__ import annotations

import re

from tests.genoemd import ROOT, missing, named

TABLE = (ROOT / "tests" / "RANDGEVALLEN.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ") for line in TABLE.splitlines() if re.match(r"\| (edge-cases|semantics|features) ", line)]

LATER = tuple(range(93, 100))
"""What is about notificaties, taken and contact."""


def numbers(source: str) -> set[str]:
    """The first word after the source in every row of it: ``21``, ``7.13``, ``1.4``, ``C4``."""
    return {row[0].removeprefix(f"| {source} ").split()[0] for row in ROWS if row[0].startswith(f"| {source} ")}


def test_every_edge_case_in_the_table_names_tests_that_exist() -> None:
    assert len(named(TABLE)) >= 200
    assert missing(TABLE) == []


def test_every_row_of_the_table_has_a_test_or_is_of_a_subject_that_comes_later() -> None:
    assert ROWS
    for row in ROWS:
        assert len(row) == 3, row
        assert bool(named(row[2])) is not row[2].startswith("later: "), row
    assert {row[0] for row in ROWS if row[2].startswith("later: ")} == {f"| edge-cases {n}" for n in LATER}


def test_every_edge_case_is_in_the_table() -> None:
    with_others = {str(n) for n in (23, 24, 25, 26, 27, 33, 34)}
    """What is about the words and days of a zaak, its documents or its history, and so belongs to other subjects."""
    differences = {f"7.{n}" for n in range(1, 49)} - {f"7.{n}" for n in with_others}
    cases = [int(row[0].removeprefix("| edge-cases ")) for row in ROWS if row[0].startswith("| edge-cases ")]

    assert sorted(cases) == list(range(1, 101))
    assert differences <= numbers("semantics")
    assert {f"1.{n}" for n in range(1, 11)} | {f"4.{n}" for n in range(1, 5)} <= numbers("semantics")
    wanted = "A3 A4 A5 B6 B13 B25 B26 B27 B28 C4 C5 C6 C7 C8 C9 C10 C11 C16 D5 D8"
    assert set(wanted.split()) == numbers("features")
