"""Every state of the page holds against axe on a phone and a desktop, and at 400 % nothing scrolls sideways."""

from __future__ import annotations

import pytest

from tests.browser.bezoek import Bezoek
from tests.browser.staten import STATEN, bekijk


@pytest.mark.parametrize("naam", STATEN)
def test_every_state_is_accessible_and_never_scrolls_sideways(scherm: Bezoek, naam: str) -> None:
    STATEN[naam](scherm)

    bekijk(scherm, naam)
