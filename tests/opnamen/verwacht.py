"""What the right overzicht is, worked out from the recorded answers of two real registers.

This is the second, independent reading of the design (DESIGN.md, sections 3 and 4): it shares no line with the
service it is compared with, and needs only the standard library. What enters are the recordings beside this file; what
leaves are, per recorded person or company, the rows a portal must see, field by field, without the sentences.
"""

import gzip
import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
"""An object as a register wrote it."""
Rij = dict[str, Any]
"""One row of the overzicht, with the names of the contract."""

OPNAMEN = Path(__file__).parent
VANDAAG = date(2026, 11, 23)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

NIVEAUS = (
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
)
ORGANISATIES = {"001117518": "gm9902", "000740457": "gm9903"}
ORGANISATIE_VAN_BRON = {"gemeente-a": "gm9902", "gemeente-b": "gm9903"}
ZICHTBARE_ROLLEN = {"initiator": "initiator", "mede_initiator": "medeInitiator"}
FASE_VAN_WOORD = {
    "ontvangen": "geregistreerd",
    "in behandeling": "inBehandeling",
    "besluit genomen": "inBehandeling",
    "afgehandeld": "afgerond",
}
"""The generic words that these two catalogi use; there are no others."""
ZOEKWIJZEN = ("nnp_kvk", "nnp_rsin", "vestiging", "vestiging_kvk")
"""The ways to search an Open Zaak for a company, in the order in which it is asked."""
VREEMDE_VESTIGING = "999999999998"
"""A vestigingsnummer that nobody has, in either register."""

_ROL = "rol__betrokkeneIdentificatie__"
_VRAAG_VAN_ZOEKWIJZE = {
    "nnp_kvk": ("nietNatuurlijkPersoon__kvkNummer", "kvk"),
    "nnp_rsin": ("nietNatuurlijkPersoon__innNnpId", "rsin"),
    "ann_identificatie": ("nietNatuurlijkPersoon__annIdentificatie", "kvk"),
    "vestiging": ("vestiging__vestigingsNummer", "vestigingsnummer"),
    "vestiging_kvk": ("vestiging__kvkNummer", "kvk"),
}
"""Per way to search: the key that is asked, and which number of the company is its value."""
_DUUR = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?")


# --- the recordings ---------------------------------------------------------------------------------------------------


@cache
def uitwisselingen(gemeente: str, groep: str) -> tuple[Json, ...]:
    """Every exchange of one recorded group, such as ``eigen-vragen-personen``, in the order of the file."""
    with gzip.open(OPNAMEN / f"gemeente-{gemeente}" / f"{groep}.json.gz", "rt", encoding="utf-8") as file:
        return tuple(json.load(file)["uitwisselingen"])


@cache
def personen(gemeente: str) -> dict[str, str]:
    """The recorded persons of a gemeente: name to BSN, as asked in the first page of each."""
    vraag = "-zoek-pagina-1"
    return {
        uitwisseling["naam"].removesuffix(vraag): uitwisseling["verzoek"]["body"][
            "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
        ]
        for uitwisseling in uitwisselingen(gemeente, "eigen-vragen-personen")
        if uitwisseling["naam"].endswith(vraag)
    }


def zoekresultaten(gemeente: str, persoon: str, client: str = "lab-alles") -> list[Json]:
    """The zaken that the register returned for this person, all pages, in its order.

    Raises ``LookupError`` when the question of this person by this client was not recorded.
    """
    if client == "lab-alles":
        vragen = _page_names(persoon)
        antwoorden = {u["naam"]: u["antwoord"] for u in uitwisselingen(gemeente, "eigen-vragen-personen")}
    else:
        vragen = iter([f"{persoon}-zoek-expand"])
        antwoorden = {u["naam"]: u["antwoord"] for u in uitwisselingen(gemeente, "eigen-vragen-beperkt")}

    gevonden: list[Json] = []
    for vraag in vragen:
        pagina = antwoorden[vraag]["json"]
        gevonden += pagina["results"]
        if not pagina["next"]:
            break
    return gevonden


def _page_names(persoon: str) -> Iterator[str]:
    nummer = 1
    while True:
        yield f"{persoon}-zoek-pagina-{nummer}"
        nummer += 1


