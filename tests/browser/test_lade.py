"""The drawer for developers in a browser: the request, what came back, and switches to break things with."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.bezoek import SCHERM, Bezoek
from tests.browser.pagina import chip, kaarten, mijn_zaken, open_zaak, wacht


def _open(page: Page, tab: str) -> None:
    if page.locator("#ladeknop").get_attribute("aria-expanded") == "false":
        page.get_by_role("button", name="Voor ontwikkelaars").first.click()
    page.get_by_role("tab", name=tab).click()


def test_the_request_is_shown_as_a_curl_without_the_token(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Verzoek")

    curl = page.get_by_role("tabpanel").locator("pre")
    expect(curl).to_contain_text(f"curl -N '{scherm.opstelling.adres}/v1/zaken/stroom'")
    expect(curl).to_contain_text("Authorization: Bearer $TOKEN")
    assert "eyJ" not in page.content()


def test_what_came_is_shown_as_it_came_with_its_time(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Logboek")
    log = page.get_by_role("tabpanel").get_by_role("listitem")
    expect(log.filter(has_text="bron waterdam: ok, 4 zaken")).to_have_text(re.compile(r"^\d+ ms"))
    expect(log.filter(has_text="bron duinoord: onbereikbaar, 0 zaken")).to_be_visible()
    expect(log.filter(has_text="gereed: 7 zaken, volledig: false")).to_be_visible()

    _open(page, "JSON")

    expect(page.get_by_label("JSON van gereed")).to_contain_text('"volledig": false')
    page.locator("summary").filter(has_text="bron waterdam").click()
    opened = page.locator("details[open]").filter(has_text="bron waterdam")
    expect(opened.get_by_label("JSON van bron")).to_contain_text('"id": "waterdam"')


def test_the_waterfall_has_a_bar_for_each_bron_and_for_each_call(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Waterval")

    for bron in ("duinoord", "heuvelrijk", "voorbeeldstad", "waterdam"):
        expect(page.locator(".waterval__baan").filter(has_text=bron)).to_have_text(re.compile(r"na \d+ ms$"))
    expect(page.locator(".waterval__balk--aanroep").first).to_be_attached()
    expect(page.locator(".waterval__balk--antwoord")).to_have_count(3)
    expect(page.locator(".waterval__balk--fout")).to_have_count(1)


def test_a_gemeente_that_is_switched_off_and_on_shows_in_the_list(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Storingen")

    page.get_by_label("Gemeente Duinoord", exact=True).select_option("Gezond")

    expect(chip(page, "Duinoord")).to_contain_text("1 zaak")
    wacht(page)
    expect(kaarten(page)).to_have_count(8)


def test_the_drawer_stays_open_when_the_page_is_loaded_anew_and_closes_with_escape(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    drawer = page.get_by_role("region", name="Voor ontwikkelaars")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Voor ontwikkelaars").press("Enter")
    page.reload()
    expect(drawer).to_be_visible()

    drawer.get_by_role("tab", name="Verzoek").press("ArrowRight")
    expect(drawer.get_by_role("tab", name="JSON")).to_be_focused()
    page.keyboard.press("Escape")

    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Voor ontwikkelaars")).to_be_focused()


def test_a_zaak_has_its_own_request_in_the_drawer(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    open_zaak(page, "Kapvergunning")

    _open(page, "Verzoek")

    expect(page.get_by_role("tabpanel").locator("pre")).to_contain_text("/v1/zaken/heuvelrijk-")
    expect(page.get_by_label("Welk verzoek").locator("option")).to_have_count(4)


def test_who_is_at_a_button_stays_there_when_another_request_changes_something(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Verzoek")
    page.get_by_role("button", name="Kopieer").focus()

    page.evaluate("document.querySelector('.melding button').click()")

    expect(chip(page, "Duinoord")).to_have_count(1)
    expect(page.get_by_label("Welk verzoek").locator("option")).to_have_count(4)
    wacht(page)
    expect(page.get_by_role("button", name="Kopieer")).to_be_focused()


def test_who_chose_a_request_can_follow_the_newest_again(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Verzoek")
    which = page.get_by_label("Welk verzoek")
    which.select_option("1")
    expect(page.get_by_role("tabpanel").locator("pre")).to_contain_text("/v1/bronnen")

    which.select_option("Nieuwste")

    expect(page.get_by_role("tabpanel").locator("pre")).to_contain_text("/v1/zaken/stroom")
    open_zaak(page, "Kapvergunning")
    expect(page.get_by_role("tabpanel").locator("pre")).to_contain_text("/v1/zaken/heuvelrijk-")


def test_a_switch_asks_the_zaak_that_is_open_and_the_list_when_one_is_back(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    open_zaak(page, "Kapvergunning")
    _open(page, "Storingen")
    before = len(scherm.gevraagd)

    page.get_by_label("Gemeente Duinoord", exact=True).select_option("Gezond")

    expect(page.locator(".schakelaars__bericht")).to_have_text(
        "Gemeente Duinoord is nu anders. We vragen deze zaak opnieuw."
    )
    expect(page.locator("#omroep")).to_have_text("Uw zaak staat op het scherm.")
    asked = [address for address in scherm.gevraagd[before:] if "/v1/" in address]
    assert len(asked) == 1
    assert "/v1/zaken/heuvelrijk-" in asked[0]

    page.get_by_role("link", name="Terug naar mijn zaken").click()
    expect(chip(page, "Duinoord")).to_contain_text("1 zaak")


def test_a_switch_that_must_wait_says_how_long(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    _open(page, "Storingen")

    page.get_by_label("Gemeente Duinoord", exact=True).select_option("Gezond")
    expect(page.locator(".schakelaars__bericht")).to_contain_text("We vragen de zaken opnieuw.")
    page.get_by_label("Gemeente Waterdam", exact=True).select_option("Gezond")
    page.get_by_label("Gemeente Duinoord", exact=True).select_option("Fout")

    expect(page.locator(".schakelaars__bericht")).to_have_text(
        re.compile(r"Gemeente Duinoord is nu anders\. We proberen het over \d+ seconden? opnieuw\.")
    )


def test_on_a_phone_the_drawer_opens_in_sight_and_on_a_desktop_the_page_stays(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")

    page.get_by_role("button", name="Voor ontwikkelaars").first.click()

    expect(page.get_by_role("link", name="API-documentatie")).to_be_in_viewport(ratio=1)
    if bezoek.maat is SCHERM:
        assert page.evaluate("scrollY") == 0


def test_who_is_not_logged_in_has_no_token_to_shorten_and_no_request_to_choose(scherm: Bezoek) -> None:
    page = scherm.open()
    _open(page, "Storingen")

    page.get_by_role("button", name="Token van 5 seconden").click()

    expect(page.locator(".schakelaars__bericht")).to_have_text("Log eerst in.")
    expect(page.get_by_label("Welk verzoek")).to_be_disabled()
    expect(page.get_by_label("Welk verzoek").locator("option")).to_have_text(["Nieuwste"])
