"""A page is a page, or the bron could not tell."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.pages import Page, page_of


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ([], Page([], more=False)),
        ([{"a": 1}, None], Page([{"a": 1}, None], more=False)),
        ({"results": []}, Page([], more=False)),
        ({"results": [{"a": 1}], "next": None, "count": 99}, Page([{"a": 1}], more=False)),
        ({"results": [{"a": 1}], "next": ""}, Page([{"a": 1}], more=False)),
        ({"results": [{"a": 1}], "next": "https://elders.example/?page=2", "count": 1}, Page([{"a": 1}], more=True)),
    ],
)
def test_a_page_is_read_in_each_of_its_shapes(answer: Any, page: Page):
    assert page_of(answer, "zaken") == page


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