@dataclass(frozen=True)
class Bedrijf:
    """A company by its numbers. Of somebody who logs in, the vestigingsnummer restricts what they may see."""

    kvk: str
    rsin: str | None
    vestigingsnummer: str | None


@cache
def bedrijven(gemeente: str) -> dict[str, Bedrijf]:
    """The recorded companies of a gemeente: name to all numbers by which each was searched.

    They have every number; the register wrote down only some of them, and in one form.
    """
    vraag = "-nnp-kvkNummer"
    bodies = {u["naam"]: u["verzoek"]["body"] for u in uitwisselingen(gemeente, "eigen-vragen-bedrijven")}
    return {
        naam: Bedrijf(
            kvk=bodies[naam + vraag][f"{_ROL}nietNatuurlijkPersoon__kvkNummer"],
            rsin=bodies[f"{naam}-nnp-innNnpId"][f"{_ROL}nietNatuurlijkPersoon__innNnpId"],
            vestigingsnummer=bodies[f"{naam}-vestiging-vestigingsNummer"][f"{_ROL}vestiging__vestigingsNummer"],
        )
        for naam in (naam.removesuffix(vraag) for naam in bodies if naam.endswith(vraag))
    }


@cache
def _antwoorden_over_bedrijven(gemeente: str) -> dict[frozenset[tuple[str, str]], Json]:
    """What the register answered to each search for a company, by the numbers that were asked."""
    vragen = [u for groep in ("eigen-vragen-bedrijven", "kanarie") for u in uitwisselingen(gemeente, groep)]
    return {
        frozenset((key, body[key]) for key in body if key.startswith(_ROL)): vraag["antwoord"]["json"]
        for vraag in vragen
        if (body := vraag["verzoek"].get("body")) and f"{_ROL}natuurlijkPersoon__inpBsn" not in body
    }


def zoek(gemeente: str, **nummers: str) -> list[Json]:
    """The zaken that the register returned for these numbers of one rol, by key, in its order.

    Raises ``LookupError`` when this was not recorded.
    """
    antwoord = _antwoorden_over_bedrijven(gemeente)[frozenset((_ROL + key, nummer) for key, nummer in nummers.items())]
    if antwoord["next"]:
        raise LookupError("only the first page was recorded")
    gevonden: list[Json] = antwoord["results"]
    return gevonden


def zoekresultaten_bedrijf(gemeente: str, bedrijf: Bedrijf, zoekwijzen: Sequence[str] = ZOEKWIJZEN) -> list[Json]:
    """The zaken that all searches together return for these numbers, proven or not.

    A search for a number that is not there is not made. Raises ``LookupError`` when none is left, since that is not
    the same as having no zaken, or when one of them was not recorded.
    """
    vragen = [_VRAAG_VAN_ZOEKWIJZE[zoekwijze] for zoekwijze in zoekwijzen]
    te_stellen = [(key, nummer) for key, soort in vragen if (nummer := getattr(bedrijf, soort))]
    if not te_stellen:
        raise LookupError("this company cannot be searched in any of these ways")
    return unite(zoek(gemeente, **{key: nummer}) for key, nummer in te_stellen)


def unite(resultaten: Iterable[Iterable[Json]]) -> list[Json]:
    """The results of several searches of one register as one list, each zaak once, newest startdatum first.

    Within a day the order of the searches, then that of the register; a zaak found twice stands where it came first.
    """
    gevonden = {zaak["uuid"]: zaak for zaken in resultaten for zaak in zaken}
    return sorted(gevonden.values(), key=lambda zaak: zaak["startdatum"], reverse=True)


@cache
def catalogus(gemeente: str, client: str) -> Mapping[str, Json]:
    """What the catalogue holds, by URL; nothing for the client that may not read it."""
    if client == "lab-beperkt":
        return {}
    antwoorden = (u["antwoord"]["json"] for u in uitwisselingen(gemeente, "catalogus"))
    objecten = (item for antwoord in antwoorden for item in antwoord.get("results", [antwoord]))
    return {item["url"]: item for item in objecten}


# --- dates ------------------------------------------------------------------------------------------------------------


