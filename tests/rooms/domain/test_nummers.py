"""A number of a person: right, or not there at all; and never on paper."""

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin, Vestigingsnummer

ANNA = "999990019"
KINDS = [(Bsn, ANNA), (Rsin, "001117518"), (Kvk, "90419936"), (Vestigingsnummer, "000012345678")]
every_kind = pytest.mark.parametrize(("kind", "digits"), KINDS, ids=[kind.__name__ for kind, _ in KINDS])


def _with_check_digit(start: str) -> str:
    last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), start, strict=True)) % 11
    return f"{start}{last}"


def _bsns(smallest: int) -> st.SearchStrategy[str]:
    starts = st.integers(smallest, 99_999_999).map("{:08}".format)
    return starts.map(_with_check_digit).filter(lambda digits: len(digits) == 9)


bsns = _bsns(1)


@every_kind
def test_a_valid_number_is_given_back_only_where_a_register_is_asked(kind, digits):
    assert kind(digits).reveal() == digits


@given(bsns)
def test_whatever_passes_the_elfproef_is_a_bsn(digits):
    assert Bsn(digits).reveal() == digits


@given(bsns, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits, place, step):
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]

    with pytest.raises(OngeldigNummer):
        Bsn(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("999990018", id="fails the elfproef"),
        pytest.param("99999001", id="a digit short"),
        pytest.param("9999900190", id="a digit long"),
        pytest.param("000000000", id="only zeros"),
        pytest.param("", id="empty"),
        pytest.param(" 999990019", id="a blank before"),
        pytest.param("999990019\n", id="a newline after"),
        pytest.param("999 990 019", id="blanks between"),
        pytest.param("99999001a", id="a letter"),
        pytest.param("+99990019", id="a sign"),
        pytest.param("９９９９９００１９", id="full-width digits"),
        pytest.param("٩٩٩٩٩٠٠١٩", id="arabic digits"),
        pytest.param("99999001²", id="a superscript"),
        pytest.param(999990019, id="a number"),
        pytest.param(None, id="nothing"),
        pytest.param(b"999990019", id="bytes"),
        pytest.param(["999990019"], id="a list"),
        pytest.param(tuple("999990019"), id="nine characters"),
    ],
)
def test_anything_else_is_no_bsn_and_the_refusal_does_not_repeat_it(wrong):
    with pytest.raises(OngeldigNummer) as refused:
        Bsn(wrong)

    assert str(refused.value) == "geen geldig Bsn"
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("wrong", ["9041993", "904199360", "00000000", "9041993x", "９０４１９９３６", 90419936])
def test_a_kvk_nummer_has_eight_digits(wrong):
    with pytest.raises(OngeldigNummer, match="geen geldig Kvk"):
        Kvk(wrong)


@pytest.mark.parametrize("wrong", ["12345678", "0000123456789", "000000000000", 12345678])
def test_a_vestigingsnummer_has_twelve_digits(wrong):
    with pytest.raises(OngeldigNummer, match="geen geldig Vestigingsnummer"):
        Vestigingsnummer(wrong)


def test_a_bsn_of_eight_digits_gets_its_zero_back():
    assert Bsn.padded("12345672").reveal() == "012345672"


@pytest.mark.parametrize("text", ["1234567", "", "0012345672"])
def test_any_other_length_is_not_padded(text):
    with pytest.raises(OngeldigNummer):
        Bsn.padded(text)


@dataclasses.dataclass(frozen=True)
class _Holder:
    nummer: Nummer


def _ways_to_print(bsn: Bsn) -> list[str]:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "asked for %s and %r", (bsn, bsn), None)
    try:
        raise LookupError(bsn)
    except LookupError as error:
        trace = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    return [
        repr(bsn),
        str(bsn),
        format(bsn),
        f"{bsn} {bsn!r} {bsn!s} {bsn:>40}",
        "%s %r" % (bsn, bsn),  # noqa: UP031
        "{} {!r}".format(bsn, bsn),  # noqa: UP032
        f"{[bsn]} {(bsn,)} { {bsn} } { {'bsn': bsn, bsn: 1} }",
        repr(_Holder(bsn)),
        repr(Persoon(bsn)),
        str(dataclasses.asdict(_Holder(bsn))),
        str(dataclasses.asdict(Persoon(bsn))),
        pprint.pformat({"a": [bsn]}),
        record.getMessage(),
        repr(record.args),
        trace,
        json.dumps({"bsn": bsn}, default=str),
        json.dumps({"bsn": bsn}, default=repr),
        str(to_jsonable_python({"bsn": bsn}, fallback=repr)),
        repr(copy.deepcopy([bsn])),
        repr(dir(bsn)),
    ]


