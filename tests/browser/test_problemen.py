"""What somebody reads when the service gives a problem: the sentence of the kit, and never what is for its builder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.bezoek import Bezoek
from tests.browser.pagina import kaarten, log_in, mijn_zaken

_PROBLEMEN = Path(__file__).parents[2] / "openapi" / "voorbeelden" / "probleem"
_NU_NIET = ("We kunnen uw zaken nu niet laten zien", "Dit ligt niet aan u. Probeer het later opnieuw.")
_SENTENCES = {
    403: ("U kunt deze zaken niet zien met deze manier van inloggen", None),
    429: ("Het ophalen gaat nu te snel achter elkaar", "Wacht even en probeer het opnieuw. Dat kan over 7 seconden."),
    502: ("We kunnen uw zaken niet laten zien", "Neem contact op met uw gemeente."),
}
_AGAIN_HELPS_NOBODY = (403, 502)
_ELSEWHERE = ("401", "404")
"""Where one logs in again, and where a zaak is not there."""


def _problemen() -> list[dict[str, Any]]:
    files = sorted(path for path in _PROBLEMEN.glob("*.json") if not path.name.startswith(_ELSEWHERE))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def _give(page: Page, path: str, probleem: dict[str, Any]) -> None:
    answer: dict[str, Any] = {
        "status": probleem["status"],
        "body": json.dumps(probleem),
        "headers": {"Content-Type": "application/problem+json", "Retry-After": "7"},
    }
    page.unroute_all()
    page.route(path, lambda route: route.fulfill(**answer))


def _reads(page: Page, probleem: dict[str, Any], kop: str) -> None:
    status = probleem["status"]
    alert = page.get_by_role("alert").filter(has_text=kop)
    uitleg = _SENTENCES.get(status, _NU_NIET)[1]
    expect(alert.get_by_role("heading")).to_have_text(kop)
    if uitleg:
        expect(alert.locator("p")).to_contain_text(uitleg)
    assert alert.locator("p").count() == (1 if uitleg else 0)
    told = page.locator("main").inner_text()
    assert probleem["title"] not in told
    assert probleem["detail"] not in told
    assert (probleem["verzoekId"] in told) == (status == 500)
    again = page.get_by_role("button", name="Opnieuw proberen")
    assert again.count() == (0 if status in _AGAIN_HELPS_NOBODY else 1), probleem["type"]


def test_the_list_says_every_problem_in_the_words_of_the_kit(scherm: Bezoek) -> None:
    page = log_in(scherm, "Anna")
    for probleem in _problemen():
        scherm.verwacht(f"{probleem['status']}")
        _give(page, "**/v1/zaken/stroom*", probleem)

        page.reload()

        # Where every bron failed it says so, and each bron has its own message below.
        every = len(probleem.get("bronnen", ())) > 0 and probleem["status"] != 502
        kop = _SENTENCES.get(probleem["status"], _NU_NIET)[0]
        _reads(page, probleem, "We kunnen uw zaken nu niet ophalen" if every else kop)


def test_a_zaak_says_every_problem_in_the_words_of_the_kit(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna")
    kaarten(page).first.locator("a").click()
    for probleem in _problemen():
        scherm.verwacht(f"{probleem['status']}")
        _give(page, "**/v1/zaken/*-*", probleem)

        page.reload()

        _reads(page, probleem, _SENTENCES.get(probleem["status"], _NU_NIET)[0])


def test_what_is_no_problem_of_the_contract_is_read_as_a_service_that_is_away(scherm: Bezoek) -> None:
    scherm.verwacht("403")
    scherm.page.route("**/v1/zaken/stroom*", lambda route: route.fulfill(status=403, body="<h1>Verboden</h1>"))

    page = mijn_zaken(scherm, "Anna")

    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text(_NU_NIET[0])


def test_a_gemeente_in_the_address_that_nobody_knows_is_all_of_them(scherm: Bezoek) -> None:
    page = mijn_zaken(scherm, "Anna", "/#/?gemeente=atlantis")

    expect(kaarten(page)).to_have_count(7)
    expect(page.get_by_label("Gemeente", exact=True)).to_have_value("")
