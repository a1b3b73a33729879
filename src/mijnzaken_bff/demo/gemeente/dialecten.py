"""The products as they come, each a ``Dialect``.

One trait is changed with ``dataclasses.replace``: an operator of OneGround who allows two relations in a search is
``replace(ONEGROUND, expand_zoek="status,resultaat")``. Whoever answers asks for the trait, never for the product.

``OPEN_ZAAK`` was recorded. ``ONEGROUND`` follows the source of OneGround's ZGW APIs (August 2026). ``ESUITE`` is
closed and known only through its clients: where those differ the worse was chosen. ``ZAKEN_16`` follows the OpenAPI
file of Zaken 1.6.0, which nobody runs yet. ``GATEWAY`` is an Open Zaak that does not know where it can be reached.
"""

from dataclasses import replace

from mijnzaken_bff.demo.gemeente import (
    documentfilters,
    downloads,
    expandpaden,
    filternamen,
    foutvormen,
    keuring,
    onderhandeling,
    vormen,
)
from mijnzaken_bff.demo.gemeente.bodywaarden import als_eigenschap, als_lijst_of_tekst
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.filters import link, link_op_kenmerk
from mijnzaken_bff.demo.gemeente.probleem import (
    ANDERE_CRS,
    NIET_GEVONDEN,
    niet_gevonden_pad,
    onbekend_expandveld,
    onbekende_parameters,
    ongeldige_parameters,
    ongeldige_sleutels,
)
from mijnzaken_bff.demo.gemeente.vraag import Antwoord

OPEN_ZAAK = Dialect(naam="open-zaak")
"""Open Zaak 1.30, word for word. What of it is not played is in the docstring of this package."""

_ONEGROUND_1_5 = Dialect(
    naam="oneground",
    versies={
        "zaken": ("1.0.0", "1.0.1", "1.0.2", "1.2.0", "1.5.0", "1.5.1"),
        "catalogi": ("1.0.0", "1.2.0", "1.3.0", "1.3.1"),
        "documenten": ("1.0.0", "1.1.0", "1.5.0", "1.7.0"),
        "besluiten": ("1.0.0",),
    },
    kiest_versie=True,
    onbekende_route=Antwoord(404, {}),
    wortel=False,
    afwezig=frozenset({"substatussen"}),
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
    documenten_nieuwste_eerst=True,
    ordening="een",
    gelijken_wisselen=True,
    weigert_in_query=ongeldige_parameters,
    weigert_in_body=ongeldige_sleutels,
    altijd_bekend=frozenset({"page", "expand", "ordering"}),
    in_elke_schrijfwijze=True,
    ook_met_underscores=False,
    zaakfilters=filternamen.ZAKEN_1_5,
    zoekfilters=("uuid__in", "zaaktype__in"),
    zonder_filters=filternamen.ALLEEN_VAN_OPEN_ZAAK,
    eigen_filters={"zaak": link_op_kenmerk("zaak"), "zaaktype": link("zaaktype")},
    keuringen=keuring.ONEGROUND,
    bodywaarde=als_eigenschap,
    lege_query_vervalt=True,
    lege_bodywaarde_vindt_niets=True,
    lege_zoekvraag=True,
    rolfilters_samen=False,
    documentfilters=documentfilters.STANDAARD,
    documentsleutel="uuid_in",
    versie_van_eerste=False,
    documentsleutel_verplicht=False,
    documentzoekfilters=documentfilters.STANDAARD,
    weigert_in_documentbody=ongeldige_sleutels,
    download=downloads.oneground,
    downloadfout=downloads.fout_als_elders,
    expand_lijst="none",
    expand_zoek="none",
    document_expand_lijst="informatieobject, informatieobjecttype",
    document_expand_zoek="informatieobject, informatieobjecttype",
    expand_in_zoekbody="tekst",
    expand_in_zoekquery=False,
    expandpaden=expandpaden.ONEGROUND,
    documentpaden=expandpaden.DOCUMENT_ONEGROUND,
    expandnamen_klein=True,
    onbekend_pad=onbekend_expandveld,
    ouders_vanzelf=True,
    expand_altijd=False,
    lege_relatie="leeg",
    dode_link="_error",
    vormen=(
        vormen.van_zaken_1_5,
        vormen.van_catalogi_1_3,
        vormen.kvknummer_in_kleine_letters,
        vormen.zonder_omvang_is_nul,
    ),
    vormen_in_expand=(vormen.identificatie_met_hoofdletter,),
)
_ONEGROUND_1_0 = replace(
    _ONEGROUND_1_5,
    zaakfilters=filternamen.ZAKEN_1_0,
    zoekfilters=(),
    keuringen=keuring.ONEGROUND_1_0,
    expand_bekend=False,
    vormen=(vormen.van_zaken_1_0, vormen.van_catalogi_1_3),
)
_ONEGROUND_DOCUMENTEN_1_5 = replace(
    _ONEGROUND_1_5,
    documentfilters=documentfilters.EERDER,
    documentzoekfilters=(),
    weigert_in_documentbody=None,
    vormen=(vormen.van_documenten_1_5, vormen.zonder_omvang_is_nul),
)
_ONEGROUND_DOCUMENTEN_1_0 = replace(
    _ONEGROUND_DOCUMENTEN_1_5,
    zoek_geweigerd=404,
    expand_bekend=False,
    vormen=(vormen.van_documenten_1_0, vormen.zonder_omvang_is_nul),
)
ONEGROUND = replace(
    _ONEGROUND_1_5,
    oudere={"1.0": _ONEGROUND_1_0, "1.2": _ONEGROUND_1_0},
    oudere_documenten={
        "1.0": _ONEGROUND_DOCUMENTEN_1_0,
        "1.1": _ONEGROUND_DOCUMENTEN_1_0,
        "1.5": _ONEGROUND_DOCUMENTEN_1_5,
    },
)
"""OneGround ZGW APIs, as shipped: no expand in a list or a search of zaken, and everything in a detail.

A search for documents takes ``uuid_In`` (in any case), with one underscore where the standard has two: asked with
``uuid__in``, version 1.7 answers 400 and version 1.5 everybody's documents.

Not played: a count that is a minute old, the rights that are looked at only after the values, the older versions of
the Catalogi API (all of them answer as 1.3), an expand of what the client may not read (403 here), an expand of
besluiten, gebruiksrechten and objectinformatieobjecten, ``fields`` of documents, and what Keycloak caches of a token.
"""

