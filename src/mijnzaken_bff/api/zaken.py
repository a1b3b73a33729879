"""``GET /zaken``: the overzicht of a burger or an ondernemer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic_core import to_json

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import ZakenQuery, faults_of_query, share_named, share_of, vraag_of
from mijnzaken_bff.api.logregel import note_choice
from mijnzaken_bff.api.toelating import callers
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.contract.probleem import Invoerfout
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

router = APIRouter()

_OPEN: Any = callers(Kanaal.BURGER, Kanaal.ONDERNEMER, share=share_named)


def _faults(request: Request, caller: BetrokkeneCaller = _OPEN) -> list[Invoerfout]:
    return faults_of_query(request, caller)


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
    fouten: Annotated[list[Invoerfout], Depends(_faults)],
    query: Annotated[ZakenQuery, Query()],
    caller: BetrokkeneCaller = _OPEN,
) -> Response:
    """Alle zaken van de persoon of het bedrijf in het token, nieuwste eerst, uit alle bronnen tegelijk.

    Een lege lijst met `volledig: true` betekent: gevraagd, en er zijn er geen. Kon een bron niet antwoorden, dan is
    `volledig` false en zegt `bronnen` welke en waarom; een trage of kapotte bron kost alleen zijn eigen zaken.
    Geen enkele bron: 503 of 502, nooit een lege lijst. Verhuist een organisatie naar een ander register, dan kan de
    dienst zo zijn ingesteld dat een zaak die in beide staat één keer in de lijst komt, bij één van de twee bronnen.
    """
    diensten = diensten_of(request)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.OVERZICHT)
    vraag = vraag_of(query, fouten, diensten.keuze.open_to(caller))
    note_choice(request.scope, diensten.keuze.reason(named=bool(query.bron)), len(vraag.bronnen))
    await diensten.tempo.asks(caller, share_of(vraag.bronnen, diensten.bronnen))
    overzicht = await diensten.zaakoverzichten.overzicht(caller, vraag, verwerking)
    # Validated when it was made: serialised as it is, without the second pass of a response model.
    return Response(to_json(overzicht, by_alias=True), media_type="application/json")
