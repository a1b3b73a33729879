"""How registers differ: a ``Dialect`` is a set of traits, and the constants are the products as they come.

One trait is changed with ``dataclasses.replace``: an operator of OneGround who allows two relations in a search is
``replace(ONEGROUND, expand_zoek="status,resultaat")``. Whoever answers asks for the trait, never for the product.

``OPEN_ZAAK`` was recorded. ``ONEGROUND`` follows the source of OneGround's ZGW APIs (August 2026). ``ESUITE`` is
closed and known only through its clients: where those differ the worse was chosen. ``ZAKEN_16`` follows the OpenAPI
file of Zaken 1.6.0, which nobody runs yet. ``GATEWAY`` is an Open Zaak that does not know where it can be reached.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mijnzaken_bff.demo.gemeente import expandpaden, foutvormen, keuring, onderhandeling, vormen
from mijnzaken_bff.demo.gemeente.bodywaarden import (
    Bodywaarde,
    als_eigenschap,
    als_formulierveld,
    als_lijst_of_tekst,
)
from mijnzaken_bff.demo.gemeente.filters import Filter, link, link_op_kenmerk
from mijnzaken_bff.demo.gemeente.foutvormen import Foutvorm
from mijnzaken_bff.demo.gemeente.keuring import Keuring
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from mijnzaken_bff.demo.gemeente.probleem import (
    ANDERE_CRS,
    NIET_ACCEPTABEL,
    NIET_GEVONDEN,
    SERVERFOUT,
    Ongeldig,
    Probleem,
    Soort,
    niet_gevonden_pad,
    onbekend_expandveld,
    onbekend_pad,
    onbekende_parameters,
    ongeldige_parameters,
    ongeldige_sleutels,
)
from mijnzaken_bff.demo.gemeente.rolfilters import ROLFILTERS, SLEUTELS
from mijnzaken_bff.demo.gemeente.vormen import Vorm
from mijnzaken_bff.demo.gemeente.vraag import Antwoord
from mijnzaken_bff.demo.gemeente.zaakfilters import ZAAKFILTERS, ZOEKFILTERS

Weigering = Callable[[Sequence[str]], Probleem]
"""From the keys that nobody knows to the refusal."""

_ALLE_FILTERS = (*ZAAKFILTERS, *(f"rol__{naam}" for naam in (*SLEUTELS, *ROLFILTERS)))
_TOT_1_0 = (
    "identificatie",
    "bronorganisatie",
    "zaaktype",
    "archiefnominatie",
    "archiefnominatie__in",
    "archiefactiedatum",
    "archiefactiedatum__lt",
    "archiefactiedatum__gt",
    "archiefstatus",
    "archiefstatus__in",
    "startdatum",
    "startdatum__gt",
    "startdatum__gte",
    "startdatum__lt",
    "startdatum__lte",
)
_VAN_DE_STANDAARD = (
    "identificatie",
    "bronorganisatie",
    "bronorganisatie__in",
    "zaaktype",
    "archiefnominatie",
    "archiefnominatie__in",
    "archiefactiedatum",
    "archiefactiedatum__isnull",
    "archiefactiedatum__lt",
    "archiefactiedatum__gt",
    "archiefstatus",
    "archiefstatus__in",
    "startdatum",
    "startdatum__gt",
    "startdatum__gte",
    "startdatum__lt",
    "startdatum__lte",
    "registratiedatum",
    "registratiedatum__gt",
    "registratiedatum__lt",
    "einddatum",
    "einddatum__isnull",
    "einddatum__gt",
    "einddatum__lt",
    "einddatumGepland",
    "einddatumGepland__gt",
    "einddatumGepland__lt",
    "uiterlijkeEinddatumAfdoening",
    "uiterlijkeEinddatumAfdoening__gt",
    "uiterlijkeEinddatumAfdoening__lt",
    "rol__betrokkeneType",
    "rol__betrokkene",
    "rol__omschrijvingGeneriek",
    "maximaleVertrouwelijkheidaanduiding",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__anpIdentificatie",
    "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpA_nummer",
    "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId",
    "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__annIdentificatie",
    "rol__betrokkeneIdentificatie__vestiging__vestigingsNummer",
    "rol__betrokkeneIdentificatie__medewerker__identificatie",
    "rol__betrokkeneIdentificatie__organisatorischeEenheid__identificatie",
)
"""In the order of the OpenAPI files, which is that of the links between OneGround's pages as well."""

