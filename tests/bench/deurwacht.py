"""The service as one really runs it, in a process of its own, with an issuer and one register beside it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from mijnzaken_bff.demo.uitgever import JWKS_PATH, DemoUitgever
from tests.bench.dienstproces import Process, serving
from tests.bench.server import BSN, length_of
from tests.bench.service import FORGETFUL, Place, tree_on

_JWKS: Final = JWKS_PATH.encode()
_EMPTY: Final = b'{"count":0,"next":null,"previous":null,"results":[]}'


@dataclass(slots=True)
class Omgeving:
    """The issuer and the register: a tiny HTTP server, which can hang and tells when a connection was broken."""

    keys: bytes = b""
    keys_headers: bytes = b""
    keys_fetched: int = 0
    hangs: bool = False
    waiting: int = 0
    """How many questions hang at this moment."""
    broken: list[float] = field(default_factory=list)
    """When a connection ended on which a question hung: ``time.perf_counter``."""
    server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen; the address."""
        self.server = await asyncio.start_server(self._converse, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(length_of(head))
                if head.split(b" ", 2)[1] == _JWKS:
                    self.keys_fetched += 1
                    writer.write(_answer(self.keys, self.keys_headers))
                elif self.hangs:
                    self.waiting += 1
                    await reader.read()
                    self.waiting -= 1
                    self.broken.append(time.perf_counter())
                    break
                else:
                    writer.write(_answer(_EMPTY))
                await writer.drain()
        writer.close()


def _answer(body: bytes, headers: bytes = b"") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
    return head + headers + b"\r\n" + body


@dataclass(slots=True)
class Deur:
    """The door of the running service, and what stands around it."""

    adres: str
    process: Process
    omgeving: Omgeving
    uitgever: DemoUitgever
    session: aiohttp.ClientSession

    def token(self) -> str:
        """A good token."""
        return self.uitgever.token(bsn=BSN, lifetime=3600)

    @staticmethod
    def encoded(part: dict[str, str]) -> str:
        """A part of a token."""
        return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

    async def ask(self, token: str, path: str = "/v1/zaken") -> tuple[int, float]:
        """The status of an answer, and the seconds that it took."""
        begin = time.perf_counter()
        async with self.session.get(self.adres + path, headers={"Authorization": f"Bearer {token}"}) as answer:
            await answer.read()
            return answer.status, time.perf_counter() - begin


@asynccontextmanager
async def open_deur(**dienst: Any) -> AsyncIterator[Deur]:
    """``serve`` on one bron, and on what ``dienst`` says beside its ports."""
    omgeving = Omgeving()
    basis = await omgeving.start()
    uitgever = DemoUitgever(basis)
    omgeving.keys = json.dumps(uitgever.jwks()).encode()
    place = Place("proef", "Gemeente Proef", "001117518", basis)
    tree = tree_on([place], 4.0, FORGETFUL, jwks_url=uitgever.jwks_url)
    tree["uitgevers"][0]["sleutels"] = {"verversen": "1s", "minimumTussenVerversingen": "1s"}
    tree["bronnen"][0]["gelijktijdig"] = 50
    try:
        async with (
            serving(tree, **dienst) as running,
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        ):
            deur = Deur(running.adres, running.process, omgeving, uitgever, session)
            status, _ = await deur.ask(deur.token())  # the catalogue, and a connection
            if status != 200:
                raise RuntimeError(f"the service answers {status}")
            yield deur
    finally:
        if omgeving.server is not None:
            omgeving.server.close()
