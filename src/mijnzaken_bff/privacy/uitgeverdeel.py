"""What the document says of an issuer: whom its tokens are about, and how far they are trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mijnzaken_bff.privacy.uitgeveropgave import DienstOpgave, NiveauOpgave, UitgeverOpgave
from mijnzaken_bff.privacy.woorden import codes, listed, one_of, plain, span

_ZONDER_NUMMER: Final = "Tokens van dit kanaal gaan over niemand: er wordt geen nummer gelezen"
_ONGELEZEN: Final = (
    "Een token met een claim waarvan bekend is dat die op vertegenwoordiging of een beperking wijst (`bekendeClaims`), "
    "en die niet wordt gelezen, wordt geweigerd"
)
_STIJLEN: Final[Mapping[str, str]] = {
    "geen": "wordt niet gelezen",
    "claims": "wordt gelezen uit eigen claims",
    "nlgov-represents": (
        "wordt gelezen uit `represents` (OIDC-NLGOV): het gaat om de diepste; elke schakel daarboven handelt, en "
        "`sub` van het token zelf is wie inlogde"
    ),
}
_GEWOON_SECONDEN: Final = 86_400.0
"""How long a token may be of use without being told loudly."""


def left_to_others(uitgever: UitgeverOpgave) -> Iterator[str]:
    """Where a check of this service was taken away, or left to the issuer."""
    if uitgever.maximale_leeftijd_seconden is None or uitgever.bruikbaar_seconden > _GEWOON_SECONDEN:
        yield (
            f"- **Wie een token van `{uitgever.id}` steelt, kan het {span(uitgever.bruikbaar_seconden)} gebruiken** "
            "(`maximaleLeeftijd`, `maximaleDuur`)."
        )
    if uitgever.niveau is not None and uitgever.niveau.zonder_claim is not None:
        yield (
            f"- **Een token van `{uitgever.id}` dat geen niveau noemt, geldt als `{uitgever.niveau.zonder_claim}`** "
            "(`betrouwbaarheid.ontbreekt`). Leg vast waarom de uitgever daarvoor instaat."
        )
    if uitgever.dienst is not None and uitgever.dienst.door_uitgever:
        yield (
            f"- **Voor welke dienst een machtiging van `{uitgever.id}` geldt, controleert alleen de uitgever** "
            "(`dienstDoorUitgever`). Leg vast hoe."
        )


def about_uitgever(uitgever: UitgeverOpgave) -> Iterator[str]:
    """Its part of section 2."""
    yield ""
    yield f"### Uitgever `{uitgever.id}`"
    yield ""
    yield f"- Adres (issuer): {uitgever.issuer}"
    yield f"- Kanaal: {uitgever.kanaal}"
    if uitgever.nummers:
        yield f"- Om wie het gaat: {listed(uitgever.nummers)}"
        yield f"- Claims die worden gelezen om te weten over wie het gaat: {codes(uitgever.claims)}"
        yield f"- Wie er handelt, als dat een ander is: {_handelende(uitgever)}"
        yield f"- Vertegenwoordiging: {_vertegenwoordiging(uitgever)}"
        if uitgever.organisaties_claim is not None:
            yield (
                "- Aan wie het nummer wordt gevraagd: alleen aan de bronnen van de organisaties in "
                f"`{plain(uitgever.organisaties_claim)}`; een token zonder die claim wordt geweigerd. De claim zelf "
                "gaat naar geen bron en staat in geen logboek"
            )
    else:
        yield f"- {_ZONDER_NUMMER}. {_ONGELEZEN}"
    if uitgever.genegeerd:
        yield (
            "- **Claims die kunnen betekenen dat iemand voor een ander handelt of minder mag zien, en die hier worden "
            f"genegeerd: {codes(uitgever.genegeerd)}** (`negeerClaims`). Leg vast waarom dat kan."
        )
    yield f"- Betrouwbaarheidsniveau: {_niveau(uitgever.niveau)}"
    yield f"- Hoe oud en hoe lang een token mag zijn: {_leeftijd(uitgever)}"
    also = "en voor niemand anders" if uitgever.alleen_doelgroep else "het mag ook voor anderen zijn"
    yield f"- Voor wie het token bedoeld moet zijn: {codes(uitgever.doelgroepen)}; {also}"
    yield (
        "- Toepassingen die een token mogen tonen: "
        + (codes(uitgever.klanten) or "**elke** toepassing van deze uitgever (`klanten` is leeg)")
    )
    yield f"- Waarvoor het token gegeven moet zijn (scope): {codes(uitgever.scopes) or 'geen eis'}"


def _handelende(uitgever: UitgeverOpgave) -> str:
    if not uitgever.handelenden:
        return "wordt niet gelezen"
    return (
        f"{listed(uitgever.handelenden)}, uit {codes(uitgever.handelende_claims)}. Dit wordt gelezen en gecontroleerd; "
        "het gaat naar geen bron, staat in geen logboek en in geen antwoord, en is weg als het antwoord is verstuurd"
    )


def _vertegenwoordiging(uitgever: UitgeverOpgave) -> str:
    stijl = _STIJLEN[uitgever.vertegenwoordiging]
    if uitgever.vertegenwoordiging == "geen" and uitgever.handelenden:
        stijl += "; wel wie er inlogt namens het eigen bedrijf"
    return f"{stijl}. {_ONGELEZEN}{_dienst(uitgever.dienst)}"


def _dienst(dienst: DienstOpgave | None) -> str:
    if dienst is None:
        return ""
    if dienst.door_uitgever:
        return ". Voor welke dienst een machtiging geldt, controleert **de uitgever, en deze dienst niet**"
    return f". Een machtiging moet gelden voor {one_of(dienst.diensten)}, volgens `{plain(dienst.claim or '')}`"


def _niveau(niveau: NiveauOpgave | None) -> str:
    if niveau is None:
        return "geen eis"
    without = f"**geldt als `{niveau.zonder_claim}`**" if niveau.zonder_claim else "wordt geweigerd"
    return f"ten minste {niveau.minimum}, volgens `{plain(niveau.claim)}`; een token zonder die claim {without}"


def _leeftijd(uitgever: UitgeverOpgave) -> str:
    oldest = uitgever.maximale_leeftijd_seconden
    age = "**geen grens aan hoe oud het is**" if oldest is None else f"hooguit {span(oldest)} oud"
    return (
        f"{age}, en hooguit {span(uitgever.maximale_duur_seconden)} geldig vanaf het moment dat het gegeven is; "
        f"klokken mogen {span(uitgever.speling_seconden)} verschillen"
    )
