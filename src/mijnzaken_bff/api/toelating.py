"""Who may use a route: it names the channels it lets in, and gets a caller of the kind that these give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, overload

from fastapi import Depends
from starlette.requests import Request

from mijnzaken_bff.api.diensten import diensten_of, recognised
from mijnzaken_bff.domain.caller import KANALEN_MET_BETROKKENE, BetrokkeneCaller, Caller, Kanaal, KanaalMetBetrokkene
from mijnzaken_bff.domain.meting import Teller
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground


@dataclass(frozen=True, slots=True)
class Toelating:
    """The door of one route. The channel is a property of the issuer, so no claim opens another door."""

    kanalen: frozenset[Kanaal]

    async def __call__(self, request: Request) -> Caller:
        """Who asks, once a request that asks no bron is paid for.

        Raises what ``let_in`` does, and ``Afgewezen`` for whoever asks too often.
        """
        caller = await self.let_in(request)
        await diensten_of(request).tempo.pays(caller)
        return caller

    async def let_in(self, request: Request) -> Caller:
        """Who asks; whoever calls this lets him pay. Raises what ``identity.refusals`` holds."""
        diensten, caller = diensten_of(request), await recognised(request)
        kind = BetrokkeneCaller if self.kanalen <= KANALEN_MET_BETROKKENE else Caller
        if caller.kanaal not in self.kanalen or not isinstance(caller, kind):
            diensten.meter.count(Teller.TOKEN_GEWEIGERD, uitgever=caller.uitgever, reden=Ground.CHANNEL)
            raise CallerForbidden(Ground.CHANNEL)
        return caller


@overload
def callers(*kanalen: KanaalMetBetrokkene) -> BetrokkeneCaller:
    """Through these doors everybody asks for somebody."""


@overload
def callers(*kanalen: Kanaal) -> Caller:
    """Through the others nobody need be asked for."""


def callers(*kanalen: Kanaal) -> Any:
    """The default of the parameter that holds who asks: a dependency, typed as what it will give.

    So mypy sees that a route which needs a betrokkene lets in only those who have one, which it does not see through
    ``Annotated[..., Depends(...)]``.
    """
    return Depends(Toelating(frozenset(kanalen)))


OF_BETROKKENE: Final[Any] = callers(Kanaal.BURGER, Kanaal.ONDERNEMER)
"""The door of every route that tells of zaken of somebody."""
