"""What a request asked where, for the waterfall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mijnzaken_bff.demo.verzoeken import Aanroep, Verzoeken
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking, VerwerkingEvent

BEGIN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ANNA = Persoon(Bsn("999990019"))


def event(verwerking: Verwerking, bron: str | None, van: int, tot: int, uitkomst: str = "ok") -> VerwerkingEvent:
    """Something that was done for Anna, between these milliseconds."""
    return VerwerkingEvent(
        verwerking, ANNA, "verzoek" if bron is None else "bron", bron, uitkomst, True,
        BEGIN + timedelta(milliseconds=van), BEGIN + timedelta(milliseconds=tot),
    )  # fmt: skip


def verwerking(verzoek_id: str = "a") -> Verwerking:
    return Verwerking(verzoek_id, Activiteit.OVERZICHT)


def test_calls_are_told_in_the_order_in_which_they_began_from_the_begin_of_the_request() -> None:
    verzoeken, one = Verzoeken(), verwerking()
    verzoeken.record(event(one, "waterdam", 20, 50))
    verzoeken.record(event(one, "duinoord", 10, 1510, "timeout"))
    verzoeken.record(event(one, None, 5, 1512))

    assert verzoeken.of("a") == [Aanroep("duinoord", "timeout", 5, 1500), Aanroep("waterdam", "ok", 15, 30)]


def test_a_request_that_is_being_answered_is_told_from_its_first_call() -> None:
    verzoeken, one = Verzoeken(), verwerking()
    verzoeken.record(event(one, "waterdam", 20, 50))
    verzoeken.record(event(one, "duinoord", 10, 60))

    assert verzoeken.of("a") == [Aanroep("duinoord", "ok", 0, 50), Aanroep("waterdam", "ok", 10, 30)]


def test_a_request_that_was_answered_from_memory_asked_nobody() -> None:
    verzoeken = Verzoeken()
    verzoeken.record(event(verwerking(), None, 0, 1))

    assert verzoeken.of("a") == []
    assert verzoeken.of("b") is None


def test_a_clock_that_is_set_back_makes_nothing_shorter_than_no_time() -> None:
    verzoeken, one = Verzoeken(), verwerking()
    verzoeken.record(event(one, "waterdam", 20, 10))
    verzoeken.record(event(one, None, 30, 40))

    assert verzoeken.of("a") == [Aanroep("waterdam", "ok", 0, 0)]


def test_the_oldest_request_goes_when_there_are_too_many() -> None:
    verzoeken = Verzoeken(most=2)
    for verzoek_id in ("a", "b", "c"):
        verzoeken.record(event(verwerking(verzoek_id), "waterdam", 0, 1))

    assert [verzoeken.of(verzoek_id) is None for verzoek_id in ("a", "b", "c")] == [True, False, False]


def test_who_chooses_the_same_id_again_starts_anew_and_is_the_youngest() -> None:
    verzoeken = Verzoeken(most=2)
    for verzoek_id, bron in (("a", "waterdam"), ("b", "waterdam"), ("a", "duinoord"), ("c", "waterdam")):
        verzoeken.record(event(verwerking(verzoek_id), bron, 0, 1))

    assert verzoeken.of("a") == [Aanroep("duinoord", "ok", 0, 1)]
    assert verzoeken.of("b") is None
