"""The service as one really runs it, in a process of its own, with an issuer and one register beside it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
import yaml

from mijnzaken_bff.demo.uitgever import JWKS_PATH, DemoUitgever
from tests.bench.server import length_of
from tests.bench.service import BSN, CLIENT_ID, SECRET

_STARTED_WITHIN: Final = 30.0
_STOPPED_WITHIN: Final = 30.0
"""In seconds; far more than either takes."""
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
    process: subprocess.Popen[bytes]
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

    @property
    def peak_bytes(self) -> int:
        """The most memory that the process ever had, where the system tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


@asynccontextmanager
async def open_deur(**dienst: Any) -> AsyncIterator[Deur]:
    """``serve`` on one bron, and on what ``dienst`` says beside its ports."""
    omgeving = Omgeving()
    basis = await omgeving.start()
    uitgever = DemoUitgever(basis)
    omgeving.keys = json.dumps(uitgever.jwks()).encode()
    port, beheer = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deur.yaml"
        path.write_text(yaml.safe_dump(_configuration(basis, uitgever, port, beheer, dienst)), encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603, ASYNC220 - it starts before anything is measured
            [sys.executable, "-c", "import sys; from mijnzaken_bff.cli import main; sys.exit(main())",
             "serve", "--config", str(path)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": ""},
        )  # fmt: skip
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            deur = Deur(f"http://127.0.0.1:{port}", process, omgeving, uitgever, session)
            try:
                await _answers(deur)
                yield deur
            finally:
                process.terminate()
                process.wait(_STOPPED_WITHIN)
                if omgeving.server is not None:
                    omgeving.server.close()


async def _answers(deur: Deur) -> None:
    """Wait until a good token gets its answer."""
    token = deur.token()
    until = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < until and deur.process.poll() is None:
        with contextlib.suppress(aiohttp.ClientError, OSError):
            status, _ = await deur.ask(token)
            if status == 200:
                return
        await asyncio.sleep(0.05)
    raise RuntimeError("the service does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _configuration(
    basis: str, uitgever: DemoUitgever, port: int, beheer: int, dienst: dict[str, Any]
) -> dict[str, Any]:
    return {
        "ontwikkeling": True,
        "dienst": {"poort": port, "beheer": {"poort": beheer}, "stoppen": {"uitloop": "0s"}, **dienst},
        "geheugen": {"vers": "0s", "bijStoring": "0s"},
        "uitgevers": [
            {
                "id": "bench",
                "issuer": basis,
                "jwksUrl": uitgever.jwks_url,
                "kanaal": "burger",
                "doelgroepen": ["mijnzaken-bff"],
                "betrokkene": [{"type": "bsn", "pad": ["bsn"]}],
                "betrouwbaarheid": {"minimum": "substantieel"},
                "sleutels": {"verversen": "1s", "minimumTussenVerversingen": "1s"},
            }
        ],
        "organisaties": [{"id": "proef", "naam": "Gemeente Proef", "rsin": "001117518"}],
        "bronnen": [
            {
                "id": "proef",
                "naam": "Gemeente Proef",
                "organisatie": "proef",
                "zaken": {"url": f"{basis}/zaken/api/v1/"},
                "catalogi": {"url": f"{basis}/catalogi/api/v1/"},
                "toegang": {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": SECRET},
                "gelijktijdig": 50,
            }
        ],
    }
