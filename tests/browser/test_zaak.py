"""One zaak in a browser: how far it is, its documents, and the way back to where one was."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import Bezoek
from tests.browser.pagina import SMAL, breedte, kaarten, mijn_zaken, open_zaak

_VOORBEELDEN = Path(__file__).parents[2] / "openapi" / "voorbeelden"


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


def _long(bezoek: Bezoek) -> None:
    """Let every zaak be one of which each name is a long word."""
    detail = json.loads((_VOORBEELDEN / "zaak" / "lopend.json").read_text(encoding="utf-8"))
    word = "Aanvraagontvangenenwachtopbehandelingdoordeafdelingvergunningen" * 2
    for fase in detail["voortgang"]:
        fase["naam"] = word
        for stap in fase["stappen"]:
            stap["naam"] = word
    for punt in detail["tijdlijn"]:
        punt["titel"] = word
    bezoek.page.route("**/v1/zaken/*-*", lambda route: route.fulfill(json=detail))


def test_a_status_that_is_one_long_word_does_not_scroll_sideways(scherm: Bezoek) -> None:
    _long(scherm)
    page = mijn_zaken(scherm, "Anna")
    open_zaak(page, "Parkeervergunning")

    for width in (320, 375, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        wide, screen = breedte(page)
        assert wide <= screen
        inside = "een => een.scrollWidth <= een.clientWidth"
        assert all(blok.evaluate(inside) for blok in page.locator(".blok").all()), width


def test_who_asks_a_part_again_keeps_what_stands_and_is_then_at_its_heading(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    scherm.opstelling.gemeenten["waterdam"].fault = Fault("500", alleen="/documenten/")
    kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a").click()
    again = page.get_by_role("button", name="Opnieuw proberen bij Documenten")
    expect(again).to_be_visible()
    scherm.zet("waterdam", "gezond")
    held: list[Route] = []
    page.route("**/v1/zaken/waterdam-*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks more of it

    again.press("Enter")
    expect(page.get_by_role("region", name="Documenten")).to_be_visible()
    expect(again).to_be_focused()
    held[0].continue_()

    expect(page.get_by_role("heading", name="Documenten")).to_be_focused()


def test_who_asks_a_zaak_again_that_failed_is_then_at_its_name(scherm: Bezoek) -> None:
    scherm.verwacht("net::ERR")
    page = mijn_zaken(scherm, "Anna")
    page.route("**/v1/zaken/*-*", lambda route: route.abort())
    page.locator(".kaart__link", has_text="Parkeervergunning").first.click()
    again = page.get_by_role("button", name="Opnieuw proberen")
    expect(again).to_be_visible()
    page.unroute_all()

    again.press("Enter")

    expect(page.get_by_role("heading", name="Hoe ver uw zaak is")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_an_address_that_is_nothing_brings_one_to_its_heading(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")

    page.evaluate("location.hash = '#/nergens'")

    expect(page.get_by_role("heading", name="Deze pagina bestaat niet")).to_be_focused()


def test_cards_of_one_name_are_told_apart_by_what_describes_their_link(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")
    links = kaarten(page).locator("a").all()

    told = page.evaluate(
        """() => [...document.querySelectorAll(".kaart__link")].map((link) => link.textContent + " " +
          link.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent))"""
    )

    assert len(set(told)) == len(links) > 1
    assert "zaaknummer" in told[0]


def test_a_card_and_a_step_are_heard_as_words_with_a_space_between(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    heard = page.locator(".kaart__onder").first.evaluate(
        """(regel) => { const kopie = regel.cloneNode(true);
          kopie.querySelectorAll("[aria-hidden]").forEach((een) => een.remove()); return kopie.textContent; }"""
    )
    assert re.match(r"Gemeente \w+ +(verwacht|uiterlijk|afgerond)", heard), heard

    open_zaak(page, "Evenementenvergunning")

    steps = page.locator(".stappen")
    assert steps.inner_text().count("hier is uw zaak nu") == 1
    assert "(klaar)" in steps.inner_text()


def test_what_a_document_says_is_heard_because_its_place_was_always_there(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    kaarten(page).filter(has_text="Aanvraag Havenstraat 12").locator("a").click()
    place = page.locator(".document__bericht").first

    expect(place).to_be_attached()
    assert place.evaluate("een => getComputedStyle(een).display") != "none"


def test_from_a_zaak_to_one_that_belongs_to_it_one_begins_at_the_top(telefoon: Bezoek) -> None:
    hoofd = json.loads((_VOORBEELDEN / "zaak" / "lopend.json").read_text(encoding="utf-8"))
    deel = {**hoofd, "hoofdzaak": hoofd["zaak"]}
    telefoon.page.route("**/v1/zaken/*-*", lambda route: route.fulfill(json=deel))
    page = mijn_zaken(telefoon, "Anna")
    open_zaak(page, "Parkeervergunning")
    other = page.locator(f".zaak .kaart__link[href$='{hoofd['zaak']['id']}']")
    page.set_viewport_size(SMAL)  # type: ignore[arg-type]
    other.scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 0

    other.click()

    expect(page).to_have_url(re.compile(re.escape(hoofd["zaak"]["id"])))
    assert page.evaluate("scrollY") == 0
