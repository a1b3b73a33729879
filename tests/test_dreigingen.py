"""The table of threats is true: every test in it exists and bears the name of its row, and no row is missing."""

from __future__ import annotations

import re

import pytest

from tests.genoemd import ROOT, found_in, missing, named

TABLE = (ROOT / "tests" / "DREIGINGEN.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if re.match(r"\| T\d\d \|", line)]

WANTED = {f"T{n:02}" for n in (*range(1, 30), 31, *range(34, 64), *range(65, 69))}
"""The threats to tokens, limits, streams, the edge, from the side of the bronnen, in documents and in what we use."""


def test_every_threat_has_its_row_once() -> None:
    rows = [row[0] for row in ROWS]

    assert rows == sorted(set(rows))
    assert set(rows) == WANTED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_names_tests_that_exist_and_bear_its_name(row: list[str]) -> None:
    threat, _, tests = row

    assert named(tests)
    assert missing(tests) == []
    for _, test in named(tests):
        assert test.rpartition(":")[2].startswith(f"test_{threat.lower()}_"), test


def test_no_test_that_bears_the_name_of_a_row_was_forgotten() -> None:
    paths = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")]
    written = {(path, test) for path in paths for test in found_in(path) if re.search(r"\btest_t\d\d_", test)}

    assert written == set(named(TABLE))
