"""What a real register does that looks fine and is not (``open-zaak-facts.md``), and that nobody notices here."""

from __future__ import annotations

import json
from typing import Any

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import voeg_rol_toe, zaak, zaaktype
from tests.stories.portaal import ANNA, BILAL, CLIENT_ID, SECRET, Portaal, Toneel, uitkomsten, zaaknummers

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")
BSN_FILTER = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"


def parkeren(gemeente: Gemeente, **extra: Any) -> dict[str, Any]:
    return zaaktype(
        gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend",), **extra
    )


def questions(gemeente: Gemeente) -> list[dict[str, Any]]:
    """The bodies of the searches that a gemeente received."""
    return [json.loads(o.body) for o in gemeente.ontvangen if o.pad.endswith("/_zoek")]


def test_a_filter_that_falls_away_gives_nobodys_zaken(portaal: Portaal, waterdam: Gemeente) -> None:
    """Fact 1.2: an unknown key or an empty value returns everybody's zaken, with 200."""
    zaak(waterdam, parkeren(waterdam), bsn=BILAL)
    waterdam.fault = Fault("negeertFilters")

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["zaken"] == []
    assert uitkomsten(overzicht)["waterdam"] == "onbetrouwbaar"
    assert overzicht["volledig"] is False


def test_every_question_names_the_betrokkene_under_a_key_that_the_register_knows(
    portaal: Portaal, waterdam: Gemeente
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=BILAL)
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")

    assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]
    assert [question[BSN_FILTER] for question in questions(waterdam)] == [ANNA]


def test_a_403_for_everything_is_no_access_and_never_an_empty_list(toneel: Toneel, waterdam: Gemeente) -> None:
    """Fact 1.5: every failure of a token is a 403."""
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)
    duinoord = toneel.gemeente("Gemeente Duinoord", "111222333", clients={CLIENT_ID: Client("een-ander-geheim" * 3)})
    portaal = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord})

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"waterdam": "ok", "duinoord": "geenToegang"}
    assert "Neem contact op" in overzicht["bronnen"][0]["melding"]


def test_expand_names_only_what_has_no_parent(portaal: Portaal, waterdam: Gemeente) -> None:
    """Fact 4: `status.statustype` without `status` expands nothing, and the catalogue expanded is paid per object."""
    portaal.find_zaken(ANNA)

    assert questions(waterdam)[0]["expand"] == ["status", "resultaat", "rollen"]


def test_a_zaak_without_status_or_resultaat_has_no_such_key_in_its_expand(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, status=None)

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert (row["status"], row["stap"], row["resultaat"]) == (None, None, None)
    assert (row["hoofdstatus"]["fase"], row["hoofdstatus"]["herkomst"]) == ("geregistreerd", "geenStatus")
    assert row["lopend"] is True


def test_a_next_without_criteria_is_not_followed_but_asked_again(toneel: Toneel, waterdam: Gemeente) -> None:
    """Fact 3: `next` of `_zoek` is a URL without the BSN; whoever follows it gets everybody.

    Most of Anna's zaken are hidden by our policy and all are of one day, so that a second page by number is needed.
    """
    soort, hidden = parkeren(waterdam), zaaktype(waterdam, "ZT-GEHEIM", "Onderzoek", statustypen=STAPPEN)
    for n in range(12):
        zaak(waterdam, hidden, bsn=ANNA, startdatum="2026-06-15")
        zaak(waterdam, soort, bsn=ANNA, identificatie=f"W-{n}", startdatum="2026-06-15")
        zaak(waterdam, soort, bsn=BILAL, startdatum="2026-06-15")
    portaal = toneel.portaal({"waterdam": waterdam}, bron={"zichtbaarheid": {"zaaktypen": {"weiger": ["ZT-GEHEIM"]}}})

    pages = portaal.walk(ANNA, aantal=5)

    assert sorted(zaaknummers(*pages)) == sorted(f"W-{n}" for n in range(12))
    searches = [o for o in waterdam.ontvangen if "zaken/api/v1/zaken" in o.pad]
    assert {o.methode for o in searches} == {"POST"}
    assert any("page=2" in o.query for o in searches)
    assert all(question[BSN_FILTER] == ANNA for question in questions(waterdam))


