"""Of a bug is told where it is, and nothing of what it was about."""

from __future__ import annotations

from pathlib import Path

from mijnzaken_bff.domain.crash import place_of
from mijnzaken_bff.domain.nummers import Bsn, OngeldigNummer


def raised() -> OngeldigNummer:
    try:
        Bsn("123")
    except OngeldigNummer as error:
        return error
    raise AssertionError


def test_the_place_is_the_file_and_line_where_it_was_raised() -> None:
    file, _, line = place_of(raised()).partition(":")

    source = Path(Bsn.__init__.__code__.co_filename).read_text(encoding="utf-8").splitlines()
    assert file == "nummers.py"
    assert "raise OngeldigNummer" in source[int(line) - 1]


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert place_of(ValueError("x")) == ""
