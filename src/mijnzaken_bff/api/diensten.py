"""What the routes need: made once by the app, handed down with each request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from mijnzaken_bff.api.keuze import Bronkeuze
from mijnzaken_bff.api.logregel import note_caller
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.identity.refusals import TokenRejected


@dataclass(frozen=True, slots=True)
class Diensten:
    """Everything behind the edge."""

    verify: Callable[[Sequence[str]], Awaitable[Caller]]
    """The values of the Authorization header become a caller; raises what ``identity.refusals`` holds."""
    tempo: Tempogrenzen
    zaakoverzichten: Zaakoverzichten
    bronnen: Mapping[str, Bron]
    toestanden: Toestanden
    keuze: Bronkeuze
    klanten: frozenset[tuple[str, str]]
    """The clients that the configuration names, each after its uitgever: these may stand in the log."""
    meter: Meter


def diensten_of(request: Request) -> Diensten:
    """The diensten of the app that serves this request."""
    return cast("Diensten", request.app.state.diensten)


async def recognised(request: Request) -> Caller:
    """Who asks. Raises what ``identity.refusals`` holds, and ``Afgewezen`` for an address that guesses."""
    diensten = diensten_of(request)
    adres = request.client.host if request.client else ""
    diensten.tempo.before_token(adres)
    try:
        caller = await diensten.verify(request.headers.getlist("authorization"))
    except TokenRejected as refused:
        await diensten.tempo.token_refused(adres, refused)
        raise
    note_caller(request.scope, caller, diensten.klanten)
    return caller
