"""The register itself: a ``Vraag`` in, an ``Antwoord`` out. The faults and the sockets are around it."""

import base64
import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from mijnzaken_bff.demo.gemeente import documentvraag, zaakvraag
from mijnzaken_bff.demo.gemeente.archief import Versie
from mijnzaken_bff.demo.gemeente.bladeren import pagina
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.collecties import Collectie
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.downloads import met_versie_van_eerste
from mijnzaken_bff.demo.gemeente.expand import Boom, boom_van, lees_expand, met_expand, raakt_catalogus
from mijnzaken_bff.demo.gemeente.expandpaden import DOCUMENTEN
from mijnzaken_bff.demo.gemeente.filters import Filter, Test
from mijnzaken_bff.demo.gemeente.onderhandeling import eis_bestand, eis_crs, eis_json, gekozen_versie, minor
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource, collectie_van
from mijnzaken_bff.demo.gemeente.probleem import (
    METHODE,
    NIET_GEVONDEN,
    ONGELDIG,
    SERVERFOUT,
    Ongeldig,
    Probleem,
    geen_toestemming,
)
from mijnzaken_bff.demo.gemeente.routes import Actie, Route, vind_route
from mijnzaken_bff.demo.gemeente.toegang import client_van
from mijnzaken_bff.demo.gemeente.tokens import Tokens
from mijnzaken_bff.demo.gemeente.velden import gekozen_velden
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, Vraag, als_bytes

_SLUITEND = frozenset({"zaak", "page", "pageSize"})
"""What ``/rollen`` keeps looking at where everything beside ``zaak`` is ignored."""


