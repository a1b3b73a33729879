"""The stage of the boze bron, which all its tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mijnzaken_bff.demo.gemeente.loopback import Loopback
from tests.boos.podium import Podium, podium


@pytest.fixture(scope="session")
def boos(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podium]:
    """Every boze bron beside two healthy gemeenten."""
    with podium(loopback, tmp_path_factory.mktemp("boos")) as stage:
        yield stage
