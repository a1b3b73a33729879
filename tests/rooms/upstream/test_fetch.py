"""Fetching what changes seldom: asked again with a condition, and believed for as long as the server says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.fetch import NEVER_SEEN, Fetched, Version, fetch_json
from mijnzaken_bff.upstream.versheid import fresh_for
from tests.rooms.tijdlus import Tijdlus

URL = "https://digid.example/certs"


class Certs:
    """A server of keys that answers as it is told, and keeps what it was asked."""

    def __init__(self, status: int = 200, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked: list[httpx.Request] = []

    async def fetched(self, known: Version = NEVER_SEEN) -> Fetched:
        return await fetch_json(httpx.MockTransport(self._answer), URL, known)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(self.status, headers=self.headers, content=b'{"keys": []}')


async def test_what_was_fetched_before_is_asked_for_unless_it_is_still_the_same():
    certs = Certs(etag='W/"7"', last_modified="Mon, 23 Nov 2026 15:04:05 GMT")
    first = await certs.fetched()
    certs.status = 304

    again = await certs.fetched(first.version)

    assert "if-none-match" not in certs.asked[0].headers
    assert certs.asked[1].headers["if-none-match"] == 'W/"7"'
    assert certs.asked[1].headers["if-modified-since"] == "Mon, 23 Nov 2026 15:04:05 GMT"
    assert (first.changed, first.document) == (True, {"keys": []})
    assert (again.changed, again.document, again.version) == (False, None, first.version)


async def test_not_modified_is_no_answer_to_somebody_who_has_nothing():
    with pytest.raises(SourceError) as refused:
        await Certs(304).fetched()

    assert refused.value.failure is Failure.UNUSABLE


@pytest.mark.parametrize("etag", ["é", "a\tb", '"' + "x" * 300 + '"'])
async def test_a_name_that_cannot_be_sent_back_is_not_used(etag: str):
    certs = Certs()
    certs.headers["etag"] = etag.encode("latin-1")  # type: ignore[assignment]

    assert (await certs.fetched()).version == NEVER_SEEN


async def test_what_is_said_of_freshness_holds_for_a_confirmation_too():
    certs = Certs(etag='"7"', cache_control="max-age=60")
    first = await certs.fetched()
    certs.status, certs.headers["cache-control"] = 304, "max-age=90"

    assert (first.fresh_for, (await certs.fetched(first.version)).fresh_for) == (60.0, 90.0)


class Drips(httpx.AsyncByteStream):
    """Sends a blank every half second, so that no read is ever slow, and never ends."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.5)


async def hangs(_: httpx.Request) -> httpx.Response:
    await asyncio.sleep(3600)
    raise AssertionError("nobody waits this long")


async def drips(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=Drips())


@pytest.mark.parametrize("issuer", [hangs, drips])
def test_t13_an_issuer_that_does_not_finish_is_waited_for_two_seconds(issuer: Callable[..., Any]) -> None:
    """By a clock of its own, on which waiting takes no time."""

    async def failed() -> tuple[Failure, float]:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        with pytest.raises(SourceError) as error:
            await fetch_json(httpx.MockTransport(issuer), URL)
        return error.value.failure, loop.time() - begin

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        assert runner.run(failed()) == (Failure.TIMEOUT, pytest.approx(2.0, abs=0.01))


DATE = "Mon, 23 Nov 2026 15:04:05 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "private"}, None),
        ({"cache-control": "s-maxage=10, public"}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE=600, must-revalidate"}, 600),
        ({"cache-control": 'max-age="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "1000"}, 0),
        ({"cache-control": "max-age=600", "age": "x"}, 0),
        ({"cache-control": "max-age=600", "expires": "0"}, 600),
        ({"cache-control": "no-cache"}, 0),
        ({"cache-control": "no-store, max-age=600"}, 0),
        ({"cache-control": 'no-cache="set-cookie", max-age=600'}, 0),
        ({"cache-control": "max-age=600, max-age=60"}, 0),
        ({"cache-control": "max-age"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=1e9"}, 0),
        ({"cache-control": "max-age=" + "9" * 400}, 0),
        ({"date": DATE, "expires": "Mon, 23 Nov 2026 15:09:05 GMT"}, 300),
        ({"date": DATE, "expires": "Mon, 23 Nov 2026 15:09:05 GMT", "age": "60"}, 240),
        ({"date": DATE, "expires": DATE}, 0),
        ({"date": DATE, "expires": "0"}, 0),
        ({"expires": "Mon, 23 Nov 2026 15:09:05 GMT"}, 0),
        ({"date": DATE, "expires": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, 0),
        ({"date": DATE, "expires": "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"}, 0),
        ({"date": DATE, "expires": "Mon, 01 Jan 2024 00:00:00 +9999"}, 0),
        ({"date": DATE, "expires": "Mon, 01 Jan 2024 1:1:99999999999999999999 GMT"}, 0),
        ({"date": "1 1 1 1", "expires": DATE}, 0),
        ({"date": " ", "expires": " "}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh_is_what_its_headers_say(headers: dict[str, Any], seconds: float | None):
    assert fresh_for(httpx.Headers(headers)) == seconds


words = st.lists(
    st.sampled_from([
        "max-age", "=", "no-cache", ",", " ", '"', "60", "-1", "23", "Nov", "2026", "15:04:05", "99:99:99", "GMT",
        "Mon", "+9999", "0", "00000000000", ";", "(",
    ]),
    max_size=12,
).map(" ".join)  # fmt: skip
numbers = st.integers(min_value=-1, max_value=10**25) | st.integers(min_value=0, max_value=99)
dates = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    st.sampled_from(["Mon", "x"]), numbers, st.sampled_from(["Jan", "Feb", "x"]),
    st.sampled_from([1, 2026, 9999]) | numbers, numbers, numbers, numbers,
    st.sampled_from(["GMT", "-0000", "+2359", "-2359", "+9999"]) | numbers.map("+{}".format),
)  # fmt: skip
header_texts = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60) | words | dates


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age"]), header_texts))
def test_no_header_makes_reading_freshness_fail(headers: dict[str, str]):
    told = fresh_for(httpx.Headers([(name.encode(), text.encode("latin-1")) for name, text in headers.items()]))

    assert told is None or told >= 0
