"""Every problem that the contract names, as the handlers of the service write it."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from fastapi import Request, Response

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.invoer import InputRefused
from mijnzaken_bff.api.problems import HANDLERS, turned_away
from mijnzaken_bff.api.verzoek import set_verzoek_id
from mijnzaken_bff.contract.probleem import Invoerfout
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.fanout.cursor import CursorRefused
from mijnzaken_bff.fanout.zaakfout import NietGevonden, ZaakMislukt
from mijnzaken_bff.fanout.zaakoverzicht import GeenBronBeantwoord
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, KeysUnavailable, StepUpRequired, TokenRejected
from mijnzaken_bff.normalise.uitkomst import Antwoord
from tests.voorbeelden.overzichten import uitkomst_van
from tests.voorbeelden.stad import uuid
from tests.voorbeelden.voorbeeld import Voorbeeld

VERZOEK_ID: Final = uuid("verzoek")


def antwoord_op(error: Exception) -> dict[str, Any]:
    """The problem that a caller gets for ``error``."""
    scope: dict[str, Any] = {"type": "http", "state": {}}
    set_verzoek_id(scope, VERZOEK_ID)
    handler = HANDLERS.get(type(error), HANDLERS[Exception])
    response = (
        turned_away(VERZOEK_ID, error, NoMeter())
        if isinstance(error, Afgewezen)
        else asyncio.run(_answered(handler, Request(scope), error))
    )
    body: dict[str, Any] = json.loads(bytes(response.body))
    return body


async def _answered(handler: Any, request: Request, error: Exception) -> Response:
    response: Response = await handler(request, error)
    return response


def probleem(naam: str, uitleg: str, error: Exception) -> Voorbeeld:
    """A fixture of the problem that ``error`` becomes. Which schema it meets shows from what is in it."""
    inhoud = antwoord_op(error)
    schema = "InvoerProbleem" if "fouten" in inhoud else "BronProbleem" if "bronnen" in inhoud else "Probleem"
    return Voorbeeld(f"probleem/{naam}.json", uitleg, schema, inhoud)


def _uit(bron: str, failure: Failure) -> Any:
    return uitkomst_van(bron, Antwoord(failure=failure), ())


NIEMAND: Final = GeenBronBeantwoord([_uit("duinoord", Failure.REFUSED), _uit("waterdam", Failure.TIMEOUT)])
_TWEE_FOUTEN: Final = InputRefused(
    [
        Invoerfout(naam="aantal", reden="De grootste waarde is 100.", code="buitenBereik"),
        Invoerfout(naam="pagina", reden="Deze parameter bestaat niet.", code="onbekend"),
    ]
)

VOORBEELDEN: Final[tuple[Voorbeeld, ...]] = (
    probleem("400-invoer", "Twee fouten in de vraag, allebei tegelijk. Een fout van de programmeur.", _TWEE_FOUTEN),
    probleem("400-cursor", "De cursor hoort bij andere filters. Begin opnieuw zonder.", CursorRefused("andereFilters")),
    probleem("401-token", "Geen token, of het is verlopen. Laat opnieuw inloggen.", TokenRejected()),
    probleem("401-niveau", "Te licht ingelogd. Laat op een hoger niveau inloggen.", StepUpRequired()),
    probleem("403-geen-toegang", "Met dit token mag het niet.", CallerForbidden(Ground.ORGANISATIES)),
    probleem("404-zaak", "De zaak of het document is er niet, of niet voor deze inwoner.", NietGevonden()),
    probleem("406-accept", "De vraag wil geen JSON. Een fout van de programmeur.", Afgewezen(Reden.ACCEPT)),
    probleem("429-te-vaak", "Te vaak gevraagd. Wacht zo lang als Retry-After zegt.", Afgewezen(Reden.BETROKKENE, 7)),
    probleem("500-intern", "Een fout van de dienst zelf. Toon verzoekId.", RuntimeError()),
    probleem(
        "502-geen-bron",
        "Geen enkele bron gaf een bruikbaar antwoord. Opnieuw proberen helpt niet.",
        GeenBronBeantwoord([_uit("duinoord", Failure.NO_ACCESS), _uit("waterdam", Failure.UNUSABLE)]),
    ),
    probleem("503-geen-bron", "Geen enkele bron kon antwoorden. Later opnieuw proberen helpt wel.", NIEMAND),
    probleem("503-token", "Het token is nu niet te controleren; bronnen is leeg.", KeysUnavailable(30)),
    probleem(
        "504-zaak", "De bron van deze ene zaak is te traag.", ZaakMislukt(_uit("waterdam", Failure.TIMEOUT))
    ),
)  # fmt: skip
