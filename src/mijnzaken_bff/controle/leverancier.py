"""A letter to the supplier of a register: what it does not do, which rule of the standard says so, what we ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mijnzaken_bff.controle.bevinding import Afwijking, Rapport
from mijnzaken_bff.zgw.documenten_api import DOCUMENTEN, SEARCH


@dataclass(frozen=True, slots=True)
class Wens:
    """One thing to ask for."""

    wat: str
    """What the register does, in one sentence; ``{}`` is what it is about."""
    regel: str
    """The rule of the standard, or that there is none."""
    gevolg: str
    """What it costs the people who ask."""
    vraag: str


WENSEN: Final = {
    Afwijking.FILTER_GENEGEERD: Wens(
        "Zoeken met `{}` naar een nummer dat niemand heeft, geeft zaken terug: het filter wordt niet toegepast.",
        "Zaken API 1.5, operaties `zaak__zoek` en `zaak_list`: de rolfilters beperken het resultaat.",
        "Wij tonen niets van dit register: het zouden zaken van een ander kunnen zijn.",
        "Pas het filter toe, of weiger de vraag met 400.",
    ),
    Afwijking.GEEN_BLADZIJDE: Wens(
        "Zoeken met `{}` geeft geen lijst in de vorm van de standaard.",
        "Zaken API 1.5: een bladzijde met `count`, `next`, `previous` en `results`; een fout als "
        "`application/problem+json`.",
        "Wij kunnen niet zien of iemand zaken heeft, en zeggen dat.",
        "Antwoord in de vorm van de standaard, ook als er een gateway tussen staat.",
    ),
    Afwijking.ZOEK_ONTBREEKT: Wens(
        "`POST {}` is er niet, of kent de rolfilters niet.",
        "Zaken API 1.5, operatie `zaak__zoek`, met `rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn`.",
        "Het BSN moet dan in een URL staan, en zo in de logboeken van alles wat ertussen zit.",
        "Bied `zaak__zoek` aan met alle filters van `zaak_list` in de inhoud.",
    ),
    Afwijking.EXPAND_ZOEK: Wens(
        "`{}` bij zoeken wordt geweigerd of genegeerd.",
        "Zaken API 1.5, `zaak__zoek` en `zaak_list`: `expand` met `status,resultaat,rollen` (in 1.6 in de query).",
        "Wie bij een zaak betrokken is, wordt per zaak opgehaald: tientallen vragen in plaats van één.",
        "Sta `expand` toe bij zoeken, ten minste voor `status,resultaat,rollen`.",
    ),
    Afwijking.EXPAND_DETAIL: Wens(
        "`{}` bij één zaak ontbreekt.",
        "Zaken API 1.5, operatie `zaak_retrieve`: `expand`.",
        "Een zaak tonen kost vier vragen in plaats van één.",
        "Sta `expand` toe bij `GET zaken/{{uuid}}`.",
    ),
    Afwijking.ORDERING: Wens(
        "`{}` wordt niet gevolgd.",
        "Zaken API 1.5, `zaak_list`: `ordering` met `-startdatum`.",
        "Alle zaken van een persoon worden gelezen om de nieuwste te tonen.",
        "Volg `ordering=-startdatum`.",
    ),
    Afwijking.FILTER: Wens(
        "Het filter `{}` wordt niet gekend.",
        "Zaken API 1.5, `zaak_list` en `zaak__zoek`.",
        "Er worden meer zaken opgehaald dan nodig; wij filteren ze zelf.",
        "Pas dit filter toe, ook in de inhoud van `_zoek`.",
    ),
    Afwijking.ONBEKENDE_FILTER: Wens(
        "Een zoeksleutel die niet bestaat, wordt zonder melding genegeerd.",
        "Geen regel: de standaard zegt er niets over. Open Zaak en OneGround antwoorden 400, met de naam van de "
        "parameter.",
        "Een tikfout in een filter geeft alle zaken. Wij controleren daarom elke zaak aan haar rollen.",
        "Antwoord 400 op wat niet bestaat, ook in de inhoud van `_zoek`.",
    ),
    Afwijking.ROLFILTER: Wens(
        "Elk rolfilter geldt voor een willekeurige rol van de zaak: `{}` en het BSN kunnen over twee mensen gaan.",
        "Bespreek bij VNG: vng-Realisatie/gemma-zaken, issue 2641. De standaard zegt het niet.",
        "Wij krijgen zaken waarin iemand een andere rol heeft, en laten die weg.",
        "Laat rolfilters samen voor één en dezelfde rol gelden.",
    ),
    Afwijking.KVK: Wens(
        "Op KvK-nummer zoeken (`{}`) kan niet.",
        "Geen regel: een uitbreiding van Open Zaak, gevraagd bij VNG (vng-Realisatie/gemma-zaken, issue 2640).",
        "Een bedrijf zonder RSIN in zijn login ziet hier geen zaken.",
        "Ken `rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer`.",
    ),
    Afwijking.BEDRIJF: Wens(
        "Een bedrijf zoeken met `{}` kan niet: het register kent dat filter niet.",
        "Zaken API 1.5, `zaak_list` en `zaak__zoek`: de filters `rol__betrokkeneIdentificatie__…` voor een "
        "niet-natuurlijk persoon (`innNnpId`, `annIdentificatie`) en een vestiging (`vestigingsNummer`).",
        "Een bedrijf dat alleen zo te vinden is, ziet hier geen zaken.",
        "Ken deze filters, ook in de inhoud van `_zoek`.",
    ),
    Afwijking.RSIN_VELD: Wens(
        "In `{}` staat een KvK-nummer.",
        "Zaken API 1.5: `innNnpId` is een RSIN.",
        "Wie met een RSIN zoekt, vindt deze zaken niet.",
        "Zet het KvK-nummer in `kvkNummer`, of in `annIdentificatie`.",
    ),
    Afwijking.DOCUMENT_ZOEK: Wens(
        "`POST {}` is er niet.",
        "Documenten API 1.4, operatie `enkelvoudiginformatieobject__zoek`, met `uuid__in` in de inhoud.",
        "De documenten van een zaak worden één voor één opgehaald, ten hoogste 50: zoveel vragen in plaats van één.",
        "Bied deze zoekvraag aan, ten minste met `uuid__in`.",
    ),
    Afwijking.DOCUMENT_SLEUTEL: Wens(
        "Zoeken naar documenten let niet op de sleutel `{}`, of weigert die.",
        "Documenten API 1.4, operatie `enkelvoudiginformatieobject__zoek`: `uuid__in`, verplicht, met twee streepjes.",
        "Wij zoeken onder een andere sleutel, of halen de documenten van een zaak één voor één op.",
        "Ken `uuid__in`, en weiger met 400 wat niet bestaat: wie het negeert, geeft documenten van anderen.",
    ),
    Afwijking.BESLUIT_FILTER: Wens(
        "`{}` met een zaak die niemand heeft, geeft besluiten terug: het filter wordt niet toegepast.",
        "Besluiten API 1.0, operatie `besluit_list`: `zaak` beperkt het resultaat.",
        "Wij tonen van dit register geen besluiten: het zouden die van een ander kunnen zijn.",
        "Pas het filter toe, of weiger de vraag met 400.",
    ),
}
"""What each deviation means. Source of the rules: the OpenAPI files of VNG, and ``docs/registers.md``."""


_MAG: Final = {True: "ja", False: "nee: graag toekennen", None: "niet gezien"}


def letter(rapporten: Sequence[Rapport]) -> Iterator[str]:
    """The lines of the letter, in Markdown. It holds no data of anybody: only what a register does."""
    yield "# Wat dit register nog niet doet"
    yield ""
    yield "Gemaakt met `mijnzaken-bff check --leverancier`. Er is alleen gezocht naar nummers die niemand heeft, en"
    yield "naar een zaak en een document die niet bestaan: hier staan geen persoonsgegevens in. Wat de configuratie al"
    yield "uitzet, is niet opnieuw geprobeerd."
    for rapport in rapporten:
        versie = f", Zaken API {rapport.versie}" if rapport.versie else ""
        yield from ("", f"## {_plain(rapport.naam)} (`{rapport.bron}`, {rapport.product}{versie})", "")
        yield from _needed(rapport)
        if not rapport.afwijkingen:
            yield "Niets gevonden dat van de standaard afwijkt."
        for number, (afwijking, about) in enumerate(rapport.afwijkingen, 1):
            wens = WENSEN[afwijking]
            yield f"{number}. **{wens.wat.format(about)}**"
            yield f"   - Standaard: {wens.regel}"
            yield f"   - Gevolg: {wens.gevolg}"
            yield f"   - Onze vraag: {wens.vraag.format()}"
        if rapport.dialect:
            yield from ("", "Tot die tijd stellen wij in:", "", "```yaml")
            yield from (f"{key}: {value}" for key, value in rapport.dialect)
            yield "```"


def _needed(rapport: Rapport) -> Iterator[str]:
    """What we ask there, and the scopes that our application needs for it."""
    if not rapport.apis:
        return
    yield from ("Wat onze applicatie hier leest, en het recht dat zij daarvoor nodig heeft:", "")
    yield from ("| API | versie | recht | heeft zij dat? |", "| --- | --- | --- | --- |")
    for one in rapport.apis:
        yield f"| {one.api} | {one.versie or 'onbekend'} | `{one.recht}` | {_MAG[one.mag]} |"
    yield ""
    match rapport.zaakbewijs:
        case "uuid__in":
            yield "- Eén zaak zoeken wij met `POST zaken/_zoek`: het nummer van wie vraagt, en `uuid__in`."
        case "adres":
            yield "- Eén zaak halen wij op met `GET zaken/{uuid}`; aan haar rollen zien wij van wie zij is."
        case None:
            pass
    if rapport.documentsleutel == "geen":
        yield f"- Documenten halen wij één voor één op: `GET {DOCUMENTEN}/{{uuid}}`."
    elif rapport.documentsleutel is not None:
        yield f"- Documenten zoeken wij met `POST {SEARCH}` en `{rapport.documentsleutel}` (Documenten API 1.4)."
    yield ""


def _plain(text: str) -> str:
    return " ".join(text.split())
