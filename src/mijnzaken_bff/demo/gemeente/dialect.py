"""How one register differs from another: a ``Dialect`` is a set of traits. The products themselves: ``dialecten``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mijnzaken_bff.demo.gemeente import documentfilters, downloads, expandpaden, filternamen, foutvormen, onderhandeling
from mijnzaken_bff.demo.gemeente.bodywaarden import Bodywaarde, als_formulierveld
from mijnzaken_bff.demo.gemeente.downloads import Download, Downloadfout
from mijnzaken_bff.demo.gemeente.filters import Filter
from mijnzaken_bff.demo.gemeente.foutvormen import Foutvorm
from mijnzaken_bff.demo.gemeente.keuring import Keuring
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from mijnzaken_bff.demo.gemeente.probleem import (
    NIET_ACCEPTABEL,
    SERVERFOUT,
    Ongeldig,
    Probleem,
    Soort,
    onbekend_pad,
    onbekende_parameters,
)
from mijnzaken_bff.demo.gemeente.vormen import Vorm, van_documenten_1_4
from mijnzaken_bff.demo.gemeente.vraag import Antwoord
from mijnzaken_bff.demo.gemeente.zaakfilters import ZOEKFILTERS

Weigering = Callable[[Sequence[str]], Probleem]
"""From the keys that nobody knows to the refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The traits of one register. Their defaults are those of Open Zaak 1.30."""

    naam: str

    versies: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "zaken": ("1.5.1",),
            "catalogi": ("1.3.1",),
            "documenten": ("1.4.2",),
            "besluiten": ("1.1.0",),
        }
    )
    """Of each API that it has the versions there are, the newest last. With none it says nothing about versions."""
    kiest_versie: bool = False
    """Whether the request header ``Api-Version`` picks one of them, and an unknown one is a 405."""
    oudere: Mapping[str, "Dialect"] = field(default_factory=dict)
    """How it speaks when an older minor version of the Zaken API is asked: ``{"1.0": ...}``."""
    oudere_documenten: Mapping[str, "Dialect"] = field(default_factory=dict)
    """The same for the Documenten API."""

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

    headers: Callable[[str], Mapping[str, str]] = onderhandeling.headers_van_open_zaak
    """Those of every answer, from the name of the collection that it is about."""
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
    documenten_nieuwste_eerst: bool = False
    """In which order documents do."""

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
    zaakfilters: tuple[str, ...] = filternamen.ALLE
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
    """With which status ``_zoek`` is refused, of zaken and of documents, 405 or 404; nothing when it is there."""
    documentfilters: tuple[str, ...] = documentfilters.OPEN_ZAAK
    """The filters of the list of documents."""
    documentsleutel: str = "uuid__in"
    """What the list of uuids is called in a search for documents."""
    documentsleutel_verplicht: bool = True
    documentzoekfilters: tuple[str, ...] = ("bronorganisatie", "identificatie")
    """What else such a search looks at."""
    weigert_in_documentbody: Weigering | None = None
    """How an unknown key of such a search is refused; nothing when it is ignored."""
    download: Download = downloads.open_zaak
    downloadfout: Downloadfout = downloads.fout_van_open_zaak
    """What becomes of a refusal when a download was asked."""
    versie_van_eerste: bool = True
    """Whether every link to content in a page of documents names the version of the first document there."""
    inhoud_in_metadata: bool = False
    """Whether ``inhoud`` of a document is its content in base64, and not where that is."""
    expand_bekend: bool = True
    """Whether ``expand`` means anything."""
    expand_lijst: str = "all"
    """Which paths a list expands: ``all``, ``none``, or paths in comma text, as an operator would write it."""
    expand_zoek: str = "all"
    expand_detail: str = "all"
    document_expand_lijst: str = "all"
    """The same for documents."""
    document_expand_zoek: str = "all"
    document_expand_detail: str = "all"
    expand_overal: bool = False
    """Whether the statussen, rollen and so on expand as well."""
    expand_in_zoekbody: Literal["lijst", "tekst", None] = "lijst"
    expand_in_zoekquery: bool = True
    documentpaden: frozenset[str] | None = expandpaden.DOCUMENT_OPEN_ZAAK
    """The paths there are from a document; nothing for any walk along the relations."""
    expandpaden: frozenset[str] | None = expandpaden.OPEN_ZAAK
    """Those from anything else."""
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

    vormen: tuple[Vorm, ...] = (van_documenten_1_4,)
    """What is done to a resource before it is served, in this order."""
    vormen_in_expand: tuple[Vorm, ...] = ()
    """The same, beside those, inside ``_expand`` only."""

    def toon(self, resource: Resource) -> Resource:
        """``resource`` as it is served by itself."""
        return _gevormd(self.vormen, resource)

    def toon_uitgevouwen(self, resource: Resource) -> Resource:
        """``resource`` as it is served inside ``_expand``."""
        return _gevormd(self.vormen_in_expand, _gevormd(self.vormen, resource))

    def expandpaden_van(self, collectie: str) -> frozenset[str] | None:
        return self.documentpaden if collectie == expandpaden.DOCUMENTEN else self.expandpaden

    def bladmaat_van(self, collectie: str) -> int:
        return self.bladmaten.get(collectie, self.bladmaat)


def _gevormd(alle: Sequence[Vorm], resource: Resource) -> Resource:
    if not alle:
        return resource
    collectie = collectie_van(resource["url"])
    for vorm in alle:
        resource = vorm(collectie, resource)
    return resource
