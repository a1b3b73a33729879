"""Every fault that a boze bron plays in the tests: its name begins with the row of the catalogue that it belongs to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

from tests.boos import certificaten
from tests.boos.adressen import bij_naam, niemand, onbekende_naam, trage_naam, zwart_gat
from tests.boos.bron import Antwoord, Groet, Script, eerlijk, zwijg
from tests.boos.paginas import (
    altijd_meer,
    dubbel,
    eindeloze_pagina,
    geen_expand,
    geen_startdatum,
    giftig,
    lange_tekst,
    lege_woorden,
    met_getal,
    met_next,
    om_en_om,
    onbekende_waarden,
    sleutels_dubbel,
    statussen_hangen,
    telt,
    tienduizend,
    tienduizend_zaken,
    vijftig_met_een_kapotte,
)
from tests.boos.scripts import (
    BOMMEN,
    antwoordt,
    begin_en_stil,
    bom,
    breekt,
    druppelt,
    eerst,
    eindeloos,
    elke_zaak,
    genummerd,
    halverwege,
    herschreven,
    met_kop,
    omleiding,
    pagina,
    rommel_erachter,
    stil,
    veel_koppen,
    verminkt,
    vooraf,
    weigert,
    zegt,
)
from tests.boos.vijandig import (
    VIJANDIG,
    bij_de_buren,
    catalogus_elders,
    derde_host,
    elders,
    met_sleutels,
    vijandige_links,
    vijandige_rollen,
    zelf_elders,
    zichzelf,
)

RUIM: Final = {"totaal": "10s", "verbinden": "5s"}
"""For a fault that is not about time: however busy the machine is, it shows as what it is."""
KORT: Final = {"totaal": "400ms", "verbinden": "200ms"}
"""For a fault that is, before anything was asked."""
STIL: Final = {"totaal": "1s", "verbinden": "1s"}
"""For one that comes after the question: on a busy machine, too, it is put within this time."""


@dataclass(frozen=True)
class Storing:
    """What is wrong with one bron, and how it is configured."""

    script: Script = eerlijk
    waar: str = "/zaken/"
    groet: Groet | None = None
    tls: Callable[[], ssl.SSLContext] | None = None
    klant: bool = False
    """Whether we show a certificate."""
    zaken: int = 2
    tijd: Mapping[str, str] = field(default_factory=lambda: RUIM)
    adres: Callable[[ExitStack, str], str] | None = None
    """Where it is called, when that is not simply where the boze bron listens."""
    bron: Callable[[str], Mapping[str, Any]] = lambda _adres: {}
    """What is configured of it beside that, by its address."""


async def niet_eens_luisteren(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept, and say nothing: the question is read and forgotten, and so is a handshake."""
    await zwijg(reader)


