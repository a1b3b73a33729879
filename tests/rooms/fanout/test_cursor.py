"""A cursor brings one betrokkene further in one question, and nobody anywhere else."""

from __future__ import annotations

import base64
import json
import tracemalloc
import zlib
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from mijnzaken_bff.fanout.cursor import Cursor, CursorRefused, CursorZegel, Plaats, _mark, merk_of

ANNA = Persoon(Bsn("999990019"))
BRAM = Persoon(Bsn("999990020"))
ZEGEL = CursorZegel(b"k" * 32)
ZAAK = "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
CURSOR = Cursor(
    {"duinoord": None, "waterdam": Plaats(date(2026, 10, 28), frozenset({ZAAK}))}, frozenset({"heuvelrijk"})
)

bron_ids = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
places = st.builds(Plaats, st.dates(), st.frozensets(st.uuids().map(str), max_size=5))
merken = st.frozensets(st.text(st.characters()).map(merk_of), min_size=1, max_size=5)
cursors = st.builds(
    Cursor,
    st.dictionaries(bron_ids, st.none() | places, max_size=6),
    st.frozensets(bron_ids, max_size=4),
    getoond=st.dictionaries(bron_ids, merken, max_size=3),
)


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def refusal(text: str, betrokkene: Any = ANNA, filters: str = "f", zegel: CursorZegel = ZEGEL) -> str:
    with pytest.raises(CursorRefused) as raised:
        zegel.read(text, betrokkene, filters)
    assert str(raised.value) == raised.value.code
    return raised.value.code


@given(cursor=cursors, filters=st.text(st.characters(codec="utf-8")))
def test_what_was_written_is_read_back(cursor: Cursor, filters: str):
    text = ZEGEL.write(cursor, ANNA, filters)

    assert ZEGEL.read(text, ANNA, filters) == cursor
    assert text.isascii()
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_cursor_is_the_same_text_whatever_the_order_of_its_parts():
    turned = Cursor(dict(reversed(CURSOR.plaatsen.items())), CURSOR.uitgevallen)

    assert ZEGEL.write(turned, ANNA, "f") == ZEGEL.write(CURSOR, ANNA, "f")


def test_a_replica_with_the_same_key_reads_it_and_another_does_not():
    text = ZEGEL.write(CURSOR, ANNA, "f")

    assert CursorZegel(b"k" * 32).read(text, ANNA, "f") == CURSOR
    assert refusal(text, zegel=CursorZegel(b"l" * 32)) == "nietVanU"


def test_while_a_key_is_replaced_cursors_of_the_old_one_are_read_and_the_new_one_seals():
    old, new = CursorZegel(b"k" * 32), CursorZegel(b"n" * 32, b"k" * 32)
    text = old.write(CURSOR, ANNA, "f")

    assert new.read(text, ANNA, "f") == CURSOR
    assert refusal(text, BRAM, zegel=new) == "nietVanU"
    assert CursorZegel(b"n" * 32).read(new.write(CURSOR, ANNA, "f"), ANNA, "f") == CURSOR
    assert refusal(text, zegel=CursorZegel(b"n" * 32)) == "nietVanU"
    assert "kkkk" not in repr(new)


def test_a_cursor_under_other_filters_is_refused():
    text = ZEGEL.write(CURSOR, ANNA, "f")

    assert refusal(text, filters="g") == "andereFilters"
    assert refusal(text, filters="") == "andereFilters"


BEDRIJF = Bedrijf(Kvk("69599084"), Rsin("001117518"))


