"""How a refusal looks on the wire. ``probleem`` knows what is wrong; here it becomes an answer, one way per product."""

from collections.abc import Callable

from mijnzaken_bff.demo.gemeente.probleem import (
    ANDERE_VERSIE,
    NIET_AANGEMELD,
    NIET_ACCEPTABEL,
    ONLEESBAAR,
    Probleem,
)
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, als_bytes

Foutvorm = Callable[[Probleem, str], Antwoord]
"""From a ``Probleem`` and the basis of the register. The register adds its own headers."""

_ONEGROUND_JSON = "application/json; charset=utf-8"
_ZONDER_BODY = frozenset({(405, "method_not_allowed"), (NIET_ACCEPTABEL.status, NIET_ACCEPTABEL.code)})
_ONEGROUND_TITELS = {
    400: ("ValidationError", "Invalid input."),
    403: ("ValidationError", "Toestemming geweigerd."),
    404: ("NotFound", "Niet gevonden."),
    412: ("ValidationError", "Voorwaarde is niet vervuld"),
    500: ("InternalServerError", "Internal server error."),
}


def open_zaak(probleem: Probleem, basis: str) -> Antwoord:
    """``application/json``, whatever the standard says."""
    return _json(probleem, basis, "application/json")


def standaard(probleem: Probleem, basis: str) -> Antwoord:
    """The same body under the media type that the standard names for it."""
    return _json(probleem, basis, "application/problem+json")


def oneground(probleem: Probleem, basis: str) -> Antwoord:
    """The body of OneGround's ``ErrorResponse``: ``detail`` is often null and ``invalidParams`` always there.

    The ``code`` of a refused value is in ``invalidParams``; that of the whole stays ``invalid``. A token that is no
    good, a method and a media type are refused by the framework below it, without a body. The body of a version
    that is not offered comes from the versioning library, which its repository does not hold: written down from
    that library's documentation.
    """
    soort = probleem.soort
    if soort == NIET_AANGEMELD:
        uitleg = ' error="invalid_token"' if probleem.code == "invalid_token" else ""
        return Antwoord(401, {"www-authenticate": f"Bearer{uitleg}"})
    if (soort.status, soort.code) in _ZONDER_BODY:
        return Antwoord(soort.status, {})
    if soort == ANDERE_VERSIE:
        return Antwoord(405, {"content-type": "application/problem+json"}, als_bytes(_versiefout(probleem)))
    if soort.status not in _ONEGROUND_TITELS:
        return _json(probleem, basis, _ONEGROUND_JSON)
    body = probleem.als_json(basis)
    klasse, titel = _ONEGROUND_TITELS[soort.status]
    if probleem.detail == "Ongeldige pagina.":
        klasse = "ValidationError"
    if soort == ONLEESBAAR:
        titel = "Malformed JSON."
    elif soort.status == 412 and soort.code == "not_acceptable":
        titel = soort.titel
    body |= {
        "type": f"{basis}/ref/fouten/{klasse}/",
        "code": {400: "invalid", 403: "permission_denied", 500: "other"}.get(soort.status, probleem.code),
        "title": titel,
        "detail": probleem.detail if soort.status in {404, 412} else None,
        "invalidParams": body.get("invalidParams", []),
    }
    return Antwoord(soort.status, {"content-type": _ONEGROUND_JSON}, als_bytes(body))


def _json(probleem: Probleem, basis: str, mediatype: str) -> Antwoord:
    return Antwoord(probleem.soort.status, {"content-type": mediatype}, als_bytes(probleem.als_json(basis)))


def _versiefout(probleem: Probleem) -> dict[str, object]:
    return {
        "type": "https://docs.api-versioning.org/problems#unsupported",
        "title": probleem.soort.titel,
        "status": probleem.soort.status,
        "detail": probleem.detail,
        "code": probleem.code,
    }
