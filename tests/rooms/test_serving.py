"""The server for callers: what it says by itself, what it holds, and the garbage collector that leaves it alone."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response

from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.app import MijnZaken, create_app
from mijnzaken_bff.serving import server
from mijnzaken_bff.serving.http11 import MOST_BEHIND, MOST_LINES, Http11
from mijnzaken_bff.serving.server import front_config, management_config, spare_the_collector
from mijnzaken_bff.settings.dienst import Dienst
from tests.rooms.settings.voorbeeld import Map, at, tree
from tests.rooms.voorkant import Voorkant


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_for_good_is_left_alone_and_the_rest_is_looked_at_less_often() -> None:
    usual = 700  # of Python before 3.14; whatever ran before in this process may have settled down already
    gc.set_threshold(usual, 10, 10)

    spare_the_collector()

    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] > usual
    assert gc.isenabled()


def test_settling_down_again_keeps_no_garbage_for_good() -> None:
    class Loop:
        def __init__(self) -> None:
            self.me = self

    spare_the_collector()
    frozen = gc.get_freeze_count()
    for _ in range(500):
        Loop()

    spare_the_collector()

    assert gc.get_freeze_count() < frozen + 500


async def test_a_server_settles_down_once_it_has_started() -> None:
    front = server._Front(server._config(Starlette(), "127.0.0.1", 0))
    serves = asyncio.create_task(front.serve())
    while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)

    settled = gc.get_freeze_count()
    front.should_exit = True
    await serves

    assert settled > 1000


class Running:
    """A server of our own, on loopback."""

    def __init__(self, app: MijnZaken, front: Voorkant) -> None:
        self.app = app
        self._front = front
        self._port = front.servers[0].sockets[0].getsockname()[1]

    def connections(self) -> int:
        """How many connections are held."""
        return len(self._front.server_state.connections)

    async def connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    async def said(self, request: bytes) -> str:
        """Everything that comes back to exactly these bytes, until the other side breaks off."""
        reader, writer = await self.connected()
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer.decode()

    def answering(self) -> list[asyncio.Task[None]]:
        """The tasks of the requests that are being answered."""
        return list(self._front.server_state.tasks)

    def slow_reader(self, room: int = 4096) -> socket.socket:
        """Somebody who has room for next to nothing, and takes nothing by himself."""
        # What is accepted inherits it: with the buffers of the kernel it would all fit, and nobody would wait.
        self._front.servers[0].sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        reader.connect(("127.0.0.1", self._port))
        reader.setblocking(False)
        return reader

    def turned_away(self, reden: str) -> bool:
        """Whether one request was turned away for this reason."""
        return f'mijnzaken_verzoek_afgewezen_total{{reden="{reden}"}} 1.0' in self.app.metrics().decode()


@pytest.fixture
def served(tmp_path: Path) -> Any:
    @asynccontextmanager
    async def serve_(
        tegelijk: int = 10, most: int = 100, config: Any = front_config, **protocol: Any
    ) -> AsyncIterator[Running]:
        configuration = at(("dienst", "grenzen"), {"tegelijk": tegelijk}, at(("dienst", "poort"), 0, tree()))
        settings = Map(tmp_path).settings(at(("dienst", "beheer"), {"poort": 0}, configuration))
        app = create_app(settings)
        if config is front_config:
            protocol["most"] = most
        front = Voorkant(config(app, settings.dienst, **protocol))
        serves = asyncio.create_task(front.serve())
        while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
            await asyncio.sleep(0.01)
        try:
            yield Running(app, front)
        finally:
            front.should_exit = True
            await serves

    return serve_


def assert_whole_problem(answer: str, status: int, soort: str) -> None:
    head, _, content = answer.partition("\r\n\r\n")
    status_line, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert status_line.startswith(f"HTTP/1.1 {status} ")
    assert headers["content-type"] == "application/problem+json"
    assert headers["api-version"] == CONTRACT_VERSION
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert headers["connection"] == "close"
    assert "date" in headers
    assert "server" not in headers
    problem = json.loads(content)
    assert problem["type"] == f"urn:mijnzaken:probleem:{soort}"
    assert problem["status"] == status
    assert problem["verzoekId"] == headers["x-request-id"]
    assert int(headers["content-length"]) == len(content.encode())


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01 this is TLS\r\n\r\n",
        b"GET /v1/zaken HTTP/9.9\r\n\r\n",
        b"GET /v1/zaken HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/zaken?" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_a_problem_with_all_its_headers(served: Any, garbage: bytes) -> None:
    async with served() as running:
        assert_whole_problem(await running.said(garbage), 400, "ongeldige-invoer")
        assert running.turned_away("http")


async def go_on(writer: asyncio.StreamWriter) -> None:
    """Write a megabyte, if anybody reads it."""
    for _ in range(1_000):
        writer.write(b"x" * 1024)
        await writer.drain()
        await asyncio.sleep(0)  # the server runs in this loop too


async def test_t62_a_head_without_end_is_broken_off(served: Any) -> None:
    async with served() as running:
        _, writer = await running.connected()
        writer.write(b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nX-Groot: ")
        with pytest.raises(ConnectionError):
            await go_on(writer)
        writer.close()

        assert running.turned_away("kop")


async def test_t62_whoever_does_not_finish_a_head_is_not_waited_for(served: Any) -> None:
    async with served(patience=0.1) as running:
        answer = await running.said(b"GET /v1/zaken HTTP/1.1\r\nHost:")

        assert_whole_problem(answer, 400, "ongeldige-invoer")
        assert running.turned_away("traag")


async def test_t62_a_connection_on_which_nobody_asks_is_closed_without_a_word(served: Any) -> None:
    async with served(patience=0.1) as running:
        assert await running.said(b"") == ""
        assert running.turned_away("traag")


async def test_whoever_finished_a_head_may_wait_as_long_as_it_takes(served: Any) -> None:
    async with served(patience=0.1) as running:
        reader, writer = await running.connected()
        for _ in range(3):
            writer.write(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await reader.readexactly(int(length.split()[1]))
            await asyncio.sleep(0.15)
        writer.close()

        assert not running.turned_away("traag")


async def test_t62_a_connection_too_many_is_a_503_at_once_and_a_place_comes_free(served: Any) -> None:
    async with served(most=10) as running:
        held = [await running.connected() for _ in range(10)]

        refused = await running.said(b"")

        assert_whole_problem(refused, 503, "tijdelijk-niet-beschikbaar")
        assert "retry-after: " in refused
        assert running.turned_away("verbindingen")
        held.pop()[1].close()
        await asyncio.sleep(0)
        answer = await running.said(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert answer.startswith("HTTP/1.1 200 ")
        for _, writer in held:
            writer.close()


OPENAPI = b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
NOTHING = b"GET /v1/niets HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
CHUNKED = b"GET /v1/bronnen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
NO_TOKEN = 'mijnzaken_token_geweigerd_total{reden="missing",uitgever="-"} 1.0'


def statuses(answers: str) -> list[int]:
    return [int(status) for status in re.findall(r"HTTP/1\.1 (\d{3}) ", answers)]


def told(caplog: pytest.LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    """What was told of an event, without what every line has."""
    fields = ("request_id", "reason", "status", "what", "aantal")
    lines = [vars(record) for record in caplog.records if record.getMessage() == event]
    return [{field: line[field] for field in fields if field in line} for line in lines]


async def until(happened: Any) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - what happens is in the server
            await asyncio.sleep(0.01)


class TestWhoeverReadsNothing:
    async def test_t62_takes_no_place_from_anybody(self, served: Any) -> None:
        async with served(tegelijk=1) as running:
            slow = [running.slow_reader() for _ in range(3)]
            for reader in slow:
                reader.send(OPENAPI * 10)
            await until(lambda: "mijnzaken_verzoeken_onderweg 0.0" in running.app.metrics().decode())
            await asyncio.sleep(0.1)  # let all of them get as far as they come

            assert statuses(await running.said(LAST)) == [200]
            for reader in slow:
                reader.close()

    @pytest.mark.parametrize("asked", [OPENAPI, NOTHING], ids=["more than we buffer", "less"])
    async def test_t62_is_not_waited_for(self, served: Any, caplog: pytest.LogCaptureFixture, asked: bytes) -> None:
        caplog.set_level(logging.INFO)
        async with served(patience=0.2) as running:
            with running.slow_reader() as reader:
                for _ in range(3):
                    reader.send(asked * 12)
                    await asyncio.sleep(0.05)
                await until(lambda: told(caplog, "connection_ended"))

                assert told(caplog, "connection_ended") == [{"reason": "ongelezen"}]
                await until(lambda: running.connections() == 0)

    async def test_is_somebody_else_than_who_reads_slowly(self, served: Any) -> None:
        """All of the answer takes many times the patience, and no part of it does."""
        content = b"x" * 400_000

        def config(app: MijnZaken, dienst: Dienst, **protocol: Any) -> uvicorn.Config:
            http = Http11.of(app.turn_away, 100, **protocol)
            return server._config(Response(content), dienst.adres, dienst.poort, http=http)

        loop = asyncio.get_running_loop()
        async with served(config=config, patience=0.3) as running:
            with running.slow_reader(room=32 * 1024) as reader:
                reader.send(LAST)
                begin = loop.time()
                answer = b""
                while piece := await loop.sock_recv(reader, 16 * 1024):
                    answer += piece
                    await asyncio.sleep(0.05)

        assert answer.endswith(b"\r\n\r\n" + content)
        assert loop.time() - begin > 2 * 0.3


class TestHowManyLines:
    @pytest.mark.parametrize("end", [b"", b"\r\n"])
    async def test_t62_a_head_of_too_many_is_a_400_at_once(self, served: Any, end: bytes) -> None:
        async with served() as running:
            answer = await running.said(b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\n" + b"a:\r\n" * (MOST_LINES + 1) + end)

            assert_whole_problem(answer, 400, "ongeldige-invoer")
            assert running.turned_away("kop")

    async def test_as_many_as_may_be_are_no_reason_to_refuse(self, served: Any) -> None:
        lines = b"a:\r\n" * (MOST_LINES - 2)
        async with served() as running:
            assert statuses(await running.said(LAST[:-2] + lines + b"\r\n")) == [200]

    @pytest.mark.parametrize("trailers", [b"a:\r\n" * (MOST_LINES + 2), b"a: " + b"x" * 600_000])
    async def test_t62_trailers_have_an_end_too(self, served: Any, trailers: bytes) -> None:
        async with served() as running:
            with suppress(ConnectionResetError):  # there may be more that nobody reads
                await running.said(CHUNKED + b"\r\n2\r\n{}\r\n0\r\n" + trailers)

            assert running.turned_away("kop")


@pytest.mark.parametrize("apart", [False, True], ids=["in one packet", "after the head was read"])
async def test_a_trailer_is_no_header(served: Any, apart: bool) -> None:
    """RFC 9110, 6.5.1. Whoever checks headers in front of us does not look at trailers."""
    offered = b"0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
    trailers = b"Authorization: Bearer a.b.c\r\nX-Request-Id: " + offered + b"\r\nAccept: text/html\r\n"
    async with served() as running:
        reader, writer = await running.connected()
        writer.write(CHUNKED + b"Connection: close\r\n\r\n")
        if apart:
            await until(lambda: running.connections() == 1)
            await asyncio.sleep(0.1)
        writer.write(b"2\r\n{}\r\n0\r\n" + trailers + b"\r\n")
        answer = (await reader.read()).decode()
        writer.close()

        assert statuses(answer) == [401]
        assert NO_TOKEN in running.app.metrics().decode()
        assert offered.decode() not in answer


@pytest.mark.parametrize(
    "request_",
    [
        CHUNKED + b"\r\nzz\r\n",
        CHUNKED + b"\r\n2\r\n{}garbage",
        CHUNKED + b"\r\n-1\r\n",
        b"GET /v1/bronnen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n{}",
    ],
)
async def test_content_that_cannot_be_read_is_a_400_and_the_log_says_so(
    served: Any, caplog: pytest.LogCaptureFixture, request_: bytes
) -> None:
    caplog.set_level(logging.INFO)
    async with served() as running:
        answer = await running.said(request_)

        assert_whole_problem(answer, 400, "ongeldige-invoer")
        assert running.turned_away("http")
        verzoek_id = json.loads(answer.partition("\r\n\r\n")[2])["verzoekId"]
        lines = [*told(caplog, "request_answered"), *told(caplog, "connection_ended")]
        assert lines == [{"request_id": verzoek_id, "reason": "http", "status": 400}]


async def test_what_is_refused_before_it_is_a_request_is_in_the_log(
    served: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with served() as running:
        answer = await running.said(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

        verzoek_id = json.loads(answer.partition("\r\n\r\n")[2])["verzoekId"]
        assert told(caplog, "connection_ended") == [{"request_id": verzoek_id, "reason": "http", "status": 400}]


class TestBehindAnotherRequest:
    async def test_garbage_is_a_400_after_the_answer_to_what_was_good(self, served: Any) -> None:
        async with served() as running:
            assert statuses(await running.said(OPENAPI * 2 + b"GARBAGE\r\n\r\n")) == [200, 200, 400]

    async def test_half_a_head_takes_nothing_from_what_was_good(self, served: Any) -> None:
        async with served(patience=0.2) as running:
            assert statuses(await running.said(OPENAPI + b"GET /v1/op")) == [200, 400]

    async def test_t62_no_more_stand_in_line_than_we_hold(self, served: Any) -> None:
        async with served() as running:
            answers = await running.said(NOTHING * 5_000)

            assert statuses(answers) == [404] * (MOST_BEHIND + 1) + [503]
            assert running.turned_away("verbindingen")

    async def test_content_is_not_kept_while_it_waits_for_its_turn(self, served: Any) -> None:
        async with served() as running:
            length = b"Content-Length: 10000000\r\n\r\n"
            with suppress(ConnectionResetError):  # there is more that nobody reads
                await running.said(OPENAPI + LAST[:-2] + length + b"x" * 1_000_000)

            assert running.turned_away("inhoud")

    async def test_another_protocol_is_not_spoken_and_not_listened_to(
        self, served: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with served() as running:
            upgrade = OPENAPI[:-2] + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
            answers = await running.said(upgrade + OPENAPI)

        assert statuses(answers) == [200]
        assert "connection: close" in answers
        assert not any("upgrade" in record.getMessage().lower() for record in caplog.records)


async def test_whoever_is_answered_by_his_head_is_not_listened_to_any_longer(served: Any) -> None:
    async with served() as running:
        answer = await running.said(b"GET /v1/bronnen HTTP/1.1\r\nHost: a/b\r\nContent-Length: 100\r\n\r\nx")

        assert statuses(answer) == [400]
        assert running.turned_away("host")


async def test_a_server_that_does_not_wait_any_longer_says_so(served: Any, caplog: pytest.LogCaptureFixture) -> None:
    """uvicorn ends a request like this when it is told twice to stop, and when it waited for as long as it would."""
    caplog.set_level(logging.INFO)
    async with served() as running:
        reader, writer = await running.connected()
        writer.write(CHUNKED + b"\r\n2\r\n{")
        await until(running.answering)
        for task in running.answering():
            task.cancel()
        answer = (await reader.read()).decode()
        writer.close()

        assert_whole_problem(answer, 503, "tijdelijk-niet-beschikbaar")
        assert running.turned_away("stopt")
        assert [line["status"] for line in told(caplog, "request_answered")] == [503]


class TestTheManagementPort:
    async def test_half_a_head_ends(self, served: Any) -> None:
        async with served(config=management_config, patience=0.2) as running:
            assert statuses(await running.said(b"GET /livez HTTP/1.1\r\nHost:")) == [400]

    async def test_it_has_no_redirects(self, served: Any) -> None:
        async with served(config=management_config) as running:
            answer = await running.said(b"GET /livez/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

            assert statuses(answer) == [404]
            assert "location" not in answer.lower()