@pytest.mark.parametrize(
    ("writer", "reader"),
    [
        (ANNA, BRAM),
        (ANNA, BEDRIJF),
        (BEDRIJF, ANNA),
        (BEDRIJF, Bedrijf(Kvk("69599085"), Rsin("001117518"))),
        (BEDRIJF, Bedrijf(Kvk("69599084"), Rsin("001117518"), Vestigingsnummer("000037178598"))),
        (Bedrijf(Kvk("69599084"), None, Vestigingsnummer("000037178598")), BEDRIJF),
        (Bedrijf(rsin=Rsin("999990019")), ANNA),
        (BEDRIJF, Bedrijf(rsin=Rsin("001117518"))),
        (
            Bedrijf(Kvk("69599084"), None, Vestigingsnummer("000037178598")),
            Bedrijf(Kvk("69599084"), None, Vestigingsnummer("000037178599")),
        ),
    ],
)
def test_a_cursor_of_somebody_else_is_refused(writer: Any, reader: Any):
    text = ZEGEL.write(CURSOR, writer, "f")

    assert ZEGEL.read(text, writer, "f") == CURSOR
    assert refusal(text, reader) == "nietVanU"


@given(cursor=cursors)
def test_no_number_is_in_a_cursor_in_any_form(cursor: Cursor):
    for betrokkene, digits in ((ANNA, "999990019"), (BEDRIJF, "69599084")):
        content = raw(ZEGEL.write(cursor, betrokkene, "lopend"))
        plain = zlib.decompress(content[12:]).decode()
        bron_text = json.dumps([*cursor.plaatsen, *cursor.uitgevallen])
        assert digits not in plain or digits in bron_text
        assert digits not in content.hex()
        assert int(digits).to_bytes(4, "big") not in content[:12]
        assert ZEGEL.key not in content


def test_two_persons_have_different_marks_over_the_same_place():
    ours, theirs = (raw(ZEGEL.write(CURSOR, betrokkene, "f")) for betrokkene in (ANNA, BRAM))

    assert ours[12:] == theirs[12:]
    assert ours[:12] != theirs[:12]


def test_the_key_is_not_printed():
    assert "kkkk" not in repr(ZEGEL)


