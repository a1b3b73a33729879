"""Faults that put another answer in the place of the right one."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.probleem import NIET_AANGEMELD, Probleem
from mijnzaken_bff.demo.gemeente.probleem import Soort as Probleemsoort
from mijnzaken_bff.demo.gemeente.vraag import Antwoord, als_bytes

_JSON = {"content-type": "application/json"}
_INLOGPAGINA = b"<!DOCTYPE html>\n<html><head><title>Inloggen</title></head><body><form></form></body></html>\n"
_MEGABYTE = 1_000_000
_MEGABYTES = 200

_STATUSSEN: Mapping[Soort, tuple[Probleemsoort, Mapping[str, str]]] = {
    "500": (Probleemsoort("APIException", 500, "error", "Er is een serverfout opgetreden."), {}),
    "503": (Probleemsoort("ServiceUnavailable", 503, "unavailable", "De service is niet beschikbaar."), {}),
    "429": (Probleemsoort("Throttled", 429, "throttled", "Verzoek is afgeremd."), {"retry-after": "30"}),
    "401": (
        NIET_AANGEMELD,
        {"www-authenticate": "Bearer"},
    ),
    "403": (
        Probleemsoort(
            "PermissionDenied", 403, "permission_denied", "Je hebt geen toestemming om deze actie uit te voeren."
        ),
        {},
    ),
    "404": (Probleemsoort("NotFound", 404, "not_found", "Niet gevonden."), {}),
}


def vervangend_antwoord(fault: Fault, basis: str, dialect: Dialect) -> Antwoord | None:
    """The answer that ``fault`` gives whatever was asked, or nothing when it is not one of these."""
    if fault.soort in _STATUSSEN:
        soort, headers = _STATUSSEN[fault.soort]
        antwoord = dialect.foutvorm(Probleem(soort), basis)
        wacht = {} if fault.wacht is None else {"retry-after": fault.wacht}
        return replace(antwoord, headers={**antwoord.headers, **headers, **wacht})
    if fault.soort in _ANTWOORDEN:
        return _ANTWOORDEN[fault.soort](fault)
    return None


def _vorm(fault: Fault) -> Antwoord:
    return Antwoord(200, _JSON, als_bytes({"aantal": 0, "zaken": []} if fault.index == 1 else ["zaak", "zaak"]))


def _gzipbom(_fault: Fault) -> Antwoord:
    """A well-formed empty page with 200 MB of white space in it, about 200 kB on the wire.

    After a full flush a deflate block leans on nothing before it, so one compressed megabyte can be repeated.
    """
    begin, eind = b'{"count":0,"next":null,"previous":null,"results":[', b"]}"
    wit = b" " * _MEGABYTE
    pers = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    kop = pers.compress(begin) + pers.flush(zlib.Z_FULL_FLUSH)
    blok = pers.compress(wit) + pers.flush(zlib.Z_FULL_FLUSH)
    staart = pers.compress(eind) + pers.flush()
    controle = zlib.crc32(begin)
    for _ in range(_MEGABYTES):
        controle = zlib.crc32(wit, controle)
    controle = zlib.crc32(eind, controle)
    lengte = len(begin) + _MEGABYTES * _MEGABYTE + len(eind)
    gzip_kop = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    gzip_staart = controle.to_bytes(4, "little") + lengte.to_bytes(4, "little")
    body = gzip_kop + kop + blok * _MEGABYTES + staart + gzip_staart
    return Antwoord(200, {**_JSON, "content-encoding": "gzip"}, body)


_ANTWOORDEN: Mapping[Soort, Callable[[Fault], Antwoord]] = {
    "rommel": lambda _: Antwoord(200, _JSON, b'{"count": 3, "results": [{"url": "http'),
    "html": lambda _: Antwoord(200, {"content-type": "text/html; charset=utf-8"}, _INLOGPAGINA),
    "leeg": lambda _: Antwoord(200, _JSON),
    "vorm": _vorm,
    "omleiding": lambda fault: Antwoord(302, {"location": fault.doel}),
    "gzipbom": _gzipbom,
}
