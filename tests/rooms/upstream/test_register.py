"""One conversation with one register: exactly what is sent, and what becomes of every answer."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import respx
from pydantic import SecretStr

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.credentials import ZgwJwt
from mijnzaken_bff.upstream.fetch import fetch_json
from mijnzaken_bff.upstream.gesprek import failure_of
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.pool import Grens, Pool
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Breker, Service
from mijnzaken_bff.upstream.toegang import ZgwJwtToegang
from mijnzaken_bff.upstream.transport import SENT_AGAIN, AiohttpTransport, NameNotResolvedError, TlsFailedError
from mijnzaken_bff.upstream.wissel import Wissel
from tests.lekken import leaks
from tests.rooms.upstream.boze_bron import answer, boze_bron, says
from tests.rooms.upstream.doorlaten import guard, still

BASE = "https://zgw.waterdam.example/zaken/api/v1/"
ANNA = "999990019"
ZOEK = {"rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": ANNA, "expand": "status,rollen"}


class Fixed:
    """Credentials that are easily recognised, and never renewed."""

    def __init__(self, token: str = "a.b.c") -> None:
        self.token = token

    async def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        return None

    def accepted(self, renewed: Mapping[str, str]) -> None:
        pass


class Scripted(httpx.AsyncBaseTransport):
    """A transport that does what it is told, and counts what runs at once."""

    def __init__(self, act: Callable[[httpx.Request], Any]) -> None:
        self.act = act
        self.running = 0
        self.most_running = 0
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            result = self.act(request)
            return await result if asyncio.iscoroutine(result) else result
        finally:
            self.running -= 1


class Stream(httpx.AsyncByteStream):
    """A body in pieces, that remembers whether it was closed. A piece may be an error."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = pieces
        self.closed = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def aclose(self) -> None:
        self.closed += 1


@pytest.fixture
def waterdam() -> respx.Router:
    return respx.Router(assert_all_called=False)


def register(
    transport: httpx.AsyncBaseTransport | respx.Router | Callable[[httpx.Request], Any],
    *,
    permits: Bulkhead | None = None,
    credentials: Any = None,
    limits: Limits | None = None,
    headers: dict[str, str] | None = None,
    passing: Guard | None = None,
    any_media_type: bool = False,
    basis: Basis | None = None,
) -> Register:
    """A register; it is not asked twice, unless by a guard of its own."""
    if isinstance(transport, respx.Router):
        transport = httpx.MockTransport(transport.async_handler)
    elif not isinstance(transport, httpx.AsyncBaseTransport):
        transport = Scripted(transport)
    return Register(
        basis or Basis(BASE, ("https://intern.example/zrc/",)),
        credentials or Fixed(),
        transport,
        passing or guard(permits or Bulkhead(4), retries=False),
        headers=headers,
        limits=limits,
        any_media_type=any_media_type,
    )


async def refusal(asking: Any) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await asking
    return raised.value


def replying(body: bytes, status: int = 200, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, headers=headers, stream=Stream(body))


# What is sent.


async def test_a_get_sends_exactly_this(waterdam: respx.Router):
    route = waterdam.get(BASE + "zaken").respond(json={"results": []})

    answer = await register(waterdam, headers={"X-Gemeente": "waterdam"}).get(
        "zaken", {"expand": "status,rollen", "q": "a b/c"}, {"Accept-Crs": "EPSG:4326"}
    )

    assert answer == {"results": []}
    (call,) = route.calls
    assert call.request.method == "GET"
    assert str(call.request.url) == BASE + "zaken?expand=status%2Crollen&q=a+b%2Fc"
    assert call.request.content == b""
    assert dict(call.request.headers) == {
        "host": "zgw.waterdam.example",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "mijnzaken-bff",
        "x-gemeente": "waterdam",
        "accept-crs": "EPSG:4326",
        "authorization": "Bearer a.b.c",
    }


async def test_a_search_sends_its_criteria_in_the_body_and_not_in_the_url(waterdam: respx.Router):
    route = waterdam.post(BASE + "zaken/_zoek").respond(json={"results": []})

    await register(waterdam).search("zaken/_zoek", ZOEK, {"page": "1"})

    (call,) = route.calls
    assert call.request.method == "POST"
    assert str(call.request.url) == BASE + "zaken/_zoek?page=1"
    assert json.loads(call.request.content) == ZOEK
    assert dict(call.request.headers) == {
        "host": "zgw.waterdam.example",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "mijnzaken-bff",
        "content-type": "application/json",
        "content-length": str(len(call.request.content)),
        "authorization": "Bearer a.b.c",
    }


