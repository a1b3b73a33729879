"""Planned maintenance, bronnen that are off, and an overzicht that lists only what is special."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, Portaal, Toneel, uitkomsten, vragen_aan, zaaknummers
from tests.stories.wachten import until

NU = {"van": "2026-11-23T15:00", "tot": "2026-11-23T16:30"}
"""In the Netherlands it is 16:04:05 when a story begins."""


def row(overzicht: dict[str, Any], bron: str) -> dict[str, Any]:
    return next(row for row in overzicht["bronnen"] if row["id"] == bron)


def another(gemeente: Gemeente, nummer: str) -> None:
    """One more zaak of Anna."""
    parkeren = zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))
    zaak(gemeente, parkeren, bsn=ANNA, identificatie=nummer)


@pytest.fixture
def zaken(waterdam: Gemeente, duinoord: Gemeente) -> None:
    """A zaak of Anna in both gemeenten."""
    another(waterdam, "W-1")
    another(duinoord, "D-1")


class TestPlannedMaintenance:
    @pytest.fixture
    def portaal(self, toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente) -> Portaal:
        bronnen = {"waterdam": waterdam, "duinoord": duinoord}
        return toneel.portaal(bronnen, per_bron={"duinoord": {"onderhoud": NU}})

    def test_a_bron_that_is_worked_on_is_not_asked_and_the_list_says_until_when(
        self, portaal: Portaal, zaken: None, duinoord: Gemeente
    ) -> None:
        overzicht = portaal.find_zaken(ANNA)

        told = row(overzicht, "duinoord")
        assert (told["beantwoord"], told["uitkomst"], told["reden"]) == (False, "overgeslagen", "onderhoud")
        assert told["melding"] == (
            "Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien."
            " Er is onderhoud tot 23 november 2026 om 16:30 uur."
        )
        assert told["opnieuwNaSeconden"] == 25 * 60 + 55
        assert zaaknummers(overzicht) == ["W-1"]
        assert overzicht["volledig"] is False
        assert overzicht["bereik"] == {"gevraagd": 2, "beantwoord": 1}
        assert vragen_aan(duinoord) == 0

    def test_its_canary_waits_too(self, toneel: Toneel, duinoord: Gemeente, waterdam: Gemeente) -> None:
        proef = {"proefnummers": {"bsn": "999999990"}}
        bronnen = {"waterdam": waterdam, "duinoord": duinoord}
        portaal = toneel.portaal(bronnen, bron=proef, per_bron={"duinoord": {"onderhoud": NU}})
        until(lambda: vragen_aan(waterdam) == 1)
        during = vragen_aan(duinoord)

        toneel.klok.later(minutes=26)
        until(lambda: vragen_aan(duinoord) == 1)

        assert during == 0
        assert row(portaal.find_zaken(ANNA), "duinoord")["uitkomst"] == "ok"

    def test_when_it_is_over_the_bron_is_asked_again(self, portaal: Portaal, zaken: None) -> None:
        portaal.find_zaken(ANNA)
        portaal.toneel.klok.later(minutes=25, seconds=55)

        overzicht = portaal.find_zaken(ANNA)

        assert sorted(zaaknummers(overzicht)) == ["D-1", "W-1"]
        assert overzicht["volledig"] is True

    def test_the_bronnen_say_so_as_long_as_it_lasts(self, portaal: Portaal) -> None:
        during = portaal.get("/v1/bronnen").json()["bronnen"]
        portaal.toneel.klok.later(hours=1)
        after = portaal.get("/v1/bronnen").json()["bronnen"]

        assert (during[0]["id"], during[0]["toestand"], during[0]["sinds"]) == (
            "duinoord",
            "onderhoud",
            "2026-11-23T14:00:00Z",
        )
        assert [bron["toestand"] for bron in after] == ["beschikbaar", "beschikbaar"]

    def test_under_one_cursor_a_bron_that_is_worked_on_stays_out(
        self, portaal: Portaal, zaken: None, waterdam: Gemeente
    ) -> None:
        another(waterdam, "W-2")
        first = portaal.find_zaken(ANNA, aantal=1)
        portaal.toneel.klok.later(hours=1)

        second = portaal.find_zaken(ANNA, aantal=1, cursor=first["volgende"])

        assert row(first, "duinoord")["reden"] == "onderhoud"
        assert row(second, "duinoord")["reden"] == "eerderUitgevallen"
        assert second["volledig"] is False

    def test_maintenance_that_begins_halfway_a_walk_is_told_on_the_next_page(
        self, toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente, zaken: None
    ) -> None:
        another(duinoord, "D-2")
        later = {"van": "2026-11-23T17:00", "tot": "2026-11-23T18:00"}
        bronnen = {"waterdam": waterdam, "duinoord": duinoord}
        portaal = toneel.portaal(bronnen, per_bron={"waterdam": {"onderhoud": later}})
        first = portaal.find_zaken(ANNA, aantal=1)
        toneel.klok.later(hours=1)

        second = portaal.find_zaken(ANNA, aantal=1, cursor=first["volgende"])

        assert sorted(zaaknummers(first, second)) == ["D-1", "D-2"]
        assert second["volledig"] is False
        assert row(second, "waterdam")["reden"] == "onderhoud"

    def test_maintenance_that_has_begun_is_told_although_an_answer_is_remembered(
        self, toneel: Toneel, waterdam: Gemeente, zaken: None
    ) -> None:
        soon = {"van": "2026-11-23T16:05", "tot": "2026-11-23T18:00"}
        portaal = toneel.portaal({"waterdam": waterdam}, bron={"onderhoud": soon}, geheugen={"vers": "30s"})
        toneel.klok.later(seconds=50)
        assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1"]

        toneel.klok.later(seconds=5)

        assert [bron["reden"] for bron in portaal.get("/v1/zaken").json()["bronnen"]] == ["onderhoud"]

    def test_a_text_of_the_operator_is_shown_as_it_is(
        self, toneel: Toneel, duinoord: Gemeente, waterdam: Gemeente
    ) -> None:
        onderhoud = [{**NU, "melding": "Wij verhuizen naar een nieuw systeem."}]
        bronnen = {"waterdam": waterdam, "duinoord": duinoord}
        portaal = toneel.portaal(bronnen, per_bron={"duinoord": {"onderhoud": onderhoud}})

        assert row(portaal.find_zaken(ANNA), "duinoord")["melding"] == "Wij verhuizen naar een nieuw systeem."

    def test_all_of_them_at_once_is_a_503_that_says_when_to_come_back(self, toneel: Toneel, waterdam: Gemeente) -> None:
        portaal = toneel.portaal({"waterdam": waterdam}, bron={"onderhoud": NU})

        answer = portaal.get("/v1/zaken")

        assert answer.status_code == 503
        assert answer.headers["retry-after"] == str(25 * 60 + 55)
        assert answer.json()["bereik"] == {"gevraagd": 1, "beantwoord": 0}
        assert [bron["reden"] for bron in answer.json()["bronnen"]] == ["onderhoud"]


def test_b24_a_bron_that_is_off_is_not_asked_and_not_named(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente, zaken: None
) -> None:
    bronnen = {"waterdam": waterdam, "duinoord": duinoord}
    portaal = toneel.portaal(bronnen, per_bron={"duinoord": {"uit": True}})

    overzicht = portaal.find_zaken(ANNA)

    assert uitkomsten(overzicht) == {"waterdam": "ok"}
    assert overzicht["volledig"] is True
    assert [bron["id"] for bron in portaal.get("/v1/bronnen").json()["bronnen"]] == ["waterdam"]
    assert portaal.get("/v1/zaken", bron="duinoord").json()["fouten"][0]["code"] == "onbekend"
    assert vragen_aan(duinoord) == 0


class TestOnlyWhatIsSpecial:
    def test_the_bronnen_that_are_ok_are_left_out_and_counted_all_the_same(
        self, portaal: Portaal, zaken: None, heuvelrijk: Gemeente
    ) -> None:
        heuvelrijk.fault = Fault("500")

        overzicht = portaal.find_zaken(ANNA, bronnen="bijzonder")

        assert uitkomsten(overzicht) == {"heuvelrijk": "onbereikbaar"}
        assert overzicht["bereik"] == {"gevraagd": 3, "beantwoord": 2}
        assert sorted(zaaknummers(overzicht)) == ["D-1", "W-1"]

    def test_a_cursor_is_good_with_and_without(self, portaal: Portaal, zaken: None) -> None:
        first = portaal.find_zaken(ANNA, bronnen="bijzonder", aantal=1)
        second = portaal.find_zaken(ANNA, bronnen="alle", aantal=1, cursor=first["volgende"])

        assert sorted(zaaknummers(first, second)) == ["D-1", "W-1"]
        assert first["bronnen"] == []
        assert first["volledig"] is True

    def test_any_other_word_is_refused(self, portaal: Portaal) -> None:
        answer = portaal.get("/v1/zaken", bronnen="geen")

        assert answer.status_code == 400
        assert answer.json()["fouten"] == [
            {"naam": "bronnen", "reden": "Deze waarde staat niet in de lijst.", "code": "onbekendeWaarde"}
        ]
