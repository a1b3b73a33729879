"""Mijn zaken in a browser: the list fills, says what is missing, and nothing that is being read moves."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page, Route, expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import Bezoek
from tests.browser.pagina import chip, kaarten, log_in, mijn_zaken, wacht

_WATCH = """() => {
  window.gezien = [];
  new MutationObserver(() => {
    const eerste = document.querySelector(".lijst .kaarten .kaart");
    if (eerste && window.gezien.length === 0) {
      window.gezien = [...document.querySelectorAll(".chip")].map((chip) => chip.textContent);
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""
"""Keeps what the chips said when the first card came."""

_PLACES = """() => Object.fromEntries([...document.querySelectorAll(".lijst .kaart__link")].map(
  (link) => [link.hash, link.closest(".kaart").getBoundingClientRect().toJSON()]))"""
"""Where each card is on the screen."""


def _problem(status: int, titel: str, detail: str) -> dict[str, Any]:
    return {
        "status": status,
        "content_type": "application/problem+json",
        "body": json.dumps({"type": "x", "title": titel, "status": status, "detail": detail, "verzoekId": "x"}),
        "headers": {"Retry-After": "7"},
    }


def test_somebody_logs_in_and_sees_their_zaken(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")

    evenement = kaarten(page).filter(has_text="Straatfeest Lindelaan")
    expect(evenement).to_contain_text("De gemeente wacht op u.")
    expect(evenement).to_contain_text("Status: In behandeling")
    expect(evenement).to_contain_text("Gemeente Waterdam")
    expect(page.locator(".lijstkop__telling")).to_have_text("7 zaken")
    expect(page.locator(".chip[title]")).to_have_count(0)
    expect(page).to_have_title("Mijn zaken")


def test_the_first_card_is_there_while_the_slowest_gemeente_has_not_answered(scherm: Bezoek) -> None:
    scherm.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=3.5, eindigt="/_zoek")
    page = scherm.open()
    page.evaluate(_WATCH)

    page.get_by_role("button", name="Anna").click()
    expect(chip(page, "Voorbeeldstad")).to_contain_text("1 zaak")

    gezien = page.evaluate("window.gezien")
    assert "Voorbeeldstad:bezig…" in gezien
    assert any(re.match(r"(Waterdam|Heuvelrijk):\d zak", een) for een in gezien)


def test_what_stands_does_not_move_when_the_slow_gemeente_arrives(bezoek: Bezoek) -> None:
    bezoek.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=3.5, eindigt="/_zoek")
    page = log_in(bezoek, "Anna")
    for gemeente in ("Waterdam", "Heuvelrijk"):
        expect(chip(page, gemeente)).to_contain_text("zaken")
    slow = "Gemeente Voorbeeldstad doet er lang over. We laten alvast zien wat er is."
    expect(page.locator(".bronbalk").get_by_text(slow)).to_be_visible()
    page.locator(".kaart__link").first.evaluate("link => link.focus({ preventScroll: true })")
    before, focus = page.evaluate(_PLACES), page.evaluate("document.activeElement.hash")

    wacht(page)

    after = page.evaluate(_PLACES)
    assert len(after) == len(before) + 1
    assert {card: after[card] for card in before} == before
    assert page.evaluate("document.activeElement.hash") == focus
    assert list(after)[: len(before)] == list(before)


def test_the_newest_comes_first_only_when_somebody_asks_for_it(scherm: Bezoek) -> None:
    scherm.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=1.0, eindigt="/_zoek")
    page = mijn_zaken(scherm, "Anna")
    expect(kaarten(page).last).to_contain_text("Lantaarn brandt niet, Dorpsplein")

    page.get_by_role("button", name="Nieuwste bovenaan zetten").click()

    expect(kaarten(page).first).to_contain_text("Lantaarn brandt niet, Dorpsplein")
    expect(page.get_by_role("button", name="Nieuwste bovenaan zetten")).to_be_hidden()
    expect(page.locator("#omroep")).to_have_text("De nieuwste zaken staan nu bovenaan.")


def test_a_broken_gemeente_says_so_and_trying_again_heals_it(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    expect(page.get_by_text("3 van de 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(chip(page, "Duinoord")).to_contain_text("antwoordt niet")
    zin = page.get_by_text("Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien. Probeer het later opnieuw.")
    expect(zin).to_be_visible()
    bezoek.zet("duinoord", "gezond")

    page.get_by_role("button", name="Opnieuw proberen bij Gemeente Duinoord").click()

    expect(chip(page, "Duinoord")).to_contain_text("1 zaak")
    expect(zin).to_have_count(0)
    expect(page.get_by_text("Alle 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(kaarten(page)).to_have_count(8)


def test_who_tries_again_too_soon_sees_when_it_will_happen(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    again = page.get_by_role("button", name="Opnieuw proberen bij Gemeente Duinoord")
    again.click()
    wacht(page)

    again.click()

    expect(page.get_by_text(re.compile(r"We proberen het over \d+ seconden opnieuw\."))).to_be_visible()
    expect(again).to_have_attribute("aria-disabled", "true")
    expect(again).to_be_focused()
    assert sum("vernieuw=true" in address for address in scherm.gevraagd) == 1


def test_when_no_gemeente_answers_the_page_says_that_and_shows_no_empty_list(scherm: Bezoek) -> None:
    for gemeente in scherm.opstelling.gemeenten.values():
        gemeente.fault = Fault("500")

    page = mijn_zaken(scherm, "Anna")

    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("We kunnen uw zaken nu niet ophalen")
    expect(page.get_by_text("Dit ligt niet aan u.")).to_be_visible()
    expect(page.locator(".chip--weg")).to_have_count(4)
    expect(page.get_by_text("kunnen we nu niet laten zien")).to_have_count(4)
    expect(page.locator(".melding:visible")).to_have_count(1)
    expect(page.get_by_text("geen zaken")).to_have_count(0)
    for een in scherm.opstelling.gemeenten:
        scherm.zet(een, "gezond")
    page.get_by_role("button", name="Opnieuw proberen").press("Enter")
    expect(page.get_by_text("Alle 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(page.locator(".melding:visible")).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_who_has_no_zaken_reads_who_was_asked(scherm: Bezoek) -> None:
    scherm.zet("duinoord", "gezond")

    page = mijn_zaken(scherm, "Carla")

    expect(page.get_by_role("heading", name="U heeft geen zaken")).to_be_visible()
    asked = "Gemeente Duinoord, Gemeente Heuvelrijk, Gemeente Voorbeeldstad en Gemeente Waterdam"
    expect(page.get_by_text(f"We hebben gevraagd bij {asked}.")).to_be_visible()


def test_who_has_no_zaken_where_one_gemeente_failed_is_not_told_that_there_are_none(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Carla")

    expect(
        page.get_by_text("Bij Gemeente Heuvelrijk, Gemeente Voorbeeldstad en Gemeente Waterdam vonden we geen zaken.")
    ).to_be_visible()
    expect(page.get_by_role("heading", name="U heeft geen zaken")).to_have_count(0)


def test_many_zaken_come_page_by_page_and_each_once(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal", "/#/?gemeente=waterdam")
    more = page.get_by_role("button", name="Toon meer zaken")

    for shown in (40, 60, 80, 100, 120):
        more.click()
        expect(kaarten(page)).to_have_count(shown)
    expect(more).to_be_hidden()

    links = page.locator(".kaart__link").evaluate_all("links => links.map((link) => link.hash)")
    assert len(set(links)) == 120
    expect(chip(page, "Waterdam").locator(".chip__stand")).to_have_text("120 zaken")


def test_after_more_zaken_the_focus_is_on_the_first_of_them(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bilal")

    page.get_by_role("button", name="Toon meer zaken").press("Enter")

    expect(kaarten(page).nth(20).locator("a")).to_be_focused()
    expect(page.locator("#omroep")).to_contain_text("20 zaken erbij.")


def test_choices_are_in_the_address_and_what_one_searches_for_is_not(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")

    page.get_by_role("link", name="Afgerond").click()
    wacht(page)
    expect(kaarten(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"#/\?toon=afgerond$"))
    page.get_by_label("Gemeente", exact=True).select_option("waterdam")
    wacht(page)
    page.get_by_label("Zoek titel of nummer").fill("stoeptegel")
    expect(kaarten(page)).to_have_count(1)

    expect(page).to_have_url(re.compile(r"#/\?toon=afgerond&gemeente=waterdam$"))
    expect(page.locator("#omroep")).to_have_text("1 van de 2 zaken")
    assert not [address for address in scherm.gevraagd if "stoeptegel" in address]
    page.go_back()
    expect(page).to_have_url(re.compile(r"#/\?toon=afgerond$"))
    expect(page.get_by_role("link", name="Afgerond")).to_have_attribute("aria-current", "true")


def test_a_gemeente_that_is_not_there_does_not_keep_the_others_away(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna", "/#/?gemeente=nergenshuizen")

    expect(kaarten(page)).to_have_count(7)
    expect(page.get_by_label("Gemeente", exact=True)).to_have_value("")


def test_who_reloads_the_page_is_still_the_same_person(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")

    page.reload()

    expect(page.get_by_text("U bent ingelogd als Anna")).to_be_visible()
    kept = page.evaluate("Object.entries(sessionStorage).concat(Object.entries(localStorage))")
    assert kept == [["mijnzaken-demo-persoon", "anna"]]


def test_when_the_token_expires_nothing_of_the_person_stays_on_the_screen(scherm: Bezoek) -> None:
    brief = json.dumps({"persoon": "anna", "seconden": 3})
    scherm.page.route("**/demo/inloggen", lambda route: route.continue_(post_data=brief))
    page = log_in(scherm, "Anna")
    expect(page.locator(".kaart__link").first).to_be_visible()

    expect(page.get_by_role("alert")).to_have_text("U bent automatisch uitgelogd. Log opnieuw in.")

    expect(page.get_by_role("heading", name="Kies een testpersoon")).to_be_focused()
    assert "Havenstraat" not in page.content()


def test_a_token_that_the_service_refuses_logs_one_out(scherm: Bezoek) -> None:
    scherm.verwacht("401")
    scherm.page.route("**/v1/zaken/stroom*", lambda route: route.fulfill(**_problem(401, "Niet ingelogd", "Log in.")))

    page = scherm.open()
    page.get_by_role("button", name="Anna").click()

    expect(page.get_by_role("alert")).to_have_text("U bent automatisch uitgelogd. Log opnieuw in.")


def test_who_asks_too_often_reads_for_how_long_to_wait(scherm: Bezoek) -> None:
    scherm.verwacht("429")
    told = _problem(429, "Te veel verzoeken", "U vroeg te vaak.")
    scherm.page.route("**/v1/zaken/stroom*", lambda route: route.fulfill(**told))

    page = mijn_zaken(scherm, "Anna")

    expect(page.get_by_role("alert")).to_contain_text("Wacht even en probeer het opnieuw. Dat kan over 7 seconden.")


def test_without_a_network_the_cards_stay_and_one_can_try_again(scherm: Bezoek) -> None:
    scherm.verwacht("net::ERR")
    page = mijn_zaken(scherm, "Anna")
    page.route("**/v1/zaken/stroom*", _gone)

    page.get_by_role("button", name="Opnieuw proberen bij Gemeente Duinoord").click()

    bar = page.locator(".bronbalk")
    expect(bar.get_by_role("alert")).to_have_text("Er is geen verbinding.")
    expect(bar.get_by_text("We konden niet alles ophalen.")).to_be_visible()
    expect(chip(page, "Waterdam")).to_contain_text("van eerder")
    expect(chip(page, "Duinoord")).to_contain_text("geen antwoord")
    expect(kaarten(page)).to_have_count(7)
    _back(page)
    bar.get_by_role("button", name="Opnieuw proberen").click()
    expect(bar.get_by_text("3 van de 4 gemeenten gaven antwoord.")).to_be_visible()
    expect(kaarten(page)).to_have_count(7)


def _gone(route: Route) -> None:
    route.abort()


def _back(page: Page) -> None:
    page.unroute("**/v1/zaken/stroom*")


def test_who_acts_for_another_reads_that_these_are_the_zaken_of_that_other(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Esra")

    expect(page.get_by_text("U kijkt namens een ander. Dit zijn de zaken van die ander.")).to_be_visible()


def test_a_login_of_one_vestiging_reads_that_it_sees_that_one_alone(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Bakkerij De Krul, de winkel")

    expect(page.get_by_text("U ziet alleen de zaken van één vestiging.")).to_be_visible()
    expect(kaarten(page).filter(has_text="vestiging 000047600001")).to_have_count(kaarten(page).count())


def test_what_was_read_only_in_part_counts_and_says_so(scherm: Bezoek) -> None:
    scherm.zet("waterdam", "deels")

    page = mijn_zaken(scherm, "Anna")

    expect(page.get_by_text("We kunnen nu niet al uw zaken bij Gemeente Waterdam laten zien.")).to_be_visible()
    expect(chip(page, "Waterdam")).to_contain_text("niet alles")


def test_logging_out_leaves_nothing_behind(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")

    page.get_by_role("button", name="Uitloggen").click()

    expect(page.get_by_role("heading", name="Kies een testpersoon")).to_be_focused()
    assert page.evaluate("sessionStorage.length") == 0
    assert "Havenstraat" not in page.content()
