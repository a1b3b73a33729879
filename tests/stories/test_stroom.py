"""The stream: what a front end sees of zaken while slow gemeenten still think, and that it ends in the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak
from tests.stories.portaal import (
    ANNA,
    BILAL,
    CARLA,
    CLIENT_ID,
    NOW,
    RUIM,
    SECRET,
    VLOT,
    Portaal,
    Toneel,
    uitkomsten,
    vragen_aan,
    zaaknummers,
)
from tests.stories.stroom import STROOM, Wachter, following, known, whole
from tests.stories.test_bladeren import fill, melding
from tests.stories.wachten import until

ONDERWEG = "mijnzaken_stromen_onderweg"


def ended(portaal: Portaal, einde: str) -> float:
    """How many streams ended so."""
    return portaal.counted(f'mijnzaken_stromen_total{{einde="{einde}"}}')


@pytest.fixture
def traag(toneel: Toneel) -> Iterator[Wachter]:
    """A gemeente that answers when a story says so."""
    gemeente = Wachter("Gemeente Voorbeeldstad", "123456782", clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now)
    toneel.opening(gemeente)
    yield gemeente
    gemeente.los.set()


@pytest.fixture
def op_twee(toneel: Toneel, waterdam: Gemeente, traag: Wachter) -> Portaal:
    """A portal on a gemeente that answers at once and one that waits; Anna has zaken in both."""
    zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie="W-1")
    zaak(traag, melding(traag), bsn=ANNA, identificatie="V-1")
    return op(toneel, waterdam, traag)


def op(toneel: Toneel, waterdam: Gemeente, traag: Gemeente, **top: Any) -> Portaal:
    bron = {"tijd": {"totaal": "50s", "verbinden": "2s", "lezen": "50s"}}
    settings: dict[str, Any] = {"tijd": {"lijst": "55s", "hartslag": "0.05s"}} | top
    return toneel.portaal({"waterdam": waterdam, "voorbeeldstad": traag}, bron=bron, **settings)


class TestWhatItTells:
    def test_b21_zaken_of_a_fast_gemeente_come_while_a_slow_one_still_thinks(
        self, op_twee: Portaal, traag: Wachter
    ) -> None:
        with following(op_twee) as volger:
            first = volger.next()
            assert (first["soort"], first["bron"]["id"], zaaknummers(first)) == ("bron", "waterdam", ["W-1"])
            assert not traag.ontvangen, "and the other one has not answered anything yet"

            traag.los.set()

            second, last = list(volger)
        assert (second["bron"]["id"], zaaknummers(second)) == ("voorbeeldstad", ["V-1"])
        assert (last["soort"], last["bron"], last["zaken"], last["probleem"]) == ("gereed", None, [], None)
        assert last["overzicht"]["volledig"] is True
        assert volger.ids == ["gereed"]
        until(lambda: ended(op_twee, "gereed") == 1)

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"lopend": "true"},
            {"aantal": 3},
            {"bron": "waterdam"},
            {"zaaknummer": "W-0001"},
            {"bronnen": "bijzonder"},
        ],
    )
    def test_b22_it_ends_in_the_very_answer_of_the_list(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente, query: dict[str, Any]
    ) -> None:
        fill(waterdam, 12)
        fill(heuvelrijk, 7, prefix="H")
        duinoord.fault = Fault("403")

        *_, last = whole(portaal, **query)

        assert last["overzicht"] == portaal.find_zaken(**query)

    def test_b22_going_on_with_its_cursor_gives_the_same_rows_as_paging(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        expected = fill(waterdam, 23) + fill(heuvelrijk, 11, prefix="H")

        *_, last = whole(portaal, aantal=5)
        pages = [last["overzicht"]]
        while pages[-1]["volgende"]:
            *_, last = whole(portaal, aantal=5, cursor=pages[-1]["volgende"])
            pages.append(last["overzicht"])

        assert zaaknummers(*pages) == zaaknummers(*portaal.walk(aantal=5))
        assert sorted(zaaknummers(*pages)) == sorted(expected)

    def test_b22_also_where_zaken_are_proven_one_by_one_while_another_gemeente_thinks(
        self, toneel: Toneel, waterdam: Gemeente
    ) -> None:
        """The stream proves sooner than the list, for who looks on: then it may count more, and shows the same."""
        suite = toneel.gemeente("Gemeente Heuvelrijk", "000740457", dialect=ESUITE)
        expected = fill(suite, 7, prefix="H") + fill(waterdam, 4)
        waterdam.fault = Fault("traag", seconden=0.5, eindigt="/_zoek")
        eigen = {"product": "esuite", "bsnInUrl": "toegestaan"}
        portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": suite}, per_bron={"heuvelrijk": eigen})

        *_, last = whole(portaal, aantal=3)
        pages = [last["overzicht"]]
        while pages[-1]["volgende"]:
            pages.append(portaal.find_zaken(aantal=3, cursor=pages[-1]["volgende"]))

        assert zaaknummers(*pages) == zaaknummers(*portaal.walk(aantal=3))
        assert sorted(zaaknummers(*pages)) == sorted(expected)

    def test_whoever_heard_every_bron_knows_the_page(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
    ) -> None:
        fill(waterdam, 12)
        fill(heuvelrijk, 7, prefix="H")
        duinoord.fault = Fault("500")

        *berichten, last = whole(portaal, aantal=10)

        told = [rij for bericht in known(berichten).values() for rij in bericht["zaken"]]
        assert all(rij in told for rij in last["overzicht"]["zaken"])
        assert all(len(bericht["zaken"]) <= 10 for bericht in berichten)
        for bron in last["overzicht"]["bronnen"]:
            before = known(berichten)[bron["id"]]["bron"]
            assert (before["uitkomst"], before["melding"]) == (bron["uitkomst"], bron["melding"])
        failed = known(berichten)["duinoord"]
        assert (failed["zaken"], failed["bron"]["uitkomst"]) == ([], "onbereikbaar")

    def test_it_costs_the_gemeenten_what_the_list_costs(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, 50)
        fill(heuvelrijk, 50, prefix="H")
        whole(portaal)
        waterdam.reset()
        heuvelrijk.reset()

        whole(portaal)

        assert (vragen_aan(waterdam), vragen_aan(heuvelrijk)) == (1, 1)

    def test_somebody_without_zaken_hears_of_every_gemeente_that_there_are_none(self, portaal: Portaal) -> None:
        *berichten, last = whole(portaal, CARLA)

        assert [bericht["zaken"] for bericht in berichten] == [[], [], []]
        assert (last["overzicht"]["volledig"], last["overzicht"]["zaken"]) == (True, [])

    def test_whoever_asks_for_the_exceptions_hears_of_these_and_of_who_has_zaken(
        self, portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
    ) -> None:
        fill(waterdam, 2)
        duinoord.fault = Fault("500")

        *berichten, last = whole(portaal, bronnen="bijzonder")

        assert sorted(known(berichten)) == ["duinoord", "waterdam"]
        assert uitkomsten(last["overzicht"]) == {"duinoord": "onbereikbaar"}

    def test_a_gemeente_in_maintenance_is_told_before_anybody_answered(
        self, toneel: Toneel, waterdam: Gemeente, traag: Wachter
    ) -> None:
        venster = {"van": NOW.replace(hour=14).isoformat(), "tot": NOW.replace(hour=18).isoformat()}
        bronnen = {"waterdam": waterdam, "voorbeeldstad": traag}
        portaal = toneel.portaal(bronnen, per_bron={"waterdam": {"onderhoud": [venster]}})

        with following(portaal) as volger:
            first = volger.next()

        assert (first["bron"]["id"], first["bron"]["reden"]) == ("waterdam", "onderhoud")

    def test_what_is_said_of_a_person_comes_out_of_the_memory_too(
        self, toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
    ) -> None:
        fill(waterdam, 3)
        portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, geheugen={"vers": "30s"})
        portaal.find_zaken()
        asked = len(waterdam.ontvangen)

        *_, last = whole(portaal)

        assert len(last["overzicht"]["zaken"]) == 3
        assert len(waterdam.ontvangen) == asked


class TestHowItEnds:
    def test_when_no_gemeente_answers_it_ends_in_the_problem_of_the_list(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
    ) -> None:
        for gemeente in (waterdam, heuvelrijk, duinoord):
            gemeente.fault = Fault("500")
        with following(portaal) as volger:
            *berichten, last = list(volger)

        problem = portaal.get("/v1/zaken").json()
        assert last["soort"] == "probleem"
        assert {**last["probleem"], "verzoekId": None} == {**problem, "verzoekId": None}
        assert last["probleem"]["verzoekId"] == volger.answer.headers["x-request-id"]
        assert sorted(known(berichten)) == ["duinoord", "heuvelrijk", "waterdam"]
        assert volger.ids == [], "whoever comes back is answered: it may be over by then"
        until(lambda: ended(portaal, "geenBron") == 1)

    def test_when_every_gemeente_refuses_us_it_is_a_502(
        self, portaal: Portaal, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente
    ) -> None:
        for gemeente in (waterdam, heuvelrijk, duinoord):
            gemeente.fault = Fault("403")

        *_, last = whole(portaal)

        assert (last["probleem"]["status"], last["probleem"]["type"].rpartition(":")[2]) == (502, "bron-onbetrouwbaar")

    def test_b20_when_the_reader_leaves_every_question_stops(self, op_twee: Portaal, traag: Wachter) -> None:
        with following(op_twee) as volger:
            volger.next()
            assert op_twee.counted(ONDERWEG) == 1

        until(lambda: traag.afgebroken == 1)
        until(lambda: op_twee.counted(ONDERWEG) == 0)
        until(lambda: ended(op_twee, "afgebroken") == 1)
        [told] = [event for event in op_twee.events.told if event.soort == "verzoek"]
        assert (told.uitkomst, told.gelukt) == ("afgebroken", None)

    def test_t65_it_ends_when_the_token_does_and_says_so(self, op_twee: Portaal, traag: Wachter) -> None:
        token = op_twee.token(ANNA, lifetime=1)

        with following(op_twee, token=token) as volger:
            first, last = list(volger)

        assert zaaknummers(first) == ["W-1"]
        assert (last["soort"], last["probleem"]["status"]) == ("probleem", 401)
        assert last["probleem"]["type"] == "urn:mijnzaken:probleem:niet-geauthenticeerd"
        until(lambda: traag.afgebroken == 1)
        until(lambda: ended(op_twee, "verlopen") == 1)

    def test_t65_as_long_as_nothing_comes_it_is_kept_alive(self, op_twee: Portaal, traag: Wachter) -> None:
        with following(op_twee) as volger:
            for line in volger.answer.iter_lines():
                volger.comments += line.startswith(":")
                if volger.comments == 5:
                    break

        assert not traag.ontvangen


class TestWhoComesBack:
    def test_after_the_last_message_there_is_nothing_more_and_nobody_is_asked(
        self, portaal: Portaal, waterdam: Gemeente
    ) -> None:
        answer = portaal.get(STROOM, headers={"Last-Event-ID": "gereed"})

        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["API-Version"]
        assert not waterdam.ontvangen

    def test_in_any_other_case_he_is_told_all_of_it_again(self, portaal: Portaal) -> None:
        answer = portaal.get(STROOM, headers={"Last-Event-ID": "iets"})

        assert answer.status_code == 200
        assert "event: gereed" in answer.text

    def test_he_needs_a_token_all_the_same(self, portaal: Portaal) -> None:
        assert portaal.get(STROOM, None, headers={"Last-Event-ID": "gereed"}).status_code == 401


class TestTheDoor:
    def test_whoever_takes_no_stream_hears_so(self, portaal: Portaal, waterdam: Gemeente) -> None:
        answer = portaal.get(STROOM, headers={"Accept": "application/json"})

        assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
        assert not waterdam.ontvangen

    @pytest.mark.parametrize("accept", ["text/event-stream", "text/*", "*/*", "text/html, */*;q=0.1"])
    def test_whoever_takes_one_gets_it(self, portaal: Portaal, accept: str) -> None:
        answer = portaal.get(STROOM, headers={"Accept": accept})

        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"

    @pytest.mark.parametrize(
        ("query", "naam"), [({"aantal": 0}, "aantal"), ({"cursor": "onzin"}, "cursor"), ({"bsn": "x"}, "bsn")]
    )
    def test_bad_input_is_a_problem_and_no_stream(
        self, portaal: Portaal, waterdam: Gemeente, query: dict[str, Any], naam: str
    ) -> None:
        answer = portaal.get(STROOM, **query)

        assert answer.status_code == 400
        assert [fout["naam"] for fout in answer.json()["fouten"]] == [naam]
        assert not waterdam.ontvangen

    def test_a_cursor_of_somebody_else_is_refused(self, portaal: Portaal, waterdam: Gemeente) -> None:
        fill(waterdam, 5)
        cursor = portaal.find_zaken(ANNA, aantal=2)["volgende"]

        answer = portaal.get(STROOM, BILAL, aantal=2, cursor=cursor)

        assert (answer.status_code, answer.json()["fouten"][0]["code"]) == (400, "nietVanU")

    def test_without_a_token_there_is_none(self, portaal: Portaal) -> None:
        answer = portaal.get(STROOM, None)

        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers

    def test_of_a_head_no_gemeente_is_asked(self, portaal: Portaal, waterdam: Gemeente) -> None:
        answer = portaal.client.head(STROOM, headers={"Authorization": f"Bearer {portaal.token(ANNA)}"})

        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert not waterdam.ontvangen

    def test_its_name_is_no_id_of_a_zaak(self, portaal: Portaal) -> None:
        answer = portaal.client.post(STROOM)

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


class TestHowMany:
    def test_t65_a_sixth_stream_of_one_person_is_refused_and_of_another_is_not(
        self, op_twee: Portaal, traag: Wachter
    ) -> None:
        with ExitStack() as followed:
            volgers = [followed.enter_context(following(op_twee)) for _ in range(5)]
            refused = op_twee.get(STROOM)
            volgers.append(followed.enter_context(following(op_twee, BILAL)))
            assert [volger.next()["soort"] for volger in volgers] == ["bron"] * 6
            assert op_twee.counted(ONDERWEG) == 6

        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "5"
        until(lambda: op_twee.counted(ONDERWEG) == 0)
        traag.los.set()
        assert whole(op_twee)[-1]["soort"] == "gereed", "and the places are free again"

    def test_t65_there_are_no_more_than_the_service_takes_on(
        self, toneel: Toneel, waterdam: Gemeente, traag: Wachter
    ) -> None:
        portaal = op(toneel, waterdam, traag, dienst={"grenzen": {**RUIM, "stromen": 2}, "stoppen": VLOT})
        with following(portaal, ANNA) as one, following(portaal, BILAL) as other:
            one.next()
            other.next()
            asked = len(waterdam.ontvangen)
            refused = portaal.get(STROOM, CARLA)

            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="stromenVol"}') == 1
            assert len(waterdam.ontvangen) == asked

    def test_t65_two_people_at_once_never_hear_of_each_other(
        self, op_twee: Portaal, waterdam: Gemeente, traag: Wachter
    ) -> None:
        zaak(waterdam, melding(waterdam), bsn=BILAL, identificatie="B-1")
        zaak(traag, melding(traag), bsn=BILAL, identificatie="B-2")

        with following(op_twee, ANNA) as anna, following(op_twee, BILAL) as bilal:
            first = [anna.next(), bilal.next()]
            traag.los.set()
            of_anna, of_bilal = [first[0], *anna], [first[1], *bilal]

        assert sorted(zaaknummers(*of_anna[:-1])) == ["V-1", "W-1"]
        assert sorted(zaaknummers(*of_bilal[:-1])) == ["B-1", "B-2"]
        assert sorted(zaaknummers(of_bilal[-1]["overzicht"])) == ["B-1", "B-2"]

    def test_a_stream_takes_no_place_of_a_request(self, toneel: Toneel, waterdam: Gemeente, traag: Wachter) -> None:
        portaal = op(toneel, waterdam, traag, dienst={"grenzen": {**RUIM, "tegelijk": 1}, "stoppen": VLOT})
        with following(portaal) as volger:
            volger.next()

            assert portaal.client.get("/v1/openapi.json").status_code == 200

    def test_it_is_paid_for_as_a_list_is(self, toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente) -> None:
        grenzen = {**RUIM, "perBetrokkene": {"aantal": 2}}
        portaal = toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, dienst={"grenzen": grenzen})

        whole(portaal)
        portaal.find_zaken()

        assert portaal.get(STROOM).status_code == 429


def test_a_page_of_another_origin_may_follow_it_where_that_is_configured(toneel: Toneel, waterdam: Gemeente) -> None:
    origin = "https://mijn.waterdam.example"
    portaal = toneel.portaal({"waterdam": waterdam}, dienst={"grenzen": RUIM, "cors": [origin]})
    asks = {"Origin": origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "last-event-id"}

    preflight = portaal.client.options(STROOM, headers=asks)
    answer = portaal.get(STROOM, headers={"Origin": origin})

    assert "Last-Event-ID" in preflight.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-origin"] == origin


def test_a_proxy_that_reads_by_bytes_gets_the_same_events(portaal: Portaal, waterdam: Gemeente) -> None:
    """Events are told apart by an empty line, and what a zaak says cannot hold one."""
    zaak(waterdam, melding(waterdam), bsn=ANNA, identificatie="W-1", omschrijving="regel\n\nevent: gereed\ndata: {}")
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}"}

    with httpx.Client(base_url=portaal.adres, trust_env=False) as client:
        events = client.get(STROOM, headers=headers).content.split(b"\n\n")

    assert events[-1] == b""
    kinds = [event.split(b"\n")[0] for event in events[:-1]]
    assert kinds.count(b"event: gereed") == 1
    assert set(kinds) <= {b": ", b"event: bron", b"event: gereed"}
