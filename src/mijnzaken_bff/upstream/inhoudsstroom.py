"""The content of an answer as it comes in, piece by piece, and never taken for whole when it is not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from typing import Final, Self

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.gesprek import named

CONTENT: Final = "inhoud"
"""Where a call failed whose answer was there: in what it holds."""


class Inhoudsstroom:
    """The bytes of one answer, to be read once and in order; nothing is read ahead of who reads."""

    def __init__(self, source: AsyncIterable[bytes], where: str, lengte: int | None, due: int | None) -> None:
        self.lengte = lengte
        """How many bytes the answer says it has; None when it does not say."""
        self._where = where
        self._due = lengte if lengte is not None else due
        self._least = 0
        self._most: int | None = None
        self._pieces = self._checked(source)
        self._first = b""

    async def begin(self) -> None:
        """Read the first piece. Raises ``SourceError``."""
        self._first = await anext(self._pieces, b"")

    def refuse_above(self, most: int) -> None:
        """Read no more than ``most`` bytes. Raises ``SourceError``: for more than that, and when there are none."""
        if not self._first:
            raise SourceError(Failure.UNUSABLE, CONTENT)
        self._most = most
        if max(len(self._first), self._due or 0) > most:
            raise SourceError(Failure.TOO_LARGE, CONTENT)

    def refuse_below(self, least: int) -> None:
        """Take fewer than ``least`` bytes for less than all. Raises ``SourceError``, now if it is known already."""
        self._least = least
        if self._due is not None and self._due < least:
            raise SourceError(Failure.PROTOCOL, CONTENT)

    def __aiter__(self) -> Self:
        """Every byte."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece, never empty. Raises ``SourceError`` where there should have been more of them."""
        if self._first:
            first, self._first = self._first, b""
            return first
        return await anext(self._pieces)

    async def aclose(self) -> None:
        """Read no more."""
        await self._pieces.aclose()

    async def _checked(self, source: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
        came, pieces = 0, aiter(source)
        try:
            with named(self._where):
                async for piece in pieces:
                    came += len(piece)
                    if self._most is not None and came > self._most:
                        raise SourceError(Failure.TOO_LARGE, CONTENT)
                    if self._due is not None and came > self._due:
                        raise SourceError(Failure.PROTOCOL, CONTENT)
                    if piece:
                        yield piece
        finally:
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()
        if came < max(self._due or 0, self._least):
            raise SourceError(Failure.PROTOCOL, CONTENT)


def inhoud_in(response: httpx.Response, where: str, omvang: int | None, *, pagina: bool = False) -> Inhoudsstroom:
    """The content of an answer that is no refusal; ``omvang`` is how much there should be, as far as anybody knows.

    Raises ``SourceError(UNUSABLE)`` for a web page (a gateway that wants a login, not a document), for what is packed,
    and for an answer of which nobody could tell that it was cut off. Where the document is a ``pagina`` itself, one of
    exactly its size is taken for it.
    Source: RFC 9112, 6.3: without a length and without chunks the end of the connection is the end of the content.
    """
    stream, headers = response.stream, response.headers
    if not isinstance(stream, AsyncIterable):  # the interface of httpx allows a synchronous body too
        raise SourceError(Failure.PROTOCOL, where)
    if response.status_code == 204:
        return Inhoudsstroom(_nothing(), where, None, None)
    if headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise SourceError(Failure.UNUSABLE, "content-encoding", status=response.status_code)
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    length = headers.get("content-length", "").strip()
    is_page = headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"
    if is_page and not (pagina and length == str(omvang)):
        raise SourceError(Failure.UNUSABLE, "content-type", status=response.status_code)
    if chunked or not length:
        if not chunked and omvang is None:
            raise SourceError(Failure.UNUSABLE, "content-length", status=response.status_code)
        return Inhoudsstroom(stream, where, None, None if chunked else omvang)
    if not (length.isascii() and length.isdigit()):
        raise SourceError(Failure.PROTOCOL, "content-length", status=response.status_code)
    return Inhoudsstroom(stream, where, int(length), None)


async def _nothing() -> AsyncIterator[bytes]:
    yield b""
