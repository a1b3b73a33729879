"""Every fault that a boze bron plays in the tests: its name begins with the row of the catalogue that it belongs to."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

from tests.boos import certificaten
from tests.boos.bron import Antwoord, BozeBron, Gesprek, Groet, Script, eerlijk, zwijg
from tests.boos.scripts import (
    BOMMEN,
    antwoordt,
    bom,
    breekt,
    druppelt,
    eerst,
    eindeloos,
    elke_zaak,
    halverwege,
    herschreven,
    met_kop,
    omleiding,
    stil,
    verminkt,
    weigert,
    zegt,
)

RUIM: Final = {"totaal": "10s", "verbinden": "5s"}
"""For a fault that is not about time: however busy the machine is, it shows as what it is."""
KORT: Final = {"totaal": "400ms", "verbinden": "200ms"}
"""For a fault that is."""


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
    adres: Callable[[ExitStack], str] | None = None
    """Where it is called, when that is not where a boze bron listens."""
    bron: Mapping[str, Any] = field(default_factory=dict)


# --- addresses where nobody answers ---


def niemand(stack: ExitStack) -> str:
    """A port where nobody listens, and nobody else comes to listen meanwhile."""
    held = stack.enter_context(socket.socket())
    held.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{held.getsockname()[1]}"


def zwart_gat(stack: ExitStack) -> str:
    """A port that does not answer our greeting: its queue is full."""
    full = stack.enter_context(socket.socket())
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    for _ in range(4):
        waiting = stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(full.getsockname())
    return f"http://127.0.0.1:{full.getsockname()[1]}"


def onbekende_naam(_stack: ExitStack) -> str:
    return "http://zgw.bestaat-niet.invalid"


# --- greetings ---


async def niet_eens_luisteren(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept, and say nothing: the question is read and forgotten, and so is a handshake."""
    await zwijg(reader)


# --- pages ---


def pagina(body: str) -> Script:
    return antwoordt(body.encode())


def altijd_meer(gesprek: Gesprek, page: Any) -> Any:
    """The same page for ever, with a link to itself."""
    link = f"{gesprek.bron.adres}{gesprek.vraag.doel}"
    return {**page, "next": link} if "results" in page else page


def met_next(doel: Callable[[Gesprek], str]) -> Script:
    def rewrite(gesprek: Gesprek, page: Any) -> Any:
        return {**page, "next": doel(gesprek)} if "results" in page else page

    return herschreven(rewrite)


def eindeloze_pagina(rewrite: Callable[[Gesprek, Any], Any]) -> Script:
    """The right first page, whichever page was asked for, with its JSON changed."""

    async def script(gesprek: Gesprek) -> None:
        goed = await gesprek.goed(query="pageSize=100")
        await gesprek.zeg((goed.met(rewrite(gesprek, goed.json)) if goed.status == 200 else goed).heel())

    return script


def om_en_om(gesprek: Gesprek, page: Any) -> Any:
    """Two pages that point to each other: the first half of the zaken, and the second."""
    if "results" not in page:
        return page
    half = len(page["results"]) // 2
    rows = page["results"][:half] if gesprek.beurt % 2 else page["results"][half:]
    return {**page, "results": rows, "next": f"{gesprek.bron.adres}/zaken/api/v1/zaken?page={gesprek.beurt % 2 + 1}"}


def tienduizend(gesprek: Gesprek, page: Any) -> Any:
    """Ever new zaken, none of which may be shown: whoever wants a full page has to read on and on."""
    if "results" not in page:
        return page
    uuid = f"{gesprek.beurt:08x}-0000-4000-8000-000000000000"
    zaak = page["results"][0] | {
        "uuid": uuid,
        "url": f"{gesprek.bron.adres}/zaken/api/v1/zaken/{uuid}",
        "vertrouwelijkheidaanduiding": "zeer_geheim",
    }
    return {**page, "count": 10_000, "results": [zaak], "next": f"{gesprek.bron.adres}/zaken/api/v1/zaken?page=2"}


def telt(som: Callable[[Gesprek], int]) -> Script:
    """A ``count`` that is not true."""
    return herschreven(lambda gesprek, page: {**page, "count": som(gesprek)} if "results" in page else page)


def vijftig_met_een_kapotte(gesprek: Gesprek, page: Any) -> Any:
    if "results" not in page:
        return page
    return {
        **page,
        "results": [{**zaak, "startdatum": "ooit"} if n == 7 else zaak for n, zaak in enumerate(page["results"])],
    }


def dubbel(_gesprek: Gesprek, page: Any) -> Any:
    return {**page, "results": [zaak for zaak in page["results"] for _ in range(2)]} if "results" in page else page


def onbekende_waarden(zaak: dict[str, Any]) -> Any:
    """Words and fields of a later version of the standard, and without those that may be left out."""
    optional = {
        "toelichting", "betalingsindicatie", "betalingsindicatieWeergave", "kenmerken", "productenOfDiensten",
        "selectielijstklasse", "laatsteBetaaldatum", "zaakgeometrie", "processobject", "communicatiekanaal",
        "publicatiedatum", "opschorting", "verlenging", "einddatumGepland", "relevanteAndereZaken",
    }  # fmt: skip
    rollen = zaak["_expand"]["rollen"]
    anders = {"betrokkeneType": "digitale_tweeling", "omschrijvingGeneriek": "waarnemer", "iets": {"nieuws": [1]}}
    return {
        **{key: value for key, value in zaak.items() if key not in optional},
        "archiefnominatie": "overdragen_aan_de_maan",
        "nieuw": {"in": ["versie", 2]},
        "_expand": {**zaak["_expand"], "rollen": [*rollen, {**rollen[0], **anders}], "nieuws": {}},
    }


