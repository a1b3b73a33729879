"""How many connections fit under a limit of open files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.serving.open_files import connections_under


@pytest.mark.parametrize(
    ("files", "bronnen", "connections"),
    [
        (None, 12, 2000),
        (1_048_576, 1368, 2000),
        (4096, 1368, 2000),
        (2048, 40, 1880),
        (1024, 12, 884),
        (1024, 1368, 448),  # bronnen never take more than half
        (100, 12, 1),
    ],
)
def test_there_are_as_many_as_are_wanted_or_as_fit(files: int | None, bronnen: int, connections: int) -> None:
    assert connections_under(files, tegelijk=200, bronnen=bronnen) == connections


@given(st.integers(0, 2**20), st.integers(1, 10_000), st.integers(0, 20_000))
def test_callers_never_take_more_than_was_wanted_nor_all_the_files(files: int, tegelijk: int, bronnen: int) -> None:
    connections = connections_under(files, tegelijk=tegelijk, bronnen=bronnen)

    assert 1 <= connections <= 10 * tegelijk
    assert connections == 1 or connections < files
