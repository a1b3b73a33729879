"""The HTTP transport: aiohttp behind the transport interface of httpx, with its habits switched off.

httpx gives us the request, the response and the names of the failures; aiohttp carries them at a tenth of the cost of
httpx's own transport. What an aiohttp session does by itself (cookies, default headers, re-quoting of URLs,
redirects, environment proxies, unpacking) is off: see ``docs/adr/0003``.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Final
from weakref import WeakSet

import aiohttp
import httpx
from aiohttp.connector import Connection
from yarl import URL

from mijnzaken_bff.upstream.namen import Naamzoeker

KEEP_ALIVE: Final = 15.0
"""Seconds that an idle connection is kept, and an address: registers close theirs from 30 s on."""

SENT_AGAIN: Final = "mijnzaken.sent_again"
"""In the extensions of a request: it was sent a second time, here or by who asks, and is not sent a third time."""


class NameNotResolvedError(httpx.ConnectError):
    """DNS does not know the host."""


class TlsFailedError(httpx.ConnectError):
    """The certificate, or the handshake, was refused."""


class _Body(httpx.AsyncByteStream):
    """The body of an answer as it comes in, still packed."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        failed: httpx.RequestError | None = None
        reason: OSError | None = None
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except (aiohttp.ClientError, OSError) as error:
            stalled = isinstance(error, aiohttp.SocketTimeoutError)
            failed = httpx.ReadTimeout("read") if stalled else httpx.RemoteProtocolError("body")
            reason = _reason(error)
        if failed is not None:
            raise failed from reason

    async def aclose(self) -> None:
        """Give the connection back, or drop it when its answer was not read to its end."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


class _CutOffError(aiohttp.ClientConnectionError):
    """A connection ended where an answer should begin. aiohttp does not send again over this one by itself."""

    def __init__(self, *, reused: bool) -> None:
        super().__init__("cut off")
        self.reused = reused
        """Whether it had brought an answer before: then it was most likely closed while nobody used it."""


class _Response(aiohttp.ClientResponse):
    """An answer whose connection ends with it when a body may follow that nobody reads.

    A 204 that announces a body sends one too, into the next answer (measured on Open Zaak behind plain uWSGI). aiohttp
    hands the connection on as soon as it has read the headers of a 204, so ``aclose`` would be too late.
    """

    answered: WeakSet[object]
    """The connections of this transport that brought an answer."""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read the headers."""
        protocol = connection.protocol
        try:
            await super().start(connection)
        except aiohttp.ServerTimeoutError:
            raise
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            raise _CutOffError(reused=protocol in self.answered) from error.__cause__
        self.answered.add(protocol)
        if protocol is not None and self.status in (204, 304) and self.headers.get("Content-Length", "0") != "0":
            protocol.close()
        return self


def _refused_by_tls(error: BaseException) -> bool:
    """Whether a connection ended with an alert of TLS.

    With TLS 1.3 our handshake is done before the other side has looked at our certificate: that it is refused shows
    only where the answer should begin.
    """
    return isinstance(error.__cause__, ssl.SSLError)


def _named(error: aiohttp.ClientError | OSError) -> httpx.RequestError:
    """The failure as httpx calls it. It holds no request: what prints a failure would print a URL along with it."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return NameNotResolvedError("dns")
        case aiohttp.ClientSSLError() | aiohttp.ServerFingerprintMismatch():
            return TlsFailedError("tls")
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout("connect")
        case aiohttp.ServerTimeoutError():
            return httpx.ReadTimeout("read")
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError("connect")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol("url")
        case aiohttp.ClientResponseError():
            return httpx.RemoteProtocolError("answer")
        case _:
            return TlsFailedError("tls") if _refused_by_tls(error) else httpx.ReadError("disconnected")


def _reason(error: BaseException) -> OSError | None:
    """What the platform said: an errno, or why a certificate was refused.

    The errors of aiohttp itself repeat our URL and headers and what came in, so they are kept nowhere: not as a cause,
    and not as the context of what is raised while they are handled.
    """
    under = error.__cause__ or error
    return under if isinstance(under, OSError) and not isinstance(under, aiohttp.ClientError) else None


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Connections to the hosts of one bron. Opens on first use, inside the running loop."""

    def __init__(self, *, connections: int, tls: ssl.SSLContext | None = None, keep_alive: float = KEEP_ALIVE) -> None:
        self._connections = connections
        self._tls = tls
        self._keep_alive = keep_alive
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._response_class = type("Response", (_Response,), {"answered": WeakSet[object]()})

    def _opened(self) -> aiohttp.ClientSession:
        if self._closed:
            raise aiohttp.ClientConnectionError("closed")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    keepalive_timeout=self._keep_alive,
                    resolver=Naamzoeker(),
                    ttl_dns_cache=int(self._keep_alive),
                    ssl=self._tls if self._tls is not None else True,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                requote_redirect_url=False,
                response_class=self._response_class,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            )
        return self._session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the caller reads the body. Raises subclasses of ``httpx.RequestError``."""
        try:
            response = await self._sent(request)
        except (aiohttp.ClientError, OSError) as error:
            failed, reason = _named(error), _reason(error)
        else:
            return httpx.Response(
                response.status, headers=list(response.raw_headers), stream=_Body(response), request=request
            )
        raise failed from reason

    async def _sent(self, request: httpx.Request) -> aiohttp.ClientResponse:
        """The answer. Where a connection that was kept has died before its first byte, it is sent once more.

        That says nothing of the other side: it closes what is idle, and our question crossed that. A connection that
        was new is another matter, for who asks to judge. A POST of ours only searches, or asks for a token: it may be
        sent again as well as a GET.
        """
        try:
            return await self._once(request)
        except _CutOffError as error:
            if not error.reused or SENT_AGAIN in request.extensions or _refused_by_tls(error):
                raise
        except aiohttp.ClientConnectionResetError:  # closed before anything was sent
            if SENT_AGAIN in request.extensions:
                raise
        request.extensions[SENT_AGAIN] = True
        await asyncio.sleep(0)
        return await self._once(request)

    async def _once(self, request: httpx.Request) -> aiohttp.ClientResponse:
        waits = request.extensions.get("timeout", {})
        return await self._opened().request(
            request.method,
            URL(str(request.url), encoded=True),
            headers=[(name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw],
            data=request.content or None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=waits.get("connect"), sock_read=waits.get("read"), ceil_threshold=float("inf")
            ),
        )

    async def aclose(self) -> None:
        """Close every connection, for good: what is asked afterwards is refused."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None
