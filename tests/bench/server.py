"""Registers that know their answers by heart: tiny HTTP servers on loopback, in processes of their own."""

from __future__ import annotations

import asyncio
import contextlib
import math
import multiprocessing
import os
import re
import signal
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Literal, Self, assert_never
from urllib.parse import unquote

from uvicorn.loops.auto import auto_loop_factory

SEARCH: Final = "/zaken/api/v1/zaken/_zoek"
BASIS: Final = "http://register.example"
"""The address in recorded answers; each server puts its own in its place."""
RSIN: Final = "001117518"
"""The RSIN in recorded answers, replaced likewise."""

BSN: Final = "999990019"
"""Whose zaken were recorded, and who asks: invented. A personal register puts whoever is asked for in its place."""
NOBODY: Final = "999999990"
"""Of whom a personal register has nothing: for a canary."""

HANGS: Final = math.inf
"""The wait of a register that never answers."""

_ZAKEN: Final = "/zaken/"
_APIS: Final = (_ZAKEN, "/catalogi/")
_NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_ERROR: Final = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
_HTML: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<h1>Even geduld</h1>\r\n"
_NOTHING: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 52\r\n\r\n"
    b'{"count":0,"next":null,"previous":null,"results":[]}'
)
_ASKED_FOR: Final = re.compile(rb'"(\d{9})"')
"""The number in the body of a search."""
_RESET: Final = struct.pack("ii", 1, 0)
"""``SO_LINGER`` with which closing a socket resets its connection."""
_STARTED_WITHIN: Final = 60.0
_STOPPED_WITHIN: Final = 10.0
"""In seconds; far more than either takes."""


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """One answer of a simulated gemeente, as it is sent again."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def wire(self, replacements: Mapping[str, str]) -> bytes:
        """The whole answer in HTTP/1.1, with the names of one register in it."""
        body = self.body
        for old, new in replacements.items():
            body = body.replace(old.encode(), new.encode())
        lines = [f"{name}: {value}\r\n" for name, value in self.headers]
        return f"HTTP/1.1 200 OK\r\n{''.join(lines)}Content-Length: {len(body)}\r\n\r\n".encode("latin-1") + body


Recording = Mapping[str, Recorded]
"""Per target: the path of a search, or the path and the decoded query of a GET."""


class Fault(StrEnum):
    """What a register does in the place of answering a question for zaken."""

    ERROR = "500"
    RESET = "reset"
    HTML = "html"
    FLAPS = "flapt"
    """It answers, and every other time it is ``ERROR``."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a register answers a question for zaken."""

    seconds: float = 0.0
    """How long it waits first; ``HANGS`` is for ever."""
    fault: Fault | None = None


Message = Literal["reset", "counts"] | list[Behaviour]
"""What a server process is told: to forget, to tell, or how each of its registers behaves from now on."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register to serve: which recording, and under which RSIN."""

    recording: str
    rsin: str
    personal: bool = False
    """Whether it has these zaken of everybody, each with their own number in it, and nothing of ``NOBODY``."""


@dataclass(slots=True)
class Counts:
    """What one register was asked: for zaken, by a search or a list, and everything else of its APIs."""

    searches: int = 0
    others: int = 0


