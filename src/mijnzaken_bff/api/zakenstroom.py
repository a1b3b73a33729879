"""The answer that tells zaken while they are being read, as server-sent events."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from fastapi import Response
from fastapi.sse import format_sse_event
from pydantic_core import to_json
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.api.afbreken import CutShortError
from mijnzaken_bff.api.logregel import note_end
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.problems import internal_fault, no_bron, token_expired
from mijnzaken_bff.api.verzoek import only_head, verzoek_id_in
from mijnzaken_bff.contract.probleem import BronProbleem
from mijnzaken_bff.contract.stroom import Berichtsoort, StroomBericht
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter, Stroomeinde, Teller
from mijnzaken_bff.fanout.ask import log_crash, with_beats
from mijnzaken_bff.fanout.zaakoverzicht import GeenBronBeantwoord

LAST: Final = "gereed"
"""The id of the last event of a stream that told everything: whoever comes back with it need not be told again."""
SLACK: Final = 10.0
"""Seconds that a reader may be behind, once everything is read."""
_FAREWELL: Final = 1.0
"""Seconds for the last word to a reader whose time is up: he may not be reading any more."""

_HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # a proxy that saves events up would make a stream a slow list
)
_ALIVE: Final = format_sse_event(comment="")


class Zakenstroom(Response):
    """Begins at once, and ends with ``gereed``, with ``probleem``, or broken off with ``CutShortError``.

    It lives no longer than the token, and than ``longest`` seconds: who reads so slowly is left. Whoever stops
    it (the caller left, the service stops) stops the questions with it. Of the answer to a HEAD only the head is made,
    and no bron is asked. Source: WHATWG HTML, 9.2.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        berichten: AsyncGenerator[StroomBericht, None],
        caller: BetrokkeneCaller,
        *,
        plaatsen: Plaatsen,
        hartslag: float,
        longest: float,
        clock: Clock,
        meter: Meter,
    ) -> None:
        """``hartslag``: after so many seconds without news something is sent all the same."""
        super().__init__()
        self._berichten = berichten
        self._caller = caller
        self._plaatsen = plaatsen
        self._hartslag = hartslag
        self._longest = longest
        self._clock = clock
        self._meter = meter
        self._told_all = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI calls it
        """Send it. Raises ``Afgewezen`` before it begins, after that ``CutShortError`` and what is a bug of ours."""
        async with aclosing(self._berichten):
            with self._plaatsen.place(self._caller.betrokkene):
                await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
                if only_head(scope):
                    await send(_piece(b"", more=False))
                    return
                await self._tell(scope, send)

    async def _tell(self, scope: Scope, send: Send) -> None:
        verzoek_id, left = verzoek_id_in(scope), (self._caller.expires - self._clock.now()).total_seconds()
        if left <= 0:
            left = math.inf  # let in because clocks differ: more than a stream takes, or it would not have been
        limit = asyncio.timeout(min(left, self._longest))
        try:
            async with limit:
                await self._pass_on(send)
        except TimeoutError as error:
            if not limit.expired():
                await self._crashed(scope, send, error)
                raise
            if left > self._longest:
                self._ended(scope, Stroomeinde.TE_LANG)
                raise CutShortError from None
            self._ended(scope, Stroomeinde.VERLOPEN)
            await self._last_word(send, token_expired(verzoek_id))
        except GeenBronBeantwoord as error:
            self._ended(scope, Stroomeinde.GEEN_BRON)
            await self._last_word(send, no_bron(verzoek_id, error), error.retry_after)
        except asyncio.CancelledError:
            self._ended(scope, Stroomeinde.AFGEBROKEN)
            raise
        except Exception as error:
            await self._crashed(scope, send, error)
            raise
        else:
            self._ended(scope, Stroomeinde.GEREED)

    async def _pass_on(self, send: Send) -> None:
        await send(_piece(_ALIVE))
        async with aclosing(with_beats(self._berichten, self._hartslag)) as berichten:
            async for bericht in berichten:
                last = bericht is not None and bericht.soort is Berichtsoort.GEREED
                await send(_piece(_ALIVE if bericht is None else _event(bericht), more=not last))
                self._told_all = last

    async def _crashed(self, scope: Scope, send: Send, error: Exception) -> None:
        """Say that there is a bug of ours; whoever calls this raises it, and the edge logs it where we do not."""
        self._ended(scope, Stroomeinde.MISLUKT)
        try:
            await self._last_word(send, internal_fault(verzoek_id_in(scope)))
        except CutShortError:
            log_crash(error)
            raise

    async def _last_word(self, send: Send, probleem: BronProbleem, retry_after: int | None = None) -> None:
        """Say why it ends without the whole, if it does. Raises ``CutShortError`` when it is not read."""
        if self._told_all:
            return
        bericht = StroomBericht(soort=Berichtsoort.PROBLEEM, bron=None, zaken=[], overzicht=None, probleem=probleem)
        try:
            async with asyncio.timeout(_FAREWELL):
                await send(_piece(_event(bericht, retry_after), more=False))
        except TimeoutError:
            raise CutShortError from None

    def _ended(self, scope: Scope, einde: Stroomeinde) -> None:
        self._meter.count(Teller.STROMEN, einde=einde.value)
        if einde is not Stroomeinde.GEREED:
            note_end(scope, einde)


def _event(bericht: StroomBericht, retry_after: int | None = None) -> bytes:
    return format_sse_event(
        data_str=to_json(bericht, by_alias=True).decode(),
        event=bericht.soort.value,
        id=LAST if bericht.soort is Berichtsoort.GEREED else None,
        retry=None if retry_after is None else retry_after * 1000,
    )


def _piece(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
