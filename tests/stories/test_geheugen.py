"""What is remembered of somebody: for half a minute, for nobody else, and a little longer while a gemeente is down."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import (
    ANNA,
    BILAL,
    CARLA,
    CLIENT_ID,
    DIRK,
    SECRET,
    Portaal,
    Toneel,
    uitkomsten,
    vragen_aan,
    zaaknummers,
)
from tests.stories.wachten import until

VERS = {"vers": "30s", "bijStoring": "5m"}
KORT = {"tijd": {"totaal": "150ms", "verbinden": "100ms", "lezen": "10s"}}
"""What a bron gets in the stories in which it is too slow."""


def melding(gemeente: Gemeente) -> dict[str, Any]:
    return zaaktype(gemeente, "ZT-MELDING", "Melding", statustypen=("Ontvangen", "Afgehandeld"))


def fill(gemeente: Gemeente, *nummers: str, bsn: str = ANNA, **velden: Any) -> None:
    """A zaak for each number, each a day older than the one before."""
    soort = melding(gemeente)
    for n, nummer in enumerate(nummers):
        zaak(gemeente, soort, bsn=bsn, identificatie=nummer, startdatum=f"2026-11-{20 - n:02d}", **velden)


def searches(*gemeenten: Gemeente) -> list[int]:
    """How often each was asked for zaken."""
    return [vragen_aan(gemeente) for gemeente in gemeenten]


def counted(portaal: Portaal, bron: str, uitkomst: str) -> float:
    return portaal.counted(f'mijnzaken_geheugen_total{{bron="{bron}",uitkomst="{uitkomst}"}}')


@pytest.fixture
def portaal(toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente) -> Portaal:
    return toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, geheugen=VERS)


class TestFresh:
    def test_a_second_question_within_half_a_minute_costs_no_call_and_gets_the_same_answer(
        self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, "W-1", "W-2")
        fill(heuvelrijk, "H-1")
        first = portaal.get("/v1/zaken")
        toneel.klok.later(seconds=29)

        second = portaal.get("/v1/zaken")

        assert second.content == first.content
        assert searches(waterdam, heuvelrijk) == [1, 1]
        assert zaaknummers(second.json()) == ["H-1", "W-1", "W-2"]
        assert portaal.counted('mijnzaken_geheugen_antwoord_total{uitkomst="vers"}') == 1
        assert portaal.counted("mijnzaken_geheugen_ingangen") == 3
        assert portaal.counted("mijnzaken_geheugen_bytes") > 3 * 1024

    def test_each_request_is_accounted_for_and_only_a_call_that_was_made(self, portaal: Portaal) -> None:
        for _ in range(3):
            portaal.find_zaken(ANNA)

        told = [(event.soort, event.bron, event.uitkomst) for event in portaal.events.told]
        assert told.count(("verzoek", None, "volledig")) == 3
        assert sorted(told)[:2] == [("bron", "heuvelrijk", "ok"), ("bron", "waterdam", "ok")]
        assert len(told) == 5

    def test_after_half_a_minute_every_gemeente_is_asked_again(
        self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, "W-1")
        portaal.find_zaken(ANNA)
        fill(waterdam, "W-2")
        toneel.klok.later(seconds=31)

        overzicht = portaal.find_zaken(ANNA)

        assert zaaknummers(overzicht) == ["W-1", "W-2"]
        assert searches(waterdam, heuvelrijk) == [2, 2]

    def test_a_portal_that_asks_one_gemeente_after_all_of_them_is_answered_at_once(
        self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, "W-1")
        first = portaal.find_zaken(ANNA)
        toneel.klok.later(seconds=10)

        overzicht = portaal.find_zaken(ANNA, bron="waterdam")

        assert zaaknummers(overzicht) == ["W-1"]
        assert searches(waterdam, heuvelrijk) == [1, 1]
        assert overzicht["bronnen"][0]["bijgewerktOp"] == first["peilmoment"]
        assert overzicht["peilmoment"] > first["peilmoment"]
        assert counted(portaal, "waterdam", "vers") == 1

    def test_of_a_short_list_no_page_is_asked_twice_while_somebody_walks(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, *(f"W-{n}" for n in range(9)))
        fill(heuvelrijk, *(f"H-{n}" for n in range(4)))

        pages = portaal.walk(ANNA, aantal=3)

        expected = {*(f"W-{n}" for n in range(9)), *(f"H-{n}" for n in range(4))}
        assert len(zaaknummers(*pages)) == len(expected)
        assert set(zaaknummers(*pages)) == expected
        assert {bron["uitkomst"] for page in pages for bron in page["bronnen"]} == {"ok"}
        assert searches(heuvelrijk) == [1]  # all of it came at once
        assert searches(waterdam)[0] > 1

    def test_another_question_is_another_answer(self, portaal: Portaal, waterdam: Gemeente) -> None:
        fill(waterdam, "W-1", "W-2")

        answers = [portaal.find_zaken(ANNA, **query) for query in ({}, {"zaaknummer": "W-2"}, {"aantal": 1}, {})]

        assert [zaaknummers(answer) for answer in answers] == [["W-1", "W-2"], ["W-2"], ["W-1"], ["W-1", "W-2"]]
        assert searches(waterdam) == [2]

    def test_after_midnight_the_same_zaak_is_told_with_the_day_of_today(
        self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente
    ) -> None:
        fill(waterdam, "W-1", einddatumGepland="2026-11-23")
        toneel.klok.moment = datetime(2026, 11, 23, 22, 59, 50, tzinfo=UTC)
        before = portaal.find_zaken(ANNA)["zaken"][0]["samenvatting"]
        toneel.klok.later(seconds=20)

        after = portaal.find_zaken(ANNA)["zaken"][0]["samenvatting"]

        assert searches(waterdam) == [1]
        assert "vandaag" in before
        assert "vandaag" not in after

    def test_nothing_is_remembered_where_it_is_turned_off(self, toneel: Toneel, waterdam: Gemeente) -> None:
        portaal = toneel.portaal({"waterdam": waterdam}, geheugen={"vers": "0s"})

        for _ in range(2):
            portaal.find_zaken(ANNA)

        assert searches(waterdam) == [2]

    @pytest.mark.parametrize("taal", ["oneground", "esuite"])
    def test_what_had_to_be_fetched_for_each_zaak_is_remembered_too(self, toneel: Toneel, taal: str) -> None:
        gemeente = STREEKTALEN[taal].gemeente(toneel)
        fill(gemeente, "G-1", "G-2", "G-3")
        portaal = toneel.portaal({"gemeente": gemeente}, geheugen=VERS, bron=STREEKTALEN[taal].bron)
        first = portaal.find_zaken(ANNA)
        calls = vragen_aan(gemeente)

        second = portaal.find_zaken(ANNA, aantal=19)

        assert calls > 3
        assert second["zaken"] == first["zaken"]
        assert vragen_aan(gemeente) == calls


class TestStale:
    @pytest.fixture
    def asked(self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente) -> Portaal:
        """The portal, a minute after it told Anna her zaken."""
        fill(waterdam, "W-1", "W-2")
        fill(heuvelrijk, "H-1")
        portaal.find_zaken(ANNA)
        toneel.klok.later(seconds=60)
        return portaal

    def test_a_gemeente_that_fails_is_told_as_it_was_and_says_so(
        self, toneel: Toneel, asked: Portaal, waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("500")

        overzicht = asked.find_zaken(ANNA)

        assert zaaknummers(overzicht) == ["H-1", "W-1", "W-2"]
        assert uitkomsten(overzicht) == {"heuvelrijk": "ok", "waterdam": "verouderd"}
        assert overzicht["volledig"] is False
        assert overzicht["telling"]["exact"] is False
        bron = overzicht["bronnen"][1]
        assert (bron["beantwoord"], bron["aantal"], bron["meer"]) == (True, 2, False)
        assert bron["bijgewerktOp"] == "2026-11-23T15:04:05Z"
        assert overzicht["bronnen"][0]["bijgewerktOp"] == "2026-11-23T15:05:05Z"
        assert bron["melding"] == "We laten uw zaken bij Gemeente Waterdam zien zoals ze eerder waren."
        assert bron["opnieuwNaSeconden"] == 30

    def test_the_failure_is_seen_by_operators_all_the_same(
        self, asked: Portaal, waterdam: Gemeente, caplog: pytest.LogCaptureFixture
    ) -> None:
        waterdam.fault = Fault("500")

        asked.find_zaken(ANNA)

        toestanden = {bron["id"]: bron["toestand"] for bron in asked.get("/v1/bronnen").json()["bronnen"]}
        assert toestanden == {"heuvelrijk": "beschikbaar", "waterdam": "verstoord"}
        assert counted(asked, "waterdam", "verouderd") == 1
        failed = [record for record in caplog.records if record.message == "bron_failed"]
        assert [(record.bron, record.failure) for record in failed] == [("waterdam", "server_error")]  # type: ignore[attr-defined]

    def test_it_is_asked_again_each_time(self, asked: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente) -> None:
        waterdam.fault = Fault("500")
        for _ in range(2):
            asked.find_zaken(ANNA)
        waterdam.fault = Fault()

        overzicht = asked.find_zaken(ANNA)

        assert overzicht["volledig"] is True
        assert searches(heuvelrijk) == [2]
        assert searches(waterdam)[0] >= 4

    def test_a_memory_of_more_than_five_minutes_is_not_told(
        self, toneel: Toneel, asked: Portaal, waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("500")
        toneel.klok.later(seconds=241)

        overzicht = asked.find_zaken(ANNA)

        assert uitkomsten(overzicht) == {"heuvelrijk": "ok", "waterdam": "onbereikbaar"}
        assert zaaknummers(overzicht) == ["H-1"]

    @pytest.mark.parametrize("fault", ["403", "401", "404", "html", "503", "breekt"])
    def test_a_register_that_lets_us_in_no_longer_takes_what_it_told_with_it(
        self, asked: Portaal, waterdam: Gemeente, fault: Any
    ) -> None:
        waterdam.fault = Fault(fault)

        told = uitkomsten(asked.find_zaken(ANNA))["waterdam"]

        assert told == ("geenToegang" if fault in ("401", "403") else "verouderd")

    def test_a_register_that_ignores_its_filters_is_not_believed_about_before_either(
        self, toneel: Toneel, asked: Portaal, waterdam: Gemeente
    ) -> None:
        fill(waterdam, "VAN-BILAL", bsn=BILAL)
        waterdam.fault = Fault("negeertFilters")
        suspect = asked.find_zaken(ANNA)
        waterdam.fault = Fault("500")

        after = asked.find_zaken(ANNA)

        assert uitkomsten(suspect)["waterdam"] == "onbetrouwbaar"
        assert uitkomsten(after)["waterdam"] == "onbereikbaar"
        assert zaaknummers(suspect) == zaaknummers(after) == ["H-1"]

    def test_a_walk_that_began_with_an_old_page_is_never_complete(
        self, toneel: Toneel, asked: Portaal, waterdam: Gemeente
    ) -> None:
        waterdam.fault = Fault("500")
        first = asked.find_zaken(ANNA, aantal=2)
        waterdam.fault = Fault()

        second = asked.find_zaken(ANNA, aantal=2, cursor=first["volgende"])

        assert zaaknummers(first, second) == ["H-1", "W-1", "W-2"]
        assert (first["volledig"], second["volledig"]) == (False, False)
        [bron] = second["bronnen"]
        assert (bron["uitkomst"], bron["reden"]) == ("gedeeltelijk", "verouderd")
        assert bron["melding"] == first["bronnen"][1]["melding"]

    def test_when_every_gemeente_fails_what_they_told_before_is_an_answer(
        self, asked: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        waterdam.fault = heuvelrijk.fault = Fault("503")

        assert set(uitkomsten(asked.find_zaken(ANNA)).values()) == {"verouderd"}
        assert asked.get("/v1/zaken", BILAL).status_code == 503

    def test_a_gemeente_that_hangs_is_told_as_it_was_too(self, toneel: Toneel, waterdam: Gemeente) -> None:
        fill(waterdam, "W-1")
        portaal = toneel.portaal({"waterdam": waterdam}, geheugen=VERS, bron=KORT)
        portaal.find_zaken(ANNA)
        toneel.klok.later(seconds=60)
        waterdam.fault = Fault("hangt")

        overzicht = portaal.find_zaken(ANNA)

        assert uitkomsten(overzicht) == {"waterdam": "verouderd"}
        assert zaaknummers(overzicht) == ["W-1"]


class TestRenewing:
    def test_who_wants_everything_anew_gets_it(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, "W-1")
        portaal.find_zaken(ANNA)
        fill(waterdam, "W-2")

        anew = portaal.find_zaken(ANNA, vernieuw="true")

        assert zaaknummers(anew) == ["W-1", "W-2"]
        assert searches(waterdam, heuvelrijk) == [2, 2]
        assert zaaknummers(portaal.find_zaken(ANNA)) == ["W-1", "W-2"]
        assert searches(waterdam, heuvelrijk) == [2, 2]

    def test_once_in_ten_seconds(self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente) -> None:
        for seconds in (0, 5, 4.9, 0.1):
            toneel.klok.later(seconds=seconds)
            portaal.find_zaken(ANNA, vernieuw="true")

        assert searches(waterdam) == [2]

    def test_of_one_person_not_of_another(self, portaal: Portaal, waterdam: Gemeente) -> None:
        for wie in (ANNA, BILAL, ANNA, BILAL):
            portaal.find_zaken(wie, vernieuw="true")

        assert searches(waterdam) == [2]

    def test_nothing_older_is_told_after_it(
        self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        portaal.find_zaken(ANNA)
        toneel.klok.later(seconds=1)
        portaal.find_zaken(ANNA, vernieuw="true", bron="waterdam")

        portaal.find_zaken(ANNA)

        assert searches(waterdam, heuvelrijk) == [2, 2]

    @pytest.mark.parametrize("value", ["1", "ja", "", "TRUE"])
    def test_any_word_but_true_and_false_is_refused(self, portaal: Portaal, value: str) -> None:
        assert portaal.get("/v1/zaken", vernieuw=value).status_code == 400
        assert portaal.get("/v1/zaken", vernieuw="false").status_code == 200

    def test_a_gemeente_that_fails_then_is_told_as_it_was(self, portaal: Portaal, waterdam: Gemeente) -> None:
        fill(waterdam, "W-1")
        portaal.find_zaken(ANNA)
        waterdam.fault = Fault("500")

        assert uitkomsten(portaal.find_zaken(ANNA, vernieuw="true"))["waterdam"] == "verouderd"


class Poort(Gemeente):
    """Lets a question for zaken wait until its gate is opened, and notices who leaves before that."""

    def __init__(self, *args: Any, behind: tuple[str, ...] = ("/zaken/",), **more: Any) -> None:
        super().__init__(*args, **more)
        self.behind = behind
        """How the paths begin that wait."""
        self.open = threading.Event()
        self.gone = 0

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http" or not scope["path"].startswith(self.behind):
            await super().app(scope, receive, send)
            return
        content = await receive()
        first = [content]

        async def again() -> Message:
            return first.pop() if first else await receive()

        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await super().app(scope, again, hold)
        left = asyncio.ensure_future(receive())
        while not self.open.is_set() and not left.done():  # noqa: ASYNC110 - the gate is opened in another thread
            await asyncio.sleep(0.002)
        if not self.open.is_set():
            self.gone += 1
            return
        left.cancel()
        for message in held:
            await send(message)


@pytest.fixture
def poort(toneel: Toneel) -> Poort:
    gemeente = Poort("Gemeente Duinoord", "000740457", clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now)
    toneel.opening(gemeente)
    fill(gemeente, "D-1")
    return gemeente


def ask(portaal: Portaal, wie: str = ANNA, *, timeout: float = 30, **query: Any) -> httpx.Response:
    """Ask on a connection of its own, as a browser tab does."""
    with httpx.Client(base_url=portaal.adres, trust_env=False, timeout=timeout) as client:
        return client.get("/v1/zaken", params=query, headers={"Authorization": f"Bearer {portaal.token_of(wie)}"})


class TestUnderWay:
    def test_b19_a_gemeente_that_is_late_answers_the_next_question(
        self, toneel: Toneel, poort: Poort, waterdam: Gemeente
    ) -> None:
        portaal = toneel.portaal({"duinoord": poort, "waterdam": waterdam}, geheugen=VERS, bron=KORT)
        late = portaal.find_zaken(ANNA)
        poort.open.set()
        until(lambda: portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="gelukt"}'))

        after = portaal.find_zaken(ANNA)

        assert uitkomsten(late) == {"duinoord": "teTraag", "waterdam": "ok"}
        assert uitkomsten(after) == {"duinoord": "ok", "waterdam": "ok"}
        assert zaaknummers(after) == ["D-1"]
        assert searches(poort, waterdam) == [1, 1]
        assert [e.uitkomst for e in portaal.events.told if e.bron == "duinoord"] == ["ok"]

    def test_b19_no_more_questions_are_late_than_half_of_what_a_gemeente_takes(
        self, toneel: Toneel, poort: Poort
    ) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS, bron={**KORT, "gelijktijdig": 4})

        with ThreadPoolExecutor(4) as people:
            list(people.map(lambda wie: ask(portaal, wie), (ANNA, BILAL, CARLA, DIRK)))

        until(lambda: poort.gone == 2)
        assert portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="geenPlaats"}') == 2
        assert portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="gelukt"}') == 0
        poort.open.set()
        until(lambda: portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="gelukt"}') == 2)

    def test_b19_where_one_call_is_all_that_a_gemeente_takes_nobody_waits_for_what_is_late(
        self, toneel: Toneel, waterdam: Gemeente
    ) -> None:
        fill(waterdam, "W-1", bsn=BILAL)
        bron = {"gelijktijdig": 1, "tijd": {"totaal": "400ms", "verbinden": "300ms", "lezen": "10s"}}
        portaal = toneel.portaal({"waterdam": waterdam}, geheugen=VERS, bron=bron)
        waterdam.fault = Fault("hangt", alleen="/zaken", keer=1)
        assert uitkomsten(portaal.get("/v1/zaken", ANNA).json()) == {"waterdam": "teTraag"}

        overzicht = portaal.find_zaken(BILAL)

        assert zaaknummers(overzicht) == ["W-1"]
        assert portaal.counted('mijnzaken_vlucht_te_laat_total{bron="waterdam",uitkomst="geenPlaats"}') == 1

    @pytest.mark.parametrize("gelijktijdig", [2, 4])
    def test_b19_parts_of_zaken_that_are_late_leave_room_for_who_comes_next(
        self, toneel: Toneel, gelijktijdig: int
    ) -> None:
        """The status and the resultaat of a zaak are two calls at once."""
        gemeente = Poort(
            "Gemeente Duinoord",
            "000740457",
            clients={CLIENT_ID: Client(SECRET)},
            nu=toneel.klok.now,
            dialect=ESUITE,
            behind=("/zaken/api/v1/statussen/", "/zaken/api/v1/resultaten/"),
        )
        toneel.opening(gemeente)
        soort = zaaktype(gemeente, "ZT", "Melding", statustypen=("Ontvangen", "Klaar"), resultaattypen=("Opgelost",))
        for nummer, wie in (("D-1", ANNA), ("D-2", BILAL)):
            zaak(gemeente, soort, bsn=wie, identificatie=nummer, resultaat="Opgelost", einddatum="2026-11-20")
        bron = {"product": "esuite", "bsnInUrl": "toegestaan", "gelijktijdig": gelijktijdig}
        tijd = {"totaal": "600ms", "verbinden": "300ms", "lezen": "10s"}
        portaal = toneel.portaal({"duinoord": gemeente}, geheugen=VERS, bron={**bron, "tijd": tijd})

        late = [portaal.find_zaken(wie) for wie in (ANNA, BILAL)]
        next_one = portaal.find_zaken(CARLA)

        assert [zaaknummers(answer) for answer in late] == [["D-1"], ["D-2"]]
        assert {answer["bronnen"][0]["reden"] for answer in late} == {"onderdeelOnbereikbaar"}
        assert uitkomsten(next_one) == {"duinoord": "ok"}
        assert portaal.counted('mijnzaken_bron_onderweg{bron="duinoord"}') == (0 if gelijktijdig == 2 else 2)

    def test_b19_what_is_late_ends_when_its_time_is_over(self, toneel: Toneel, poort: Poort) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS, bron=KORT, tijd={"achtergrond": "300ms"})

        portaal.get("/v1/zaken")

        until(lambda: poort.gone == 1)
        assert portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="afgebroken"}') == 1

    def test_two_tabs_cost_one_call(self, toneel: Toneel, poort: Poort) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS)
        with ThreadPoolExecutor(2) as tabs:
            asking = [tabs.submit(ask, portaal) for _ in range(2)]
            until(lambda: counted(portaal, "duinoord", "aangesloten") == 1)
            poort.open.set()
            answers = [tab.result().json() for tab in asking]

        assert [zaaknummers(answer) for answer in answers] == [["D-1"], ["D-1"]]
        assert searches(poort) == [1]

    def test_who_renews_is_not_told_what_was_asked_before_and_who_asks_then_joins(
        self, toneel: Toneel, poort: Poort
    ) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS)
        with ThreadPoolExecutor(3) as tabs:
            first = tabs.submit(ask, portaal)
            until(lambda: searches(poort) == [1])
            fill(poort, "D-2")  # the register has said by now that there is one
            toneel.klok.later(seconds=2)
            renewing = tabs.submit(ask, portaal, vernieuw="true")
            until(lambda: searches(poort) == [2])
            toneel.klok.later(seconds=2)
            joining = tabs.submit(ask, portaal)
            until(lambda: counted(portaal, "duinoord", "aangesloten") == 1)
            poort.open.set()
            before, *anew = (tab.result().json() for tab in (first, renewing, joining))

        after = portaal.find_zaken(ANNA)

        assert zaaknummers(before) == ["D-1"]
        assert [zaaknummers(answer) for answer in (*anew, after)] == [["D-1", "D-2"]] * 3
        assert {answer["bronnen"][0]["bijgewerktOp"] for answer in (*anew, after)} == {"2026-11-23T15:04:07Z"}
        assert searches(poort) == [2]

    def test_f47_a_caller_who_leaves_stops_the_call(self, toneel: Toneel, poort: Poort) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS)

        with pytest.raises(httpx.ReadTimeout):
            ask(portaal, timeout=0.2)

        until(lambda: poort.gone == 1)
        until(lambda: len(portaal.events.told) == 2)
        assert {(e.soort, e.uitkomst) for e in portaal.events.told} == {
            ("bron", "afgebroken"),
            ("verzoek", "afgebroken"),
        }
        poort.open.set()
        assert portaal.find_zaken(ANNA)["volledig"] is True

    def test_f47_unless_somebody_else_waits_for_the_same(self, toneel: Toneel, poort: Poort) -> None:
        portaal = toneel.portaal({"duinoord": poort}, geheugen=VERS)
        with ThreadPoolExecutor(1) as other:
            staying = other.submit(lambda: (until(lambda: searches(poort) == [1]), ask(portaal))[1])
            with pytest.raises(httpx.ReadTimeout):  # who began the call leaves
                ask(portaal, timeout=0.4)
            until(lambda: any(e.uitkomst == "afgebroken" for e in portaal.events.told))
            poort.open.set()
            assert zaaknummers(staying.result().json()) == ["D-1"]

        assert (searches(poort), poort.gone) == ([1], 0)


class TestPrefer:
    def test_who_is_in_a_hurry_gets_what_is_there(self, toneel: Toneel, poort: Poort, waterdam: Gemeente) -> None:
        fill(waterdam, "W-1")
        portaal = toneel.portaal({"duinoord": poort, "waterdam": waterdam}, geheugen=VERS)
        portaal.find_zaken(BILAL, bron="waterdam")

        answer = portaal.get("/v1/zaken", headers={"Prefer": "wait=1"})

        assert answer.headers["Preference-Applied"] == "wait=1"
        assert uitkomsten(answer.json()) == {"duinoord": "teTraag", "waterdam": "ok"}
        assert answer.elapsed.total_seconds() < 3  # not the five of an overzicht, nor the four of a bron
        toestanden = {bron["id"]: bron["toestand"] for bron in portaal.get("/v1/bronnen").json()["bronnen"]}
        assert toestanden["duinoord"] == "beschikbaar"  # it had seconds left
        poort.open.set()
        until(lambda: portaal.counted('mijnzaken_vlucht_te_laat_total{bron="duinoord",uitkomst="gelukt"}'))
        assert zaaknummers(portaal.find_zaken(ANNA)) == ["D-1", "W-1"]
        assert searches(poort) == [1]

    @pytest.mark.parametrize(
        ("prefer", "applied"),
        [
            (["wait=10"], "wait=10"),
            (["Wait = 3"], "wait=3"),
            (['respond-async, wait="7"; foo=bar'], "wait=7"),
            (["respond-async", "wait=4"], "wait=4"),
            (["wait=4", "wait=9"], "wait=4"),
            (["wait=0"], None),
            (["wait=2.5"], None),
            (["wait=-1"], None),
            (["wait"], None),
            (["handling=lenient"], None),
            (['"'], None),
            ([], None),
        ],
        ids=repr,
    )
    def test_a_preference_is_a_wish_and_never_a_mistake(
        self, portaal: Portaal, prefer: list[str], applied: str | None
    ) -> None:
        token = ("Authorization", f"Bearer {portaal.token_of(ANNA)}")

        answer = portaal.client.get("/v1/zaken", headers=[token, *(("Prefer", value) for value in prefer)])

        assert answer.status_code == 200
        assert answer.headers.get("Preference-Applied") == applied


class TestT26:
    def test_t26_of_two_hundred_users_among_each_other_everyone_sees_only_his_own(
        self, toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        people = (ANNA, BILAL, CARLA, DIRK)
        for n, bsn in enumerate(people):
            fill(waterdam, f"W-{n}", bsn=bsn)
            fill(heuvelrijk, f"H-{n}", bsn=bsn)
        portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, geheugen=VERS)
        queries: list[Mapping[str, Any]] = [
            {},
            {"aantal": 5},
            {"lopend": "true"},
            {"bron": "waterdam"},
            {"vernieuw": "true"},
        ]
        asked = [(n % 4, queries[n // 4 % 5]) for n in range(200)]
        random.Random(26).shuffle(asked)
        tokens = [portaal.token_of(bsn) for bsn in people]

        def seen(question: tuple[int, Mapping[str, Any]]) -> tuple[int, set[str]]:
            who, query = question
            headers = {"Authorization": f"Bearer {tokens[who]}"}
            answer = portaal.client.get("/v1/zaken", params=query, headers=headers).json()
            return who, {row["zaaknummer"][2:] for row in answer["zaken"]}

        with ThreadPoolExecutor(16) as threads:
            told = list(threads.map(seen, asked))

        assert len(told) == 200
        assert all(found == {str(who)} for who, found in told)
        assert searches(waterdam)[0] < 60  # most of it was remembered

    def test_t26_the_same_digits_as_bsn_and_as_rsin_are_two(self, toneel: Toneel, waterdam: Gemeente) -> None:
        fill(waterdam, "VAN-ANNA")
        portaal = toneel.portaal({"waterdam": waterdam}, geheugen=VERS)
        winkel = {"kvk": "90004760", "rsin": ANNA}

        answers = [portaal.find_zaken(wie) for wie in (ANNA, winkel, ANNA, winkel)]

        assert [zaaknummers(answer) for answer in answers] == [["VAN-ANNA"], [], ["VAN-ANNA"], []]

    def test_t26_who_logged_in_more_strongly_is_another_caller(self, toneel: Toneel, waterdam: Gemeente) -> None:
        fill(waterdam, "W-1")
        portaal = toneel.portaal({"waterdam": waterdam}, geheugen=VERS)
        portaal.find_zaken(ANNA)
        token = portaal.token(ANNA, acr="http://eidas.europa.eu/LoA/high")

        answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

        assert zaaknummers(answer.json()) == ["W-1"]
        assert searches(waterdam) == [2]
