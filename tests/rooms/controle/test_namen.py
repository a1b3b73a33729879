"""Names in a configuration: where they stand, and whether the catalogue has them."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.controle.bevinding import Stand
from mijnzaken_bff.controle.catalogus.namen import Kennis, OnbekendeNaam, unknown_among
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, Wat, vermeldingen_in
from mijnzaken_bff.settings.place import written
from tests.rooms.normalise.bouwen import statustype

EVERYWHERE = {
    "fasen": {
        "namen": {"bezig": "inBehandeling"},
        "zaaktypen": {
            "ZT-A": {"statussen": {"Rood": {}, 3: {}}, "verberg": ("Geel",), "waarvoor": {"kenteken": "Auto"}}
        },
    },
    "zichtbaarheid": {
        "zaaktypen": {
            "toon": frozenset({"ZT-B", "ZT-A"}),
            "weiger": frozenset({"ZT-C"}),
            "vanaf": {"ZT-D": "2026-01-01"},
        },
        "documenten": {"soorten": {"toon": ["Besluitbrief"], "weiger": ["Foto"]}},
    },
}


def test_every_name_is_found_with_its_place_and_what_it_is_one_of():
    told = [
        (written(v.place), v.naam, v.wat.value, v.zaaktype, "verbergt" if v.verbergt else "")
        for v in vermeldingen_in(EVERYWHERE)
    ]

    assert told == [
        ("fasen.namen.bezig", "bezig", "statustype", None, ""),
        ("fasen.zaaktypen.ZT-A", "ZT-A", "zaaktype", None, ""),
        ("fasen.zaaktypen.ZT-A.statussen.Rood", "Rood", "statustype", "ZT-A", ""),
        ("fasen.zaaktypen.ZT-A.statussen[3]", 3, "statustype", "ZT-A", ""),
        ("fasen.zaaktypen.ZT-A.verberg.Geel", "Geel", "statustype", "ZT-A", "verbergt"),
        ("fasen.zaaktypen.ZT-A.waarvoor.kenteken", "kenteken", "eigenschap", "ZT-A", ""),
        ("zichtbaarheid.zaaktypen.toon.ZT-A", "ZT-A", "zaaktype", None, ""),
        ("zichtbaarheid.zaaktypen.toon.ZT-B", "ZT-B", "zaaktype", None, ""),
        ("zichtbaarheid.zaaktypen.weiger.ZT-C", "ZT-C", "zaaktype", None, "verbergt"),
        ("zichtbaarheid.zaaktypen.vanaf.ZT-D", "ZT-D", "zaaktype", None, "verbergt"),
        ("zichtbaarheid.documenten.soorten.toon.Besluitbrief", "Besluitbrief", "informatieobjecttype", None, ""),
        ("zichtbaarheid.documenten.soorten.weiger.Foto", "Foto", "informatieobjecttype", None, "verbergt"),
    ]


@pytest.mark.parametrize("tree", [{}, {"fasen": None}, {"fasen": {"namen": 3, "zaaktypen": {"ZT-A": None}}}])
def test_a_place_that_is_not_there_holds_no_names(tree: dict[str, Any]):
    assert {v.naam for v in vermeldingen_in(tree)} <= {"ZT-A"}


KENNIS = Kennis(
    zaaktypen=frozenset({"ZT-PARKEREN", "ZT-MELDING", "ZT-BEZWAAR"}),
    statustypen={
        "ZT-PARKEREN": (statustype(1, "Aanvraag ontvangen"), statustype(2, "Toetsing gestart")),
        None: (statustype(1, "Aanvraag ontvangen"), statustype(2, "Toetsing gestart"), statustype(7, "Melding gedaan")),
    },
    eigenschappen={"ZT-PARKEREN": frozenset({"kenteken", "zone"})},
    informatieobjecttypen=frozenset({"Besluitbrief", "Intern advies"}),
)


def of(naam: str | int, wat: Wat, zaaktype: str | None = None, *, verbergt: bool = False) -> OnbekendeNaam | None:
    found = unknown_among([Vermelding(("x", naam), naam, wat, zaaktype, verbergt)], KENNIS)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("naam", "wat", "zaaktype"),
    [
        ("ZT-PARKEREN", Wat.ZAAKTYPE, None),
        ("aanvraag ONTVANGEN.", Wat.STATUSTYPE, "ZT-PARKEREN"),
        (2, Wat.STATUSTYPE, "ZT-PARKEREN"),
        ("melding gedaan", Wat.STATUSTYPE, None),
        ("kenteken", Wat.EIGENSCHAP, "ZT-PARKEREN"),
        ("intern advies", Wat.INFORMATIEOBJECTTYPE, None),
    ],
)
def test_a_name_that_the_catalogue_has_is_not_told(naam: str | int, wat: Wat, zaaktype: str | None):
    assert of(naam, wat, zaaktype) is None


@pytest.mark.parametrize(
    ("naam", "wat", "zaaktype", "gezien", "stap"),
    [
        ("ZT-PARKERN", Wat.ZAAKTYPE, None, 'zaaktype "ZT-PARKERN" komt', 'Bedoelt u "ZT-PARKEREN"?'),
        ("zt-parkeren", Wat.ZAAKTYPE, None, 'zaaktype "zt-parkeren" komt', 'Bedoelt u "ZT-PARKEREN"?'),
        ("B0255", Wat.ZAAKTYPE, None, 'zaaktype "B0255" komt', "Kies uit: ZT-BEZWAAR, ZT-MELDING, ZT-PARKEREN."),
        (
            "Toetsing gestrat", Wat.STATUSTYPE, "ZT-PARKEREN",
            'statustype "Toetsing gestrat" van ZT-PARKEREN komt', 'Bedoelt u "Toetsing gestart"?',
        ),
        (7, Wat.STATUSTYPE, "ZT-PARKEREN", "volgnummer 7 van ZT-PARKEREN komt", "Kies uit: 1, 2."),
        ("Melding gedan", Wat.STATUSTYPE, None, 'statustype "Melding gedan" komt', 'Bedoelt u "Melding gedaan"?'),
        ("kentekens", Wat.EIGENSCHAP, "ZT-PARKEREN", 'eigenschap "kentekens" van', 'Bedoelt u "kenteken"?'),
        ("Foto", Wat.INFORMATIEOBJECTTYPE, None, 'informatieobjecttype "Foto" komt', "Besluitbrief, Intern advies."),
    ],
)  # fmt: skip
def test_a_name_that_matches_nothing_is_told_with_the_one_that_was_meant(
    naam: str | int, wat: Wat, zaaktype: str | None, gezien: str, stap: str
):
    found = of(naam, wat, zaaktype)

    assert found is not None
    assert found.stand is Stand.LET_OP
    assert gezien in found.gezien
    assert stap in found.stap


def test_a_name_that_should_hide_something_and_does_not_is_a_fault():
    found = of("ZT-BEZWAR", Wat.ZAAKTYPE, verbergt=True)

    assert found is not None
    assert found.stand is Stand.FOUT


@pytest.mark.parametrize(
    ("naam", "wat", "zaaktype"),
    [("x", Wat.STATUSTYPE, "ZT-MELDING"), ("x", Wat.EIGENSCHAP, "ZT-MELDING"), ("x", Wat.STATUSTYPE, "ZT-NERGENS")],
)
def test_what_could_not_be_looked_at_is_not_told(naam: str, wat: Wat, zaaktype: str):
    assert of(naam, wat, zaaktype) is None


def test_nothing_is_told_of_a_catalogue_of_which_nothing_is_known():
    assert unknown_among(vermeldingen_in(EVERYWHERE), Kennis()) == ()


def test_of_many_names_none_is_offered_when_none_is_alike():
    many = Kennis(zaaktypen=frozenset(f"Q{n:04}" for n in range(40)))

    (found,) = unknown_among([Vermelding(("x",), "ZT-PARKEREN", Wat.ZAAKTYPE)], many)

    assert (found.bedoeld, found.keuze) == (None, ())
    assert found.stap == "Neem de naam over uit de catalogus, of haal haar weg."
