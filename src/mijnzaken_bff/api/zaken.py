"""``GET /zaken``: the overzicht of a burger or an ondernemer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import InputRefused, ZakenQuery, query_of, share_named, share_of, vraag_of
from mijnzaken_bff.api.logregel import note_choice
from mijnzaken_bff.api.toelating import callers
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.api.voorkeur import wait_in
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking
from mijnzaken_bff.fanout.vraag import Overzichtsvraag

OPEN: Any = callers(Kanaal.BURGER, Kanaal.ONDERNEMER)


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
            caller = await OPEN.dependency.let_in(request)
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


router = APIRouter(route_class=Zakenroute)


@router.get(
    "/zaken",
    operation_id="zakenLijst",
    summary="Mijn zaken",
    tags=["Zaken"],
    response_model=ZaakOverzicht,
    responses=responses("overzicht", 400, 401, 403, 406, 429, 500, 502, 503),
)
async def zaken_lijst(
    request: Request,
    query: Annotated[ZakenQuery, Query()],
    prefer: Annotated[  # noqa: ARG001 - for the contract: read below, where it may come more than once
        str | None,
        Header(
            alias="Prefer",
            description=(
                "wait=N: antwoord binnen N hele seconden met wat er dan is (RFC 7240). Een bron die nog niet klaar is, "
                "heet dan teTraag. Een andere of onleesbare voorkeur telt niet."
            ),
        ),
    ] = None,
    caller: BetrokkeneCaller = OPEN,
) -> Response:
    """Alle zaken van de persoon of het bedrijf in het token, nieuwste eerst, uit alle bronnen tegelijk.

    Een lege lijst met `volledig: true` betekent: gevraagd, en er zijn er geen. Kon een bron niet antwoorden, dan is
    `volledig` false en zegt `bronnen` welke en waarom; een trage of kapotte bron kost alleen zijn eigen zaken.
    Geen enkele bron: 503 of 502, nooit een lege lijst. Verhuist een organisatie naar een ander register, dan kan de
    dienst zo zijn ingesteld dat een zaak die in beide staat één keer in de lijst komt, bij één van de twee bronnen.
    """
    diensten = diensten_of(request)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.OVERZICHT)
    vraag = await paid_question(request, query, caller)
    wait = wait_in(request.headers.getlist("prefer"))
    antwoord = await diensten.zaakoverzichten.antwoord(caller, vraag, verwerking, wait=wait)
    applied = {} if wait is None else {"Preference-Applied": f"wait={wait}"}
    return Response(antwoord, headers=applied, media_type="application/json")
