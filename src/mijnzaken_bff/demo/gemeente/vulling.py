"""Filling a register: zaken with everything that belongs to them, and the zaaktypen they are of.

Each builder stores what it makes, every field that Open Zaak serves included, and returns it. Names, dates and
uuids follow from the arguments and from how much was stored before, so the same story gives the same register.
Documents are in ``vulling_documenten``, besluiten and what else is about one zaak in ``vulling_besluiten``.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from mijnzaken_bff.demo.gemeente.bewaren import bewaar
from mijnzaken_bff.demo.gemeente.duur import genormaliseerd, plus
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource, collectie_van
from mijnzaken_bff.demo.gemeente.sjablonen import (
    leeg_resultaat,
    leeg_resultaattype,
    leeg_roltype,
    leeg_statustype,
    leeg_zaaktype,
    lege_catalogus,
    lege_identificatie,
    lege_rol,
    lege_status,
    lege_zaak,
)

_ROLTYPEN = {
    "adviseur": "Adviseur",
    "behandelaar": "Behandelaar",
    "belanghebbende": "Belanghebbende",
    "beslisser": "Beslisser",
    "initiator": "Aanvrager",
    "klantcontacter": "Klantcontacter",
    "mede_initiator": "Medeaanvrager",
    "zaakcoordinator": "Zaakcoördinator",
}
_VAN_EEN_ZAAK = (
    "statussen",
    "rollen",
    "resultaten",
    "zaakobjecten",
    "klantcontacten",
    "zaakinformatieobjecten",
    "zaakeigenschappen",
    "zaakbesluiten",
    "substatussen",
)
_BANDEN = (
    "zaakinformatieobjecten",
    "zaakbesluiten",
    "objectinformatieobjecten",
    "besluitinformatieobjecten",
    "gebruiksrechten",
)
_MET_AUTHENTICATIE = frozenset({"natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"})


def catalogus(gemeente: Gemeente) -> Resource:
    """The one catalogus of the gemeente, made when it is first needed."""
    bestaande = gemeente.opslag.alle("catalogussen")
    if bestaande:
        return bestaande[0]
    velden = {"domein": "DEMO", "rsin": gemeente.rsin, "naam": f"Zaaktypecatalogus {gemeente.naam}"}
    return bewaar(gemeente, "catalogi", "catalogussen", lege_catalogus(), velden)


def zaaktype(
    gemeente: Gemeente,
    identificatie: str,
    omschrijving: str,
    *,
    statustypen: Sequence[str | Mapping[str, Any]],
    resultaattypen: Sequence[str] = (),
    doorlooptijd: str = "P56D",
    servicenorm: str | None = None,
    indicatie: str = "extern",
    vertrouwelijkheidaanduiding: str = "zaakvertrouwelijk",
    versie: int = 1,
    **extra: Any,
) -> Resource:
    """A version of a zaaktype with its statustypen, resultaattypen and a roltype for every capacity.

    A statustype is its omschrijving, or the fields it has of its own (``omschrijving`` among them). They are
    numbered from 1 and the last is the eindstatus. ``versie`` n begins to hold in the n-th year from 2020.
    """
    begin = f"{2019 + versie}-01-01"
    onder = catalogus(gemeente)
    gemaakt = bewaar(
        gemeente,
        "catalogi",
        "zaaktypen",
        leeg_zaaktype(),
        {
            "identificatie": identificatie,
            "omschrijving": omschrijving,
            "omschrijvingGeneriek": omschrijving,
            "vertrouwelijkheidaanduiding": vertrouwelijkheidaanduiding,
            "doel": f"{omschrijving} afhandelen",
            "aanleiding": "Verzoek van inwoner of ondernemer",
            "indicatieInternOfExtern": indicatie,
            "onderwerp": omschrijving,
            "doorlooptijd": genormaliseerd(doorlooptijd),
            "servicenorm": genormaliseerd(servicenorm),
            "referentieproces": {"naam": omschrijving, "link": ""},
            "verantwoordelijke": gemeente.naam,
            "beginGeldigheid": begin,
            "versiedatum": begin,
            "catalogus": onder["url"],
            **extra,
        },
    )
    onder["zaaktypen"].insert(0, gemaakt["url"])
    for volgnummer, gegeven in enumerate(statustypen, start=1):
        velden = {"omschrijving": gegeven} if isinstance(gegeven, str) else dict(gegeven)
        velden = {"volgnummer": volgnummer, "isEindstatus": volgnummer == len(statustypen), **velden}
        _bewaar_deel(gemeente, gemaakt, "statustypen", leeg_statustype(), velden)
    for naam in resultaattypen:
        velden = {"omschrijving": naam, "omschrijvingGeneriek": naam}
        _bewaar_deel(gemeente, gemaakt, "resultaattypen", leeg_resultaattype(), velden)
    for generiek, naam in _ROLTYPEN.items():
        velden = {"omschrijving": naam, "omschrijvingGeneriek": generiek}
        _bewaar_deel(gemeente, gemaakt, "roltypen", leeg_roltype(), velden)
    return gemaakt


def zaak(
    gemeente: Gemeente,
    zaaktype: Resource,
    *,
    bsn: str | None = None,
    kvk: str | None = None,
    startdatum: str = "2026-10-28",
    status: int | Literal["vanzelf"] | None = "vanzelf",
    einddatum: str | None = None,
    resultaat: str | None = None,
    omschrijving: str = "",
    identificatie: str | None = None,
    rol: str = "initiator",
    indicatie_machtiging: str = "",
    behandelaar: bool = True,
    extra_rollen: Sequence[Mapping[str, Any]] = (),
    statustoelichting: str = "",
    status_datum: str | None = None,
    **velden: Any,
) -> Resource:
    """A zaak with its rollen, its statussen up to the current one, and its resultaat.

    ``bsn`` and ``kvk`` say whose zaak it is, in the capacity ``rol``; ``extra_rollen`` are fields of further rollen,
    ``betrokkeneType``, ``omschrijvingGeneriek`` and ``betrokkeneIdentificatie`` among them. ``status`` is the
    volgnummer of the current one: by itself the first of an open zaak and the last of one with an ``einddatum``,
    ``None`` for none at all. A zaak that reaches its eindstatus gets its einddatum from it. ``status_datum`` is
    when the current status was set, a date or a moment. ``velden`` override any field of the zaak itself.
    """
    nummer = gemeente.opslag.geregistreerd("zaken") + 1
    gemaakt = bewaar(
        gemeente,
        "zaken",
        "zaken",
        lege_zaak(),
        {
            "identificatie": identificatie or f"{gemeente.naam[:1].upper()}-{startdatum[:4]}-{nummer:06d}",
            "bronorganisatie": gemeente.rsin,
            "omschrijving": omschrijving,
            "zaaktype": zaaktype["url"],
            "registratiedatum": startdatum,
            "verantwoordelijkeOrganisatie": gemeente.rsin,
            "startdatum": startdatum,
            "einddatum": einddatum,
            "einddatumGepland": plus(startdatum, zaaktype["servicenorm"]) if zaaktype["servicenorm"] else None,
            "uiterlijkeEinddatumAfdoening": plus(startdatum, zaaktype["doorlooptijd"]),
            "laatstGemuteerd": f"{startdatum}T09:00:00.000000Z",
            "vertrouwelijkheidaanduiding": zaaktype["vertrouwelijkheidaanduiding"],
        },
    )
    machtiging = {"indicatieMachtiging": indicatie_machtiging}
    if bsn is not None:
        voeg_rol_toe(gemeente, gemaakt, "natuurlijk_persoon", {"inpBsn": bsn}, rol, **machtiging)
    if kvk is not None:
        voeg_rol_toe(gemeente, gemaakt, "niet_natuurlijk_persoon", {"kvkNummer": kvk}, rol, **machtiging)
    if behandelaar:
        medewerker = {"identificatie": f"MED{nummer % 40 + 1:03d}", "achternaam": "Ambtenaar"}
        voeg_rol_toe(gemeente, gemaakt, "medewerker", medewerker, "behandelaar")
    for extra in extra_rollen:
        eigen = dict(extra)
        soort, wie = eigen.pop("betrokkeneType"), eigen.pop("betrokkeneIdentificatie")
        voeg_rol_toe(gemeente, gemaakt, soort, wie, eigen.pop("omschrijvingGeneriek", "belanghebbende"), **eigen)

    if resultaat is not None:
        voeg_resultaat_toe(gemeente, gemaakt, resultaat)
    huidige = _huidige(status, zaaktype, einddatum)
    for volgnummer in range(1, huidige + 1):
        laatst = volgnummer == huidige
        datum = (status_datum or einddatum) if laatst else None
        toelichting = statustoelichting if laatst else ""
        voeg_status_toe(gemeente, gemaakt, volgnummer, datum=datum, toelichting=toelichting)
    gemaakt.update(velden)
    return gemaakt


def voeg_rol_toe(
    gemeente: Gemeente,
    zaak: Resource,
    betrokkene_type: str,
    identificatie: Mapping[str, Any],
    omschrijving_generiek: str = "initiator",
    **velden: Any,
) -> Resource:
    """A betrokkene of ``zaak``. ``identificatie`` names the fields that are known; the others are empty."""
    omschrijving = _ROLTYPEN.get(omschrijving_generiek, omschrijving_generiek)
    roltypen = _van_zaaktype(gemeente, "roltypen", zaak["zaaktype"])
    roltype = next((een["url"] for een in roltypen if een["omschrijvingGeneriek"] == omschrijving_generiek), "")
    rol = lege_rol()
    if betrokkene_type in _MET_AUTHENTICATIE:
        rol["authenticatieContext"] = None
    gemaakt = bewaar(
        gemeente,
        "zaken",
        "rollen",
        rol,
        {
            "zaak": zaak["url"],
            "betrokkeneType": betrokkene_type,
            "roltype": roltype,
            "omschrijving": omschrijving,
            "omschrijvingGeneriek": omschrijving_generiek,
            "roltoelichting": f"{omschrijving} van de zaak",
            "registratiedatum": f"{zaak['registratiedatum']}T09:00:00.000000Z",
            "betrokkeneIdentificatie": {**lege_identificatie(betrokkene_type), **identificatie},
            **velden,
        },
    )
    zaak["rollen"].append(gemaakt["url"])
    return gemaakt


def voeg_status_toe(
    gemeente: Gemeente, zaak: Resource, volgnummer: int, *, datum: str | None = None, toelichting: str = ""
) -> Resource:
    """The next status of ``zaak``: the statustype with this ``volgnummer``, from now on the current one.

    ``datum`` is a date or a moment; without one it is so many days after the start. The eindstatus gives the zaak
    its einddatum, if it has none.
    """
    statustypen = _van_zaaktype(gemeente, "statustypen", zaak["zaaktype"])
    statustype = next(een for een in statustypen if een["volgnummer"] == volgnummer)
    if datum is None:
        datum = (date.fromisoformat(zaak["startdatum"]) + timedelta(days=volgnummer - 1)).isoformat()
    for eerdere in gemeente.opslag.van_zaak("statussen", zaak["url"]):
        eerdere["indicatieLaatstGezetteStatus"] = False
    gemaakt = bewaar(
        gemeente,
        "zaken",
        "statussen",
        lege_status(),
        {
            "zaak": zaak["url"],
            "statustype": statustype["url"],
            "datumStatusGezet": datum if "T" in datum else f"{datum}T09:00:00Z",
            "statustoelichting": toelichting,
        },
    )
    zaak["status"] = gemaakt["url"]
    if statustype["isEindstatus"] and zaak["einddatum"] is None:
        zaak["einddatum"] = datum[:10]
    return gemaakt


def voeg_resultaat_toe(gemeente: Gemeente, zaak: Resource, omschrijving: str) -> Resource:
    """The outcome of ``zaak``: the resultaattype of its zaaktype that is called so."""
    resultaattypen = _van_zaaktype(gemeente, "resultaattypen", zaak["zaaktype"])
    resultaattype = next((een for een in resultaattypen if een["omschrijving"] == omschrijving), None)
    if resultaattype is None:
        raise ValueError(f"the zaaktype has no resultaattype {omschrijving!r}")
    velden = {"zaak": zaak["url"], "resultaattype": resultaattype["url"]}
    gemaakt = bewaar(gemeente, "zaken", "resultaten", leeg_resultaat(), velden)
    zaak["resultaat"] = gemaakt["url"]
    zaak["archiefnominatie"] = resultaattype["archiefnominatie"]
    return gemaakt


def verwijder(gemeente: Gemeente, url: str) -> None:
    """Remove a resource, everything that is part of it, what ties it to others, and the links that zaken have to it.

    Of a zaak that is its deelzaken and besluiten too, but not its documents; of a document every version. What another
    register has of it stays: there it is to be removed as well.
    """
    opslag = gemeente.opslag
    resource = opslag.vind(url)
    if resource is None:
        return
    opslag.verwijder(url)
    for deel in _delen(opslag, resource):
        verwijder(gemeente, deel)
    for veld in ("zaak", "hoofdzaak"):
        zaak = opslag.vind(resource.get(veld) or "")
        if zaak is not None:
            zaak.update(_zonder_link(zaak, url))


def _delen(opslag: Opslag, resource: Resource) -> list[str]:
    """The urls of what goes when ``resource`` goes."""
    url = resource["url"]
    match collectie_van(url):
        case "zaken":
            gevonden = [deel for collectie in (*_VAN_EEN_ZAAK, "besluiten") for deel in opslag.van_zaak(collectie, url)]
            return [*(deel["url"] for deel in gevonden), *resource["deelzaken"], *_wijzers(opslag, "object", url)]
        case "enkelvoudiginformatieobjecten":
            return _wijzers(opslag, "informatieobject", url)
        case "besluiten":
            return [*_wijzers(opslag, "besluit", url), *_wijzers(opslag, "object", url)]
        case _:
            return []


def _wijzers(opslag: Opslag, veld: str, url: str) -> list[str]:
    """What says of two others that they belong together, and names ``url`` as one of them in this field."""
    alle = (een for collectie in _BANDEN for een in opslag.alle(collectie))
    return [een["url"] for een in alle if een.get(veld) == url]


def _zonder_link(zaak: Resource, url: str) -> Resource:
    return {
        veld: [ander for ander in verwijzing if ander != url] if isinstance(verwijzing, list) else None
        for veld, verwijzing in zaak.items()
        if verwijzing == url or (isinstance(verwijzing, list) and url in verwijzing)
    }


def _huidige(status: int | Literal["vanzelf"] | None, zaaktype: Resource, einddatum: str | None) -> int:
    if status == "vanzelf":
        return len(zaaktype["statustypen"]) if einddatum else 1
    return status or 0


def _van_zaaktype(gemeente: Gemeente, collectie: str, zaaktype_url: str) -> list[Resource]:
    zaaktype = gemeente.opslag.vind(zaaktype_url)
    delen = (gemeente.opslag.vind(url) for url in (zaaktype or {}).get(collectie, []))
    return [deel for deel in delen if deel is not None]


def _bewaar_deel(
    gemeente: Gemeente, zaaktype: Resource, collectie: str, sjabloon: Resource, velden: Mapping[str, Any]
) -> None:
    eigen = {
        "zaaktype": zaaktype["url"],
        "zaaktypeIdentificatie": zaaktype["identificatie"],
        "catalogus": zaaktype["catalogus"],
        **velden,
    }
    zaaktype[collectie].insert(0, bewaar(gemeente, "catalogi", collectie, sjabloon, eigen)["url"])
