"""A visit to the page of the demo: what somebody opens, and what went wrong meanwhile that nobody sees."""

from __future__ import annotations

import json
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import PLAATSEN

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""What is held against the page: WCAG 2.2, levels A and AA."""
_WITHOUT_NETWORK = ("about", "blob", "data")


@dataclass(frozen=True, slots=True)
class Maat:
    """How large a screen is, in CSS pixels."""

    naam: str
    breedte: int
    hoogte: int


TELEFOON = Maat("telefoon", 375, 800)
SCHERM = Maat("scherm", 1100, 900)


class Bezoek:
    """One visit, in a browser that remembers nothing of the one before. ``page`` is Playwright's own."""

    def __init__(self, browser: Browser, opstelling: Opstelling, maat: Maat, **context: Any) -> None:
        self.opstelling = opstelling
        self.maat = maat
        self.gevraagd: list[str] = []
        """Every address that was asked, in order."""
        self._errors: list[str] = []
        self._expected: list[str] = []
        size = ViewportSize(width=maat.breedte, height=maat.hoogte)
        told = {"viewport": size, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam", **context}
        self._context = browser.new_context(**told)
        self._context.on("request", self._asked)
        self._context.on("console", self._said)
        self._context.on("weberror", lambda error: self._errors.append(f"fout in de pagina: {error.error}"))
        self.page: Page = self._context.new_page()

    def open(self, pad: str = "/") -> Page:
        """Open a path of the demo."""
        self.page.goto(f"{self.opstelling.adres}{pad}")
        return self.page

    def zet(self, gemeente: str, stand: str) -> None:
        """Turn the switch of a gemeente, as the page itself would."""
        zet(self.opstelling, gemeente, stand)

    def verwacht(self, text: str) -> None:
        """Let messages in the console that hold ``text`` be: a browser calls every answer from 400 up an error."""
        self._expected.append(text)

    def toets(self) -> None:
        """Look at what is on the screen with axe. Raises ``AssertionError`` that tells every violation."""
        options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        told = [f"{een['id']} ({een['impact']}): {een['help']}\n{_places(een['nodes'])}" for een in found]
        assert not told, f"{len(told)} keer ontoegankelijk op {self.maat.naam}:\n" + "\n".join(told)

    def foto(self, naam: str, *, alles: bool = False) -> None:
        """Keep a picture of what is on the screen (or of the whole page), where ``FOTOS`` says that they are kept."""
        folder = os.environ.get("FOTOS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{naam}-{self.maat.naam}.png", full_page=alles)

    def mis(self) -> list[str]:
        """What stands in the console so far and should not, and what crashed."""
        return [error for error in self._errors if not any(text in error for text in self._expected)]

    def elders(self) -> list[str]:
        """The addresses that were asked and are not of the demo."""
        asked = [(address, urlsplit(address)) for address in self.gevraagd]
        own = urlsplit(self.opstelling.adres).netloc
        return [address for address, parts in asked if parts.scheme not in _WITHOUT_NETWORK and parts.netloc != own]

    def eindig(self) -> None:
        """Close it. Raises ``AssertionError`` when anything went wrong, or was asked of somebody else."""
        self._context.close()
        assert not self.elders(), f"de pagina vroeg iets aan een ander: {self.elders()}"
        assert not self.mis(), "in de console staat:\n" + "\n".join(self.mis())

    def _asked(self, request: Request) -> None:
        self.gevraagd.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


def zet(opstelling: Opstelling, gemeente: str, stand: str) -> None:
    """Let a gemeente be as ``stand`` says, from now on; what was remembered of people goes."""
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{opstelling.adres}/demo/gemeenten/{gemeente}", method="PUT", data=json.dumps({"stand": stand}).encode()
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200


def zet_terug(opstelling: Opstelling) -> None:
    """Let every gemeente be as it was when the demo began."""
    for plaats in PLAATSEN:
        zet(opstelling, plaats.id, plaats.stand.id)


def _places(nodes: list[dict[str, Any]]) -> str:
    return "\n".join(f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}" for node in nodes)
