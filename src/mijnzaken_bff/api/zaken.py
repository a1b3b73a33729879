"""``GET /zaken``: the overzicht of a burger or an ondernemer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import ZakenQuery
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.api.voorkeur import wait_in
from mijnzaken_bff.api.zakenpad import Zakenroute, paid_question
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

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
    caller: BetrokkeneCaller = OF_BETROKKENE,
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