def test_the_day_of_a_status_is_a_day_in_the_netherlands(portaal: Portaal, waterdam: Gemeente) -> None:
    """Fact 6: half past midnight on the 17th is the 16th in UTC."""
    zaak(
        waterdam, parkeren(waterdam), bsn=ANNA, startdatum="2026-03-01", einddatum="2026-03-17", resultaat="Verleend",
        status_datum="2026-03-16T23:30:00Z",
    )  # fmt: skip

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert row["einddatum"] == row["status"]["datum"] == "2026-03-17"


def test_a_reopened_zaak_is_open_and_its_old_resultaat_is_not_shown(portaal: Portaal, waterdam: Gemeente) -> None:
    """Fact 6: after reopening `einddatum` is null again and `resultaat` is still there."""
    zaak(waterdam, parkeren(waterdam), bsn=ANNA, status=2, resultaat="Verleend", einddatum=None)

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert (row["lopend"], row["einddatum"], row["resultaat"]) == (True, None, None)
    assert row["hoofdstatus"]["fase"] == "inBehandeling"
    assert "afgerond" not in row["samenvatting"]


def test_a_last_status_without_einddatum_does_not_close_a_zaak(portaal: Portaal, waterdam: Gemeente) -> None:
    row = zaak(waterdam, parkeren(waterdam), bsn=ANNA, status=3)
    row["einddatum"] = None

    shown = portaal.find_zaken(ANNA)["zaken"][0]

    assert (shown["lopend"], shown["hoofdstatus"]["fase"]) == (True, "inBehandeling")


def test_an_extended_zaak_is_not_overdue_on_a_date_that_did_not_move(portaal: Portaal, waterdam: Gemeente) -> None:
    """Fact 6: a verlenging does not move the stored dates, and nobody says whether it is inside them."""
    soort = parkeren(waterdam, doorlooptijd="P56D")
    zaak(
        waterdam, soort, bsn=ANNA, startdatum="2026-09-01", uiterlijkeEinddatumAfdoening="2026-10-27",
        verlenging={"reden": "Extra onderzoek", "duur": "P6W"},
    )  # fmt: skip

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert row["uiterlijkeEinddatum"] == {
        "datum": "2026-10-27",
        "herkomst": "register",
        "grondslag": "doorlooptijd",
        "zeker": False,
    }
    assert [(signaal["soort"], signaal["tekst"]) for signaal in row["signalen"]] == [
        ("verlengd", "De termijn is verlengd met 6 weken.")
    ]
    assert "voorbij" not in row["samenvatting"]


def test_a_suspended_zaak_has_no_date(portaal: Portaal, waterdam: Gemeente) -> None:
    zaak(
        waterdam, parkeren(waterdam), bsn=ANNA, einddatumGepland="2026-12-01",
        opschorting={"indicatie": True, "eerdereOpschorting": True, "reden": "Wachten op gegevens"},
    )  # fmt: skip

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert (row["verwachteEinddatum"], row["uiterlijkeEinddatum"]) == (None, None)
    assert row["signalen"] == [{"soort": "opgeschort", "tekst": "De behandeling staat nu stil.", "reden": None}]
    assert "staat nu stil" in row["samenvatting"]


def test_a_zaak_in_which_somebody_has_two_rollen_comes_once(portaal: Portaal, waterdam: Gemeente) -> None:
    row = zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    voeg_rol_toe(waterdam, row, "natuurlijk_persoon", {"inpBsn": ANNA}, "belanghebbende")

    zaken = portaal.find_zaken(ANNA)["zaken"]

    assert [(z["zaaknummer"], z["rollen"]) for z in zaken] == [("W-1", ["initiator"])]


