"""The check of the tables itself: a name that pytest does not know is a mistake, however much it looks like one."""

from __future__ import annotations

import pytest

from tests.genoemd import missing, named

HERE = "tests/test_genoemd.py"


class TestInAClass:
    def test_that_stands_in_a_class(self) -> None:
        assert missing(f"`{HERE}::TestInAClass::test_that_stands_in_a_class`") == []


@pytest.mark.parametrize(
    "name", ["test_that_stands_in_a_class", "TestInAClass", "test_nobody", "", "TestInAClass::test_a_name", "HERE"]
)
def test_a_name_that_pytest_does_not_know_is_missing(name: str) -> None:
    assert missing(f"`{HERE}::{name}`") == [f"{HERE}::{name}"]


@pytest.mark.parametrize("path", ["tests/test_nowhere.py", "tests/genoemd.py"])
def test_a_file_without_tests_is_missing(path: str) -> None:
    assert missing(f"`{path}::named`") == [f"{path}::named"]


def test_a_fixture_that_every_test_goes_through_may_be_named() -> None:
    assert missing("`tests/conftest.py::_no_number_in_the_log`") == []
    assert missing("`tests/conftest.py::pytest_configure`") == ["tests/conftest.py::pytest_configure"]


def test_every_name_in_a_row_is_seen() -> None:
    row = f"| T00 | iets | `{HERE}::test_a`, `{HERE}::TestB::test_c` |"

    assert named(row) == [(HERE, "test_a"), (HERE, "TestB::test_c")]
