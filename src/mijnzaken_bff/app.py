"""The application: everything is built here once, and closed again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from functools import cache, partial
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Response
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mijnzaken_bff import __version__
from mijnzaken_bff.api import bronnen, documenten, stroom, zaakdetail, zaken
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION, contract_document
from mijnzaken_bff.api.deur import Deur
from mijnzaken_bff.api.diensten import Diensten, hand_down
from mijnzaken_bff.api.edge import Edge, bare_answer
from mijnzaken_bff.api.herkomst import Herkomsten
from mijnzaken_bff.api.keuring import Keurder
from mijnzaken_bff.api.naslag.route import naslag_router
from mijnzaken_bff.api.onderweg import RETRY_SECONDS, Onderweg
from mijnzaken_bff.api.openapi import openapi_router
from mijnzaken_bff.api.plaatsen import downloads_of, stromen_of
from mijnzaken_bff.api.problems import HANDLERS
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.clock import Clock, SystemClock
from mijnzaken_bff.domain.meting import Stand
from mijnzaken_bff.domain.verwerking import NoSink, VerwerkingSink
from mijnzaken_bff.fanout.kanarie import Wait, waiting_by
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats
from mijnzaken_bff.gedeeld.redis_store import RedisStore
from mijnzaken_bff.gedeeld.store import Store
from mijnzaken_bff.metrics import PrometheusMeter
from mijnzaken_bff.samenstel.achtergrond import Achtergrond
from mijnzaken_bff.samenstel.gereedschap import Gereedschap
from mijnzaken_bff.samenstel.samenstel import Samenstel
from mijnzaken_bff.settings.dienst import Dienst
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import written
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.fetch import fetch_json
from mijnzaken_bff.upstream.pool import MakeTransport, real_transport
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.verwerkingen.logboek import Logboek, logboek_of

logger = logging.getLogger(__name__)


class MijnZaken:
    """The service as one ASGI application, with what the platform wants to know of it."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        ticks: Callable[[], float],
        sink: VerwerkingSink | None,
        make_transport: MakeTransport | None,
        wait: Wait,
        keurder: Keurder | None,
    ) -> None:
        self._settings = settings
        self.clock = clock
        """What time it is."""
        self.meter = PrometheusMeter()
        """What is counted."""
        self._ticks = ticks
        self._wait = wait
        self._make_transport = make_transport
        self._keurder = keurder
        self._gereedschap: Gereedschap | None = None
        self._samenstel: Samenstel | None = None
        """What whatever begins now is answered by; None as long as the service does not run."""
        self._living: list[Samenstel] = []
        """That, and everything before it that is still answering."""
        self._retiring: Achtergrond | None = None
        self._leaving = False
        self._logboek = None
        if sink is None and settings.verwerkingen is not None:
            self._logboek = logboek_of(settings.verwerkingen, __version__, self.meter)
        self._sink = sink or self._logboek or NoSink()
        self._onderweg = Onderweg(settings.dienst.grenzen.tegelijk, self.meter)
        self._downloads = downloads_of(settings.dienst.grenzen, self.meter)
        self._stromen = stromen_of(settings.dienst.grenzen, self.meter)
        self._ceiling = Bulkhead(settings.dienst.grenzen.naar_bronnen)
        self.meter.watch(Stand.BRONNEN_ONDERWEG, lambda: self._ceiling.in_use)
        self.meter.watch(Stand.BRONNEN_WACHTEND, lambda: self._ceiling.waiting)
        self.fastapi = self._fastapi()
        self._served = self._edge(settings.dienst)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the lifespan. Source: ASGI 3.0."""
        if scope["type"] != "http" or self._samenstel is None:
            await self._served(scope, receive, send)
            return
        with self._samenstel.in_use() as diensten:
            hand_down(scope, diensten)
            await self._served(scope, receive, send)

    def waiting_for(self) -> list[str]:
        """Why callers should not be sent here: it stops, or no issuer has keys. It never depends on a bron."""
        keys = self._samenstel.keys if self._samenstel is not None else {}
        missing = [] if any(store.has_keys for store in keys.values()) else ["sleutels"]
        return ["stopt", *missing] if self._leaving else missing

    def leave(self) -> None:
        """Ask for no more callers: from now on this service is not ready. Whoever comes all the same is answered."""
        self._leaving = True

    @property
    def settings(self) -> Settings:
        """The settings that whatever begins now is answered under."""
        return self._settings

    @property
    def diensten(self) -> Diensten:
        """What the routes are handed now. Raises ``RuntimeError`` when the service does not run."""
        if self._samenstel is None:
            raise RuntimeError("not running")
        return self._samenstel.diensten

    def metrics(self) -> bytes:
        """What was counted, in the text format of Prometheus."""
        return self.meter.shown()

    def turn_away(self, reden: Reden) -> Response:
        """The answer to what never became a request: the server knows, and we have the words."""
        refused = Afgewezen(reden, RETRY_SECONDS if reden is Reden.VERBINDINGEN else None)
        return bare_answer(refused, CONTRACT_VERSION, self.meter)

    def _edge(self, dienst: Dienst) -> ASGIApp:
        edge = Edge(
            self.fastapi,
            CONTRACT_VERSION,
            deur=Deur(dienst.hosts),
            herkomsten=Herkomsten(dienst.cors),
            onderweg=self._onderweg,
            meter=self.meter,
        )
        # Here and not in the server: then an address means the same under every server.
        return cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", edge), list(dienst.proxies)))

    def _fastapi(self) -> FastAPI:
        app = FastAPI(
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            lifespan=self._lifespan,
            telemetry={"tracing": False, "metrics": False, "logs": False},
        )
        for error, handler in HANDLERS.items():
            app.add_exception_handler(error, handler)
        app.include_router(contract_routes(), prefix="/v1")
        app.include_router(openapi_router(_contract()), prefix="/v1")
        if self._settings.dienst.naslag:
            app.include_router(naslag_router(), prefix="/v1")
        return app

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG002 - as the framework calls it
        async with AsyncExitStack() as stack:
            if self._logboek is not None:
                await stack.enter_async_context(_opened(self._logboek))
            store = self._store(stack)  # closed last: work in the background may use it up to its end
            self.meter.watch(Stand.TAKEN, partial(_tasks_of, asyncio.get_running_loop()))
            make = self._make_transport or real_transport(trust())
            transport = make(4, None)
            stack.push_async_callback(transport.aclose)
            self._gereedschap = Gereedschap(
                clock=self.clock,
                ticks=self._ticks,
                wait=self._wait,
                meter=self.meter,
                sink=self._sink,
                tempo=self._tempo(store),
                downloads=self._downloads,
                stromen=self._stromen,
                keurder=self._keurder,
                make=make,
                ceiling=self._ceiling,
                fetch=partial(fetch_json, transport),
                bewaarplaats=self._bewaarplaats(store),
            )
            stack.push_async_callback(self._close_all)
            achtergrond = Achtergrond()
            self._retiring = achtergrond
            stack.push_async_callback(achtergrond.aclose)
            await self.take_over(self._settings)
            logger.info("service_started", extra={"version": CONTRACT_VERSION})
            yield
        logger.info("service_stopped")

    def _store(self, stack: AsyncExitStack) -> Store | None:
        """What replicas share; None where nothing is configured."""
        if self._settings.gedeeld is None:
            return None
        store = RedisStore(self._settings.gedeeld, self.meter, self._ticks)
        stack.push_async_callback(store.aclose)
        return store

    def _bewaarplaats(self, store: Store | None) -> Bewaarplaats | None:
        if store is None:
            return None
        return Bewaarplaats(store, self._settings.derived_key("bewaarplaats"), self.clock, self.meter)

    def _tempo(self, store: Store | None) -> Tempogrenzen:
        key = self._settings.derived_key("grenzen") if store is not None else None
        return Tempogrenzen(self._settings.dienst.grenzen, self._ticks, store, key)

    async def take_over(self, settings: Settings) -> None:
        """Answer whatever begins from now on under ``settings``, with every part that is the same as before.

        What cannot change while running must be as it was (``settings.vast``). To be called once at a time: people are
        answered meanwhile. Raises ``OSError`` when a file with a certificate has gone since it was checked, and
        ``RuntimeError`` when the service does not run, or stopped meanwhile: then nothing has changed.
        """
        if self._gereedschap is None or self._retiring is None:
            raise RuntimeError("not running")
        before = self._samenstel
        samenstel = await Samenstel.made(settings, self._gereedschap, before)
        if self._samenstel is not before:
            await samenstel.aclose()
            raise RuntimeError("not running")
        self._living.append(samenstel)
        self._samenstel, self._settings = samenstel, settings
        self._served = self._edge(settings.dienst)
        for place in settings.unsafe():
            logger.warning("unsafe_setting", extra={"what": written(place)})
        samenstel.show(before)
        if before is not None:
            self._retiring.spawn(self._retire(before))

    async def _retire(self, samenstel: Samenstel) -> None:
        await samenstel.retire()
        self._living.remove(samenstel)

    async def _close_all(self) -> None:
        self._samenstel = self._gereedschap = None
        while self._living:
            await self._living.pop().aclose()


def _tasks_of(loop: asyncio.AbstractEventLoop) -> float:
    return float(len(asyncio.all_tasks(loop)))


@asynccontextmanager
async def _opened(logboek: Logboek) -> AsyncIterator[None]:
    """The log of verwerkingen, closed after everything that may still note something in it.

    What cannot be accounted for is not done: without a place to write to, the service does not start.
    """
    try:
        logboek.open()
    except OSError as error:
        logger.critical("verwerkingen_unwritable", extra={"error": type(error).__name__})
        raise
    try:
        yield
    finally:
        await asyncio.to_thread(logboek.close)


def contract_routes() -> APIRouter:
    """Every route of the contract, without ``/v1``."""
    router = APIRouter()
    router.include_router(zaken.router)
    router.include_router(stroom.router)  # before the zaak: its name is no id
    router.include_router(zaakdetail.router)
    router.include_router(documenten.router)
    router.include_router(bronnen.router)
    return router


def published_contract() -> dict[str, Any]:
    """The contract as the app publishes it."""
    return deepcopy(_contract())


@cache
def _contract() -> dict[str, Any]:
    """It follows from the code alone, and takes a tenth of a second."""
    return contract_document(contract_routes().routes)


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ticks: Callable[[], float] = time.monotonic,
    sink: VerwerkingSink | None = None,
    make_transport: MakeTransport | None = None,
    wait: Wait | None = None,
    keurder: Keurder | None = None,
) -> MijnZaken:
    """The service for ``settings``. Time, the sink of verwerkingen and the transport can be handed in.

    ``clock`` tells what moment it is; ``ticks`` counts seconds and never goes back; ``wait`` waits by these.
    ``keurder`` inspects documents on their way; without one they are passed on as they are.
    """
    return MijnZaken(
        settings,
        clock=clock or SystemClock(),
        ticks=ticks,
        sink=sink,
        make_transport=make_transport,
        wait=wait or waiting_by(ticks),
        keurder=keurder,
    )
