"""The drawer holds against axe too, what one can press is large enough, and what moves may be stilled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import SCHERM, Bezoek
from tests.browser.conftest import Bezoeken
from tests.browser.pagina import log_in, mijn_zaken, open_zaak
from tests.browser.staten import bekijk

_TABS = ("Verzoek", "JSON", "Logboek", "Waterval", "Storingen")


def test_every_section_of_the_drawer_is_accessible(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Dirk", "/#/?gemeente=voorbeeldstad")
    page.get_by_role("button", name="Voor ontwikkelaars").click()

    for tab in _TABS:
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel")).to_be_visible()
        bekijk(scherm, f"lade-{tab.lower()}")
        page.set_viewport_size({"width": SCHERM.breedte, "height": SCHERM.hoogte})


def test_who_wants_no_motion_gets_none(bezoeken: Bezoeken) -> None:
    bezoek = bezoeken(reduced_motion="reduce")
    bezoek.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=2.5, eindigt="/_zoek")
    page = log_in(bezoek, "Anna")
    expect(page.locator(".schaduw").first).to_be_attached()

    moving = page.evaluate("document.getAnimations().length")

    assert moving == 0


def test_what_moves_does_so_only_for_who_does_not_mind(scherm: Bezoek) -> None:
    scherm.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=2.5, eindigt="/_zoek")
    page = log_in(scherm, "Anna")
    expect(page.locator(".schaduw").first).to_be_attached()

    assert page.evaluate("document.getAnimations().length") > 0


@pytest.mark.parametrize("breed", [320, 375, 1100])
def test_whatever_one_can_press_is_large_enough(scherm: Bezoek, breed: int) -> None:
    """Source: WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, but for a link within a sentence."""
    page = mijn_zaken(scherm, "Anna")
    page.set_viewport_size({"width": breed, "height": 800})

    assert _too_small(page) == []

    open_zaak(page, "Parkeervergunning")
    assert _too_small(page) == []


def _too_small(page: Page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll("button, a, select, input")]
          .filter((een) => een.checkVisibility() && !een.matches(".nl-skip-link, .kaart__link"))
          .filter((een) => { const { width, height } = een.getBoundingClientRect(); return width < 24 || height < 24; })
          .map((een) => een.outerHTML)"""
    )


def test_in_the_colours_of_the_reader_what_is_chosen_and_where_a_zaak_is_keep_a_border(bezoeken: Bezoeken) -> None:
    page = mijn_zaken(bezoeken(forced_colors="active"), "Anna")
    border = "een => getComputedStyle(een).borderTopWidth"
    assert page.locator(".keuzes__keuze[aria-current=true]").evaluate(border) == "2px"

    open_zaak(page, "Evenementenvergunning")

    assert page.locator(".stappen__stap--huidig .stappen__merk").evaluate(border) != "0px"
    line = "een => getComputedStyle(een, '::before').borderInlineStartWidth"
    assert page.locator(".stappen__fase").first.evaluate(line) == "2px"


def test_the_footer_does_not_move_while_the_page_fills(scherm: Bezoek) -> None:
    page = scherm.open()
    expect(page.get_by_role("button", name="Anna")).to_be_visible()

    page.evaluate("document.getElementById('inhoud').replaceChildren()")

    assert page.evaluate("document.querySelector('.voet').getBoundingClientRect().top >= innerHeight")
