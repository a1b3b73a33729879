"""What a gemeente can decide about how its zaken are told, and what a resident then reads."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, Portaal, Toneel, zaaknummers

STATUSTYPEN = (
    {"omschrijving": "Binnengekomen", "statustekst": "Wij hebben uw aanvraag ontvangen."},
    {"omschrijving": "Aanvulling gevraagd", "statustekst": "Beste {{naam}}, wij missen iets."},
    {"omschrijving": "Intern geparkeerd"},
    {"omschrijving": "Beschikt"},
)


def soort(gemeente: Gemeente, **extra: Any) -> dict[str, Any]:
    return zaaktype(
        gemeente, "ZT-PARKEREN", "Parkeervergunning behandelen", statustypen=STATUSTYPEN,
        resultaattypen=("Verleend",), **{"doorlooptijd": "P56D", "servicenorm": "P28D"} | extra,
    )  # fmt: skip


@pytest.fixture
def plain(toneel: Toneel, waterdam: Gemeente) -> Portaal:
    return toneel.portaal({"waterdam": waterdam})


def test_the_example_of_the_contract_comes_out_as_it_stands_there(toneel: Toneel, waterdam: Gemeente) -> None:
    kind = zaaktype(
        waterdam, "ZT-PARKEREN", "Parkeervergunning behandelen", doorlooptijd="P56D",
        statustypen=("Aanvraag ontvangen", "Toetsing gestart", "Afgehandeld"),
    )  # fmt: skip
    zaak(
        waterdam, kind, bsn=ANNA, identificatie="ZAAK-2026-0004711", omschrijving="Aanvraag Havenstraat 12",
        startdatum="2026-10-28", registratiedatum="2026-10-28", status=2, status_datum="2026-11-02T09:12:44Z",
        einddatumGepland="2026-12-01", uiterlijkeEinddatumAfdoening=None, laatstGemuteerd="2026-11-02T09:12:44Z",
    )  # fmt: skip
    fasen = {
        "zaaktypen": {
            "ZT-PARKEREN": {"titel": "Parkeervergunning", "statussen": {"Toetsing gestart": {"fase": "inBehandeling"}}}
        }
    }
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"fasen": fasen})

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert (row["titel"], row["titelHerkomst"]) == ("Parkeervergunning", "configuratie")
    assert row["omschrijving"] == "Aanvraag Havenstraat 12"
    assert row["zaaktype"] == {"identificatie": "ZT-PARKEREN", "naam": "Parkeervergunning behandelen"}
    assert row["hoofdstatus"] == {
        "fase": "inBehandeling",
        "naam": "In behandeling",
        "uitleg": "De gemeente bekijkt uw aanvraag.",
        "herkomst": "configuratie",
    }
    assert row["status"] == {"naam": "Toetsing gestart", "uitleg": None, "toelichting": None, "datum": "2026-11-02"}
    assert row["stap"] == {"nummer": 2, "totaal": 3}
    assert row["verwachteEinddatum"] == {
        "datum": "2026-12-01",
        "herkomst": "register",
        "grondslag": "planning",
        "zeker": True,
    }
    assert row["uiterlijkeEinddatum"] == {
        "datum": "2026-12-23",
        "herkomst": "berekend",
        "grondslag": "doorlooptijd",
        "zeker": True,
    }
    assert row["signalen"] == []
    assert row["samenvatting"] == (
        "De gemeente behandelt uw aanvraag. U krijgt waarschijnlijk vóór 1 december 2026 bericht."
    )
    assert row["gewijzigdOp"] == "2026-11-02T09:12:44Z"


def test_dates_that_the_register_lacks_are_computed_and_say_so(plain: Portaal, waterdam: Gemeente) -> None:
    zaak(
        waterdam, soort(waterdam), bsn=ANNA, startdatum="2026-11-02", einddatumGepland=None,
        uiterlijkeEinddatumAfdoening=None,
    )  # fmt: skip

    row = plain.find_zaken(ANNA)["zaken"][0]

    assert (row["verwachteEinddatum"]["datum"], row["verwachteEinddatum"]["grondslag"]) == ("2026-11-30", "servicenorm")
    assert (row["uiterlijkeEinddatum"]["datum"], row["uiterlijkeEinddatum"]["grondslag"]) == (
        "2026-12-28",
        "doorlooptijd",
    )
    assert {row[key]["herkomst"] for key in ("verwachteEinddatum", "uiterlijkeEinddatum")} == {"berekend"}


def test_a_status_can_be_renamed_explained_and_called_an_action(toneel: Toneel, waterdam: Gemeente) -> None:
    zaak(waterdam, soort(waterdam), bsn=ANNA, status=2)
    regel = {"fase": "inBehandeling", "naam": "Wij wachten op u", "uitleg": "Stuur ons de kopie.", "actieNodig": True}
    fasen = {"zaaktypen": {"ZT-PARKEREN": {"statussen": {"aanvulling gevraagd!": regel}}}}
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"fasen": fasen})

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert (row["status"]["naam"], row["status"]["uitleg"]) == ("Wij wachten op u", "Stuur ons de kopie.")
    assert [signaal["soort"] for signaal in row["signalen"]] == ["actieNodig"]
    assert "wacht op u" in row["samenvatting"]


def test_an_explanation_with_an_empty_slot_of_a_template_is_dropped(plain: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, soort(waterdam), bsn=ANNA, status=2)

    status = plain.find_zaken(ANNA)["zaken"][0]["status"]

    assert (status["naam"], status["uitleg"]) == ("Aanvulling gevraagd", None)


def test_a_hidden_status_is_not_shown_and_not_counted(toneel: Toneel, waterdam: Gemeente) -> None:
    kind = soort(waterdam)
    zaak(waterdam, kind, bsn=ANNA, status=3, identificatie="GEPARKEERD", startdatum="2026-11-02")
    zaak(waterdam, kind, bsn=ANNA, status=4, identificatie="BESCHIKT", startdatum="2026-11-01", einddatum=None)
    fasen = {"zaaktypen": {"ZT-PARKEREN": {"verberg": ["Intern geparkeerd"]}}}
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"fasen": fasen})

    geparkeerd, beschikt = portaal.find_zaken(ANNA)["zaken"]

    assert (geparkeerd["status"], geparkeerd["stap"]) == (None, None)
    assert beschikt["stap"] == {"nummer": 3, "totaal": 3}


def test_toelichtingen_and_redenen_are_shown_only_where_the_bron_says_so(toneel: Toneel, waterdam: Gemeente) -> None:
    opschorting = {"indicatie": True, "eerdereOpschorting": True, "reden": "Wachten op gegevens"}
    zaak(waterdam, soort(waterdam), bsn=ANNA, statustoelichting="Aan collega Jansen gegeven", opschorting=opschorting)
    quiet = toneel.portaal({"waterdam": waterdam})
    open_ = toneel.portaal({"waterdam": waterdam}, bron={"toon": {"toelichting": True, "redenen": True}})

    closed_row, open_row = quiet.find_zaken(ANNA)["zaken"][0], open_.find_zaken(ANNA)["zaken"][0]

    assert (closed_row["status"]["toelichting"], closed_row["signalen"][0]["reden"]) == (None, None)
    assert open_row["status"]["toelichting"] == "Aan collega Jansen gegeven"
    assert open_row["signalen"][0]["reden"] == "Wachten op gegevens"


@pytest.mark.parametrize(
    ("zichtbaarheid", "shown"),
    [
        ({}, ["EXTERN", "INTERN"]),
        ({"intern": "weiger"}, ["EXTERN"]),
        ({"zaaktypen": {"toon": ["ZT-INTERN"]}}, ["INTERN"]),
        ({"zaaktypen": {"weiger": ["ZT-INTERN"]}}, ["EXTERN"]),
        ({"zaaktypen": {"vanaf": {"ZT-INTERN": "2026-11-01"}}}, ["EXTERN", "INTERN"]),
        ({"zaaktypen": {"vanaf": {"ZT-INTERN": "2026-11-02"}}}, ["EXTERN"]),
    ],
)
def test_a_bron_decides_which_zaaktypen_are_shown(
    toneel: Toneel, waterdam: Gemeente, zichtbaarheid: dict[str, Any], shown: list[str]
) -> None:
    intern = zaaktype(waterdam, "ZT-INTERN", "Advies", statustypen=("Begonnen", "Klaar"), indicatie="intern")
    zaak(waterdam, soort(waterdam), bsn=ANNA, identificatie="EXTERN", startdatum="2026-11-02")
    zaak(waterdam, intern, bsn=ANNA, identificatie="INTERN", startdatum="2026-11-01")
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"zichtbaarheid": zichtbaarheid})

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == shown
    assert overzicht["volledig"] is True


def test_zaken_of_a_zaaktype_are_shown_from_the_day_it_went_live(toneel: Toneel, waterdam: Gemeente) -> None:
    """A gemeente that puts a zaaktype in the portal does not put ten years of old zaken there."""
    for day in ("2025-12-31", "2026-01-01", "2026-02-01"):
        zaak(waterdam, soort(waterdam), bsn=ANNA, identificatie=day, startdatum=day)
    rules = {"zaaktypen": {"vanaf": {"ZT-PARKEREN": "2026-01-01"}}}
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"zichtbaarheid": rules})

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["2026-02-01", "2026-01-01"]
    assert overzicht["volledig"] is True


def test_a_result_is_shown_with_a_closed_zaak(plain: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, soort(waterdam), bsn=ANNA, startdatum="2026-09-01", einddatum="2026-09-21", resultaat="Verleend")

    row = plain.find_zaken(ANNA)["zaken"][0]

    assert row["resultaat"]["naam"] == "Verleend"
    assert row["samenvatting"] == "Uw zaak is afgerond op 21 september 2026. Het resultaat is: Verleend."
    assert (row["lopend"], row["hoofdstatus"]["herkomst"]) == (False, "einddatum")


def test_text_of_a_register_is_harmless_and_otherwise_left_as_it_is(plain: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, soort(waterdam), bsn=ANNA, omschrijving='<b>"Ω"</b> 🌳\u202e\x07 & co')

    answer = plain.get("/v1/zaken")

    assert answer.json()["zaken"][0]["omschrijving"] == '<b>"Ω"</b> 🌳 & co'
    assert answer.headers["content-type"] == "application/json"


def test_a_portal_of_the_gemeente_is_linked(toneel: Toneel, waterdam: Gemeente) -> None:
    row = zaak(waterdam, soort(waterdam), bsn=ANNA)
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"portaal": "https://mijn.waterdam.example/zaken/{uuid}"})

    shown = portaal.find_zaken(ANNA)["zaken"][0]

    assert shown["portaalUrl"] == f"https://mijn.waterdam.example/zaken/{row['uuid']}"


def test_the_version_of_a_zaak_changes_when_the_zaak_does(plain: Portaal, waterdam: Gemeente) -> None:
    row = zaak(waterdam, soort(waterdam), bsn=ANNA)
    before = plain.find_zaken(ANNA)["zaken"][0]["versie"]
    same = plain.find_zaken(ANNA)["zaken"][0]["versie"]

    row["omschrijving"] = "Een andere omschrijving"

    assert before == same
    assert plain.find_zaken(ANNA)["zaken"][0]["versie"] != before


def test_two_statustypen_of_one_name_are_told_apart(plain: Portaal, waterdam: Gemeente) -> None:
    kind = zaaktype(waterdam, "ZT-DUBBEL", "Dubbel", statustypen=("Ontvangen", "Toets", "Toets", "Klaar"))
    zaak(waterdam, kind, bsn=ANNA, status=3)

    assert plain.find_zaken(ANNA)["zaken"][0]["stap"] == {"nummer": 3, "totaal": 4}


def test_a_hoofdzaak_is_named_when_it_stands_in_the_same_register(plain: Portaal, waterdam: Gemeente) -> None:
    kind = soort(waterdam)
    hoofdzaak = zaak(waterdam, kind, bsn=ANNA, startdatum="2026-11-03")
    zaak(waterdam, kind, bsn=ANNA, startdatum="2026-11-02", hoofdzaak=hoofdzaak["url"])
    elders = hoofdzaak["url"].replace(waterdam.basis, "https://elders.example")
    zaak(waterdam, kind, bsn=ANNA, startdatum="2026-11-01", hoofdzaak=elders)

    named = [row["hoofdzaak"] for row in plain.find_zaken(ANNA)["zaken"]]

    assert named == [None, f"waterdam-{hoofdzaak['uuid']}", None]
