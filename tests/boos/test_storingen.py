"""The faults of a bron, row by row: what it costs is its own zaken, and never more.

Each test asks the running service over real HTTP about the boze bron of its row and two healthy gemeenten;
``Podium.vraag`` checks that these two answer ``ok`` with all their zaken, asked once, and that no URL holds a number.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.boos.adressen import TRAAG
from tests.boos.geheugen import at_most
from tests.boos.podium import GEZOND, Podium, failures
from tests.boos.storingen import rij
from tests.boos.vijandig import LUISTERAAR
from tests.stories.portaal import ANNA, uitkomsten
from tests.stories.wachten import until

ALLE = ["D-000", "D-001"]
"""The zaken of a boze bron."""


def each(row: str) -> pytest.MarkDecorator:
    """Every fault of one row."""
    return pytest.mark.parametrize("naam", rij(row))


# --- it does not answer ---


@each("f01")
def test_f01_a_bron_that_never_answers_is_too_slow_at_its_own_budget(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert gezien.uitkomst == "teTraag"
    assert gezien.bron["opnieuwNaSeconden"]
    until(lambda: boos.boos[naam].verlaten >= 1)  # it was still silent when we left


def test_f02_when_none_answers_that_is_a_503_which_names_each(boos: Podium) -> None:
    answer = boos.portaal.get("/v1/zaken", ANNA, bron=rij("f02"))

    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert [(row["id"], row["uitkomst"]) for row in answer.json()["bronnen"]] == [(n, "teTraag") for n in rij("f02")]
    until(lambda: all(boos.boos[naam].verlaten >= 1 for naam in rij("f02")))


@each("f03")
def test_f03_a_bron_that_refuses_the_connection_is_out_of_reach(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"


@each("f04")
def test_f04_a_bron_that_does_not_answer_our_greeting_is_too_slow(boos: Podium, naam: str) -> None:
    """The row says out of reach; DESIGN 5 calls every time-out too slow."""
    assert boos.vraag(naam).uitkomst == "teTraag"


def test_f05_a_connection_that_is_reset_before_the_answer_is_tried_once_more(boos: Podium) -> None:
    gezien = boos.vraag("f05-once")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert len(boos.boos["f05-once"].zaakvragen) == 2


def test_f05_a_bron_that_always_resets_is_asked_twice_and_out_of_reach(boos: Podium) -> None:
    assert boos.vraag("f05-always").uitkomst == "onbereikbaar"
    assert len(boos.boos["f05-always"].zaakvragen) == 2


def test_f06_a_reset_in_the_middle_of_the_answer_is_no_shorter_answer(boos: Podium) -> None:
    assert boos.vraag("f06-always").uitkomst == "onbereikbaar"
    assert len(boos.boos["f06-always"].zaakvragen) <= 2


# --- it answers something else ---


@each("f07")
def test_f07_json_that_stops_halfway_is_not_to_be_trusted(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


@each("f08")
def test_f08_a_body_that_is_shorter_than_its_head_says_is_out_of_reach(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"


@each("f09")
def test_f09_what_follows_on_an_answer_ends_up_in_no_other_answer(boos: Podium, naam: str) -> None:
    """Garbage that comes along with the answer breaks HTTP, by DESIGN 5; what comes behind it is never read."""
    used = []
    for _ in range(2):
        gezien = boos.vraag(naam)
        assert gezien.uitkomst in {"ok", "onbereikbaar"}
        assert gezien.zaaknummers == (ALLE if gezien.uitkomst == "ok" else [])
        used += [ontvangen.verbinding for ontvangen in boos.boos[naam].zaakvragen]

    assert len(used) == len(set(used)) >= 2


@each("f10")
def test_f10_a_login_page_is_never_an_empty_list(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


def test_f11_json_that_does_not_call_itself_so_is_not_to_be_trusted(boos: Podium) -> None:
    assert boos.vraag("f11-text-plain").uitkomst == "onbetrouwbaar"


@pytest.mark.parametrize("naam", ["f11-allowed", "f11-json-of-a-kind", "f11-unnamed"])
def test_f11_json_is_read_where_it_calls_itself_so_or_where_that_is_configured(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)


@each("f12")
def test_f12_an_answer_without_content_is_never_an_empty_list(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


@each("f13")
def test_f13_json_of_another_shape_is_never_an_empty_list(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


def test_f14_one_zaak_of_fifty_that_cannot_be_read_costs_itself(boos: Podium) -> None:
    gezien = boos.vraag("f14-one-of-fifty")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "zakenOnleesbaar")
    assert gezien.zaaknummers == [f"D-{n:03d}" for n in range(50) if n != 7]
    assert gezien.bron["weggelaten"] == 1


def test_f15_words_and_fields_that_we_do_not_know_cost_nothing(boos: Podium) -> None:
    gezien = boos.vraag("f15-unknown")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert [zaak["titel"] for zaak in gezien.zaken] == ["Vergunning"] * 2


def test_f16_null_in_the_place_of_a_text_is_no_text(boos: Podium) -> None:
    gezien = boos.vraag("f16-tolerated")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert [zaak["omschrijving"] for zaak in gezien.zaken] == [None] * 2


def test_f16_null_in_the_place_of_what_cannot_be_missed_costs_that_zaak_and_is_told(boos: Podium) -> None:
    gezien = boos.vraag("f16-needed")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "zakenOnleesbaar")
    assert gezien.bron["weggelaten"] == 2


# --- it refuses ---


def test_f18_a_bron_that_says_to_come_back_in_an_hour_is_not_asked_again_and_not_believed(boos: Podium) -> None:
    gezien = boos.vraag("f18-busy")

    assert gezien.uitkomst == "overbelast"
    assert 0 < gezien.bron["opnieuwNaSeconden"] < 3600
    assert len(boos.boos["f18-busy"].zaakvragen) == 1


def test_f19_a_bron_that_is_asked_too_often_is_overloaded(boos: Podium) -> None:
    assert boos.vraag("f19-too-many").uitkomst == "overbelast"
    assert len(boos.boos["f19-too-many"].zaakvragen) <= 2


def test_f20_a_token_that_is_refused_once_is_renewed_and_nobody_notices(boos: Podium) -> None:
    gezien = boos.vraag("f20-once")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert len(boos.boos["f20-once"].zaakvragen) == 2


@each("f21")
def test_f21_a_bron_that_does_not_let_us_in_is_no_empty_list_and_not_our_401(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert gezien.uitkomst == "geenToegang"
    assert gezien.bron["opnieuwNaSeconden"] is None
    assert len(boos.boos[naam].zaakvragen) <= 2


def test_f22_a_collection_that_is_not_there_is_never_an_empty_list(boos: Podium) -> None:
    assert boos.vraag("f22-wrong-path").uitkomst == "onbetrouwbaar"


@each("f23")
def test_f23_a_redirect_to_another_host_is_not_followed(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"
    assert LUISTERAAR.verbindingen == 0


@each("f24")
def test_f24_a_redirect_to_itself_is_not_followed(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"
    assert len(boos.boos[naam].zaakvragen) == 1


# --- its name and its certificate ---


@each("f25")
def test_f25_a_name_that_does_not_exist_is_out_of_reach(
    boos: Podium, naam: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"
    assert failures(caplog, naam) == ["dns"]


@contextmanager
def a_name_server_that_hangs(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The platform finds no slow name until the event is set, and then it does."""
    found, look_up = threading.Event(), socket.getaddrinfo

    def slowly(host: Any, *more: Any, **named: Any) -> Any:
        if not str(host).endswith(TRAAG):
            return look_up(host, *more, **named)
        found.wait(30)
        return look_up("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    try:
        yield found
    finally:
        found.set()
        until(lambda: not lookups())


def lookups() -> list[str]:
    """The lookups that are out."""
    return [thread.name for thread in threading.enumerate() if TRAAG in thread.name]


def test_f26_names_that_hang_cost_their_own_bronnen_and_no_threads_without_end(
    boos: Podium, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = rij("f26")
    with a_name_server_that_hangs(monkeypatch) as found:
        for _ in range(2):
            overzicht = boos.portaal.find_zaken(ANNA, bron=[*slow, "by-name"])
            assert uitkomsten(overzicht) == dict.fromkeys(slow, "teTraag") | {"by-name": "ok"}
        assert len(lookups()) == len(slow)
        found.set()
        until(lambda: not lookups())

        boos.vraag(slow[0])
        until(lambda: boos.boos[slow[0]].verbindingen >= 1)  # the address that came late is not lost


@pytest.mark.parametrize("naam", [naam for naam in rij("f28") if naam != "f28-good"])
def test_f28_a_certificate_that_is_not_to_be_trusted_is_named_in_the_log_and_nothing_is_sent(
    boos: Podium, naam: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"
    assert failures(caplog, naam) == ["tls"]
    assert boos.boos[naam].ontvangen == []


def test_f28_a_certificate_that_is_to_be_trusted_is_accepted(boos: Podium) -> None:
    gezien = boos.vraag("f28-good")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)


@each("f29")
def test_f29_a_handshake_that_stalls_is_too_slow(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "teTraag"
    assert boos.boos[naam].ontvangen == []


@each("f30")
def test_f30_a_bron_that_does_not_take_our_certificate_is_out_of_reach(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"
    assert boos.boos[naam].ontvangen == []


# --- it answers too much ---


@each("f31")
def test_f31_a_bomb_is_not_unpacked(boos: Podium, naam: str) -> None:
    with at_most(megabytes=20):
        gezien = boos.vraag(naam)

    assert gezien.uitkomst == "onbetrouwbaar"


@each("f32")
def test_f32_what_says_to_be_packed_and_is_not_is_not_to_be_trusted(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


@each("f33")
def test_f33_a_body_without_end_is_cut_off(boos: Podium, naam: str) -> None:
    with at_most(megabytes=20):
        gezien = boos.vraag(naam)

    assert gezien.uitkomst == "onbetrouwbaar"
    until(lambda: boos.boos[naam].verlaten >= 1)
    assert boos.boos[naam].verzonden < 32 * 2**20, "the cap, and what stood in the buffers of two sockets"


@pytest.mark.parametrize("naam", [naam for naam in rij("f34") if naam != "f34-bom"])
def test_f34_json_that_only_an_attacker_writes_is_not_to_be_trusted(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


def test_f34_a_byte_order_mark_is_forgiven(boos: Podium) -> None:
    gezien = boos.vraag("f34-bom")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)


@each("f35")
def test_f35_a_body_that_drips_is_cut_off_at_the_budget_of_its_bron(boos: Podium, naam: str) -> None:
    """A byte every 50 ms, each of which would start a time-out of the HTTP client again."""
    assert boos.vraag(naam).uitkomst == "teTraag"
    until(lambda: boos.boos[naam].verlaten >= 1)


def test_f36_headers_that_drip_are_cut_off_at_the_budget_of_their_bron(boos: Podium) -> None:
    assert boos.vraag("f36-drip").uitkomst == "teTraag"
    until(lambda: boos.boos["f36-drip"].verlaten >= 1)


@pytest.mark.parametrize("naam", ["f36-lines", "f36-long"])
def test_f36_ten_thousand_headers_or_a_header_of_200_kb_break_http(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"


@each("f37")
def test_f37_interim_answers_are_passed_over(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)


# --- its pages ---


@pytest.mark.parametrize("naam", ["f38-itself", "f38-a-b-a"])
def test_f38_pages_that_go_round_are_read_a_few_times_and_give_each_zaak_once(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "vervolgMislukt")
    assert gezien.zaaknummers == ALLE
    assert len(boos.boos[naam].zaakvragen) <= 20


def test_f38_ten_thousand_pages_end_at_the_cap(boos: Podium) -> None:
    gezien = boos.vraag("f38-ten-thousand")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "grensBereikt")
    assert len(boos.boos["f38-ten-thousand"].zaakvragen) <= 100


def test_f38_a_count_that_is_too_large_is_not_believed(boos: Podium) -> None:
    gezien = boos.vraag("f38-count-too-large")

    assert (gezien.uitkomst, gezien.zaaknummers, gezien.bron["meer"]) == ("ok", ALLE, False)


def test_f38_a_count_that_changes_between_pages_costs_no_zaak(boos: Podium) -> None:
    gezien = boos.vraag("f38-count-changes")

    assert gezien.uitkomst == "ok"
    assert gezien.zaaknummers == [f"D-{n:03d}" for n in range(30)]


def test_f39_a_next_on_another_host_is_not_followed(boos: Podium) -> None:
    gezien = boos.vraag("f39-other-host")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "vervolgMislukt")
    assert gezien.zaaknummers == ALLE
    assert LUISTERAAR.verbindingen == 0


def test_f39_a_next_on_another_host_is_asked_of_the_bron_itself(boos: Podium) -> None:
    gezien = boos.vraag("f39-page-two")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert len(boos.boos["f39-page-two"].zaakvragen) == 2
    assert LUISTERAAR.verbindingen == 0


def test_f40_a_second_page_that_fails_leaves_the_first(boos: Podium) -> None:
    gezien = boos.vraag("f40-page-two-fails")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "vervolgMislukt")
    assert gezien.zaaknummers == ALLE
    assert gezien.bron["meer"] is None


def test_f41_a_catalogue_that_hangs_costs_words_and_no_zaak(boos: Podium) -> None:
    gezien = boos.vraag("f41-catalogue")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "catalogusOnbereikbaar")
    assert [zaak["titel"] for zaak in gezien.zaken] == ALLE


def test_f41_statussen_that_hang_cost_words_and_no_zaak(boos: Podium) -> None:
    gezien = boos.vraag("f41-statussen")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "onderdeelOnbereikbaar")
    assert gezien.zaaknummers == ALLE


def test_f42_a_bron_without_expand_is_asked_without_and_that_is_remembered(boos: Podium) -> None:
    assert boos.vraag("f42-no-expand").zaaknummers == ALLE

    gezien = boos.vraag("f42-no-expand")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert not [o for o in boos.boos["f42-no-expand"].zaakvragen if b"expand" in o.body or "expand" in o.query]


def test_f45_a_zaak_that_stands_twice_on_a_page_is_shown_once(boos: Podium) -> None:
    gezien = boos.vraag("f45-twice")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)


def test_f45_a_zaak_in_two_registers_is_shown_of_both(boos: Podium) -> None:
    gezien = boos.vraag("f45-also-at-waterdam")

    assert gezien.zaaknummers == ["W-000"]
    assert [zaak["bron"] for zaak in gezien.overzicht["zaken"] if zaak["zaaknummer"] == "W-000"] == [
        "f45-also-at-waterdam",
        "waterdam",
    ]
    assert len({zaak["id"] for zaak in gezien.overzicht["zaken"]}) == len(gezien.overzicht["zaken"])


def test_however_a_bron_fails_the_next_question_is_answered(boos: Podium) -> None:
    gezien = boos.vraag("gezond")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert set(GEZOND) < {row["id"] for row in gezien.overzicht["bronnen"]}
