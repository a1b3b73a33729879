"""The pictures of the README: what they show is there. With ``BEELD=docs/beeld`` they are kept (``make beeld``).

The dates on them are of the day on which they were made: the gemeenten believe only a service with their own clock.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.bezoek import Bezoek, Maat
from tests.browser.conftest import Bezoeken
from tests.browser.pagina import kaarten, log_in, mijn_zaken, open_zaak, wacht

LARGEST = 150_000
"""Bytes that a picture may be: a README is read on a phone too."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.environ.get("BEELD", tmp_path))


def _begin(bezoeken: Bezoeken, breedte: int, hoogte: int) -> Bezoek:
    return bezoeken(Maat("beeld", breedte, hoogte))


def _neem(bezoek: Bezoek, path: Path) -> None:
    bezoek.page.mouse.move(0, 0)
    bezoek.page.emulate_media(reduced_motion="reduce")  # not halfway a movement
    bezoek.page.evaluate("document.activeElement.blur()")
    bezoek.page.screenshot(path=path)
    assert path.stat().st_size < LARGEST


def test_the_list_with_a_gemeente_that_fails(bezoeken: Bezoeken, folder: Path) -> None:
    bezoek = _begin(bezoeken, 1100, 980)
    page = mijn_zaken(bezoek, "Anna")

    expect(page.get_by_text("3 van de 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(kaarten(page)).to_have_count(7)
    _neem(bezoek, folder / "lijst.png")


def test_one_zaak(bezoeken: Bezoeken, folder: Path) -> None:
    bezoek = _begin(bezoeken, 1100, 1150)
    page = mijn_zaken(bezoek, "Anna")
    open_zaak(page, "Evenementenvergunning")

    _neem(bezoek, folder / "zaak.png")


def test_the_list_on_a_phone(bezoeken: Bezoeken, folder: Path) -> None:
    bezoek = _begin(bezoeken, 375, 800)
    bezoek.zet("duinoord", "gezond")
    page = mijn_zaken(bezoek, "Anna")

    expect(kaarten(page)).to_have_count(8)
    _neem(bezoek, folder / "telefoon.png")


def test_the_drawer_beside_the_list(bezoeken: Bezoeken, folder: Path) -> None:
    bezoek = _begin(bezoeken, 1400, 660)
    page = log_in(bezoek, "Anna")  # Voorbeeldstad is slow in the demo, and here one may see that
    wacht(page)
    page.get_by_role("button", name="Voor ontwikkelaars").click()
    page.get_by_role("tab", name="Waterval").click()

    expect(page.locator(".waterval__balk--aanroep").first).to_be_attached()
    _neem(bezoek, folder / "lade.png")
