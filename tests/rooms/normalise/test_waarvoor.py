"""What was asked for: only what is configured, under the names that are configured."""

import pytest

from mijnzaken_bff.normalise.settings import ZaaktypeRegels
from mijnzaken_bff.normalise.waarvoor import waarvoor_of
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap

REGELS = ZaaktypeRegels.model_validate({"waarvoor": {"Kenteken voertuig": "Kenteken", "zone": "Gebied"}})


def told(*eigenschappen: tuple[str | None, str | None], regels: ZaaktypeRegels = REGELS) -> list[tuple[str, str]]:
    read = [ZaakEigenschap(naam=naam, waarde=waarde) for naam, waarde in eigenschappen]
    return [(gegeven.naam, gegeven.waarde) for gegeven in waarvoor_of(read, regels)]


def test_what_is_configured_is_shown_in_the_order_of_the_configuration():
    assert told(("zone", "Centrum"), ("Kenteken voertuig", "XX-99-XX")) == [
        ("Kenteken", "XX-99-XX"),
        ("Gebied", "Centrum"),
    ]


def test_whatever_else_was_filled_in_is_not_shown():
    assert told(("Rekeningnummer", "NL00 BANK 0123"), (None, "x"), ("zone", "Centrum")) == [("Gebied", "Centrum")]
    assert told(("zone", "Centrum"), regels=ZaaktypeRegels()) == []


@pytest.mark.parametrize("naam", ["kenteken_voertuig", "KENTEKEN VOERTUIG", "Kenteken-voertuig"])
def test_only_the_words_of_a_name_count(naam):
    assert told((naam, "XX-99-XX")) == [("Kenteken", "XX-99-XX")]


@pytest.mark.parametrize("waarde", [None, "", "  ", "\x00"])
def test_what_has_no_value_is_left_out(waarde):
    assert told(("zone", waarde)) == []


def test_a_value_is_plain_text_that_does_nothing():
    assert told(("zone", "a\u202eb\x07 <b>")) == [("Gebied", "ab <b>")]


def test_what_was_filled_in_more_than_once_is_told_each_time_once():
    assert told(("zone", "Noord"), ("zone", "Centrum"), ("zone", "Noord")) == [
        ("Gebied", "Centrum"),
        ("Gebied", "Noord"),
    ]
