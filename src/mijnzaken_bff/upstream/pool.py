"""The connections of one bron: a pool of its own, and a limit on how much runs at once."""

from __future__ import annotations

import random
import ssl
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import assert_never

import httpx
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter, NoMeter, Stand
from mijnzaken_bff.upstream.breaker import Breaker
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.credentials import Credentials, Fixed, ZgwJwt
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.inhoudsweg import Inhoudsplaatsen, Inhoudsweg
from mijnzaken_bff.upstream.oauth2 import OAuth2, Spawn
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.retry_budget import RetryBudget
from mijnzaken_bff.upstream.settings import Breker, Service, Wachtrij
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.upstream.toegang import (
    ApiSleutelToegang,
    GeenToegang,
    OAuth2Toegang,
    Toegang,
    TokenToegang,
    ZgwJwtToegang,
)
from mijnzaken_bff.upstream.transport import AiohttpTransport
from mijnzaken_bff.upstream.wissel import Wissel

MakeTransport = Callable[[int, Tls | None], httpx.AsyncBaseTransport]
"""Gives a transport for so many connections at once, with TLS as an API asks for it or as everywhere."""


def real_transport(tls: ssl.SSLContext) -> MakeTransport:
    """Transports over real sockets: with the trust of ``tls`` where an API has no TLS of its own."""
    contexts: dict[Tls | None, ssl.SSLContext] = {None: tls}

    def make(connections: int, own: Tls | None) -> AiohttpTransport:
        if own not in contexts:
            contexts[own] = tls if own is None else own.context()
        return AiohttpTransport(connections=connections, tls=contexts[own])

    return make


@dataclass(frozen=True, slots=True)
class Grens:
    """How much is asked of one bron at once, and what becomes of the rest."""

    at_once: int
    wachtrij: Wachtrij = field(default_factory=Wachtrij)
    breker: Breker = field(default_factory=Breker)
    seconds: float = 4.0
    """How long one question may take, all its calls together."""
    downloads: int = 20
    """How many documents may be open at once; they take no connection of what is asked."""


def connections_for(at_once: int) -> int:
    """How many connections a pool may hold for so many calls at once: one more where an API gets one beside the one."""
    return max(2, at_once)


class Pool:
    """The pool of one bron, and its APIs on it. Close it when done.

    APIs with the same TLS share connections, and APIs with the same toegang share a token; nothing of it is shared with
    another bron. What is asked of all of them together stays within ``grens``, but for the one of ``beside``, and what
    is asked of all bronnen within ``ceiling``.
    """

    def __init__(
        self,
        make: MakeTransport,
        *,
        bron: str,
        grens: Grens,
        limits: Limits,
        ceiling: Bulkhead,
        clock: Clock,
        ticks: Callable[[], float],
        spawn: Spawn,
        meter: Meter | None = None,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._make = make
        self._bron = bron
        self._grens = grens
        self._connections = connections_for(grens.at_once)
        all_ = Bulkhead(grens.at_once, grens.wachtrij.aantal)
        # Who waits for the ceiling holds a permit of its bron, so that line needs no bound of its own.
        self._own = (all_, ceiling)
        narrow = grens.at_once == 1
        self._beside = (Bulkhead(1), ceiling) if narrow else (Bulkhead(grens.at_once - 1), all_, ceiling)
        self._budget = budget = RetryBudget(ticks())
        self._ticks = ticks
        self._random = random
        self._meter = meter or NoMeter()
        self._meter.watch(Stand.BRON_ONDERWEG, lambda: all_.in_use, bron=bron)
        self._meter.watch(Stand.BRON_WACHTEND, lambda: all_.waiting, bron=bron)
        self._meter.watch(Stand.HERKANSINGEN_OVER, lambda: budget.tokens(ticks()), bron=bron)
        self._limits = limits
        self._clock = clock
        self._spawn = spawn
        self._transports: dict[Tls | None, httpx.AsyncBaseTransport] = {}
        self._plaatsen = Inhoudsplaatsen(grens.downloads, bron, self._meter)
        self._inhoudswegen: dict[Tls | None, Inhoudsweg] = {}
        self._credentials: dict[Toegang, Credentials] = {}
        self._to_close = AsyncExitStack()

    def register(
        self,
        service: Service,
        toegang: Toegang,
        tls: Tls | None = None,
        *,
        api: str = "zaken",
        beside: bool = False,
        inhoud: bool = False,
    ) -> Register:
        """One ``api`` of the bron, with its own breaker, and its own credentials and its own TLS where it has them.

        ``beside``: an API that serves the others. However it hangs, it leaves them one permit; where there is but one,
        it gets one of its own beside it. ``inhoud``: one that also streams content.
        """
        return Register(
            service.basis,
            self._credentials_of(service.toegang or toegang),
            self._transport_of(service.tls or tls),
            Guard(
                self._beside if beside else self._own,
                Breaker(self._grens.breker, self._random),
                self._budget,
                bron=self._bron,
                api=api,
                patience=self._grens.wachtrij.geduld,
                seconds=self._grens.seconds,
                ticks=self._ticks,
                random=self._random,
                meter=self._meter,
            ),
            headers=service.header_values(),
            limits=self._limits,
            any_media_type=service.mediatype == "elk",
            inhoudsweg=self._inhoudsweg_of(service.tls or tls) if inhoud else None,
        )

    def _inhoudsweg_of(self, tls: Tls | None) -> Inhoudsweg:
        if tls not in self._inhoudswegen:
            self._inhoudswegen[tls] = Inhoudsweg(self._opened(self._grens.downloads, tls), self._plaatsen)
        return self._inhoudswegen[tls]

    def _transport_of(self, tls: Tls | None) -> httpx.AsyncBaseTransport:
        if tls not in self._transports:
            self._transports[tls] = self._opened(self._connections, tls)
        return self._transports[tls]

    def _opened(self, connections: int, tls: Tls | None) -> httpx.AsyncBaseTransport:
        transport = self._make(connections, tls)
        self._to_close.push_async_callback(transport.aclose)
        return transport

    def _credentials_of(self, toegang: Toegang) -> Credentials:
        if toegang not in self._credentials:
            self._credentials[toegang] = self._made(toegang)
        return self._credentials[toegang]

    def _made(self, toegang: Toegang) -> Credentials:
        match toegang:
            case ZgwJwtToegang():
                wissel = Wissel(self._bron, toegang.secret, toegang.vorig_secret)
                return ZgwJwt(toegang.client_id, wissel, self._clock)
            case OAuth2Toegang():
                # One connection of its own: one fetch runs at a time, and none waits behind questions.
                return OAuth2(toegang, self._opened(1, toegang.tls), self._clock, self._spawn, bron=self._bron)
            case ApiSleutelToegang():
                return self._fixed(toegang.header, "", toegang.sleutel, toegang.vorige_sleutel)
            case TokenToegang():
                return self._fixed("Authorization", f"{toegang.schema_} ", toegang.token, toegang.vorig_token)
            case GeenToegang():
                return Fixed(Wissel(self._bron, {}))
            case _:
                assert_never(toegang)

    def _fixed(self, header: str, before: str, secret: SecretStr, previous: SecretStr | None) -> Fixed:
        def headers(it: SecretStr) -> Mapping[str, SecretStr]:
            return {header: SecretStr(before + it.get_secret_value())}

        return Fixed(Wissel(self._bron, headers(secret), None if previous is None else headers(previous)))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._to_close.aclose()
