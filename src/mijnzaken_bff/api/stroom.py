"""``GET /zaken/stroom``: the overzicht while it is being read."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import ZakenQuery
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.api.zakenpad import Zakenroute, paid_question
from mijnzaken_bff.api.zakenstroom import LAST, SLACK, Zakenstroom
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

_LAST_EVENT_ID: Final = "last-event-id"

router = APIRouter(route_class=Zakenroute)


@router.get(
    "/zaken/stroom",
    operation_id="zakenStroom",
    summary="Mijn zaken, zodra ze er zijn",
    tags=["Zaken"],
    status_code=200,
    response_class=Zakenstroom,
    responses=responses("stroom", 400, 401, 403, 406, 429, 500, 503),
)
async def zaken_stroom(
    request: Request,
    query: Annotated[ZakenQuery, Query()],
    last_event_id: Annotated[  # noqa: ARG001 - for the contract: read below, where it may come more than once
        str | None,
        Header(
            alias="Last-Event-ID",
            description=(
                "De id van het laatste bericht, zoals een browser die meestuurt als hij opnieuw verbindt. Na gereed is "
                "het antwoord 204: er komt niets meer. Een andere waarde telt niet."
            ),
        ),
    ] = None,
    caller: BetrokkeneCaller = OF_BETROKKENE,
) -> Response:
    """Dezelfde vraag als `GET /zaken`, met het antwoord in stukken: server-sent events, elk met een `StroomBericht`.

    Elke bron krijgt een bericht `bron` zodra die antwoordt of faalt, met de zaken die op deze bladzijde kunnen staan.
    Een later bericht over dezelfde bron vervangt het eerdere. Het laatste bericht is `gereed`, met het antwoord van
    `GET /zaken` (`telling` en `meer` kunnen preciezer zijn), of `probleem`: geen enkele bron antwoordde (502 of 503),
    het token verliep onderweg (401) of er ging bij ons iets mis (500). Regels die met `:` beginnen houden de verbinding
    open. Verder bladeren gaat met `volgende` en `GET /zaken`. Er zijn ten hoogste enkele stromen tegelijk voor één
    persoon of bedrijf. De `EventSource` van een browser kan geen token meesturen; gebruik `fetch`.
    """
    diensten = diensten_of(request)
    if request.headers.getlist(_LAST_EVENT_ID) == [LAST]:
        await diensten.tempo.pays(caller)
        return Response(status_code=204)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.OVERZICHT)
    vraag = await paid_question(request, query, caller)
    return Zakenstroom(
        diensten.zaakoverzichten.stroom(caller, vraag, verwerking),
        caller,
        plaatsen=diensten.stromen,
        hartslag=diensten.hartslag,
        longest=diensten.zaakoverzichten.seconds + SLACK,
        clock=diensten.clock,
        meter=diensten.meter,
    )