class Servers:
    """Running registers, spread over processes; a context manager. ``bases`` are their addresses, in order."""

    def __init__(self, registers: Sequence[Register], recordings: Mapping[str, Recording]) -> None:
        count = max(1, min(4, (os.cpu_count() or 2) - 1, len(registers)))
        self._parts = [list(range(first, len(registers), count)) for first in range(count)]
        self._processes: list[Any] = []
        self._pipes: list[Connection] = []
        context = multiprocessing.get_context("spawn")
        for part in self._parts:
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=([registers[place] for place in part], recordings, theirs), daemon=True
            )
            process.start()
            theirs.close()
            self._processes.append(process)
            self._pipes.append(ours)
        self.bases: list[str] = self._gathered(_STARTED_WITHIN)

    def reset(self) -> None:
        """Forget what was asked."""
        self._told(["reset"] * len(self._pipes))

    def wait(self, seconds: Sequence[float]) -> None:
        """Let each register, in order, wait so long before it answers a question for zaken; ``HANGS`` is for ever."""
        self.behave([Behaviour(one) for one in seconds])

    def behave(self, behaviours: Sequence[Behaviour]) -> None:
        """Let each register, in order, answer questions for zaken like this."""
        self._told([[behaviours[place] for place in part] for part in self._parts])

    def counts(self) -> list[Counts]:
        """What each register was asked since the last reset, in order."""
        return self._told(["counts"] * len(self._pipes))

    def close(self) -> None:
        """Stop every process."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(_STOPPED_WITHIN)
            if process.is_alive():
                process.terminate()
                process.join()
            process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _told(self, messages: Sequence[Message]) -> list[Counts]:
        for pipe, message in zip(self._pipes, messages, strict=True):
            pipe.send(message)
        return self._gathered(_STOPPED_WITHIN)

    def _gathered(self, seconds: float) -> list[Any]:
        """What every process says of its registers, back in the order in which they were given."""
        told: dict[int, Any] = {}
        for part, pipe in zip(self._parts, self._pipes, strict=True):
            if not pipe.poll(seconds):
                raise RuntimeError("a server process does not answer")
            told |= dict(zip(part, pipe.recv(), strict=True))
        return [told[place] for place in sorted(told)]


def more_files() -> None:
    """Let this process open as many sockets as it may: a hundred bronnen and four clients need hundreds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not everywhere

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def serve(registers: Sequence[Register], recordings: Mapping[str, Recording], pipe: Connection) -> None:
    """Serve until the other end of ``pipe`` is gone: the whole life of a server process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    more_files()
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_serve(registers, recordings, pipe))


async def _serve(registers: Sequence[Register], recordings: Mapping[str, Recording], pipe: Connection) -> None:
    served = [_Served(register, recordings[register.recording]) for register in registers]
    pipe.send([await one.start() for one in served])
    gone = asyncio.Event()

    def on_message() -> None:
        try:
            message: Message = pipe.recv()
        except (EOFError, OSError):
            gone.set()
            return
        match message:
            case list():
                for one, behaviour in zip(served, message, strict=True):
                    one.behaviour = behaviour
            case "reset":
                for one in served:
                    one.counts = Counts()
            case "counts":
                pass
        pipe.send([one.counts for one in served])

    loop = asyncio.get_running_loop()
    loop.add_reader(pipe.fileno(), on_message)
    await gone.wait()
    loop.remove_reader(pipe.fileno())


@dataclass(slots=True)
class _Served:
    """One register on one port."""

    register: Register
    recording: Recording
    behaviour: Behaviour = Behaviour()
    counts: Counts = field(default_factory=Counts)
    search: bytes = b""
    others: dict[str, bytes] = field(default_factory=dict)
    server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen, prepare every answer, and tell the address."""
        self.server = await asyncio.start_server(self._converse, "127.0.0.1", 0)
        basis = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        own = {BASIS: basis, RSIN: self.register.rsin}
        answers = {target.replace(BASIS, basis): answer.wire(own) for target, answer in self.recording.items()}
        self.search = answers.pop(SEARCH, b"")
        self.others = answers
        return basis

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(length_of(head))
                method, target, _ = head.split(b" ", 2)
                path = unquote(target.decode("ascii"))
                self._count(path)
                fault = None
                if path.startswith(_ZAKEN):
                    seconds, fault = self.behaviour.seconds, self.behaviour.fault
                    if seconds == HANGS:
                        await reader.read()  # until whoever asks has gone
                        break
                    if seconds:
                        await asyncio.sleep(seconds)
                if fault is Fault.RESET:
                    _reset(writer)
                    return
                good = self._found(body) if method == b"POST" else self.others.get(path, _NOT_FOUND)
                writer.write(self._instead(fault) or good)
                await writer.drain()
        writer.close()

    def _found(self, body: bytes) -> bytes:
        """The answer to a search."""
        if not self.register.personal or (asked := _ASKED_FOR.search(body)) is None:
            return self.search
        return _NOTHING if asked[1] == NOBODY.encode() else self.search.replace(BSN.encode(), asked[1])

    def _instead(self, fault: Fault | None) -> bytes | None:
        """What is said in the place of a good answer, if anything is."""
        match fault:
            case Fault.ERROR:
                return _ERROR
            case Fault.HTML:
                return _HTML
            case Fault.FLAPS:
                return _ERROR if self.counts.searches % 2 else None
            case Fault.RESET | None:
                return None
            case _:
                assert_never(fault)

    def _count(self, path: str) -> None:
        if path.startswith(_ZAKEN):
            self.counts.searches += 1
        elif path.startswith(_APIS):  # the keys of the issuer are fetched in the background, whenever that is
            self.counts.others += 1


def _reset(writer: asyncio.StreamWriter) -> None:
    """End the connection as a crash does."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


def length_of(head: bytes) -> int:
    """How many bytes follow the head of a request."""
    lower = head.lower()
    at = lower.find(b"\r\ncontent-length:")
    return int(lower[at + 17 : lower.index(b"\r\n", at + 17)]) if at >= 0 else 0
