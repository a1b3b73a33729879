"""The log of verwerkingen: for whoever must be able to tell a person what was done with their data."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.lekken import leaks
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import ANNA, BILAL, Portaal, Toneel, Wie, vragen_aan

URI = "https://waterdam.example/verwerkingen/zaakoverzicht"
DE_KRUL = {"kvk": "90004760", "rsin": "819534316"}

Line = Mapping[str, Any]


class Logboek:
    """A service that writes verwerkingen down, and what it wrote."""

    def __init__(self, toneel: Toneel, path: Path) -> None:
        self._toneel = toneel
        self.path = path

    def portaal(self, bronnen: Mapping[str, Gemeente], **instellingen: Any) -> Portaal:
        """The service, on these bronnen."""
        verwerkingen = {
            "bestand": str(self.path),
            "sleutel": "een-geheim-van-tweeendertig-tekens",
            "sleutelId": "2026-1",
            "activiteiten": {"overzicht": URI},
        }
        return self._toneel.portaal(bronnen, verwerkingen=verwerkingen, **instellingen)

    def after(self, portaal: Portaal) -> list[Line]:
        """Every line, once the service has stopped: then each of them has to be there."""
        self._toneel.stop(portaal.adres)
        return self.lines()

    def lines(self) -> list[Line]:
        """What is written at this moment."""
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def until(self, holds: Callable[[list[Line]], bool]) -> list[Line]:
        """The lines once something holds of them."""
        for _ in range(1000):
            if holds(lines := self.lines()):
                return lines
            time.sleep(0.01)
        raise AssertionError(self.lines())


@pytest.fixture
def logboek(toneel: Toneel, tmp_path: Path) -> Logboek:
    return Logboek(toneel, tmp_path / "verwerkingen.jsonl")


@pytest.fixture
def drie(waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente) -> dict[str, Gemeente]:
    return {"waterdam": waterdam, "heuvelrijk": heuvelrijk, "duinoord": duinoord}


def of_request(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line["parent_span_id"] is None]


def of_calls(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line["parent_span_id"] is not None]


def test_l1_an_overzicht_is_one_line_with_one_for_each_bron_under_it(
    logboek: Logboek, drie: dict[str, Gemeente]
) -> None:
    portaal = logboek.portaal(drie)

    answer = portaal.get("/v1/zaken")

    lines = logboek.after(portaal)
    (request,) = of_request(lines)
    calls = of_calls(lines)
    assert sorted(line["mijnzaken.bron"] for line in calls) == ["duinoord", "heuvelrijk", "waterdam"]
    assert {line["parent_span_id"] for line in calls} == {request["span_id"]}
    assert len({line["span_id"] for line in lines}) == 4
    assert len({line["trace_id"] for line in lines}) == 1
    assert {line["mijnzaken.verzoek"] for line in lines} == {answer.headers["X-Request-Id"]}
    assert {line["dpl.core.processing_activity_id"] for line in lines} == {URI}
    assert {line["status"] for line in lines} == {"Ok"}
    assert (request["name"], request["mijnzaken.uitkomst"]) == ("Zaakoverzicht samenstellen", "volledig")
    assert lines.index(request) == 3, "its outcome is known last"


def test_l3_two_people_under_one_request_id_are_two_traces(logboek: Logboek, waterdam: Gemeente) -> None:
    """A caller may name its request. The name of a trace is ours: with it the logs of others are joined to this one."""
    portaal = logboek.portaal({"waterdam": waterdam})
    chosen = "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
    trace = chosen.replace("-", "")
    for wie in (ANNA, BILAL):
        portaal.get(
            "/v1/zaken", wie, headers={"X-Request-Id": chosen, "traceparent": f"00-{trace}-00f067aa0ba902b7-00"}
        )

    lines = logboek.after(portaal)

    anna, bilal = of_request(lines)
    assert {line["mijnzaken.verzoek"] for line in lines} == {chosen}
    assert len({anna["trace_id"], bilal["trace_id"], trace}) == 3
    assert anna["dpl.core.data_subject_id"] != bilal["dpl.core.data_subject_id"]
    for own in ("trace_id", "dpl.core.data_subject_id"):
        assert [line[own] for line in of_calls(lines)] == [anna[own], bilal[own]]
    assert [line["parent_span_id"] for line in of_calls(lines)] == [anna["span_id"], bilal["span_id"]]


def test_l4_a_bron_that_fails_is_an_error_and_the_request_is_not(logboek: Logboek, drie: dict[str, Gemeente]) -> None:
    drie["duinoord"].fault = Fault("breekt")
    portaal = logboek.portaal(drie)

    portaal.find_zaken()

    lines = logboek.after(portaal)
    status = {line["mijnzaken.bron"]: (line["status"], line.get("exception.type")) for line in lines}
    assert status == {
        "waterdam": ("Ok", None),
        "heuvelrijk": ("Ok", None),
        "duinoord": ("Error", "refused"),
        None: ("Ok", None),
    }
    assert of_request(lines)[0]["mijnzaken.uitkomst"] == "onvolledig"


def test_a_request_that_nobody_could_answer_is_an_error(logboek: Logboek, waterdam: Gemeente) -> None:
    waterdam.fault = Fault("403")
    portaal = logboek.portaal({"waterdam": waterdam})

    assert portaal.get("/v1/zaken").status_code == 502

    (request,) = of_request(logboek.after(portaal))
    assert (request["status"], request["mijnzaken.uitkomst"]) == ("Error", "mislukt")


def test_l7_two_people_are_told_apart_and_one_is_always_the_same(logboek: Logboek, waterdam: Gemeente) -> None:
    portaal = logboek.portaal({"waterdam": waterdam})
    who: tuple[Wie, ...] = (ANNA, BILAL, ANNA, DE_KRUL)
    for wie in who:
        portaal.find_zaken(wie)

    lines = logboek.after(portaal)

    told = [(line["dpl.core.data_subject_id"], line["dpl.core.data_subject_id_type"]) for line in of_request(lines)]
    anna, bilal, again, krul = told
    assert anna == again
    assert len({anna, bilal, krul}) == 3
    assert [uri.rpartition(":")[2] for _, uri in told] == ["bsn", "bsn", "bsn", "kvk"]
    by_trace = {line["trace_id"]: line["dpl.core.data_subject_id"] for line in of_request(lines)}
    assert all(line["dpl.core.data_subject_id"] == by_trace[line["trace_id"]] for line in of_calls(lines))


def test_l8_no_number_stands_anywhere_in_it(logboek: Logboek, drie: dict[str, Gemeente]) -> None:
    portaal = logboek.portaal(drie)
    for wie in (ANNA, BILAL, DE_KRUL):
        portaal.find_zaken(wie)

    lines = logboek.after(portaal)

    assert len(of_request(lines)) == 3
    assert not leaks(logboek.path.read_text())


@pytest.mark.parametrize("taal", STREEKTALEN)
def test_l9_every_call_that_a_register_saw_about_somebody_is_one_line(
    logboek: Logboek, toneel: Toneel, taal: str
) -> None:
    """Also what is tried and refused, what is fetched per zaak and what is asked further on: the register counts."""
    streektaal = STREEKTALEN[taal]
    gemeente = streektaal.gemeente(toneel)
    soort = zaaktype(gemeente, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))
    for number in range(5):
        zaak(gemeente, soort, bsn=ANNA, startdatum=f"2026-11-0{number + 1}")
    portaal = logboek.portaal({"waterdam": gemeente}, bron=streektaal.bron)

    pages = portaal.walk(ANNA, aantal=2)

    lines = logboek.after(portaal)
    assert len(of_request(lines)) == len(pages) == 3
    assert len(of_calls(lines)) == sum("/zaken/api/" in ontvangen.pad for ontvangen in gemeente.ontvangen) >= 3


def test_l9_a_call_that_is_sent_again_with_other_credentials_is_a_line_of_its_own(
    logboek: Logboek, waterdam: Gemeente
) -> None:
    waterdam.fault = Fault("401", alleen="/zaken/", keer=1)
    portaal = logboek.portaal({"waterdam": waterdam})

    assert portaal.find_zaken()["volledig"] is True

    lines = logboek.after(portaal)
    assert len(of_calls(lines)) == vragen_aan(waterdam) == 2
    assert of_calls(lines)[0]["exception.type"] == "no_access"


@pytest.mark.parametrize(
    ("case", "status"), [("400 aantal", 400), ("400 cursor", 400), ("401", 401), ("403", 403), ("200 bronnen", 200)]
)
def test_a_request_that_touched_nobodys_data_is_no_verwerking(
    logboek: Logboek, waterdam: Gemeente, case: str, status: int
) -> None:
    portaal = logboek.portaal({"waterdam": waterdam})
    token = {"Authorization": f"Bearer {portaal.token(ANNA, **({'act': {'sub': 'x'}} if case == '403' else {}))}"}

    answer = {
        "400 aantal": lambda: portaal.get("/v1/zaken", aantal=0),
        "400 cursor": lambda: portaal.get("/v1/zaken", cursor="x" * 40),
        "401": lambda: portaal.get("/v1/zaken", None),
        "403": lambda: portaal.client.get("/v1/zaken", headers=token),
        "200 bronnen": lambda: portaal.get("/v1/bronnen"),
    }[case]()

    assert answer.status_code == status
    assert logboek.after(portaal) == []


def test_l12_when_the_caller_leaves_the_calls_that_were_sent_are_there(
    logboek: Logboek, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    slow = {"tijd": {"totaal": "20s", "verbinden": "2s"}}
    portaal = logboek.portaal({"waterdam": waterdam, "duinoord": duinoord}, tijd={"lijst": "25s"}, bron=slow)
    duinoord.fault = Fault("hangt")

    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"}, timeout=0.5)

    lines = logboek.until(lambda lines: len(of_request(lines)) == 1)
    told = {line["mijnzaken.bron"]: (line["status"], line["mijnzaken.uitkomst"]) for line in lines}
    assert told == {"waterdam": ("Ok", "ok"), "duinoord": ("Unset", "afgebroken"), None: ("Unset", "afgebroken")}


def test_a_bron_that_is_out_of_time_is_an_error_and_the_request_is_not(
    logboek: Logboek, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    short = {"tijd": {"totaal": "500ms", "verbinden": "400ms"}}
    portaal = logboek.portaal({"waterdam": waterdam, "duinoord": duinoord}, per_bron={"duinoord": short})
    duinoord.fault = Fault("hangt")

    portaal.find_zaken()

    told = {line["mijnzaken.bron"]: (line["status"], line["mijnzaken.uitkomst"]) for line in logboek.after(portaal)}
    assert told == {"waterdam": ("Ok", "ok"), "duinoord": ("Error", "timeout"), None: ("Ok", "onvolledig")}


def test_a_call_that_was_never_sent_is_not_in_it(logboek: Logboek, waterdam: Gemeente) -> None:
    """Two questions where one may run at once: the second waits for its turn, and the caller leaves before."""
    slow = {"gelijktijdig": 1, "bedrijven": ["nnp_kvk", "nnp_rsin"], "tijd": {"totaal": "20s", "verbinden": "2s"}}
    portaal = logboek.portaal({"waterdam": waterdam}, tijd={"lijst": "25s"}, bron=slow)
    waterdam.fault = Fault("hangt", alleen="/zaken/")

    with pytest.raises(httpx.ReadTimeout):
        portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {portaal.token(**DE_KRUL)}"}, timeout=0.5)

    lines = logboek.until(lambda lines: len(of_request(lines)) == 1)
    assert Counter(line["mijnzaken.bron"] for line in lines) == {"waterdam": 1, None: 1}
    assert vragen_aan(waterdam) == 1


def test_a_disk_that_is_full_costs_lines_and_no_answers(
    toneel: Toneel, waterdam: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    logboek = Logboek(toneel, Path("/dev/full"))
    portaal = logboek.portaal({"waterdam": waterdam})

    for _ in range(3):
        portaal.find_zaken()
    toneel.stop(portaal.adres)

    assert portaal.counted("mijnzaken_verwerking_verloren_total") == 6
    lost = [vars(r) for r in caplog.records if r.getMessage() == "verwerkingen_lost"]
    assert sum(line["aantal"] for line in lost) == 6
    assert {line["reason"] for line in lost} == {"schrijffout"}, "also of what is told when the service stops"
    assert len(lost) <= 2, "not a line for each of them"


def test_without_a_place_to_write_to_the_service_does_not_start(
    toneel: Toneel, waterdam: Gemeente, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RuntimeError, match="did not start"):
        Logboek(toneel, tmp_path / "weg" / "verwerkingen.jsonl").portaal({"waterdam": waterdam})

    told = [vars(r)["error"] for r in caplog.records if r.getMessage() == "verwerkingen_unwritable"]
    assert told == ["FileNotFoundError"]
