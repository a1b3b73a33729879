"""The table of threats is true: every test in it exists and bears the name of its row, and no row is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "tests" / "DREIGINGEN.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if re.match(r"\| T\d\d \|", line)]

WANTED = {f"T{n:02}" for n in (*range(1, 21), 25, 27, 28, 31, 49, 50, *range(57, 64), 66, 68)}
"""The threats to tokens, limits and the edge."""


def named(text: str) -> Iterator[tuple[str, str]]:
    """The path and the name of every test in ``text``."""
    for path, test in re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", text):
        yield path, test.rpartition(":")[2]


def test_every_threat_has_its_row_once() -> None:
    rows = [row[0] for row in ROWS]

    assert rows == sorted(set(rows))
    assert set(rows) == WANTED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_names_tests_that_exist_and_bear_its_name(row: list[str]) -> None:
    threat, _, tests = row

    assert list(named(tests))
    for path, test in named(tests):
        assert test.startswith(f"test_{threat.lower()}_"), test
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"def {test}\(", source), f"{path}::{test}"


def test_no_test_that_bears_the_name_of_a_row_was_forgotten() -> None:
    written = {
        (str(path.relative_to(ROOT)), test)
        for path in (ROOT / "tests").rglob("test_*.py")
        for test in re.findall(r"def (test_t\d\d_\w+)\(", path.read_text(encoding="utf-8"))
    }

    assert written == set(named(TABLE))