def add_duur(start: date, duur: str | None) -> date | None:
    """``start`` plus an ISO 8601 duration by the calendar, 31 January + P1M being the last of February.

    None when there is no duration, or one of nothing (P0D).
    """
    match = _DUUR.fullmatch(duur or "")
    jaren, maanden, weken, dagen = (int(deel or 0) for deel in match.groups()) if match else (0, 0, 0, 0)
    if not (jaren or maanden or weken or dagen):
        return None
    extra_jaren, maand = divmod(start.month - 1 + maanden, 12)
    jaar, maand = start.year + jaren + extra_jaren, maand + 1
    dag = min(start.day, monthrange(jaar, maand)[1])
    return date.fromordinal(date(jaar, maand, dag).toordinal() + 7 * weken + dagen)


def day_in_amsterdam(moment: str) -> str:
    """The local day of an instant: half past midnight in March is still the day before in UTC."""
    return datetime.fromisoformat(moment).astimezone(AMSTERDAM).date().isoformat()


# --- one zaak ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Termijn:
    """One kind of end date: the field the register may have filled, and the duration to compute it from."""

    veld: str
    grondslag: str
    duur: str


VERWACHT = Termijn("einddatumGepland", "planning", "servicenorm")
UITERLIJK = Termijn("uiterlijkeEinddatumAfdoening", "doorlooptijd", "doorlooptijd")


@dataclass(frozen=True)
class Gelezen:
    """One zaak with what belongs to it; the catalogue part is None or empty for who may not read it."""

    zaak: Json
    zaaktype: Json | None
    statustype: Json | None
    statustypen: tuple[Json, ...]
    resultaattype: Json | None

    @property
    def status(self) -> Json | None:
        status: Json | None = self.zaak["_expand"].get("status")
        return status

    @property
    def is_closed(self) -> bool:
        return bool(self.zaak["einddatum"])

    @property
    def is_opgeschort(self) -> bool:
        return not self.is_closed and bool((self.zaak["opschorting"] or {}).get("indicatie"))

    @property
    def is_verlengd(self) -> bool:
        return bool((self.zaak["verlenging"] or {}).get("duur"))

    @property
    def place(self) -> int | None:
        """The place of the current statustype among those of the zaaktype, from 1."""
        places = {statustype["url"]: nummer for nummer, statustype in enumerate(self.statustypen, start=1)}
        return places.get(self.statustype["url"]) if self.statustype else None


def read(zaak: Json, kennis: Mapping[str, Json]) -> Gelezen:
    """A zaak with what the catalogue (``kennis``) holds of its kind."""
    expand = zaak["_expand"]
    statustypen = [
        item for url, item in kennis.items() if "/statustypen/" in url and item["zaaktype"] == zaak["zaaktype"]
    ]
    return Gelezen(
        zaak=zaak,
        zaaktype=kennis.get(zaak["zaaktype"]),
        statustype=kennis.get(expand.get("status", {}).get("statustype")),
        statustypen=tuple(sorted(statustypen, key=lambda statustype: statustype["volgnummer"])),
        resultaattype=kennis.get(expand.get("resultaat", {}).get("resultaattype")),
    )


def own_rollen(zaak: Json, bsn: str) -> list[Json]:
    """The rollen by which this person may see the zaak."""
    return [
        rol
        for rol in zaak["_expand"]["rollen"]
        if rol["betrokkeneType"] == "natuurlijk_persoon"
        and rol["betrokkeneIdentificatie"]["inpBsn"] == bsn
        and rol["omschrijvingGeneriek"] in ZICHTBARE_ROLLEN
    ]


def own_rollen_of_bedrijf(zaak: Json, bedrijf: Bedrijf) -> list[Json]:
    """The rollen by which this company may see the zaak; a vestigingsnummer of the company restricts them."""
    return [
        rol
        for rol in zaak["_expand"]["rollen"]
        if rol["omschrijvingGeneriek"] in ZICHTBARE_ROLLEN
        and _is_of_bedrijf(rol["betrokkeneType"], rol["betrokkeneIdentificatie"], bedrijf)
    ]


