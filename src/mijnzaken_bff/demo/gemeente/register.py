"""The register itself: a ``Vraag`` in, an ``Antwoord`` out. The faults and the sockets are around it."""

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mijnzaken_bff.demo.gemeente import zaakvraag
from mijnzaken_bff.demo.gemeente.bladeren import pagina
from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.collecties import Collectie
from mijnzaken_bff.demo.gemeente.expand import boom_van, lees_expand, met_expand, raakt_catalogus
from mijnzaken_bff.demo.gemeente.filters import Test
from mijnzaken_bff.demo.gemeente.onderhandeling import eis_crs, eis_json
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource, collectie_van
from mijnzaken_bff.demo.gemeente.probleem import (
    METHODE,
    NIET_GEVONDEN,
    ONGELDIG,
    SERVERFOUT,
    Ongeldig,
    Probleem,
    geen_toestemming,
    onbekende_parameters,
)
from mijnzaken_bff.demo.gemeente.routes import Actie, Route, vind_route
from mijnzaken_bff.demo.gemeente.toegang import client_van
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, Vraag, als_bytes

_JSON = "application/json"
_HTML = "text/html; charset=utf-8"
_ONBEKEND_PAD = b"<!DOCTYPE html>\n<html><head><title>Pagina niet gevonden</title></head><body></body></html>\n"


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what it holds, who may ask, under which address it writes its links, and what time it is."""

    opslag: Opslag
    clients: Mapping[str, Client]
    basis: Callable[[], str]
    nu: Callable[[], datetime]

    def antwoord(self, vraag: Vraag) -> Antwoord:
        """The answer, whatever the question: what goes wrong inside is an answer too."""
        route = vind_route(vraag.pad)
        if route is None:
            return Antwoord(404, {"content-type": _HTML, "vary": "origin, Cookie"}, _ONBEKEND_PAD)
        try:
            return self._beantwoord(vraag, route)
        except Probleem as probleem:
            return _json(route, probleem.als_json(self.basis()), status=probleem.soort.status)

    def _beantwoord(self, vraag: Vraag, route: Route) -> Antwoord:
        eis_json(vraag.headers)
        if route.collectie is None:
            return _json(route, self._wortel(route))
        client = client_van(vraag.headers.get("authorization"), self.clients, self.nu())
        if route.api.naam == "catalogi" and not client.catalogi_lezen:
            raise geen_toestemming()
        if vraag.methode not in route.methoden:
            raise Probleem(METHODE, f'Methode "{vraag.methode}" niet toegestaan.')
        if route.met_crs:
            eis_crs(vraag.headers, "Accept-Crs", *(("Content-Crs",) if route.actie is Actie.ZOEK else ()))

        if route.actie is Actie.DETAIL:
            return self._detail(vraag, route, client)
        if route.collectie.naam == "zaken":
            return _json(route, self._zaken(vraag, route, client))
        return _json(route, self._lijst(vraag, route, route.collectie, client))

    def _wortel(self, route: Route) -> object:
        api = f"{self.basis()}/{route.api.naam}/api/v1"
        return {re.sub("_(.)", lambda letter: letter[1].upper(), naam): f"{api}/{naam}" for naam in route.api.wortel}

    def _zaken(self, vraag: Vraag, route: Route, client: Client) -> object:
        if route.actie is Actie.ZOEK:
            gevraagd = zaakvraag.uit_body(vraag.json, vraag.parameters, self.opslag)
        else:
            gevraagd = zaakvraag.uit_query(vraag.parameters, self.opslag)
        if gevraagd.raakt_catalogus and not client.catalogi_lezen:
            raise geen_toestemming()
        blad = pagina(gevraagd.zaken(self.opslag, client.mag_zien), self.basis() + vraag.pad, vraag.parameters)
        boom = gevraagd.boom
        blad["results"] = [met_expand(zaak, boom, self.opslag) for zaak in blad["results"]]
        return blad

    def _lijst(self, vraag: Vraag, route: Route, collectie: Collectie, client: Client) -> object:
        if route.zaak_uuid:
            zaak = self._resource(f"/{route.api.naam}/api/v1/zaken", route.zaak_uuid, client)
            resources = self.opslag.van_zaak(collectie.naam, zaak["url"])
        else:
            resources = self._gefilterd(vraag.parameters, collectie)
        zichtbaar = [resource for resource in resources if self._zichtbaar(resource, client)]
        if collectie.in_bladen:
            return pagina(zichtbaar[::-1], self.basis() + vraag.pad, vraag.parameters)
        return zichtbaar

    def _gefilterd(self, parameters: Mapping[str, str], collectie: Collectie) -> list[Resource]:
        toegestaan = {*collectie.filters, *(("page", "pageSize") if collectie.in_bladen else ())}
        onbekend = [naam for naam in parameters if naam not in toegestaan]
        if onbekend:
            raise onbekende_parameters(onbekend)
        tests: list[Test] = []
        bezwaren: list[Ongeldig] = []
        waarden = {**collectie.standaard, **parameters}
        for naam, lees in collectie.filters.items():
            try:
                test = lees(self.opslag, naam, waarden.get(naam, ""))
            except Ongeldig as bezwaar:
                bezwaren.append(bezwaar)
            else:
                tests += [test] if test is not None else []
        if bezwaren:
            raise Probleem(ONGELDIG, ongeldig=bezwaren)
        return [resource for resource in self._kandidaten(waarden, collectie) if all(test(resource) for test in tests)]

    def _kandidaten(self, waarden: Mapping[str, str], collectie: Collectie) -> list[Resource]:
        # Only a shortcut: the filter itself looks at these as well.
        if waarden.get("zaak"):
            return self.opslag.van_zaak(collectie.naam, waarden["zaak"])
        return self.opslag.alle(collectie.naam)

    def _detail(self, vraag: Vraag, route: Route, client: Client) -> Antwoord:
        if route.zaak_uuid:
            self._resource(f"/{route.api.naam}/api/v1/zaken", route.zaak_uuid, client)
        resource = self._resource(vraag.pad.rpartition("/")[0], route.uuid, client)
        etag = f'"{hashlib.md5(als_bytes(resource), usedforsecurity=False).hexdigest()}"'
        if etag in vraag.headers.get("if-none-match", "").split(", "):
            return Antwoord(304, {**route.headers(), "etag": etag})
        if route.met_crs:
            resource = self._met_expand(resource, vraag.parameters.get("expand", ""), client)
        return _json(route, resource, etag=etag)

    def _met_expand(self, zaak: Resource, expand: str, client: Client) -> Resource:
        try:
            paden = lees_expand(expand.split(","))
        except Ongeldig as bezwaar:
            raise Probleem(ONGELDIG, ongeldig=[bezwaar]) from bezwaar
        if raakt_catalogus(paden) and not client.catalogi_lezen:
            raise geen_toestemming()
        return met_expand(zaak, boom_van(paden), self.opslag)

    def _resource(self, pad: str, kenmerk: str, client: Client) -> Resource:
        """The resource that a path names. One that exists and may not be seen is a 403, and so betrays itself."""
        try:
            uuid.UUID(kenmerk)
        except ValueError as error:
            raise Probleem(SERVERFOUT, "Internal Server Error") from error
        resource = self.opslag.vind(f"{self.basis()}{pad}/{kenmerk}")
        if resource is None:
            raise Probleem(NIET_GEVONDEN)
        if not self._zichtbaar(resource, client):
            raise geen_toestemming()
        return resource

    def _zichtbaar(self, resource: Resource, client: Client) -> bool:
        """A resource of the Zaken API may be seen when its zaak may; the catalogus has been decided about before."""
        if collectie_van(resource["url"]) == "zaken":
            return client.mag_zien(resource)
        zaak = self.opslag.vind(resource["zaak"]) if "zaak" in resource else None
        return zaak is None or client.mag_zien(zaak)


def _json(route: Route, inhoud: object, *, status: int = 200, etag: str | None = None) -> Antwoord:
    headers = {"content-type": _JSON, "api-version": route.api.versie, **route.headers()}
    if etag is not None:
        headers["etag"] = etag
    return Antwoord(status, headers, als_bytes(inhoud))
