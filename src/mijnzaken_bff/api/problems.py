"""Problems: whatever goes wrong leaves as ``application/problem+json`` (RFC 9457), in Dutch, from a closed list."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.diensten import diensten_of
from mijnzaken_bff.api.invoer import InputRefused, faults_found
from mijnzaken_bff.api.keuring import Geweigerd
from mijnzaken_bff.api.logregel import note_refusal
from mijnzaken_bff.api.verzoek import verzoek_id_of
from mijnzaken_bff.contract.probleem import BronProbleem, Invoerfout, InvoerProbleem, Probleem, Probleemsoort
from mijnzaken_bff.contract.zaakoverzicht import Bereik, BronUitkomst
from mijnzaken_bff.domain.meting import Meter, Teller
from mijnzaken_bff.fanout.cursor import CursorRefused
from mijnzaken_bff.fanout.zaakfout import NietGevonden, ZaakMislukt, Zaakstatus
from mijnzaken_bff.fanout.zaakoverzicht import GeenBronBeantwoord
from mijnzaken_bff.identity.refusals import (
    CallerForbidden,
    Ground,
    KeysUnavailable,
    Reason,
    StepUpRequired,
    TokenRejected,
)
from mijnzaken_bff.normalise.uitkomst import RETRY_SECONDS

logger = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"

_NO_ORGANISATIE: Final = "Dit token noemt geen organisatie waarvan deze dienst zaken kan vragen."

_CHALLENGE: Final = 'Bearer realm="mijnzaken"'

_TITLES: Final = {
    Probleemsoort.ONGELDIGE_INVOER: "Ongeldige invoer",
    Probleemsoort.NIET_GEAUTHENTICEERD: "Niet geauthenticeerd",
    Probleemsoort.HOGER_BETROUWBAARHEIDSNIVEAU_NODIG: "Hoger betrouwbaarheidsniveau nodig",
    Probleemsoort.GEEN_TOEGANG: "Geen toegang",
    Probleemsoort.NIET_GEVONDEN: "Niet gevonden",
    Probleemsoort.METHODE_NIET_TOEGESTAAN: "Methode niet toegestaan",
    Probleemsoort.NIET_LEVERBAAR: "Niet leverbaar in deze vorm",
    Probleemsoort.TE_GROOT: "Te groot",
    Probleemsoort.MEDIATYPE_NIET_ONDERSTEUND: "Mediatype niet ondersteund",
    Probleemsoort.TE_VEEL_VERZOEKEN: "Te veel verzoeken",
    Probleemsoort.INTERNE_FOUT: "Interne fout",
    Probleemsoort.BRON_ONBETROUWBAAR: "Geen bruikbaar antwoord van de bronnen",
    Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR: "Tijdelijk niet beschikbaar",
    Probleemsoort.BRON_TE_TRAAG: "De bron is te traag",
}

_OF_STATUS: Final = {
    404: (Probleemsoort.NIET_GEVONDEN, "Hier is niets. Controleer het adres; een / aan het eind hoort er niet bij."),
    405: (Probleemsoort.METHODE_NIET_TOEGESTAAN, "Deze methode kan hier niet. Zie de header Allow."),
}

_OF_REDEN: Final = {
    Reden.HTTP: (400, Probleemsoort.ONGELDIGE_INVOER, "Dit is geen geldig HTTP-verzoek."),
    Reden.HOST: (400, Probleemsoort.ONGELDIGE_INVOER, "Deze dienst heeft niet de naam die in de header Host staat."),
    Reden.KOP: (400, Probleemsoort.ONGELDIGE_INVOER, "De headers of het adres van dit verzoek zijn te lang."),
    Reden.TRAAG: (400, Probleemsoort.ONGELDIGE_INVOER, "Dit verzoek kwam niet binnen de tijd."),
    Reden.ACCEPT: (
        406,
        Probleemsoort.NIET_LEVERBAAR,
        "Deze dienst antwoordt in application/json, de stroom in text/event-stream. Pas de header Accept aan.",
    ),
    Reden.INHOUD: (413, Probleemsoort.TE_GROOT, "De inhoud van dit verzoek is te groot: ten hoogste 16 KiB."),
    Reden.MEDIATYPE: (415, Probleemsoort.MEDIATYPE_NIET_ONDERSTEUND, "Stuur de inhoud als application/json."),
    Reden.ADRES: (
        429,
        Probleemsoort.TE_VEEL_VERZOEKEN,
        "Van dit adres kwamen te veel tokens die niet deugen. Wacht zo veel seconden als Retry-After zegt.",
    ),
    Reden.BETROKKENE: (
        429,
        Probleemsoort.TE_VEEL_VERZOEKEN,
        "Deze zaken zijn te vaak gevraagd. Wacht zo veel seconden als Retry-After zegt.",
    ),
    Reden.KLANT: (
        429,
        Probleemsoort.TE_VEEL_VERZOEKEN,
        "Deze toepassing vraagt te veel. Wacht zo veel seconden als Retry-After zegt.",
    ),
    Reden.DOWNLOADS: (
        429,
        Probleemsoort.TE_VEEL_VERZOEKEN,
        "Er worden al te veel documenten tegelijk opgehaald. Wacht tot er een klaar is.",
    ),
    Reden.DOWNLOADS_VOL: (
        503,
        Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR,
        "Er worden nu te veel documenten opgehaald. Probeer het zo opnieuw.",
    ),
    Reden.STROMEN: (
        429,
        Probleemsoort.TE_VEEL_VERZOEKEN,
        "Deze zaken worden al te vaak tegelijk gevolgd. Wacht tot er een stroom klaar is.",
    ),
    Reden.STROMEN_VOL: (
        503,
        Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR,
        "Er lopen nu te veel stromen. Probeer het zo opnieuw, of vraag GET /v1/zaken.",
    ),
    Reden.VOL: (503, Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR, "Het is nu te druk. Probeer het zo opnieuw."),
    Reden.STOPT: (503, Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR, "Deze dienst stopt nu. Probeer het zo opnieuw."),
    Reden.VERBINDINGEN: (503, Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR, "Het is nu te druk. Probeer het zo opnieuw."),
}

_BREAKS_OFF: Final = frozenset({Reden.HTTP, Reden.VERBINDINGEN, Reden.INHOUD, Reden.TRAAG, Reden.STOPT})
"""After these the connection ends: what is still to come on it is not read."""


def problem(
    request_id: str,
    soort: Probleemsoort,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    fouten: Sequence[Invoerfout] | None = None,
    bronnen: Sequence[BronUitkomst] | None = None,
) -> Response:
    """A problem as a response. ``detail`` is ours: never the text of an exception, and never the input."""
    body: Probleem
    if fouten is not None:
        body = InvoerProbleem(**_facts(request_id, soort, status, detail), fouten=list(fouten))
    elif bronnen is not None:
        body = bron_probleem(request_id, soort, status, detail, bronnen)
    else:
        body = Probleem(**_facts(request_id, soort, status, detail))
    return _response(body, headers)


def _response(body: Probleem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(to_json(body, by_alias=True), body.status, dict(headers or {}), PROBLEM_JSON)


def bron_probleem(
    request_id: str, soort: Probleemsoort, status: int, detail: str, bronnen: Sequence[BronUitkomst] = ()
) -> BronProbleem:
    """A problem that names the bronnen that were asked."""
    bereik = Bereik(gevraagd=len(bronnen), beantwoord=0)
    return BronProbleem(**_facts(request_id, soort, status, detail), bereik=bereik, bronnen=list(bronnen))


def _facts(request_id: str, soort: Probleemsoort, status: int, detail: str) -> dict[str, Any]:
    return {
        "type": soort.uri,
        "title": _TITLES[soort],
        "status": status,
        "detail": detail,
        "verzoek_id": request_id,
    }


_BUG: Final = (Probleemsoort.INTERNE_FOUT, 500, "Er ging bij ons iets mis. Noem verzoekId als u dit meldt.")


def internal_problem(request_id: str) -> Response:
    """A bug of ours. The log line with the same id says where."""
    return problem(request_id, *_BUG)


def internal_fault(request_id: str) -> BronProbleem:
    """The same, in an answer that has begun."""
    return bron_probleem(request_id, *_BUG)


def token_expired(request_id: str) -> BronProbleem:
    """The token ended while its answer was made."""
    detail = "Het token is onderweg verlopen. Log opnieuw in."
    return bron_probleem(request_id, Probleemsoort.NIET_GEAUTHENTICEERD, 401, detail)


def no_bron(request_id: str, error: GeenBronBeantwoord) -> BronProbleem:
    """Nobody answered. Never an empty list."""
    if error.misconfigured:
        soort, detail = Probleemsoort.BRON_ONBETROUWBAAR, "Geen van de bronnen gaf een bruikbaar antwoord."
        return bron_probleem(request_id, soort, 502, detail, error.bronnen)
    soort, detail = Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR, "Geen van de bronnen kon antwoorden."
    return bron_probleem(request_id, soort, 503, detail, error.bronnen)


def turned_away(request_id: str, refused: Afgewezen, meter: Meter) -> Response:
    """What goes no further than the door, counted: whoever raises ``Afgewezen`` has nothing to count."""
    meter.count(Teller.VERZOEK_AFGEWEZEN, reden=refused.reden)
    status, soort, detail = _OF_REDEN[refused.reden]
    headers = {"Connection": "close"} if refused.reden in _BREAKS_OFF else {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    fout = Invoerfout(naam="verzoek", reden=detail, code=refused.reden.value)
    return problem(
        request_id,
        soort,
        status,
        detail,
        headers=headers,
        fouten=[fout] if status == 400 else None,
        bronnen=[] if status == 503 else None,
    )


async def on_turned_away(request: Request, error: Exception) -> Response:
    """Somebody who asks too often."""
    if not isinstance(error, Afgewezen):
        raise error
    return turned_away(verzoek_id_of(request), error, diensten_of(request).meter)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: an unknown path, a method that is not there."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    soort, detail = _OF_STATUS.get(status, (Probleemsoort.ONGELDIGE_INVOER, "Dit verzoek is niet te begrijpen."))
    headers = dict(getattr(error, "headers", None) or {})
    return problem(verzoek_id_of(request), soort, status, detail, headers=headers)


async def on_input_refused(request: Request, error: Exception) -> Response:
    """Input that we looked at ourselves."""
    fouten = error.fouten if isinstance(error, InputRefused) else []
    return _input_problem(request, fouten)


async def on_validation_error(request: Request, error: Exception) -> Response:
    """Input that the framework looked at: all faults at once, without the input."""
    raw = error.errors() if isinstance(error, RequestValidationError) else []
    return _input_problem(request, [*(_fout(e) for e in raw), *faults_found(request)])


def _input_problem(request: Request, fouten: Sequence[Invoerfout]) -> Response:
    many = "Eén onderdeel van de invoer klopt niet." if len(fouten) == 1 else "De invoer klopt niet."
    return problem(verzoek_id_of(request), Probleemsoort.ONGELDIGE_INVOER, 400, f"{many} Zie fouten.", fouten=fouten)


_REASONS: Final = {
    "extra_forbidden": ("onbekend", "Deze parameter bestaat niet."),
    "missing": ("ontbreekt", "Deze parameter is verplicht."),
    "int_parsing": ("geenGetal", "Verwacht een geheel getal."),
    "int_from_float": ("geenGetal", "Verwacht een geheel getal."),
    "int_parsing_size": ("geenGetal", "Verwacht een geheel getal."),
    "bool": ("geenJaOfNee", "Verwacht true of false."),
    "string_too_long": ("teLang", "Deze waarde is te lang."),
    "string_too_short": ("leeg", "Deze waarde mag niet leeg zijn."),
    "string_pattern_mismatch": ("vorm", "Deze waarde heeft niet de goede vorm."),
    "too_long": ("teVeel", "Te veel waarden."),
    "literal_error": ("onbekendeWaarde", "Deze waarde staat niet in de lijst."),
}


def _fout(error: Mapping[str, Any]) -> Invoerfout:
    unknown = error["type"] == "extra_forbidden"
    name = str(error["loc"][1]) if len(error["loc"]) > 1 else "verzoek"
    context = error.get("ctx") or {}
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        side = "kleinste" if "ge" in context else "grootste"
        return Invoerfout(naam=name, reden=f"De {side} waarde is {bound}.", code="buitenBereik")
    code, reden = _REASONS.get(error["type"], ("ongeldig", "Deze waarde is niet geldig."))
    return Invoerfout(naam=_echoable(name) if unknown else name, reden=reden, code=code)


def _echoable(name: str) -> str:
    """The name of an unknown parameter, unless it could be a value: then nobody gets it back in a log."""
    return name if name.isascii() and name.isidentifier() and len(name) <= 40 and not _digits(name) else "onbekend"


def _digits(name: str) -> bool:
    return sum(c.isdigit() for c in name) > 4


async def on_cursor_refused(request: Request, error: Exception) -> Response:
    """A cursor that does not belong to this question."""
    code = error.code if isinstance(error, CursorRefused) else "onleesbaar"
    reden = {
        "onleesbaar": "Deze cursor is niet te lezen.",
        "andereFilters": "Deze cursor hoort bij andere filters of bronnen.",
        "nietVanU": "Deze cursor hoort niet bij dit verzoek.",
    }[code]
    fout = Invoerfout(naam="cursor", reden=f"{reden} Begin opnieuw zonder cursor.", code=code)
    return _input_problem(request, [fout])


async def on_token_rejected(request: Request, error: Exception) -> Response:
    """No token, or one that is not accepted: the same answer whatever was wrong with it."""
    code = error.error if isinstance(error, TokenRejected) else None
    if isinstance(error, TokenRejected) and error.reden is not None:
        logger.info("token_rejected", extra={"request_id": verzoek_id_of(request), "reason": error.reden.value})
    challenge = _CHALLENGE + (f', error="{code}"' if code else "")
    return problem(
        verzoek_id_of(request),
        Probleemsoort.NIET_GEAUTHENTICEERD,
        401,
        "Stuur een geldig token mee: Authorization: Bearer <token>. Log zo nodig opnieuw in.",
        headers={"WWW-Authenticate": challenge},
    )


async def on_step_up(request: Request, error: Exception) -> Response:
    """A login that is not strong enough (RFC 9470)."""
    wanted = " ".join(error.acr_values) if isinstance(error, StepUpRequired) else ""
    enough = f', acr_values="{wanted}"' if wanted else ""
    logger.info("token_rejected", extra={"request_id": verzoek_id_of(request), "reason": Reason.LEVEL.value})
    return problem(
        verzoek_id_of(request),
        Probleemsoort.HOGER_BETROUWBAARHEIDSNIVEAU_NODIG,
        401,
        "Log opnieuw in op een hoger betrouwbaarheidsniveau.",
        headers={"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_user_authentication"{enough}'},
    )


async def on_forbidden(request: Request, error: Exception) -> Response:
    """A caller we know and may not answer."""
    ground = error.reden if isinstance(error, CallerForbidden) else None
    scope = ground is Ground.SCOPE
    if isinstance(error, CallerForbidden):
        logger.info("caller_forbidden", extra={"request_id": verzoek_id_of(request), "reason": error.reden.value})
    return problem(
        verzoek_id_of(request),
        Probleemsoort.GEEN_TOEGANG,
        403,
        _NO_ORGANISATIE if ground is Ground.ORGANISATIES else "Met dit token mogen deze zaken niet worden getoond.",
        headers={"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope"'} if scope else {},
    )


async def on_keys_unavailable(request: Request, error: Exception) -> Response:
    """The keys of an issuer cannot be had: not the fault of the caller, so not 401."""
    after = error.retry_after if isinstance(error, KeysUnavailable) else RETRY_SECONDS
    return problem(
        verzoek_id_of(request),
        Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR,
        503,
        "We kunnen uw token nu niet controleren. Probeer het later opnieuw.",
        headers={"Retry-After": str(max(1, round(after)))},
        bronnen=[],
    )


async def on_geen_bron(request: Request, error: Exception) -> Response:
    """Nobody answered. Never an empty list."""
    if not isinstance(error, GeenBronBeantwoord):
        raise error
    body = no_bron(verzoek_id_of(request), error)
    again = body.status == 503 and error.retry_after is not None
    headers = {"Retry-After": str(error.retry_after)} if again else {}
    return _response(body, headers)


async def on_niet_gevonden(request: Request, error: Exception) -> Response:  # noqa: ARG001 - there are no causes here
    """A zaak or a document that is not there for who asks: the same answer whatever the cause."""
    detail = "Deze zaak of dit document is er niet, of is niet van degene voor wie u vraagt."
    return problem(verzoek_id_of(request), Probleemsoort.NIET_GEVONDEN, 404, detail)


_OF_ZAAKSTATUS: Final = {
    Zaakstatus.ONBRUIKBAAR: (Probleemsoort.BRON_ONBETROUWBAAR, "De bron gaf geen bruikbaar antwoord."),
    Zaakstatus.NU_NIET: (
        Probleemsoort.TIJDELIJK_NIET_BESCHIKBAAR,
        "De bron kan nu niet antwoorden. Probeer het later opnieuw.",
    ),
    Zaakstatus.TE_TRAAG: (Probleemsoort.BRON_TE_TRAAG, "De bron antwoordde niet binnen de tijd."),
}


async def on_zaak_mislukt(request: Request, error: Exception) -> Response:
    """The one bron that could tell did not."""
    if not isinstance(error, ZaakMislukt):
        raise error
    status = error.status
    soort, detail = _OF_ZAAKSTATUS[status]
    headers = {"Retry-After": str(error.retry_after)} if status is Zaakstatus.NU_NIET else {}
    return problem(verzoek_id_of(request), soort, int(status), detail, headers=headers, bronnen=[error.bron])


async def on_geweigerd(request: Request, error: Exception) -> Response:  # noqa: ARG001 - what was found is for nobody
    """A document that an inspection stopped."""
    detail = "Dit document wordt niet doorgegeven: de controle op schadelijke inhoud hield het tegen."
    return problem(verzoek_id_of(request), Probleemsoort.GEEN_TOEGANG, 403, detail)


async def on_bug(request: Request, _error: Exception) -> Response:
    """Anything else. The edge logs where it went wrong."""
    return internal_problem(verzoek_id_of(request))


Handler: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]


def _noted(handler: Handler) -> Handler:
    """``handler``, with a word in the log line of the request about why it was refused."""

    async def noted(request: Request, error: Exception) -> Response:
        note_refusal(request.scope, error)
        return await handler(request, error)

    return noted


HANDLERS: Final = {
    Exception: on_bug,
    HTTPException: on_http_exception,
    RequestValidationError: on_validation_error,
    Afgewezen: _noted(on_turned_away),
    InputRefused: on_input_refused,
    CursorRefused: on_cursor_refused,
    TokenRejected: _noted(on_token_rejected),
    StepUpRequired: _noted(on_step_up),
    CallerForbidden: _noted(on_forbidden),
    KeysUnavailable: _noted(on_keys_unavailable),
    GeenBronBeantwoord: on_geen_bron,
    NietGevonden: on_niet_gevonden,
    ZaakMislukt: on_zaak_mislukt,
    Geweigerd: on_geweigerd,
}
"""Which problem belongs to which exception."""
