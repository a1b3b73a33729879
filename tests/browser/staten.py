"""Every state that the page can be in, and looking at one with the eyes of many."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from mijnzaken_bff.demo.gemeente.fouten import Fault
from tests.browser.bezoek import SCHERM, TELEFOON, Bezoek
from tests.browser.pagina import SMAL, breedte, kaarten, log_in, mijn_zaken, open_zaak


def bekijk(bezoek: Bezoek, naam: str) -> None:
    """Look at what is on the screen: on a phone, on a desktop, and at 400 %."""
    page = bezoek.page
    for maat in (TELEFOON, SCHERM):
        page.set_viewport_size({"width": maat.breedte, "height": maat.hoogte})
        page.wait_for_timeout(50)  # a frame: what is drawn later is drawn
        bezoek.toets()
    page.set_viewport_size(SMAL)  # type: ignore[arg-type]
    wide, screen = breedte(page)
    assert wide <= screen, f"{naam}: {wide} px wide on a screen of {screen} px"
    bezoek.foto(naam, alles=True)


def _login(bezoek: Bezoek) -> None:
    expect(bezoek.open().get_by_role("button", name="Anna")).to_be_visible()


def _vult(bezoek: Bezoek) -> None:
    bezoek.opstelling.gemeenten["voorbeeldstad"].fault = Fault("traag", seconden=3.8, eindigt="/_zoek")
    page = log_in(bezoek, "Anna")
    expect(page.locator(".bronbalk").get_by_text("Gemeente Voorbeeldstad doet er lang over.")).to_be_visible()


def _deels(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    expect(page.locator(".melding")).to_have_count(1)


def _heel(bezoek: Bezoek) -> None:
    bezoek.opstelling.gemeenten["duinoord"].fault = Fault()
    page = mijn_zaken(bezoek, "Dirk", "/#/?gemeente=heuvelrijk")
    expect(kaarten(page)).to_have_count(3)


def _geen_enkele(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna", "/#/?gemeente=duinoord")
    expect(page.get_by_role("alert")).to_contain_text("We kunnen uw zaken nu niet ophalen")


def _leeg(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Carla", "/#/?gemeente=waterdam")
    expect(page.get_by_role("heading", name="U heeft geen zaken")).to_be_visible()


def _veel(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Bilal")
    expect(page.get_by_role("button", name="Toon meer zaken")).to_be_visible()


def _namens(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Esra")
    expect(page.get_by_text("U kijkt namens een ander.")).to_be_visible()


def _verlopen(bezoek: Bezoek) -> None:
    bezoek.verwacht("401")
    bezoek.page.route("**/v1/zaken/stroom*", lambda route: route.fulfill(status=401, body="{}"))
    page = bezoek.open()
    page.get_by_role("button", name="Anna").click()
    expect(page.get_by_role("alert")).to_contain_text("U bent automatisch uitgelogd.")


def _zaak(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    open_zaak(page, "Parkeervergunning")


def _afgerond(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna", "/#/?toon=afgerond")
    open_zaak(page, "Parkeervergunning")
    expect(page.get_by_role("heading", name="Besluiten")).to_be_visible()


def _zaak_deels(bezoek: Bezoek) -> None:
    page = mijn_zaken(bezoek, "Anna")
    bezoek.opstelling.gemeenten["waterdam"].fault = Fault("500", alleen="/documenten/")
    open_zaak(page, "Evenementenvergunning")
    expect(page.locator(".melding").first).to_be_visible()


def _zaak_weg(bezoek: Bezoek) -> None:
    bezoek.verwacht("404")
    page = mijn_zaken(bezoek, "Anna", "/#/zaak/waterdam-00000000-0000-4000-8000-000000000000")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze zaak is er niet")


STATEN: dict[str, Callable[[Bezoek], None]] = {
    "inloggen": _login,
    "vult": _vult,
    "deels": _deels,
    "heel": _heel,
    "geen-enkele": _geen_enkele,
    "leeg": _leeg,
    "veel": _veel,
    "namens": _namens,
    "verlopen": _verlopen,
    "zaak": _zaak,
    "afgerond": _afgerond,
    "zaak-deels": _zaak_deels,
    "zaak-weg": _zaak_weg,
}
"""Brings a visit into the state of that name."""
