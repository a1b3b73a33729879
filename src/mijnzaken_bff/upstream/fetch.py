"""Fetching the published keys of an issuer: small, quick, and never through a redirect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from typing import Any, Final

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.unpack import read_bounded

_SECONDS: Final = 2.0
_MOST_BYTES: Final = 256 * 1024


async def fetch_json(transport: httpx.AsyncBaseTransport, url: str) -> Any:
    """The JSON at ``url``, within two seconds and 256 KiB. Raises ``SourceError``."""
    request = httpx.Request(
        "GET",
        url,
        headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": USER_AGENT},
        extensions={"timeout": httpx.Timeout(_SECONDS).as_dict()},
    )
    try:
        async with asyncio.timeout(_SECONDS):
            return await answer_of(transport, request, "jwks", _read)
    except TimeoutError as error:
        raise SourceError(Failure.TIMEOUT, "jwks") from error


async def _read(response: httpx.Response, where: str) -> Any:
    if response.status_code != 200 or not isinstance(response.stream, AsyncIterable):
        raise SourceError(Failure.UNUSABLE, where, status=response.status_code)
    encoding = response.headers.get("content-encoding", "")
    return parsed(await read_bounded(response.stream, encoding, _MOST_BYTES), where)