async def test_a_search_without_query_has_no_question_mark(waterdam: respx.Router):
    route = waterdam.post(BASE + "zaken/_zoek").respond(json=[])

    await register(waterdam).search("zaken/_zoek", {}, {})

    assert str(route.calls[0].request.url) == BASE + "zaken/_zoek"


@pytest.mark.parametrize("link", [BASE + "zaken/1", "https://intern.example/zrc/zaken/1"])
async def test_a_link_is_followed_at_the_base(waterdam: respx.Router, link: str):
    route = waterdam.get(BASE + "zaken/1").respond(json={"uuid": "1"})

    assert await register(waterdam).follow(link, {"X-Extra": "1"}) == {"uuid": "1"}
    assert route.calls[0].request.headers["x-extra"] == "1"
    assert route.calls[0].request.headers["authorization"] == "Bearer a.b.c"


async def test_a_link_to_elsewhere_is_not_asked_at_all():
    transport = Scripted(replying(b"{}"))

    error = await refusal(register(transport).follow("https://elders.example/zaken/api/v1/zaken/1"))

    assert error.failure is Failure.FOREIGN_URL
    assert transport.requests == []


async def test_every_request_carries_its_time_outs():
    transport = Scripted(replying(b"{}"))

    await register(transport, limits=Limits(connect_seconds=1.5, read_seconds=7.0)).get("zaken")

    assert transport.requests[0].extensions["timeout"] == {"connect": 1.5, "read": 7.0, "write": 7.0, "pool": 7.0}


async def test_each_register_gets_its_own_token_and_no_other():
    transport = Scripted(replying(b"[]"))
    waterdam, duinoord = (
        Register(Basis(f"https://{name}.example/api/"), Fixed(name), transport, guard())
        for name in ("waterdam", "duinoord")
    )

    await waterdam.get("zaken")
    await duinoord.get("zaken")
    await waterdam.search("zaken/_zoek", {}, {})

    sent = [(request.url.host, request.headers["authorization"]) for request in transport.requests]
    assert sent == [
        ("waterdam.example", "Bearer waterdam"),
        ("duinoord.example", "Bearer duinoord"),
        ("waterdam.example", "Bearer waterdam"),
    ]


async def test_an_api_with_its_own_access_does_not_use_that_of_the_bron():
    transport = Scripted(replying(b"{}"))
    verbindingen = Pool(
        lambda *_: transport,
        bron="waterdam",
        grens=Grens(2),
        limits=Limits(),
        ceiling=Bulkhead(100),
        clock=_NoonClock(),
        ticks=still,
        spawn=asyncio.ensure_future,
    )
    secret = SecretStr("een-geheim-van-meer-dan-32-tekens-lang")
    bron, own = (
        ZgwJwtToegang(soort="zgwJwt", client_id=name, secret=secret) for name in ("van-de-bron", "van-de-catalogus")
    )

    await verbindingen.register(Service(url=BASE), bron).get("zaken")
    await verbindingen.register(Service(url=BASE, toegang=own), bron).get("zaaktypen")
    await verbindingen.aclose()

    tokens = [request.headers["authorization"] for request in transport.requests]
    expected = [
        (await ZgwJwt(name, Wissel("waterdam", secret), _NoonClock()).headers())["Authorization"]
        for name in ("van-de-bron", "van-de-catalogus")
    ]
    assert tokens == expected


class _NoonClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12, tzinfo=UTC)


class Renewing(Fixed):
    """Credentials that have a second token, and remember what they were told was refused."""

    def __init__(self) -> None:
        super().__init__("oud")
        self.refused: list[tuple[dict[str, str], int | None, str | None]] = []
        self.taken: list[dict[str, str]] = []

    async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
        self.refused.append((dict(refused), why.status, why.code))
        return {"Authorization": "Bearer nieuw"}

    def accepted(self, renewed: Mapping[str, str]) -> None:
        self.taken.append(dict(renewed))


def taking(token: str, otherwise: int = 401) -> Callable[[httpx.Request], httpx.Response]:
    """Answer who comes with this token."""

    def act(request: httpx.Request) -> httpx.Response:
        known = request.headers["authorization"] == f"Bearer {token}"
        return httpx.Response(200 if known else otherwise, stream=Stream(b"[]" if known else b'{"code": "jwt-x"}'))

    return act


@pytest.mark.parametrize("status", [401, 403])
async def test_a_question_that_was_refused_is_asked_once_more_with_renewed_credentials(status: int):
    transport, credentials = Scripted(taking("nieuw", status)), Renewing()

    page = await register(transport, credentials=credentials).search("zaken/_zoek", ZOEK, {"page": "1"})

    assert page.items == []

    first, second = transport.requests
    assert credentials.refused == [({"Authorization": "Bearer oud"}, status, "jwt-x")]
    assert credentials.taken == [{"Authorization": "Bearer nieuw"}]
    assert (first.method, first.url, first.content) == (second.method, second.url, second.content)
    differ = {name for name in first.headers if first.headers[name] != second.headers[name]}
    assert differ == {"authorization"}
    assert second.extensions == first.extensions


