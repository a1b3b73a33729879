"""The application: everything is built here once, and closed again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from functools import cache, partial
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Response
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mijnzaken_bff import __version__
from mijnzaken_bff.api import bronnen, zaken
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION, contract_document
from mijnzaken_bff.api.deur import Deur
from mijnzaken_bff.api.diensten import Diensten
from mijnzaken_bff.api.edge import Edge, bare_answer
from mijnzaken_bff.api.herkomst import Herkomsten
from mijnzaken_bff.api.keuze import Bronkeuze, Keuze
from mijnzaken_bff.api.onderweg import RETRY_SECONDS, Onderweg
from mijnzaken_bff.api.openapi import openapi_router
from mijnzaken_bff.api.problems import HANDLERS
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.clock import Clock, SystemClock
from mijnzaken_bff.domain.meting import Stand
from mijnzaken_bff.domain.verwerking import NoSink, VerwerkingSink
from mijnzaken_bff.fanout.cursor import CursorZegel
from mijnzaken_bff.fanout.kanarie import MOST_AT_ONCE, Kanarie, Wait, waiting_by
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vertrouwen import Vertrouwen
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats
from mijnzaken_bff.gedeeld.redis_store import RedisStore
from mijnzaken_bff.gedeeld.store import Store
from mijnzaken_bff.identity.gedeelde_sleutels import GedeeldeSleutels
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.sleutelbron import Sleutelbron, sleutelbron_of
from mijnzaken_bff.identity.token import TokenVerifier
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.metrics import PrometheusMeter
from mijnzaken_bff.settings.model import BronSettings, Dienst, Settings
from mijnzaken_bff.settings.place import written
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.fetch import fetch_json
from mijnzaken_bff.upstream.pool import MakeTransport, Pool, real_transport
from mijnzaken_bff.upstream.register import Limits
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.verwerkingen.logboek import Logboek, logboek_of
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.catalogus import KEPT, Catalogus
from mijnzaken_bff.zgw.gedeelde_catalogus import GedeeldeCatalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

logger = logging.getLogger(__name__)


class Background:
    """Work that outlives the request that began it. The lifespan owns it, and ends it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin ``work``; it tells its own outcome, and a bug in it reaches the log and nothing else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("background_crashed", extra={"error": type(error).__name__})

    async def aclose(self) -> None:
        """Cancel what still runs, and wait until it has gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


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
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ticks = ticks
        self._wait = wait
        self._make_transport = make_transport
        self._keys: Mapping[str, KeyStore] = {}
        self._meter = PrometheusMeter()
        self._leaving = False
        self._logboek = None
        if sink is None and settings.verwerkingen is not None:
            self._logboek = logboek_of(settings.verwerkingen, __version__, self._meter)
        self._sink = sink or self._logboek or NoSink()
        self._ceiling = Bulkhead(settings.dienst.grenzen.naar_bronnen)
        self._meter.watch(Stand.BRONNEN_ONDERWEG, lambda: self._ceiling.in_use)
        self._meter.watch(Stand.BRONNEN_WACHTEND, lambda: self._ceiling.waiting)
        self.fastapi = self._fastapi()
        self._served = self._edge(settings.dienst)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the lifespan. Source: ASGI 3.0."""
        await self._served(scope, receive, send)

    def waiting_for(self) -> list[str]:
        """Why callers should not be sent here: it stops, or no issuer has keys. It never depends on a bron."""
        missing = [] if any(store.has_keys for store in self._keys.values()) else ["sleutels"]
        return ["stopt", *missing] if self._leaving else missing

    def leave(self) -> None:
        """Ask for no more callers: from now on this service is not ready. Whoever comes all the same is answered."""
        self._leaving = True

    def metrics(self) -> bytes:
        """What was counted, in the text format of Prometheus."""
        return self._meter.shown()

    def turn_away(self, reden: Reden) -> Response:
        """The answer to what never became a request: the server knows, and we have the words."""
        refused = Afgewezen(reden, RETRY_SECONDS if reden is Reden.VERBINDINGEN else None)
        return bare_answer(refused, CONTRACT_VERSION, self._meter)

    def _edge(self, dienst: Dienst) -> ASGIApp:
        edge = Edge(
            self.fastapi,
            CONTRACT_VERSION,
            deur=Deur(dienst.hosts),
            herkomsten=Herkomsten(dienst.cors),
            onderweg=Onderweg(dienst.grenzen.tegelijk, self._meter),
            meter=self._meter,
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
        return app

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for place in self._settings.unsafe():
                logger.warning("unsafe_setting", extra={"what": written(place)})
            if self._logboek is not None:
                await stack.enter_async_context(_opened(self._logboek))
            store = self._store(stack)  # closed last: work in the background may use it up to its end
            bewaarplaats = self._bewaarplaats(store)
            background = Background()
            make = self._make_transport or real_transport(trust())
            stack.push_async_callback(background.aclose)
            verifier = await self._verifier(make, background, stack, bewaarplaats)
            verbindingen = [
                self._verbinding(bron, make, background, stack, bewaarplaats) for bron in self._settings.bronnen
            ]
            by_id = {verbinding.bron.id: verbinding for verbinding in verbindingen}
            toestanden = Toestanden(lambda bron: by_id[bron].untrusted_since())
            kanaries = self._kanaries(by_id, toestanden)
            proeven = Background()  # ends before the connections close that it asks over
            stack.push_async_callback(proeven.aclose)
            for kanarie in kanaries.values():
                proeven.spawn(kanarie.keep())
            vragen = self._settings.vragen
            keuze = Keuze.ALLE if vragen is None else vragen.keuze
            app.state.diensten = Diensten(
                verify=verifier.verify,
                tempo=self._tempo(store),
                zaakoverzichten=Zaakoverzichten(
                    verbindingen,
                    CursorZegel(self._settings.derived_key("cursor"), self._settings.previous_key("cursor")),
                    self._clock,
                    sink=self._sink,
                    toestanden=toestanden,
                    seconds=self._settings.tijd.lijst,
                    kanaries=kanaries,
                    ontdubbeling=Ontdubbeling(o.ontdubbel for o in self._settings.organisaties),
                    meter=self._meter,
                ),
                bronnen={verbinding.bron.id: verbinding.bron for verbinding in verbindingen},
                toestanden=toestanden,
                keuze=Bronkeuze(keuze, (verbinding.bron for verbinding in verbindingen)),
                klanten=frozenset((u.id, klant) for u in self._settings.uitgevers for klant in u.klanten),
                meter=self._meter,
            )
            logger.info("service_started", extra={"version": CONTRACT_VERSION})
            yield
        logger.info("service_stopped")

    def _store(self, stack: AsyncExitStack) -> Store | None:
        """What replicas share; None where nothing is configured."""
        if self._settings.gedeeld is None:
            return None
        store = RedisStore(self._settings.gedeeld, self._meter, self._ticks)
        stack.push_async_callback(store.aclose)
        return store

    def _bewaarplaats(self, store: Store | None) -> Bewaarplaats | None:
        if store is None:
            return None
        return Bewaarplaats(store, self._settings.derived_key("bewaarplaats"), self._clock, self._meter)

    def _tempo(self, store: Store | None) -> Tempogrenzen:
        key = self._settings.derived_key("grenzen") if store is not None else None
        return Tempogrenzen(self._settings.dienst.grenzen, self._ticks, store, key)

    async def _verifier(
        self, make: MakeTransport, background: Background, stack: AsyncExitStack, bewaarplaats: Bewaarplaats | None
    ) -> TokenVerifier:
        transport = make(4, None)
        stack.push_async_callback(transport.aclose)
        self._keys = {
            uitgever.id: KeyStore(
                uitgever,
                self._sleutelbron(uitgever, sleutelbron_of(uitgever, partial(fetch_json, transport)), bewaarplaats),
                clock=self._clock,
                spawn=background.spawn,
                meter=self._meter,
            )
            for uitgever in self._settings.uitgevers
        }
        for uitgever, store in self._keys.items():
            self._meter.watch(Stand.SLEUTELS_LEEFTIJD, store.age, uitgever=uitgever)
            background.spawn(store.keep())
        with_a_bron = {bron.organisatie for bron in self._settings.bronnen}
        organisaties = [o.domain() for o in self._settings.organisaties if o.id in with_a_bron]
        return TokenVerifier(self._settings.uitgevers, self._keys, self._clock, self._meter, organisaties)

    def _sleutelbron(self, uitgever: Uitgever, bron: Sleutelbron, bewaarplaats: Bewaarplaats | None) -> Sleutelbron:
        """Where keys come from. Those in a file are on this machine already: they are not shared."""
        if bewaarplaats is None or uitgever.sleutels.bestand is not None:
            return bron
        return GedeeldeSleutels(uitgever, bron, bewaarplaats, self._clock)

    def _verbinding(
        self,
        settings: BronSettings,
        make: MakeTransport,
        background: Background,
        stack: AsyncExitStack,
        bewaarplaats: Bewaarplaats | None,
    ) -> Verbinding:
        pool = Pool(
            make,
            bron=settings.id,
            grens=settings.grens,
            limits=Limits(connect_seconds=settings.tijd.verbinden, read_seconds=settings.tijd.lezen),
            ceiling=self._ceiling,
            clock=self._clock,
            ticks=self._ticks,
            spawn=background.spawn,
            meter=self._meter,
        )
        stack.push_async_callback(pool.aclose)
        profiel = settings.profiel
        gewoonten = Gewoonten(settings.id, profiel, self._clock)
        zaken = pool.register(settings.zaken, settings.toegang, settings.tls)
        catalogi = CatalogiApi(
            pool.register(settings.catalogi, settings.toegang, settings.tls, api="catalogi", beside=True)
        )
        shared = None
        if bewaarplaats is not None:
            shared = GedeeldeCatalogus(bewaarplaats, settings.id, settings.catalogi.url, KEPT)
        return Verbinding(
            bron=self._bron(settings),
            profiel=profiel,
            gewoonten=gewoonten,
            zaken=ZakenApi(zaken, profiel, gewoonten),
            delen=Zaakdelen(zaken, profiel, gewoonten),
            catalogus=Catalogus(catalogi, background.spawn, self._clock, shared=shared, seconds=settings.tijd.totaal),
            zichtbaarheid=settings.zichtbaarheid,
            weergave=settings.weergave,
            seconds=settings.tijd.totaal,
            vertrouwen={zoekwijze: Vertrouwen() for zoekwijze in _proeven(settings)},
        )

    def _kanaries(self, verbindingen: Mapping[str, Verbinding], toestanden: Toestanden) -> dict[str, Kanarie]:
        """The canary of every bron that has a number for it."""
        permits = asyncio.Semaphore(MOST_AT_ONCE)
        return {
            settings.id: Kanarie(
                verbindingen[settings.id],
                proeven,
                self._settings.kanarie,
                clock=self._clock,
                ticks=self._ticks,
                wait=self._wait,
                permits=permits,
                toestanden=toestanden,
                meter=self._meter,
            )
            for settings in self._settings.bronnen
            if (proeven := _proeven(settings))
        }

    def _bron(self, settings: BronSettings) -> Bron:
        organisaties = {o.id: o.domain() for o in self._settings.organisaties}
        return Bron(
            id=settings.id,
            naam=settings.naam,
            organisatie=organisaties[settings.organisatie],
            onderwerp=settings.onderwerp,
            organisaties=tuple(organisaties.values()),
        )


def _proeven(settings: BronSettings) -> dict[Zoekwijze, Betrokkene]:
    """Nobody, for every way of searching that a bron has and that can be put to the test."""
    return settings.proefnummers.proeven((Zoekwijze.NP_BSN, *settings.profiel.bedrijven))


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
) -> MijnZaken:
    """The service for ``settings``. Time, the sink of verwerkingen and the transport can be handed in.

    ``clock`` tells what moment it is; ``ticks`` counts seconds and never goes back; ``wait`` waits by these.
    """
    return MijnZaken(
        settings,
        clock=clock or SystemClock(),
        ticks=ticks,
        sink=sink,
        make_transport=make_transport,
        wait=wait or waiting_by(ticks),
    )
