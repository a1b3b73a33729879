"""Ways to put the same search to the same registers: the floor, and the transports beside each other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

import aiohttp
import httpx
import httpx_aiohttp

from mijnzaken_bff.upstream.pool import MakeTransport
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.upstream.transport import AiohttpTransport
from tests.bench.server import SEARCH
from tests.bench.service import AANTAL

TARGET: Final = f"{SEARCH}?pageSize={AANTAL + 1}"
CONNECTIONS: Final = 4
"""Per bron, as in the service."""
KEPT: Final = 15.0
"""Seconds that an idle connection is kept, as in the service."""
OURS: Final = "onze AiohttpTransport"
CLIENT: Final = "httpx AsyncClient"
FLOOR: Final = "aiohttp"


@dataclass(frozen=True, slots=True, repr=False)
class Search:
    """The search that the service sends. It holds a BSN in its body, so it does not print."""

    headers: Mapping[str, str]
    body: bytes


class Client(Protocol):
    """One way to ask."""

    async def ask(self, basis: str) -> bytes:
        """The body of the answer of the register at ``basis``."""


class Aiohttp:
    """aiohttp itself, one session for all registers: the floor."""

    def __init__(self, search: Search, session: aiohttp.ClientSession) -> None:
        self._search = search
        self._session = session

    async def ask(self, basis: str) -> bytes:
        """The body of the answer of the register at ``basis``."""
        async with self._session.post(basis + TARGET, data=self._search.body, headers=self._search.headers) as answer:
            return await answer.read()

    async def parsed(self, basis: str) -> int:
        """How many zaken the answer holds: read with ``json.loads``, and let go of."""
        return len(json.loads(await self.ask(basis))["results"])


class PerTransport:
    """A transport of httpx per register, spoken to as ``upstream`` does: with a request, without a client."""

    def __init__(self, search: Search, transports: Mapping[str, httpx.AsyncBaseTransport]) -> None:
        self._search = search
        self._transports = transports

    async def ask(self, basis: str) -> bytes:
        """The body of the answer of the register at ``basis``."""
        request = httpx.Request(
            "POST",
            basis + TARGET,
            headers=dict(self._search.headers),
            content=self._search.body,
            extensions={"timeout": httpx.Timeout(10.0).as_dict()},
        )
        response = await self._transports[basis].handle_async_request(request)
        try:
            return b"".join([chunk async for chunk in cast("AsyncIterable[bytes]", response.stream)])
        finally:
            await response.aclose()


class PerClient:
    """An ``httpx.AsyncClient`` per register, as most programs use it."""

    def __init__(self, search: Search, clients: Mapping[str, httpx.AsyncClient]) -> None:
        self._search = search
        self._clients = clients

    async def ask(self, basis: str) -> bytes:
        """The body of the answer of the register at ``basis``."""
        answer = await self._clients[basis].post(
            basis + TARGET, content=self._search.body, headers=dict(self._search.headers)
        )
        return answer.content


async def ask_all(ask: Callable[[str], Any], bases: Sequence[str]) -> list[Any]:
    """Ask every register at once."""
    return await asyncio.gather(*(ask(basis) for basis in bases))


@asynccontextmanager
async def aiohttp_floor(search: Search) -> AsyncIterator[Aiohttp]:
    """The floor, with a connection for every register."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Aiohttp(search, session)


@asynccontextmanager
async def transports(search: Search, bases: Sequence[str]) -> AsyncIterator[dict[str, Client]]:
    """Every way to ask ``bases``, by name; ``FLOOR`` is aiohttp itself."""
    async with AsyncExitStack() as stack:
        ways: dict[str, Client] = {FLOOR: await stack.enter_async_context(aiohttp_floor(search))}
        for name, make in carriers().items():
            made = {basis: make(CONNECTIONS, None) for basis in bases}
            for transport in made.values():
                stack.push_async_callback(transport.aclose)
            ways[name] = PerTransport(search, made)
        tls = trust()
        limits = _limits(CONNECTIONS)
        clients = {basis: httpx.AsyncClient(verify=tls, trust_env=False, limits=limits) for basis in bases}
        for client in clients.values():
            stack.push_async_callback(client.aclose)
        ways[CLIENT] = PerClient(search, clients)
        yield ways


def carriers() -> dict[str, MakeTransport]:
    """Every transport that the service can be given, by name: ours, and those that others maintain."""
    tls = trust()
    return {
        OURS: lambda connections, _: AiohttpTransport(connections=connections, tls=tls),
        "httpx-aiohttp": lambda connections, _: httpx_aiohttp.AiohttpTransport(
            verify=tls, trust_env=False, limits=_limits(connections)
        ),
        "httpx AsyncHTTPTransport": lambda connections, _: httpx.AsyncHTTPTransport(
            verify=tls, trust_env=False, limits=_limits(connections)
        ),
    }


def _limits(connections: int) -> httpx.Limits:
    return httpx.Limits(max_connections=connections, keepalive_expiry=KEPT)