async def test_what_is_refused_twice_is_not_asked_a_third_time():
    transport, credentials = Scripted(taking("geen van beide")), Renewing()

    error = await refusal(register(transport, credentials=credentials).get("zaken"))

    assert (error.failure, error.status) == (Failure.NO_ACCESS, 401)
    assert len(transport.requests) == 2
    assert len(credentials.refused) == 1
    assert credentials.taken == []


@pytest.mark.parametrize("act", [replying(b"{}", 400), replying(b"{}", 404), replying(b"{}", 503), replying(b"<html>")])
async def test_only_a_refusal_of_who_we_are_renews_anything(act: Callable[[httpx.Request], httpx.Response]):
    transport, credentials = Scripted(act), Renewing()

    await refusal(register(transport, credentials=credentials).get("zaken"))

    assert len(transport.requests) == 1
    assert credentials.refused == []


async def test_the_permit_is_held_while_credentials_are_renewed():
    permits, free = Bulkhead(1), []

    class Watching(Renewing):
        async def renewed(self, refused: Mapping[str, str], why: SourceError) -> dict[str, str] | None:
            free.append(permits.in_use == 0)
            return await super().renewed(refused, why)

    await register(Scripted(taking("nieuw")), permits=permits, credentials=Watching()).get("zaken")

    assert free == [False]
    assert permits.in_use == 0


# Once more, and never twice.


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_register_that_stumbles_is_asked_once_more(status: int):
    answers = [httpx.Response(status, stream=Stream(b"")), httpx.Response(200, stream=Stream(b"[]"))]
    transport = Scripted(lambda _: answers.pop(0))

    page = await register(transport, passing=guard()).search("zaken/_zoek", ZOEK, {})

    assert page.items == []
    first, second = transport.requests
    assert (first.method, first.url, first.content) == (second.method, second.url, second.content)


async def test_a_register_that_keeps_stumbling_is_asked_twice_and_not_a_third_time():
    transport = Scripted(replying(b"", 503))

    error = await refusal(register(transport, passing=guard()).get("zaken"))

    assert (error.failure, error.status) == (Failure.OVERLOADED, 503)
    assert len(transport.requests) == 2


async def test_what_the_transport_sent_again_is_not_sent_once_more():
    def act(request: httpx.Request) -> httpx.Response:
        request.extensions[SENT_AGAIN] = True
        return httpx.Response(503, stream=Stream(b""))

    transport = Scripted(act)

    await refusal(register(transport, passing=guard()).get("zaken"))

    assert len(transport.requests) == 1


async def test_what_is_sent_once_more_tells_the_transport_not_to_send_it_again():
    transport = Scripted(lambda _: _raise(httpx.ConnectError("x")))

    await refusal(register(transport, passing=guard()).get("zaken"))

    assert [SENT_AGAIN in request.extensions for request in transport.requests] == [True, True]
    assert transport.requests[0] is transport.requests[1]


async def test_after_renewed_credentials_nothing_is_sent_a_third_time():
    answers = [httpx.Response(401, stream=Stream(b"{}")), httpx.Response(503, stream=Stream(b""))]
    transport = Scripted(lambda _: answers.pop(0))

    error = await refusal(register(transport, credentials=Renewing(), passing=guard()).get("zaken"))

    assert error.status == 503
    assert answers == []


async def test_a_question_that_meets_every_misfortune_goes_over_the_wire_three_times():
    """A connection that was kept and died, a token that is worn, and a connection that dies again."""
    refused = answer(b"{}", "Content-Type: application/json", status="401 Unauthorized")
    whole = answer(b"{}", "Content-Type: application/json")
    script = says(whole, b"", refused, b"", whole)
    async with boze_bron(script) as bron, aclosing(AiohttpTransport(connections=4)) as transport:
        asking = register(
            transport, basis=Basis(f"http://127.0.0.1:{bron.port}/"), credentials=Renewing(), passing=guard()
        )
        await asking.get("eerst")

        error = await refusal(asking.get("zaken"))

    assert error.failure is Failure.REFUSED
    assert [(r.header("authorization")[0], r.connection) for r in bron.received[1:]] == [
        ("Bearer oud", 1),
        ("Bearer oud", 2),
        ("Bearer nieuw", 2),
    ]


