"""A gemeente in the dialect that a file is about, filled with one story, and somebody who asks it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.rooms.demo.verhaal import gestart, vul


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def register(loopback: Loopback, dialect: Dialect) -> Iterator[tuple[Gemeente, httpx.Client]]:
    """A running gemeente in the ``dialect`` of the file, and a client that may ask it everything."""
    with gestart(loopback, dialect) as register:
        yield register


@pytest.fixture
def waterdam(register: tuple[Gemeente, httpx.Client]) -> Gemeente:
    return register[0]


@pytest.fixture
def http(register: tuple[Gemeente, httpx.Client]) -> httpx.Client:
    return register[1]


@pytest.fixture
def zaken(waterdam: Gemeente) -> dict[str, Resource]:
    return vul(waterdam)


@pytest.fixture
def zaak(zaken: dict[str, Resource]) -> Resource:
    """A zaak of that story in which nothing is unusual."""
    return zaken["Z-1"]
