"""What the list and the stream of zaken have in common: whom they let in, what it costs, what is no query."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import InputRefused, ZakenQuery, query_of, share_named, share_of, vraag_of
from mijnzaken_bff.api.logregel import note_choice
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.fanout.vraag import Overzichtsvraag


class Zakenroute(APIRoute):
    """A route whose signature is its contract, and whose request is read here.

    To find every parameter by its annotation, anew for each request, takes the framework longer than all that we do for
    an answer out of the memory.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request: the door first, then everything that is wrong with the query, then the answer.

        Everybody pays once, for what is asked or for having asked something wrong.
        """

        async def handle(request: Request) -> Response:
            caller = await OF_BETROKKENE.dependency.let_in(request)
            try:
                query = query_of(request, caller)
            except (InputRefused, RequestValidationError):
                await diensten_of(request).tempo.pays(caller, wanted=share_named(request, caller))
                raise
            answer: Response = await self.endpoint(request, query, caller=caller)
            return answer

        return handle


async def paid_question(request: Request, query: ZakenQuery, caller: BetrokkeneCaller) -> Overzichtsvraag:
    """What is asked, once it is paid for. Raises ``Afgewezen`` for whoever asks too often."""
    diensten = diensten_of(request)
    vraag = vraag_of(query, diensten.keuze.open_to(caller))
    note_choice(request.scope, diensten.keuze.reason(named=bool(query.bron)), len(vraag.bronnen))
    await diensten.tempo.pays(caller, share_of(vraag.bronnen, diensten.bronnen))
    return vraag
