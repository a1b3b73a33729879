"""Eight levels, and whatever we do not know is above all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid

FROM_OPEN_TO_SECRET = [
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk", "vertrouwelijk", "confidentieel", "geheim",
    "zeer_geheim",
]  # fmt: skip


@pytest.mark.parametrize("level", FROM_OPEN_TO_SECRET)
def test_a_level_allows_itself_and_what_is_more_open(level):
    allowed = [value for value in FROM_OPEN_TO_SECRET if Vertrouwelijkheid(level).allows(value)]

    assert allowed == FROM_OPEN_TO_SECRET[: FROM_OPEN_TO_SECRET.index(level) + 1]


@pytest.mark.parametrize(
    "value", ["", " ", "Openbaar", "OPENBAAR", "openbaar ", "nieuw", None, 0, True, [], {}], ids=repr
)
def test_a_value_we_do_not_know_is_allowed_nowhere(value):
    assert not any(level.allows(value) for level in Vertrouwelijkheid)


@given(st.text().filter(lambda text: text not in FROM_OPEN_TO_SECRET))
def test_no_other_text_is_ever_allowed(text):
    assert not Vertrouwelijkheid.ZEER_GEHEIM.allows(text)
