"""The gemeenten of the stories, and a portal on three of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from tests.stories.nakijken import Check, checking
from tests.stories.opnamen import Opnamen
from tests.stories.portaal import Portaal, Toneel


@pytest.fixture(scope="module")
def opnamen(loopback: Loopback) -> Iterator[Opnamen]:
    """The recorded gemeenten, which nobody changes: a module shares them."""
    with closing(Toneel(loopback)) as toneel:
        yield Opnamen(toneel)


@pytest.fixture
def heuvelrijk(toneel: Toneel) -> Gemeente:
    return toneel.gemeente("Gemeente Heuvelrijk", "000740457")


@pytest.fixture
def duinoord(toneel: Toneel) -> Gemeente:
    return toneel.gemeente("Gemeente Duinoord", "111222333")


@pytest.fixture
def portaal(toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente) -> Portaal:
    """A portal on three gemeenten, with budgets short enough for a story."""
    return toneel.portaal(
        {"waterdam": waterdam, "heuvelrijk": heuvelrijk, "duinoord": duinoord},
        tijd={"lijst": "6s"},
        bron={"tijd": {"totaal": "3s", "verbinden": "2s"}},
    )


@pytest.fixture
def check(toneel: Toneel, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs ``mijnzaken-bff check`` on gemeenten."""
    return checking(toneel, tmp_path, capsys)