def lege_woorden(zaak: dict[str, Any]) -> Any:
    """null where the standard says string."""
    return {**zaak, "omschrijving": None, "toelichting": None, "communicatiekanaal": None, "archiefnominatie": None}


def geen_startdatum(zaak: dict[str, Any]) -> Any:
    """null where nothing else will do: nobody knows where in the list it belongs."""
    return {**zaak, "startdatum": None}


def zonder_status(zaak: dict[str, Any]) -> Any:
    expand = {key: value for key, value in zaak["_expand"].items() if key != "status"}
    return {**zaak, "_expand": expand}


async def statussen_hangen(gesprek: Gesprek) -> None:
    if gesprek.vraag.pad.startswith("/zaken/api/v1/statussen/"):
        await gesprek.zwijg()
    await elke_zaak(zonder_status)(gesprek)


async def geen_expand(gesprek: Gesprek) -> None:
    """Know nothing of expand, and say so."""
    if b'"expand"' in gesprek.vraag.body or "expand=" in gesprek.vraag.query:
        body = {"code": "invalid", "status": 400, "invalidParams": [{"name": "expand", "code": "invalid"}]}
        await gesprek.zeg(Antwoord(400, {}, json.dumps(body).encode()).heel(content_type="application/problem+json"))
    else:
        await eerlijk(gesprek)


async def sleutels_dubbel(gesprek: Gesprek) -> None:
    """A page that says twice what its results are: whoever takes the last word sees none."""
    goed = await gesprek.goed()
    await gesprek.zeg(Antwoord(200, {}, goed.body.rstrip()[:-1] + b', "results": []}').heel())


def met_getal(getal: bytes) -> Script:
    """The right answer, with a number in a field that we do not read."""

    async def script(gesprek: Gesprek) -> None:
        goed = await gesprek.goed()
        page = goed.json
        page["aantal"] = "@"
        body = json.dumps(page).encode().replace(b'"@"', getal)
        await gesprek.zeg(Antwoord(200, {}, body).heel())

    return script


INLOGPAGINA: Final = b"<!doctype html><html><body><form action='/login'><input name='user'></form></body></html>"
KOP_ZONDER_EIND: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def veel_koppen(lines: int, length: int) -> Script:
    """The right answer behind so many header lines, each so long."""

    async def script(gesprek: Gesprek) -> None:
        first, _, rest = (await gesprek.goed()).heel().partition(b"\r\n")
        many = b"".join(b"X-Vulling-%d: %s\r\n" % (n, b"v" * length) for n in range(lines))
        await gesprek.zeg(first + b"\r\n" + many + rest)

    return script


def vooraf(*interim: bytes) -> Script:
    """Interim answers, and then the right one."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(*interim, (await gesprek.goed()).heel())

    return script


async def begin_en_stil(gesprek: Gesprek) -> None:
    antwoord = (await gesprek.goed()).heel()
    await gesprek.zeg(antwoord[: len(antwoord) // 2])
    await gesprek.zwijg()


def rommel_erachter(rommel: bytes) -> Script:
    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg((await gesprek.goed()).heel() + rommel)

    return script


def zichzelf(gesprek: Gesprek) -> str:
    return f"{gesprek.bron.adres}{gesprek.vraag.doel}"


LUISTERAAR: Final = BozeBron(antwoordt(b"{}"), waar="/")
"""Where nobody may be sent: it takes every question, and keeps them."""


def elders(gesprek: Gesprek) -> str:
    """The same question, at the listener."""
    return f"{LUISTERAAR.adres}{gesprek.vraag.doel}"


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
_DIEP: Final = b'{"results": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
_VEEL: Final = b"{" + b",".join(b'"%x":0' % n for n in range(400_000)) + b"}"

STORINGEN: Final[Mapping[str, Storing]] = {
    "gezond": Storing(),
    "f01-question-read": Storing(stil, tijd=KORT),
    "f01-question-unread": Storing(groet=niet_eens_luisteren, tijd=KORT),
    "f01-half-an-answer": Storing(begin_en_stil, tijd=KORT),
    **{f"f02-{n}": Storing(stil, tijd=KORT) for n in "abc"},
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
    "f35-drip": Storing(druppelt(Antwoord(200, {}, b" " * 9_000).kop(), b" ", 0.05), tijd=KORT),
    "f36-drip": Storing(druppelt(KOP_ZONDER_EIND, b"X", 0.05), tijd=KORT),
    "f36-lines": Storing(veel_koppen(10_000, 1)),
    "f36-long": Storing(veel_koppen(1, 200_000)),
    "f37-interim": Storing(
        vooraf(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    ),
    "f38-itself": Storing(eindeloze_pagina(altijd_meer)),
    "f38-a-b-a": Storing(eindeloze_pagina(om_en_om)),
    "f38-ten-thousand": Storing(eindeloze_pagina(tienduizend)),
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
    "t43-tls-1-1": Storing(tls=certificaten.tls_1_1),
    "t41-duplicate-keys": Storing(sleutels_dubbel),
}


def rij(naam: str) -> list[str]:
    """The faults of one row."""
    return [storing for storing in STORINGEN if storing.startswith(f"{naam}-")]
