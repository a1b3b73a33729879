"""A real Redis for tests, as a process of its own on loopback, and what stands in its place when it goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Self

import pytest
import redis

from tests.processen import PATIENCE, free_ports
from tests.stories.wachten import until

_TRIES: Final = 5
LOG: Final = "redis.log"
READY: Final = "Ready to accept connections"

ROOMY = "1s"
"""A budget that a loaded machine keeps as well."""


def redis_server() -> str:
    """The program. On a developer's machine it may be absent; in CI it may not."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("redis-server is missing: apt-get install redis-server")
    if found is None:
        pytest.skip("redis-server is missing: what replicas share was not run")
    return found


class Opslag:
    """One redis-server. It can be killed, stopped in its tracks, and started again at the same address.

    In ``options`` ``{port}`` is the port that it has.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._was_up = False
        self.port = free_ports(1)[0]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def gedeeld(self, **anders: Any) -> dict[str, Any]:
        """How it is configured."""
        return {"soort": "redis", "url": self.url, "tijd": ROOMY, **anders}

    def client(self, **anders: Any) -> redis.Redis:
        return redis.Redis(host="127.0.0.1", port=self.port, **anders)

    def start(self) -> Self:
        """Start, with nothing in it, and wait until it listens; the first time elsewhere when its port was taken."""
        for _ in range(_TRIES):
            if self._started():
                return self
            if self._was_up:
                break
            self.port = free_ports(1)[0]
        pytest.fail("redis-server did not start")

    def _started(self) -> bool:
        options = ["--port", "{port}", "--bind", "127.0.0.1", "--save", "", "--logfile", LOG, *self._options]
        command = [redis_server(), *(option.format(port=self.port) for option in options)]
        log = self._folder / LOG
        log.unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=self._folder)  # noqa: S603
        until(lambda: process.poll() is not None or (log.exists() and READY in log.read_text()), seconds=PATIENCE)
        self._process = process if process.poll() is None else None
        self._was_up |= self._process is not None
        return self._process is not None

    def kill(self) -> None:
        """Gone, from one moment to the next."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None

    def signal(self, number: int) -> None:
        """Send it a signal: SIGSTOP leaves its connections open, and nobody behind them."""
        assert self._process is not None
        self._process.send_signal(number)

    def empty(self) -> None:
        with self.client() as client:
            client.flushall()

    def everything(self) -> Iterator[tuple[bytes, bytes]]:
        """Every name in it, with its value."""
        with self.client() as client:
            for name in client.scan_iter():
                yield name, client.get(name) or b""


class Gebabbel:
    """A socket that accepts, and then says nothing, or always the same."""

    def __init__(self, says: bytes = b"", port: int = 0) -> None:
        self._says = says
        self.asked = 0
        """How many connections were made."""
        self._talking: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._talk, "127.0.0.1", port)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(PATIENCE)
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        self._talking.add(writer)
        with contextlib.suppress(ConnectionError):
            while await reader.read(65536):
                writer.write(self._says)
        self._talking.discard(writer)
        writer.close()

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            for writer in list(self._talking):
                writer.transport.abort()
            await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


def opened(folder: Path, *options: str) -> Iterator[Opslag]:
    """A running redis-server, for as long as a fixture lasts."""
    opslag = Opslag(folder, *options).start()
    try:
        yield opslag
    finally:
        opslag.kill()
