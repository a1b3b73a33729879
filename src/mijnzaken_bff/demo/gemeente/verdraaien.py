"""Faults that leave the register honest and twist what goes in or comes out: another question, or a worse answer."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.expandpaden import DOCUMENTEN
from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.haperen import tot
from mijnzaken_bff.demo.gemeente.inhoud import Inhoud
from mijnzaken_bff.demo.gemeente.opslag import Opslag
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, Vraag, als_bytes

_GEEN_FILTER = frozenset({"page", "pageSize", "expand", "fields", "ordering"})


def verdraaide_vraag(fault: Fault, vraag: Vraag, dialect: Dialect, opslag: Opslag) -> Vraag:
    """The question that the register under ``fault`` answers in the place of the one that was put."""
    match fault.soort:
        case "negeertFilters" if vraag.pad.startswith("/zaken/"):
            return _houd(vraag, lambda naam: naam in _GEEN_FILTER, dialect)
        case "zonderOrdening":
            return _houd(vraag, lambda naam: naam != "ordering", dialect)
        case "negeertUuids" if vraag.pad.endswith(f"/{DOCUMENTEN}/_zoek"):
            return _naar_alle_documenten(vraag, opslag)
        case "negeertUuids":
            return _houd(vraag, lambda naam: naam != "uuid__in", dialect)
        case "negeertZaak":
            return _houd(vraag, lambda naam: naam != "zaak", dialect)
        case _:
            return vraag


def _houd(vraag: Vraag, mag_blijven: Callable[[str], bool], dialect: Dialect) -> Vraag:
    query = urlencode({naam: waarde for naam, waarde in vraag.parameters.items() if mag_blijven(naam)})
    body = vraag.body
    if body:
        try:
            velden = json.loads(body)
        except ValueError:
            velden = None
        if isinstance(velden, dict) and velden:
            over = {naam: waarde for naam, waarde in velden.items() if mag_blijven(naam)}
            # An unknown key keeps the search from being empty, where that would be refused.
            body = als_bytes(over or ({} if dialect.lege_zoekvraag else {"genegeerd": True}))
    return replace(vraag, query=query, body=body)


def _naar_alle_documenten(vraag: Vraag, opslag: Opslag) -> Vraag:
    """A search that must name documents names all of them."""
    alle = [document["url"].rpartition("/")[2] for document in opslag.alle(DOCUMENTEN)]
    velden = {naam: alle if naam.lower().startswith("uuid_") else waarde for naam, waarde in vraag.json.items()}
    return replace(vraag, body=als_bytes(velden))


def verdraaid_antwoord(fault: Fault, antwoord: Antwoord) -> Antwoord:
    """The answer, made worse as ``fault`` says. What is no JSON, or an error, stays as it is."""
    verdraai = _VERDRAAIINGEN.get(fault.soort)
    if verdraai is None or antwoord.status != 200 or (antwoord.inhoud is not None and fault.soort in _VAN_JSON):
        return antwoord
    return verdraai(fault, antwoord)


def _gzip(_fault: Fault, antwoord: Antwoord) -> Antwoord:
    headers = {**antwoord.headers, "content-encoding": "gzip"}
    return replace(antwoord, headers=headers, body=gzip.compress(b"".join(antwoord.stukken()), mtime=0), inhoud=None)


def _gedeeltelijk(fault: Fault, antwoord: Antwoord) -> Antwoord:
    inhoud = json.loads(antwoord.body)
    items = inhoud.get("results") if isinstance(inhoud, dict) else inhoud
    if not isinstance(items, list) or len(items) < fault.minstens:
        return antwoord
    plaatsen = range(fault.elke - 1, len(items), fault.elke) if fault.index is None else (fault.index,)
    for beurt, plaats in enumerate(plaatsen):
        if plaats < len(items):
            items[plaats] = _verminkt(items[plaats], beurt)
    return replace(antwoord, body=als_bytes(inhoud))


def _verminkt(item: Any, beurt: int) -> object:
    if beurt % 2:
        return "dit is geen resource"
    return {naam: waarde for naam, waarde in item.items() if naam != ("startdatum" if "startdatum" in item else "url")}


def _rollen_leeg(_fault: Fault, antwoord: Antwoord) -> Antwoord:
    inhoud = json.loads(antwoord.body)
    for item in inhoud.get("results", [inhoud]) if isinstance(inhoud, dict) else inhoud:
        if "rollen" in item.get("_expand", {}):
            item["_expand"]["rollen"] = []
    return replace(antwoord, body=als_bytes(inhoud))


def _ander_type(fault: Fault, antwoord: Antwoord) -> Antwoord:
    return replace(antwoord, headers={**antwoord.headers, "content-type": fault.mediatype})


def _andere_omvang(fault: Fault, antwoord: Antwoord) -> Antwoord:
    inhoud = antwoord.inhoud
    if inhoud is None:
        return antwoord
    lengte = int(inhoud.lengte * fault.deel)

    def steeds_weer() -> Iterator[bytes]:
        while True:
            yield from inhoud.lees()

    return replace(antwoord, inhoud=Inhoud(lengte, lambda: tot(steeds_weer(), lengte)))


_VAN_JSON = frozenset({"gedeeltelijk", "rollenLeeg"})
_VERDRAAIINGEN: Mapping[Soort, Callable[[Fault, Antwoord], Antwoord]] = {
    "gzip": _gzip,
    "gedeeltelijk": _gedeeltelijk,
    "rollenLeeg": _rollen_leeg,
    "anderType": _ander_type,
    "andereOmvang": _andere_omvang,
}
