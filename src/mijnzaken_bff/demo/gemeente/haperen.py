"""Sending an answer, and the faults of doing so: late, never, in drops, or not to its end."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat

from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.inhoud import STUK
from mijnzaken_bff.demo.gemeente.vraag import Antwoord

VERBREKEN = "mijnzaken.verbreken"
"""The ASGI extension by which ``Loopback`` lets an application break its own connection, and write past HTTP.

``verbreek``, ``reset`` and ``sluit`` take nothing; ``sluit`` sends first what was written. ``schrijf`` takes bytes.
"""
_ONDERWEG = 0.05
"""Seconds in which what was sent arrives, before a reset would overtake it."""


async def verstuur(antwoord: Antwoord, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Send ``antwoord`` in the manner of ``fault``, which may be not at all."""
    grens = int(antwoord.lengte * fault.deel)
    match fault.soort:
        case "hangt":
            await tot_verbroken(receive)
        case "breekt":
            _lijn(scope, "verbreek")()
            await tot_verbroken(receive)
        case "breektAf" | "teKort" | "afgekapt":
            await _begin(send, antwoord, None if fault.soort == "afgekapt" else antwoord.lengte)
            await _zend(send, receive, tot(antwoord.stukken(), grens))
            if fault.soort == "breektAf":
                await asyncio.sleep(_ONDERWEG)
            _lijn(scope, "reset" if fault.soort == "breektAf" else "sluit")()
            await tot_verbroken(receive)
        case "teLang":
            await _begin(send, antwoord, grens)
            await _zend(send, receive, tot(antwoord.stukken(), grens))
            _lijn(scope, "schrijf")(b"".join(antwoord.stukken())[grens:])
            await send({"type": "http.response.body"})
        case "stokt":
            await _begin(send, antwoord, antwoord.lengte)
            heel = b"".join(antwoord.stukken())
            if await _zend(send, receive, [heel[:grens]]) and await _zend(
                send, receive, [heel[grens:]], fault.seconden
            ):
                await send({"type": "http.response.body"})
        case "eindeloos":
            await _begin(send, antwoord, None)
            await _zend(send, receive, repeat(bytes(STUK)))
        case "traag":
            await _verstuur(send, receive, antwoord, na=fault.seconden)
        case "druppelt":
            await _begin(send, antwoord, antwoord.lengte)
            druppels = (bytes((byte,)) for stuk in antwoord.stukken() for byte in stuk)
            if await _zend(send, receive, druppels, fault.seconden):
                await send({"type": "http.response.body"})
        case _:
            await _verstuur(send, receive, antwoord)


async def tot_verbroken(receive: Receive) -> None:
    """Wait until the other side is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def tot(stukken: Iterable[bytes], grens: int) -> Iterator[bytes]:
    """The first ``grens`` bytes of what is in ``stukken``."""
    for stuk in stukken:
        if grens <= 0:
            return
        yield stuk[:grens]
        grens -= len(stuk)


def _lijn(scope: Scope, daad: str) -> Callable[..., None]:
    gevonden: Callable[..., None] = scope["extensions"][VERBREKEN][daad]
    return gevonden


async def _verstuur(send: Send, receive: Receive, antwoord: Antwoord, na: float = 0) -> None:
    if na and await _verbroken(receive, na):
        return
    await _begin(send, antwoord, antwoord.lengte)
    if antwoord.inhoud is None:
        await send({"type": "http.response.body", "body": antwoord.body})
    elif await _zend(send, receive, antwoord.stukken()):
        await send({"type": "http.response.body"})


async def _begin(send: Send, antwoord: Antwoord, lengte: int | None) -> None:
    """Status and headers. Without a length the body goes in chunks."""
    headers = [(naam.encode(), waarde.encode()) for naam, waarde in antwoord.headers.items()]
    if lengte is not None and (lengte or antwoord.status != 204):
        headers.append((b"content-length", str(lengte).encode()))
    await send({"type": "http.response.start", "status": antwoord.status, "headers": headers})


async def _zend(send: Send, receive: Receive, stukken: Iterable[bytes], tussentijd: float = 0) -> bool:
    """Send one piece after the other, no faster than they are taken; whether the other side is there to the end."""
    for stuk in stukken:
        if await _verbroken(receive, tussentijd):
            return False
        await send({"type": "http.response.body", "body": stuk, "more_body": True})
    return True


async def _verbroken(receive: Receive, binnen: float) -> bool:
    """Whether the other side is gone, or goes within so many seconds; with 0 the others still get their turn."""
    try:
        async with asyncio.timeout(binnen):
            await tot_verbroken(receive)
    except TimeoutError:
        return False
    return True