GARBAGE = {
    "nothing": "",
    "a word": "volgende",
    "one letter": "a",
    "only a mark": text_of(b"\0" * 12),
    "no zlib": text_of(b"\0" * 12 + b"{}"),
    "a blank": "a b",
    "a newline": ZEGEL.write(CURSOR, ANNA, "f") + "\n",
    "padding": "====",
    "no base64": "!!!!",
    "unicode": "\u00e9\u00e9",
    "half a surrogate": "\ud800",
    "NUL": "\0",
    "too long": "A" * 70_000,
    "cut short": ZEGEL.write(CURSOR, ANNA, "f")[:-8],
    "gzip": text_of(b"\0" * 12 + b"\x1f\x8b\x08"),
    "no json": text_of(b"\0" * 12 + zlib.compress(b"{")),
    "no utf-8": text_of(b"\0" * 12 + zlib.compress(b'"\xff"')),
    "an array": text_of(b"\0" * 12 + zlib.compress(b"[]")),
    "null": text_of(b"\0" * 12 + zlib.compress(b"null")),
    "a number": text_of(b"\0" * 12 + zlib.compress(b"9" * 5000)),
    "very deep": text_of(b"\0" * 12 + zlib.compress(b"[" * 100_000)),
    "an unfinished stream": text_of(b"\0" * 12 + zlib.compress(b"{}")[:-3]),
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_what_is_no_cursor_is_unreadable(text: str):
    assert refusal(text) == "onleesbaar"


@pytest.mark.parametrize("content", [b" " * 40_000_000, b"[" + b"1," * 20_000_000 + b"1]"])
def test_a_bomb_is_unreadable_before_it_grows(content: bytes):
    text = text_of(b"\0" * 12 + zlib.compress(content, 9))
    assert len(text) < 64 * 1024

    tracemalloc.start()
    try:
        assert refusal(text) == "onleesbaar"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 10_000_000


def sealed(plain: Any) -> str:
    """A cursor with our own seal over something that we never write."""
    packed = zlib.compress(json.dumps(plain).encode())
    return text_of(_mark(ZEGEL.key, packed, ANNA) + packed)


FILTER = json.loads(zlib.decompress(raw(ZEGEL.write(Cursor(), ANNA, "f"))[12:]))["f"]


@pytest.mark.parametrize(
    "plain",
    [
        {"f": FILTER},
        {"f": FILTER, "p": {}},
        {"f": FILTER, "u": []},
        {"f": FILTER, "p": [], "u": []},
        {"f": FILTER, "p": None, "u": []},
        {"f": FILTER, "p": {"a": []}, "u": []},
        {"f": FILTER, "p": {"a": "2026-10-28"}, "u": []},
        {"f": FILTER, "p": {"a": [3]}, "u": []},
        {"f": FILTER, "p": {"a": ["gisteren"]}, "u": []},
        {"f": FILTER, "p": {"a": ["2026-10-28", "te kort"]}, "u": []},
        {"f": FILTER, "p": {"a": ["2026-10-28", "\u00e9"]}, "u": []},
        {"f": FILTER, "p": {"a": ["2026-10-28", 3]}, "u": []},
        {"f": FILTER, "p": {}, "u": None},
        {"f": FILTER, "p": {}, "u": [[]]},
    ],
)
def test_a_cursor_of_another_shape_is_unreadable_even_with_our_seal(plain: Any):
    assert refusal(sealed(plain)) == "onleesbaar"


@pytest.mark.parametrize("plain", [{}, {"f": None}, {"f": ["x"]}, {"p": {}, "u": []}])
def test_a_cursor_without_filters_is_one_of_other_filters(plain: Any):
    assert refusal(sealed(plain)) == "andereFilters"


@given(st.text())
def test_whatever_somebody_types_is_refused_and_breaks_nothing(text: str):
    assert refusal(text) == "onleesbaar"


@given(st.binary(max_size=200))
def test_whatever_bytes_somebody_sends_are_refused(content: bytes):
    assert refusal(text_of(content)) == "onleesbaar"
    assert refusal(text_of(b"\0" * 12 + zlib.compress(content))) in ("onleesbaar", "andereFilters")


@given(cursor=cursors, place=st.integers(0), letter=st.sampled_from("ABCZaz059-_"))
def test_a_cursor_with_one_letter_changed_is_refused_or_is_the_same_cursor(cursor: Cursor, place: int, letter: str):
    text = ZEGEL.write(cursor, ANNA, "f")
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]

    if raw(changed) == raw(text):  # the last letter holds bits that mean nothing
        assert ZEGEL.read(changed, ANNA, "f") == cursor
    else:
        assert refusal(changed) in ("onleesbaar", "andereFilters", "nietVanU")


@given(cursor=cursors, begin=st.integers(0, 400), end=st.integers(0, 400), more=st.binary(max_size=8))
def test_a_cursor_that_was_cut_or_lengthened_is_refused(cursor: Cursor, begin: int, end: int, more: bytes):
    content = raw(ZEGEL.write(cursor, ANNA, "f"))
    for changed in (content[begin : len(content) - end], content + more, more + content):
        if changed != content:
            assert refusal(text_of(changed)) in ("onleesbaar", "andereFilters", "nietVanU")


@given(plain=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
       lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("fpu"), inner, max_size=3),
       max_leaves=8))  # fmt: skip
def test_no_json_whatever_breaks_reading(plain: Any):
    with suppress(CursorRefused):
        ZEGEL.read(sealed(plain), ANNA, "f")


def test_a_refusal_does_not_repeat_the_cursor():
    with pytest.raises(CursorRefused) as raised:
        ZEGEL.read("marker!", ANNA, "f")

    assert "marker" not in repr(raised.value) + str(raised.value)


def test_a_cursor_for_342_bronnen_fits_in_a_url():
    many = Cursor(
        {
            f"gemeente-{n}": Plaats(date(2026, 1 + n % 12, 1 + n % 28), frozenset({str(UUID(int=n**9))}))
            for n in range(342)
        }
    )

    text = ZEGEL.write(many, ANNA, "f")

    assert ZEGEL.read(text, ANNA, "f") == many
    assert len(text) < 16_000
