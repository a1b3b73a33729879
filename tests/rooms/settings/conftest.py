"""A folder to put a configuration in."""

from pathlib import Path

import pytest

from tests.rooms.settings.voorbeeld import Map


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)
