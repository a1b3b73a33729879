"""One zaak in a browser: how far it is, its documents, and the way back to where one was."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import Bezoek
from tests.browser.pagina import kaarten, mijn_zaken, open_zaak


def _rows(page: Page) -> dict[str, str]:
    rows = page.locator(".denhaag-description-list-item").all()
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows}


def test_a_zaak_shows_its_four_fasen_and_where_it_is_now(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    open_zaak(page, "Evenementenvergunning")

    fasen = page.locator(".stappen > li")
    expect(fasen).to_have_count(4)
    expect(page.locator(".stappen [aria-current=step]")).to_have_count(1)
    expect(page.locator(".stappen [aria-current=step]")).to_contain_text("hier is uw zaak nu")
    expect(fasen.last).to_contain_text("nog niet begonnen")
    expect(page).to_have_title("Evenementenvergunning – Mijn zaken")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_zaak_tells_its_dates_and_why_and_whom_to_call(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    kaart = kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a")
    kaart.click()
    expect(page.get_by_role("heading", name="Hoe ver uw zaak is")).to_be_visible()

    rows = _rows(page)
    assert re.fullmatch(r"\d{1,2} [a-z]+ 20\d\d", rows["Verwacht op"])
    assert rows["Over deze datum"].startswith("De verwachte datum is de planning van de gemeente.")
    assert rows["Kenteken"] == "XX-999-X"
    expect(page.get_by_role("link", name="Bel 14 0999")).to_have_attribute("href", "tel:140999")
    expect(page.get_by_role("link", name="Website van Gemeente Waterdam")).to_be_visible()


def test_an_ended_zaak_tells_its_result_and_its_besluit(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    kaarten(page).filter(has_text="Vergunning Kadeplein 3").locator("a").click()

    expect(page.get_by_role("heading", name="Besluiten")).to_be_visible()
    assert _rows(page)["Resultaat"] == "Verleend"
    expect(page.locator(".stappen [aria-current]")).to_have_count(0)


def test_a_document_is_fetched_with_the_token_and_keeps_its_name(bezoek: Bezoek, tmp_path: Path) -> None:
    page = mijn_zaken(bezoek, "Anna")
    kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a").click()
    document = page.get_by_role("button", name="Ontvangstbevestiging Van de gemeente")
    expect(document).to_have_accessible_name(re.compile(r"Brief, PDF, \d+ bytes, \d+ [a-z]+ 20\d\d$"))

    with page.expect_download() as download:
        document.click()

    assert download.value.suggested_filename == "ontvangstbevestiging.pdf"
    kept = tmp_path / "brief.pdf"
    download.value.save_as(kept)
    assert kept.read_bytes().startswith(b"%PDF-")
    expect(page.get_by_text("Het document staat bij uw downloads.")).to_be_visible()
    assert not [address for address in bezoek.gevraagd if "token" in address.lower()]


def test_a_document_that_does_not_come_says_so_where_it_stands(scherm: Bezoek) -> None:
    scherm.verwacht("50")
    page = mijn_zaken(scherm, "Anna")
    kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a").click()
    document = page.get_by_role("button", name="Ontvangstbevestiging Van de gemeente")
    expect(document).to_be_visible()
    scherm.opstelling.gemeenten["waterdam"].fault = Fault("500", alleen="/documenten/")

    document.click()

    expect(page.get_by_text("Het document is niet opgehaald.")).to_be_visible()


def test_going_back_finds_the_list_as_it_was(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")
    link = kaarten(page).nth(15).locator("a")
    link.scroll_into_view_if_needed()
    where, asked = page.evaluate("scrollY"), len([een for een in scherm.gevraagd if "stroom" in een])
    link.click()
    expect(page.get_by_role("heading", name="Hoe ver uw zaak is")).to_be_visible()

    page.get_by_role("link", name="Terug naar mijn zaken").click()

    expect(link).to_be_focused()
    assert page.evaluate("scrollY") == where
    assert len([een for een in scherm.gevraagd if "stroom" in een]) == asked


def test_a_part_that_failed_says_so_under_its_heading_and_can_be_asked_again(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    scherm.opstelling.gemeenten["waterdam"].fault = Fault("500", alleen="/documenten/")
    kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a").click()
    blok = page.get_by_role("region", name="Documenten")
    expect(blok).to_contain_text("kunnen we nu niet laten zien")
    scherm.zet("waterdam", "gezond")

    blok.get_by_role("button", name="Opnieuw proberen bij Documenten").click()

    expect(blok.get_by_role("button", name="Ontvangstbevestiging")).to_be_visible()


def test_a_zaak_that_is_not_there_gives_one_friendly_page(scherm: Bezoek) -> None:
    scherm.verwacht("404")
    page = mijn_zaken(scherm, "Anna", "/#/zaak/waterdam-00000000-0000-4000-8000-000000000000")

    expect(page.get_by_role("heading", level=1)).to_have_text("Deze zaak is er niet")
    page.get_by_role("link", name="Terug naar mijn zaken").click()
    expect(kaarten(page).first).to_be_visible()


def test_with_the_keyboard_alone_one_comes_from_the_skip_link_to_a_document(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    page.reload()  # the keyboard begins where the page begins
    expect(kaarten(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    _tab_to(page, "Parkeervergunning")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", name="Documenten")).to_be_visible()
    _tab_to(page, "Ontvangstbevestiging")

    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert download.value.suggested_filename == "ontvangstbevestiging.pdf"


def _tab_to(page: Page, naam: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith(naam):
            return
    raise AssertionError(f"forty times Tab does not reach {naam}")
