"""Names of hosts: found in threads of their own, and no longer remembered than a connection is kept."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpx
import pytest

from mijnzaken_bff.upstream.namen import Naamzoeker
from mijnzaken_bff.upstream.transport import AiohttpTransport, NameNotResolvedError
from tests.rooms.upstream.boze_bron import answer, boze_bron, says_and_hangs_up


async def test_a_name_is_its_addresses():
    found = await Naamzoeker().resolve("localhost", 8080)

    assert {(one["host"], one["port"], one["hostname"]) for one in found} == {("127.0.0.1", 8080, "localhost")}


@pytest.mark.parametrize("name", ["bestaat-niet.invalid", "v" * 64 + ".example", "a..b"])
async def test_a_name_that_is_nobodys_or_no_name_is_a_dns_failure(name: str):
    transport = AiohttpTransport(connections=1)

    with pytest.raises(NameNotResolvedError):
        await transport.handle_async_request(httpx.Request("GET", f"http://{name}/"))
    await transport.aclose()


async def test_f27_a_name_that_moves_is_followed_when_a_connection_would_be_too_old(monkeypatch: pytest.MonkeyPatch):
    """Two registers under one name, one after the other; the first one would still answer."""
    look_up, lives = socket.getaddrinfo, "127.0.0.1"

    def moved(host: Any, *more: Any, **named: Any) -> Any:
        return look_up(lives if host == "zgw.verhuist.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", moved)
    async with boze_bron(says_and_hangs_up(answer())) as here:
        server = await asyncio.start_server(here.serve, "127.0.0.2", here.port)
        transport = AiohttpTransport(connections=1, keep_alive=0.05)
        seen = []
        for address in ("127.0.0.1", "127.0.0.2"):
            lives = address
            await asyncio.sleep(0.06)
            response = await transport.handle_async_request(
                httpx.Request("GET", f"http://zgw.verhuist.example:{here.port}/")
            )
            seen.append(response.status_code)
            await response.aclose()
        await transport.aclose()
        server.close()

        assert seen == [200, 200]
        assert here.addresses == ["127.0.0.1", "127.0.0.2"]