def test_a_belanghebbende_sees_a_zaak_only_where_the_bron_says_so(toneel: Toneel, waterdam: Gemeente) -> None:
    row = zaak(waterdam, parkeren(waterdam), bsn=BILAL, identificatie="W-1")
    voeg_rol_toe(waterdam, row, "natuurlijk_persoon", {"inpBsn": ANNA}, "belanghebbende")
    strict = toneel.portaal({"waterdam": waterdam})
    wide = toneel.portaal(
        {"waterdam": waterdam}, bron={"zichtbaarheid": {"rollen": ["initiator", "mede_initiator", "belanghebbende"]}}
    )

    assert zaaknummers(strict.find_zaken(ANNA)) == []
    assert strict.find_zaken(ANNA)["volledig"] is True
    assert [z["rollen"] for z in wide.find_zaken(ANNA)["zaken"]] == [["belanghebbende"]]


def test_a_civil_servant_does_not_see_the_zaken_that_he_handles(portaal: Portaal, waterdam: Gemeente) -> None:
    row = zaak(waterdam, parkeren(waterdam), bsn=BILAL)
    voeg_rol_toe(waterdam, row, "natuurlijk_persoon", {"inpBsn": ANNA}, "behandelaar")

    assert portaal.find_zaken(ANNA)["zaken"] == []


def test_a_number_that_lost_its_zero_is_still_the_same_person(toneel: Toneel, waterdam: Gemeente) -> None:
    """A BSN of eight digits in a rol is that of nine with a zero before it."""
    row = zaak(waterdam, parkeren(waterdam), bsn=ANNA, identificatie="W-1")
    voeg_rol_toe(waterdam, row, "natuurlijk_persoon", {"inpBsn": "12345672"}, "mede_initiator")
    portaal = toneel.portaal({"waterdam": waterdam})
    waterdam.fault = Fault("negeertFilters")

    overzicht = portaal.find_zaken("012345672")

    assert [z["rollen"] for z in overzicht["zaken"]] == [["medeInitiator"]]


def test_a_catalogue_is_fetched_once_for_everybody(portaal: Portaal, waterdam: Gemeente) -> None:
    soort = parkeren(waterdam)
    for bsn in (ANNA, BILAL):
        zaak(waterdam, soort, bsn=bsn)
    portaal.find_zaken(ANNA)

    portaal.find_zaken(BILAL)

    paths = [o.pad.rpartition("/")[0] if "zaaktypen/" in o.pad else o.pad for o in waterdam.ontvangen]
    assert sorted(path for path in paths if path.startswith("/catalogi")) == [
        "/catalogi/api/v1/resultaattypen",
        "/catalogi/api/v1/statustypen",
        "/catalogi/api/v1/zaaktypen",
    ]


def test_a_catalogue_that_is_old_is_fetched_again_and_kept_when_that_fails(
    toneel: Toneel, portaal: Portaal, waterdam: Gemeente
) -> None:
    zaak(waterdam, parkeren(waterdam), bsn=ANNA)
    portaal.find_zaken(ANNA)
    toneel.klok.later(hours=13)
    waterdam.reset()
    waterdam.fault = Fault("500", alleen="/catalogi")

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["zaken"][0]["zaaktype"]["identificatie"] == "ZT-PARKEREN"
    assert overzicht["volledig"] is True
    assert sum(o.pad.startswith("/catalogi") for o in waterdam.ontvangen) == 3


def test_the_links_of_a_register_behind_a_gateway_are_followed_to_the_gateway(toneel: Toneel) -> None:
    """A rewriting gateway: the register writes its links under a name that we cannot reach."""
    intern = Gemeente(
        "Gemeente Waterdam", "001117518", basis="https://openzaak.intern", clients={CLIENT_ID: Client(SECRET)},
        nu=toneel.klok.now,
    )  # fmt: skip
    toneel.opening(intern)
    zaak(intern, parkeren(intern), bsn=ANNA, identificatie="W-1")
    portaal = toneel.portaal({"waterdam": intern})

    row = portaal.find_zaken(ANNA)["zaken"][0]

    assert row["zaaktype"] == {"identificatie": "ZT-PARKEREN", "naam": "Parkeervergunning"}
    assert row["stap"] == {"nummer": 1, "totaal": 3}
