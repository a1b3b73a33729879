"""The server for callers: what it says by itself, what it holds, and the garbage collector that leaves it alone."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.app import MijnZaken, create_app
from mijnzaken_bff.serving import server
from mijnzaken_bff.serving.server import front_config, spare_the_collector
from tests.rooms.settings.voorbeeld import Map, at, tree


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_for_good_is_left_alone_and_the_rest_is_looked_at_less_often() -> None:
    usual = gc.get_threshold()[0]

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

    def __init__(self, app: MijnZaken, port: int) -> None:
        self.app = app
        self._port = port

    async def connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    async def said(self, request: bytes) -> str:
        """Everything that comes back to exactly these bytes, until the other side breaks off."""
        reader, writer = await self.connected()
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer.decode()

    def turned_away(self, reden: str) -> bool:
        """Whether one request was turned away for this reason."""
        return f'mijnzaken_verzoek_afgewezen_total{{reden="{reden}"}} 1.0' in self.app.metrics().decode()


@pytest.fixture
def served(tmp_path: Path) -> Any:
    @asynccontextmanager
    async def serve_(tegelijk: int = 10, **protocol: Any) -> AsyncIterator[Running]:
        configuration = at(("dienst", "grenzen"), {"tegelijk": tegelijk}, at(("dienst", "poort"), 0, tree()))
        settings = Map(tmp_path).settings(configuration)
        app = create_app(settings)
        front = server._Front(front_config(app, settings.dienst, **protocol))
        serves = asyncio.create_task(front.serve())
        while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
            await asyncio.sleep(0.01)
        try:
            yield Running(app, front.servers[0].sockets[0].getsockname()[1])
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
    async with served(tegelijk=1) as running:
        held = [await running.connected() for _ in range(server.CONNECTIONS_PER_PLACE)]

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
