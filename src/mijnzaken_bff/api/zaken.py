"""``GET /zaken``: the overzicht of a burger or an ondernemer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic_core import to_json

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import caller_of, diensten_of
from mijnzaken_bff.api.invoer import ZakenQuery, vraag_of
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

router = APIRouter()


@router.get(
    "/zaken",
    operation_id="zakenLijst",
    summary="Mijn zaken",
    tags=["Zaken"],
    response_model=ZaakOverzicht,
    responses=responses("overzicht", 400, 401, 403, 406, 502, 503),
)
async def zaken_lijst(
    request: Request, caller: Annotated[Caller, Depends(caller_of)], query: Annotated[ZakenQuery, Query()]
) -> Response:
    """Alle zaken van de persoon of het bedrijf in het token, nieuwste eerst, uit alle bronnen tegelijk.

    Een lege lijst met `volledig: true` betekent: gevraagd, en er zijn er geen. Kon een bron niet antwoorden, dan is
    `volledig` false en zegt `bronnen` welke en waarom; een trage of kapotte bron kost alleen zijn eigen zaken.
    Geen enkele bron: 503 of 502, nooit een lege lijst.
    """
    diensten = diensten_of(request)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.OVERZICHT)
    overzicht = await diensten.zaakoverzichten.overzicht(caller, vraag_of(query, request), verwerking)
    # Validated when it was made: serialised as it is, without the second pass of a response model.
    return Response(to_json(overzicht, by_alias=True), media_type="application/json")
