"""A server on loopback that follows a script: resets, drips, lies and silence, over real sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    """One request as it came over the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    """Over which connection, counted from 1."""

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


Script = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]
"""What is done with a request. Closing the writer hangs up."""


class BozeBron:
    """The server, and what it saw."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.received: list[Received] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.port = 0
        self.addresses: list[str] = []
        """At which of its addresses it was called, per connection."""
        self._changed = asyncio.Condition()
        self._handlers: set[asyncio.Task[None]] = set()

    @property
    def targets(self) -> list[str]:
        return [received.target for received in self.received]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of what the server saw."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(holds)

    async def _notice(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        self.connections += 1
        self.addresses.append(writer.get_extra_info("sockname")[0])
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        number = self.connections
        try:
            await self._notice()
            while not writer.is_closing():
                self.received.append(await _request(reader, number))
                await self._notice()
                await self.script(self.received[-1], writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self.open -= 1
            self._handlers.discard(task)
            writer.close()
            await self._notice()

    async def hang_up(self) -> None:
        """End every conversation."""
        for task in list(self._handlers):
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)


async def _request(reader: asyncio.StreamReader, connection: int) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *fields = head.rstrip("\r\n").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (field.partition(":") for field in fields)]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return Received(line, headers, await reader.readexactly(length), connection)


@asynccontextmanager
async def boze_bron(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[BozeBron]:
    """A server that does with every request what ``script`` says."""
    bron = BozeBron(script)
    server = await asyncio.start_server(bron.serve, "127.0.0.1", 0, ssl=tls)
    bron.port = server.sockets[0].getsockname()[1]
    try:
        yield bron
    finally:
        server.close()
        await bron.hang_up()


def answer(body: bytes = b"{}", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def says(*answers: bytes) -> Script:
    """Give these answers, in order, and keep giving the last one. An empty one hangs up."""
    left = list(answers)

    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        given = left.pop(0) if len(left) > 1 else left[0]
        if given:
            writer.write(given)
        else:
            writer.close()

    return script


def says_and_hangs_up(given: bytes) -> Script:
    """Send this and close, every time."""

    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(given)
        await writer.drain()
        writer.close()

    return script


def says_and_falls_silent(given: bytes = b"") -> Script:
    """Send this, and then nothing, without closing."""

    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(given)
        await writer.drain()
        await asyncio.Event().wait()

    return script
