"""The page opens, and whoever watches over it misses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bezoek import Bezoek
from tests.browser.conftest import Bezoeken

NOWHERE = "http://127.0.0.2:9/"
"""Another origin, where nobody is."""


def test_the_page_opens_without_an_error_and_asks_nobody_else(bezoek: Bezoek) -> None:
    page = bezoek.open()

    expect(page).to_have_title("Inloggen – Mijn zaken")
    assert bezoek.gevraagd[0] == f"{bezoek.opstelling.adres}/"
    bezoek.toets()


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("console.error('mis')", "mis"),
        ("setTimeout(() => { throw new Error('stuk') })", "stuk"),
        (f"fetch('{NOWHERE}').catch(() => {{}})", "Content Security Policy"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
    ],
    ids=["console", "crash", "elsewhere", "inline style"],
)
def test_whatever_goes_wrong_in_the_page_fails_the_visit(bezoeken: Bezoeken, script: str, told: str) -> None:
    bezoek = bezoeken()
    page = bezoek.open()

    page.evaluate(f"() => {{ {script}; }}")
    page.wait_for_timeout(100)

    wrong = bezoek.mis()
    assert any(told in one for one in wrong), wrong
    for one in wrong:
        bezoek.verwacht(one)
    assert bezoek.mis() == []


def test_a_request_to_somebody_else_fails_the_visit(scherm: Bezoek) -> None:
    scherm.page.route(NOWHERE, lambda route: route.fulfill(body="elders"))
    scherm.page.goto(NOWHERE)

    with pytest.raises(AssertionError, match=r"aan een ander.*127\.0\.0\.2"):
        scherm.eindig()
    scherm.gevraagd.clear()


def test_what_is_not_accessible_is_told_with_its_place(scherm: Bezoek) -> None:
    page = scherm.open()
    page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'zonder-naam'}))")

    with pytest.raises(AssertionError, match="button-name") as failed:
        scherm.toets()

    assert "#zonder-naam" in str(failed.value)
