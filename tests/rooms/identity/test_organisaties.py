"""Which organisaties a token names: whatever stands there, the choice is of what we know, and never everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.bron import Organisatie
from mijnzaken_bff.domain.nummers import Rsin
from mijnzaken_bff.identity.organisaties import Organisatienamen, OrganisatiesClaim
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground

RSINS = ("001117518", "819534316")
UNKNOWN = "002564440"
KNOWN = [
    Organisatie("gm9901", "Gemeente Waterdam", Rsin(RSINS[0])),
    Organisatie("gm9902", "Gemeente Duinoord", Rsin(RSINS[1])),
    Organisatie("gm9903", "Gemeente Heuvelrijk"),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["gm9901", "gm9903", *RSINS, UNKNOWN]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(value=anything, vorm=st.sampled_from(["id", "rsin"]))
def test_a_choice_is_some_of_what_we_know_or_a_refusal(value: Any, vorm: str) -> None:
    claim = OrganisatiesClaim.model_validate({"pad": ["organisaties"], "vorm": vorm})
    names = [value] if isinstance(value, str) else value
    told = {"gm9901", "gm9902", "gm9903"} if vorm == "id" else set(RSINS)
    good = isinstance(names, list) and all(isinstance(name, str) for name in names) and bool(told & set(names))
    if good and vorm == "rsin":
        good = set(names) <= {*RSINS, UNKNOWN}

    if not good:
        with pytest.raises(CallerForbidden) as refused:
            Organisatienamen(KNOWN).read({"organisaties": value}, claim)
        assert refused.value.reden is Ground.ORGANISATIES
        return

    genoemd = Organisatienamen(KNOWN).read({"organisaties": value}, claim)

    assert len(genoemd.ids) == len(told & set(names))
    assert genoemd.ids <= {organisatie.id for organisatie in KNOWN}
    assert genoemd.others is (not set(names) <= told)


@pytest.mark.parametrize("unreadable", ["1117518", "", "001117519", " 001117518", "00000001001117518000"])
def test_what_is_no_rsin_is_an_organisatie_that_would_be_missing_and_nobody_told(unreadable: str) -> None:
    claim = OrganisatiesClaim.model_validate({"pad": ["organisaties"], "vorm": "rsin"})

    with pytest.raises(CallerForbidden):
        Organisatienamen(KNOWN).read({"organisaties": [RSINS[1], unreadable]}, claim)


def test_an_id_that_looks_like_an_rsin_is_not_taken_for_one() -> None:
    confusing = [Organisatie(RSINS[1], "Een naam als een nummer"), KNOWN[0]]
    by_id, by_rsin = (
        OrganisatiesClaim.model_validate({"pad": ["organisaties"], "vorm": vorm}) for vorm in ("id", "rsin")
    )

    assert Organisatienamen(confusing).read({"organisaties": RSINS[1]}, by_id).ids == {RSINS[1]}
    with pytest.raises(CallerForbidden):
        Organisatienamen(confusing).read({"organisaties": RSINS[1]}, by_rsin)
