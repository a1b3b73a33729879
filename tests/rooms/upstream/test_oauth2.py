"""A token from a token endpoint: what is asked, how long it is kept, and what goes wrong."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.oauth2 import OAuth2
from mijnzaken_bff.upstream.toegang import OAuth2Toegang
from mijnzaken_bff.upstream.transport import AiohttpTransport
from tests.rooms.upstream.boze_bron import (
    Received,
    Script,
    answer,
    says,
    says_and_falls_silent,
    says_and_hangs_up,
)
from tests.rooms.upstream.klok import Background, FakeClock
from tests.rooms.upstream.tokenbron import CLIENT, SECRET, TokenBron, tokenbron, who_asks

REFUSED = SourceError(Failure.NO_ACCESS, "zaken", status=401)


class Ingang:
    """Credentials at a token endpoint, the clock they look at, and what they began."""

    def __init__(
        self, url: str, *, seconds: float = 5.0, transport: httpx.AsyncBaseTransport | None = None, **settings: Any
    ) -> None:
        self.clock = FakeClock()
        self.background = Background()
        self.transport = transport or AiohttpTransport(connections=1)
        toegang = {"soort": "oauth2", "tokenUrl": url, "clientId": CLIENT, "secret": SECRET, **settings}
        self.credentials = OAuth2(
            OAuth2Toegang.model_validate(toegang, context={"ontwikkeling": True}),
            self.transport,
            self.clock,
            self.background.spawn,
            bron="waterdam",
            seconds=seconds,
        )

    async def token(self) -> str:
        return word_in(await self.credentials.headers())

    async def token_after(self, refused: str, why: SourceError = REFUSED) -> str | None:
        headers = await self.credentials.renewed({"Authorization": f"Bearer {refused}"}, why)
        return None if headers is None else word_in(headers)

    async def failure(self) -> SourceError:
        with pytest.raises(SourceError) as raised:
            await self.credentials.headers()
        return raised.value


def word_in(headers: dict[str, str]) -> str:
    assert list(headers) == ["Authorization"]
    kind, _, token = headers["Authorization"].partition(" ")
    assert kind == "Bearer"
    return token


@asynccontextmanager
async def ingang(bron: TokenBron | str, **settings: Any) -> AsyncIterator[Ingang]:
    opened = Ingang(bron if isinstance(bron, str) else bron.url, **settings)
    try:
        yield opened
    finally:
        await opened.background.aclose()
        await opened.transport.aclose()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


# What is asked.


async def test_a_token_is_asked_with_name_and_secret_in_the_header():
    async with tokenbron() as bron, ingang(bron) as way:
        assert await way.token() == "token-1"

    assert bron.server is not None
    (received,) = bron.server.received
    assert received.line == "POST /realms/gemeente/token HTTP/1.1"
    assert received.body == b"grant_type=client_credentials"
    assert sorted((name.lower(), value) for name, value in received.headers) == [
        ("accept", "application/json"),
        ("accept-encoding", "gzip"),
        ("authorization", "Basic bWlqbnpha2VuOmVlbi1nZWhlaW0tdmFuLWRlLXRva2VuYnJvbi12YW4tMzItdGVrZW5z"),
        ("content-length", "29"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("host", f"127.0.0.1:{bron.server.port}"),
        ("user-agent", "mijnzaken-bff"),
    ]


async def test_name_and_secret_can_be_asked_for_in_the_body():
    async with tokenbron() as bron, ingang(bron, clientAuthenticatie="post") as way:
        assert await way.token() == "token-1"

    assert bron.forms == [{"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET}]
    assert bron.server is not None
    assert bron.server.received[0].header("authorization") == []


@pytest.mark.parametrize("way_in", ["basic", "post"])
async def test_scope_and_audience_are_asked_for(way_in: str):
    settings = {"scope": "zaken.lezen catalogi.lezen", "audience": "https://zgw.example/?a=b&c"}
    async with tokenbron() as bron, ingang(bron, clientAuthenticatie=way_in, **settings) as way:
        await way.token()

    assert bron.forms[0].items() >= settings.items()


async def test_a_colon_in_the_name_does_not_end_it():
    async with tokenbron() as bron, ingang(bron, clientId="mijn:zaken", secret="a b%+:é") as way:
        bron.says = says(answer(b'{"access_token": "x"}'))
        await way.token()

    # Source: RFC 6749, 2.3.1 and appendix B.
    assert bron.server is not None
    assert bron.server.received[0].header("authorization") == ["Basic bWlqbiUzQXpha2VuOmErYiUyNSUyQiUzQSVDMyVBOQ=="]


async def test_the_request_carries_its_time_outs():
    seen: list[httpx.Request] = []

    class Noting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request)
            raise httpx.ConnectError("x", request=request)

    async with ingang("http://127.0.0.1:1/", transport=Noting()) as way:
        await way.failure()

    assert seen[0].extensions["timeout"] == {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}


# What is answered.


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("/access_token", {"access_token": "abc"}),
        ("/authorization", {"authorization": "abc"}),
        ("/authorization", {"authorization": "Bearer abc"}),
        ("/token", {"token": "abc", "access_token": "another"}),
        ("/data/token", {"data": {"token": "abc"}}),
        ("/a~1b/c~0d", {"a/b": {"c~d": "abc"}}),
    ],
)
async def test_the_token_is_read_where_the_endpoint_writes_it(field: str, body: dict[str, Any]):
    async with tokenbron() as bron, ingang(bron, tokenVeld=field) as way:
        bron.says = says(answer(json.dumps(body).encode()))
        assert await way.token() == "abc"


async def test_a_packed_answer_is_read():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.says = says(answer(gzip.compress(b'{"access_token": "abc"}'), "Content-Encoding: gzip"))
        assert await way.token() == "abc"


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BearerToken", None])
async def test_a_bearer_token_is_used_however_it_is_spelled(kind: str | None):
    async with tokenbron() as bron, ingang(bron) as way:
        bron.rest = {"token_type": kind}
        assert await way.token() == "token-1"


def _moved(status: str) -> Script:
    return says(answer(b"", "Location: /elders", status=status))


def _error(status: str, **body: Any) -> Script:
    return says(answer(json.dumps(body).encode(), status=status))


WRONG: dict[str, tuple[Script, Failure, int | None, str | None]] = {
    "401": (_error("401 Unauthorized", error="invalid_client"), Failure.NO_ACCESS, 401, "invalid_client"),
    "401 without a word": (says(answer(b"", status="401 Unauthorized")), Failure.NO_ACCESS, 401, None),
    "403": (_error("403 Forbidden"), Failure.NO_ACCESS, 403, None),
    "400 about us": (_error("400 Bad Request", error="invalid_client"), Failure.NO_ACCESS, 400, "invalid_client"),
    "400 about our scope": (_error("400 Bad Request", error="invalid_scope"), Failure.NO_ACCESS, 400, "invalid_scope"),
    "400": (_error("400 Bad Request", error="invalid_request"), Failure.REJECTED, 400, "invalid_request"),
    "400 that repeats": (_error("400 Bad Request", error=SECRET + "9"), Failure.REJECTED, 400, None),
    "400 in html": (says(answer(b"<html>", status="400 Bad Request")), Failure.REJECTED, 400, None),
    "404": (_error("404 Not Found"), Failure.UNUSABLE, 404, None),
    "429": (_error("429 Too Many Requests"), Failure.OVERLOADED, 429, None),
    "500": (_error("500 Internal Server Error"), Failure.SERVER_ERROR, 500, None),
    "503": (_error("503 Service Unavailable"), Failure.OVERLOADED, 503, None),
    "301": (_moved("301 Moved Permanently"), Failure.UNUSABLE, 301, None),
    "302": (_moved("302 Found"), Failure.UNUSABLE, 302, None),
    "307": (_moved("307 Temporary Redirect"), Failure.UNUSABLE, 307, None),
    "308": (_moved("308 Permanent Redirect"), Failure.UNUSABLE, 308, None),
    "204": (says(b"HTTP/1.1 204 No Content\r\n\r\n"), Failure.UNUSABLE, 204, None),
    "html": (says(answer(b"<html>")), Failure.UNUSABLE, None, None),
    "nothing": (says(answer(b"")), Failure.UNUSABLE, None, None),
    "a list": (says(answer(b'["abc"]')), Failure.UNUSABLE, None, None),
    "no token": (says(answer(b'{"token": "abc"}')), Failure.UNUSABLE, None, None),
    "a number": (says(answer(b'{"access_token": 3}')), Failure.UNUSABLE, None, None),
    "an empty token": (says(answer(b'{"access_token": ""}')), Failure.UNUSABLE, None, None),
    "a token of two lines": (says(answer(b'{"access_token": "a\\r\\nX: y"}')), Failure.UNUSABLE, None, None),
    "a token with spaces": (says(answer(b'{"access_token": "a b"}')), Failure.UNUSABLE, None, None),
    "a token of 20 kB": (says(answer(b'{"access_token": "' + b"a" * 20_000 + b'"}')), Failure.UNUSABLE, None, None),
    "another kind": (says(answer(b'{"access_token": "a", "token_type": "mac"}')), Failure.UNUSABLE, None, None),
    "100 kB": (says(answer(b'{"access_token": "a"}' + b" " * 100_000)), Failure.TOO_LARGE, None, None),
    "brotli": (says(answer(b"x", "Content-Encoding: br")), Failure.UNUSABLE, None, None),
    "hanging up": (says(b""), Failure.REFUSED, None, None),
    "half": (says_and_hangs_up(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), Failure.PROTOCOL, None, None),
    "no http": (says_and_hangs_up(b"SSH-2.0-OpenSSH_9.9\r\n"), Failure.PROTOCOL, None, None),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_goes_wrong_there_has_its_own_name_and_says_where(wrong: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    script, failure, status, code = WRONG[wrong]

    async with tokenbron() as bron, ingang(bron) as way:
        bron.says = script
        error = await way.failure()
        # aiohttp's own notice that a connection was dropped is none of ours.
        assert bron.asked == 1

    assert (error.failure, error.where, error.status, error.code) == (failure, "token", status, code)
    told = caplog.text + " ".join(
        [str(error), repr(error), repr(vars(error)), *traceback.format_exception(error), str(way.credentials.__dict__)]
    )
    assert SECRET not in told
    (line,) = (record for record in caplog.records if record.message == "token_fetch_failed")
    assert vars(line).items() >= {"failure": failure.value, "status": status, "code": code}.items()


async def test_a_redirect_is_not_followed_with_our_secret():
    async with tokenbron() as elsewhere, tokenbron() as bron, ingang(bron) as way:
        bron.says = says(answer(b"", f"Location: {elsewhere.url}", status="307 Temporary Redirect"))
        await way.failure()

    assert elsewhere.server is not None
    assert elsewhere.server.connections == 0


async def test_an_endpoint_that_says_nothing_ends_in_time():
    async with tokenbron() as bron, ingang(bron, seconds=0.2) as way:
        bron.says = says_and_falls_silent()
        assert (await way.failure()).failure is Failure.TIMEOUT


async def test_an_endpoint_that_drips_ends_in_time():
    async def drip(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with tokenbron() as bron, ingang(bron, seconds=0.2) as way:
        bron.says = drip
        assert (await way.failure()).failure is Failure.TIMEOUT


async def test_an_endpoint_where_nobody_listens_is_refused():
    async with tokenbron() as bron:
        url = bron.url
    async with ingang(url) as way:
        assert (await way.failure()).failure is Failure.REFUSED


# How long it is kept.


async def test_a_token_is_used_until_a_minute_before_its_end_and_then_renewed_beside_the_questions():
    async with tokenbron() as bron, ingang(bron) as way:
        assert await way.token() == "token-1"
        way.clock.move(239)
        assert await way.token() == "token-1"
        assert bron.asked == 1

        way.clock.move(1)
        assert await way.token() == "token-1"
        await way.background.done()

        assert await way.token() == "token-2"
        assert bron.asked == 2


async def test_a_token_that_ended_is_waited_for():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        way.clock.move(300)

        assert await way.token() == "token-2"


async def test_a_renewal_that_fails_costs_nothing_while_the_old_token_is_good():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.says = _error("500 Internal Server Error")
        way.clock.move(250)
        for _ in range(10):
            assert await way.token() == "token-1"
            await settle()
        await way.background.done()
        assert bron.asked == 2  # and not with every question

        way.clock.move(5)
        bron.says = None
        assert await way.token() == "token-1"
        await way.background.done()
        assert await way.token() == "token-2"


async def test_the_clock_that_is_set_back_does_not_make_a_token_last():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        way.clock.move(-3600)

        assert await way.token() == "token-2"


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        (300, 300),
        (120.5, 120.5),
        ("300", 300),
        (3600, 3600),
        (86_400, 3600),
        (10**30, 3600),
        (5, 30),
        (0.1, 30),
        (0, 300),
        (-1, 300),
        (None, 300),
        (True, 300),
        ("", 300),
        ("straks", 300),
        ("nan", 300),
        ("inf", 3600),
        ("1" * 400, 3600),
        ([], 300),
        ({}, 300),
    ],
)
async def test_a_token_is_kept_as_long_as_makes_sense(stated: Any, seconds: float):
    async with tokenbron() as bron, ingang(bron) as way:
        bron.rest = {"expires_in": stated}
        await way.token()
        way.clock.move(seconds - 0.01)
        assert await way.token() == "token-1"
        await way.background.done()
        assert await way.token() == "token-2"  # renewed beside the question just before
        way.clock.move(seconds)
        assert await way.token() == "token-3"


async def test_a_lifetime_that_is_not_told_is_five_minutes():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.rest = {}
        await way.token()
        way.clock.move(239)
        await way.token()
        assert bron.asked == 1
        way.clock.move(61)
        assert await way.token() == "token-2"


# One at a time.


async def test_many_who_need_a_token_wait_for_one():
    async with tokenbron() as bron, ingang(bron) as way:
        tokens = await asyncio.gather(*(way.token() for _ in range(20)))

    assert set(tokens) == {"token-1"}
    assert bron.asked == 1


async def test_many_who_wait_for_one_that_fails_all_hear_why():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.says = _error("500 Internal Server Error")
        errors = await asyncio.gather(*(way.failure() for _ in range(20)))

    assert {error.failure for error in errors} == {Failure.SERVER_ERROR}
    assert len({id(error) for error in errors}) == 20
    assert bron.asked == 1


async def test_one_who_leaves_does_not_break_it_for_the_others():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.wait = asyncio.Event()
        waiting = [asyncio.create_task(way.token()) for _ in range(5)]
        assert bron.server is not None
        await bron.server.until(lambda: bron.asked == 1)
        for one in waiting[:4]:
            one.cancel()
        await settle()
        bron.wait.set()

        assert await waiting[4] == "token-1"
        assert all(one.cancelled() for one in waiting[:4])
        assert bron.asked == 1


async def test_a_token_that_comes_after_everybody_left_is_there_for_the_next():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.wait = asyncio.Event()
        waiting = asyncio.create_task(way.token())
        assert bron.server is not None
        await bron.server.until(lambda: bron.asked == 1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        bron.wait.set()
        await way.background.done()

        assert await way.token() == "token-1"
        assert bron.asked == 1


async def test_a_fetch_that_is_ended_with_the_service_leaves_nobody_waiting():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.wait = asyncio.Event()
        waiting = asyncio.create_task(way.failure())
        assert bron.server is not None
        await bron.server.until(lambda: bron.asked == 1)
        await way.background.aclose()

        assert (await waiting).failure is Failure.INTERNAL


async def test_after_a_failure_the_endpoint_is_left_alone_for_a_second():
    async with tokenbron() as bron, ingang(bron) as way:
        bron.says = _error("401 Unauthorized", error="invalid_client")
        errors = [await way.failure() for _ in range(10)]
        assert bron.asked == 1
        assert {(error.failure, error.status, error.code) for error in errors} == {
            (Failure.NO_ACCESS, 401, "invalid_client")
        }

        way.clock.move(1)
        bron.says = None
        assert await way.token() == "token-1"


# Renewed after a refusal.


async def test_a_token_that_was_refused_is_renewed():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()

        assert await way.token_after("token-1") == "token-2"
        assert await way.token() == "token-2"


async def test_ten_who_were_refused_with_one_token_ask_for_one():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.wait = asyncio.Event()
        waiting = [asyncio.create_task(way.token_after("token-1")) for _ in range(10)]
        await settle()
        bron.wait.set()
        tokens = await asyncio.gather(*waiting)
        late = await way.token_after("token-1")

        assert {*tokens, late, await way.token()} == {"token-2"}
        assert bron.asked == 2


async def test_nobody_else_waits_for_a_renewal_after_a_refusal():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.wait = asyncio.Event()
        waiting = asyncio.create_task(way.token_after("token-1"))
        await settle()

        async with asyncio.timeout(1):
            assert await way.token() == "token-1"
        bron.wait.set()
        assert await waiting == "token-2"
        assert await way.token() == "token-2"


async def test_a_renewal_that_fails_leaves_the_old_token_to_whom_it_works_for():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.says = _error("500 Internal Server Error")
        for _ in range(10):
            with pytest.raises(SourceError) as raised:
                await way.token_after("token-1")
            assert (raised.value.failure, raised.value.where) == (Failure.SERVER_ERROR, "token")
            assert await way.token() == "token-1"
        assert bron.asked == 2

        way.clock.move(1)
        bron.says = None
        assert await way.token_after("token-1") == "token-2"
        assert await way.token() == "token-2"


async def test_who_was_refused_with_a_token_that_is_no_longer_ours_gets_a_good_one():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        way.clock.move(300)

        assert await way.token_after("token-0") == "token-2"
        assert bron.asked == 2


async def test_a_renewal_before_its_end_counts_for_who_was_refused_meanwhile():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.wait = asyncio.Event()
        way.clock.move(250)
        assert await way.token() == "token-1"
        waiting = asyncio.create_task(way.token_after("token-1"))
        await settle()
        bron.wait.set()

        assert await waiting == "token-2"
        assert await way.token_after("token-2") is None
        assert bron.asked == 2


async def test_a_register_that_refuses_every_token_does_not_cost_a_token_per_question():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        assert await way.token_after("token-1") == "token-2"
        for _ in range(10):
            assert await way.token_after("token-2") is None
        assert bron.asked == 2

        way.clock.move(1)
        assert await way.token_after("token-2") == "token-3"


@pytest.mark.parametrize(
    "why",
    [
        SourceError(Failure.NO_ACCESS, "zaken", status=403),
        SourceError(Failure.NO_ACCESS, "zaken", status=403, code="permission_denied"),
    ],
)
async def test_a_refusal_of_our_rights_renews_nothing(why: SourceError):
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()

        assert await way.token_after("token-1", why) is None
        assert bron.asked == 1


async def test_a_renewal_that_fails_says_why():
    async with tokenbron() as bron, ingang(bron) as way:
        await way.token()
        bron.says = _error("503 Service Unavailable")
        with pytest.raises(SourceError) as raised:
            await way.token_after("token-1")

    assert (raised.value.failure, raised.value.where, raised.value.status) == (Failure.OVERLOADED, "token", 503)


# While its secret is replaced.


NEW = "een-nieuw-geheim-van-de-tokenbron-van-32-tekens"
ROTATION = {"secret": NEW, "vorigSecret": SECRET}


def switches(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """Every switch that was told: how serious, of which bron, and to which of the two."""
    told = [record for record in caplog.records if record.getMessage() == "secret_switched"]
    return [(record.levelname, vars(record)["bron"], vars(record)["what"]) for record in told]


def came_with(bron: TokenBron) -> list[str]:
    """The secret of each fetch."""
    assert bron.server is not None
    return [secret for received in bron.server.received for _, secret in who_asks(received)]


@pytest.mark.parametrize("way_in", ["basic", "post"])
async def test_an_endpoint_that_is_not_switched_yet_costs_one_fetch_once(way_in: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with tokenbron() as bron, ingang(bron, clientAuthenticatie=way_in, **ROTATION) as way:
        assert await way.token() == "token-1"
        way.clock.move(300)
        assert await way.token() == "token-2"

        assert came_with(bron) == [NEW, SECRET, SECRET]
    assert "token_fetch_failed" not in caplog.text
    assert switches(caplog) == [("WARNING", "waterdam", "vorig")]


async def test_an_endpoint_that_is_switched_is_noticed_beside_the_questions(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        await way.token()
        bron.takes = NEW
        way.clock.move(250)
        assert await way.token() == "token-1"
        await way.background.done()
        assert await way.token() == "token-2"
        way.clock.move(300)
        assert await way.token() == "token-3"

        assert came_with(bron) == [NEW, SECRET, SECRET, NEW, NEW]
    assert switches(caplog) == [("WARNING", "waterdam", "vorig"), ("INFO", "waterdam", "nieuw")]


async def test_an_endpoint_that_was_switched_before_costs_nothing(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        bron.takes = NEW
        await way.token()

        assert came_with(bron) == [NEW]
    assert switches(caplog) == []


async def test_tokens_that_are_revoked_with_the_secret_are_renewed_for_the_same_question():
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        await way.token()
        bron.takes = NEW

        assert await way.token_after("token-1") == "token-2"
        assert came_with(bron) == [NEW, SECRET, SECRET, NEW]


async def test_many_who_wait_while_the_secret_is_found_out_wait_for_one_fetch(caplog: pytest.LogCaptureFixture):
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        tokens = await asyncio.gather(*(way.token() for _ in range(20)))

        assert set(tokens) == {"token-1"}
        assert came_with(bron) == [NEW, SECRET]
    assert switches(caplog) == [("WARNING", "waterdam", "vorig")]


@pytest.mark.parametrize(
    ("status", "code", "fetches"),
    [
        ("401 Unauthorized", "invalid_client", 2),
        ("401 Unauthorized", "unauthorized_client", 2),
        ("401 Unauthorized", None, 2),
        ("400 Bad Request", "invalid_client", 2),
        ("400 Bad Request", "unauthorized_client", 2),
        ("400 Bad Request", "invalid_scope", 1),
        ("400 Bad Request", "access_denied", 1),
        ("400 Bad Request", "invalid_request", 1),
        ("403 Forbidden", None, 1),
        ("404 Not Found", None, 1),
        ("429 Too Many Requests", None, 1),
        ("500 Internal Server Error", "invalid_client", 1),
        ("503 Service Unavailable", None, 1),
    ],
)
async def test_only_a_refusal_that_may_be_about_the_secret_tries_the_other(
    status: str, code: str | None, fetches: int, caplog: pytest.LogCaptureFixture
):
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        bron.says = _error(status, error=code)
        assert (await way.failure()).status == int(status[:3])
        assert (await way.failure()).status == int(status[:3])  # left alone for a second

        assert came_with(bron) == [NEW, SECRET][:fetches]
        assert switches(caplog) == []
        bron.says = None
        bron.takes = NEW
        way.clock.move(1)
        await way.token()
        assert came_with(bron)[fetches:] == [NEW]


async def test_an_endpoint_that_fails_at_the_second_try_is_told_as_that_and_changes_nothing(
    caplog: pytest.LogCaptureFixture,
):
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:

        async def refuses_then_fails(received: Received, writer: asyncio.StreamWriter) -> None:
            status = "401 Unauthorized" if (CLIENT, NEW) in who_asks(received) else "503 Service Unavailable"
            await _error(status)(received, writer)

        bron.says = refuses_then_fails
        assert (await way.failure()).failure is Failure.OVERLOADED
        bron.says = None
        way.clock.move(1)
        await way.token()

        assert came_with(bron) == [NEW, SECRET, NEW, SECRET]
    assert switches(caplog) == [("WARNING", "waterdam", "vorig")]


async def test_both_tries_together_end_in_time():
    async with tokenbron() as bron, ingang(bron, seconds=0.3, **ROTATION) as way:

        async def refuses_then_hangs(received: Received, writer: asyncio.StreamWriter) -> None:
            if (CLIENT, NEW) in who_asks(received):
                await _error("401 Unauthorized")(received, writer)
            else:
                await says_and_falls_silent()(received, writer)

        bron.says = refuses_then_hangs
        assert (await way.failure()).failure is Failure.TIMEOUT


# Nothing of it is ever told.


@pytest.mark.parametrize("shown", [repr, str, lambda it: repr(vars(it)), lambda it: repr(vars(it)["_token"])])
async def test_neither_secret_nor_token_is_printed(shown: Callable[[Any], str], caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    async with tokenbron() as bron, ingang(bron, **ROTATION) as way:
        await way.token()
        way.clock.move(250)
        await way.token()
        await way.background.done()
        told = shown(way.credentials) + caplog.text

    assert SECRET not in told
    assert NEW not in told
    assert "token-1" not in told
    assert "token-2" not in told
