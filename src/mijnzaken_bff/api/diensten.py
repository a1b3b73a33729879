"""What the routes need: made once by the app, handed down with each request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from starlette.requests import Request
from starlette.types import Scope

from mijnzaken_bff.api.keuring import Keurder
from mijnzaken_bff.api.keuze import Bronkeuze
from mijnzaken_bff.api.logregel import note_caller
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.fanout.zaakdetail import Zaakdetails
from mijnzaken_bff.fanout.zaakdocument import Zaakdocumenten
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.identity.refusals import TokenRejected


@dataclass(frozen=True, slots=True)
class Diensten:
    """Everything behind the edge."""

    verify: Callable[[Sequence[str]], Awaitable[Caller]]
    """The values of the Authorization header become a caller; raises what ``identity.refusals`` holds."""
    tempo: Tempogrenzen
    zaakoverzichten: Zaakoverzichten
    zaakdetails: Zaakdetails
    zaakdocumenten: Zaakdocumenten
    downloads: Plaatsen
    stromen: Plaatsen
    hartslag: float
    """Seconds without news after which a stream sends something all the same."""
    keurder: Keurder | None
    """What inspects documents on their way; None where nothing does."""
    bronnen: Mapping[str, Bron]
    toestand_of: Callable[[Bron], tuple[Toestand, datetime | None]]
    """How a bron is doing, and since when."""
    keuze: Bronkeuze
    klanten: frozenset[tuple[str, str]]
    """The clients that the configuration names, each after its uitgever: these may stand in the log."""
    meter: Meter
    clock: Clock


def diensten_of(request: Request) -> Diensten:
    """What this request is answered with."""
    return cast("Diensten", request.state.diensten)


def hand_down(scope: Scope, diensten: Diensten) -> None:
    """Give a request what it is answered with, from its beginning to its end."""
    scope.setdefault("state", {})["diensten"] = diensten


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
