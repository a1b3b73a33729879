"""``GET /zaken/{zaakId}/documenten/{documentId}/inhoud``: the content of one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.documentstroom import Documentstroom
from mijnzaken_bff.api.toelating import callers
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.contract.document import DOCUMENT_ID
from mijnzaken_bff.contract.zaakoverzicht import ZAAK_ID
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking
from mijnzaken_bff.fanout.zaakfout import NietGevonden

LONGEST_ZAAK_ID: Final = 100

_OPEN: Any = callers(Kanaal.BURGER, Kanaal.ONDERNEMER)
_ZAAK: Final = re.compile(ZAAK_ID, re.ASCII)
_DOCUMENT: Final = re.compile(DOCUMENT_ID, re.ASCII)


class _Doorgegeven(APIRoute):
    """A route whose signature is its contract, and whose request is read here.

    An id in another form is as unknown as one that does not exist: the framework would tell the two apart.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request: the door first, then everybody pays once, and only then anything is looked at."""

        async def handle(request: Request) -> Response:
            caller = await _OPEN.dependency.let_in(request)
            diensten = diensten_of(request)
            await diensten.tempo.pays(caller, 1 / len(diensten.bronnen))
            if unknown := dict.fromkeys(request.query_params):
                faults = [{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown]
                raise RequestValidationError(faults)
            zaak_id, document_id = request.path_params["zaakId"], request.path_params["documentId"]
            if len(zaak_id) > LONGEST_ZAAK_ID or not _ZAAK.fullmatch(zaak_id) or not _DOCUMENT.fullmatch(document_id):
                raise NietGevonden
            return await document_inhoud(request, zaak_id, document_id, caller)

        return handle


router = APIRouter(route_class=_Doorgegeven)


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
    request: Request,
    zaak_id: Annotated[
        str,
        Path(
            alias="zaakId",
            description="De id van de zaak, uit het overzicht.",
            pattern=ZAAK_ID,
            max_length=LONGEST_ZAAK_ID,
        ),
    ],
    document_id: Annotated[
        str, Path(alias="documentId", description="De id van het document, uit de zaak.", pattern=DOCUMENT_ID)
    ],
    caller: BetrokkeneCaller = _OPEN,
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
        diensten.documenten.inhoud(caller, zaak_id, document_id, verwerking),
        caller.betrokkene,
        downloads=diensten.downloads,
        keurder=diensten.keurder,
        meter=diensten.meter,
    )
