"""The body of an answer, read and unpacked within a bound."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from mijnzaken_bff.domain.failure import Failure, SourceError

_GZIP = 31
"""zlib's word for: gzip, with the largest window."""


async def read_bounded(chunks: AsyncIterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body, unpacked when ``encoding`` is gzip. ``limit`` (bytes) holds for the packed and the unpacked size.

    Raises ``SourceError``: TOO_LARGE over the limit, UNUSABLE for another encoding, for broken gzip and for bytes that
    follow on gzip, PROTOCOL for gzip that was cut short.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return await _plain(chunks, limit)
        case "gzip" | "x-gzip":
            return await _gzip(chunks, limit)
        case _:
            raise SourceError(Failure.UNUSABLE, "content-encoding")


async def _plain(chunks: AsyncIterable[bytes], limit: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise SourceError(Failure.TOO_LARGE, "body")
    return bytes(body)


async def _gzip(chunks: AsyncIterable[bytes], limit: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    body = bytearray()
    packed = 0
    async for chunk in chunks:
        packed += len(chunk)
        try:
            # One byte more than may still come: enough to see that it is too much, and never a bomb in memory.
            body += inflater.decompress(chunk, limit - len(body) + 1)
        except zlib.error as error:
            raise SourceError(Failure.UNUSABLE, "gzip") from error
        if len(body) > limit or packed > limit:
            raise SourceError(Failure.TOO_LARGE, "body")
        if inflater.unused_data:
            raise SourceError(Failure.UNUSABLE, "gzip")
    if not inflater.eof:
        raise SourceError(Failure.PROTOCOL, "gzip")
    return bytes(body)
