"""What a failure at a bron comes of, and what to do about it."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.failure import Failure, SourceError

_CERTIFICAAT: Final = {
    "certificate_expired": (
        "Het certificaat van de bron is verlopen.",
        "Vraag de beheerder van de bron om een nieuw certificaat.",
    ),
    "certificate_not_yet_valid": (
        "Het certificaat van de bron geldt nog niet.",
        "Controleer de klok van deze machine; vraag anders de beheerder van de bron.",
    ),
    "certificate_other_host": (
        "Het certificaat is van een andere naam dan die in de URL.",
        "Gebruik de naam die in het certificaat staat, of vraag een certificaat met deze naam.",
    ),
    "certificate_unknown_issuer": (
        "Het certificaat komt van een uitgever die deze machine niet vertrouwt.",
        "Is dat een eigen uitgever (zoals PKIoverheid privé), noem die dan in tls.ca van deze bron.",
    ),
}


_TLS: Final = (
    "De TLS-verbinding is geweigerd.",
    "Vraagt de bron een certificaat van ons, noem dat in tls.certificaat; anders spreekt zij geen TLS 1.2 of nieuwer.",
)

_VAST: Final = {
    Failure.PROTOCOL: (
        "Wat terugkwam is geen HTTP, of hield te vroeg op.",
        "Controleer of {api}.url naar een webserver wijst, en of het https moet zijn.",
    ),
    Failure.DNS: (
        "De naam in de URL is onbekend.",
        "Controleer {api}.url, en of deze machine de DNS van dat netwerk vraagt.",
    ),
    Failure.REFUSED: (
        "Op dat adres luistert niemand, of iets ertussen laat ons niet door.",
        "Controleer host en poort in {api}.url, en vraag of het adres van deze machine is toegelaten.",
    ),
    Failure.TIMEOUT: (
        "Er kwam binnen {seconds:g} seconden niets.",
        "Kijk of een firewall pakketten laat vallen. Is de bron traag, meet dan en verruim tijd.totaal.",
    ),
    Failure.SERVER_ERROR: (
        "De bron meldt zelf een storing.",
        "Vraag de beheerder van de bron in zijn logboek te kijken.",
    ),
    Failure.OVERLOADED: (
        "De bron is vol, of weigert nog meer vragen.",
        "Probeer het later; vraag naar de grens die voor ons geldt.",
    ),
    Failure.TOO_LARGE: ("Het antwoord is groter dan 5 MB.", "Vraag de leverancier wat er zo groot is."),
    Failure.NOT_SEARCHABLE: (
        "Het register kent deze manier van zoeken niet.",
        "Haal haar uit bedrijven; deze bron slaat zulke bedrijven dan over.",
    ),
    Failure.SEARCH_ABSENT: (
        "Het register heeft geen POST zaken/_zoek.",
        "Kan het niet anders, dan zoeken: get met bsnInUrl: toegestaan. Het nummer staat dan in een URL.",
    ),
    Failure.FILTER_IGNORED: (
        "Het register let niet op wie er gevraagd wordt.",
        "Zet deze bron uit, en vraag de leverancier om herstel.",
    ),
}
"""Causes that need nothing but the failure."""

_VAN_ONS: Final = ("Hier gaat iets mis in deze dienst zelf.", "Meld dit aan de makers, met deze regel.")


def oorzaak_of(error: SourceError, api: str, seconds: float) -> tuple[str, str]:
    """The cause of a failure at an API of a bron, and the next step. ``seconds``: how long it could take."""
    match error.failure:
        case Failure.TLS:
            return _CERTIFICAAT.get(error.code or "", _TLS)
        case Failure.NO_ACCESS:
            return _no_access(error)
        case Failure.UNUSABLE:
            return _unusable(error, api)
        case Failure.REJECTED:
            return (
                f"De bron weigert deze vraag ({error.status}{_refused(error)}).",
                "Kies het product dat bij dit register hoort, of zet uit wat het niet kent (docs/registers.md).",
            )
        case failure:
            oorzaak, stap = _VAST.get(failure, _VAN_ONS)
            return oorzaak.format(seconds=seconds), stap.format(api=api)


def about_token(error: SourceError) -> bool:
    """Whether a refusal is about our credentials, and not about what they give a right to.

    Source: gateways answer 401; Open Zaak answers 403 with a code in which the JWT is named.
    """
    return error.status == 401 or error.where == "token" or "jwt" in (error.code or "")


def _no_access(error: SourceError) -> tuple[str, str]:
    code = f" ({error.code})" if error.code else ""
    if (error.code or "").startswith("jwt-immature") or (error.code or "").startswith("jwt-expired"):
        return (
            f"De bron vindt de tijd in ons token niet goed{code}.",
            "De klokken lopen uiteen: zet NTP aan, hier en bij de bron.",
        )
    if error.where == "token":
        return (
            f"De tokenserver weigert ons{code}.",
            "Controleer clientId, het geheim, scope en tokenUrl in toegang.",
        )
    if about_token(error):
        return (
            f"De bron neemt onze toegang niet aan: {error.status}{code}.",
            "Controleer soort, clientId en geheim in toegang, en of ze bij dit register zijn ingevoerd.",
        )
    return (
        f"Wij mogen dit niet lezen: {error.status}{code}.",
        "Vraag het recht zaken.lezen en catalogi.lezen voor onze applicatie, voor de zaaktypen die u wilt tonen.",
    )


def _unusable(error: SourceError, api: str) -> tuple[str, str]:
    if error.status == 404:
        return ("Op deze URL staat deze API niet.", f"Controleer het pad in {api}.url, met de versie (…/api/v1/).")
    if error.status is not None and 300 <= error.status < 400:
        return (
            f"De bron stuurt ons naar een ander adres ({error.status}); dat volgen wij niet.",
            f"Zet het echte adres in {api}.url.",
        )
    return (
        "Het antwoord is geen JSON in de vorm van de standaard: vaak een pagina om in te loggen, of een foutpagina.",
        f"Controleer {api}.url, en of er een gateway tussen staat die iets anders van ons verwacht.",
    )


def _refused(error: SourceError) -> str:
    return f": {', '.join(error.params)}" if error.params else ""
