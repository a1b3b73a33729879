"""Who is logged in is who one sees the zaken of, however quickly one clicks and whoever was there before."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.bezoek import Bezoek
from tests.browser.pagina import mijn_zaken, open_zaak

_TWO_LOGINS = """async () => {
  const { Aanmelding } = await import("/pagina/aanmelding.js");
  const echt = window.fetch;
  const klaar = [];
  window.fetch = async (_, { body }) => {
    const { persoon } = JSON.parse(body);
    await new Promise((verder) => (klaar[persoon === "anna" ? 0 : 1] = verder));
    return Response.json({ token: persoon, verlooptOp: new Date(Date.now() + 60_000) });
  };
  const aanmelding = new Aanmelding();
  const gezien = [];
  for (const soort of ["in", "uit"])
    aanmelding.addEventListener(soort, () => gezien.push(`${soort} ${aanmelding.persoon?.id ?? ""}`));
  const beide = [aanmelding.logIn({ id: "anna" }), aanmelding.logIn({ id: "bilal" })];
  klaar[1]();
  await beide[1];
  klaar[0]();
  await beide[0];
  const weer = aanmelding.logIn({ id: "anna" });
  klaar[0]();
  await weer;
  const laat = aanmelding.logIn({ id: "anna" });
  aanmelding.logUit();
  klaar[0]();
  await laat;
  window.fetch = echt;
  return { gezien, token: aanmelding.token };
}"""


def test_of_two_logins_the_last_counts_and_a_change_of_person_logs_out_first(scherm: Bezoek) -> None:
    told = scherm.open().evaluate(_TWO_LOGINS)

    assert told == {"gezien": ["in bilal", "uit ", "in anna", "uit "], "token": None}


def test_who_clicks_again_while_logging_in_is_logged_in_once(scherm: Bezoek) -> None:
    page = scherm.open()
    held: list[Route] = []
    page.route("**/demo/inloggen", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks more of it
    page.get_by_role("button", name="Anna").dblclick()
    page.get_by_role("button", name="Bilal").click()
    page.wait_for_timeout(50)  # an event: what would be asked is asked

    assert len(held) == 1
    held[0].continue_()

    expect(page.get_by_text("U bent ingelogd als Anna")).to_be_visible()


def test_who_logs_in_after_another_left_begins_at_their_own_list(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    open_zaak(page, "Parkeervergunning")
    page.get_by_role("button", name="Uitloggen").click()
    assert page.evaluate("location.hash") == "#/"

    page.get_by_role("button", name="Bilal").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn zaken")


def test_after_a_login_that_expired_the_same_person_is_back_at_the_zaak_and_another_is_not(scherm: Bezoek) -> None:
    scherm.verwacht("401")
    page = mijn_zaken(scherm, "Anna")
    open_zaak(page, "Parkeervergunning")
    _expire(page)

    page.get_by_role("button", name="Anna").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Parkeervergunning")
    expect(page.get_by_role("heading", name="Hoe ver uw zaak is")).to_be_visible()
    _expire(page)
    page.get_by_role("button", name="Bilal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn zaken")


def _expire(page: Page) -> None:
    page.route("**/documenten/**", lambda route: route.fulfill(status=401, body="{}"))
    page.locator(".document__knop").first.click()
    expect(page.get_by_role("alert")).to_contain_text("U bent automatisch uitgelogd.")
