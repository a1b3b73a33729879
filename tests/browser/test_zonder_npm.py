"""Where NL Design System was not assembled the page goes by a stylesheet of our own, and is as accessible."""

from __future__ import annotations

import pytest

from mijnzaken_bff.demo import bestanden
from tests.browser.bezoek import Maat
from tests.browser.conftest import Bezoeken
from tests.browser.pagina import mijn_zaken
from tests.browser.staten import STATEN, bekijk

_OWN_CSS = (bestanden.FOLDER / bestanden.OWN).read_text()
_MAIN = ("inloggen", "deels", "zaak", "afgerond")


@pytest.mark.parametrize("naam", _MAIN)
def test_without_npm_the_page_is_as_accessible(bezoeken: Bezoeken, naam: str) -> None:
    bezoek = bezoeken()
    bezoek.page.route("**/pagina/stijl.css", lambda route: route.fulfill(body=_OWN_CSS, content_type="text/css"))

    STATEN[naam](bezoek)

    bekijk(bezoek, f"zonder-npm-{naam}")


def test_without_npm_the_longest_name_of_a_zaak_stays_whole_on_a_small_phone(bezoeken: Bezoeken) -> None:
    bezoek = bezoeken(Maat("klein", 320, 640))
    bezoek.page.route("**/pagina/stijl.css", lambda route: route.fulfill(body=_OWN_CSS, content_type="text/css"))

    page = mijn_zaken(bezoek, "Anna")

    link = page.locator(".kaart__link", has_text="Evenementenvergunning").first
    assert link.evaluate("een => een.getClientRects().length") == 1
