"""The contract as an OpenAPI document: what the app publishes, and what ``openapi/`` holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from mijnzaken_bff.api import voorbeelden
from mijnzaken_bff.contract.probleem import BronProbleem, InvoerProbleem, Probleem
from mijnzaken_bff.contract.stroom import StroomBericht

CONTRACT_VERSION: Final = "1.0.0"
"""The version of the contract, in ``info.version`` and in the header ``API-Version``. Source: SemVer 2.0."""

_DESCRIPTION: Final = """\
Eén antwoord op de vraag: welke zaken heb ik, hoe ver zijn ze, en wanneer zijn ze klaar? Uit vele registers tegelijk.

Wie vraagt, staat in het bearer token; een BSN of KvK-nummer komt in geen URL. Elk veld is er altijd en is `null` als
het onbekend is. Velden kunnen erbij komen: negeer wat u niet kent. Waarden van `fase` en `toestand` liggen vast in
versie 1; andere lijsten van waarden kunnen groeien, en hun beschrijving zegt wat u met een onbekende waarde doet.
Alle teksten zijn platte tekst en geen HTML.
"""

_HEADERS: Final[dict[str, Any]] = {
    "API-Version": {
        "description": "De volledige versie van dit contract.",
        "schema": {"type": "string"},
        "example": CONTRACT_VERSION,
    },
    "X-Request-Id": {
        "description": "Id van het verzoek; ook verzoekId in een probleem.",
        "schema": {"type": "string", "format": "uuid"},
    },
}

_PREFERENCE: Final[dict[str, Any]] = {
    "Preference-Applied": {
        "description": "De voorkeur uit Prefer waarmee rekening is gehouden (RFC 7240).",
        "schema": {"type": "string"},
        "example": "wait=2",
    }
}

_BIJLAGE: Final[dict[str, Any]] = {
    "Content-Disposition": {
        "description": "Altijd attachment, met de naam van het bestand (RFC 6266).",
        "schema": {"type": "string"},
        "example": "attachment; filename=\"besluit.pdf\"; filename*=UTF-8''besluit.pdf",
    }
}

_RETRY: Final[dict[str, Any]] = {
    "Retry-After": {"description": "Na hoeveel seconden opnieuw proberen zin heeft.", "schema": {"type": "integer"}}
}

_CHALLENGE: Final[dict[str, Any]] = {
    "WWW-Authenticate": {"description": "Wat er aan het token mankeert (RFC 6750).", "schema": {"type": "string"}}
}


def _example(*args: Any, **more: Any) -> dict[str, Any]:
    return {"voorbeeld": {"value": voorbeelden.probleem(*args, **more)}}


_PROBLEMS: Final[dict[int, tuple[str, type[Probleem], dict[str, Any], dict[str, Any]]]] = {
    400: (
        "De invoer klopt niet; alle fouten tegelijk.",
        InvoerProbleem,
        {},
        _example(
            "ongeldige-invoer",
            "Ongeldige invoer",
            400,
            "Eén onderdeel van de invoer klopt niet. Zie fouten.",
            fouten=[{"naam": "aantal", "reden": "De grootste waarde is 100.", "code": "buitenBereik"}],
        ),
    ),
    401: (
        "Geen geldig token, of op een te laag betrouwbaarheidsniveau ingelogd.",
        Probleem,
        _CHALLENGE,
        _example(
            "niet-geauthenticeerd",
            "Niet geauthenticeerd",
            401,
            "Stuur een geldig token mee: Authorization: Bearer <token>. Log zo nodig opnieuw in.",
        ),
    ),
    403: (
        (
            "Met dit token mogen deze zaken niet worden getoond: het is van een ander soort vrager, mist een recht, "
            "zegt niet duidelijk wie voor wie handelt en voor welke dienst, of noemt geen organisatie die deze "
            "dienst kent terwijl dat moet."
        ),
        Probleem,
        {},
        _example("geen-toegang", "Geen toegang", 403, "Met dit token mogen deze zaken niet worden getoond."),
    ),
    404: (
        "Deze zaak of dit document is er niet, of is er niet voor deze vrager; dat verschil is niet te zien.",
        Probleem,
        {},
        _example(
            "niet-gevonden",
            "Niet gevonden",
            404,
            "Deze zaak of dit document is er niet, of is niet van degene voor wie u vraagt.",
        ),
    ),
    406: (
        "De vrager neemt niet aan wat hier te krijgen is.",
        Probleem,
        {},
        _example(
            "niet-leverbaar",
            "Niet leverbaar in deze vorm",
            406,
            "Deze dienst antwoordt in application/json, de stroom in text/event-stream. Pas de header Accept aan.",
        ),
    ),
    429: (
        "Te vaak gevraagd: voor deze betrokkene, door deze toepassing, of met te veel geweigerde tokens.",
        Probleem,
        _RETRY,
        _example(
            "te-veel-verzoeken",
            "Te veel verzoeken",
            429,
            "Deze zaken zijn te vaak gevraagd. Wacht zo veel seconden als Retry-After zegt.",
        ),
    ),
    500: (
        "Een fout van deze dienst zelf.",
        Probleem,
        {},
        _example("interne-fout", "Interne fout", 500, "Er ging bij ons iets mis. Noem verzoekId als u dit meldt."),
    ),
    502: (
        "Geen enkele bron gaf een bruikbaar antwoord, en opnieuw proberen helpt niet.",
        BronProbleem,
        {},
        _example(
            "bron-onbetrouwbaar",
            "Geen bruikbaar antwoord van de bronnen",
            502,
            "Geen van de bronnen gaf een bruikbaar antwoord.",
            **voorbeelden.GEEN_BRON,
        ),
    ),
    503: (
        "Geen enkele bron kon antwoorden. Zonder bronnen: het is te druk, of het token is nu niet te controleren.",
        BronProbleem,
        _RETRY,
        _example(
            "tijdelijk-niet-beschikbaar",
            "Tijdelijk niet beschikbaar",
            503,
            "Geen van de bronnen kon antwoorden.",
            **voorbeelden.GEEN_BRON,
        ),
    ),
    504: (
        "De bron antwoordde niet binnen de tijd.",
        BronProbleem,
        {},
        _example(
            "bron-te-traag",
            "De bron is te traag",
            504,
            "De bron antwoordde niet binnen de tijd.",
            **voorbeelden.GEEN_BRON,
        ),
    ),
}

_EXAMPLES: Final = {
    "zakenLijst": voorbeelden.OVERZICHT,
    "zaakDetail": voorbeelden.DETAIL,
    "bronnenLijst": voorbeelden.BRONNEN,
    "zakenStroom": voorbeelden.STROOM,
}
_SUCCESS: Final = {
    "overzicht": "Het overzicht, volledig of niet.",
    "stroom": "De stroom: server-sent events, elk met een StroomBericht als data.",
    "zaak": "De zaak, volledig of niet.",
    "bronnen": "De bronnen.",
    "document": "Het hele document, als bijlage.",
}
_OWN_HEADERS: Final = {"overzicht": _PREFERENCE, "document": _BIJLAGE}


def responses(success: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation: its success, and the problems it can end in."""
    told: dict[int | str, dict[str, Any]] = {
        200: {
            "description": _SUCCESS[success],
            "headers": _HEADERS | _OWN_HEADERS.get(success, {}),
        }
    }
    if success == "document":
        told[200]["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    if success == "stroom":
        # One schema for each message, since that of OpenAPI 3.2 (itemSchema) is unknown to what reads 3.1.
        told[200]["content"] = {"text/event-stream": {"schema": {"$ref": "#/components/schemas/StroomBericht"}}}
        # The 204 after gereed stands with Last-Event-ID: as a second success, generators would take it for a message.
    for status in statuses:
        description, model, headers, _ = _PROBLEMS[status]
        told[status] = {
            "description": description,
            "headers": _HEADERS | headers,
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": f"#/components/schemas/{model.__name__}"},
                }
            },
        }
    return told


