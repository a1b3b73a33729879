"""How asking for one part of a zaak ended, and the sentence that says so."""

import pytest

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import Onderdeel, OnderdeelUitkomst
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.onderdeel import onderdeel_uitkomst_of
from mijnzaken_bff.normalise.uitkomst import RETRY_SECONDS, uitkomst_of

TEMPORARY = (Uitkomst.TE_TRAAG, Uitkomst.ONBEREIKBAAR, Uitkomst.OVERBELAST)
EACH = pytest.mark.parametrize("onderdeel", list(Onderdeel))
FAILURES = pytest.mark.parametrize("failure", list(Failure))


def told(
    onderdeel: Onderdeel = Onderdeel.DOCUMENTEN, failure: Failure | None = None, **more: float
) -> OnderdeelUitkomst:
    return onderdeel_uitkomst_of(onderdeel, failure, organisatienaam="Gemeente Waterdam", **more)


@EACH
def test_a_part_that_came_whole_has_nothing_to_say(onderdeel):
    assert told(onderdeel).model_dump(mode="json") == {
        "onderdeel": onderdeel.value,
        "uitkomst": "ok",
        "weggelaten": 0,
        "opnieuwNaSeconden": None,
        "melding": None,
    }


@FAILURES
def test_a_part_that_failed_is_called_as_a_bron_that_failed(failure):
    row = told(failure=failure)

    assert row.uitkomst is uitkomst_of(failure)
    assert row.opnieuw_na_seconden == (RETRY_SECONDS if row.uitkomst in TEMPORARY else None)


@EACH
@FAILURES
def test_every_melding_is_a_sentence_about_its_own_part(onderdeel, failure):
    meldingen = {told(other, failure).melding for other in Onderdeel}
    melding = told(onderdeel, failure).melding or ""

    assert len(meldingen) == len(Onderdeel)
    assert melding[0].isupper()
    assert melding.endswith((" Probeer het later opnieuw.", " Neem contact op met Gemeente Waterdam."))
    assert not set("{}_<>") & set(melding)
    assert all(len(sentence.split()) <= 14 for sentence in melding.rstrip(".").split(". "))


@pytest.mark.parametrize(
    ("failure", "melding"),
    [
        (Failure.TIMEOUT, "De documenten bij deze zaak kunnen we nu niet laten zien. Probeer het later opnieuw."),
        (Failure.UNUSABLE, "De documenten bij deze zaak kunnen we nu niet laten zien. Probeer het later opnieuw."),
        (Failure.MAINTENANCE, "De documenten bij deze zaak kunnen we nu niet laten zien. Probeer het later opnieuw."),
        (
            Failure.NO_ACCESS,
            "De documenten bij deze zaak kunnen we niet laten zien. Neem contact op met Gemeente Waterdam.",
        ),
        (
            Failure.SEARCH_ABSENT,
            "De documenten bij deze zaak kunnen we niet laten zien. Neem contact op met Gemeente Waterdam.",
        ),
    ],
)
def test_a_melding_says_what_somebody_can_do(failure, melding):
    assert told(failure=failure).melding == melding


@pytest.mark.parametrize(
    ("onderdeel", "weggelaten", "melding"),
    [
        (Onderdeel.DOCUMENTEN, 1, "Eén document bij deze zaak kunnen we niet laten zien."),
        (Onderdeel.DOCUMENTEN, 3, "3 documenten bij deze zaak kunnen we niet laten zien."),
        (Onderdeel.BESLUITEN, 1, "Eén besluit bij deze zaak kunnen we niet laten zien."),
        (Onderdeel.GEKOPPELDE_ZAKEN, 2, "2 zaken bij deze zaak kunnen we niet laten zien."),
        (Onderdeel.STATUSSEN, 2, "2 statussen bij deze zaak kunnen we niet laten zien."),
    ],
)
def test_what_could_not_be_read_is_counted_and_said(onderdeel, weggelaten, melding):
    row = told(onderdeel, weggelaten=weggelaten)

    assert (row.uitkomst, row.weggelaten, row.opnieuw_na_seconden) == (Uitkomst.GEDEELTELIJK, weggelaten, None)
    assert row.melding == melding


@EACH
def test_every_part_has_words_for_one_and_for_several(onderdeel):
    one, two = told(onderdeel, weggelaten=1).melding, told(onderdeel, weggelaten=2).melding

    assert one is not None
    assert two is not None
    assert one.startswith("Eén ")
    assert two.startswith("2 ")
    assert one[4:] != two[2:]


def test_a_part_that_failed_half_way_says_that_it_failed_and_counts_what_is_missing():
    row = told(failure=Failure.TIMEOUT, weggelaten=2)

    assert (row.uitkomst, row.weggelaten) == (Uitkomst.TE_TRAAG, 2)
    assert row.melding == told(failure=Failure.TIMEOUT).melding


@pytest.mark.parametrize(
    ("failure", "retry_after", "seconds"),
    [
        (Failure.OVERLOADED, 6.1, 7),
        (Failure.OVERLOADED, 3600.0, 300),
        (Failure.OVERLOADED, 0.0, 1),
        (Failure.UNUSABLE, 12.0, 12),
        (None, 12.0, None),
    ],
)
def test_when_to_come_back_is_what_was_said_as_for_a_bron(failure, retry_after, seconds):
    assert told(failure=failure, retry_after=retry_after).opnieuw_na_seconden == seconds
