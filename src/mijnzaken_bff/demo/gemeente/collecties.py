"""What the register offers: its collections, how each is listed and which filters it has.

A filter of Open Zaak that is not played (``datumGeldigheid``, ``trefwoorden`` and a few more of the Catalogi API) is
refused as unknown, so that nobody leans on it without noticing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mijnzaken_bff.demo.gemeente.documentfilters import DOCUMENTFILTERS
from mijnzaken_bff.demo.gemeente.filters import (
    Filter,
    Test,
    altijd_waar,
    bevat,
    datums,
    ja_nee,
    keuze,
    link,
    link_in,
    momenten,
    tekst,
)
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.probleem import ongeldige_keuze
from mijnzaken_bff.demo.gemeente.rolfilters import LOSSE_ROLFILTERS, OMSCHRIJVINGEN_GENERIEK, SLEUTELS
from mijnzaken_bff.demo.gemeente.zaakfilters import ZAAKFILTERS


@dataclass(frozen=True, slots=True)
class Collectie:
    """One kind of resource.

    ``in_bladen``: paged and newest registered first; else a bare array, oldest first. ``onder_zaak``: listed below
    a zaak and not by itself. ``in_pad``: what it is called in a path, if not by its name. ``zoekbaar``: has a
    ``_zoek``. ``uitvouwbaar``: takes ``expand``. ``oudste_eerst``: in the order of registration though paged, unless
    the dialect has it otherwise. ``standaard``: what a parameter is when nobody names it.
    """

    naam: str
    filters: Mapping[str, Filter]
    in_bladen: bool = True
    onder_zaak: bool = False
    in_pad: str = ""
    zoekbaar: bool = False
    uitvouwbaar: bool = False
    oudste_eerst: bool = False
    standaard: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Api:
    """One component of the register: its collections, and what its root names."""

    naam: str
    collecties: Mapping[str, Collectie]
    wortel: tuple[str, ...]


def _publicatiestatus(opslag: Opslag, naam: str, waarde: str) -> Test | None:
    """Concepts and definitive types apart; a statustype and the like are as far as their zaaktype is."""
    if waarde not in {"", "alles", "concept", "definitief"}:
        raise ongeldige_keuze(naam, waarde)
    if waarde == "alles":
        return altijd_waar

    def test(resource: Resource) -> bool:
        drager = resource if "concept" in resource else opslag.vind(resource.get("zaaktype", "")) or {}
        return bool(drager.get("concept", False)) is (waarde == "concept")

    return test


def _type(naam: str, **filters: Filter) -> Collectie:
    return Collectie(naam, {**filters, "status": _publicatiestatus}, standaard={"status": "definitief"})


def _zaaktypedeel(naam: str, **filters: Filter) -> Collectie:
    return _type(naam, zaaktype=link("zaaktype"), zaaktypeIdentificatie=tekst("zaaktypeIdentificatie"), **filters)


def _op_naam(*collecties: Collectie) -> dict[str, Collectie]:
    """By what they are called in a path."""
    return {collectie.in_pad or collectie.naam: collectie for collectie in collecties}


ZAKEN = Api(
    naam="zaken",
    collecties=_op_naam(
        Collectie("zaken", ZAAKFILTERS, zoekbaar=True, uitvouwbaar=True),
        Collectie(
            "statussen",
            {
                "zaak": link("zaak"),
                "statustype": link("statustype"),
                "indicatieLaatstGezetteStatus": ja_nee("indicatieLaatstGezetteStatus"),
            },
        ),
        Collectie(
            "substatussen",
            {
                "zaak": link("zaak"),
                "status": link("status"),
                "doelgroep": keuze("doelgroep", ("betrokkenen", "intern")),
                **momenten("tijdstip", "__gt", "__gte", "__lt", "__lte"),
            },
        ),
        Collectie(
            "rollen",
            {
                **LOSSE_ROLFILTERS,
                **{naam: sleutel.als_filter() for naam, sleutel in SLEUTELS.items()},
            },
        ),
        Collectie("resultaten", {"zaak": link("zaak"), "resultaattype": link("resultaattype")}),
        Collectie("zaakobjecten", {"zaak": link("zaak"), "object": link("object")}),
        Collectie("klantcontacten", {"zaak": link("zaak")}),
        Collectie(
            "zaakinformatieobjecten",
            {"zaak": link("zaak"), "informatieobject": link("informatieobject")},
            in_bladen=False,
        ),
        Collectie("zaakeigenschappen", {}, in_bladen=False, onder_zaak=True),
        Collectie("zaakbesluiten", {}, in_bladen=False, onder_zaak=True, in_pad="besluiten"),
    ),
    wortel=(
        "zaken",
        "statussen",
        "substatussen",
        "zaakobjecten",
        "klantcontacten",
        "rollen",
        "resultaten",
        "zaakinformatieobjecten",
        "zaakcontactmomenten",
        "zaakverzoeken",
        "zaaknummer_reserveren",
        "zaaknotities",
        "reserveer_zaaknummer",
        "zaak_registreren",
    ),
)

CATALOGI = Api(
    naam="catalogi",
    collecties=_op_naam(
        Collectie("catalogussen", {"domein": tekst("domein"), "rsin": tekst("rsin")}),
        _type(
            "zaaktypen",
            catalogus=link("catalogus"),
            identificatie=tekst("identificatie"),
            identificatie__icontains=bevat("identificatie"),
            omschrijving__icontains=bevat("omschrijving"),
        ),
        _zaaktypedeel("statustypen"),
        _zaaktypedeel("eigenschappen"),
        _zaaktypedeel("resultaattypen"),
        _zaaktypedeel(
            "roltypen",
            omschrijving=tekst("omschrijving"),
            omschrijvingGeneriek=keuze("omschrijvingGeneriek", OMSCHRIJVINGEN_GENERIEK),
        ),
        _type(
            "informatieobjecttypen",
            catalogus=link("catalogus"),
            omschrijving=tekst("omschrijving"),
            zaaktype=link_in("zaaktypen"),
        ),
        _type(
            "besluittypen",
            catalogus=link("catalogus"),
            omschrijving=tekst("omschrijving"),
            zaaktypen=link_in("zaaktypen"),
        ),
        _type(
            "zaaktype-informatieobjecttypen",
            zaaktype=link("zaaktype"),
            informatieobjecttype=link("informatieobjecttype"),
        ),
        _zaaktypedeel("zaakobjecttypen"),
    ),
    wortel=(
        "catalogussen",
        "zaaktypen",
        "statustypen",
        "eigenschappen",
        "roltypen",
        "informatieobjecttypen",
        "besluittypen",
        "resultaattypen",
        "zaaktype-informatieobjecttypen",
        "zaakobjecttypen",
    ),
)

DOCUMENTEN = Api(
    naam="documenten",
    collecties=_op_naam(
        Collectie("enkelvoudiginformatieobjecten", DOCUMENTFILTERS, zoekbaar=True, uitvouwbaar=True, oudste_eerst=True),
        Collectie(
            "objectinformatieobjecten",
            {"object": link("object"), "informatieobject": link("informatieobject")},
            in_bladen=False,
        ),
        Collectie(
            "gebruiksrechten",
            {
                "informatieobject": link("informatieobject"),
                **datums("startdatum", "__gt", "__gte", "__lt", "__lte"),
                **datums("einddatum", "__gt", "__gte", "__lt", "__lte"),
            },
            in_bladen=False,
        ),
    ),
    wortel=(
        "enkelvoudiginformatieobjecten",
        "gebruiksrechten",
        "objectinformatieobjecten",
        "verzendingen",
        "documentnummer_reserveren",
        "document_registreren",
    ),
)

BESLUITEN = Api(
    naam="besluiten",
    collecties=_op_naam(
        Collectie(
            "besluiten",
            {
                "identificatie": tekst("identificatie"),
                "verantwoordelijkeOrganisatie": tekst("verantwoordelijkeOrganisatie"),
                "besluittype": link("besluittype"),
                "zaak": link("zaak"),
            },
        ),
        Collectie(
            "besluitinformatieobjecten",
            {"besluit": link("besluit"), "informatieobject": link("informatieobject")},
            in_bladen=False,
        ),
    ),
    wortel=("besluiten", "besluitinformatieobjecten", "besluit_verwerken"),
)

APIS: Mapping[str, Api] = {api.naam: api for api in (ZAKEN, CATALOGI, DOCUMENTEN, BESLUITEN)}