async def test_json_that_cannot_be_read_counts_as_a_failure_of_the_register():
    passing = guard(breker=Breker(op_rij=1))

    await refusal(register(replying(b"<html>"), passing=passing).get("zaken"))

    error = await refusal(register(replying(b"{}"), passing=passing).get("zaken"))
    assert (error.failure, error.where) == (Failure.UNUSABLE, "breker")


async def test_when_to_come_back_is_told_along():
    told = replying(b"", 429, **{"Retry-After": "17"})

    assert (await refusal(register(told).get("zaken"))).retry_after == 17.0


# What becomes of an answer.


@pytest.mark.parametrize("status", [200, 201])
async def test_a_good_answer_is_its_json(status: int):
    assert await register(replying(b'[{"a": 1}]', status)).get("zaken") == [{"a": 1}]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=utf-8", "application/problem+json", "text/json", ""],
)
async def test_json_is_read_where_it_calls_itself_so(content_type: str):
    assert await register(replying(b"{}", **{"content-type": content_type})).get("zaken") == {}


@pytest.mark.parametrize("content_type", ["text/html", "application/problem+json", ""])
async def test_a_refusal_is_read_whatever_it_calls_itself(content_type: str):
    refused = replying(b'{"code": "permission_denied"}', 403, **{"content-type": content_type})

    assert (await refusal(register(refused).get("zaken"))).code == "permission_denied"


@pytest.mark.parametrize("content_type", ["text/plain", "text/html", "application/jsonp", "application/x-json", "json"])
async def test_json_that_calls_itself_something_else_is_unusable_unless_any_will_do(content_type: str):
    asked = replying(b"{}", **{"content-type": content_type})

    error = await refusal(register(asked).get("zaken"))

    assert (error.failure, error.where) == (Failure.UNUSABLE, "content-type")
    assert await register(asked, any_media_type=True).get("zaken") == {}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (204, Failure.UNUSABLE),
        (202, Failure.UNUSABLE),
        (206, Failure.UNUSABLE),
        (301, Failure.UNUSABLE),
        (302, Failure.UNUSABLE),
        (304, Failure.UNUSABLE),
        (307, Failure.UNUSABLE),
        (308, Failure.UNUSABLE),
        (400, Failure.REJECTED),
        (401, Failure.NO_ACCESS),
        (403, Failure.NO_ACCESS),
        (404, Failure.UNUSABLE),
        (405, Failure.REJECTED),
        (406, Failure.REJECTED),
        (412, Failure.REJECTED),
        (429, Failure.OVERLOADED),
        (500, Failure.SERVER_ERROR),
        (502, Failure.SERVER_ERROR),
        (503, Failure.OVERLOADED),
        (504, Failure.SERVER_ERROR),
        (599, Failure.SERVER_ERROR),
    ],
)
async def test_every_other_status_has_its_name_and_is_never_an_answer(status: int, failure: Failure):
    stream = Stream(b'{"results": []}')

    error = await refusal(register(lambda _: httpx.Response(status, stream=stream)).get("zaken/1/rollen"))

    assert (error.failure, error.status, error.where) == (failure, status, "zaken")
    assert stream.closed == 1


@pytest.mark.parametrize("code", ["jwt-expired", "permission_denied", "invalid", "a" * 64])
async def test_the_code_of_an_error_is_kept(code: str):
    body = json.dumps({"type": "x", "code": code, "detail": "x", "status": 403}).encode()

    assert (await refusal(register(replying(body, 403)).get("zaken"))).code == code
    packed = replying(gzip.compress(body), 403, content_encoding="gzip")
    assert (await refusal(register(_with_encoding(packed)).get("zaken"))).code == code


def _with_encoding(reply: Callable[[httpx.Request], httpx.Response]) -> Callable[[httpx.Request], httpx.Response]:
    def act(request: httpx.Request) -> httpx.Response:
        response = reply(request)
        return httpx.Response(response.status_code, headers={"Content-Encoding": "gzip"}, stream=response.stream)

    return act


@pytest.mark.parametrize(
    "code",
    ["", "Jwt-Expired", "a" * 65, ANNA, f"bsn-{ANNA}/x", "a b", "a\nb", "é", "-a", None, 3, ["a"], {"a": 1}, "a\n"],
)
async def test_what_does_not_look_like_a_code_is_not_repeated(code: Any):
    assert (await refusal(register(replying(json.dumps({"code": code}).encode(), 400)).get("zaken"))).code is None