@given(_bsns(10_000_000))
def test_no_bsn_ever_prints_its_digits(digits):
    printed = _ways_to_print(Bsn(digits))

    assert not [text for text in printed if digits in text or digits[1:] in text]


def test_a_bsn_prints_as_nine_stars():
    assert f"{Bsn(ANNA)}" == "Bsn(*********)"


@every_kind
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_number_is_not_written_to_disk(kind, digits, protocol):
    with pytest.raises(TypeError) as refused:
        pickle.dumps(_Holder(kind(digits)), protocol)

    assert digits not in str(refused.value)


def test_a_number_does_not_become_json_by_itself():
    with pytest.raises(TypeError) as refused:
        json.dumps({"bsn": Bsn(ANNA)})
    with pytest.raises(PydanticSerializationError) as refused_too:
        to_json(Persoon(Bsn(ANNA)))

    assert ANNA not in f"{refused.value} {refused_too.value}"


def test_a_number_has_no_dict_to_look_into():
    with pytest.raises(TypeError):
        vars(Bsn(ANNA))


def test_a_number_does_not_change():
    bsn = Bsn(ANNA)

    with pytest.raises(AttributeError):
        bsn.anything = "999990020"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        bsn._Nummer__digits = "999990020"
    assert bsn.reveal() == ANNA


def test_a_bsn_and_an_rsin_of_the_same_digits_are_two_things():
    bsn, rsin = Bsn(ANNA), Rsin(ANNA)

    assert bsn != rsin
    assert len({bsn, rsin}) == 2
    assert bsn != ANNA


def test_the_same_bsn_twice_is_one_person():
    assert len({Bsn(ANNA), Bsn(ANNA)}) == 1


@pytest.mark.parametrize(
    ("written", "same"),
    [
        pytest.param("012345672", True, id="as it is"),
        pytest.param("12345672", True, id="without its leading zero"),
        pytest.param("  012345672\n", True, id="with blanks around it"),
        pytest.param("0012345672", False, id="with a zero too many"),
        pytest.param("012345", False, id="only its first digits"),
        pytest.param("999990019", False, id="somebody else's"),
        pytest.param("", False, id="empty"),
        pytest.param("   ", False, id="blank"),
        pytest.param("012 345 672", False, id="with blanks between"),
        pytest.param("０１２３４５６７２", False, id="in full-width digits"),
        pytest.param("012345672.0", False, id="as a decimal"),
        pytest.param(None, False, id="nothing"),
        pytest.param(12345672, False, id="a number"),
        pytest.param(True, False, id="true"),
        pytest.param(["012345672"], False, id="a list"),
        pytest.param({"inpBsn": "012345672"}, False, id="an object"),
    ],
)
def test_a_register_writes_our_bsn_in_its_own_way(written, same):
    assert Bsn("012345672").matches(written) is same


def test_more_than_one_lost_zero_is_forgiven():
    assert Rsin("001117518").matches("1117518")


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.binary() | st.lists(st.integers()) | st.text())
def test_comparing_with_anything_at_all_never_fails(anything):
    assert Bsn("012345672").matches(anything) in (True, False)


def test_a_pseudonym_is_stable_and_tells_key_kind_and_person_apart():
    marks = [
        Bsn(ANNA).pseudonym(b"one"),
        Bsn(ANNA).pseudonym(b"other"),
        Rsin(ANNA).pseudonym(b"one"),
        Bsn("012345672").pseudonym(b"one"),
    ]

    assert len(set(marks)) == 4
    assert Bsn(ANNA).pseudonym(b"one") == marks[0]
    assert all(len(mark) == 32 and ANNA.encode() not in mark for mark in marks)
