"""A simulated gemeente filled with the resources that occur in the recordings.

Resources go in, never answers: what the simulated register then says to a question is its own doing.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen

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
        ),
        "lab-zonder-applicatie": Client(SECRET, applicatie=False),
    }


def _resources(opgenomen: Iterable[Uitwisseling]) -> dict[str, Resource]:
    """Every resource of the Zaken and Catalogi API in any answer, by its url and without its ``_expand``."""
    gevonden: dict[str, Resource] = {}
    for uitwisseling in opgenomen:
        if uitwisseling.api in {"zaken", "catalogi"} and uitwisseling.status == 200:
            for resource in _met_alles_erin(_items(uitwisseling.inhoud)):
                kaal = {veld: waarde for veld, waarde in resource.items() if veld != "_expand"}
                gevonden.setdefault(resource["url"], kaal)
    return gevonden


def _items(inhoud: Any) -> list[Resource]:
    """The resources an answer is about: those of a page or an array, or the one of a detail."""
    if isinstance(inhoud, list):
        return inhoud
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

    Lists come newest first, bare arrays oldest first, and zaken of one startdatum oldest first.
    """
    for uitwisseling in opgenomen:
        if uitwisseling.api not in {"zaken", "catalogi"} or uitwisseling.status != 200:
            continue
        ordening = (uitwisseling.body or {}).get("ordering") or ""
        for links, rechts in pairwise(_items(uitwisseling.inhoud)):
            if isinstance(uitwisseling.inhoud, list):
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