@pytest.mark.parametrize("key", ["invalidParams", "invalid-params"])
async def test_the_names_of_what_was_refused_are_kept(key: str):
    params = [
        {"name": "expand", "code": "invalid", "reason": ANNA},
        {"name": "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie", "code": ANNA},
        {"name": "expand", "code": "max_depth"},
    ]
    body = json.dumps({"code": "invalid", "detail": ANNA, key: params}).encode()

    error = await refusal(register(replying(body, 400)).get("zaken"))

    assert error.code == "invalid"
    assert error.params == (
        "expand",
        "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie",
        "expand",
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        ANNA,
        "expand9",
        f"bsn {ANNA}",
        "a b",
        "a-b",
        "a\n",
        "\u00e9",
        "\u0663",
        "a" * 101,
        None,
        3,
        ["expand"],
        {"a": 1},
    ],
)
async def test_a_name_that_could_hold_more_than_a_word_is_dropped(name: Any):
    params = [{"name": name}, {"name": "expand"}]

    error = await refusal(register(replying(json.dumps({"invalidParams": params}).encode(), 400)).get("zaken"))

    assert error.params == ("expand",)
    assert not leaks(everything_about(error))


@pytest.mark.parametrize("params", [None, {}, "expand", 3, ["expand"], [None], [[]], [{}], [{"naam": "expand"}]])
async def test_what_is_no_list_of_params_has_no_names(params: Any):
    body = json.dumps({"code": "invalid", "invalidParams": params}).encode()

    error = await refusal(register(replying(body, 400)).get("zaken"))

    assert (error.failure, error.code, error.params) == (Failure.REJECTED, "invalid", ())


KVK_KEY = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer"


@pytest.mark.parametrize(
    ("param", "unknown"),
    [
        pytest.param(
            {
                "name": "nonFieldErrors",
                "code": "unknown-parameters",
                "reason": f"Onbekende query parameters: expand, {KVK_KEY}",
            },
            ("expand", KVK_KEY),
            id="Open Zaak",
        ),
        pytest.param(
            {"name": KVK_KEY, "code": "invalid", "reason": "Invalid body parameter"}, (KVK_KEY,), id="OneGround"
        ),
        pytest.param(
            {"name": KVK_KEY, "code": "invalid", "reason": "Invalid query parameter"}, (KVK_KEY,), id="OneGround, GET"
        ),
        *(
            pytest.param({"name": KVK_KEY, "code": code, "reason": reason}, (), id=f"{code}, {reason}")
            for code in ("invalid", "max_length", "min_length", "only-digits", "invalid-length", None, ["invalid"])
            for reason in ("Voer een geldige waarde in.", "Ongeldige waarde: expand", None, ["Invalid body parameter"])
        ),
        pytest.param({"name": KVK_KEY, "code": "max_length", "reason": "Invalid body parameter"}, (), id="its length"),
        pytest.param({"name": ["x"], "code": "invalid", "reason": "Invalid body parameter"}, (), id="no name"),
        pytest.param({"name": "x", "code": "unknown-parameters", "reason": f"Onbekend: {ANNA}"}, (), id="no word"),
    ],
)
async def test_a_parameter_is_unknown_only_where_its_own_code_says_so(param: Any, unknown: tuple[str, ...]):
    body = json.dumps({"code": "invalid", "invalidParams": [param, {"name": "ordering", "code": "invalid"}]}).encode()

    error = await refusal(register(replying(body, 400)).get("zaken"))

    assert error.unknown == unknown
    assert set(unknown) <= set(error.params)
    assert error.params.count(KVK_KEY) <= 1
    assert "ordering" in error.params


async def test_no_more_than_twenty_names_are_kept():
    body = json.dumps({"invalidParams": [{"name": "a" * n} for n in range(1, 40)]}).encode()

    error = await refusal(register(replying(body, 400)).get("zaken"))

    assert error.params == tuple("a" * n for n in range(1, 21))


@pytest.mark.parametrize("status", [500, 503])
async def test_the_body_of_a_failing_server_is_not_read_for_a_code(status: int):
    body = json.dumps({"code": "invalid", "invalidParams": [{"name": "expand"}]}).encode()

    error = await refusal(register(replying(body, status)).get("zaken"))

    assert (error.code, error.params) == (None, ())


@pytest.mark.parametrize(
    ("body", "in_json"),
    [(b'{"code": "not_found"}', True), (b"{}", True), (b"", False), (b"<h1>Not Found</h1>", False), (b"[]", False)],
)
async def test_a_404_of_an_api_is_told_from_that_of_a_web_server(body: bytes, in_json: bool):
    error = await refusal(register(replying(body, 404)).get("zaken"))

    assert error.in_json is in_json
    assert error.anew().in_json is in_json


