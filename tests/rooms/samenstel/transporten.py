"""Transports that are counted and closed, and over which nothing is heard."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.api.plaatsen import downloads_of, stromen_of
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.domain.verwerking import NoSink
from mijnzaken_bff.fanout.kanarie import waiting_by
from mijnzaken_bff.samenstel.gereedschap import Gereedschap
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.tls import Tls


class Deaf(httpx.AsyncBaseTransport):
    """A transport over which nothing comes."""

    def __init__(self) -> None:
        self.closed = 0
        self.asked = asyncio.Event()
        """Set when something was asked."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        raise httpx.ConnectError("deaf", request=request)

    async def aclose(self) -> None:
        self.closed += 1


class Made:
    """Makes transports, at most so many, and knows which are closed."""

    def __init__(self, most: int = 1000, kind: type[Deaf] = Deaf) -> None:
        self.transports: list[Deaf] = []
        self._most = most
        self._kind = kind

    def __call__(self, _connections: int, _tls: Tls | None) -> Deaf:
        if len(self.transports) == self._most:
            raise FileNotFoundError
        self.transports.append(self._kind())
        return self.transports[-1]

    def closed(self) -> list[int]:
        """How often each was closed."""
        return [transport.closed for transport in self.transports]

    def tools(self) -> Gereedschap:
        """What a configuration works with, over these."""

        async def fetch(*_: Any) -> Any:
            await asyncio.Event().wait()

        return Gereedschap(
            clock=SystemClock(),
            ticks=lambda: 0.0,
            wait=waiting_by(lambda: 0.0),
            meter=NoMeter(),
            sink=NoSink(),
            tempo=Tempogrenzen(Grenzen(), lambda: 0.0),
            downloads=downloads_of(Grenzen(), NoMeter()),
            stromen=stromen_of(Grenzen(), NoMeter()),
            make=self,
            ceiling=Bulkhead(Grenzen().naar_bronnen),
            fetch=fetch,
        )