def _is_of_bedrijf(betrokkene_type: str, nummers: Json, bedrijf: Bedrijf) -> bool:
    vestigingsnummer = nummers.get("vestigingsNummer")
    if bedrijf.vestigingsnummer and vestigingsnummer != bedrijf.vestigingsnummer:
        return False
    tweede = {
        "niet_natuurlijk_persoon": (nummers.get("innNnpId"), bedrijf.rsin),
        "vestiging": (vestigingsnummer, bedrijf.vestigingsnummer),
    }
    if betrokkene_type not in tweede:
        return False
    if bedrijf.rsin and nummers.get("innNnpId") and nummers["innNnpId"] != bedrijf.rsin:
        return False  # a rol of two companies is of neither
    if nummers.get("kvkNummer"):  # it decides: the other numbers of somebody else's rol prove nothing
        return bool(nummers["kvkNummer"] == bedrijf.kvk)
    op_de_rol, van_ons = tweede[betrokkene_type]
    return bool(van_ons) and op_de_rol == van_ons


def _is_visible(zaak: Json, rollen: list[Json], maximaal: str) -> bool:
    niveau = zaak["vertrouwelijkheidaanduiding"]
    return bool(rollen) and NIVEAUS.index(niveau) <= NIVEAUS.index(maximaal)


def fase_of(gelezen: Gelezen) -> tuple[str, str]:
    """The fase of a zaak and where it comes from; the first rule that applies wins."""
    if gelezen.is_closed:
        return "afgerond", "einddatum"
    if gelezen.status is None:
        return "geregistreerd", "geenStatus"
    if gelezen.statustype is None:
        return "onbekend", "geen"
    for herkomst, veld in (("generiek", "omschrijvingGeneriek"), ("naam", "omschrijving")):
        fase = FASE_VAN_WOORD.get(gelezen.statustype[veld].strip().casefold())
        if fase and fase != "afgerond":  # an open zaak is not afgerond, whatever its status is called
            return fase, herkomst
    return _fase_of_place(gelezen), "positie"


def _fase_of_place(gelezen: Gelezen) -> str:
    totaal = len(gelezen.statustypen)
    if gelezen.place == 1:
        return "geregistreerd"
    if gelezen.place == 2 and totaal >= 4:
        return "geaccepteerd"
    return "inBehandeling"


def _titel(gelezen: Gelezen) -> tuple[str, str]:
    if gelezen.zaaktype:
        return gelezen.zaaktype["omschrijving"], "zaaktype"
    return gelezen.zaak["identificatie"], "zaaknummer"


def omschrijving_of(tekst: str | None, titel: str) -> str | None:
    """The subtitle, exactly as written but for control characters; None when it says nothing beside the titel."""
    schoon = "".join(teken for teken in tekst or "" if unicodedata.category(teken) != "Cc")
    is_leeg = not schoon.strip()
    return None if is_leeg or schoon.strip().casefold() == titel.strip().casefold() else schoon


def _status(gelezen: Gelezen) -> Rij | None:
    if gelezen.status is None:
        return None
    statustype = gelezen.statustype or {}
    return {
        "naam": statustype.get("omschrijving") or None,
        "uitleg": statustype.get("statustekst") or None,
        "toelichting": None,
        "datum": day_in_amsterdam(gelezen.status["datumStatusGezet"]),
    }


def _stap(gelezen: Gelezen) -> Rij | None:
    return {"nummer": gelezen.place, "totaal": len(gelezen.statustypen)} if gelezen.place else None


def einddatum_of(gelezen: Gelezen, termijn: Termijn) -> Rij | None:
    """One end date with where it comes from, or None when the register has none and none may be computed."""
    if gelezen.is_opgeschort:
        return None
    geregistreerd = gelezen.zaak[termijn.veld]
    if geregistreerd:
        return _einddatum(gelezen, date.fromisoformat(geregistreerd), "register", termijn.grondslag)
    if gelezen.is_closed or gelezen.zaaktype is None:
        return None
    berekend = add_duur(date.fromisoformat(gelezen.zaak["startdatum"]), gelezen.zaaktype[termijn.duur])
    return _einddatum(gelezen, berekend, "berekend", termijn.duur) if berekend else None


def _einddatum(gelezen: Gelezen, datum: date, herkomst: str, grondslag: str) -> Rij:
    return {
        "datum": datum.isoformat(),
        "herkomst": herkomst,
        "grondslag": grondslag,
        "zeker": _is_zeker(gelezen, datum),
    }


