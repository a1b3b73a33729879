"""``GET /zaken/{zaakId}/documenten/{documentId}/inhoud``: the content of one document."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.documentstroom import Documentstroom
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.api.zaakpad import DocumentId, ZaakId, Zaakroute
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking

router = APIRouter(route_class=Zaakroute)


@router.get(
    "/zaken/{zaakId}/documenten/{documentId}/inhoud",
    operation_id="documentInhoud",
    summary="De inhoud van een document",
    tags=["Zaken"],
    status_code=200,
    response_class=Documentstroom,
    responses=responses("document", 400, 401, 403, 404, 429, 500, 502, 503, 504),
)
async def document_inhoud(
    request: Request, zaak_id: ZaakId, document_id: DocumentId, caller: BetrokkeneCaller = OF_BETROKKENE
) -> Response:
    """De bytes van één document bij een zaak, altijd als bijlage.

    Of de vrager het mag zien, wordt opnieuw aan het register gevraagd. De naam en het mediatype komen uit de gegevens
    van het document; een mediatype dat een browser zou kunnen uitvoeren, wordt `application/octet-stream`. Een header
    `Range` telt niet: het antwoord is altijd het hele document. Breekt het register halverwege af, dan breekt de
    verbinding: een antwoord dat gewoon eindigt, is heel. `Accept` mag alles zijn; een probleem is altijd
    `application/problem+json`. Er zijn ten hoogste enkele documenten tegelijk op te halen voor één persoon of bedrijf.
    """  # fmt: skip
    diensten = diensten_of(request)
    verwerking = Verwerking(verzoek_id_of(request), Activiteit.DOCUMENT)
    return Documentstroom(
        diensten.zaakdocumenten.inhoud(caller, diensten.keuze.open_to(caller).keys(), zaak_id, document_id, verwerking),
        caller.betrokkene,
        downloads=diensten.downloads,
        keurder=diensten.keurder,
        meter=diensten.meter,
    )
