"""The browser of the machine: found by name, started so that it calls nobody by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
"""Without a sandbox, because tests run as root in a container; nothing is opened but the demo."""


@contextmanager
def started() -> Iterator[Browser]:
    """A browser. Without Chromium the test is skipped; in CI that is a failure.

    Playwright has a loop running in this thread meanwhile, so no test that is async may share it.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        absent = "geen Chromium gevonden: installeer het pakket chromium om de pagina van de demo te testen"
        if os.environ.get("CI") == "true":
            pytest.fail(absent, pytrace=False)
        pytest.skip(absent)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