def contract_document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of ``routes``, whose paths carry no ``/v1``: that is the server."""
    document = get_openapi(
        title="Mijn zaken",
        version=CONTRACT_VERSION,
        openapi_version="3.1.0",
        summary="Welke zaken heb ik, hoe ver zijn ze, en wanneer zijn ze klaar?",
        description=_DESCRIPTION,
        routes=routes,
        servers=[{"url": "/v1", "description": "Versie 1"}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        tags=[
            {"name": "Zaken", "description": "De zaken van wie in het token staat."},
            {"name": "Bronnen", "description": "De registers waaruit de zaken komen."},
        ],
    )
    document["info"]["contact"] = {
        "name": "Beheer mijnzaken-bff",
        "url": "https://mijnzaken.example/contact",
        "email": "beheer@mijnzaken.example",
    }
    schemas = document["components"]["schemas"]
    for model in (Probleem, InvoerProbleem, BronProbleem, StroomBericht):
        schema = model.model_json_schema(
            by_alias=True, mode="serialization", ref_template="#/components/schemas/{model}"
        )
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    document["components"]["schemas"] = dict(sorted(_in_use(schemas).items()))
    document["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Access token van een vertrouwde uitgever, met het BSN of KvK-nummer in een claim.",
        }
    }
    document["security"] = [{"bearer": []}]
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            _add_examples(operation)
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _without_null(parameter["schema"])
    _tidy(document["components"]["schemas"])
    return document


def _in_use(schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that an answer can hold: of an enum that may grow only its values stay, where they are used."""
    roots = ("ZaakOverzicht", "StroomBericht", "ZaakDetail", "Bronnen", "Probleem", "InvoerProbleem", "BronProbleem")
    found: dict[str, Any] = {}
    pending = list(roots)
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = schemas[name]
            pending += [link.rpartition("/")[2] for link in _links(schemas[name])]
    return found


