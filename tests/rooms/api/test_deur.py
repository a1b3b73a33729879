"""The door holds against any head and any content: what is not let in is turned away, and nothing else is raised."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.deur import Deur
from mijnzaken_bff.api.herkomst import Herkomsten
from mijnzaken_bff.api.inhoud import MOST, read_content

VALUES = st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "ignore"))
NAMES = st.sampled_from([b"host", b"accept", b"origin", b"content-type", b"content-length", b"content-encoding", b"x"])
HEADS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
NO_HEADERS: Scope = {"type": "http", "headers": []}
PAGE = "https://mijn.waterdam.example"


@given(HEADS, st.binary(max_size=200))
def test_any_head_is_let_in_or_turned_away(head: list[tuple[bytes, bytes]], target: bytes) -> None:
    scope = {"type": "http", "raw_path": target, "query_string": target, "headers": head}
    said = turned_away(Deur(["mijnzaken.waterdam.example"]), scope)

    hosts = [value.lower().partition(b":")[0] for name, value in head if name == b"host"]
    assert said in (None, Reden.HOST, Reden.ACCEPT)
    assert said is Reden.HOST or hosts == [b"mijnzaken.waterdam.example"]


def turned_away(deur: Deur, scope: Scope) -> Reden | None:
    """Why this head goes no further; None when it does."""
    try:
        deur.admit(scope, Headers(scope=scope))
    except Afgewezen as refused:
        return refused.reden
    return None


@given(st.lists(VALUES | st.just(PAGE.encode()), max_size=3))
def test_only_one_origin_out_of_the_list_is_ever_named(origins: list[bytes]) -> None:
    answer = MutableHeaders()
    asked = Headers(raw=[(b"origin", value) for value in origins])

    Herkomsten([PAGE]).mark(asked, answer)

    named = answer.get("Access-Control-Allow-Origin")
    assert named == (PAGE if origins == [PAGE.encode()] else None)
    assert answer["Vary"] == "Origin"


def content_of(head: list[tuple[bytes, bytes]], parts: list[bytes]) -> tuple[bytes | Reden | None, int]:
    """What is read of content that comes in these parts, and how many parts were asked for."""
    coming: Iterator[Message] = iter(
        [{"type": "http.request", "body": part, "more_body": n < len(parts)} for n, part in enumerate(parts, 1)]
    )
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return next(coming)

    async def reading() -> bytes | Reden | None:
        try:
            return await read_content({"type": "http", "headers": head}, receive)
        except Afgewezen as refused:
            return refused.reden

    return asyncio.run(reading()), read


@given(HEADS, st.lists(st.binary(max_size=9000), min_size=1, max_size=5))
def test_content_is_whole_or_turned_away(head: list[tuple[bytes, bytes]], parts: list[bytes]) -> None:
    found, _ = content_of([header for header in head if header[0] != b"content-length"], parts)

    whole = b"".join(parts)
    if len(whole) > MOST:
        assert found is Reden.INHOUD
    else:
        assert found in (whole, Reden.MEDIATYPE)
        assert whole or found == b""


@pytest.mark.parametrize(
    ("length", "asked"),
    [(b"16384", 1), (b"016384", 1), (b"16385", 0), (b"9" * 5000, 0), (b"\xb2", 1), (b"-5", 1), (b"", 1), (b"0", 1)],
)
def test_only_a_length_that_says_too_much_stops_the_reading(length: bytes, asked: int) -> None:
    found, read = content_of([(b"content-length", length)], [b""])

    assert read == asked
    assert found == (b"" if asked else Reden.INHOUD)


def test_no_more_is_read_than_too_much() -> None:
    found, read = content_of([], [b"x" * 10_000] * 50)

    assert found is Reden.INHOUD
    assert read == 2


async def test_content_that_does_not_come_is_not_waited_for() -> None:
    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Afgewezen) as refused:
        await read_content(NO_HEADERS, receive, seconds=0.01)
    assert refused.value.reden is Reden.TRAAG


async def test_a_caller_that_leaves_half_way_sent_nothing() -> None:
    coming: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(coming)

    assert await read_content(NO_HEADERS, receive) is None
