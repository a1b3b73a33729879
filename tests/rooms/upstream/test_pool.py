"""The APIs of one bron: each with its own proof and its own TLS, and nothing of it goes anywhere else."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr, TypeAdapter

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.credentials import ZgwJwt
from mijnzaken_bff.upstream.pool import Grens, MakeTransport, Pool, real_transport
from mijnzaken_bff.upstream.register import Limits
from mijnzaken_bff.upstream.settings import Service
from mijnzaken_bff.upstream.tls import Tls, trust
from mijnzaken_bff.upstream.toegang import Toegang
from mijnzaken_bff.upstream.wissel import Wissel
from tests.rooms.upstream.boze_bron import BozeBron, Received, Script, answer, boze_bron, says, says_and_falls_silent
from tests.rooms.upstream.doorlaten import still
from tests.rooms.upstream.klok import Background, FakeClock
from tests.rooms.upstream.strenge_bron import Papieren, strenge_bron
from tests.rooms.upstream.tokenbron import CLIENT, SECRET, TokenBron, tokenbron

KEY = "een-sleutel-van-waterdam"
KINDS: dict[str, dict[str, Any]] = {
    "zgwJwt": {"soort": "zgwJwt", "clientId": CLIENT, "secret": SECRET},
    "apiSleutel": {"soort": "apiSleutel", "header": "X-API-Key", "sleutel": KEY},
    "apiSleutel in Authorization": {"soort": "apiSleutel", "header": "Authorization", "sleutel": KEY},
    "token": {"soort": "token", "schema": "Token", "token": KEY},
    "token Bearer": {"soort": "token", "schema": "Bearer", "token": KEY},
    "geen": {"soort": "geen"},
}


def toegang(settings: dict[str, Any]) -> Toegang:
    found: Toegang = TypeAdapter(Toegang).validate_python(settings, context={"ontwikkeling": True})
    return found


def service(url: str, folder: Path | None = None, **settings: Any) -> Service:
    context = {"ontwikkeling": True, "folder": str(folder or ".")}
    return Service.model_validate({"url": url, **settings}, context=context)


def oauth2(bron: TokenBron, **settings: Any) -> dict[str, Any]:
    return {"soort": "oauth2", "tokenUrl": bron.url, "clientId": CLIENT, "secret": SECRET, **settings}


def url_of(bron: BozeBron, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{bron.port}/api/v1/"


@asynccontextmanager
async def pool(make: MakeTransport | None = None, at_once: int = 4) -> AsyncIterator[Pool]:
    background = Background()
    opened = Pool(
        make or real_transport(trust()),
        bron="waterdam",
        grens=Grens(at_once),
        limits=Limits(),
        ceiling=Bulkhead(100),
        ticks=still,
        clock=FakeClock(),
        spawn=background.spawn,
    )
    try:
        yield opened
    finally:
        await opened.aclose()
        await background.aclose()


def proofs(received: Received) -> dict[str, str]:
    """The headers of a request beside those that every request has."""
    always = {"host", "accept", "accept-encoding", "user-agent", "content-type", "content-length"}
    return {name: value for name, value in received.headers if name.lower() not in always}


# Each kind of toegang, exactly.


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("apiSleutel", {"X-API-Key": KEY}),
        ("apiSleutel in Authorization", {"Authorization": KEY}),
        ("token", {"Authorization": f"Token {KEY}"}),
        ("token Bearer", {"Authorization": f"Bearer {KEY}"}),
        ("geen", {}),
    ],
)
async def test_each_kind_sends_exactly_its_header(kind: str, sent: dict[str, str]):
    async with boze_bron(says(answer(b"[]"))) as bron, pool() as waterdam:
        register = waterdam.register(service(url_of(bron)), toegang(KINDS[kind]))
        await register.get("zaken")
        await register.search("zaken/_zoek", {}, {})

    assert [proofs(received) for received in bron.received] == [sent, sent]


async def test_a_zgw_jwt_is_sent_as_before():
    async with boze_bron(says(answer())) as bron, pool() as waterdam:
        await waterdam.register(service(url_of(bron)), toegang(KINDS["zgwJwt"])).get("zaken")

    assert [proofs(received) for received in bron.received] == [
        await ZgwJwt(CLIENT, Wissel("waterdam", SecretStr(SECRET)), FakeClock()).headers()
    ]


async def test_a_token_of_a_token_endpoint_is_sent_as_a_bearer_token():
    async with tokenbron() as tokens, boze_bron(says(answer())) as bron, pool() as waterdam:
        await waterdam.register(service(url_of(bron)), toegang(oauth2(tokens))).get("zaken")

    assert proofs(bron.received[0]) == {"Authorization": "Bearer token-1"}


async def test_headers_from_files_go_with_every_question(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    (tmp_path / "grant").write_text("$1$3$Zm9v$\n")
    async with boze_bron(says(answer())) as bron, pool() as waterdam:
        api = service(url_of(bron), tmp_path, headers={"Fsc-Grant-Hash": {"bestand": "grant"}, "X-Gemeente": "gm9902"})
        await waterdam.register(api, toegang(KINDS["geen"])).get("zaken")

    assert proofs(bron.received[0]) == {"Fsc-Grant-Hash": "$1$3$Zm9v$", "X-Gemeente": "gm9902"}
    assert "Zm9v" not in repr(api) + str(api) + repr(api.model_dump()) + caplog.text


# What the APIs of one bron share, and what they do not.


async def test_the_apis_of_a_bron_share_one_token_and_those_of_another_do_not():
    async with tokenbron() as tokens, boze_bron(says(answer())) as bron, pool() as waterdam, pool() as duinoord:
        for own in (waterdam, duinoord):
            for path in ("zaken", "catalogi"):
                await own.register(service(url_of(bron) + path), toegang(oauth2(tokens))).get("x")

    sent = [received.header("authorization") for received in bron.received]
    assert sent == [["Bearer token-1"], ["Bearer token-1"], ["Bearer token-2"], ["Bearer token-2"]]
    assert tokens.asked == 2


@pytest.mark.parametrize("other", [{"scope": "zaken.lezen"}, {"audience": "zrc"}, {"clientAuthenticatie": "post"}])
async def test_an_api_with_another_scope_gets_a_token_of_its_own(other: dict[str, str]):
    async with tokenbron() as tokens, boze_bron(says(answer())) as bron, pool() as waterdam:
        await waterdam.register(service(url_of(bron)), toegang(oauth2(tokens))).get("x")
        await waterdam.register(service(url_of(bron), toegang=oauth2(tokens, **other)), toegang(KINDS["geen"])).get("x")

    assert [proofs(received)["Authorization"] for received in bron.received] == ["Bearer token-1", "Bearer token-2"]


async def test_documents_at_another_host_get_their_own_proof_and_nothing_else(tmp_path: Path):
    (tmp_path / "grant").write_text("$1$3$Zm9v$")
    async with (
        boze_bron(says(answer())) as bron,
        boze_bron(says(answer())) as documenten,
        pool() as waterdam,
    ):
        own = toegang(KINDS["apiSleutel"])
        zaken = service(url_of(bron), tmp_path, headers={"Fsc-Grant-Hash": {"bestand": "grant"}})
        await waterdam.register(zaken, own).get("zaken")
        await waterdam.register(service(url_of(documenten), toegang=KINDS["token"]), own).get("documenten")

    assert proofs(bron.received[0]) == {"X-API-Key": KEY, "Fsc-Grant-Hash": "$1$3$Zm9v$"}
    assert proofs(documenten.received[0]) == {"Authorization": f"Token {KEY}"}


async def test_two_registers_that_point_at_each_other_never_see_the_others_proof():
    async with (
        tokenbron() as tokens,
        boze_bron(says(answer())) as first,
        boze_bron(says(answer())) as second,
        pool() as waterdam,
        pool() as duinoord,
    ):
        one = waterdam.register(
            service(url_of(first), headers={"Fsc-Grant-Hash": "van-waterdam"}), toegang(KINDS["apiSleutel"])
        )
        other = duinoord.register(service(url_of(second)), toegang(oauth2(tokens)))
        for register, elsewhere in ((one, second), (other, first)):
            with pytest.raises(SourceError) as raised:
                await register.follow(url_of(elsewhere) + "zaken/1")
            assert raised.value.failure is Failure.FOREIGN_URL
        assert first.connections == second.connections == tokens.asked == 0
        await one.follow(url_of(first) + "zaken/1")
        await other.follow(url_of(second) + "zaken/1")

    assert [proofs(received) for received in first.received] == [{"X-API-Key": KEY, "Fsc-Grant-Hash": "van-waterdam"}]
    assert [proofs(received) for received in second.received] == [{"Authorization": "Bearer token-1"}]


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent"])
async def test_no_redirect_takes_our_proof_to_another_host(status: str):
    async with boze_bron(says(answer())) as elsewhere:
        moved = answer(b"", f"Location: {url_of(elsewhere)}", status=status)
        async with tokenbron() as tokens, boze_bron(says(moved)) as bron, pool() as waterdam:
            for kind in (*KINDS.values(), oauth2(tokens)):
                with pytest.raises(SourceError) as raised:
                    await waterdam.register(service(url_of(bron)), toegang(kind)).get("zaken")
                assert raised.value.failure is Failure.UNUSABLE

    assert elsewhere.connections == 0


# Renewed once.


class OldToken:
    """A register that takes every token but those it was told are worn."""

    def __init__(self, *worn: str, status: str = "401 Unauthorized", code: str = "jwt-expired") -> None:
        self.worn = set(worn)
        self.refusal = answer(json.dumps({"code": code}).encode(), status=status)

    async def script(self, received: Received, writer: asyncio.StreamWriter) -> None:
        (token,) = received.header("authorization")
        writer.write(self.refusal if token.removeprefix("Bearer ") in self.worn else answer(b'[{"a": 1}]'))


async def test_ten_questions_with_a_token_that_was_revoked_are_all_answered_after_one_renewal():
    register_ = OldToken("token-1")
    async with tokenbron() as tokens, boze_bron(register_.script) as bron, pool() as waterdam:
        register = waterdam.register(service(url_of(bron)), toegang(oauth2(tokens)))
        answers = await asyncio.gather(*(register.search("zaken/_zoek", {"n": n}, {}) for n in range(10)))

    assert [page.items for page in answers] == [[{"a": 1}]] * 10
    assert tokens.asked == 2
    asked = [json.loads(received.body)["n"] for received in bron.received if "token-2" in str(received.headers)]
    assert sorted(asked) == list(range(10))


async def test_a_register_that_refuses_the_new_token_too_gives_no_access_after_two_questions():
    register_ = OldToken("token-1", "token-2")
    async with tokenbron() as tokens, boze_bron(register_.script) as bron, pool() as waterdam:
        register = waterdam.register(service(url_of(bron)), toegang(oauth2(tokens)))
        with pytest.raises(SourceError) as raised:
            await register.get("zaken")
        assert len(bron.received) == 2
        with pytest.raises(SourceError):
            await register.get("zaken")
        assert len(bron.received) == 3

    assert (raised.value.failure, raised.value.status, raised.value.where) == (Failure.NO_ACCESS, 401, "zaken")
    assert tokens.asked == 2


async def test_a_token_endpoint_that_fails_costs_the_register_no_question():
    async with tokenbron() as tokens, boze_bron(says(answer())) as bron, pool() as waterdam:
        tokens.says = says(answer(b"", status="500 Internal Server Error"))
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service(url_of(bron)), toegang(oauth2(tokens))).get("zaken")

    assert (raised.value.failure, raised.value.where) == (Failure.SERVER_ERROR, "token")
    assert bron.received == []


@pytest.mark.parametrize("breaks", [says(answer(b"", status="500 Internal Server Error")), says_and_falls_silent()])
async def test_an_api_that_always_refuses_takes_the_token_from_no_other(breaks: Script):
    async def script(received: Received, writer: asyncio.StreamWriter) -> None:
        refuses = received.target.endswith("/zaaktypen") or received.header("authorization") != ["Bearer token-1"]
        writer.write(answer(b"{}", status="401 Unauthorized") if refuses else answer(b"[]"))

    async with tokenbron() as tokens, boze_bron(script) as bron, pool() as waterdam:
        way_in = toegang(oauth2(tokens))
        zaken, catalogi = (waterdam.register(service(url_of(bron)), way_in) for _ in range(2))
        await zaken.get("zaken")
        tokens.says = breaks
        refused = asyncio.create_task(catalogi.get("zaaktypen"))
        assert tokens.server is not None
        await tokens.server.until(lambda: tokens.asked == 2)

        async with asyncio.timeout(2):
            assert await zaken.get("zaken") == []
        refused.cancel()
        await asyncio.gather(refused, return_exceptions=True)
        assert await zaken.get("zaken") == []


@pytest.mark.parametrize(
    ("status", "code", "times"),
    [
        ("401 Unauthorized", "not_authenticated", 2),
        ("403 Forbidden", "jwt-immaturesignatureerror", 2),
        ("403 Forbidden", "permission_denied", 1),
    ],
)
async def test_a_jwt_that_is_refused_for_its_time_is_signed_anew_once(status: str, code: str, times: int):
    refused = answer(json.dumps({"code": code}).encode(), status=status)
    async with boze_bron(says(refused)) as bron, pool() as waterdam:
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service(url_of(bron)), toegang(KINDS["zgwJwt"])).get("zaken")

    assert (raised.value.failure, raised.value.code) == (Failure.NO_ACCESS, code)
    assert len(bron.received) == times


@pytest.mark.parametrize("kind", ["apiSleutel", "token", "geen"])
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
async def test_what_cannot_be_renewed_is_not_tried_again(kind: str, status: str):
    async with boze_bron(says(answer(b'{"code": "jwt-expired"}', status=status))) as bron, pool() as waterdam:
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service(url_of(bron)), toegang(KINDS[kind])).get("zaken")

    assert raised.value.failure is Failure.NO_ACCESS
    assert len(bron.received) == 1


# TLS per API, and one limit over all of them.


async def test_an_api_with_its_own_tls_presents_its_own_certificate(tmp_path: Path):
    papieren = Papieren(tmp_path)
    papieren.issue("van-de-bron", papieren.ca)
    papieren.issue("van-de-documenten", papieren.ca)
    context = {"folder": str(tmp_path)}
    van_de_bron = Tls.model_validate(
        {"certificaat": "van-de-bron.pem", "sleutel": "van-de-bron.key", "ca": "ca.pem"}, context=context
    )
    eigen = {"certificaat": "van-de-documenten.pem", "sleutel": "van-de-documenten.key", "ca": "ca.pem"}

    async with strenge_bron(papieren.server(), knows=papieren.ca) as bron, pool() as waterdam:
        url, geen = f"https://127.0.0.1:{bron.port}/", toegang(KINDS["geen"])
        await waterdam.register(service(url), geen, van_de_bron).get("zaken")
        await waterdam.register(service(url, tmp_path, tls=eigen), geen, van_de_bron).get("documenten")
        await waterdam.register(service(url), geen, van_de_bron).get("zaken")
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service(url, tmp_path, tls={"ca": "ca.pem"}), geen, van_de_bron).get("zaken")

    assert bron.subjects == ["van-de-bron", "van-de-documenten", "van-de-bron"]
    assert raised.value.failure is Failure.TLS


async def test_the_certificate_of_a_bron_does_not_go_to_the_token_endpoint(tmp_path: Path):
    papieren = Papieren(tmp_path)
    own = {"certificaat": "mijnzaken.pem", "sleutel": "mijnzaken.key", "ca": "ca.pem"}
    van_de_bron = Tls.model_validate(own, context={"folder": str(tmp_path)})

    async with strenge_bron(papieren.server(), knows=papieren.ca) as tokens, pool() as waterdam:
        settings = {"soort": "oauth2", "tokenUrl": f"https://127.0.0.1:{tokens.port}/", "clientId": "x", "secret": "x"}
        way_in: Toegang = TypeAdapter(Toegang).validate_python(settings, context={"ontwikkeling": True})
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service("https://zgw.example/"), way_in, van_de_bron).get("zaken")
        assert (raised.value.failure, raised.value.where, tokens.subjects) == (Failure.TLS, "token", [])

        context = {"ontwikkeling": True, "folder": str(tmp_path)}
        way_in = TypeAdapter(Toegang).validate_python({**settings, "tls": own}, context=context)
        with pytest.raises(SourceError) as raised:
            await waterdam.register(service("https://zgw.example/"), way_in).get("zaken")

    assert tokens.subjects == ["mijnzaken"]
    assert (raised.value.failure, raised.value.where) == (Failure.UNUSABLE, "token")  # it gives `{}`


class Counting(httpx.AsyncBaseTransport):
    """Transports that count together what runs at once, and each for itself what they were asked."""

    running = 0
    most_running = 0
    go = asyncio.Event()

    def __init__(self, connections: int, tls: Tls | None) -> None:
        self.connections = connections
        self.tls = tls
        self.asked = 0
        self.closed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        type(self).running += 1
        type(self).most_running = max(self.running, self.most_running)
        try:
            await self.go.wait()
        finally:
            type(self).running -= 1
        return httpx.Response(200, content=b"{}")

    async def aclose(self) -> None:
        self.closed += 1


async def test_no_more_runs_at_once_than_agreed_over_all_the_apis_of_a_bron(tmp_path: Path):
    Papieren(tmp_path)
    Counting.go = asyncio.Event()
    made: list[Counting] = []

    def make(connections: int, tls: Tls | None) -> Counting:
        made.append(Counting(connections, tls))
        return made[-1]

    async with pool(make, at_once=3) as waterdam:
        geen = toegang(KINDS["geen"])
        registers = [
            waterdam.register(service("https://een.example/"), geen),
            waterdam.register(service("https://twee.example/"), geen),
            waterdam.register(service("https://drie.example/", tmp_path, tls={"ca": "ca.pem"}), geen),
            waterdam.register(service("https://vier.example/", tmp_path, tls={"ca": "elders.pem"}), geen),
        ]
        asking = [asyncio.create_task(register.get(str(n))) for n in range(5) for register in registers]
        for _ in range(50):
            await asyncio.sleep(0)
        assert Counting.running == 3
        Counting.go.set()
        await asyncio.gather(*asking)
        assert Counting.most_running == 3

    assert [(one.connections, one.asked, one.closed) for one in made] == [(3, 10, 1), (3, 5, 1), (3, 5, 1)]
    assert [one.tls is None for one in made] == [True, False, False]


@pytest.mark.parametrize("at_once", [1, 2, 4])
async def test_an_api_that_serves_the_others_leaves_them_room_however_it_hangs(at_once: int):
    async def script(received: Received, writer: asyncio.StreamWriter) -> None:
        if "zaaktypen" in received.target:
            await asyncio.Event().wait()
        writer.write(answer(b"[]"))

    async with boze_bron(script) as bron, pool(at_once=at_once) as waterdam:
        geen = toegang(KINDS["geen"])
        zaken = waterdam.register(service(url_of(bron)), geen)
        catalogi = waterdam.register(service(url_of(bron)), geen, beside=True)
        hanging = [asyncio.create_task(catalogi.get(f"zaaktypen/{n}")) for n in range(6)]
        await bron.until(lambda: len(bron.received) == max(1, at_once - 1))

        async with asyncio.timeout(5):
            assert await asyncio.gather(*(zaken.get("zaken") for _ in range(3))) == [[], [], []]
        assert sum("zaaktypen" in target for target in bron.targets) == max(1, at_once - 1)
        assert bron.most_open <= max(2, at_once)
        for one in hanging:
            one.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)


@pytest.mark.parametrize(("at_once", "most"), [(1, 2), (2, 2), (3, 3)])
async def test_an_api_that_serves_the_others_adds_a_question_only_where_there_is_but_one(at_once: int, most: int):
    Counting.go, Counting.most_running = asyncio.Event(), 0
    async with pool(Counting, at_once=at_once) as waterdam:
        geen = toegang(KINDS["geen"])
        zaken = waterdam.register(service("https://een.example/"), geen)
        catalogi = waterdam.register(service("https://twee.example/"), geen, beside=True)
        asking = [asyncio.create_task(api.get(str(n))) for n in range(5) for api in (zaken, catalogi)]
        for _ in range(50):
            await asyncio.sleep(0)
        assert Counting.running == most
        Counting.go.set()
        await asyncio.gather(*asking)

    assert Counting.most_running == most


async def test_everything_is_closed_with_the_pool_also_when_one_does_not_close(tmp_path: Path):
    Papieren(tmp_path)
    made: list[Counting] = []

    class Stuck(Counting):
        async def aclose(self) -> None:
            await super().aclose()
            raise OSError("stuck")

    def make(connections: int, tls: Tls | None) -> Counting:
        made.append((Stuck if len(made) == 1 else Counting)(connections, tls))
        return made[-1]

    async with tokenbron() as tokens:
        waterdam = Pool(
            make,
            bron="waterdam",
            grens=Grens(2),
            limits=Limits(),
            ceiling=Bulkhead(100),
            ticks=still,
            clock=FakeClock(),
            spawn=Background().spawn,
        )
        for tls in (None, {"ca": "ca.pem"}, {"ca": "elders.pem"}):
            waterdam.register(service("https://een.example/", tmp_path, tls=tls), toegang(oauth2(tokens)))
        with pytest.raises(OSError, match="stuck"):
            await waterdam.aclose()

    assert [one.closed for one in made] == [1, 1, 1, 1]


def test_bronnen_with_equal_tls_share_what_was_read_and_no_connections(tmp_path: Path):
    Papieren(tmp_path)
    make = real_transport(trust())
    one, other = (Tls.model_validate({"ca": "ca.pem"}, context={"folder": str(tmp_path)}) for _ in range(2))

    first, second = make(1, one), make(1, other)

    assert first is not second
    assert vars(first)["_tls"] is vars(second)["_tls"]
    assert vars(make(1, None))["_tls"] is not vars(first)["_tls"]
