"""A besluit is shown once it has been made known, and not a day earlier."""

from datetime import date

import pytest

from mijnzaken_bff.normalise.besluit import besluit_of, besluiten_of, is_bekendgemaakt
from mijnzaken_bff.normalise.settings import Toon
from tests.rooms.normalise.bouwen import VANDAAG, besluit_uuid, besluitstuk, document_uuid

GISTEREN, HEDEN, MORGEN = "2026-11-22", "2026-11-23", "2026-11-24"
ALLES = Toon.model_validate({"toelichting": True})


@pytest.mark.parametrize(
    ("verzonden", "gepubliceerd", "ingang", "bekend"),
    [
        pytest.param(GISTEREN, None, MORGEN, True, id="sent yesterday"),
        pytest.param(HEDEN, None, None, True, id="sent today"),
        pytest.param(MORGEN, None, None, False, id="to be sent tomorrow"),
        pytest.param(MORGEN, GISTEREN, GISTEREN, False, id="to be sent tomorrow, whatever else"),
        pytest.param(GISTEREN, MORGEN, None, True, id="sent, to be published tomorrow"),
        pytest.param(None, GISTEREN, None, True, id="published yesterday"),
        pytest.param(None, HEDEN, MORGEN, True, id="published today"),
        pytest.param(None, MORGEN, GISTEREN, False, id="to be published tomorrow"),
        pytest.param(None, None, GISTEREN, True, id="in force"),
        pytest.param(None, None, HEDEN, True, id="in force today"),
        pytest.param(None, None, MORGEN, False, id="in force tomorrow"),
        pytest.param(None, None, None, False, id="no day at all"),
        pytest.param("binnenkort", "1753-01-01", None, False, id="days that are none"),
    ],
)
def test_whether_a_besluit_has_been_made_known(verzonden, gepubliceerd, ingang, bekend):
    stuk = besluitstuk(verzenddatum=verzonden, publicatiedatum=gepubliceerd, ingangsdatum=ingang)

    assert is_bekendgemaakt(stuk.besluit, VANDAAG) is bekend
    assert [one.id for one in besluiten_of([stuk], [], Toon(), VANDAAG)] == ([besluit_uuid(1)] if bekend else [])


def test_a_whole_besluit():
    stuk = besluitstuk(
        vervaldatum="2031-11-20",
        uiterlijkeReactiedatum="2026-12-24",
        documenten=[document_uuid(2), document_uuid(1), document_uuid(2)],
    )

    assert besluit_of(stuk, {document_uuid(1), document_uuid(2)}, ALLES).model_dump(mode="json") == {
        "id": besluit_uuid(1),
        "naam": "Vergunning",
        "kenmerk": "BESLUIT-1",
        "datum": "2026-11-10",
        "verzenddatum": "2026-11-12",
        "ingangsdatum": "2026-11-20",
        "vervaldatum": "2031-11-20",
        "uiterlijkeReactiedatum": "2026-12-24",
        "toelichting": "Akkoord",
        "documenten": [document_uuid(2), document_uuid(1)],
    }


def test_a_document_that_may_not_be_seen_is_not_named():
    stuk = besluitstuk(documenten=[document_uuid(1), document_uuid(2)])

    assert besluit_of(stuk, {document_uuid(2)}, Toon()).documenten == [document_uuid(2)]


def test_a_toelichting_is_told_only_where_that_is_configured():
    assert besluit_of(besluitstuk(), (), Toon()).toelichting is None


def test_a_besluit_whose_type_cannot_be_read_has_no_name():
    assert besluit_of(besluitstuk(naam=None), (), Toon()).naam is None


def test_besluiten_come_newest_first():
    stukken = [
        besluitstuk(1, datum="2026-11-01"),
        besluitstuk(2, datum="2026-11-09"),
        besluitstuk(3, datum=None, verzenddatum="2026-11-05"),
    ]

    told = besluiten_of(stukken, (), Toon(), VANDAAG)

    assert [one.kenmerk for one in told] == ["BESLUIT-2", "BESLUIT-3", "BESLUIT-1"]


def test_a_besluit_that_came_twice_is_one_and_must_be_known_both_times():
    assert len(besluiten_of([besluitstuk(), besluitstuk()], (), Toon(), VANDAAG)) == 1
    assert besluiten_of([besluitstuk(), besluitstuk(verzenddatum=MORGEN)], (), Toon(), VANDAAG) == []


def test_a_besluit_without_a_link_keeps_its_key_as_long_as_it_says_the_same():
    one, other = besluitstuk(1, url=None), besluitstuk(2, url=None)
    keys = [besluit_of(stuk, (), Toon()).id for stuk in (one, one, other)]

    assert keys[0] == keys[1] != keys[2]
    assert len(besluiten_of([one, other], (), Toon(), date(2026, 12, 1))) == 2


def test_a_besluit_does_not_print_what_was_decided():
    assert repr(besluitstuk(toelichting="Aan Anna")) == "Besluitstuk(…)"
