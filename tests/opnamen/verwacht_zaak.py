"""What the right detail of one zaak is, worked out from the recorded answers of two real registers.

The same second reading as ``verwacht.py``, for what hangs on a zaak: it shares no line with the service, and needs that
module and the standard library only. Its sources are DESIGN.md (section 3), ``zgw-semantics`` 2.2 to 2.7 and the rule
R-DOC of ``features.md``.

**What is recorded, and so what can be judged.** Statussen: of every zaak of every person and company. Documents,
besluiten and eigenschappen: only of the zaken of the persons marked "complete flow" in ``INDEX.md``, and besluiten of
one zaak more. Of the others a detail has no ``documenten``, ``besluiten`` or ``gegevens`` here: nothing is expected of
them, and that is not the same as expecting none. Which documents belong to a besluit was recorded once, and
substatussen were not.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.opnamen.verwacht import (
    FASE_VAN_WOORD,
    NIVEAUS,
    OPNAMEN,
    VANDAAG,
    Gelezen,
    Json,
    Rij,
    catalogus,
    day_in_amsterdam,
    read,
    uitwisselingen,
    verwacht,
    verwacht_bedrijf,
    zoekresultaten,
    zoekresultaten_bedrijf,
)
from tests.opnamen.verwacht import bedrijven as recorded_bedrijven

Detail = dict[str, Any]
"""What one detail must say, with the names of the contract; ``grond`` names the sentences about its dates."""

FASEN = ("geregistreerd", "geaccepteerd", "inBehandeling", "afgerond")
GROEPEN_VAN_BEPERKT = frozenset({"beperkte-client", "eigen-vragen-beperkt"})
GETOONDE_DOCUMENTSTATUSSEN = ("definitief", "gearchiveerd")
GEHEIMSTE_DOCUMENT = "zaakvertrouwelijk"
"""What a bron shows of documents when nothing is configured, whatever it shows of zaken."""
_RICHTINGEN = {"inkomend": "vanU", "uitgaand": "vanOrganisatie"}
_MEEST = 3
"""So many sentences are said about the dates of a zaak."""


# --- the recordings ---------------------------------------------------------------------------------------------------


@cache
def _recorded(gemeente: str, client: str) -> tuple[Json, ...]:
    """Every answered GET to one register by one client."""
    groepen = sorted(file.name.removesuffix(".json.gz") for file in (OPNAMEN / f"gemeente-{gemeente}").glob("*.gz"))
    return tuple(
        uitwisseling
        for groep in groepen
        if (groep in GROEPEN_VAN_BEPERKT) is (client == "lab-beperkt")
        for uitwisseling in uitwisselingen(gemeente, groep)
        if uitwisseling["verzoek"]["methode"] == "GET" and uitwisseling["antwoord"]["status"] == 200
    )


@cache
def _lists(gemeente: str, client: str) -> Mapping[tuple[str, str], list[Json]]:
    """The recorded lists that hang on one resource: by what they hold, and the URL of that resource.

    Raises ``LookupError`` for a list of which only a page was recorded.
    """
    found: dict[tuple[str, str], list[Json]] = {}
    for uitwisseling in _recorded(gemeente, client):
        adres = urlsplit(uitwisseling["verzoek"]["pad"])
        naam = adres.path.rpartition("/")[2]
        van = [one for veld in ("zaak", "besluit") for one in parse_qs(adres.query).get(veld, ())]
        inhoud = uitwisseling["antwoord"].get("json")
        if naam == "zaakeigenschappen":
            origin = "http://127.0.0.1:8001" if gemeente == "a" else "http://127.0.0.1:8002"
            van = [origin + unquote(adres.path).removesuffix("/zaakeigenschappen")]
        if not van:
            continue
        if isinstance(inhoud, dict) and inhoud["next"]:
            raise LookupError("only a page of this list was recorded")
        found[naam, van[0]] = inhoud["results"] if isinstance(inhoud, dict) else inhoud
    return found


def statussen(gemeente: str, zaak: str, client: str = "lab-alles") -> list[Json]:
    """The statussen of a zaak (by URL), oldest first. Raises ``LookupError`` where they were not recorded."""
    gezet = _lists(gemeente, client)["statussen", zaak]
    return sorted(gezet, key=lambda status: datetime.fromisoformat(status["datumStatusGezet"]))


def koppelingen(gemeente: str, zaak: str) -> list[Json]:
    """Which documents belong to a zaak. Raises ``LookupError`` where that was not recorded."""
    return _lists(gemeente, "lab-alles")["zaakinformatieobjecten", zaak]


def koppelingen_besluit(gemeente: str, besluit: str) -> list[Json]:
    """Which documents belong to a besluit. Raises ``LookupError`` where that was not recorded."""
    return _lists(gemeente, "lab-alles")["besluitinformatieobjecten", besluit]


def besluiten(gemeente: str, zaak: str) -> list[Json]:
    """The besluiten in a zaak. Raises ``LookupError`` where they were not recorded."""
    return _lists(gemeente, "lab-alles")["besluiten", zaak]


def eigenschappen(gemeente: str, zaak: str) -> list[Json]:
    """The eigenschappen of a zaak. Raises ``LookupError`` where they were not recorded."""
    return _lists(gemeente, "lab-alles")["zaakeigenschappen", zaak]


@cache
def documenten(gemeente: str) -> Mapping[str, Json]:
    """Every document of which the detail was recorded, by UUID, in its newest version."""
    found: dict[str, Json] = {}
    for uitwisseling in _recorded(gemeente, "lab-alles"):
        document = uitwisseling["antwoord"].get("json")
        path = urlsplit(uitwisseling["verzoek"]["pad"]).path
        if isinstance(document, dict) and "/enkelvoudiginformatieobjecten/" in path:
            uuid = document["url"][-36:]
            if uuid not in found or found[uuid]["versie"] < document["versie"]:
                found[uuid] = document
    return found


@cache
def downloads(gemeente: str) -> Mapping[str, bytes]:
    """Every document of which the bytes were recorded, by UUID."""
    return {
        urlsplit(een["verzoek"]["pad"]).path.split("/")[-2]: b64decode(een["antwoord"]["base64"])
        for een in _recorded(gemeente, "lab-alles")
        if een["verzoek"]["pad"].endswith("/download") and "base64" in een["antwoord"]
    }


# --- the ladder -------------------------------------------------------------------------------------------------------


def _toestand(plaats: int, huidig: int | None, *, gezet: bool, afgerond: bool) -> str:
    """The toestand of one step; ``plaats`` and ``huidig`` count from 1."""
    if afgerond:
        return "voltooid" if gezet else "vervallen"
    if huidig is None or plaats > huidig:
        return "toekomstig"
    if plaats == huidig:
        return "huidig"
    return "voltooid" if gezet else "overgeslagen"


def _stappen(gelezen: Gelezen, gezet: Sequence[Json], *, toelichting: bool) -> list[tuple[str, Rij]]:
    """Every step of the zaaktype in order, with its fase. One that is still to come has no day: it may never come."""
    stappen = []
    for plaats, statustype in enumerate(gelezen.statustypen, start=1):
        deze = [status for status in gezet if status["statustype"] == statustype["url"]]
        toestand = _toestand(plaats, gelezen.place, gezet=bool(deze), afgerond=gelezen.is_closed)
        laatst = deze[-1] if toestand in ("voltooid", "huidig") else None
        fase = "afgerond" if statustype["isEindstatus"] else FASE_VAN_WOORD[_woord(statustype)]
        stap = {
            "id": statustype["url"][-36:],
            "volgnummer": statustype["volgnummer"],
            "naam": statustype["omschrijving"],
            "naamBron": statustype["omschrijving"],
            "uitleg": statustype["statustekst"] or None,
            "toelichting": (laatst["statustoelichting"] or None) if laatst and toelichting else None,
            "toestand": toestand,
            "datum": day_in_amsterdam(laatst["datumStatusGezet"]) if laatst else None,
            "verwacht": None,  # no statustype of these catalogi has a doorlooptijd of its own
        }
        stappen.append((fase, stap))
    return stappen


def _woord(statustype: Json) -> str:
    woord: str = statustype["omschrijvingGeneriek"]
    return woord.strip().casefold()


def _voortgang(gelezen: Gelezen, gezet: Sequence[Json], rij: Rij, *, toelichting: bool) -> list[Rij]:
    """The four fasen. A zaak that exists is registered; a fase in which this zaaktype has no step is passed by."""
    alle = _stappen(gelezen, gezet, toelichting=toelichting)
    nu = FASEN.index(rij["fase"])
    voortgang = []
    for plaats, fase in enumerate(FASEN):
        stappen = [stap for van, stap in alle if van == fase]
        bereikt = [stap for stap in stappen if stap["toestand"] in ("voltooid", "huidig")]
        if plaats == nu:
            toestand = "huidig" if rij["lopend"] else "voltooid"
        elif plaats > nu:
            toestand = "toekomstig"
        elif fase == "geregistreerd" or bereikt:
            toestand = "voltooid"
        else:
            toestand = "vervallen" if stappen and not rij["lopend"] else "overgeslagen"
        voortgang.append(
            {
                "fase": fase,
                "toestand": toestand,
                "datum": _dag_van_fase(fase, bereikt, gezet, rij) if toestand in ("voltooid", "huidig") else None,
                "stappen": stappen,
            }
        )
    return voortgang


def _dag_van_fase(fase: str, bereikt: Sequence[Rij], gezet: Sequence[Json], rij: Rij) -> str | None:
    """The first day on which one of its steps was set; of a fase without any only what the zaak itself says."""
    stappen = {stap["id"] for stap in bereikt}
    dagen = [day_in_amsterdam(status["datumStatusGezet"]) for status in gezet if status["statustype"][-36:] in stappen]
    if fase == "afgerond":
        einddatum: str | None = rij["einddatum"]
        return einddatum
    return min(dagen, default=rij["aanvraagdatum"] if fase == "geregistreerd" else None)


def _is_heropend(gelezen: Gelezen, gezet: Sequence[Json], kennis: Mapping[str, Json]) -> bool:
    return not gelezen.is_closed and any(kennis[status["statustype"]]["isEindstatus"] for status in gezet[:-1])


# --- documents and besluiten ------------------------------------------------------------------------------------------


def reden_om_te_verbergen(document: Json, soort: Json, maximaal: str = GEHEIMSTE_DOCUMENT) -> str | None:
    """Why a document is not shown, the first reason that holds; None when it is shown. Source: R-DOC."""
    if document["status"] not in GETOONDE_DOCUMENTSTATUSSEN:
        return "status"
    niveau = document["vertrouwelijkheidaanduiding"] or soort["vertrouwelijkheidaanduiding"]
    return "vertrouwelijkheid" if NIVEAUS.index(niveau) > NIVEAUS.index(maximaal) else None


def _richting(document: Json, zaaktype: str, kennis: Mapping[str, Json]) -> str:
    """As its own days tell, else as documents of its type go in zaken of this zaaktype."""
    if bool(document["ontvangstdatum"]) is not bool(document["verzenddatum"]):
        return "vanU" if document["ontvangstdatum"] else "vanOrganisatie"
    richtingen = [
        item["richting"]
        for url, item in kennis.items()
        if "/zaaktype-informatieobjecttypen/" in url
        and (item["zaaktype"], item["informatieobjecttype"]) == (zaaktype, document["informatieobjecttype"])
    ]
    return _RICHTINGEN.get(richtingen[0], "onbekend") if richtingen else "onbekend"


def document_of(document: Json, zaak_id: str, zaaktype: str, kennis: Mapping[str, Json]) -> Rij:
    """One document that is shown, but for the name under which it is fetched: that is its own, made safe."""
    uuid, heeft_inhoud = document["url"][-36:], bool(document["inhoud"])
    return {
        "id": uuid,
        "titel": document["titel"],
        "extensie": document["bestandsnaam"].rpartition(".")[2].lower() if heeft_inhoud else None,
        "formaat": document["formaat"] if heeft_inhoud else None,
        "grootte": document["bestandsomvang"],
        "datum": document["ontvangstdatum"] or document["verzenddatum"] or document["creatiedatum"],
        "richting": _richting(document, zaaktype, kennis),
        "soort": kennis[document["informatieobjecttype"]]["omschrijving"],
        "downloadbaar": heeft_inhoud,
        "inhoud": f"/zaken/{zaak_id}/documenten/{uuid}/inhoud" if heeft_inhoud else None,
    }


def is_bekendgemaakt(besluit: Json) -> bool:
    """Whether a besluit was made known: on the day it was sent or published, else when it took effect."""
    dag = besluit["verzenddatum"] or besluit["publicatiedatum"] or besluit["ingangsdatum"]
    return bool(dag) and dag <= VANDAAG.isoformat()


def _besluit(besluit: Json, kennis: Mapping[str, Json], *, toelichting: bool) -> Rij:
    return {
        "id": besluit["url"][-36:],
        "naam": kennis[besluit["besluittype"]]["omschrijving"],
        "kenmerk": besluit["identificatie"],
        "datum": besluit["datum"],
        "verzenddatum": besluit["verzenddatum"],
        "ingangsdatum": besluit["ingangsdatum"],
        "vervaldatum": besluit["vervaldatum"],
        "uiterlijkeReactiedatum": besluit["uiterlijkeReactiedatum"],
        "toelichting": besluit["toelichting"] if toelichting else None,
    }


# --- what happened, and why the dates are what they are ---------------------------------------------------------------


def _punt(soort: str, datum: str, titel: str, **meer: str | None) -> Rij:
    leeg = {"moment": None, "tekst": None, "afzender": "organisatie", "kanaal": None, "documentId": None}
    return {"soort": soort, "datum": datum, "titel": titel, **leeg, **meer}


def _tijdlijn(
    detail: Detail, rij: Rij, gezet: Sequence[Json], kennis: Mapping[str, Json], *, toelichting: bool
) -> list[Rij]:
    """Every event, newest first. Within a day what has a moment is newest, and the request came before all else."""
    van = {"vanU": "u", "vanOrganisatie": "organisatie", "onbekend": "onbekend"}
    begin = _punt(
        "ontvangst",
        rij["aanvraagdatum"],
        "Aanvraag ontvangen",
        afzender="u" if "initiator" in rij["rollen"] else "onbekend",
    )
    stukken = [
        _punt(
            "document",
            document["datum"],
            document["titel"],
            tekst=document["soort"],
            afzender=van[document["richting"]],
            documentId=document["id"],
        )
        for document in reversed(detail.get("documenten", []))
    ]
    genomen = [
        _punt("besluit", besluit["datum"], besluit["naam"], tekst=besluit["toelichting"])
        for besluit in reversed(detail.get("besluiten", []))
    ]
    statuspunten = [
        _punt(
            "status",
            day_in_amsterdam(status["datumStatusGezet"]),
            statustype.get("omschrijving") or "Status gewijzigd",
            moment=status["datumStatusGezet"],
            tekst=(toelichting and status["statustoelichting"]) or statustype.get("statustekst") or None,
        )
        for status in gezet
        for statustype in [kennis.get(status["statustype"], {})]
    ]
    return sorted([begin, *stukken, *genomen, *statuspunten], key=lambda punt: punt["datum"])[::-1]


def _grond(gelezen: Gelezen, rij: Rij) -> list[str]:
    """Which sentences are said about the dates, in order, of a zaak that is open: at most three, changes before all.

    That a term was extended is said to be inside a date only if that date is certain; it never is once a term stood
    still.
    """
    if gelezen.is_closed:
        return []
    verwachte, uiterlijke = rij["verwachteEinddatum"], rij["uiterlijkeEinddatum"]
    stond_stil = (gelezen.zaak["opschorting"] or {}).get("eerdereOpschorting")
    veranderd = []
    if gelezen.is_verlengd:
        if stond_stil or not (verwachte or uiterlijke):
            veranderd.append("verlengd")
        elif uiterlijke and uiterlijke["zeker"]:
            veranderd.append("verlengd, in de uiterste datum")
        elif verwachte and verwachte["zeker"]:
            veranderd.append("verlengd, in de verwachte datum")
        else:
            veranderd.append("verlengd, onzeker")
    if gelezen.is_opgeschort:
        veranderd.append("staat stil")
    elif "termijnVerstreken" in rij["signalen"]:
        veranderd.append("verstreken")
    elif stond_stil and (verwachte or uiterlijke):
        veranderd.append("stond stil")
    rust_op = [datum["grondslag"] if datum is verwachte else "vastgelegd" for datum in (verwachte, uiterlijke) if datum]
    if uiterlijke and uiterlijke["herkomst"] == "berekend":
        rust_op[-1] = "doorlooptijd"
    return [*rust_op[: _MEEST - len(veranderd)], *veranderd]


# --- the details ------------------------------------------------------------------------------------------------------


def details(
    gemeente: str,
    persoon: str,
    *,
    maximaal: str = "zaakvertrouwelijk",
    client: str = "lab-alles",
    toelichting: bool = False,
) -> dict[str, Detail]:
    """What the detail of each visible zaak of one recorded person in one gemeente says, by its id.

    The parameters are those of ``verwacht``; ``toelichting`` says whether remarks are shown. For a client that may not
    read the catalogue there is no ``voortgang`` and nothing of documents: that follows from no recording.
    """
    rijen = verwacht(gemeente, persoon, maximaal=maximaal, client=client)
    return dict(_details(gemeente, zoekresultaten(gemeente, persoon, client), rijen, client, toelichting=toelichting))


def details_bedrijf(gemeente: str, naam: str, *, maximaal: str = "zaakvertrouwelijk") -> dict[str, Detail]:
    """The same for one recorded company that logs in with its KvK number and RSIN, for all of its vestigingen."""
    bekend = recorded_bedrijven(gemeente)[naam]
    bedrijf = type(bekend)(bekend.kvk, bekend.rsin, None)
    rijen = verwacht_bedrijf(gemeente, naam, maximaal=maximaal)
    return dict(_details(gemeente, zoekresultaten_bedrijf(gemeente, bedrijf), rijen, "lab-alles", toelichting=False))


def _details(
    gemeente: str, gevonden: Sequence[Json], rijen: Sequence[Rij], client: str, *, toelichting: bool
) -> Iterator[tuple[str, Detail]]:
    kennis, bron = catalogus(gemeente, client), f"gemeente-{gemeente}"
    zaken = {f"{bron}-{zaak['uuid']}": zaak for zaak in gevonden}
    per_id = {rij["id"]: rij for rij in rijen}
    for zaak_id, rij in per_id.items():
        zaak = zaken[zaak_id]
        gelezen, gezet = read(zaak, kennis), statussen(gemeente, zaak["url"], client)
        detail: Detail = {
            "hoofdzaak": per_id.get(rij["hoofdzaak"] or ""),
            "deelzaken": [per_id[naam] for url in zaak["deelzaken"] if (naam := f"{bron}-{url[-36:]}") in per_id],
            "grond": _grond(gelezen, rij),
            "verlenging": zaak["verlenging"],
        }
        if kennis:
            detail["voortgang"] = _voortgang(gelezen, gezet, rij, toelichting=toelichting)
            detail["heropend"] = _is_heropend(gelezen, gezet, kennis)
            detail |= _stukken(gemeente, zaak, zaak_id, kennis, toelichting=toelichting)
        detail["tijdlijn"] = _tijdlijn(detail, rij, gezet, kennis, toelichting=toelichting)
        detail["zaak"] = rij | {
            "signalen": sorted([*rij["signalen"], *(["heropend"] if detail.get("heropend") else [])]),
            "hoofdzaak": rij["hoofdzaak"] if detail["hoofdzaak"] else None,
        }
        yield zaak_id, detail


def _stukken(gemeente: str, zaak: Json, zaak_id: str, kennis: Mapping[str, Json], *, toelichting: bool) -> Detail:
    """What was recorded of the documents, besluiten and eigenschappen of a zaak, and nothing of what was not."""
    stukken: Detail = {}
    recorded = _lists(gemeente, "lab-alles")
    if ("zaakinformatieobjecten", zaak["url"]) in recorded:
        alle = [documenten(gemeente)[een["informatieobject"][-36:]] for een in koppelingen(gemeente, zaak["url"])]
        redenen = {
            document["url"][-36:]: reden_om_te_verbergen(document, kennis[document["informatieobjecttype"]])
            for document in alle
        }
        getoond = [
            document_of(document, zaak_id, zaak["zaaktype"], kennis)
            for document in alle
            if redenen[document["url"][-36:]] is None
        ]
        stukken["redenen"] = redenen
        stukken["documenten"] = sorted(getoond, key=lambda document: document["datum"], reverse=True)
    if ("besluiten", zaak["url"]) in recorded:
        bekend = [
            _besluit(besluit, kennis, toelichting=toelichting)
            for besluit in besluiten(gemeente, zaak["url"])
            if is_bekendgemaakt(besluit)
        ]
        stukken["besluiten"] = sorted(bekend, key=lambda besluit: besluit["datum"], reverse=True)
    if ("zaakeigenschappen", zaak["url"]) in recorded:
        stukken["gegevens"] = {een["naam"]: een["waarde"] for een in eigenschappen(gemeente, zaak["url"])}
    return stukken
