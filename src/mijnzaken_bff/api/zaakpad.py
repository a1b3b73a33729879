"""What every route below ``/zaken/{zaakId}`` has in common: whom it lets in, what it costs, and what is no id."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final, TypeAlias

from fastapi import Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.toelating import OF_BETROKKENE
from mijnzaken_bff.contract.document import DOCUMENT_ID
from mijnzaken_bff.contract.zaakoverzicht import ZAAK_ID
from mijnzaken_bff.fanout.zaakfout import NietGevonden

LONGEST_ZAAK_ID: Final = 100

_IDS: Final = {"zaakId": re.compile(ZAAK_ID, re.ASCII), "documentId": re.compile(DOCUMENT_ID, re.ASCII)}

ZaakId: TypeAlias = Annotated[
    str,
    Path(
        alias="zaakId",
        description="De id van de zaak, uit het overzicht.",
        pattern=ZAAK_ID,
        max_length=LONGEST_ZAAK_ID,
    ),
]
DocumentId: TypeAlias = Annotated[
    str, Path(alias="documentId", description="De id van het document, uit de zaak.", pattern=DOCUMENT_ID)
]


class Zaakroute(APIRoute):
    """A route whose signature is its contract, and whose request is read here; it has no query.

    An id in another form is as unknown as one that does not exist: the framework would tell the two apart.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request: the door first, then everybody pays once, and only then anything is looked at."""

        async def handle(request: Request) -> Response:
            caller = await OF_BETROKKENE.dependency.let_in(request)
            diensten = diensten_of(request)
            await diensten.tempo.pays(caller, 1 / len(diensten.bronnen))
            if unknown := dict.fromkeys(request.query_params):
                faults = [{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown]
                raise RequestValidationError(faults)
            ids = {name: request.path_params[name] for name in _IDS if name in request.path_params}
            if len(ids["zaakId"]) > LONGEST_ZAAK_ID or not all(_IDS[n].fullmatch(value) for n, value in ids.items()):
                raise NietGevonden
            answer: Response = await self.endpoint(request, *ids.values(), caller)
            return answer

        return handle