def _is_zeker(gelezen: Gelezen, datum: date) -> bool:
    if (gelezen.zaak["opschorting"] or {}).get("eerdereOpschorting"):
        return False
    if not gelezen.is_verlengd:
        return True
    if gelezen.zaaktype is None:  # without doorlooptijd nothing shows that the extension is inside the date
        return False
    gewoon = add_duur(date.fromisoformat(gelezen.zaak["startdatum"]), gelezen.zaaktype["doorlooptijd"])
    return gewoon is not None and datum > gewoon


def _signalen(gelezen: Gelezen, uiterlijk: Rij | None) -> list[str]:
    signalen = {
        "opgeschort": gelezen.is_opgeschort,
        "verlengd": gelezen.is_verlengd,
        "termijnVerstreken": not gelezen.is_closed
        and uiterlijk is not None
        and uiterlijk["zeker"]
        and uiterlijk["datum"] < VANDAAG.isoformat(),
    }
    return sorted(soort for soort, geldt in signalen.items() if geldt)


def _resultaat(gelezen: Gelezen) -> Rij | None:
    if not gelezen.is_closed or not gelezen.zaak["resultaat"]:
        return None
    return {"naam": (gelezen.resultaattype or {}).get("omschrijving")}


def _organisatie(zaak: Json, bron: str) -> str:
    for rsin in (zaak["verantwoordelijkeOrganisatie"], zaak["bronorganisatie"]):
        if rsin in ORGANISATIES:
            return ORGANISATIES[rsin]
    return ORGANISATIE_VAN_BRON[bron]


def _distinct(waarden: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(waarden))


def _first(waarden: Iterable[str | None]) -> str | None:
    return next(filter(None, waarden), None)


def _rij(gelezen: Gelezen, bron: str, rollen: list[Json]) -> Rij:
    zaak, zaaktype = gelezen.zaak, gelezen.zaaktype or {}
    titel, titel_herkomst = _titel(gelezen)
    fase, fase_herkomst = fase_of(gelezen)
    uiterlijk = einddatum_of(gelezen, UITERLIJK)
    return {
        "id": f"{bron}-{zaak['uuid']}",
        "zaaknummer": zaak["identificatie"],
        "titel": titel,
        "titelHerkomst": titel_herkomst,
        "omschrijving": omschrijving_of(zaak["omschrijving"], titel),
        "organisatie": _organisatie(zaak, bron),
        "bron": bron,
        "zaaktype": {"identificatie": zaaktype.get("identificatie"), "naam": zaaktype.get("omschrijving")},
        "lopend": fase != "afgerond",
        "fase": fase,
        "faseHerkomst": fase_herkomst,
        "status": _status(gelezen),
        "stap": _stap(gelezen),
        "aanvraagdatum": min(zaak["registratiedatum"], zaak["startdatum"]),
        "startdatum": zaak["startdatum"],
        "einddatum": zaak["einddatum"],
        "verwachteEinddatum": einddatum_of(gelezen, VERWACHT),
        "uiterlijkeEinddatum": uiterlijk,
        "signalen": _signalen(gelezen, uiterlijk),
        "resultaat": _resultaat(gelezen),
        "rollen": _distinct(ZICHTBARE_ROLLEN[rol["omschrijvingGeneriek"]] for rol in rollen),
        "machtiging": _first(rol["indicatieMachtiging"] for rol in rollen),
        "vestiging": _first(rol["betrokkeneIdentificatie"].get("vestigingsNummer") for rol in rollen),
        "hoofdzaak": f"{bron}-{zaak['hoofdzaak'][-36:]}" if zaak["hoofdzaak"] else None,
        "gewijzigdOp": zaak["laatstGemuteerd"],
    }


# --- the overzicht ----------------------------------------------------------------------------------------------------


def verwacht(
    gemeente: str,
    persoon: str,
    *,
    maximaal: str = "zaakvertrouwelijk",
    client: str = "lab-alles",
    lopend: bool | None = None,
) -> list[Rij]:
    """The visible zaken of one recorded person in one gemeente (``a`` or ``b``), in the order of the register.

    ``maximaal`` is the highest vertrouwelijkheidaanduiding that is shown, ``lopend`` the filter of the question, and
    ``client`` who asks the register. Raises ``LookupError`` when this person was not recorded for that client.
    """
    bsn = personen(gemeente)[persoon]
    gevonden = [(zaak, own_rollen(zaak, bsn)) for zaak in zoekresultaten(gemeente, persoon, client)]
    return _rijen(gemeente, gevonden, catalogus(gemeente, client), maximaal, lopend)


