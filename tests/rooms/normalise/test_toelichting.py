"""Why the dates of a zaak are what they are, in one to three plain sentences."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.normalise.termijn import Termijn, termijn_of
from mijnzaken_bff.normalise.toelichting import toelichting_termijn_of
from mijnzaken_bff.normalise.zinnen import duur_in_woorden
from mijnzaken_bff.zgw.zaaktype import ZaakType
from tests.rooms.normalise.bouwen import VANDAAG, item, read

NORM, WET = {"servicenorm": "P4W"}, {"doorlooptijd": "P8W"}
GEPLAND, UITERLIJK = {"einddatumGepland": "2026-12-01"}, {"uiterlijkeEinddatumAfdoening": "2026-12-23"}
LANGER = {"verlenging": {"duur": "P6W"}}
STIL = {"opschorting": {"indicatie": True}}
EERDER = {"opschorting": {"indicatie": False, "eerdereOpschorting": True}}

WIL = "De gemeente wil binnen 4 weken klaar zijn."
MOET = "Volgens de regels moet de gemeente binnen 8 weken klaar zijn."
PLANNING = "De verwachte datum is de planning van de gemeente."
VASTGELEGD = "De uiterste datum is door de gemeente vastgelegd."
LANGER_DAN = "De termijn is verlengd met 6 weken."
STOND_STIL = "De behandeling stond eerder stil, dus het kan later worden."
MISSCHIEN = "De termijn werd 6 weken langer, maar misschien zit dat niet in de datum."


def told(
    zaak: dict[str, Any], zaaktype: dict[str, Any] | None, vandaag: date = VANDAAG
) -> tuple[Termijn, ZaakType | None, str | None]:
    found = read(item(**zaak))
    kind = None if zaaktype is None else ZaakType.model_validate(zaaktype)
    lopend = found.einddatum is None
    termijn = termijn_of(found, kind, lopend=lopend, vandaag=vandaag)
    return termijn, kind, toelichting_termijn_of(termijn, kind, lopend=lopend, wie="de gemeente")


@pytest.mark.parametrize(
    ("zaak", "zaaktype", "sentences"),
    [
        pytest.param({}, {}, None, id="no date"),
        pytest.param({}, None, None, id="no catalogue"),
        pytest.param({}, NORM, [WIL], id="what the gemeente wants"),
        pytest.param({}, WET, [MOET], id="what it must"),
        pytest.param({}, NORM | WET, [WIL, MOET], id="both"),
        pytest.param(GEPLAND, {}, [PLANNING], id="what it planned"),
        pytest.param(GEPLAND, NORM | WET, [PLANNING, MOET], id="what it planned, and must"),
        pytest.param(GEPLAND | UITERLIJK, NORM | WET, [PLANNING, VASTGELEGD], id="both from the register"),
        pytest.param(UITERLIJK, NORM, [WIL, VASTGELEGD], id="a last day from the register"),
        pytest.param(LANGER, {}, [LANGER_DAN], id="extended, no date"),
        pytest.param(LANGER, WET, [MOET, MISSCHIEN], id="extended, perhaps not inside"),
        pytest.param(LANGER | GEPLAND, WET, [PLANNING, MOET, MISSCHIEN], id="extended, both perhaps not inside"),
        pytest.param(
            LANGER | GEPLAND | {"uiterlijkeEinddatumAfdoening": "2027-02-03"}, WET,
            [PLANNING, VASTGELEGD, "De termijn werd 6 weken langer, en dat zit in de uiterste datum."],
            id="extended, inside the last day",
        ),
        pytest.param(
            LANGER | {"einddatumGepland": "2027-01-20"}, WET,
            [PLANNING, MOET, "De termijn werd 6 weken langer, en dat zit in de verwachte datum."],
            id="extended, inside the planned day",
        ),
        pytest.param(
            {"verlenging": {"duur": "zes weken"}}, WET,
            [MOET, "De termijn is verlengd, maar we weten niet hoe lang."],
            id="extended by something that cannot be read",
        ),
        pytest.param({"verlenging": {"duur": "P0D"}}, WET, [MOET], id="extended by nothing"),
        pytest.param(
            STIL | GEPLAND, WET, ["De behandeling staat nu stil.", "Daarom is er geen verwachte datum."],
            id="it stands still",
        ),
        pytest.param(
            STIL | LANGER, WET,
            [LANGER_DAN, "De behandeling staat nu stil.", "Daarom is er geen verwachte datum."],
            id="extended, and it stands still",
        ),
        pytest.param(
            EERDER, WET, [MOET, STOND_STIL], id="it stood still"
        ),
        pytest.param(EERDER, {}, None, id="it stood still, no date"),
        pytest.param(
            EERDER | LANGER | {"uiterlijkeEinddatumAfdoening": "2027-02-03"}, WET,
            [VASTGELEGD, LANGER_DAN, STOND_STIL],
            id="extended, and it stood still",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-22"}, {}, [VASTGELEGD, "De uiterste datum is voorbij."],
            id="too late",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-23"}, {}, [VASTGELEGD], id="the last day is today",
        ),
        pytest.param({"einddatum": "2026-11-20"} | LANGER | GEPLAND, WET, None, id="it is done"),
    ],
)  # fmt: skip
def test_why_the_dates_are_what_they_are(zaak, zaaktype, sentences):
    assert told(zaak, zaaktype)[2] == (None if sentences is None else " ".join(sentences))


def test_another_organisatie_is_called_by_its_name():
    kind = ZaakType.model_validate(NORM | WET)
    termijn = termijn_of(read(item()), kind, lopend=True, vandaag=VANDAAG)

    assert toelichting_termijn_of(termijn, kind, lopend=True, wie="Omgevingsdienst Noord") == (
        "Omgevingsdienst Noord wil binnen 4 weken klaar zijn. "
        "Volgens de regels moet Omgevingsdienst Noord binnen 8 weken klaar zijn."
    )


DAYS = st.none() | st.dates(date(2026, 10, 1), date(2027, 12, 31)).map(date.isoformat) | st.just("1753-01-01")
TERMS = st.sampled_from(["", "P0D", "P4W", "P8W", "P1M", "P1Y2M21D", "P9999Y", "zes weken", None])
ZAKEN = st.fixed_dictionaries(
    {
        "einddatum": st.sampled_from([None, None, None, "2026-11-20"]),
        "einddatumGepland": DAYS,
        "uiterlijkeEinddatumAfdoening": DAYS,
        "verlenging": st.none() | st.fixed_dictionaries({"duur": TERMS}),
        "opschorting": st.fixed_dictionaries({"indicatie": st.booleans(), "eerdereOpschorting": st.booleans()}),
    }
)
ZAAKTYPEN = st.none() | st.fixed_dictionaries({"servicenorm": TERMS, "doorlooptijd": TERMS})


@given(ZAKEN, ZAAKTYPEN, st.dates(date(2026, 10, 1), date(2027, 12, 31)))
def test_no_sentence_states_a_date_a_term_or_a_duty_that_is_not_in_the_fields(zaak, zaaktype, vandaag):
    termijn, kind, tekst = told(zaak, zaaktype, vandaag)
    if tekst is None:
        return
    dates = {
        datum.grondslag.value + datum.herkomst.value: datum
        for datum in (termijn.verwacht, termijn.uiterlijk)
        if datum is not None
    }
    norm, wet = (Duur.parse(kind.servicenorm), Duur.parse(kind.doorlooptijd)) if kind else (None, None)

    assert 1 <= tekst.count(".") <= 3
    for words, duur in re.findall(
        r"(wil binnen|moet de gemeente binnen|verlengd met|werd) (.*?) ?(?:klaar|langer|\.)", tekst
    ):
        known = {"wil binnen": norm, "moet de gemeente binnen": wet}.get(words, termijn.verlengd)
        assert known is not None
        assert duur == duur_in_woorden(known)
    told_terms = {duur_in_woorden(known) for known in (norm, wet, termijn.verlengd) if known}
    left = tekst
    for term in sorted(told_terms, key=len, reverse=True):
        left = left.replace(term, "")
    assert re.search(r"\d", left) is None
    assert ("moet" in tekst) <= ("doorlooptijdberekend" in dates)
    assert ("wil binnen" in tekst) is ("servicenormberekend" in dates)
    assert ("planning" in tekst) is ("planningregister" in dates)
    assert ("vastgelegd" in tekst) <= ("doorlooptijdregister" in dates)
    assert ("staat nu stil" in tekst) is termijn.opgeschort
    assert ("voorbij" in tekst) is termijn.verstreken
    assert ("zit in de uiterste" in tekst) <= (termijn.uiterlijk is not None and termijn.uiterlijk.zeker)
    assert ("zit in de verwachte" in tekst) <= (termijn.verwacht is not None and termijn.verwacht.zeker)
    assert ("misschien" in tekst) <= (bool(dates) and not any(datum.zeker for datum in dates.values()))
    assert ("eerder stil" in tekst) <= termijn.eerder_opgeschort
