"""Fetching what an issuer publishes of itself: small, quick, never through a redirect, and not twice the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.unpack import read_bounded
from mijnzaken_bff.upstream.versheid import fresh_for

MOST_BYTES: Final = 256 * 1024
SECONDS: Final = 2.0
"""What one fetch may take."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a server calls the thing that it sent, to ask later whether it still is that. Source: RFC 9110, 8.8."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The conditions of a request. Source: RFC 9110, 13.1.2 and 13.1.3."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value is not None}


NEVER_SEEN: Final = Version()
"""Of what was not fetched before."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a fetch."""

    document: Any
    """The JSON; None when it is still the version that was named."""
    changed: bool
    version: Version
    fresh_for: float | None
    """How long it stays true, in seconds, as far as the server says."""


FetchJson: TypeAlias = Callable[[str, Version], Awaitable[Fetched]]
"""Gets the JSON at a url, unless it still is this version. Raises ``SourceError``, nothing else."""


async def fetch_json(transport: httpx.AsyncBaseTransport, url: str, known: Version = NEVER_SEEN) -> Fetched:
    """The JSON at ``url``, within two seconds and 256 KiB, unless it still is ``known``. Raises ``SourceError``."""
    conditions = known.headers()
    request = httpx.Request(
        "GET",
        url,
        headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": USER_AGENT, **conditions},
        extensions={"timeout": httpx.Timeout(SECONDS).as_dict()},
    )

    async def read(response: httpx.Response, where: str) -> Fetched:
        if response.status_code == 304 and conditions:
            return Fetched(None, changed=False, version=known, fresh_for=fresh_for(response.headers))
        if response.status_code != 200 or not isinstance(response.stream, AsyncIterable):
            raise SourceError(Failure.UNUSABLE, where, status=response.status_code)
        encoding = response.headers.get("content-encoding", "")
        document = parsed(await read_bounded(response.stream, encoding, MOST_BYTES), where)
        version = Version(_safe(response.headers.get("etag")), _safe(response.headers.get("last-modified")))
        return Fetched(document, changed=True, version=version, fresh_for=fresh_for(response.headers))

    try:
        async with asyncio.timeout(SECONDS):
            return await answer_of(transport, request, "jwks", read)
    except TimeoutError as error:
        raise SourceError(Failure.TIMEOUT, "jwks") from error


def _safe(value: str | None) -> str | None:
    """A name that can be sent back as it came; a server that sends another is asked without conditions."""
    return value if value is not None and value.isascii() and value.isprintable() and len(value) <= 256 else None
