"""The answer that passes a document on: piece by piece, no faster than it is read, and never cut off unnoticed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing

from fastapi import Response
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.api.afbreken import CutShortError
from mijnzaken_bff.api.bijlage import attachment_headers
from mijnzaken_bff.api.keuring import Geweigerd, Keurder
from mijnzaken_bff.api.logregel import note_end
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.verzoek import only_head, verzoek_id_in
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Einde, Meter, Teller
from mijnzaken_bff.fanout.documentinhoud import Documentinhoud
from mijnzaken_bff.fanout.zaakfout import ZaakMislukt
from mijnzaken_bff.normalise.bestand import OCTET_STREAM

logger = logging.getLogger(__name__)


class Documentstroom(Response):
    """Begins when the first bytes are there: until then whatever goes wrong is a problem like any other.

    After that it breaks off, with ``CutShortError``. Whoever stops it (the caller left, the service stops) stops the
    reading of the document with it. Of the answer to a HEAD only the head is made, and nothing more is read.
    """

    media_type = OCTET_STREAM

    def __init__(
        self,
        inhoud: AbstractAsyncContextManager[Documentinhoud],
        betrokkene: Betrokkene,
        *,
        downloads: Plaatsen,
        keurder: Keurder | None,
        meter: Meter,
    ) -> None:
        super().__init__()
        self._inhoud = inhoud
        self._betrokkene = betrokkene
        self._downloads = downloads
        self._keurder = keurder
        self._meter = meter
        self._began = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI calls it
        """Send it. Raises ``Afgewezen`` and what ``inhoud`` raises, and ``CutShortError`` once it has begun."""
        try:
            with self._downloads.place(self._betrokkene):
                async with self._inhoud as document, AsyncExitStack() as reading:
                    pieces = await self._pieces(document, reading)
                    if only_head(scope):
                        await self._send_head(document, send)
                        await send({"type": "http.response.body", "body": b"", "more_body": False})
                        return
                    await self._pass_on(document, pieces, send)
        except asyncio.CancelledError:
            if self._began:
                self._ended(scope, Einde.AFGEBROKEN)
            raise
        except (SourceError, ZaakMislukt, Geweigerd) as error:
            if not self._began:
                raise
            self._ended(scope, _einde_of(error), error)
            raise CutShortError from None
        self._ended(scope, Einde.HEEL)

    async def _pieces(self, document: Documentinhoud, reading: AsyncExitStack) -> AsyncIterator[bytes]:
        """What is to be sent; its first piece, or what keeps it from being sent, is there."""
        if self._keurder is None:
            return document.stroom
        inspected = self._keurder.keur(document.stroom)
        if isinstance(inspected, AsyncGenerator):
            await reading.enter_async_context(aclosing(inspected))
        first = await anext(inspected, b"")
        return _behind(first, inspected)

    async def _send_head(self, document: Documentinhoud, send: Send) -> None:
        headers = attachment_headers(document.bestandsnaam, document.mediatype, document.lengte)
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})

    async def _pass_on(self, document: Documentinhoud, pieces: AsyncIterator[bytes], send: Send) -> None:
        self._began = True
        await self._send_head(document, send)
        left = document.lengte
        async for piece in pieces:
            if left is not None:
                left -= len(piece)
                if left < 0:
                    raise SourceError(Failure.PROTOCOL, "inhoud")
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if left:
            raise SourceError(Failure.PROTOCOL, "inhoud")
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _ended(self, scope: Scope, einde: Einde, error: Exception | None = None) -> None:
        self._meter.count(Teller.DOWNLOADS, einde=einde.value)
        if einde is not Einde.HEEL:
            note_end(scope, einde)
        if error is not None:
            cause = _cause_of(error)
            failed = {} if cause is None else {"failure": cause.failure.value, "where": cause.where}
            told = {"request_id": verzoek_id_in(scope), "reason": einde.value, **failed}
            logger.warning("document_cut_short", extra=told)


async def _behind(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _cause_of(error: Exception) -> SourceError | None:
    cause = error.__cause__ if isinstance(error, ZaakMislukt) else error
    return cause if isinstance(cause, SourceError) else None


def _einde_of(error: Exception) -> Einde:
    """How it ended, when it did not end by itself."""
    if isinstance(error, Geweigerd):
        return Einde.GEWEIGERD
    cause = _cause_of(error)
    match cause.failure if cause is not None else None:
        case Failure.TOO_LARGE:
            return Einde.TE_GROOT
        case Failure.TIMEOUT:
            return Einde.TE_LANG
        case _:
            return Einde.MISLUKT
