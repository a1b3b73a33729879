"""When a zaak will be done: what the register says, else what follows from the zaaktype; no date of our own."""

from datetime import date
from typing import Any

import pytest

from mijnzaken_bff.contract.zaakoverzicht import VerwachteDatum
from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.normalise.termijn import Termijn, termijn_of
from mijnzaken_bff.zgw.zaaktype import ZaakType
from tests.rooms.normalise.bouwen import VANDAAG, item, read

START = "2026-10-28"
SERVICENORM = {"servicenorm": "P28D"}
DOORLOOPTIJD = {"doorlooptijd": "P56D"}
BOTH = SERVICENORM | DOORLOOPTIJD
"""From START: 25 November, and 23 December."""
GEPLAND = {"einddatumGepland": "2026-12-01"}
UITERLIJK = {"uiterlijkeEinddatumAfdoening": "2026-12-23"}
OPGESCHORT = {"opschorting": {"indicatie": True, "eerdereOpschorting": False, "reden": "Wacht"}}
EERDER = {"opschorting": {"indicatie": False, "eerdereOpschorting": True, "reden": ""}}
GESLOTEN = {"einddatum": "2026-11-20"}


def verlengd(duur: Any) -> dict[str, Any]:
    return {"verlenging": {"reden": "Drukte", "duur": duur}}


def termijn(zaak: dict[str, Any], zaaktype: dict[str, Any] | None, vandaag: date = VANDAAG) -> Termijn:
    told = read(item(**{"startdatum": START, **zaak}))
    kind = None if zaaktype is None else ZaakType.model_validate(zaaktype)
    return termijn_of(told, kind, lopend=told.einddatum is None, vandaag=vandaag)


def spoken(datum: VerwachteDatum | None) -> str | None:
    if datum is None:
        return None
    return f"{datum.datum} {datum.herkomst} {datum.grondslag} {'zeker' if datum.zeker else 'onzeker'}"


