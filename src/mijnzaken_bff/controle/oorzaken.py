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
        "Is dat een eigen uitgever (zoals PKIoverheid privé), noem die dan in {tls}.ca.",
    ),
    "no_tls": (
        "Op die poort wordt geen TLS gesproken.",
        "Controleer de poort in {url}, en of het adres met https hoort te beginnen.",
    ),
}
"""What is wrong in TLS, by the code that says so."""


_TLS: Final = (
    "De TLS-verbinding is geweigerd.",
    "Vraagt de bron een certificaat van ons, noem het in {tls}.certificaat. Anders spreekt zij geen TLS 1.2 of hoger.",
)

_OUR_CERTIFICATE: Final = (
    "De TLS-verbinding is geweigerd, ook met ons certificaat.",
    "Controleer of {tls}.certificaat nog geldt, met de tussenliggende certificaten, en of de bron het kent.",
)

TOKEN_URL: Final = "toegang.tokenUrl"  # noqa: S105 - a key of the configuration
"""What the token server is called in a report, and where its address stands."""

_CUT_OFF: Final = (
    "De verbinding kwam tot stand, en werd verbroken zonder antwoord.",
    "Controleer of {url} met https hoort te beginnen, en of iets ertussen het adres van deze machine weigert.",
)

_VAST: Final = {
    Failure.PROTOCOL: (
        "Wat terugkwam is geen HTTP, of hield te vroeg op.",
        "Controleer of {url} naar een webserver wijst, en of het https moet zijn.",
    ),
    Failure.DNS: (
        "De naam in de URL is onbekend.",
        "Controleer {url}, en of deze machine de DNS van dat netwerk vraagt.",
    ),
    Failure.REFUSED: (
        "Op dat adres luistert niemand, of iets ertussen laat ons niet door.",
        "Controleer host en poort in {url}, en vraag of het adres van deze machine is toegelaten.",
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
    Failure.FOREIGN_URL: (
        "Het register schrijft in zijn antwoorden een ander adres dan {url}: zulke links volgen wij niet.",
        "Is dat adres van dit register, zet het (tot en met /v1/) in {api}.aliassen.",
    ),
    Failure.FILTER_IGNORED: (
        "Het register let niet op wie er gevraagd wordt.",
        "Zet deze bron uit, en vraag de leverancier om herstel.",
    ),
}
"""Causes that need nothing but the failure."""

_TOKENSTORING: Final = {
    Failure.DNS: "zijn naam is onbekend",
    Failure.REFUSED: "er is geen verbinding",
    Failure.TLS: "de TLS-verbinding is geweigerd",
    Failure.TIMEOUT: "hij antwoordt niet op tijd",
    Failure.SERVER_ERROR: "hij meldt zelf een storing",
    Failure.OVERLOADED: "hij is vol",
}

_RECHT_OP_ZAKEN: Final = (
    "Vraag het recht zaken.lezen en catalogi.lezen voor onze applicatie, voor de zaaktypen die u wilt tonen."
)
_RECHT: Final = {
    "documenten": "Vraag de beheerder van deze Documenten API het recht documenten.lezen voor onze applicatie, voor de "
    "informatieobjecttypen die u wilt tonen.",
    "besluiten": "Vraag de beheerder van de Besluiten API het recht besluiten.lezen voor onze applicatie, voor de "
    "besluittypen die u wilt tonen.",
}
"""What to ask where we may not read, by API."""

_VAN_ONS: Final = ("Hier gaat iets mis in deze dienst zelf.", "Meld dit aan de makers, met deze regel.")


def oorzaak_of(error: SourceError, api: str, seconds: float, *, own: bool = False) -> tuple[str, str]:
    """The cause of a failure at an API of a bron (or at ``TOKEN_URL``), and the next step.

    ``seconds``: how long it could take. ``own``: we came with a certificate of our own.
    """
    url = api if api.endswith(TOKEN_URL) else f"{api}.url"
    match error.failure:
        case Failure.INTERNAL:
            return _VAN_ONS
        case _ if error.where == "token":
            return _token_server(error)
        case Failure.TLS:
            oorzaak, stap = _CERTIFICAAT.get(error.code or "", _OUR_CERTIFICATE if own else _TLS)
        case Failure.NO_ACCESS:
            return _no_access(error, api)
        case Failure.UNUSABLE:
            return _unusable(error, url)
        case Failure.REJECTED:
            return (
                f"De bron weigert deze vraag ({error.status}{_refused(error)}).",
                "Kies het product dat bij dit register hoort, of zet uit wat het niet kent (docs/registers.md).",
            )
        case Failure.REFUSED if error.where != "connect":
            oorzaak, stap = _CUT_OFF
        case failure:
            oorzaak, stap = _VAST.get(failure, _VAN_ONS)
    tls = f"{api.removesuffix('.tokenUrl')}.tls" if api.endswith(TOKEN_URL) else "tls"
    return oorzaak.format(seconds=seconds, url=url), stap.format(url=url, tls=tls, api=api)


def about_token(error: SourceError) -> bool:
    """Whether a failure is about our credentials or whoever gives them, and not about what they give a right to.

    Source: gateways answer 401; Open Zaak answers 403 with a code in which the JWT or its client is named.
    """
    if error.where == "token":
        return error.failure is not Failure.INTERNAL
    code = error.code or ""
    named = "jwt" in code or code.endswith("client-identifier")
    return error.failure is Failure.NO_ACCESS and (error.status == 401 or named)


def _token_server(error: SourceError) -> tuple[str, str]:
    """What is wrong at the token server. That it can be reached at all was looked at before."""
    code = f" ({error.code})" if error.code else ""
    match error.failure:
        case Failure.NO_ACCESS | Failure.REJECTED:
            return (
                f"De tokenserver weigert ons: {error.status}{code}.",
                "Controleer clientId, het geheim, scope en tokenUrl in toegang.",
            )
        case Failure.UNUSABLE if error.status is None or error.status == 200:
            return (
                "Wat de tokenserver antwoordt, is geen token.",
                f"Controleer {TOKEN_URL} en tokenVeld; wijst het adres naar een pagina om in te loggen?",
            )
        case Failure.UNUSABLE:
            return (
                f"Op dit adres geeft niemand tokens ({error.status}).",
                f"Controleer het pad in {TOKEN_URL}; bij Keycloak eindigt het op /protocol/openid-connect/token.",
            )
        case failure:
            return (
                f"De tokenserver geeft geen token: {_TOKENSTORING.get(failure, 'het mislukte')}.",
                "Vraag de beheerder van de tokenserver in zijn logboek te kijken.",
            )


def _no_access(error: SourceError, api: str) -> tuple[str, str]:
    code = f" ({error.code})" if error.code else ""
    if (error.code or "").startswith(("jwt-immature", "jwt-expired")):
        return (
            f"De bron vindt de tijd in ons token niet goed{code}.",
            "De klokken lopen uiteen: zet NTP aan, hier en bij de bron.",
        )
    if about_token(error):
        return (
            f"De bron neemt onze toegang niet aan: {error.status}{code}.",
            "Controleer soort, clientId en geheim in toegang, en of ze bij dit register zijn ingevoerd.",
        )
    return (
        f"Wij mogen dit niet lezen: {error.status}{code}.",
        _RECHT.get(api.partition("[")[0], _RECHT_OP_ZAKEN),
    )


def _unusable(error: SourceError, url: str) -> tuple[str, str]:
    if error.status == 404:
        return ("Op deze URL staat deze API niet.", f"Controleer het pad in {url}, met de versie (…/api/v1/).")
    if error.status is not None and 300 <= error.status < 400:
        return (
            f"De bron stuurt ons naar een ander adres ({error.status}); dat volgen wij niet.",
            f"Zet het echte adres in {url}.",
        )
    return (
        "Het antwoord is geen JSON in de vorm van de standaard: vaak een pagina om in te loggen, of een foutpagina.",
        f"Controleer {url}, en of er een gateway tussen staat die iets anders van ons verwacht.",
    )


def _refused(error: SourceError) -> str:
    return f": {', '.join(error.params)}" if error.params else ""
