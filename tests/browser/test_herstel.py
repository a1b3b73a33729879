"""Mijn zaken when something fails and is asked again: what is said is true, and who reads or types is left in peace."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import Bezoek
from tests.browser.pagina import kaarten, mijn_zaken, wacht

_PLACES = """() => Object.fromEntries([...document.querySelectorAll(".lijst .kaart__link")].map(
  (link) => [link.hash, link.closest(".kaart").getBoundingClientRect().top + scrollY]))"""
"""How far from the top of the page each card is."""

_LISTEN = """() => {
  window.gezegd = [];
  const omroep = document.getElementById("omroep");
  new MutationObserver(() => omroep.textContent && window.gezegd.push(omroep.textContent))
    .observe(omroep, { childList: true });
}"""
"""Keeps what is said to who listens."""

_CURSOR = re.compile(r"/v1/zaken\?.*cursor")
_AGAIN = "Opnieuw proberen bij Gemeente Duinoord"


def _more(page: Page, shown: int) -> None:
    page.get_by_role("button", name="Toon meer zaken").click()
    expect(kaarten(page)).to_have_count(shown)


def test_a_gemeente_that_heals_moves_nothing_that_is_read(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    before = page.evaluate(_PLACES)
    bezoek.zet("duinoord", "gezond")

    page.get_by_role("button", name=_AGAIN).press("Enter")
    wacht(page)

    healed = page.locator(".melding", has_text="Gemeente Duinoord antwoordt weer.")
    expect(healed).to_be_focused()
    expect(kaarten(page)).to_have_count(8)
    after = page.evaluate(_PLACES)
    assert {card: after[card] for card in before} == before
    bezoek.foto("hersteld", alles=True)
    bezoek.toets()
    page.get_by_role("button", name="Nieuwste bovenaan zetten").click()
    expect(healed).to_have_count(0)


def test_a_wait_counts_down_in_sight_and_is_said_once(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    again = page.get_by_role("button", name=_AGAIN)
    again.click()
    wacht(page)
    expect(page.locator("#omroep")).to_contain_text("7 zaken")
    page.evaluate(_LISTEN)

    again.click()
    wait = page.locator(".melding__wanneer")
    first = wait.inner_text()
    again.evaluate("knop => (knop.dataset.merk = 'zelfde')")

    expect(wait).not_to_have_text(first)
    expect(wait).to_have_attribute("aria-hidden", "true")
    expect(again).to_have_attribute("data-merk", "zelfde")
    expect(again).to_be_focused()
    assert page.evaluate("window.gezegd") == [first]


def test_choosing_while_more_zaken_come_tells_of_no_error(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")
    held: list[Route] = []
    page.route(_CURSOR, lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function
    more = page.get_by_role("button", name="We halen meer zaken op…")

    for button in (page.get_by_role("button", name=_AGAIN), page.get_by_role("link", name="Lopend")):
        page.get_by_role("button", name="Toon meer zaken").click()
        expect(more).to_be_visible()
        button.click()
        wacht(page)
        expect(page.get_by_role("button", name="Toon meer zaken")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
    assert len(held) == 2


def test_more_zaken_come_after_the_first_page_was_asked_again(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")
    _more(page, 40)
    page.get_by_role("button", name="Voor ontwikkelaars").click()
    page.get_by_role("tab", name="Storingen").click()
    page.get_by_label("Gemeente Duinoord").select_option("onbereikbaar")
    expect(page.get_by_role("button", name=_AGAIN)).to_be_visible()
    wacht(page)

    _more(page, 60)


def test_who_begins_again_sees_what_a_broken_gemeente_missed(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")
    _more(page, 40)
    expect(page.get_by_text("Uw zaken bij Gemeente Duinoord staan niet in deze lijst.")).to_be_visible()
    expect(page.get_by_role("button", name=_AGAIN)).to_have_count(0)
    scherm.zet("duinoord", "gezond")

    page.get_by_role("button", name="Begin opnieuw").click()

    expect(page.get_by_text("Alle 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(page.get_by_text("Begin opnieuw")).to_have_count(0)
    expect(kaarten(page)).to_have_count(20)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_when_no_gemeente_gives_more_the_zaken_that_stand_are_not_denied(scherm: Bezoek) -> None:
    scherm.verwacht("503")
    page = mijn_zaken(scherm, "Bilal")
    for gemeente in scherm.opstelling.gemeenten:
        scherm.zet(gemeente, "fout")

    page.get_by_role("button", name="Toon meer zaken").click()

    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("We kunnen nu niet meer zaken ophalen")
    expect(kaarten(page)).to_have_count(20)
    expect(page.locator(".bronbalk").get_by_text("3 van de 4 gemeenten gaven antwoord.")).to_be_visible()
    scherm.zet("waterdam", "gezond")
    page.locator(".lijst__fout").get_by_role("button", name="Opnieuw proberen").click()
    expect(kaarten(page)).to_have_count(40)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_stream_that_breaks_off_keeps_what_it_told_and_says_what_is_missing(scherm: Bezoek) -> None:
    def cut(route: Route) -> None:
        told = route.fetch()
        route.fulfill(response=told, body="\n\n".join(_bron_messages(told.text())[:2]) + "\n\n")

    scherm.page.route("**/v1/zaken/stroom*", cut)

    page = mijn_zaken(scherm, "Anna")

    bar = page.locator(".bronbalk")
    expect(bar.get_by_text("We konden niet alles ophalen.")).to_be_visible()
    expect(bar.get_by_role("alert")).to_have_text("Er is geen verbinding.")
    expect(page.locator(".chip", has_text="geen antwoord")).to_have_count(2)
    expect(page.get_by_text("We konden uw zaken niet ophalen.")).to_have_count(0)
    expect(page.get_by_text("niet gevraagd")).to_have_count(0)
    scherm.foto("afgebroken")
    scherm.toets()


def _bron_messages(stream: str) -> list[str]:
    return [message for message in stream.split("\n\n") if message.startswith("event: bron")]


def test_a_gemeente_that_is_too_busy_is_asked_again_only_when_it_said(scherm: Bezoek) -> None:
    scherm.opstelling.gemeenten["duinoord"].fault = Fault("429", wacht="40")
    page = mijn_zaken(scherm, "Anna")

    page.get_by_role("button", name=_AGAIN).click()

    expect(page.get_by_text(re.compile(r"We proberen het over (3\d|40) seconden opnieuw\."))).to_be_visible()
    assert not [address for address in scherm.gevraagd if "vernieuw=true" in address]


def test_where_asking_again_helps_nobody_there_is_no_button_for_it(scherm: Bezoek) -> None:
    scherm.opstelling.gemeenten["duinoord"].fault = Fault("rommel")

    page = mijn_zaken(scherm, "Anna")

    expect(page.get_by_text("Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien.")).to_be_visible()
    expect(page.get_by_role("button", name=_AGAIN)).to_have_count(0)


def test_what_one_searches_for_stays_until_one_leaves(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    search = page.get_by_label("Zoek titel of nummer")
    expect(page.locator("#omroep")).to_contain_text("7 zaken")
    page.evaluate(_LISTEN)

    search.press_sequentially("stoep", delay=50)

    expect(page.locator("#omroep")).to_contain_text("van de 7 zaken")
    assert len(page.evaluate("window.gezegd")) == 1
    kaarten(page).first.locator("a").click()
    page.get_by_role("link", name="Terug naar mijn zaken").click()
    expect(search).to_have_value("stoep")
    page.get_by_role("link", name="Afgerond").click()
    wacht(page)
    expect(search).to_have_value("stoep")
    expect(kaarten(page)).to_have_count(1)
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="Carla").click()
    expect(search).to_have_value("")