@pytest.mark.parametrize(
    ("zaak", "zaaktype", "verwacht", "uiterlijk"),
    [
        pytest.param({}, {}, None, None, id="nothing known"),
        pytest.param({}, None, None, None, id="catalogue unreadable, nothing in the register"),
        pytest.param(
            GEPLAND | UITERLIJK, None,
            "2026-12-01 register planning zeker", "2026-12-23 register doorlooptijd zeker",
            id="catalogue unreadable, both in the register",
        ),
        pytest.param(
            GEPLAND | UITERLIJK, BOTH,
            "2026-12-01 register planning zeker", "2026-12-23 register doorlooptijd zeker",
            id="the register goes before the zaaktype",
        ),
        pytest.param(
            {}, BOTH,
            "2026-11-25 berekend servicenorm zeker", "2026-12-23 berekend doorlooptijd zeker",
            id="computed from the zaaktype",
        ),
        pytest.param(
            GEPLAND, BOTH,
            "2026-12-01 register planning zeker", "2026-12-23 berekend doorlooptijd zeker",
            id="planned by the register, last day computed",
        ),
        pytest.param(
            UITERLIJK, BOTH,
            "2026-11-25 berekend servicenorm zeker", "2026-12-23 register doorlooptijd zeker",
            id="last day of the register, expected day computed",
        ),
        pytest.param({}, SERVICENORM, "2026-11-25 berekend servicenorm zeker", None, id="only a servicenorm"),
        pytest.param({}, DOORLOOPTIJD, None, "2026-12-23 berekend doorlooptijd zeker", id="only a doorlooptijd"),
        pytest.param(
            {}, {"servicenorm": "P0D", "doorlooptijd": "P8W"},
            None, "2026-12-23 berekend doorlooptijd zeker",
            id="a servicenorm of no days is no servicenorm",
        ),
        pytest.param(
            {}, {"servicenorm": "", "doorlooptijd": "acht weken"}, None, None, id="what cannot be read is no term"
        ),
        pytest.param(
            {"startdatum": "2026-10-31"}, {"servicenorm": "P1M", "doorlooptijd": "P4M"},
            "2026-11-30 berekend servicenorm zeker", "2027-02-28 berekend doorlooptijd zeker",
            id="months end on the last day of a shorter month",
        ),
        pytest.param(
            {"startdatum": "2027-10-31"}, {"doorlooptijd": "P4M"},
            None, "2028-02-29 berekend doorlooptijd zeker",
            id="or on the 29th in a leap year",
        ),
        pytest.param(
            {"startdatum": "2028-02-29"}, {"doorlooptijd": "P1Y"},
            None, "2029-02-28 berekend doorlooptijd zeker",
            id="a year after 29 February",
        ),
        pytest.param(
            {"startdatum": "9999-12-01"}, BOTH, "9999-12-29 berekend servicenorm zeker", None,
            id="past the end of the calendar there is no date",
        ),
        pytest.param({}, {"doorlooptijd": "P9999Y"}, None, None, id="a term of ten thousand years has no end"),
        pytest.param(
            {"einddatumGepland": "1753-01-01"}, SERVICENORM,
            "2026-11-25 berekend servicenorm zeker", None,
            id="a planned date before 1900 is no date",
        ),
        pytest.param(
            {"einddatumGepland": "binnenkort"}, SERVICENORM,
            "2026-11-25 berekend servicenorm zeker", None,
            id="a planned date that cannot be read is no date",
        ),
        pytest.param(
            {"einddatumGepland": "2026-10-01"}, {}, "2026-10-01 register planning zeker", None,
            id="a planned date before the start is shown as it is",
        ),
        pytest.param(OPGESCHORT | GEPLAND | UITERLIJK, BOTH, None, None, id="while suspended there is no date"),
        pytest.param(OPGESCHORT, BOTH, None, None, id="and none is computed"),
        pytest.param(
            OPGESCHORT | GEPLAND | UITERLIJK | GESLOTEN, BOTH,
            "2026-12-01 register planning zeker", "2026-12-23 register doorlooptijd zeker",
            id="suspended but closed: what the register has",
        ),
        pytest.param(
            EERDER | GEPLAND | UITERLIJK, BOTH,
            "2026-12-01 register planning onzeker", "2026-12-23 register doorlooptijd onzeker",
            id="suspended before: dates of the register are too early",
        ),
        pytest.param(
            EERDER, BOTH,
            "2026-11-25 berekend servicenorm onzeker", "2026-12-23 berekend doorlooptijd onzeker",
            id="suspended before: computed dates are too early",
        ),
        pytest.param(
            EERDER | {"einddatumGepland": "2027-06-01"}, BOTH,
            "2027-06-01 register planning onzeker", "2026-12-23 berekend doorlooptijd onzeker",
            id="suspended before: a late date is not certain either",
        ),
        pytest.param(
            GEPLAND | UITERLIJK | verlengd("P6W"), BOTH,
            "2026-12-01 register planning onzeker", "2026-12-23 register doorlooptijd onzeker",
            id="extended, dates within the ordinary term: not certain, and nothing added",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-12-24"} | verlengd("P6W"), BOTH,
            "2026-11-25 berekend servicenorm onzeker", "2026-12-24 register doorlooptijd zeker",
            id="extended, last day a day past the ordinary term: it is inside",
        ),
        pytest.param(
            {"einddatumGepland": "2027-01-20", "uiterlijkeEinddatumAfdoening": "2027-02-03"} | verlengd("P6W"), BOTH,
            "2027-01-20 register planning zeker", "2027-02-03 register doorlooptijd zeker",
            id="extended, both past the ordinary term",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2027-02-03"} | verlengd("P6W"), SERVICENORM,
            "2026-11-25 berekend servicenorm onzeker", "2027-02-03 register doorlooptijd onzeker",
            id="extended, ordinary term unknown: not certain",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2027-02-03"} | verlengd("P6W"), None,
            None, "2027-02-03 register doorlooptijd onzeker",
            id="extended, catalogue unreadable: not certain",
        ),
        pytest.param(
            verlengd("P6W"), BOTH,
            "2026-11-25 berekend servicenorm onzeker", "2026-12-23 berekend doorlooptijd onzeker",
            id="extended, computed: not certain, and nothing added",
        ),
        pytest.param(
            {"startdatum": "2026-09-11", "einddatumGepland": "2026-10-09", "uiterlijkeEinddatumAfdoening": "2026-11-06"}
            | verlengd("P2M"), BOTH,
            "2026-10-09 register planning onzeker", "2026-11-06 register doorlooptijd onzeker",
            id="extended as a real Open Zaak leaves it",
        ),
        *(
            pytest.param(
                GEPLAND | {"verlenging": nothing}, BOTH,
                "2026-12-01 register planning zeker", "2026-12-23 berekend doorlooptijd zeker",
                id=f"not extended: {nothing}",
            )
            for nothing in (None, {}, "", {"reden": "", "duur": None}, {"reden": "", "duur": ""}, {"duur": "P0D"})
        ),
        *(
            pytest.param(
                GEPLAND | verlengd(duur), BOTH,
                "2026-12-01 register planning onzeker", "2026-12-23 berekend doorlooptijd onzeker",
                id=f"extended by something that cannot be read: {duur}",
            )
            for duur in ("6 weken", "P1.5M", "P-6W", "zes weken", "42")
        ),
        pytest.param(
            GEPLAND | UITERLIJK | GESLOTEN, BOTH,
            "2026-12-01 register planning zeker", "2026-12-23 register doorlooptijd zeker",
            id="closed: what the register has",
        ),
        pytest.param(GESLOTEN, BOTH, None, None, id="closed: nothing is computed"),
        pytest.param(
            GESLOTEN | GEPLAND, BOTH, "2026-12-01 register planning zeker", None, id="closed: one of the two"
        ),
        pytest.param(
            {"einddatum": None, "resultaat": "https://x.example/1"} | GEPLAND, BOTH,
            "2026-12-01 register planning zeker", "2026-12-23 berekend doorlooptijd zeker",
            id="reopened: open again, whatever resultaat it kept",
        ),
    ],
)  # fmt: skip
def test_when_it_is_expected_and_when_it_must_be_done(zaak, zaaktype, verwacht, uiterlijk):
    found = termijn(zaak, zaaktype)

    assert (spoken(found.verwacht), spoken(found.uiterlijk)) == (verwacht, uiterlijk)


