"""The two servers, and how they start and stop together."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import math
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, ClassVar, Final

import uvicorn
from fastapi import Response
from starlette.types import ASGIApp

from mijnzaken_bff.api.afwijzing import Reden
from mijnzaken_bff.api.health import health_app
from mijnzaken_bff.app import MijnZaken
from mijnzaken_bff.serving.hangups import Hangups
from mijnzaken_bff.serving.herlader import LOOK_SECONDS, Herlader
from mijnzaken_bff.serving.http11 import Http11
from mijnzaken_bff.serving.open_files import (
    CONNECTIONS_PER_PLACE,
    MANAGEMENT_CONNECTIONS,
    connections_under,
    raise_limit,
)
from mijnzaken_bff.serving.stopping import Phase, Stopping
from mijnzaken_bff.settings.dienst import Dienst, Stoppen
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import Place, written

logger = logging.getLogger(__name__)

_PATIENCE: Final = 2
"""In seconds, whole ones: how long the management port finishes what it answers, once the other one is gone."""
_YOUNG: Final = (5_000, 100, 20)
"""How many new objects the garbage collector waits for, and how many of its rounds before it looks at older ones."""

_LAST: Final = 1.0
"""In seconds: how long the loop may take to close."""
_WORDS: Final = {
    Phase.DRAINING: "uitloop",
    Phase.FINISHING: "afronden",
    Phase.HURRYING: "afbreken",
    Phase.FORCED: "nu",
}
"""What the log calls each phase of stopping."""


def spare_the_collector() -> None:
    """Let the garbage collector leave alone what is there for good, and look less often at the rest.

    An answer of a register is thousands of objects that are gone as soon as it is read. With the settings of Python
    every answer brings a round, every hundredth a walk through the whole process: at 342 bronnen a quarter of a second
    in which nobody is served, and half of the CPU of an overzicht (``docs/snelheid.md``).
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_YOUNG)


class _Server(uvicorn.Server):
    """A server that tells whether it listens in one line of ours: uvicorn's own holds an address."""

    place: ClassVar[Place]
    """Where its port stands in the configuration."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start. Raises ``SystemExit``, as uvicorn does, where that cannot be."""
        try:
            await super().startup(sockets=sockets)
        except SystemExit as stopped:
            if isinstance(cause := stopped.__context__, OSError):
                reason = errno.errorcode.get(cause.errno or 0, type(cause).__name__)
                where = {"what": written(self.place), "port": self.config.port}
                logger.critical("service_not_listening", extra={**where, "reason": reason})
            raise
        port = self.servers[0].sockets[0].getsockname()[1]
        logger.info("service_listening", extra={"what": written(self.place), "port": port})