def verwacht_bedrijf(
    gemeente: str,
    naam: str,
    *,
    maximaal: str = "zaakvertrouwelijk",
    met_rsin: bool = True,
    vestiging: str | None = None,
    zoekwijzen: Sequence[str] = ZOEKWIJZEN,
    lopend: bool | None = None,
) -> list[Rij]:
    """The visible zaken of one recorded company in one gemeente, in the order of the overzicht.

    ``met_rsin`` says whether the login knows the RSIN, ``vestiging`` to which vestigingsnummer it is restricted, and
    ``zoekwijzen`` in which ways the register is searched. Raises ``LookupError`` when that was not recorded.
    """
    bekend = bedrijven(gemeente)[naam]
    bedrijf = Bedrijf(bekend.kvk, bekend.rsin if met_rsin else None, vestiging)
    return verwacht_van(gemeente, bedrijf, maximaal=maximaal, zoekwijzen=zoekwijzen, lopend=lopend)


def verwacht_van(
    gemeente: str,
    bedrijf: Bedrijf,
    *,
    maximaal: str = "zaakvertrouwelijk",
    zoekwijzen: Sequence[str] = ZOEKWIJZEN,
    lopend: bool | None = None,
) -> list[Rij]:
    """The same for any combination of recorded numbers, such as the RSIN of one company and the KvK of another."""
    gevonden = [
        (zaak, own_rollen_of_bedrijf(zaak, bedrijf)) for zaak in zoekresultaten_bedrijf(gemeente, bedrijf, zoekwijzen)
    ]
    return _rijen(gemeente, gevonden, catalogus(gemeente, "lab-alles"), maximaal, lopend)


def _rijen(
    gemeente: str,
    gevonden: Iterable[tuple[Json, list[Json]]],
    kennis: Mapping[str, Json],
    maximaal: str,
    lopend: bool | None,
) -> list[Rij]:
    """The rows of the zaken that were found, each with the rollen that prove it, as far as they are shown."""
    rijen = (
        _rij(read(zaak, kennis), f"gemeente-{gemeente}", rollen)
        for zaak, rollen in gevonden
        if _is_visible(zaak, rollen, maximaal)
    )
    return [rij for rij in rijen if lopend is None or rij["lopend"] is lopend]


def overzicht(
    persoon: str,
    *,
    maximaal: str = "zaakvertrouwelijk",
    bronnen: Iterable[str] = ("a", "b"),
    lopend: bool | None = None,
) -> list[Rij]:
    """Both gemeenten in one list: newest startdatum first, within a day bron by id and then the order of the bron.

    A gemeente in which this person was not recorded counts as one that has no zaken of them.
    """
    return _newest_first(
        rij
        for gemeente in sorted(bronnen)
        if persoon in personen(gemeente)
        for rij in verwacht(gemeente, persoon, maximaal=maximaal, lopend=lopend)
    )


def overzicht_bedrijf(
    naam: str,
    *,
    maximaal: str = "zaakvertrouwelijk",
    met_rsin: bool = True,
    vestiging: str | None = None,
    zoekwijzen: Sequence[str] = ZOEKWIJZEN,
    bronnen: Iterable[str] = ("a", "b"),
    lopend: bool | None = None,
) -> list[Rij]:
    """Both gemeenten in one list for a recorded company, in the same order; within a bron that of ``unite``."""
    return _newest_first(
        rij
        for gemeente in sorted(bronnen)
        for rij in verwacht_bedrijf(
            gemeente,
            naam,
            maximaal=maximaal,
            met_rsin=met_rsin,
            vestiging=vestiging,
            zoekwijzen=zoekwijzen,
            lopend=lopend,
        )
    )


def _newest_first(rijen: Iterable[Rij]) -> list[Rij]:
    return sorted(rijen, key=lambda rij: rij["startdatum"], reverse=True)
