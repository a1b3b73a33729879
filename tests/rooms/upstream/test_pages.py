"""A page is a page, or the bron could not tell."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.pages import page_in, page_of


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ([], ([], False)),
        ([{"a": 1}, None], ([{"a": 1}, None], False)),
        ({"results": []}, ([], False)),
        ({"results": [{"a": 1}], "next": None, "count": 99}, ([{"a": 1}], False)),
        ({"results": [{"a": 1}], "next": ""}, ([{"a": 1}], False)),
        ({"results": [{"a": 1}], "next": "https://elders.example/?page=2", "count": 1}, ([{"a": 1}], True)),
    ],
)
def test_a_page_is_read_in_each_of_its_shapes(answer: Any, page: tuple[list[Any], bool]):
    read = page_of(answer, "zaken")

    assert (read.items, read.more) == page


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        "zaken",
        0,
        1.5,
        True,
        {},
        {"results": None},
        {"results": {}},
        {"count": 0},
        {"zaken": []},
        [1, None],
        {"results": ["a"]},
    ],
)
def test_anything_else_is_never_an_empty_page(answer: Any):
    with pytest.raises(SourceError) as raised:
        page_of(answer, "zaken")

    assert (raised.value.failure, raised.value.where) == (Failure.UNUSABLE, "zaken")


@pytest.mark.parametrize(
    "body",
    [
        b'{"results": [{"a": 1}], "results": []}',
        b'\xef\xbb\xbf{"results": [], "next": null, "results": [{"a": 1}]}',
        b'{"next": "x", "results": [{"a": 1}], "next": null}',
        b'{"results": [{"a": "\\ud83d"}], "results": []}',
    ],
)
def test_a_page_that_says_something_twice_is_no_page(body: bytes):
    with pytest.raises(SourceError) as raised:
        page_in(body, "zaken")

    assert (raised.value.failure, raised.value.where) == (Failure.UNUSABLE, "zaken")


@pytest.mark.parametrize(
    "body",
    [
        b'{"results": [{"results": 1, "next": 2}, {"next": 3}], "next": null}',
        b'[{"next": 1}, {"next": 2, "next": 3}]',
        b'{"results": [{"a": "results"}, {"a": "\\"results\\":"}]}',
    ],
)
def test_the_words_of_a_page_may_stand_in_its_items(body: bytes):
    assert len(page_in(body, "zaken").items) == 2


def test_what_was_forgotten_is_read_again():
    page = page_in(b'{"results": [{"a": 1}, {"a": 2}], "next": "x"}', "zaken")
    first = page.items

    page.forget()

    assert page.items == first == [{"a": 1}, {"a": 2}]
    assert page.items is not first, "it was let go of"
    assert page.more


def test_what_cannot_be_read_again_is_not_forgotten():
    page = page_of([{"a": 1}], "zaken")

    page.forget()

    assert page.items == [{"a": 1}]


def test_a_page_prints_without_its_items():
    assert "999990019" not in repr(page_in(b'[{"bsn": "999990019"}]', "zaken"))
