"""How asking a bron ended, and the sentence that says so."""

from datetime import UTC, datetime, timedelta

import pytest

from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.normalise.uitkomst import RETRY_SECONDS, Antwoord, bron_uitkomst_of, uitkomst_of
from tests.rooms.normalise.bouwen import WATERDAM

BRON = Bron("werk", "Gemeente Waterdam", WATERDAM, onderwerp="werk en inkomen")
MOMENT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)

TABLE = {
    Failure.REFUSED: "onbereikbaar",
    Failure.DNS: "onbereikbaar",
    Failure.TLS: "onbereikbaar",
    Failure.PROTOCOL: "onbereikbaar",
    Failure.SERVER_ERROR: "onbereikbaar",
    Failure.INTERNAL: "onbereikbaar",
    Failure.TIMEOUT: "teTraag",
    Failure.OVERLOADED: "overbelast",
    Failure.NO_ACCESS: "geenToegang",
    Failure.UNUSABLE: "onbetrouwbaar",
    Failure.TOO_LARGE: "onbetrouwbaar",
    Failure.FILTER_IGNORED: "onbetrouwbaar",
    Failure.REJECTED: "onbetrouwbaar",
    Failure.FOREIGN_URL: "onbetrouwbaar",
    Failure.NO_LONGER_THERE: "onbetrouwbaar",
    Failure.UNTRUSTED: "onbetrouwbaar",
    Failure.NOT_SEARCHABLE: "overgeslagen",
    Failure.SEARCH_ABSENT: "overgeslagen",
    Failure.EARLIER: "overgeslagen",
    Failure.MAINTENANCE: "overgeslagen",
}
REDENEN = {
    Failure.FILTER_IGNORED: "filterGenegeerd",
    Failure.NOT_SEARCHABLE: "betrokkeneNietOndersteund",
    Failure.SEARCH_ABSENT: "zoekenNietOndersteund",
    Failure.EARLIER: "eerderUitgevallen",
    Failure.MAINTENANCE: "onderhoud",
}


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_an_uitkomst(failure):
    assert uitkomst_of(failure).value == TABLE[failure]


@pytest.mark.parametrize("failure", list(Failure))
def test_a_bron_that_failed_gave_nothing_and_says_so(failure):
    told = bron_uitkomst_of(BRON, Antwoord(failure=failure, moment=MOMENT))

    assert not told.beantwoord
    assert (told.uitkomst.value, told.reden) == (TABLE[failure], REDENEN.get(failure))
    assert (told.aantal, told.weggelaten) == (0, 0)
    assert told.meer is None
    assert told.bijgewerkt_op is None
    assert told.melding


@pytest.mark.parametrize("failure", list(Failure))
def test_only_what_may_pass_is_worth_another_try(failure):
    told = bron_uitkomst_of(BRON, Antwoord(failure=failure))

    worth = TABLE[failure] in ("teTraag", "onbereikbaar", "overbelast")
    assert told.opnieuw_na_seconden == (RETRY_SECONDS if worth else None)


@pytest.mark.parametrize(
    ("left", "seconds"),
    [
        (timedelta(minutes=10), 600),
        (timedelta(milliseconds=1), 1),
        (timedelta(days=3), 3600),
        (-timedelta(seconds=1), 1),
    ],
)
def test_planned_maintenance_says_when_it_is_over_and_is_asked_after_within_the_hour(left, seconds):
    onderhoud = Onderhoud(MOMENT - timedelta(days=1), MOMENT + left)
    told = bron_uitkomst_of(BRON, Antwoord(failure=Failure.MAINTENANCE, moment=MOMENT, onderhoud=onderhoud))

    assert told.opnieuw_na_seconden == seconds


def test_the_sentence_about_maintenance_has_the_time_of_the_netherlands():
    onderhoud = Onderhoud(MOMENT, datetime(2026, 11, 30, 23, 5, tzinfo=UTC))
    told = bron_uitkomst_of(BRON, Antwoord(failure=Failure.MAINTENANCE, moment=MOMENT, onderhoud=onderhoud))

    assert told.melding == (
        "Uw zaken bij Gemeente Waterdam (werk en inkomen) kunnen we nu niet laten zien."
        " Er is onderhoud tot 1 december 2026 om 0:05 uur."
    )


def test_a_bron_that_answered_has_nothing_to_say():
    told = bron_uitkomst_of(BRON, Antwoord(aantal=3, meer=True, moment=MOMENT))

    assert told.beantwoord
    assert told.uitkomst is Uitkomst.OK
    assert (told.reden, told.melding, told.opnieuw_na_seconden) == (None, None, None)
    assert (told.aantal, told.meer, told.bijgewerkt_op) == (3, True, MOMENT)