@dataclass(slots=True)
class Beurten:
    """Counts the questions about zaken, so that an order which nothing decides can differ between two of them."""

    _tel: "count[int]" = field(default_factory=lambda: count(1))

    def volgende(self) -> int:
        return next(self._tel)

    def opnieuw(self) -> None:
        self._tel = count(1)


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what it holds, who may ask, how it speaks, under which address, and what time it is."""

    opslag: Opslag
    clients: Mapping[str, Client]
    basis: Callable[[], str]
    nu: Callable[[], datetime]
    dialect: Dialect
    tokens: Tokens
    beurten: Beurten = field(default_factory=Beurten)

    def antwoord(self, vraag: Vraag) -> Antwoord:
        """The answer, whatever the question: what goes wrong inside is an answer too."""
        route = vind_route(vraag.pad)
        if route is None or (route.actie is Actie.WORTEL and not self.dialect.wortel):
            return self.dialect.onbekende_route
        if route.collectie is not None and route.collectie.naam in self.dialect.afwezig:
            return self.dialect.onbekende_route
        if route.api.naam not in self.dialect.versies:
            return self.dialect.onbekende_route
        try:
            return self._in_gevraagde_versie(vraag, route)
        except Probleem as probleem:
            return self._met_headers(route, self._fout(probleem, route), None)

    def _in_gevraagde_versie(self, vraag: Vraag, route: Route) -> Antwoord:
        aangeboden = self.dialect.versies[route.api.naam]
        versie = aangeboden[-1] if aangeboden else None
        gesprek = self
        if self.dialect.kiest_versie and aangeboden:
            versie = gekozen_versie(vraag.headers, aangeboden, vraag.pad)
            oudere = {"zaken": self.dialect.oudere, "documenten": self.dialect.oudere_documenten}
            gesprek = replace(self, dialect=oudere.get(route.api.naam, {}).get(minor(versie), self.dialect))
        try:
            antwoord = gesprek._beantwoord(vraag, route)
        except Probleem as probleem:
            antwoord = self._fout(probleem, route)
        # Whoever serves the bytes of a download is not whoever knows about versions, where one cannot choose either.
        if antwoord.inhoud is not None and not self.dialect.kiest_versie:
            versie = None
        return self._met_headers(route, antwoord, versie)

    def _fout(self, probleem: Probleem, route: Route) -> Antwoord:
        antwoord = self.dialect.foutvorm(probleem, self.basis())
        return self.dialect.downloadfout(antwoord) if route.actie is Actie.DOWNLOAD else antwoord

    def _met_headers(self, route: Route, antwoord: Antwoord, versie: str | None) -> Antwoord:
        """What every answer has, errors included, beside its content type."""
        eerst = {naam: waarde for naam, waarde in antwoord.headers.items() if naam == "content-type"}
        if versie is not None and (antwoord.status != 304 or self.dialect.kiest_versie):
            eerst["api-version"] = versie
        if self.dialect.kiest_versie:
            eerst["api-versions-supported"] = ", ".join(self.dialect.versies[route.api.naam])
        return replace(
            antwoord,
            headers=eerst
            | dict(self.dialect.headers(route.collectie.naam if route.collectie else ""))
            | dict(antwoord.headers),
        )

    def _beantwoord(self, vraag: Vraag, route: Route) -> Antwoord:
        (eis_bestand if route.actie is Actie.DOWNLOAD else eis_json)(vraag.headers)
        if route.collectie is None:
            return self._json(self._wortel(route))
        client = client_van(vraag.headers, self.dialect, self.clients, self.tokens, self.nu())
        if not client.mag_api_lezen(route.api.naam):
            raise geen_toestemming()
        self._eis_methode(vraag, route)
        if route.met_crs:
            namen = (*self.dialect.crs_van_lezen, *(self.dialect.crs_van_zoeken if route.actie is Actie.ZOEK else ()))
            eis_crs(vraag.headers, namen, self.dialect.crs_bekend, self.dialect.crs_fout)
        if route.collectie.naam in self.dialect.kapot:
            raise Probleem(SERVERFOUT)

        if route.actie is Actie.DOWNLOAD:
            return self._download(vraag, route, client)
        if route.actie is Actie.DETAIL:
            return self._detail(vraag, route, route.collectie, client)
        if route.collectie.naam == "zaken":
            return self._json(self._zaken(vraag, route, client))
        if route.actie is Actie.ZOEK:
            return self._json(self._gezochte_documenten(vraag, client))
        return self._json(self._lijst(vraag, route, route.collectie, client))

    def _eis_methode(self, vraag: Vraag, route: Route) -> None:
        if route.actie is Actie.ZOEK and self.dialect.zoek_geweigerd == NIET_GEVONDEN.status:
            raise Probleem(NIET_GEVONDEN)
        if vraag.methode not in route.methoden or (route.actie is Actie.ZOEK and self.dialect.zoek_geweigerd):
            raise Probleem(METHODE, f'Methode "{vraag.methode}" niet toegestaan.')

    def _wortel(self, route: Route) -> object:
        api = f"{self.basis()}/{route.api.naam}/api/v1"
        return {re.sub("_(.)", lambda letter: letter[1].upper(), naam): f"{api}/{naam}" for naam in route.api.wortel}

    def _zaken(self, vraag: Vraag, route: Route, client: Client) -> object:
        if route.actie is Actie.ZOEK:
            gevraagd = zaakvraag.uit_body(vraag.json, vraag.parameters, self.opslag, self.dialect)
            gevraagd_blad = self._blad_van_zoek(vraag)
        else:
            gevraagd = zaakvraag.uit_query(vraag.parameters, self.opslag, self.dialect)
            gevraagd_blad = vraag.parameters
        if gevraagd.raakt_catalogus and not client.catalogi_lezen:
            raise geen_toestemming()
        zaken = gevraagd.zaken(self.opslag, client.mag_zien, self.beurten.volgende())
        boom, velden = gevraagd.boom, gevraagd.velden

        def getoond(zaak: Resource) -> Resource:
            if velden is not None:
                return gekozen_velden(zaak, velden, self.opslag, self.dialect, "zaken")
            return met_expand(zaak, boom, self.opslag, self.dialect)

        return self._in_bladen(zaken, getoond, self.basis() + vraag.pad, gevraagd_blad, "zaken")

    def _blad_van_zoek(self, vraag: Vraag) -> Mapping[str, str]:
        if not self.dialect.bladlinks_leesbaar:
            return vraag.parameters
        return {naam: waarde for naam, waarde in vraag.parameters.items() if naam == "page"}

    def _gezochte_documenten(self, vraag: Vraag, client: Client) -> object:
        gevraagd = documentvraag.uit_body(vraag.json, vraag.parameters, self.opslag, self.dialect)
        if raakt_catalogus(gevraagd.expand) and not client.catalogi_lezen:
            raise geen_toestemming()
        boom = boom_van(gevraagd.expand, ouders_vanzelf=self.dialect.ouders_vanzelf)
        gevonden = [
            document
            for document in self.opslag.alle(DOCUMENTEN)
            if all(test(document) for test in gevraagd.tests) and client.mag_document_zien(document)
        ]
        return self._in_bladen(
            gevonden[::-1] if self.dialect.documenten_nieuwste_eerst else gevonden,
            lambda document: self._getoond(document, boom, uitvouwbaar=True),
            self.basis() + vraag.pad,
            self._blad_van_zoek(vraag),
            DOCUMENTEN,
        )

    def _getoond(self, resource: Resource, boom: Boom, *, uitvouwbaar: bool) -> Resource:
        """``resource`` as it is served by itself or in a list."""
        if boom or (uitvouwbaar and self.dialect.expand_altijd):
            getoond = met_expand(resource, boom, self.opslag, self.dialect)
        else:
            getoond = self.dialect.toon(resource)
        if not self.dialect.inhoud_in_metadata or collectie_van(resource["url"]) != DOCUMENTEN:
            return getoond
        versie = self.opslag.archief.versie(resource["url"], resource["versie"])
        inhoud = versie.inhoud if versie is not None else None
        in_tekst = None if inhoud is None else base64.b64encode(b"".join(inhoud.lees())).decode()
        return {**getoond, "inhoud": in_tekst}

    def _lijst(self, vraag: Vraag, route: Route, collectie: Collectie, client: Client) -> object:
        boom = self._boom_van_lijst(vraag, collectie, client)
        if route.zaak_uuid:
            zaak = self._resource(f"/{route.api.naam}/api/v1/zaken", route.zaak_uuid, client)
            resources = self.opslag.van_zaak(collectie.naam, zaak["url"])
        else:
            resources = self._gefilterd(vraag.parameters, collectie)
        zichtbaar = [resource for resource in resources if self._zichtbaar(resource, client)]

        def getoond(resource: Resource) -> Resource:
            return self._getoond(resource, boom, uitvouwbaar=collectie.uitvouwbaar)

        if not collectie.in_bladen:
            return [getoond(resource) for resource in zichtbaar]
        omgekeerd = self.dialect.documenten_nieuwste_eerst if collectie.oudste_eerst else self.dialect.nieuwste_eerst
        geordend = zichtbaar[::-1] if omgekeerd else zichtbaar
        return self._in_bladen(geordend, getoond, self.basis() + vraag.pad, vraag.parameters, collectie.naam)

    def _in_bladen(
        self,
        resources: list[Resource],
        getoond: Callable[[Resource], Resource],
        url: str,
        parameters: Mapping[str, str],
        collectie: str,
    ) -> object:
        """The page that is asked, or everything at once where there are no pages."""
        if not self.dialect.in_bladen:
            return [getoond(resource) for resource in resources]
        blad = pagina(resources, url, parameters, self.dialect, collectie)
        blad["results"] = [getoond(resource) for resource in blad["results"]]
        if collectie == DOCUMENTEN and self.dialect.versie_van_eerste:
            blad["results"] = met_versie_van_eerste(blad["results"])
        return blad

    def _boom_van_lijst(self, vraag: Vraag, collectie: Collectie, client: Client) -> Boom:
        if collectie.naam == DOCUMENTEN and self.dialect.expand_bekend:
            toegestaan = self.dialect.document_expand_lijst
        elif self.dialect.expand_overal:
            toegestaan = self.dialect.expand_lijst
        else:
            return {}
        return self._boom(vraag.parameters.get("expand", ""), toegestaan, collectie, client)

    def _gefilterd(self, parameters: Mapping[str, str], collectie: Collectie) -> list[Resource]:
        filters = self._filters(collectie)
        parameters = self._bekeken(parameters, collectie, filters)
        tests: list[Test] = []
        bezwaren: list[Ongeldig] = []
        waarden = {**collectie.standaard, **parameters}
        for naam, lees in filters.items():
            waarde = waarden.get(naam, "")
            try:
                if waarde and naam in self.dialect.keuringen:
                    self.dialect.keuringen[naam](naam, waarde)
                test = lees(self.opslag, naam, waarde)
            except Ongeldig as bezwaar:
                bezwaren.append(bezwaar)
            else:
                tests += [test] if test is not None else []
        if bezwaren:
            raise Probleem(ONGELDIG, ongeldig=bezwaren)
        # A filter looks at what is served, which a dialect may make of what is stored.
        kandidaten = self._kandidaten(waarden, collectie)
        return [resource for resource in kandidaten if all(test(self.dialect.toon(resource)) for test in tests)]

    def _filters(self, collectie: Collectie) -> dict[str, Filter]:
        eigen, zonder = self.dialect.eigen_filters, self.dialect.zonder_filters
        namen = self.dialect.documentfilters if collectie.naam == DOCUMENTEN else collectie.filters
        return {naam: eigen.get(naam, collectie.filters[naam]) for naam in namen if naam not in zonder}

    def _bekeken(
        self, parameters: Mapping[str, str], collectie: Collectie, filters: Mapping[str, Filter]
    ) -> Mapping[str, str]:
        """The parameters that count, under the names that they have here. Raises for the unknown."""
        toegestaan = {*filters, *self.dialect.altijd_bekend}
        if self.dialect.expand_overal or (collectie.uitvouwbaar and self.dialect.expand_bekend):
            toegestaan.add("expand")
        if collectie.in_bladen:
            toegestaan |= {"page", "pageSize"} if self.dialect.bladmaat_hooguit is not None else {"page"}
        namen = {naam.lower(): naam for naam in toegestaan} if self.dialect.in_elke_schrijfwijze else {}
        genoemd = {namen.get(naam.lower(), naam): waarde for naam, waarde in parameters.items()}
        onbekend = [naam for naam in genoemd if naam not in toegestaan]
        if onbekend and self.dialect.weigert_in_query is not None:
            raise self.dialect.weigert_in_query(onbekend)
        bijkomend = {naam for naam in genoemd if naam not in _SLUITEND}
        if collectie.naam == "rollen" and "zaak" in genoemd and bijkomend:
            if self.dialect.rollen_van_zaak == "weigeren":
                raise Probleem(ONGELDIG)
            if self.dialect.rollen_van_zaak == "negeren":
                return {naam: waarde for naam, waarde in genoemd.items() if naam not in bijkomend}
        return genoemd

    def _kandidaten(self, waarden: Mapping[str, str], collectie: Collectie) -> list[Resource]:
        # Only a shortcut: the filter itself looks at these as well.
        if waarden.get("zaak") and "zaak" not in self.dialect.eigen_filters:
            return self.opslag.van_zaak(collectie.naam, waarden["zaak"])
        return self.opslag.alle(collectie.naam)

    def _detail(self, vraag: Vraag, route: Route, collectie: Collectie, client: Client) -> Antwoord:
        if route.zaak_uuid:
            self._resource(f"/{route.api.naam}/api/v1/zaken", route.zaak_uuid, client)
        resource = self._resource(vraag.pad.rpartition("/")[0], route.uuid, client)
        boom: Boom = {}
        if (collectie.uitvouwbaar or self.dialect.expand_overal) and self.dialect.expand_bekend:
            document = collectie.naam == DOCUMENTEN
            toegestaan = self.dialect.document_expand_detail if document else self.dialect.expand_detail
            boom = self._boom(vraag.parameters.get("expand", ""), toegestaan, collectie, client)
        # The ETag of a document of Open Zaak is that of its newest version, whichever was asked.
        gevraagd = self._versie(vraag, resource).metadata if collectie.naam == DOCUMENTEN else resource
        getoond = self._getoond(gevraagd, boom, uitvouwbaar=collectie.uitvouwbaar)
        etag = self._etag(getoond if self.dialect.etag_van_antwoord else self.dialect.toon(resource))
        if etag in vraag.headers.get("if-none-match", "").split(", "):
            return Antwoord(304, {"etag": etag})
        return self._json(getoond, etag=etag)

    def _versie(self, vraag: Vraag, document: Resource) -> Versie:
        """The version of ``document`` that is asked, or its newest. Raises ``Probleem``: 404, or 400 for no number."""
        gevraagd = vraag.parameters.get("versie", "")
        if gevraagd and not gevraagd.isdecimal():
            raise Probleem(ONGELDIG, ongeldig=[Ongeldig("versie", "invalid", "Voer een getal in.")])
        versie = self.opslag.archief.versie(document["url"], int(gevraagd) if gevraagd else None)
        if versie is None:
            raise Probleem(NIET_GEVONDEN)
        return versie

    def _download(self, vraag: Vraag, route: Route, client: Client) -> Antwoord:
        document = self._resource(vraag.pad.removesuffix("/download").rpartition("/")[0], route.uuid, client)
        return self.dialect.download(self._versie(vraag, document))

    def _etag(self, inhoud: Resource) -> str:
        if self.dialect.etag_van_antwoord:
            return f'"{base64.b64encode(hashlib.sha256(als_bytes(inhoud)).digest()).decode()}"'
        return f'"{hashlib.md5(als_bytes(inhoud), usedforsecurity=False).hexdigest()}"'

    def _boom(self, expand: str, toegestaan: str, collectie: Collectie, client: Client) -> Boom:
        try:
            paden = lees_expand(expand.split(","), self.dialect, toegestaan, collectie.naam)
        except Ongeldig as bezwaar:
            raise Probleem(ONGELDIG, ongeldig=[bezwaar]) from bezwaar
        if raakt_catalogus(paden) and not client.catalogi_lezen:
            raise geen_toestemming()
        return boom_van(paden, ouders_vanzelf=self.dialect.ouders_vanzelf)

    def _resource(self, pad: str, kenmerk: str, client: Client) -> Resource:
        """The resource that a path names. One that exists and may not be seen is a 403, and so betrays itself."""
        try:
            uuid.UUID(kenmerk)
        except ValueError as error:
            soort = self.dialect.kenmerk_is_geen_uuid
            raise Probleem(soort, "Internal Server Error" if soort == SERVERFOUT else None) from error
        resource = self.opslag.vind(f"{self.basis()}{pad}/{kenmerk}")
        if resource is None:
            raise Probleem(NIET_GEVONDEN)
        if not self._zichtbaar(resource, client):
            raise geen_toestemming()
        return resource

    def _zichtbaar(self, resource: Resource, client: Client) -> bool:
        """A resource may be seen when the zaak, document or besluit it belongs to may, as far as that is held here.

        The catalogus has been decided about before.
        """
        mag: Test = client.mag_zien
        match collectie_van(resource["url"]):
            case "zaken":
                return client.mag_zien(resource)
            case "enkelvoudiginformatieobjecten":
                return client.mag_document_zien(resource)
            case "besluiten":
                return client.mag_besluit_zien(resource)
            case "objectinformatieobjecten" | "gebruiksrechten":
                ouder, mag = resource["informatieobject"], client.mag_document_zien
            case "besluitinformatieobjecten":
                ouder, mag = resource["besluit"], client.mag_besluit_zien
            case _:
                ouder = resource.get("zaak", "")
        gevonden = self.opslag.vind(ouder)
        return gevonden is None or mag(gevonden)

    def _json(self, inhoud: object, *, etag: str | None = None) -> Antwoord:
        headers = {"content-type": self.dialect.mediatype}
        if etag is not None:
            headers["etag"] = etag
        return Antwoord(200, headers, als_bytes(inhoud))