def _links(tree: Any) -> Iterator[str]:
    match tree:
        case {"$ref": str(link)}:
            yield link
        case dict():
            for value in tree.values():
                yield from _links(value)
        case list():
            for value in tree:
                yield from _links(value)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a query parameter: left out is how one says nothing; null cannot be said in a URL."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    plain = {**schema, **kinds[0]} if len(kinds) == 1 else dict(schema)
    return {key: value for key, value in plain.items() if key not in ("anyOf", "title", "description")}


def _add_examples(operation: dict[str, Any]) -> None:
    """Put the examples in afterwards: the framework would leave out every null, and null is a promise of ours."""
    for status, response in operation["responses"].items():
        for kind, content in response.get("content", {}).items():
            if kind == "application/octet-stream":
                continue
            if "$ref" in content["schema"]:
                content["schema"].pop("type", None)  # the framework calls every body of another kind text
            content["examples"] = _EXAMPLES[operation["operationId"]] if status == "200" else _PROBLEMS[int(status)][3]


def _tidy(tree: Any) -> None:
    """Drop the titles that only repeat a name, and tell of an enum that may grow what to do with a new value."""
    match tree:
        case dict():
            if isinstance(tree.get("title"), str) and tree.keys() & {"type", "anyOf", "$ref", "enum"}:
                del tree["title"]
            for open_enum in (tree, *(kind for kind in tree.get("anyOf", []) if isinstance(kind, dict))):
                if unknown := open_enum.pop("x-onbekende-waarde", None):
                    told = f"Kan groeien; bij een onbekende waarde: {unknown}"
                    tree["description"] = f"{tree.get('description', '')} {told}".strip()
            for value in tree.values():
                _tidy(value)
        case list():
            for value in tree:
                _tidy(value)
