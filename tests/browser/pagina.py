"""What one does on the page of the demo, and what one sees there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.standen import TRAAG
from tests.browser.bezoek import Bezoek

SMAL = {"width": 320, "height": 225}
"""A desktop of 1280 by 900 at 400 %, in CSS pixels. Source: WCAG 2.2, 1.4.10."""


def log_in(bezoek: Bezoek, naam: str, pad: str = "/") -> Page:
    """Open the page and be this test person."""
    page = bezoek.open(pad)
    page.get_by_role("button", name=naam).first.click()
    expect(page.get_by_text(f"U bent ingelogd als {naam}")).to_be_visible()
    return page


def mijn_zaken(bezoek: Bezoek, naam: str, pad: str = "/") -> Page:
    """Be this test person, and wait until every gemeente told or will not; no gemeente takes its time."""
    haast(bezoek)
    page = log_in(bezoek, naam, pad)
    wacht(page)
    return page


def haast(bezoek: Bezoek) -> None:
    """Let the gemeente that is slow in the demo answer at once, where a test is not about that."""
    voorbeeldstad = bezoek.opstelling.gemeenten["voorbeeldstad"]
    if voorbeeldstad.fault == TRAAG.fault:
        voorbeeldstad.fault = Fault()


def wacht(page: Page) -> None:
    """Wait until nobody is being asked any more."""
    expect(page.locator(".bronbalk--bezig")).to_have_count(0)
    expect(page.locator(".chip--bezig")).to_have_count(0)


def kaarten(page: Page) -> Locator:
    """The cards in the list, from the top."""
    return page.locator(".lijst .kaarten .kaart:visible")


def chip(page: Page, gemeente: str) -> Locator:
    """How it stands with a gemeente, by the short name that the page gives it."""
    return page.locator(".chip").filter(has_text=gemeente)


def open_zaak(page: Page, titel: str) -> None:
    """Follow the card of a zaak, and wait until all of it is there."""
    page.locator(".kaart__link", has_text=titel).first.click()
    expect(page.get_by_role("heading", name="Hoe ver uw zaak is")).to_be_visible()


def breedte(page: Page) -> tuple[int, int]:
    """How wide the page is, and how wide the screen, in CSS pixels."""
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth"), page.evaluate(f"{root}.clientWidth")