class _Front(_Server):
    """A server that stops in good order at a signal. uvicorn then raises it again, amid what still has to stop.

    uvicorn also stops listening at once, and a second signal makes it leave without ending what it began: here
    ``Stopping`` says what a signal means. ``leave`` is called when the first one came; ``stoppen`` says how long each
    phase may take by then, as the configuration may have changed since the start.
    """

    place = ("dienst", "poort")

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        stoppen: Callable[[], Stoppen] = lambda: Stoppen(uitloop=0.0),
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        self._stoppen = stoppen
        self._leave = leave
        self._stopping: Stopping | None = None
        self.up = asyncio.Event()
        """Whether it serves."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and settle down."""
        await super().startup(sockets=sockets)
        spare_the_collector()
        self.up.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals as long as it serves."""
        loop = asyncio.get_running_loop()

        def handle(number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._told_to_stop, number)

        before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told_to_stop(self, number: int) -> None:
        stoppen = self._stoppen()
        if self._stopping is None:
            self._stopping = Stopping(drains=stoppen.uitloop > 0)
            self.config.timeout_graceful_shutdown = math.ceil(stoppen.afronden)
        phase = self._stopping.told(by_hand=number == signal.SIGINT, serves=self.started)
        self._leave()
        logger.info("service_stopping", extra={"reason": signal.Signals(number).name, "what": _WORDS[phase]})
        match phase:
            case Phase.DRAINING:
                self._say_goodbye()
                asyncio.get_running_loop().call_later(stoppen.uitloop, self._drained)
            case Phase.FINISHING:
                self.should_exit = True
            case Phase.HURRYING:
                for task in self.server_state.tasks:
                    task.cancel()
            case _:
                self.force_exit = True

    def _drained(self) -> None:
        if self._stopping is not None and self._stopping.drained():
            logger.info("service_stopping", extra={"what": _WORDS[Phase.FINISHING]})
            self.should_exit = True

    def _say_goodbye(self) -> None:
        """Let every answer end its connection: who asks again makes a new one, and not with us. RFC 9112, 9.6."""
        goodbye = (b"connection", b"close")
        self.config.encoded_headers = [*self.config.encoded_headers, goodbye]  # of what uvicorn makes every second
        self.server_state.default_headers = [*self.server_state.default_headers, goodbye]


class _Beside(_Server):
    """A server that leaves the signals to the one it stands beside."""

    place = ("dienst", "beheer", "poort")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def serve(app: MijnZaken, herlader: Herlader, hangups: Hangups) -> int:
    """Serve until told to stop; the exit code."""
    most = _most_connections(app.settings)
    with asyncio.Runner(loop_factory=uvicorn.Config(app, log_config=None).get_loop_factory()) as runner:
        code = 0 if runner.run(_serve(app, most, herlader, hangups)) else 1
        last = _leave_anyhow(code)
    last.cancel()
    return code


def _leave_anyhow(code: int) -> threading.Timer:
    """End the process soon with ``code``, unless this is cancelled.

    All that was begun is ended by now, but for threads of the resolver: they cannot be stopped, and closing the loop
    waits for each. With a DNS that hangs and many bronnen that takes longer than any platform waits.
    """

    def leave() -> None:
        logging.shutdown()
        os._exit(code)

    timer = threading.Timer(_LAST, leave)
    timer.daemon = True
    timer.start()
    return timer


def _most_connections(settings: Settings) -> int:
    tegelijk, files = settings.dienst.grenzen.tegelijk, raise_limit()
    asked = settings.bronnen_aan
    to_bronnen = sum(bron.connections for bron in asked) + settings.dienst.grenzen.downloads
    most = connections_under(files, tegelijk=tegelijk, bronnen=to_bronnen)
    lowered = most < tegelijk * CONNECTIONS_PER_PLACE
    told = {"aantal": most, "what": "open_files" if lowered else "dienst.grenzen.tegelijk"}
    if lowered:
        logger.warning("connections_limited", extra=told)
    else:
        logger.info("connections_limited", extra=told)
    return most


async def _serve(app: MijnZaken, most: int, herlader: Herlader, hangups: Hangups) -> bool:
    dienst = app.settings.dienst
    front = _Front(front_config(app, dienst, most), stoppen=lambda: app.settings.dienst.stoppen, leave=app.leave)
    beside = _Beside(management_config(app, dienst))
    management = asyncio.create_task(_run(beside, front))
    reloading = asyncio.create_task(_reloading(front, herlader, hangups))
    served = await _run(front, beside)
    reloading.cancel()
    await asyncio.gather(reloading, return_exceptions=True)
    return await management and served


async def _reloading(front: _Front, herlader: Herlader, hangups: Hangups) -> None:
    """Read the configuration again whenever that is asked for, once there is a service to take it over."""

    async def asked() -> bool:
        return await hangups.within(LOOK_SECONDS)

    await front.up.wait()
    await herlader.keep(asked)


async def _run(server: uvicorn.Server, other: uvicorn.Server) -> bool:
    """Serve until told to stop, and then stop the other one too; whether it could start."""
    try:
        await server.serve()
    except SystemExit:  # how uvicorn says that it could not; out of a task it would end the loop with all in it
        return False
    finally:
        other.should_exit = True
    return True


def front_config(app: MijnZaken, dienst: Dienst, most: int, **more: Any) -> uvicorn.Config:
    """How the server for callers is set, with ``most`` connections; ``more`` is handed to the protocol."""
    http = Http11.of(app.turn_away, most, **more)
    return _config(app, dienst.adres, dienst.poort, http=http, finish=dienst.stoppen.afronden)


def management_config(app: MijnZaken, dienst: Dienst, **more: Any) -> uvicorn.Config:
    """How the server for the platform is set; ``more`` is handed to the protocol."""
    protocol = Http11.of(_without_words, MANAGEMENT_CONNECTIONS, **more)
    health = health_app(app.waiting_for, app.metrics)
    return _config(health, dienst.beheer.adres, dienst.beheer.poort, http=protocol)


def _without_words(reden: Reden) -> Response:
    return Response(status_code=503 if reden is Reden.VERBINDINGEN else 400)


def _config(app: ASGIApp, adres: str, poort: int, *, finish: float = _PATIENCE, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=adres,
        port=poort,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=math.ceil(finish),
        **more,
    )
