"""Real HTTP on loopback: any number of ASGI applications, each on its own port, in one background thread."""

import asyncio
import socket
import struct
import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp
from uvicorn.loops.auto import auto_loop_factory
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.haperen import VERBREKEN

_STARTTIJD = 30.0
_STOPTIJD = 10.0
"""In seconds; far more than either takes."""
_OPGERUIMD = 0.002
"""Seconds in which connections that were broken are cleared away."""


class _Protocol(HttpToolsProtocol):
    """HTTP/1.1 that writes no log, and lets the application break its connection, for which ASGI has no word."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # access_log=False only takes the handlers away, and pytest puts one back: then every URL is logged.
        self.access_log = False

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {
            VERBREKEN: {
                "verbreek": self.transport.abort,
                "reset": self._reset,
                "sluit": self.transport.close,
                "schrijf": self.transport.write,
            }
        }

    def _reset(self) -> None:
        """Break the connection so that the other side hears of it as an error, and not as an end."""
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class _Server(uvicorn.Server):
    """A server that waits to be stopped without waking up ten times a second, as there may be hundreds of them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.gestart: Future[None] = Future()
        self._stop = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.gestart.set_result(None)

    async def main_loop(self) -> None:
        await self._stop.wait()

    def stop(self) -> None:
        """Break what is open, so that a request that hangs does not keep the server up."""
        for verbinding in list(self.server_state.connections):
            verbinding.transport.abort()
        # A connection is gone only after the next turn of the loop; uvicorn would look too early and wait 0.1 s.
        asyncio.get_running_loop().call_later(_OPGERUIMD, self._stop.set)


@dataclass(frozen=True, slots=True)
class _Draaiend:
    server: _Server
    klaar: Future[None]


class Loopback:
    """Runs ASGI applications on loopback ports, all in one background thread with its own event loop.

    The lifespan of an application is run as well; one that fails to start raises here.
    """

    def __init__(self) -> None:
        self._loop = auto_loop_factory()()
        self._draaiend: dict[str, _Draaiend] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback", daemon=True)
        self._thread.start()

    def start(self, app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> str:
        """The address at which ``app`` accepts connections, from now on. Port 0 takes a free one."""
        sock = socket.create_server((host, port), backlog=1024)
        adres = f"http://{host}:{sock.getsockname()[1]}"
        config = uvicorn.Config(
            app,
            interface="asgi3",
            http=_Protocol,
            ws="none",
            lifespan="on",
            proxy_headers=False,
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        klaar = asyncio.run_coroutine_threadsafe(_draai(server, sock), self._loop)
        wait((server.gestart, klaar), timeout=_STARTTIJD, return_when=FIRST_COMPLETED)
        if not server.gestart.done():
            sock.close()
            klaar.result(timeout=0)
        self._draaiend[adres] = _Draaiend(server, klaar)
        return adres

    def stop(self, *adressen: str) -> None:
        """Stop what runs at ``adressen``, all at the same time and also in the middle of an answer."""
        self._stop([self._draaiend.pop(f"http://{urlsplit(adres).netloc}") for adres in adressen])

    def close(self) -> None:
        """Stop everything, and the thread."""
        if self._loop.is_closed():
            return
        self._stop(list(self._draaiend.values()))
        self._draaiend.clear()
        asyncio.run_coroutine_threadsafe(_ruim_op(), self._loop).result(timeout=_STOPTIJD)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=_STOPTIJD)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _soort: type[BaseException] | None, _fout: BaseException | None, _spoor: TracebackType | None
    ) -> None:
        self.close()

    def _stop(self, draaiend: list[_Draaiend]) -> None:
        for een in draaiend:
            self._loop.call_soon_threadsafe(een.server.stop)
        for een in draaiend:
            een.klaar.result(timeout=_STOPTIJD)


def start_gemeente(loopback: Loopback, gemeente: Gemeente, port: int = 0) -> str:
    """Start ``gemeente`` and give the address where it is called, which becomes its ``basis`` unless it has one.

    Behind a gateway that address has a path as well.
    """
    adres = f"{loopback.start(gemeente.app, port=port)}{gemeente.dialect.voorvoegsel}"
    gemeente.adres = adres
    if not gemeente.heeft_basis:
        gemeente.basis = adres
    return adres


async def _draai(server: _Server, sock: socket.socket) -> None:
    try:
        await server.serve(sockets=[sock])
    except SystemExit as error:
        # Uvicorn leaves the process when the lifespan fails; here that would take the whole loop along.
        raise RuntimeError("the application did not start") from error


async def _ruim_op() -> None:
    taken = [taak for taak in asyncio.all_tasks() if taak is not asyncio.current_task()]
    for taak in taken:
        taak.cancel()
    await asyncio.gather(*taken, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