ESUITE = Dialect(
    naam="esuite",
    versies={"zaken": (), "catalogi": (), "documenten": ()},
    headers=onderhandeling.geen_headers,
    crs_van_lezen=(),
    crs_van_zoeken=(),
    kapot=frozenset({"catalogussen"}),
    afwezig=frozenset({"substatussen", "zaakbesluiten"}),
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
    zonder_filters=filternamen.ALLEEN_VAN_OPEN_ZAAK | {"omschrijvingGeneriek"},
    eigen_filters={"zaaktype": link("zaaktype")},
    rollen_van_zaak="negeren",
    ook_opgeslagen_als={"innNnpId": ("kvkNummer",)},
    zoek_geweigerd=405,
    documentfilters=documentfilters.EERDER,
    downloadfout=downloads.fout_als_elders,
    download=downloads.standaard,
    versie_van_eerste=False,
    inhoud_in_metadata=True,
    expand_bekend=False,
    expand_altijd=False,
    vormen=(
        vormen.kvk_in_inn_nnp_id,
        vormen.van_zaken_1_0,
        vormen.status_op_middernacht,
        vormen.medewerker_met_volledige_naam,
        vormen.van_documenten_1_0,
        vormen.dag_en_geen_moment,
    ),
)
"""The e-Suite as its clients describe it: read with GET, no expand, no ordering, and what it does not know it ignores.

A document is read one by one and has its content in it, as well as behind ``/download``; there is no Besluiten API.
The shape is that of Zaken 1.0. With ``rollen_van_zaak="weigeren"`` it refuses what it now ignores, which is told of
it as well; ``vormen.zonder_volgnummer`` can be added. Not played: its own notation of an identificatie.
"""

ZAKEN_16 = Dialect(
    naam="zaken-1.6",
    versies={"zaken": ("1.6.0",), "catalogi": ("1.3.2",), "documenten": ("1.6.0",), "besluiten": ("1.1.0",)},
    afwezig=frozenset({"substatussen"}),
    foutvorm=foutvormen.standaard,
    bladmaat_hooguit=None,
    weigert_in_body=onbekende_parameters,
    ook_met_underscores=False,
    zaakfilters=filternamen.ZAKEN_1_5,
    zoekfilters=("uuid__in", "zaaktype__in"),
    zonder_filters=filternamen.ALLEEN_VAN_OPEN_ZAAK,
    eigen_filters={"zaaktype": link("zaaktype")},
    bodywaarde=als_lijst_of_tekst,
    lege_zoekvraag=True,
    documentfilters=documentfilters.STANDAARD,
    weigert_in_documentbody=onbekende_parameters,
    versie_van_eerste=False,
    download=downloads.standaard,
    downloadfout=downloads.fout_als_elders,
    documentpaden=None,
    expand_overal=True,
    expand_in_zoekbody="tekst",
    expandpaden=None,
    onbekend_pad=niet_gevonden_pad,
    ouders_vanzelf=True,
    expand_altijd=False,
    lege_relatie="leeg",
    dode_link="weg",
    velden=True,
    vormen=(vormen.van_zaken_1_5, vormen.van_catalogi_1_3_2, vormen.van_documenten_1_6),
)
"""Zaken 1.6.0 by its OpenAPI file: ``expand`` as a parameter of every list, search and detail, to any depth.

In the body of ``_zoek`` it is deprecated and still read; ``fields`` stands there beside it, and they exclude each
other. What the file leaves open is as in Open Zaak: the errors, the order, and an empty value that falls away. Not
played: the media type of a body. The Documenten API is 1.6.0 and the Besluiten API 1.1.0, which were published with it.
"""

GATEWAY = replace(
    OPEN_ZAAK,
    naam="gateway",
    voorvoegsel="/zgw/gemeente-x",
    interne_basis="http://open-zaak.intern.example:8000/oz",
)
"""An Open Zaak behind a gateway that rewrites requests and not answers: every link names a host nobody can reach."""