@pytest.mark.parametrize("status", [401, 404, 500, 502, 540])
async def test_a_failure_of_the_outway_is_told_by_its_code(status: int):
    reply = lambda _: httpx.Response(  # noqa: E731
        status, headers={"Fsc-Error-Code": "ERROR_CODE_ACCESS_DENIED"}, stream=Stream(b'{"code": "other"}')
    )

    assert (await refusal(register(reply).get("zaken"))).code == "ERROR_CODE_ACCESS_DENIED"


@pytest.mark.parametrize("code", ["", ANNA, f"ERROR_{ANNA}", "ERROR CODE", "a" * 65, "\xe9", "<b>"])
async def test_a_code_of_an_outway_that_could_hold_more_than_words_is_not_repeated(code: str):
    reply = lambda _: httpx.Response(  # noqa: E731
        403, headers=[(b"Fsc-Error-Code", code.encode("latin-1"))], stream=Stream(b'{"code": "permission_denied"}')
    )

    error = await refusal(register(reply).get("zaken"))

    assert error.code == "permission_denied"
    assert not leaks(everything_about(error))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'"invalid"',
        b"null",
        b'{"code": "invalid"' + b" " * 70_000 + b"}",
        b"\xff",
        b"[" * 100_000,
    ],
)
async def test_an_error_whose_body_cannot_be_read_keeps_its_name(body: bytes):
    error = await refusal(register(replying(body, 403)).get("zaken"))

    assert (error.failure, error.status, error.code) == (Failure.NO_ACCESS, 403, None)


async def test_an_error_whose_body_breaks_off_keeps_its_name():
    stream = Stream(b'{"code": "inv', httpx.RemoteProtocolError("body"))

    error = await refusal(register(lambda _: httpx.Response(400, stream=stream)).get("zaken"))

    assert (error.failure, error.status, error.code) == (Failure.REJECTED, 400, None)
    assert stream.closed == 1


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 412, 500, 503])
async def test_the_words_of_a_register_are_never_repeated(status: int):
    problem = {
        "title": "marker",
        "detail": "marker",
        "instance": "marker",
        "invalidParams": [{"name": "expand", "code": "marker", "reason": "marker"}],
    }
    body = json.dumps(problem).encode() + (b"marker" if status == 200 else b"")

    error = await refusal(register(replying(body, status)).get("zaken", {"q": "marker"}))

    assert "marker" not in everything_about(error)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!doctype html><title>Inloggen</title>", id="html"),
        pytest.param(b'{"results": [', id="cut short"),
        pytest.param(b'{"results": []} {}', id="two answers"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b'{"a": -Infinity}', id="infinity"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="100 000 deep"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="100 000 deep in objects"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", id="5000 digits"),
        pytest.param(b'{"a": "\xff\xfe"}', id="no UTF-8"),
        pytest.param(b'["\\ud800", NaN]', id="half a surrogate and NaN"),
        pytest.param(b'["\\ud800",' + b"[" * 100_000 + b"]" * 100_001, id="half a surrogate and 100 000 deep"),
        pytest.param(b'["\\ud800", ' + b"9" * 5000 + b"]", id="half a surrogate and 5000 digits"),
        pytest.param(b'["\\ud800", "\xff\xfe"]', id="half a surrogate and no UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"a": "\x00"}', id="a bare control character"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbf{}", id="two byte order marks"),
    ],
)
async def test_what_is_no_json_is_unusable(body: bytes):
    assert (await refusal(register(replying(body)).get("zaken"))).failure is Failure.UNUSABLE


async def test_a_byte_order_mark_is_forgiven():
    assert await register(replying(b'\xef\xbb\xbf{"a": 1}')).get("zaken") == {"a": 1}


async def test_half_a_surrogate_pair_costs_nobody_an_answer():
    """One broken emoji among fifty zaken; the text is cleaned before it is shown."""
    assert await register(replying(b'{"a": "boom \\ud83c"}')).get("zaken") == {"a": "boom \ud83c"}


async def test_an_answer_over_the_cap_is_refused_and_closed():
    limits = Limits(answer_bytes=1000)
    exact = b'"' + b"x" * 998 + b'"'
    stream = Stream(exact, b" ", AssertionError("read on"))

    assert await register(replying(exact), limits=limits).get("zaken") == "x" * 998
    error = await refusal(register(lambda _: httpx.Response(200, stream=stream), limits=limits).get("zaken"))

    assert error.failure is Failure.TOO_LARGE
    assert stream.closed == 1


async def test_the_cap_is_five_megabytes_unless_said_otherwise():
    assert Limits().answer_bytes == 5 * 1024 * 1024


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd"])
async def test_an_answer_in_an_encoding_we_did_not_ask_for_is_unusable(encoding: str):
    error = await refusal(
        register(lambda _: httpx.Response(200, headers={"content-encoding": encoding}, stream=Stream(b"{}"))).get("z")
    )

    assert error.failure is Failure.UNUSABLE


