"""The connections of one bron: a pool of its own, and a limit on how much runs at once."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

import httpx

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.upstream.credentials import ZgwJwt
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Service, Toegang
from mijnzaken_bff.upstream.transport import AiohttpTransport

MakeTransport = Callable[[int], httpx.AsyncBaseTransport]
"""Gives the transport of one bron, for so many connections at once."""


def real_transport(tls: ssl.SSLContext) -> MakeTransport:
    """Transports over real sockets, all with the same trust."""
    return lambda connections: AiohttpTransport(connections=connections, tls=tls)


def trust() -> ssl.SSLContext:
    """What we trust: the certificates of the platform, TLS 1.2 or newer, and names that match."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Pool:
    """The pool of one bron, and its APIs on it. Close it when done."""

    def __init__(self, make: MakeTransport, *, at_once: int, connect_seconds: float, clock: Clock) -> None:
        self._transport = make(at_once)
        self._permits = asyncio.Semaphore(at_once)
        self._limits = Limits(connect_seconds=connect_seconds)
        self._clock = clock

    def register(self, service: Service, toegang: Toegang) -> Register:
        """One API of the bron, with its own credentials where it has them."""
        own = service.toegang or toegang
        credentials = ZgwJwt(own.client_id, own.secret, self._clock)
        return Register(
            service.basis, credentials, self._transport, self._permits, headers=service.headers, limits=self._limits
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()
