"""``GET /bronnen``: which bronnen there are, and how they are doing."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from mijnzaken_bff.api.contractdocument import responses
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import InputRefused
from mijnzaken_bff.api.toelating import callers
from mijnzaken_bff.contract.bronnen import Bronnen, BronToestand
from mijnzaken_bff.contract.probleem import Invoerfout
from mijnzaken_bff.domain.caller import Caller, Kanaal

router = APIRouter()


@router.get(
    "/bronnen",
    operation_id="bronnenLijst",
    summary="De bronnen en hun toestand",
    tags=["Bronnen"],
    response_model=Bronnen,
    responses=responses("bronnen", 400, 401, 403, 406, 429, 500, 503),
)
async def bronnen_lijst(
    request: Request,
    _caller: Caller = callers(Kanaal.BURGER, Kanaal.ONDERNEMER, Kanaal.MEDEWERKER, Kanaal.SYSTEEM),
) -> Response:
    """Elke bron die deze dienst kent en hoe het ermee gaat, zoals bij de laatste vraag bleek. Geen persoonsgegevens."""
    if request.query_params:
        fout = Invoerfout(naam="verzoek", reden="Hier horen geen parameters bij.", code="onbekend")
        raise InputRefused([fout])
    diensten = diensten_of(request)
    bronnen = []
    for bron in sorted(diensten.bronnen.values(), key=lambda bron: bron.id):
        toestand, sinds = diensten.toestand_of(bron)
        bronnen.append(
            BronToestand(
                id=bron.id,
                naam=bron.naam,
                onderwerp=bron.onderwerp,
                organisatie=bron.organisatie.id,
                toestand=toestand,
                sinds=sinds,
            )
        )
    return Response(to_json(Bronnen(bronnen=bronnen), by_alias=True), media_type="application/json")
