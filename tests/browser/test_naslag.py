"""The reference of the API in a real browser: it shows the contract, tries it, and speaks to this service only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Locator, Page

from mijnzaken_bff.app import published_contract
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import ANNA
from tests.browser.bezoek import TAGS

ELSEWHERE = "https://elders.example"
BROKEN_BY_SWAGGER_UI = {
    "button-name", "color-contrast", "nested-interactive", "scrollable-region-focusable", "select-name", "target-size",
}  # fmt: skip
"""Rules of axe that the markup of Swagger UI itself breaks. Ours, around it, breaks none."""


class Blad:
    """A page that remembers what it asked for, and what it complained about."""

    def __init__(self, page: Page, adres: str) -> None:
        self.page = page
        self.adres = adres
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.adres}/v1/docs{query}")
        self.page.locator(".opblock").first.wait_for()

    def authorize(self, token: str) -> None:
        """Paste the token, and press Enter."""
        self.page.click("button.authorize")
        self.page.fill(".auth-container input", token)
        self.page.keyboard.press("Enter")
        self.page.click(".btn-done")

    def execute(self, operation: str, **values: str) -> Locator:
        """What was answered to this operation, as the page shows it."""
        block = self.page.locator(f"[id$=-{operation}]")
        if not block.locator(".execute").count():
            block.locator(".opblock-summary-control").click()
        for name, value in values.items():
            block.locator(f"input[placeholder={name}]").fill(value)
        block.locator(".execute").click()
        answer = block.locator(".live-responses-table")
        answer.wait_for()
        return answer

    @property
    def origins(self) -> set[str]:
        """Whom it asked anything. What stands in the page itself (``data:``, ``blob:``) is asked of nobody."""
        parts = (urlsplit(url) for url in self.asked)
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme not in ("data", "blob")}


@pytest.fixture
def blad(browser: Browser, opstelling: Opstelling) -> Iterator[Blad]:
    with closing(browser.new_context(locale="nl-NL")) as context:
        yield Blad(context.new_page(), opstelling.adres)


def operations() -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, of_path in published_contract()["paths"].items() for method in of_path}


def test_the_page_shows_every_operation_of_the_contract(blad: Blad) -> None:
    blad.open()

    blocks = blad.page.locator(".opblock").all()
    shown = {
        (block.locator(".opblock-summary-method").inner_text(), block.locator("[data-path]").get_attribute("data-path"))
        for block in blocks
    }
    assert len(blocks) == len(operations())
    assert shown == operations()
    assert published_contract()["info"]["version"] in blad.page.locator(".info .title").inner_text()
    assert blad.complaints == []
    assert blad.origins == {blad.adres}


def test_whoever_makes_the_link_does_not_choose_whose_contract_is_shown(blad: Blad) -> None:
    blad.open(f"?url={ELSEWHERE}/openapi.json&configUrl={ELSEWHERE}/config.json&urls.primaryName=x")

    assert blad.page.locator(".opblock").count() == len(operations())
    assert blad.origins == {blad.adres}
    assert blad.complaints == []


def test_the_browser_lets_the_page_ask_nobody_else(blad: Blad) -> None:
    blad.open()

    with pytest.raises(Error, match="Failed to fetch"):
        blad.page.evaluate(f"fetch('{ELSEWHERE}/')")

    assert any("Content Security Policy" in complaint for complaint in blad.complaints), "these tests would not notice"


def test_a_token_that_is_pasted_gives_an_answer_and_is_kept_nowhere(blad: Blad, opstelling: Opstelling) -> None:
    token = opstelling.token(ANNA)
    blad.open()
    blad.authorize(token)

    answer = blad.execute("bronnenLijst")

    assert answer.locator(".response-col_status").last.inner_text() == "200"
    assert '"voorbeeldstad"' in answer.locator(".response-col_description").last.inner_text()
    assert not [url for url in [*blad.asked, blad.page.url] if token in url]
    assert blad.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert blad.complaints == []
    assert blad.origins == {blad.adres}

    blad.page.reload()

    assert blad.execute("bronnenLijst").locator(".response-col_status").last.inner_text().startswith("401")


def test_a_document_can_be_downloaded(blad: Blad, opstelling: Opstelling, tmp_path: Path) -> None:
    zaak_id, document_id = opstelling.een_document()
    blad.open()
    blad.authorize(opstelling.token(ANNA))
    answer = blad.execute("documentInhoud", zaakId=zaak_id, documentId=document_id)

    with blad.page.expect_download() as download:
        answer.get_by_role("link", name="Download file").click()

    download.value.save_as(tmp_path / "document")
    assert download.value.suggested_filename.endswith(".pdf")
    assert (tmp_path / "document").read_bytes().startswith(b"%PDF-")
    assert blad.complaints == []
    assert blad.origins == {blad.adres}


def test_a_stream_is_shown_once_it_has_ended(blad: Blad, opstelling: Opstelling) -> None:
    blad.open()
    blad.authorize(opstelling.token(ANNA))

    shown = blad.execute("zakenStroom").locator(".response-col_description").last

    assert "event: bron" in shown.inner_text()
    assert "event: gereed" in shown.inner_text()
    assert blad.complaints == []
    assert blad.origins == {blad.adres}


def violations(page: Page, context: Any) -> set[str]:
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}}
    return {found["id"] for found in Axe().run(page, context=context, options=options).response["violations"]}


@pytest.mark.parametrize("width", [1200, 360])
def test_what_we_put_around_swagger_ui_is_accessible(blad: Blad, width: int) -> None:
    blad.page.set_viewport_size({"width": width, "height": 800})
    blad.open()
    around = {"exclude": [["#naslag > *"]]}

    assert violations(blad.page, around) == set()
    blad.execute("bronnenLijst")
    assert violations(blad.page, around) == set()
    assert violations(blad.page, None) <= BROKEN_BY_SWAGGER_UI
