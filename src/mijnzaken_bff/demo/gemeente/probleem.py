"""How the register says no: the error bodies of Open Zaak, word for word."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Soort:
    """One row of the table: the exception class Open Zaak names in ``type``, and its fixed parts."""

    klasse: str
    status: int
    code: str
    titel: str


GEEN_TOESTEMMING = Soort(
    "PermissionDenied", 403, "permission_denied", "Je hebt geen toestemming om deze actie uit te voeren."
)
NIET_GEVONDEN = Soort("NotFound", 404, "not_found", "Niet gevonden.")
# The placeholder in this title is really sent like that.
METHODE = Soort("MethodNotAllowed", 405, "method_not_allowed", 'Methode "{method}" niet toegestaan.')
NIET_ACCEPTABEL = Soort("NotAcceptable", 406, "not_acceptable", "Kan niet voldoen aan de opgegeven Accept header.")
VOORWAARDE = Soort("PreconditionFailed", 412, "precondition_failed", "Voorwaarde is niet vervuld")
ONGELDIG = Soort("ValidationError", 400, "invalid", "Ongeldige invoer.")
ONLEESBAAR = Soort("ParseError", 400, "parse_error", "Ongeldig samengestelde data.")
SERVERFOUT = Soort("APIException", 500, "error", "Er is een serverfout opgetreden.")
NIET_AANGEMELD = Soort("NotAuthenticated", 401, "not_authenticated", "Authenticatiegegevens zijn niet opgegeven.")
ANDERE_CRS = Soort("NotAcceptable", 412, "not_acceptable", "Kan niet voldoen aan de opgegeven Accept header.")
"""A coordinate system that is not known, where that is a 412 and not a 406."""
ANDERE_VERSIE = Soort("UnsupportedApiVersion", 405, "UnsupportedApiVersion", "Unsupported API version")


class Ongeldig(Exception):
    """One parameter that cannot be used; several of them become one ``Probleem``."""

    def __init__(self, naam: str, code: str, reden: str) -> None:
        super().__init__(naam, code)
        self.naam, self.code, self.reden = naam, code, reden


class Probleem(Exception):
    """An answer that is an error. ``detail`` and ``code`` are those of the soort unless given."""

    def __init__(
        self, soort: Soort, detail: str | None = None, *, code: str | None = None, ongeldig: Sequence[Ongeldig] = ()
    ) -> None:
        super().__init__(soort.klasse)
        self.soort = soort
        self.detail = soort.titel if detail is None else detail
        self.code = soort.code if code is None else code
        self.ongeldig = tuple(ongeldig)

    def als_json(self, basis: str) -> dict[str, Any]:
        """The body, with a fresh ``instance`` each time."""
        body: dict[str, Any] = {
            "type": f"{basis}/ref/fouten/{self.soort.klasse}/",
            "code": self.code,
            "title": self.soort.titel,
            "status": self.soort.status,
            "detail": self.detail,
            "instance": f"urn:uuid:{uuid.uuid4()}",
        }
        if self.ongeldig:
            body["invalidParams"] = [{"name": o.naam, "code": o.code, "reason": o.reden} for o in self.ongeldig]
        return body


def geen_toestemming(code: str | None = None, detail: str | None = None) -> Probleem:
    return Probleem(GEEN_TOESTEMMING, detail, code=code)


def ongeldige_keuze(naam: str, waarde: str) -> Ongeldig:
    return Ongeldig(naam, "invalid_choice", f"Selecteer een geldige keuze. {waarde} is geen beschikbare keuze.")


def onbekende_parameters(namen: Sequence[str]) -> Probleem:
    reden = f"Onbekende query parameters: {', '.join(namen)}"
    return Probleem(ONGELDIG, ongeldig=[Ongeldig("nonFieldErrors", "unknown-parameters", reden)])


def ongeldige_parameters(namen: Sequence[str]) -> Probleem:
    """The same objection as ``onbekende_parameters``, where each key has a line of its own."""
    return Probleem(ONGELDIG, ongeldig=[Ongeldig(naam, "invalid", "Invalid query parameter") for naam in namen])


def ongeldige_sleutels(namen: Sequence[str]) -> Probleem:
    """The same for the keys of a body."""
    return Probleem(ONGELDIG, ongeldig=[Ongeldig(naam, "invalid", "Invalid body parameter") for naam in namen])


def onbekend_pad(pad: str) -> Ongeldig:
    """A path of ``expand`` that nobody knows, as Open Zaak refuses it."""
    return ongeldige_keuze("expand", pad)


def onbekend_expandveld(pad: str) -> Ongeldig:
    """The same in the words of OneGround."""
    reden = f"Het ingediende veld {pad} komt met geen enkel veld in de uitbreidbare json overeen"
    return Ongeldig("expand", "invalid-expand-field", reden)


def niet_gevonden_pad(_pad: str) -> Probleem:
    """The same where the standard is followed: 404 (rules zrc-027 and zrc-028)."""
    return Probleem(NIET_GEVONDEN)
