"""The demo as it runs, and a browser to visit it with. A module shares both; each test makes visits of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, expect

from mijnzaken_bff.demo.opstelling import Opstelling
from tests.browser.bezoek import SCHERM, TELEFOON, Bezoek, Maat, zet_terug
from tests.browser.chromium import started

Bezoeken: TypeAlias = Callable[..., Bezoek]
"""Begins a visit: how large the screen is, and what else Playwright may be told of a browser context."""

expect.set_options(timeout=15_000)  # in milliseconds: a slow gemeente, on a slow machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call everything here by one mark: ``-m "not browser"`` leaves it out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def opstelling(browser: Browser) -> Iterator[Opstelling]:
    """The demo; not started where there is no browser to look at it."""
    with closing(Opstelling.start()) as opstelling:
        yield opstelling


@pytest.fixture
def bezoeken(browser: Browser, opstelling: Opstelling) -> Iterator[Bezoeken]:
    """Begins visits; at the end of the test each is closed, and what went wrong in it fails the test."""
    zet_terug(opstelling)
    begun: list[Bezoek] = []

    def begin(maat: Maat = SCHERM, **context: Any) -> Bezoek:
        begun.append(Bezoek(browser, opstelling, maat, **context))
        return begun[-1]

    yield begin
    for bezoek in begun:
        bezoek.eindig()


@pytest.fixture(params=[TELEFOON, SCHERM], ids=lambda maat: maat.naam)
def bezoek(request: pytest.FixtureRequest, bezoeken: Bezoeken) -> Bezoek:
    """A visit on a phone, and once more on a desktop."""
    return bezoeken(request.param)


@pytest.fixture
def telefoon(bezoeken: Bezoeken) -> Bezoek:
    return bezoeken(TELEFOON)


@pytest.fixture
def scherm(bezoeken: Bezoeken) -> Bezoek:
    return bezoeken(SCHERM)