async def test_gzip_is_unpacked():
    reply = _with_encoding(replying(gzip.compress(b'{"a": 1}')))

    assert await register(reply).get("zaken") == {"a": 1}


# Failures of the client.

FAILURES = {
    httpx.ConnectTimeout: Failure.TIMEOUT,
    httpx.ReadTimeout: Failure.TIMEOUT,
    httpx.WriteTimeout: Failure.TIMEOUT,
    httpx.PoolTimeout: Failure.TIMEOUT,
    httpx.TimeoutException: Failure.TIMEOUT,
    httpx.NetworkError: Failure.REFUSED,
    httpx.ConnectError: Failure.REFUSED,
    httpx.ReadError: Failure.REFUSED,
    httpx.WriteError: Failure.REFUSED,
    httpx.CloseError: Failure.REFUSED,
    httpx.ProtocolError: Failure.PROTOCOL,
    httpx.LocalProtocolError: Failure.PROTOCOL,
    httpx.RemoteProtocolError: Failure.PROTOCOL,
    httpx.UnsupportedProtocol: Failure.PROTOCOL,
    httpx.ProxyError: Failure.PROTOCOL,
    httpx.TransportError: Failure.PROTOCOL,
    httpx.DecodingError: Failure.UNUSABLE,
    httpx.TooManyRedirects: Failure.UNUSABLE,
    NameNotResolvedError: Failure.DNS,
    TlsFailedError: Failure.TLS,
}


def _kinds(kind: type[httpx.RequestError]) -> set[type[httpx.RequestError]]:
    return {kind, *(k for sub in kind.__subclasses__() for k in _kinds(sub))}


@pytest.mark.parametrize("kind", sorted(_kinds(httpx.RequestError), key=lambda kind: kind.__name__))
async def test_every_failure_of_the_client_has_a_name(kind: type[httpx.RequestError], waterdam: respx.Router):
    waterdam.get(BASE + "zaken").mock(side_effect=kind("marker"))

    error = await refusal(register(waterdam).get("zaken"))

    expected = Failure.PROTOCOL if kind is httpx.RequestError else FAILURES[kind]
    assert (error.failure, error.status, error.code, error.where) == (expected, None, None, "zaken")
    assert failure_of(kind("marker")) is expected
    assert "marker" not in str(error) + repr(error) + repr(error.args)


@pytest.mark.parametrize("kind", [httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError])
async def test_a_failure_halfway_the_body_has_the_same_name(kind: type[httpx.RequestError]):
    stream = Stream(b'{"results": [', kind("marker"))

    error = await refusal(register(lambda _: httpx.Response(200, stream=stream)).get("zaken"))

    assert error.failure is FAILURES[kind]
    assert stream.closed == 1


# Permits.


