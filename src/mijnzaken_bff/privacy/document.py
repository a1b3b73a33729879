"""The facts as a document, in plain Dutch: an annex to a DPIA and to the register of verwerkingsactiviteiten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mijnzaken_bff.privacy.opgave import ApiOpgave, BronOpgave, Opgave
from mijnzaken_bff.privacy.soorten import BSN, KVK, PSEUDONIEM, RSIN, VESTIGING
from mijnzaken_bff.privacy.uitgeverdeel import about_uitgever, left_to_others
from mijnzaken_bff.privacy.woorden import codes, listed, one_of, plain, span, yes_or_no

_PUBLIEKE_TAAK: Final = "de publieke taak (AVG, artikel 6, eerste lid, onder e)"
_TOEGANG: Final = {
    "zgwJwt": "een JWT dat deze dienst tekent",
    "oauth2": "een token van de tokenserver (OAuth2)",
    "apiSleutel": "een API-sleutel in een header",
    "token": "een vast token",
    "geen": "niets in het verzoek zelf (een certificaat of een outway)",
}
_GRONDEN: Final[Mapping[str, str]] = {
    BSN: (
        "artikel 10 van de Wet algemene bepalingen burgerservicenummer (Wabb), met artikel 46 van de "
        "Uitvoeringswet AVG (UAVG): overheidsorganen, voor hun publieke taak"
    ),
    KVK: f"{_PUBLIEKE_TAAK}. Van een eenmanszaak is dit een persoonsgegeven",
    VESTIGING: f"{_PUBLIEKE_TAAK}. Van een eenmanszaak is dit een persoonsgegeven",
    RSIN: f"{_PUBLIEKE_TAAK}. Een eenmanszaak heeft er geen; van een vof of maatschap kan het naar personen leiden",
    PSEUDONIEM: f"{_PUBLIEKE_TAAK}. De uitgever weet wie het is, deze dienst niet",
}


def document(opgave: Opgave) -> str:
    """The document, in Markdown."""
    return "\n".join(_lines(opgave)) + "\n"


def _lines(opgave: Opgave) -> Iterator[str]:
    yield "# Welke persoonsgegevens deze dienst verwerkt"
    yield ""
    yield "Gemaakt uit de configuratie, met `mijnzaken-bff privacy`. Maak dit stuk opnieuw als die verandert."
    yield "Het beschrijft wat de dienst doet; of dat mag, beoordeelt de verwerkingsverantwoordelijke."
    yield from _warnings(opgave)
    yield from _purpose(opgave)
    yield from _section("2. Van wie de gegevens komen")
    for uitgever in opgave.uitgevers:
        yield from about_uitgever(uitgever)
    yield from _section("3. Welke gegevens naar welke bron gaan")
    yield "Een bron krijgt alleen wat nodig is om de zaken van deze persoon of dit bedrijf te vinden."
    yield "Wie er inlogt namens een ander, en het token zelf, gaan naar geen enkele bron."
    for bron in opgave.bronnen:
        yield from _bron(bron)
    yield from _received()
    yield from _kept(opgave)
    yield from _logs(opgave)


def _warnings(opgave: Opgave) -> Iterator[str]:
    in_url = [bron for bron in opgave.bronnen if any(vraag.in_url for vraag in bron.zoekvragen)]
    open_ = [f"{plain(bron.naam)} ({api.naam})" for bron in opgave.bronnen for api in bron.apis if not api.tls]
    trusted = [line for uitgever in opgave.uitgevers for line in left_to_others(uitgever)]
    if not (in_url or open_ or opgave.onveilig or trusted):
        return
    yield from _section("LET OP")
    for bron in in_url:
        nummers = listed(dict.fromkeys(vraag.nummer for vraag in bron.zoekvragen))
        yield (
            f"- **{plain(bron.naam)} mag {nummers} in een URL krijgen** (`bsnInUrl: toegestaan`). "
            "Een URL staat vaak in logboeken van het register en van alles wat ertussen staat. "
            "Leg vast waarom dit nodig is, en tot wanneer."
        )
    if open_:
        yield f"- **Zonder TLS, dus leesbaar onderweg:** {', '.join(open_)}."
    yield from trusted
    if opgave.onveilig:
        places = ", ".join(f"`{place}`" for place in opgave.onveilig)
        yield f"- **Instellingen die bescherming wegnemen:** {places}. De dienst meldt ze bij elke start."


def _purpose(opgave: Opgave) -> Iterator[str]:
    yield from _section("1. Waarvoor, en op welke grond")
    yield "Doel: iemand laten zien welke zaken hij heeft, hoe ver ze zijn en wanneer ze klaar zijn."
    yield ""
    yield "| gegeven | van wie | grond |"
    yield "| --- | --- | --- |"
    for nummer, grond in _GRONDEN.items():
        about = ["om wie het gaat"] if nummer in opgave.nummers else []
        acting = ["wie namens die handelt"] if nummer in opgave.handelenden else []
        if about or acting:
            yield f"| {nummer} | {listed(about + acting)} | {grond} |"
    yield ""
    yield "Wie geen overheidsorgaan is en deze dienst beheert, doet dat als verwerker (AVG, artikel 28)."
    yield ""
    if opgave.verwerkingen is None:
        yield "Verwerkingsactiviteiten: niet ingesteld (`verwerkingen.activiteiten`)."
        return
    yield "In het register van verwerkingsactiviteiten:"
    for naam, uri in opgave.verwerkingen.activiteiten.items():
        yield f"- {naam}: <{uri}>"


def _bron(bron: BronOpgave) -> Iterator[str]:
    yield ""
    yield f"### {plain(bron.naam)} (`{bron.id}`), van {plain(bron.organisatie)}"
    yield ""
    yield "| API | adres | wat ernaartoe gaat | verbinding | hoe de dienst inlogt |"
    yield "| --- | --- | --- | --- | --- |"
    for api in bron.apis:
        login = f"{_TOEGANG[api.toegang]}{_rotation(api)}{_headers(api)}"
        yield f"| {api.naam} | {api.adres} | {api.ontvangt} | {_connection(api)} | {login} |"
    if bron.zoekvragen:
        yield ""
        yield "Gezocht wordt op:"
        for vraag in bron.zoekvragen:
            plek = "**in de URL toegestaan**" if vraag.in_url else "in de inhoud van het verzoek, nooit in de URL"
            yield f"- {vraag.nummer} (`{vraag.zoekwijze}`), {plek}"
    if bron.proef:
        yield ""
        yield (
            f"Om te proeven of zoeken klopt, gaat er ook geregeld een nummer naartoe dat niemand heeft "
            f"(`proefnummers`): {codes(bron.proef)}. Dat is een vraag over niemand."
        )
    yield ""
    yield "Getoond wordt:"
    yield f"- zaken tot en met vertrouwelijkheid `{bron.maximaal}`, waarin iemand de rol {one_of(bron.rollen)} heeft"
    yield f"- zaken van interne zaaktypen: {yes_or_no(bron.intern)}"
    yield f"- zaaktypen: {codes(bron.zaaktypen_toon) or 'alle'}" + (
        f", nooit {codes(bron.zaaktypen_weiger)}" if bron.zaaktypen_weiger else ""
    )
    if bron.zaaktypen_vanaf:
        yield f"- alleen nieuwere zaken van: {', '.join(bron.zaaktypen_vanaf)}"
    yield (
        f"- vrije tekst: de omschrijving {yes_or_no(bron.omschrijving)}, toelichtingen {yes_or_no(bron.toelichting)}, "
        f"redenen van opschorting en verlenging {yes_or_no(bron.redenen)}"
    )
    yield from _pieces_of(bron)


def _pieces_of(bron: BronOpgave) -> Iterator[str]:
    """What is shown of one zaak, for who asks for it."""
    documenten = bron.documenten
    if documenten is None:
        yield "- documenten: geen (`documenten` is niet ingesteld)"
    else:
        yield (
            f"- documenten tot en met vertrouwelijkheid `{documenten.maximaal}`, met status "
            f"{one_of(documenten.statussen)}; soorten: {codes(documenten.soorten_toon) or 'alle'}"
            + (f", nooit {codes(documenten.soorten_weiger)}" if documenten.soorten_weiger else "")
            + ("; alleen wat het register voor de initiator aanwijst" if documenten.alleen_voor_initiator else "")
        )
    yield f"- besluiten die bekend zijn gemaakt: {yes_or_no(bron.besluiten)}"
    yield f"- gegevens van de aanvraag: {codes(bron.waarvoor) or 'geen'}"


def _received() -> Iterator[str]:
    yield from _section("4. Wat er terugkomt, en wat daarvan wordt getoond")
    yield "Een register stuurt bij een zaak ook rollen van anderen mee: medewerkers en andere betrokkenen."
    yield "De dienst leest die alleen om te bewijzen dat de vrager een rol in de zaak heeft, en toont ze niet."
    yield "Een document gaat stuk voor stuk door naar wie het opvraagt; de dienst leest het niet en bewaart het niet."
    yield "Wat niet in het contract staat (`openapi/`), gaat nergens heen."


def _kept(opgave: Opgave) -> Iterator[str]:
    yield from _section("5. Hoe lang gegevens blijven")
    yield "| gegeven | hoe lang |"
    yield "| --- | --- |"
    onthouden = max(opgave.onthouden_seconden, opgave.bij_storing_seconden) if opgave.onthouden_seconden else 0.0
    if onthouden:
        yield (
            f"| zaken, nummers en namen van iemand, zoals een register ze gaf | in het geheugen van dit proces, "
            f"hooguit {span(onthouden)}; alleen voor wie het vroeg, onder een pseudoniem (HMAC) |"
        )
        yield f"| wie er namens een ander handelt | net zo, hooguit {span(onthouden)} |"
    else:
        yield "| zaken, nummers en namen van iemand | niet: ze zijn weg als het antwoord is verstuurd |"
        yield "| wie er namens een ander handelt | niet: dat is weg als het antwoord is verstuurd |"
    yield "| één zaak, met haar documenten en besluiten | niet: die wordt elke keer opnieuw gevraagd |"
    yield "| tokens | niet |"
    yield (
        "| wie er vraagt met een goed token, en over wie | in het geheugen van dit proces, een minuut, "
        "onder een hash van het token |"
    )
    if opgave.verwerkingen is not None:
        yield "| het nummer voor het logboek van verwerkingen | in het geheugen, tot de regel verzegeld geschreven is |"
    yield "| het IP-adres van wie vraagt | in het geheugen, zolang de verbinding open is; in geen logboek of metriek |"
    tellers = opgave.tellers
    where = "in het geheugen en in de gedeelde opslag" if opgave.gedeeld else "in het geheugen"
    whose = "die alleen de replica's hebben" if opgave.gedeeld else "die alleen dit proces heeft"
    yield (
        f"| tellers tegen te vaak vragen, per persoon of bedrijf | {where}, onder een pseudoniem (HMAC, met een "
        f"sleutel {whose}); {span(tellers.betrokkene_seconden)} na het laatste verzoek telt het "
        "niet meer |"
    )
    yield (
        "| tellers van geweigerde tokens, per IP-adres | net zo; "
        f"{span(tellers.adres_seconden)} na het laatste geweigerde token telt het niet meer |"
    )
    yield "| de cursor voor een volgende bladzijde | bij de vrager; ondertekend en leesbaar, zonder nummer of naam |"
    yield (
        "| soorten zaken, statussen, resultaten, documenten en besluiten (van niemand) | "
        f"{where}, {opgave.catalogus_uur:g} uur; als een register stoort {opgave.catalogus_bij_storing_dagen:g} dagen |"
    )
    for uitgever in opgave.uitgevers:
        hours = f"{uitgever.sleutels_uur:g} uur"
        yield f"| openbare sleutels van `{uitgever.id}` (van niemand) | {where}, hooguit {hours} |"
    if opgave.gedeeld:
        yield ""
        yield "De gedeelde opslag (`gedeeld`) bevat verder niets: geen zaak, nummer, naam, adres of token."


def _logs(opgave: Opgave) -> Iterator[str]:
    yield from _section("6. Logboeken")
    yield "- Het gewone logboek en de metrieken bevatten geen nummers, namen, zaakteksten of tokens."
    log = opgave.verwerkingen
    if log is None:
        yield "- Er is **geen** logboek van verwerkingen ingesteld (`verwerkingen`)."
    else:
        yield (
            f"- Het logboek van verwerkingen gaat naar {log.naar}. Het nummer van de betrokkene staat er verzegeld in "
            f"(AES-SIV, sleutel `{log.sleutel_id}`). Wie er handelde, staat er niet in."
        )
        if log.vorige_sleutels:
            old = codes(log.vorige_sleutels)
            yield f"- Oude regels zijn verzegeld met {old}. Ook die sleutels moeten geheim blijven."
        yield "- Bij een inzageverzoek: verzegel het nummer (`mijnzaken-bff privacy --verzegel`) en zoek die waarde."
    yield "- Hoe lang logboeken worden bewaard, bepaalt de beheerder: de dienst verwijdert er niets uit."


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _connection(api: ApiOpgave) -> str:
    if not api.tls:
        return "**http, zonder TLS**"
    return "TLS, met een certificaat van deze dienst" if api.certificaat else "TLS"


def _rotation(api: ApiOpgave) -> str:
    return "; een geheim wordt gewisseld: het vorige geldt ook nog" if api.vorig_geheim else ""


def _headers(api: ApiOpgave) -> str:
    return f"; vaste headers {codes(api.headers)}" if api.headers else ""
