"""One question to another server over HTTP, and what we call it when that goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.transport import NameNotResolvedError, TlsFailedError

T = TypeVar("T")

USER_AGENT: Final = "mijnzaken-bff"


async def answer_of(
    transport: httpx.AsyncBaseTransport,
    request: httpx.Request,
    where: str,
    read: Callable[[httpx.Response, str], Awaitable[T]],
) -> T:
    """What ``read`` makes of the response to ``request`` (``where``, in our words); it is closed in every case.

    Raises ``SourceError`` for whatever goes wrong in the HTTP client.
    """
    with named(where):
        response = await transport.handle_async_request(request)
        try:
            return await read(response, where)
        finally:
            await response.aclose()


@contextmanager
def named(where: str) -> Iterator[None]:
    """Turn whatever goes wrong in the HTTP client ``where`` (in our words) into a ``SourceError``."""
    try:
        yield
    except httpx.RequestError as error:
        raise SourceError(failure_of(error), where) from error


def failure_of_status(status: int) -> Failure:
    """Our name for a status that is no answer."""
    match status:
        case 401 | 403:
            return Failure.NO_ACCESS
        case 429 | 503:
            return Failure.OVERLOADED
        case _ if status >= 500:
            return Failure.SERVER_ERROR
        case _ if status < 400 or status == 404:
            return Failure.UNUSABLE
        case _:
            return Failure.REJECTED


def failure_of(error: httpx.RequestError) -> Failure:
    """Our name for a failure of the HTTP client."""
    match error:
        case NameNotResolvedError():
            return Failure.DNS
        case TlsFailedError():
            return Failure.TLS
        case httpx.TimeoutException():
            return Failure.TIMEOUT
        case httpx.NetworkError():
            return Failure.REFUSED
        case httpx.ProtocolError():
            return Failure.PROTOCOL
        case httpx.DecodingError() | httpx.TooManyRedirects():
            return Failure.UNUSABLE
        case _:
            return Failure.PROTOCOL