async def test_no_more_questions_run_at_once_than_there_are_permits():
    go = asyncio.Event()

    async def when_told(_request: httpx.Request) -> httpx.Response:
        await go.wait()
        return httpx.Response(200, stream=Stream(b"{}"))

    transport, permits = Scripted(when_told), Bulkhead(3)
    zaken, catalogi = register(transport, permits=permits), register(transport, permits=permits)
    asking = [asyncio.create_task(api.get(str(n))) for n in range(10) for api in (zaken, catalogi)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert transport.running == 3
    go.set()

    assert await asyncio.gather(*asking) == [{}] * 20
    assert transport.most_running == 3
    assert len(transport.requests) == 20


async def test_a_permit_is_held_until_the_body_was_read():
    go = asyncio.Event()

    class Slow(Stream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            await go.wait()
            yield b"}"

    transport, permits = Scripted(lambda _: httpx.Response(200, stream=Slow())), Bulkhead(1)
    asking = [asyncio.create_task(register(transport, permits=permits).get(str(n))) for n in range(3)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(transport.requests) == 1
    go.set()
    await asyncio.gather(*asking)
    assert len(transport.requests) == 3


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(replying(b"{}"), id="an answer"),
        pytest.param(replying(b"", 500), id="a status"),
        pytest.param(replying(b"<html>"), id="no json"),
        pytest.param(lambda _: _raise(httpx.ConnectError("x")), id="a failure"),
        pytest.param(lambda _: _raise(ZeroDivisionError()), id="a bug"),
        pytest.param(lambda _: httpx.Response(200, stream=Stream(b"{", httpx.ReadError("x"))), id="half an answer"),
    ],
)
async def test_a_permit_comes_back_whatever_happened(act: Callable[[httpx.Request], Any]):
    permits = Bulkhead(1)

    for _ in range(3):
        async with asyncio.timeout(10):
            await asyncio.gather(register(act, permits=permits).get("zaken"), return_exceptions=True)

    assert permits.in_use == 0


def _raise(error: Exception) -> Any:
    raise error


@pytest.mark.parametrize("where", ["waiting for a permit", "waiting for an answer", "in the body"])
async def test_a_permit_comes_back_when_nobody_waits_any_more(where: str):
    stream = Stream(b"{")

    async def never(*_: Any) -> Any:
        await asyncio.Event().wait()

    class Silent(Stream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            await never()
            yield b""

    stream = Silent()
    permits = Bulkhead(1)
    if where == "waiting for a permit":
        permits.enter()
    act = never if where == "waiting for an answer" else (lambda _: httpx.Response(200, stream=stream))
    asking = asyncio.create_task(register(act, permits=permits).get("zaken"))
    for _ in range(20):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert asking.cancelled()
    assert permits.in_use == (1 if where == "waiting for a permit" else 0)
    assert permits.waiting == 0
    assert stream.closed == (1 if where == "in the body" else 0)


async def test_no_token_is_made_while_waiting_for_a_permit():
    made = 0

    class Counting(Fixed):
        async def headers(self) -> dict[str, str]:
            nonlocal made
            made += 1
            return await super().headers()

    permits = Bulkhead(1)
    permits.enter()
    asking = asyncio.create_task(register(replying(b"{}"), permits=permits, credentials=Counting()).get("zaken"))
    for _ in range(20):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert made == 0


# A number that was asked never comes back out.


def raising(kind: type[httpx.RequestError]) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: _raise(kind(f"over {ANNA}", request=request))


WAYS = {
    **{f"status {status}": replying(json.dumps({"code": ANNA, "detail": ANNA, "reason": ANNA}).encode(), status)
       for status in (204, 302, 400, 401, 403, 404, 412, 429, 500, 503)},
    "no json": replying(ANNA.encode() + b"<html>"),
    "cut short": replying(b'{"bsn": "' + ANNA.encode()),
    "too large": replying(b'"' + ANNA.encode() * 2000 + b'"'),
    "an unknown encoding": lambda _: httpx.Response(
        200, headers={"content-encoding": "br"}, stream=Stream(ANNA.encode())
    ),
    "half a body": lambda request: httpx.Response(200, stream=Stream(b"{", httpx.ReadError(ANNA, request=request))),
    **{kind.__name__: raising(kind) for kind in FAILURES},
}  # fmt: skip


@pytest.mark.parametrize("act", WAYS.values(), ids=WAYS.keys())
async def test_a_search_that_fails_tells_nothing_of_whom_it_was_about(
    act: Callable[[httpx.Request], Any], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)

    error = await refusal(register(act, limits=Limits(answer_bytes=10_000)).search("zaken/_zoek", ZOEK, {}))

    assert not leaks(everything_about(error))
    assert not leaks(caplog.text)


def everything_about(error: SourceError) -> str:
    """All that an error says about itself."""
    return " ".join(
        [str(error), repr(error), repr(error.args), repr(vars(error)), *traceback.format_exception_only(error)]
    )


# The keys of an issuer travel by the same rules.


async def test_keys_are_fetched_without_any_credentials():
    transport = Scripted(replying(b'{"keys": []}'))

    assert (await fetch_json(transport, "https://digid.example/certs")).document == {"keys": []}
    assert transport.requests[0].extensions["timeout"] == {"connect": 2.0, "read": 2.0, "write": 2.0, "pool": 2.0}
    assert dict(transport.requests[0].headers) == {
        "host": "digid.example",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "mijnzaken-bff",
    }


@pytest.mark.parametrize(
    ("act", "failure"),
    [
        (replying(b"{}", 302), Failure.UNUSABLE),
        (replying(b"{}", 201), Failure.UNUSABLE),
        (replying(b"{}", 500), Failure.UNUSABLE),
        (replying(b"<html>"), Failure.UNUSABLE),
        (replying(b" " * (256 * 1024 + 1)), Failure.TOO_LARGE),
        (lambda _: _raise(httpx.ConnectError("x")), Failure.REFUSED),
        (lambda _: _raise(httpx.ReadTimeout("x")), Failure.TIMEOUT),
        (lambda _: _raise(TlsFailedError("x")), Failure.TLS),
    ],
)
async def test_keys_that_cannot_be_had_are_a_failure_with_a_name(act: Any, failure: Failure):
    error = await refusal(fetch_json(Scripted(act), "https://digid.example/certs"))

    assert (error.failure, error.where) == (failure, "jwks") or failure is Failure.TOO_LARGE