INLOGPAGINA: Final = b"<!doctype html><html><body><form action='/login'><input name='user'></form></body></html>"
KOP_ZONDER_EIND: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
REDIRECTS: Final = (301, 302, 303, 307, 308)
_TLS: Final[Mapping[str, Callable[[], ssl.SSLContext]]] = {
    "expired": certificaten.verlopen,
    "other-name": certificaten.andere_naam,
    "unknown-ca": certificaten.onbekende_ca,
}
_VORMEN: Final = {
    "strings": '["een", "twee"]', "string": '"pagina"', "object": '{"zaken": []}', "number": "7", "null": "null",
    "results-object": '{"count": 1, "results": {"uuid": "x"}, "next": null}',
    "results-null": '{"count": 0, "results": null, "next": null}', "true": "true",
}  # fmt: skip
_ZONDER_EIND: Final = {"itself": altijd_meer, "a-b-a": om_en_om, "ten-thousand": tienduizend}
_DIEP: Final = b'{"results": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
_VEEL: Final = b"{" + b",".join(b'"%x":0' % n for n in range(400_000)) + b"}"
STORINGEN: Final[Mapping[str, Storing]] = {
    "gezond": Storing(),
    "f01-question-read": Storing(stil, tijd=STIL),
    "f01-question-unread": Storing(groet=niet_eens_luisteren, tijd=STIL),
    "f01-half-an-answer": Storing(begin_en_stil, tijd=STIL),
    **{f"f02-{n}": Storing(stil, tijd=STIL) for n in "abc"},
    "f03-refused": Storing(adres=niemand),
    "f04-black-hole": Storing(adres=zwart_gat, tijd=KORT),
    "f05-always": Storing(breekt),
    "f05-once": Storing(eerst(breekt)),
    "f06-always": Storing(halverwege),
    "f07-truncated": Storing(verminkt(lambda body: body[: len(body) // 2])),
    "f08-short": Storing(verminkt(lambda body: body, lengte=100, sluit=True)),
    "f09-garbage": Storing(rommel_erachter(b"\x00\x01 rommel\r\n\r\n")),
    "f09-second-answer": Storing(rommel_erachter(Antwoord(200, {}, b'{"results": [], "next": null}').heel())),
    "f10-html": Storing(antwoordt(INLOGPAGINA, content_type="text/html; charset=utf-8")),
    "f10-html-called-json": Storing(antwoordt(INLOGPAGINA)),
    "f11-text-plain": Storing(met_kop(content_type="text/plain")),
    "f11-allowed": Storing(
        met_kop(content_type="text/plain"),
        bron=lambda adres: {"zaken": {"url": f"{adres}/zaken/api/v1/", "mediatype": "elk"}},
    ),
    "f11-json-of-a-kind": Storing(met_kop(content_type="application/hal+json; charset=UTF-8")),
    "f11-unnamed": Storing(met_kop(content_type="")),
    "f12-empty": Storing(antwoordt()),
    "f12-no-content": Storing(zegt(b"HTTP/1.1 204 No Content\r\n\r\n")),
    **{f"f13-{naam}": Storing(pagina(body)) for naam, body in _VORMEN.items()},
    "f14-one-of-fifty": Storing(herschreven(vijftig_met_een_kapotte), zaken=50),
    "f15-unknown": Storing(elke_zaak(onbekende_waarden)),
    "f16-tolerated": Storing(elke_zaak(lege_woorden)),
    "f16-needed": Storing(elke_zaak(geen_startdatum)),
    "f18-busy": Storing(weigert(503, retry_after="3600")),
    "f19-too-many": Storing(weigert(429, retry_after="1")),
    "f20-once": Storing(eerst(weigert(401, "jwt-expired"))),
    "f21-401": Storing(weigert(401, "not_authenticated")),
    "f21-403": Storing(weigert(403, "permission_denied")),
    "f22-wrong-path": Storing(weigert(404, "not_found")),
    **{f"f23-{status}": Storing(omleiding(status, elders)) for status in REDIRECTS},
    "f24-itself": Storing(omleiding(307, zichzelf)),
    "f25-unknown-name": Storing(adres=onbekende_naam),
    **{f"f26-{n}": Storing(adres=trage_naam, tijd=KORT) for n in range(8)},
    "by-name": Storing(adres=bij_naam),
    **{f"f28-{naam}": Storing(tls=tls) for naam, tls in _TLS.items()},
    "f28-good": Storing(tls=certificaten.goed),
    "f29-stalls": Storing(groet=niet_eens_luisteren, tls=certificaten.goed, tijd=KORT),
    "f30-no-certificate": Storing(tls=certificaten.eist_certificaat),
    "f30-other-certificate": Storing(tls=certificaten.eist_certificaat, klant=True),
    **{f"f31-{soort}": Storing(bom(soort)) for soort in BOMMEN},
    "f32-not-gzip": Storing(met_kop(content_encoding="gzip")),
    "f33-endless": Storing(eindeloos(b'{"results": [', b'"' + b"v" * 65_000 + b'",')),
    "f34-deep": Storing(antwoordt(_DIEP)),
    "f34-long-number": Storing(met_getal(b"7" * 5_000)),
    "f34-nan": Storing(met_getal(b"NaN")),
    "f34-infinity": Storing(met_getal(b"-Infinity")),
    "f34-not-utf-8": Storing(verminkt(lambda body: body.replace(b"D-000", b"D-\xff\xfe"))),
    "f34-many-keys": Storing(antwoordt(_VEEL)),
    "f34-bom": Storing(verminkt(lambda body: b"\xef\xbb\xbf" + body)),
    "f35-drip": Storing(druppelt(Antwoord(200, {}, b" " * 9_000).kop(), b" ", 0.05), tijd=STIL),
    "f36-drip": Storing(druppelt(KOP_ZONDER_EIND, b"X", 0.05), tijd=STIL),
    "f36-lines": Storing(veel_koppen(10_000, 1)),
    "f36-long": Storing(veel_koppen(1, 200_000)),
    "f37-interim": Storing(
        vooraf(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    ),
    **{
        f"{row}-{naam}": Storing(eindeloze_pagina(page))
        for row in ("f38", "t37")
        for naam, page in _ZONDER_EIND.items()
    },
    "f38-count-too-large": Storing(telt(lambda _: 40)),
    "f38-count-changes": Storing(telt(lambda gesprek: 3 * gesprek.beurt), zaken=30),
    "f39-other-host": Storing(met_next(elders)),
    "f39-page-two": Storing(eerst(met_next(elders))),
    "f40-page-two-fails": Storing(eerst(herschreven(altijd_meer), dan=weigert(500))),
    "f41-catalogue": Storing(stil, waar="/catalogi/", tijd={"totaal": "800ms", "verbinden": "200ms"}),
    "f41-statussen": Storing(statussen_hangen, tijd={"totaal": "800ms", "verbinden": "200ms"}),
    "f42-no-expand": Storing(geen_expand),
    "f45-twice": Storing(herschreven(dubbel)),
    "f45-also-at-waterdam": Storing(elke_zaak(lambda zaak: {**zaak, "identificatie": "W-000"}), zaken=1),
    "t34-links": Storing(genummerd(vijandige_links), zaken=VIJANDIG),
    "t34-rollen": Storing(genummerd(vijandige_rollen), zaken=VIJANDIG),
    "t34-itself": Storing(genummerd(zelf_elders), zaken=VIJANDIG),
    "t35-neighbours": Storing(genummerd(bij_de_buren), bron=met_sleutels),
    **{f"t35-{status}": Storing(omleiding(status, elders), waar="/", bron=met_sleutels) for status in REDIRECTS},
    "t36-second-host": Storing(bron=catalogus_elders),
    "t36-third-host": Storing(genummerd(derde_host), bron=catalogus_elders),
    "t39-ten-thousand": Storing(tienduizend_zaken),
    "t39-long-text": Storing(elke_zaak(lange_tekst)),
    "t42-poison": Storing(
        herschreven(lambda _gesprek, page: giftig(page)), waar="/", bron=lambda _adres: {"toon": {"toelichting": True}}
    ),
    "t43-plain": Storing(),
    "t43-good": Storing(tls=certificaten.goed),
    "t43-self-signed": Storing(tls=certificaten.zelf_getekend),
    "t44-hijacked": Storing(tls=certificaten.andere_naam, adres=bij_naam),
    "t43-tls-1-1": Storing(tls=certificaten.tls_1_1),
    "t41-duplicate-keys": Storing(sleutels_dubbel),
}


def rij(naam: str) -> list[str]:
    """The faults of one row."""
    return [storing for storing in STORINGEN if storing.startswith(f"{naam}-")]
