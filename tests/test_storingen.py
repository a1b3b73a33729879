"""The table of faults is true: every test in it exists and bears the name of its row, and no row is missing."""

from __future__ import annotations

import re

import pytest

from tests.genoemd import ROOT, found_in, missing, named

TABLE = (ROOT / "tests" / "STORINGEN.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if re.match(r"\| F\d\d \|", line)]

BY_THREAT = {"F49": ("t12", "t13", "t14")}
"""Faults that are threats as well, and bear their names."""
LATER = {"F54", "F55"}
"""What belongs to the log of verwerkingen, and may come without a test until that does."""


def test_every_fault_has_its_row_once() -> None:
    assert [row[0] for row in ROWS] == [f"F{n:02}" for n in range(1, 59)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_names_tests_that_exist_and_bear_its_name(row: list[str]) -> None:
    fault, _, tests = row

    if fault in LATER:
        assert bool(named(tests)) is not tests.startswith("later: ")
    else:
        assert named(tests)
    assert missing(tests) == []
    for _, test in named(tests):
        names = BY_THREAT.get(fault, (fault.lower(),))
        assert test.rpartition(":")[2].startswith(tuple(f"test_{name}_" for name in names)), test


def test_no_test_that_bears_the_name_of_a_row_was_forgotten() -> None:
    paths = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")]
    written = {(path, test) for path in paths for test in found_in(path) if re.search(r"\btest_f\d\d_", test)}

    assert written == {(path, test) for path, test in named(TABLE) if re.search(r"\btest_f\d\d_", test)}
