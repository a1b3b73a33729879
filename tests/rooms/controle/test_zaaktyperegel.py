"""Which rule hides a zaaktype: told beforehand as it is applied to every zaak."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.controle.catalogus.zaaktyperegel import Regel, uitkomst_of
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.normalise.zichtbaarheid import Oordeel, oordeel_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ZaakTypeVersie


def versie(**changes: Any) -> ZaakTypeVersie:
    told = {"identificatie": "ZT-A", "indicatieInternOfExtern": "extern", "vertrouwelijkheidaanduiding": "openbaar"}
    return ZaakTypeVersie.model_validate(told | changes)


def beleid(**told: Any) -> Zichtbaarheid:
    return Zichtbaarheid.model_validate(told)


INTERN = {"indicatieInternOfExtern": "intern"}


@pytest.mark.parametrize(
    ("zaaktype", "rules", "regel"),
    [
        ({}, {}, None),
        (INTERN, {}, None),
        (INTERN, {"intern": "weiger"}, Regel.INTERN),
        ({"indicatieInternOfExtern": ""}, {"intern": "weiger"}, Regel.INTERN),
        ({}, {"zaaktypen": {"weiger": ["ZT-A"]}}, Regel.WEIGER),
        ({}, {"zaaktypen": {"toon": ["ZT-B"]}}, Regel.TOON),
        ({}, {"zaaktypen": {"toon": ["ZT-A"]}}, None),
        ({"identificatie": None}, {"zaaktypen": {"toon": ["ZT-A"]}}, Regel.ONBEKEND),
        ({"identificatie": None}, {}, None),
        ({"vertrouwelijkheidaanduiding": "geheim"}, {}, Regel.MAXIMAAL),
        ({"vertrouwelijkheidaanduiding": "zaakvertrouwelijk"}, {}, None),
        ({"vertrouwelijkheidaanduiding": None}, {}, None),
    ],
)
def test_a_zaaktype_is_hidden_by_the_rule_that_is_named(zaaktype: dict[str, Any], rules: dict[str, Any], regel: Regel):
    told = uitkomst_of(versie(**zaaktype), beleid(**rules))

    assert (told.regel, told.getoond) == (regel, regel is None)
    assert (told.waarom is None) is (regel is None)


def test_a_first_day_hides_a_part_of_its_zaken():
    told = uitkomst_of(versie(), beleid(zaaktypen={"vanaf": {"ZT-A": "2027-01-01"}}))

    assert (told.regel, told.getoond) == (Regel.VANAF, True)
    assert told.waarom == "alleen zaken die op of na 1 januari 2027 zijn begonnen"


NAMES = st.sampled_from(["ZT-A", "ZT-B", "ZT-C"])


@given(
    zaaktype=st.fixed_dictionaries(
        {
            "identificatie": st.one_of(st.none(), NAMES),
            "indicatieInternOfExtern": st.sampled_from(["intern", "extern", "EXTERN", ""]),
        }
    ),
    toon=st.sets(NAMES),
    weiger=st.sets(NAMES),
    intern=st.sampled_from(["negeer", "weiger"]),
)
def test_hidden_here_is_hidden_from_residents(zaaktype: dict[str, Any], toon: set[str], weiger: set[str], intern: str):
    rules = beleid(intern=intern, zaaktypen={"toon": toon, "weiger": weiger - toon})
    kind = versie(**zaaktype)

    told = uitkomst_of(kind, rules)

    judged = oordeel_of(None, Soort(kind, (), ()), date(2026, 1, 1), rules)
    assert told.getoond is (judged is Oordeel.TONEN)