_ALLEEN_VAN_OPEN_ZAAK = frozenset(
    {
        *(f"betrokkeneIdentificatie__{wie}__kvkNummer" for wie in ("nietNatuurlijkPersoon", "vestiging")),
        "betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer",
        "machtiging",
        "machtiging__loa",
        "identificatie__icontains",
        "omschrijving__icontains",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The traits of one register. Their defaults are those of Open Zaak 1.30."""

    naam: str

    versies: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {"zaken": ("1.5.1",), "catalogi": ("1.3.1",)}
    )
    """Of each API the versions there are, the newest last. With none it says nothing about versions."""
    kiest_versie: bool = False
    """Whether the request header ``Api-Version`` picks one of them, and an unknown one is a 405."""
    oudere: Mapping[str, "Dialect"] = field(default_factory=dict)
    """How it speaks when an older minor version of the Zaken API is asked: ``{"1.0": ...}``."""

    voorvoegsel: str = ""
    """What stands before every path at the address where it is called: ``/zgw/gemeente-x``."""
    interne_basis: str | None = None
    """Where it believes to be, and so what its links begin with; nothing for the address where it is called."""
    onbekende_route: Antwoord = field(default_factory=lambda: onderhandeling.HTML_404)
    """The answer for a path that is not one of its own."""
    wortel: bool = True
    """Whether each API has a root that names its collections."""
    kapot: frozenset[str] = frozenset()
    """Collections that answer 500 to everything."""
    afwezig: frozenset[str] = frozenset()
    """Collections that it does not have."""
    kenmerk_is_geen_uuid: Soort = SERVERFOUT
    """What becomes of a detail whose last part is no uuid."""

    headers: Callable[[bool], Mapping[str, str]] = onderhandeling.headers_van_open_zaak
    """Those of every answer, from whether it is about the zaken themselves."""
    mediatype: str = "application/json"
    foutvorm: Foutvorm = foutvormen.open_zaak
    crs_van_lezen: tuple[str, ...] = ("Accept-Crs",)
    """The headers a question about the zaken themselves must have; beside them ``crs_van_zoeken`` in a search."""
    crs_van_zoeken: tuple[str, ...] = ("Content-Crs",)
    crs_bekend: frozenset[str] = frozenset({onderhandeling.CRS})
    crs_fout: Soort = NIET_ACCEPTABEL
    etag_van_antwoord: bool = False
    """Whether an ETag is of the answer, ``_expand`` and all, or of the resource."""

    zgw_jwt: bool = True
    """Whether it takes a token that the client signs with its secret."""
    jwt_levensduur: int | None = 3600
    """How long an ``iat`` counts, in seconds; nothing when no ``iat`` is needed."""
    tokenpad: str | None = None
    """Where it issues OAuth2 tokens for client credentials, if it does."""
    token_levensduur: int = 300
    """In seconds."""
    tokenvelden: tuple[str, ...] = ("access_token", "expires_in", "refresh_expires_in", "token_type")
    """Which fields its answer there has. A first one with another name holds the token all the same."""
    afgewezen_is_401: bool = False
    """Whether a token that is no good is a 401; else it is a 403 with a code."""

    in_bladen: bool = True
    """Whether lists are paged; else every list is a bare array."""
    bladmaat: int = 100
    bladmaten: Mapping[str, int] = field(default_factory=dict)
    """The page sizes of collections that have their own."""
    bladmaat_hooguit: int | None = 500
    """The largest ``pageSize``; nothing when there is no such parameter."""
    bladlinks_leesbaar: bool = False
    """Whether links to other pages are without percent-encoding, without ``ordering``, and bare in a search."""
    bladnummer_streng: bool = False
    """Whether a page number that is no number is a 400 and one below 1 a 500, and not a 404."""
    nieuwste_eerst: bool = True
    """In which order lists come by themselves."""

    ordening: Literal["meer", "een", "geen"] = "meer"
    """How many keys ``ordering`` takes. Where it is one, an unknown one is the moment of registration."""
    gelijken_wisselen: bool = False
    """Whether zaken that the ordering does not tell apart come in another order with every request."""

    weigert_in_query: Weigering | None = onbekende_parameters
    """How an unknown key is refused; nothing when it is ignored."""
    weigert_in_body: Weigering | None = None
    altijd_bekend: frozenset[str] = frozenset()
    """Keys that no list refuses, whether or not it does something with them."""
    in_elke_schrijfwijze: bool = False
    """Whether upper and lower case of a key are the same."""
    ook_met_underscores: bool = True
    """Whether a body may say ``inp_bsn`` for ``inpBsn``."""
    zaakfilters: tuple[str, ...] = _ALLE_FILTERS
    """The filters of ``/zaken``, and in a body those of ``_zoek``."""
    zoekfilters: tuple[str, ...] = tuple(ZOEKFILTERS)
    """Those that only a body has, and that take a list."""
    zonder_filters: frozenset[str] = frozenset()
    """Filters that no other list has either."""
    eigen_filters: Mapping[str, Filter] = field(default_factory=dict)
    """Filters that look in another way."""
    keuringen: Mapping[str, Keuring] = field(default_factory=dict)
    """Values that are looked at beforehand."""
    bodywaarde: Bodywaarde = als_formulierveld
    lege_query_vervalt: bool = False
    """Whether an empty value in the query is as good as absent also for what would refuse it."""
    lege_bodywaarde_vindt_niets: bool = False
    """Whether an empty text in a body that is not refused is looked for; else that filter falls away."""
    lege_zoekvraag: bool = False
    """Whether a search without a single key is answered, with everything."""
    rolfilters_samen: bool = True
    """Whether all ``rol__`` filters must hold for one and the same rol, or each for any of them."""
    rollen_van_zaak: Literal["filteren", "negeren", "weigeren"] = "filteren"
    """What ``/rollen?zaak=`` does with any other filter beside it."""
    ook_opgeslagen_als: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields of a betrokkene that ``vormen`` move elsewhere: where they come from."""

    zoek_geweigerd: int | None = None
    """With which status ``_zoek`` is refused, 405 or 404; nothing when it is there."""
    expand_bekend: bool = True
    """Whether ``expand`` means anything."""
    expand_lijst: str = "all"
    """Which paths a list expands: ``all``, ``none``, or paths in comma text, as an operator would write it."""
    expand_zoek: str = "all"
    expand_detail: str = "all"
    expand_overal: bool = False
    """Whether the statussen, rollen and so on expand as well."""
    expand_in_zoekbody: Literal["lijst", "tekst", None] = "lijst"
    expand_in_zoekquery: bool = True
    expandpaden: frozenset[str] | None = expandpaden.OPEN_ZAAK
    """The paths there are; nothing for any walk along the relations."""
    expandnamen_klein: bool = False
    """Whether paths are read in any case and with spaces, and relations come in lower case."""
    onbekend_pad: Callable[[str], Ongeldig | Probleem] = onbekend_pad
    ouders_vanzelf: bool = False
    """Whether ``status.statustype`` expands the status too."""
    expand_altijd: bool = True
    """Whether ``_expand`` is there also when nothing was asked."""
    lege_relatie: Literal["weg", "leeg", "null"] = "weg"
    """What an empty relation is: no key at all, ``{}`` (a list: ``[]``), or null (a list: ``[]``)."""
    dode_link: Literal["500", "_error", "weg"] = "500"
    """What becomes of a link that leads nowhere."""
    mislukte_relaties: frozenset[str] = frozenset()
    """Paths whose own question fails at this moment: ``{"_error": ...}`` in their place. A fault on demand."""
    velden: bool = False
    """Whether ``_zoek`` takes ``fields``."""

    vormen: tuple[Vorm, ...] = ()
    """What is done to a resource before it is served, in this order."""
    vormen_in_expand: tuple[Vorm, ...] = ()
    """The same, beside those, inside ``_expand`` only."""

    def toon(self, resource: Resource) -> Resource:
        """``resource`` as it is served by itself."""
        return _gevormd(self.vormen, resource)

    def toon_uitgevouwen(self, resource: Resource) -> Resource:
        """``resource`` as it is served inside ``_expand``."""
        return _gevormd(self.vormen_in_expand, _gevormd(self.vormen, resource))

    def bladmaat_van(self, collectie: str) -> int:
        return self.bladmaten.get(collectie, self.bladmaat)


def _gevormd(alle: Sequence[Vorm], resource: Resource) -> Resource:
    if not alle:
        return resource
    collectie = collectie_van(resource["url"])
    for vorm in alle:
        resource = vorm(collectie, resource)
    return resource


OPEN_ZAAK = Dialect(naam="open-zaak")
"""Open Zaak 1.30, word for word. What of it is not played is in the docstring of this package."""

_ONEGROUND_1_5 = Dialect(
    naam="oneground",
    versies={
        "zaken": ("1.0.0", "1.0.1", "1.0.2", "1.2.0", "1.5.0", "1.5.1"),
        "catalogi": ("1.0.0", "1.2.0", "1.3.0", "1.3.1"),
    },
    kiest_versie=True,
    onbekende_route=Antwoord(404, {}),
    wortel=False,
    kenmerk_is_geen_uuid=NIET_GEVONDEN,
    headers=onderhandeling.headers_van_oneground,
    mediatype="application/json; charset=utf-8",
    foutvorm=foutvormen.oneground,
    crs_van_zoeken=(),
    crs_bekend=frozenset({onderhandeling.CRS, "EPSG:28992", "EPSG:4937"}),
    crs_fout=ANDERE_CRS,
    etag_van_antwoord=True,
    jwt_levensduur=None,
    tokenpad="/realms/OneGround/protocol/openid-connect/token",
    afgewezen_is_401=True,
    bladmaten={"zaken": 50, "zaaktypen": 30},
    bladmaat_hooguit=None,
    bladlinks_leesbaar=True,
    bladnummer_streng=True,
    nieuwste_eerst=False,
    ordening="een",
    gelijken_wisselen=True,
    weigert_in_query=ongeldige_parameters,
    weigert_in_body=ongeldige_sleutels,
    altijd_bekend=frozenset({"page", "expand", "ordering"}),
    in_elke_schrijfwijze=True,
    ook_met_underscores=False,
    zaakfilters=_VAN_DE_STANDAARD,
    zoekfilters=("uuid__in", "zaaktype__in"),
    zonder_filters=_ALLEEN_VAN_OPEN_ZAAK,
    eigen_filters={"zaak": link_op_kenmerk("zaak"), "zaaktype": link("zaaktype")},
    keuringen=keuring.ONEGROUND,
    bodywaarde=als_eigenschap,
    lege_query_vervalt=True,
    lege_bodywaarde_vindt_niets=True,
    lege_zoekvraag=True,
    rolfilters_samen=False,
    expand_lijst="none",
    expand_zoek="none",
    expand_in_zoekbody="tekst",
    expand_in_zoekquery=False,
    expandpaden=expandpaden.ONEGROUND,
    expandnamen_klein=True,
    onbekend_pad=onbekend_expandveld,
    ouders_vanzelf=True,
    expand_altijd=False,
    lege_relatie="leeg",
    dode_link="_error",
    vormen=(vormen.van_zaken_1_5, vormen.van_catalogi_1_3, vormen.kvknummer_in_kleine_letters),
    vormen_in_expand=(vormen.identificatie_met_hoofdletter,),
)
_ONEGROUND_1_0 = replace(
    _ONEGROUND_1_5,
    zaakfilters=_TOT_1_0,
    zoekfilters=(),
    keuringen=keuring.ONEGROUND_1_0,
    expand_bekend=False,
    vormen=(vormen.van_zaken_1_0, vormen.van_catalogi_1_3),
)
ONEGROUND = replace(_ONEGROUND_1_5, oudere={"1.0": _ONEGROUND_1_0, "1.2": _ONEGROUND_1_0})
"""OneGround ZGW APIs, as shipped: no expand in a list or a search, and everything in a detail.

Not played: a count that is a minute old, the rights that are looked at only after the values, the older versions of
the Catalogi API (all of them answer as 1.3), the Documenten API behind an informatieobject, and what Keycloak
caches of a token.
"""

ESUITE = Dialect(
    naam="esuite",
    versies={"zaken": (), "catalogi": ()},
    headers=onderhandeling.geen_headers,
    crs_van_lezen=(),
    crs_van_zoeken=(),
    kapot=frozenset({"catalogussen"}),
    bladmaat_hooguit=None,
    nieuwste_eerst=False,
    ordening="geen",
    weigert_in_query=None,
    zaakfilters=(
        "identificatie",
        "bronorganisatie",
        "zaaktype",
        "startdatum",
        "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn",
        "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__innNnpId",
    ),
    zonder_filters=_ALLEEN_VAN_OPEN_ZAAK | {"omschrijvingGeneriek"},
    eigen_filters={"zaaktype": link("zaaktype")},
    rollen_van_zaak="negeren",
    ook_opgeslagen_als={"innNnpId": ("kvkNummer",)},
    zoek_geweigerd=405,
    expand_bekend=False,
    expand_altijd=False,
    vormen=(
        vormen.kvk_in_inn_nnp_id,
        vormen.van_zaken_1_0,
        vormen.status_op_middernacht,
        vormen.medewerker_met_volledige_naam,
    ),
)
"""The e-Suite as its clients describe it: read with GET, no expand, no ordering, and what it does not know it ignores.

The shape is that of Zaken 1.0. With ``rollen_van_zaak="weigeren"`` it refuses what it now ignores, which is told of
it as well; ``vormen.zonder_volgnummer`` can be added. Not played: its own notation of an identificatie.
"""

ZAKEN_16 = Dialect(
    naam="zaken-1.6",
    versies={"zaken": ("1.6.0",), "catalogi": ("1.3.2",)},
    foutvorm=foutvormen.standaard,
    bladmaat_hooguit=None,
    weigert_in_body=onbekende_parameters,
    ook_met_underscores=False,
    zaakfilters=_VAN_DE_STANDAARD,
    zoekfilters=("uuid__in", "zaaktype__in"),
    zonder_filters=_ALLEEN_VAN_OPEN_ZAAK,
    eigen_filters={"zaaktype": link("zaaktype")},
    bodywaarde=als_lijst_of_tekst,
    lege_zoekvraag=True,
    expand_overal=True,
    expand_in_zoekbody="tekst",
    expandpaden=None,
    onbekend_pad=niet_gevonden_pad,
    ouders_vanzelf=True,
    expand_altijd=False,
    lege_relatie="leeg",
    dode_link="weg",
    velden=True,
    vormen=(vormen.van_zaken_1_5, vormen.van_catalogi_1_3_2),
)
"""Zaken 1.6.0 by its OpenAPI file: ``expand`` as a parameter of every list, search and detail, to any depth.

In the body of ``_zoek`` it is deprecated and still read; ``fields`` stands there beside it, and they exclude each
other. What the file leaves open is as in Open Zaak: the errors, the order, and an empty value that falls away. Not
played: expanding into the Documenten and Besluiten API, and the media type of a body.
"""

GATEWAY = replace(
    OPEN_ZAAK,
    naam="gateway",
    voorvoegsel="/zgw/gemeente-x",
    interne_basis="http://open-zaak.intern.example:8000/oz",
)
"""An Open Zaak behind a gateway that rewrites requests and not answers: every link names a host nobody can reach."""