@pytest.mark.parametrize(
    ("zaak", "zaaktype", "vandaag", "verstreken"),
    [
        pytest.param(UITERLIJK, {}, date(2026, 12, 22), False, id="the day before"),
        pytest.param(UITERLIJK, {}, date(2026, 12, 23), False, id="on the day itself"),
        pytest.param(UITERLIJK, {}, date(2026, 12, 24), True, id="the day after"),
        pytest.param({}, DOORLOOPTIJD, date(2026, 12, 24), True, id="a computed day, the day after"),
        pytest.param(GEPLAND, {}, date(2027, 6, 1), False, id="a planned day is no last day"),
        pytest.param({}, SERVICENORM, date(2027, 6, 1), False, id="a servicenorm is no last day"),
        pytest.param(UITERLIJK | verlengd("P6W"), BOTH, date(2027, 6, 1), False, id="extended: not certain"),
        pytest.param(UITERLIJK | EERDER, BOTH, date(2027, 6, 1), False, id="suspended before: not certain"),
        pytest.param(UITERLIJK | OPGESCHORT, BOTH, date(2027, 6, 1), False, id="suspended: no date"),
        pytest.param(UITERLIJK | GESLOTEN, BOTH, date(2027, 6, 1), False, id="closed"),
        pytest.param({}, {}, date(2027, 6, 1), False, id="no date"),
    ],
)
def test_a_term_has_passed_only_when_its_last_day_is_certain_and_the_zaak_is_open(zaak, zaaktype, vandaag, verstreken):
    assert termijn(zaak, zaaktype, vandaag).verstreken is verstreken


@pytest.mark.parametrize(("zaak", "opgeschort"), [(OPGESCHORT, True), (OPGESCHORT | GESLOTEN, False), (EERDER, False)])
def test_only_an_open_zaak_is_suspended(zaak, opgeschort):
    assert termijn(zaak, BOTH).opgeschort is opgeschort


@pytest.mark.parametrize("more", [{}, GESLOTEN, OPGESCHORT, EERDER], ids=["open", "closed", "suspended", "before"])
def test_an_extension_is_told_whatever_else_happened(more):
    assert termijn(more | verlengd("P6W"), BOTH).verlengd == Duur(days=42)
