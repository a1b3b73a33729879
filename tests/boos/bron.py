"""A register on loopback that plays a script, per connection and per question, with the right answer at hand.

Behind it stands a simulated gemeente, whose answers are valid by the OpenAPI files of the standard: a script sends that
answer, a twisted one, half of one, or something else altogether.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from starlette.types import Message

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.portaal import CLIENT_ID, NOW, SECRET

T = TypeVar("T")

LONGEST = 30.0
"""Seconds after which what waits for us is given up: far more than any question may take."""


@dataclass(frozen=True, repr=False)
class Ontvangen:
    """A question as it came over the wire. It may hold a BSN, so it does not print."""

    methode: str
    doel: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    verbinding: int
    """Over which connection, counted from 1."""

    @property
    def pad(self) -> str:
        return self.doel.partition("?")[0]

    @property
    def query(self) -> str:
        return self.doel.partition("?")[2]


@dataclass(frozen=True)
class Antwoord:
    """An answer that can be sent in any way."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def met(self, inhoud: Any) -> Antwoord:
        """The same with other JSON."""
        return Antwoord(self.status, self.headers, json.dumps(inhoud, separators=(",", ":")).encode())

    def kop(self, **anders: str) -> bytes:
        """The head, with ``Content-Length``; ``anders`` (with ``_`` for ``-``) goes over its headers."""
        headers = {"Content-Type": "application/json", **self.headers, "Content-Length": str(len(self.body))}
        named = {name.title(): value for name, value in headers.items()}
        named |= {name.replace("_", "-").title(): value for name, value in anders.items()}
        lines = [f"HTTP/1.1 {self.status} Antwoord", *(f"{name}: {value}" for name, value in named.items() if value)]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def heel(self, **anders: str) -> bytes:
        """Head and body."""
        return self.kop(**anders) + self.body


class Gesprek:
    """One question on one connection: what was asked, and whatever is done with it."""

    def __init__(
        self, bron: BozeBron, vraag: Ontvangen, beurt: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.bron = bron
        self.vraag = vraag
        self.beurt = beurt
        """How many questions of this kind (zaken, or catalogue) came before it and with it."""
        self._reader = reader
        self._writer = writer

    async def goed(self, query: str | None = None) -> Antwoord:
        """What a healthy register would answer; with ``query`` to the same question with that one."""
        vraag = self.vraag if query is None else replace(self.vraag, doel=f"{self.vraag.pad}?{query}")
        return await _asked(self.bron.gemeente, vraag)

    async def zeg(self, *stukken: bytes) -> None:
        """Send this."""
        for stuk in stukken:
            self._writer.write(stuk)
            await self._writer.drain()
            self.bron.verzonden += len(stuk)

    async def zwijg(self) -> None:
        """Say nothing more until the other side hangs up."""
        await zwijg(self._reader)

    def sluit(self) -> None:
        """Hang up as one should."""
        self._writer.close()

    def breek(self) -> None:
        """Hang up with a reset."""
        reset(self._writer)


Script = Callable[[Gesprek], Awaitable[None]]
"""What is done with a question."""
Groet = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What is done with a connection before anything is read. Hanging up ends it."""


async def zwijg(reader: asyncio.StreamReader) -> None:
    """Say nothing until the other side hangs up. Raises ``ConnectionResetError`` then."""
    while await asyncio.wait_for(reader.read(4096), LONGEST):
        pass
    raise ConnectionResetError


def reset(writer: asyncio.StreamWriter) -> None:
    """Hang up with a reset: what was not sent is thrown away."""
    # Only the socket itself can do so, and only while it is open.
    sock = writer.get_extra_info("socket")
    if sock is not None and sock.fileno() != -1:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class BozeBron:
    """The register, and what it saw. Questions outside ``waar`` get the right answer."""

    def __init__(
        self,
        script: Script,
        *,
        waar: str = "/zaken/",
        groet: Groet | None = None,
        tls: ssl.SSLContext | None = None,
        rsin: str = "000000000",
    ) -> None:
        self.script = script
        self.waar = waar
        self.groet = groet
        self.tls = tls
        self.gemeente = Gemeente("Gemeente Duinoord", rsin, clients={CLIENT_ID: Client(SECRET)}, nu=lambda: NOW)
        self.ontvangen: list[Ontvangen] = []
        self.verbindingen = 0
        self.verlaten = 0
        """Connections that the other side has hung up before its question was answered."""
        self.verzonden = 0
        """Bytes."""
        self.adres = ""
        self.buren: tuple[str, ...] = ()
        """Where the healthy gemeenten live, for a script that points there."""
        self._beurten: dict[bool, int] = {True: 0, False: 0}
        self._numbers = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def zaakvragen(self) -> list[Ontvangen]:
        """The questions to its Zaken API."""
        return [ontvangen for ontvangen in self.ontvangen if ontvangen.pad.startswith("/zaken/")]

    def vergeet(self) -> None:
        """Forget what it saw; how often it was asked, which its script goes by, it remembers."""
        self.ontvangen.clear()
        self.verbindingen = self.verlaten = self.verzonden = 0

    async def begin(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls, limit=2**20, backlog=200)
        scheme = "http" if self.tls is None else "https"
        self.adres = f"{scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.gemeente.adres = self.gemeente.basis = self.adres

    async def stop(self) -> None:
        """End every conversation, and listen no more."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.verbindingen += 1
        self._numbers += 1
        number = self._numbers
        try:
            if self.groet is not None:
                await self.groet(reader, writer)
            while not writer.is_closing():
                vraag = await _read(reader, number)
                self.ontvangen.append(vraag)
                ours = vraag.pad.startswith(self.waar)
                self._beurten[ours] += 1
                gesprek = Gesprek(self, vraag, self._beurten[ours], reader, writer)
                await (self.script if ours else eerlijk)(gesprek)
        except asyncio.IncompleteReadError as cut:
            self.verlaten += bool(cut.partial)  # amid a question, and not between two
        except OSError:
            self.verlaten += 1
        finally:
            self._tasks.discard(task)
            writer.close()


async def eerlijk(gesprek: Gesprek) -> None:
    """Answer as a healthy register."""
    await gesprek.zeg((await gesprek.goed()).heel())


async def _read(reader: asyncio.StreamReader, connection: int) -> Ontvangen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *fields = head.rstrip("\r\n").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    methode, doel, _ = line.split(" ")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Ontvangen(methode, doel, headers, body, connection)


async def _asked(gemeente: Gemeente, vraag: Ontvangen) -> Antwoord:
    """The answer of a simulated gemeente, without a socket between."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": vraag.body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in vraag.headers.items()]
    scope = {
        "type": "http", "method": vraag.methode, "path": vraag.pad, "query_string": vraag.query.encode("latin-1"),
        "headers": headers,
    }  # fmt: skip
    await gemeente.app(scope, receive, send)
    start, *rest = sent
    kept = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    kept.pop("content-length", None)
    return Antwoord(start["status"], kept, b"".join(part.get("body", b"") for part in rest))


class Lus:
    """An event loop in a thread of its own, on which boze bronnen run."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="boos", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What comes of ``work``."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(LONGEST)

    def close(self) -> None:
        """Stop the loop, and the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LONGEST)
        self._loop.close()
