"""What the register holds: resources as they are served, in the order in which they were registered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from mijnzaken_bff.demo.gemeente.archief import Archief

Resource = dict[str, Any]
"""A resource as the register serves it. Without ``_expand``: that belongs to an answer."""


def collectie_van(url: str) -> str:
    """``http://host/zaken/api/v1/rollen/<uuid>`` is one of the ``rollen``.

    What is under a zaak and called ``besluiten`` there are ``zaakbesluiten``: the besluiten themselves are elsewhere.
    """
    _, naam, _ = url.rsplit("/", 2)
    return "zaakbesluiten" if naam == "besluiten" and "/zaken/api/" in url else naam


def zonder_schema(url: str) -> str:
    """The register compares links without their scheme: ``https:`` finds what ``http:`` stored."""
    return url.partition(":")[2]


class Opslag:
    """All resources of one register.

    Storing a resource again replaces it and keeps its place in the order. Fields of a stored zaak may be changed in
    place; a rol is found through an index on its ``betrokkeneIdentificatie``, so store it again after a change.
    One thread writes while another reads: every read takes a copy of the list it walks. Of a document this holds the
    newest version; all of them, and what is in them, are in its ``archief``.
    """

    def __init__(self) -> None:
        self.archief = Archief()
        self._resources: dict[str, Resource] = {}
        self._volgorde: dict[str, int] = {}
        self._geregistreerd: Counter[str] = Counter()
        self._collecties: defaultdict[str, dict[str, Resource]] = defaultdict(dict)
        self._van_zaak: defaultdict[tuple[str, str], dict[str, Resource]] = defaultdict(dict)
        self._rollen: defaultdict[tuple[str, str, str], dict[str, Resource]] = defaultdict(dict)
        self._sleutels: dict[str, list[dict[str, Resource]]] = {}

    def bewaar(self, resource: Resource) -> Resource:
        """Store ``resource`` under its own ``url``."""
        url: str = resource["url"]
        collectie = collectie_van(url)
        for plaats in self._sleutels.pop(url, ()):
            plaats.pop(url, None)
        plaatsen = [self._van_zaak[collectie, zonder_schema(zaak)] for zaak in _zaak_van(resource)]
        if collectie == "rollen":
            plaatsen += [self._rollen[sleutel] for sleutel in _rolsleutels(resource)]
        for plaats in plaatsen:
            plaats[url] = resource
        self._sleutels[url] = plaatsen
        if url not in self._volgorde:
            self._volgorde[url] = len(self._volgorde)
            self._geregistreerd[collectie] += 1
        self._resources[url] = resource
        self._collecties[collectie][url] = resource
        return resource

    def verwijder(self, url: str) -> None:
        for plaats in self._sleutels.pop(url, ()):
            plaats.pop(url, None)
        self._collecties[collectie_van(url)].pop(url, None)
        self._resources.pop(url, None)
        self.archief.verwijder(url)

    def vind(self, url: str) -> Resource | None:
        return self._resources.get(url)

    def alle(self, collectie: str) -> list[Resource]:
        """Every resource of a collection, oldest registered first."""
        return list(self._collecties[collectie].values())

    def van_zaak(self, collectie: str, zaak_url: str) -> list[Resource]:
        """What a collection holds of one zaak, oldest registered first."""
        return self.op_volgorde(self._van_zaak.get((collectie, zonder_schema(zaak_url)), {}).values())

    def rollen_van(self, betrokkene_type: str, veld: str, waarde: str) -> list[Resource]:
        """The rollen that identify their betrokkene by this value, oldest registered first."""
        return self.op_volgorde(self._rollen.get((betrokkene_type, veld, waarde), {}).values())

    def op_volgorde(self, resources: Iterable[Resource]) -> list[Resource]:
        """The same resources, oldest registered first."""
        return sorted(resources, key=lambda resource: self._volgorde.get(resource["url"], -1))

    def geregistreerd(self, collectie: str) -> int:
        """How many this collection ever held, those that were removed included."""
        return self._geregistreerd[collectie]


def _zaak_van(resource: Resource) -> Iterator[str]:
    """The zaak it belongs to, if any. A resource below a zaak belongs to it by its url, whether or not it says so."""
    ouder = resource["url"].rsplit("/", 2)[0]
    if collectie_van(ouder) == "zaken":
        yield ouder
    elif isinstance(resource.get("zaak"), str):
        yield resource["zaak"]


def _rolsleutels(rol: Resource) -> Iterator[tuple[str, str, str]]:
    identificatie = rol.get("betrokkeneIdentificatie") or {}
    return ((rol["betrokkeneType"], veld, waarde) for veld, waarde in identificatie.items() if isinstance(waarde, str))