@pytest.mark.parametrize("reden", list(Reden))
def test_whatever_is_missing_makes_an_answer_partial(reden):
    told = bron_uitkomst_of(BRON, Antwoord(reden=reden, aantal=3, weggelaten=1, moment=MOMENT))

    assert told.beantwoord
    assert (told.uitkomst, told.reden, told.weggelaten) == (Uitkomst.GEDEELTELIJK, reden, 1)
    assert told.bijgewerkt_op == MOMENT
    assert told.melding


@pytest.mark.parametrize(("reden", "seconds"), [(Reden.VERVOLG_MISLUKT, RETRY_SECONDS), (Reden.GRENS_BEREIKT, None)])
def test_when_the_rest_was_not_read_nobody_knows_whether_there_is_more(reden, seconds):
    told = bron_uitkomst_of(BRON, Antwoord(reden=reden, aantal=3, meer=True, moment=MOMENT))

    assert told.meer is None
    assert told.opnieuw_na_seconden == seconds


ANSWERS = [*(Antwoord(failure=failure) for failure in Failure), *(Antwoord(reden=reden) for reden in Reden)]


@pytest.mark.parametrize("antwoord", ANSWERS, ids=lambda a: (a.failure or a.reden).value)
def test_every_melding_is_a_sentence_that_names_the_bron(antwoord):
    melding = bron_uitkomst_of(BRON, antwoord).melding

    assert melding is not None
    assert melding[0].isupper()
    assert melding.endswith(".")
    assert "Gemeente Waterdam (werk en inkomen)" in melding
    assert not set("{}_<>") & set(melding)
    assert len(melding) < 200


@pytest.mark.parametrize(
    ("antwoord", "melding"),
    [
        (Antwoord(failure=Failure.TIMEOUT), "kunnen we nu niet laten zien. Probeer het later opnieuw."),
        (Antwoord(failure=Failure.NO_ACCESS), "kunnen we niet laten zien. Neem contact op met"),
        (Antwoord(failure=Failure.NOT_SEARCHABLE), "kunnen we deze zaken niet opzoeken."),
        (Antwoord(failure=Failure.EARLIER), "staan niet in deze lijst. Begin opnieuw"),
        (
            Antwoord(reden=Reden.GRENS_BEREIKT),
            "niet al uw zaken bij Gemeente Waterdam (werk en inkomen) laten zien. Neem contact op",
        ),
        (Antwoord(reden=Reden.CATALOGUS_ONBEREIKBAAR), "niet alle gegevens van uw zaken"),
        (Antwoord(reden=Reden.ZAKEN_ONLEESBAAR), "niet al uw zaken"),
    ],
)
def test_a_melding_says_what_somebody_can_do(antwoord, melding):
    assert melding in (bron_uitkomst_of(BRON, antwoord).melding or "")


def test_a_bron_without_a_subject_is_named_by_its_name_alone():
    told = bron_uitkomst_of(Bron("w", "Gemeente Waterdam", WATERDAM), Antwoord(failure=Failure.TIMEOUT))

    assert told.melding == "Uw zaken bij Gemeente Waterdam kunnen we nu niet laten zien. Probeer het later opnieuw."


@pytest.mark.parametrize("failure", list(Failure))
def test_no_melding_shows_our_own_words_for_a_failure(failure):
    assert failure.value not in (bron_uitkomst_of(BRON, Antwoord(failure=failure)).melding or "").split()


@pytest.mark.parametrize(
    ("failure", "retry_after", "told"),
    [
        (Failure.OVERLOADED, None, 30),
        (Failure.OVERLOADED, 0.0, 1),
        (Failure.OVERLOADED, 6.1, 7),
        (Failure.OVERLOADED, 3600.0, 300),
        (Failure.UNUSABLE, None, None),
        (Failure.UNUSABLE, 12.0, 12),
        (Failure.NO_ACCESS, None, None),
    ],
)
def test_when_to_come_back_is_what_was_said_in_whole_seconds_and_five_minutes_at_most(failure, retry_after, told):
    row = bron_uitkomst_of(BRON, Antwoord(failure=failure, retry_after=retry_after))

    assert row.opnieuw_na_seconden == told


def test_a_bron_that_answered_is_not_to_be_asked_again_whatever_it_said_on_the_way():
    assert bron_uitkomst_of(BRON, Antwoord(moment=MOMENT, retry_after=9.0)).opnieuw_na_seconden is None
