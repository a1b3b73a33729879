"""The route of documents behind the real edge and the real server, before a service that plays what a test needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import httpx
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.api import documenten
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.api.deur import Deur
from mijnzaken_bff.api.diensten import Diensten, hand_down
from mijnzaken_bff.api.edge import Edge, bare_answer
from mijnzaken_bff.api.herkomst import Herkomsten
from mijnzaken_bff.api.instelling import Grenzen, Tempo
from mijnzaken_bff.api.keuring import Keurder
from mijnzaken_bff.api.keuze import Bronkeuze, Keuze
from mijnzaken_bff.api.onderweg import Onderweg
from mijnzaken_bff.api.plaatsen import downloads_of, stromen_of
from mijnzaken_bff.api.problems import HANDLERS
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Caller, Kanaal
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Verwerking
from mijnzaken_bff.fanout.documentinhoud import Documentinhoud
from mijnzaken_bff.fanout.zaakfout import ZaakMislukt
from mijnzaken_bff.identity.refusals import Reason, TokenRejected
from mijnzaken_bff.metrics import PrometheusMeter
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of
from mijnzaken_bff.serving import server
from mijnzaken_bff.serving.http11 import PATIENCE, Http11
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen
from tests.rooms.voorkant import Voorkant
from tests.tls import GEEN_TLS

ZAAK = "waterdam-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
DOCUMENT = "4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1"
PAD = f"/v1/zaken/{ZAAK}/documenten/{DOCUMENT}/inhoud"
BRON = Bron("waterdam", "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam"))
WIE = {"anna": "999990019", "bilal": "999990020", "carla": "999990032"}
MOMENT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
RUIM = Tempo(aantal=1_000_000)


def als(wie: str) -> dict[str, str]:
    """The headers with which somebody asks."""
    return {"Authorization": f"Bearer {wie}"}


async def _verify(values: Sequence[str]) -> Caller:
    wie = values[0].removeprefix("Bearer ") if values else ""
    if wie not in WIE:
        raise TokenRejected(None if not values else "invalid_token", Reason.MALFORMED)
    return BetrokkeneCaller(Kanaal.BURGER, "verhaal", Persoon(Bsn(WIE[wie])), MOMENT)


@dataclass
class Gespeeld:
    """A service whose document is what a test says."""

    stukken: Callable[[], AsyncIterator[bytes]]
    bestandsnaam: str = "besluit.pdf"
    mediatype: str = "application/pdf"
    lengte: int | None = None
    fout: Exception | None = None
    """Why there is none."""
    gevraagd: list[tuple[str, str]] = field(default_factory=list)
    gelezen: int = 0
    """How many pieces were asked for."""
    open: int = 0
    """How many documents are open."""

    @asynccontextmanager
    async def inhoud(
        self,
        _caller: BetrokkeneCaller,
        _bronnen: Collection[str],
        zaak_id: str,
        document_id: str,
        _verwerking: Verwerking,
    ) -> AsyncIterator[Documentinhoud]:
        self.gevraagd.append((zaak_id, document_id))
        if self.fout is not None:
            raise self.fout
        self.open += 1
        try:
            yield Documentinhoud(self.bestandsnaam, self.mediatype, self.lengte, self._counted())
        finally:
            self.open -= 1

    async def _counted(self) -> AsyncIterator[bytes]:
        async for stuk in self.stukken():
            self.gelezen += 1
            yield stuk


@dataclass
class UitRegister:
    """A service that passes on what a register streams."""

    register: Register
    grenzen: Inhoudsgrenzen = field(default_factory=lambda: Inhoudsgrenzen(stil=5.0, totaal=60.0))
    bestandsnaam: str = "besluit.pdf"

    @asynccontextmanager
    async def inhoud(
        self,
        _caller: BetrokkeneCaller,
        _bronnen: Collection[str],
        _zaak_id: str,
        document_id: str,
        _verwerking: Verwerking,
    ) -> AsyncIterator[Documentinhoud]:
        try:
            path = f"enkelvoudiginformatieobjecten/{document_id}/download"
            async with self.register.stream(path, grenzen=self.grenzen) as stroom:
                yield Documentinhoud(self.bestandsnaam, "application/pdf", stroom.lengte, stroom)
        except SourceError as error:
            row = bron_uitkomst_of(BRON, Antwoord(error.failure, moment=MOMENT, retry_after=error.retry_after))
            raise ZaakMislukt(row) from error


class Loket:
    """The application: the edge, the route, and the service."""

    def __init__(
        self, dienst: Any, grenzen: Grenzen | None = None, *, keurder: Keurder | None = None, cors: Sequence[str] = ()
    ) -> None:
        self.grenzen = grenzen or Grenzen(per_betrokkene=RUIM)
        self.meter = PrometheusMeter()
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        for error, handler in HANDLERS.items():
            app.add_exception_handler(error, handler)
        app.include_router(documenten.router, prefix="/v1")
        self._edge = Edge(
            app,
            CONTRACT_VERSION,
            deur=Deur(()),
            herkomsten=Herkomsten(cors),
            onderweg=Onderweg(self.grenzen.tegelijk, self.meter),
            meter=self.meter,
        )
        self.diensten = Diensten(
            verify=_verify,
            tempo=Tempogrenzen(self.grenzen, lambda: 0.0),
            zaakoverzichten=cast("Any", None),
            zaakdetails=cast("Any", None),
            zaakdocumenten=dienst,
            downloads=downloads_of(self.grenzen, self.meter),
            stromen=stromen_of(self.grenzen, self.meter),
            hartslag=2.0,
            keurder=keurder,
            bronnen={BRON.id: BRON},
            toestand_of=lambda _: (Toestand.BESCHIKBAAR, None),
            keuze=Bronkeuze(Keuze.ALLE, [BRON]),
            klanten=frozenset(),
            meter=self.meter,
            clock=SystemClock(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan."""
        if scope["type"] == "http":
            hand_down(scope, self.diensten)
        await self._edge(scope, receive, send)

    def turn_away(self, reden: Reden) -> Any:
        return bare_answer(Afgewezen(reden), CONTRACT_VERSION, self.meter)

    def counted(self, name: str) -> float:
        """The value of a metric, with its labels as Prometheus shows it; 0 if not there."""
        lines = (line.rpartition(" ") for line in self.meter.shown().decode().splitlines())
        return next((float(value) for key, _, value in lines if key == f"mijnzaken_{name}"), 0.0)

    def front(self, *, patience: float = PATIENCE, finish: float = 1.0, port: int = 0) -> Voorkant:
        """The server that callers speak to, as the service has it."""
        http = Http11.of(self.turn_away, 1000, patience=patience)
        return Voorkant(server._config(self, "127.0.0.1", port, http=http, finish=finish))


