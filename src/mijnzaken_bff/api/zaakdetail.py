"""``GET /zaken/{zaakId}``: one zaak, with all that hangs on it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.api.zaakpad import ZaakId, Zaakroute
from mijnzaken_bff.contract.zaakdetail import ZaakDetail
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

router = APIRouter(route_class=Zaakroute)


@router.get(
    "/zaken/{zaakId}",
    operation_id="zaakDetail",
    summary="Eén zaak",
    tags=["Zaken"],
    response_model=ZaakDetail,
    responses=responses("zaak", 400, 401, 403, 404, 406, 429, 500, 502, 503, 504),
)
async def zaak_detail(request: Request, zaak_id: ZaakId, caller: BetrokkeneCaller = OF_BETROKKENE) -> Response:
    """Eén zaak: hoe ver die is, wat er gebeurde, welke documenten en besluiten erbij horen, en wat er nog komt.

    Het register bewijst bij elke vraag opnieuw dat de zaak van deze persoon of dit bedrijf is. Een zaak die niet
    bestaat, van een ander is of niet getoond mag worden, geeft dezelfde 404. Elk onderdeel kan apart ontbreken:
    `onderdelen` zegt welk en waarom, en de rest staat er gewoon. Kan de bron niet zeggen of de zaak er is, dan is het
    antwoord 502, 503 of 504, nooit 404.
    """
    diensten = diensten_of(request)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.ZAAK)
    open_to = diensten.keuze.open_to(caller)
    detail = await diensten.zaakdetails.detail(caller, open_to.keys(), zaak_id, verwerking)
    return Response(to_json(detail, by_alias=True), media_type="application/json")
