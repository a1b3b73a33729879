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
    """The pool of one bron, and its APIs on it. Close it when done."""

    def __init__(self, make: MakeTransport, *, at_once: int, limits: Limits, clock: Clock) -> None:
        self._transport = make(at_once)
        self._permits = asyncio.Semaphore(at_once)
        self._beside = Narrow(asyncio.Semaphore(max(1, at_once - 1)), self._permits)
        self._limits = limits
        self._clock = clock

    def register(self, service: Service, toegang: Toegang, *, beside: bool = False) -> Register:
        """One API of the bron, with its own credentials where it has them.

        ``beside``: an API that serves the others. However it hangs, it leaves them one permit.
        """
        own = service.toegang or toegang
        return Register(
            service.basis,
            ZgwJwt(own.client_id, own.secret, self._clock),
            self._transport,
            self._beside if beside else self._permits,
            headers=service.headers,
            limits=self._limits,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()