@dataclass
class Geopend:
    """A running loket, and somebody who asks there."""

    loket: Loket
    front: Voorkant
    client: httpx.AsyncClient
    port: int

    async def get(self, wie: str | None = "anna", pad: str = PAD, **more: Any) -> httpx.Response:
        """The answer to a GET."""
        headers: Mapping[str, str] = {**(als(wie) if wie else {}), **more.pop("headers", {})}
        return await self.client.get(pad, headers=headers, **more)

    def stream(self, wie: str = "anna", method: str = "GET") -> AbstractAsyncContextManager[httpx.Response]:
        """The answer, of which only the head was read."""
        return self.client.stream(method, PAD, headers=als(wie))

    async def raw(self, wie: str = "anna", limit: int = 2**16) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which a document was asked, and nothing read."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=limit)
        writer.write(f"GET {PAD} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {wie}\r\n\r\n".encode())
        return reader, writer

    async def until(self, holds: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something holds. Fails when it takes so long that it will not."""
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - there is nobody to be told by
                await asyncio.sleep(0.005)


@asynccontextmanager
async def open_loket(
    dienst: Any,
    grenzen: Grenzen | None = None,
    *,
    keurder: Keurder | None = None,
    cors: Sequence[str] = (),
    **serving: Any,
) -> AsyncIterator[Geopend]:
    """A loket on loopback."""
    loket = Loket(dienst, grenzen, keurder=keurder, cors=cors)
    front = loket.front(**serving)
    serves = asyncio.create_task(front.serve())
    while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)
    port = front.servers[0].sockets[0].getsockname()[1]
    try:
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base, verify=GEEN_TLS, trust_env=False, timeout=20) as client:
            yield Geopend(loket, front, client, port)
    finally:
        front.should_exit = True
        await serves
