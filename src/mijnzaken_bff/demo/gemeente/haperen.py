"""Sending an answer, and the faults of doing so: late, never, in drops, or by breaking the connection."""

import asyncio
from collections.abc import Callable, Iterable

from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.vraag import Antwoord

VERBREKEN = "mijnzaken.verbreken"
"""The ASGI extension by which ``Loopback`` lets an application break its own connection."""


async def verstuur(antwoord: Antwoord, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Send ``antwoord`` in the manner of ``fault``, which may be not at all."""
    match fault.soort:
        case "hangt":
            await tot_verbroken(receive)
        case "breekt":
            verbreek: Callable[[], None] = scope["extensions"][VERBREKEN]["verbreek"]
            verbreek()
            await tot_verbroken(receive)
        case "traag":
            await asyncio.sleep(fault.seconden)
            await _verstuur_in(send, antwoord, [antwoord.body])
        case "druppelt":
            await _verstuur_in(send, antwoord, (bytes((byte,)) for byte in antwoord.body), fault.seconden)
        case _:
            await _verstuur_in(send, antwoord, [antwoord.body])


async def tot_verbroken(receive: Receive) -> None:
    """Wait until the other side is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _verstuur_in(send: Send, antwoord: Antwoord, stukken: Iterable[bytes], tussentijd: float = 0) -> None:
    headers = [(naam.encode(), waarde.encode()) for naam, waarde in antwoord.headers.items()]
    headers.append((b"content-length", str(len(antwoord.body)).encode()))
    await send({"type": "http.response.start", "status": antwoord.status, "headers": headers})
    for stuk in stukken:
        if tussentijd:
            await asyncio.sleep(tussentijd)
        await send({"type": "http.response.body", "body": stuk, "more_body": True})
    await send({"type": "http.response.body"})
