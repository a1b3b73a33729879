"""A simulated gemeente filled with the resources that occur in the recordings.

Resources go in, never answers: what the simulated register then says to a question is its own doing.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from mijnzaken_bff.demo.gemeente.archief import Versie
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.inhoud import groot, inhoud_van
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen

APIS = frozenset({"zaken", "catalogi", "documenten", "besluiten"})
"""Those that a simulated gemeente has; of the others only a refusal was recorded."""
BASIS: dict[Letter, str] = {"a": "http://127.0.0.1:8001", "b": "http://127.0.0.1:8002"}
_NAMEN: dict[Letter, tuple[str, str]] = {"a": ("Voorbeeldstad", "001117518"), "b": ("Waterdam", "000740457")}
_ZAAKTYPEN_VAN_BEPERKT = frozenset({"ZT-PARKEREN", "ZT-MOR"})
SECRET = "het-geheim-van-het-lab-dat-nergens-anders-geldt"

Paar = tuple[str, str]


def gemeente_uit_opnamen(letter: Letter, nu: Callable[[], datetime] | None = None) -> Gemeente:
    """The register of gemeente ``letter`` as far as it was recorded, with the clients that asked. ``nu``: its clock."""
    opgenomen = list(uitwisselingen(letter))
    naam, rsin = _NAMEN[letter]
    resources = _resources(opgenomen)
    gemeente = Gemeente(naam, rsin, basis=BASIS[letter], clients=_clients(resources.values()), nu=nu)
    for url in _registratievolgorde(resources, _eerder_dan(opgenomen)):
        gemeente.opslag.bewaar(resources[url])
    for url, versie in _versies(opgenomen):
        gemeente.opslag.archief.bewaar(url, versie)
    return gemeente


def _clients(resources: Iterable[Resource]) -> dict[str, Client]:
    zaaktypen = frozenset(
        resource["url"]
        for resource in resources
        if collectie_van(resource["url"]) == "zaaktypen" and resource["identificatie"] in _ZAAKTYPEN_VAN_BEPERKT
    )
    return {
        "lab-alles": Client(SECRET),
        "lab-beperkt": Client(
            SECRET,
            alle=False,
            zaaktypen=zaaktypen,
            maximale_vertrouwelijkheid="zaakvertrouwelijk",
            catalogi_lezen=False,
            documenten_lezen=False,
            besluiten_lezen=False,
        ),
        "lab-zonder-applicatie": Client(SECRET, applicatie=False),
    }


def _resources(opgenomen: Iterable[Uitwisseling]) -> dict[str, Resource]:
    """Every resource in any answer, by its url and without its ``_expand``; of a document its newest version."""
    gevonden: dict[str, Resource] = {}
    for uitwisseling in opgenomen:
        if uitwisseling.api in APIS and uitwisseling.status == 200:
            for resource in _met_alles_erin(_items(uitwisseling.inhoud)):
                kaal = _zonder_expand(resource)
                eerder = gevonden.setdefault(resource["url"], kaal)
                if eerder.get("versie", 0) < kaal.get("versie", 0):
                    gevonden[resource["url"]] = kaal
    return gevonden


def _zonder_expand(resource: Resource) -> Resource:
    return {veld: waarde for veld, waarde in resource.items() if veld != "_expand"}


def _versies(opgenomen: Sequence[Uitwisseling]) -> Iterator[tuple[str, Versie]]:
    """Every version of every document, with what was downloaded of it; of the others as many bytes as they have.

    The name of the file and when it was written are known only of what was downloaded. What a search says of a version
    comes after its detail, and is left out: there the link to the content may be one to another version.
    """
    gezien: set[tuple[str, int]] = set()
    gedownload = {
        een.pad.removesuffix("/download"): een
        for een in opgenomen
        if een.pad.endswith("/download") and een.status == 200 and een.binair is not None
    }
    for uitwisseling in opgenomen:
        if uitwisseling.api != "documenten" or uitwisseling.status != 200:
            continue
        for document in _items(uitwisseling.inhoud):
            if (document["url"], document["versie"]) in gezien:
                continue
            gezien.add((document["url"], document["versie"]))
            download = gedownload.get(urlsplit(document["url"]).path)
            omvang = document["bestandsomvang"]
            versie = Versie(
                document["versie"],
                _zonder_expand(document),
                None if omvang is None else groot(omvang),
                "00000000-0000-4000-8000-000000000000",
                datetime.fromisoformat(document["beginRegistratie"]),
            )
            if download is not None and download.binair is not None and len(download.binair) == omvang:
                naam = download.antwoord_headers["content-disposition"].partition('"')[2].removesuffix('.bin"')
                versie = replace(
                    versie,
                    inhoud=inhoud_van(download.binair),
                    bestand=naam,
                    gewijzigd=parsedate_to_datetime(download.antwoord_headers["last-modified"]),
                )
            yield document["url"], versie


def _items(inhoud: Any) -> list[Resource]:
    """The resources an answer is about: those of a page or an array, or the one of a detail."""
    if isinstance(inhoud, list):
        return inhoud
    if not isinstance(inhoud, dict):
        return []
    if "results" in inhoud:
        return list(inhoud["results"])
    return [inhoud] if "url" in inhoud else []


def _met_alles_erin(resources: Iterable[Resource]) -> Iterator[Resource]:
    for resource in resources:
        yield resource
        for uitgevouwen in resource.get("_expand", {}).values():
            yield from _met_alles_erin(uitgevouwen if isinstance(uitgevouwen, list) else [uitgevouwen])


def _eerder_dan(opgenomen: Iterable[Uitwisseling]) -> Iterator[Paar]:
    """Which resource was registered before which other, as the order of the recorded lists betrays.

    Lists come newest first, those of documents and bare arrays oldest first, and zaken of one startdatum oldest first.
    """
    for uitwisseling in opgenomen:
        if uitwisseling.api not in APIS or uitwisseling.status != 200:
            continue
        ordening = (uitwisseling.body or {}).get("ordering") or ""
        for links, rechts in pairwise(_items(uitwisseling.inhoud)):
            if isinstance(uitwisseling.inhoud, list) or uitwisseling.api == "documenten":
                yield links["url"], rechts["url"]
            elif not ordening:
                yield rechts["url"], links["url"]
            elif ordening == "-startdatum" and links["startdatum"] == rechts["startdatum"]:
                yield links["url"], rechts["url"]


def _registratievolgorde(resources: dict[str, Resource], eerder_dan: Iterable[Paar]) -> Iterator[str]:
    """The urls in an order that every pair agrees with; where none decides, by number or moment of registration."""
    voorgangers: defaultdict[str, set[str]] = defaultdict(set)
    for eerder, later in eerder_dan:
        voorgangers[later].add(eerder)
    volgorde = TopologicalSorter({url: voorgangers[url] for url in resources})
    volgorde.prepare()
    gereed: list[tuple[str, str]] = []
    while volgorde.is_active():
        for url in volgorde.get_ready():
            heapq.heappush(gereed, (_houvast(resources[url]), url))
        _, url = heapq.heappop(gereed)
        yield url
        volgorde.done(url)


def _houvast(resource: Resource) -> str:
    nummer = resource.get("identificatie", "").rpartition("-")[2]
    return str(nummer or resource.get("datumStatusGezet") or resource.get("registratiedatum") or "")
