"""The connections of one bron: a pool of its own, and a limit on how much runs at once."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import assert_never

import httpx
from pydantic import SecretStr

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.upstream.credentials import Credentials, Fixed, ZgwJwt
from mijnzaken_bff.upstream.oauth2 import OAuth2, Spawn
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Service
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


class Narrow:
    """A permit within a permit: first one of its own few, then one of all."""

    def __init__(self, own: asyncio.Semaphore, all_: asyncio.Semaphore) -> None:
        self._own = own
        self._all = all_

    async def __aenter__(self) -> None:
        """Wait for both."""
        await self._own.acquire()
        try:
            await self._all.acquire()
        except BaseException:
            self._own.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        """Give both back."""
        self._all.release()
        self._own.release()


class Pool:
    """The pool of one bron, and its APIs on it. Close it when done.

    APIs with the same TLS share connections, and APIs with the same toegang share a token; nothing of it is shared with
    another bron. What is asked of all of them together stays within ``at_once``, but for the one of ``beside``.
    """

    def __init__(
        self, make: MakeTransport, *, bron: str, at_once: int, limits: Limits, clock: Clock, spawn: Spawn
    ) -> None:
        self._make = make
        self._bron = bron
        self._connections = max(2, at_once)
        self._permits = asyncio.Semaphore(at_once)
        self._beside: AbstractAsyncContextManager[None] = (
            Narrow(asyncio.Semaphore(at_once - 1), self._permits) if at_once > 1 else asyncio.Semaphore(1)
        )
        self._limits = limits
        self._clock = clock
        self._spawn = spawn
        self._transports: dict[Tls | None, httpx.AsyncBaseTransport] = {}
        self._credentials: dict[Toegang, Credentials] = {}
        self._to_close = AsyncExitStack()

    def register(self, service: Service, toegang: Toegang, tls: Tls | None = None, *, beside: bool = False) -> Register:
        """One API of the bron, with its own credentials and its own TLS where it has them.

        ``beside``: an API that serves the others. However it hangs, it leaves them one permit; where there is but one,
        it gets one of its own beside it.
        """
        return Register(
            service.basis,
            self._credentials_of(service.toegang or toegang),
            self._transport_of(service.tls or tls),
            self._beside if beside else self._permits,
            headers=service.header_values(),
            limits=self._limits,
            any_media_type=service.mediatype == "elk",
        )

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
