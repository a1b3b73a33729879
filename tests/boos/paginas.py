"""Pages that are almost right: what a healthy register would answer, with something of it changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from tests.boos.bron import Antwoord, Gesprek, Script, eerlijk
from tests.boos.scripts import elke_zaak, herschreven


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


GIF: Final = "<script>alert(1)</script>\u202e\x00\x1b[31m\x07\u2028"
GIFTIGE_VELDEN: Final = (
    "omschrijving", "omschrijvingGeneriek", "toelichting", "statustoelichting", "statustekst", "identificatie",
    "doel", "aanleiding", "onderwerp", "roltoelichting",
)  # fmt: skip


def giftig(tree: Any) -> Any:
    """Script, and characters that steer a terminal or the reading direction, in every text that somebody wrote."""
    match tree:
        case dict():
            poisoned = {key: f"{tree[key]}{GIF}" for key in GIFTIGE_VELDEN if isinstance(tree.get(key), str)}
            if "betrokkeneType" in tree:
                poisoned.pop("omschrijvingGeneriek", None)  # that is what makes somebody the initiator
            return {**{key: giftig(value) for key, value in tree.items()}, **poisoned}
        case list():
            return [giftig(value) for value in tree]
        case _:
            return tree


def lange_tekst(zaak: dict[str, Any]) -> Any:
    return {**zaak, "omschrijving": "v" * 2**20}


async def tienduizend_zaken(gesprek: Gesprek) -> None:
    """One page of ten thousand zaken, each with no more than proof needs, in less than the cap on bytes."""
    goed = await gesprek.goed()
    if not gesprek.vraag.pad.endswith("/_zoek"):
        await gesprek.zeg(goed.heel())
        return
    eerste = goed.json["results"][0]
    rol = eerste["_expand"]["rollen"][0]
    wie = {"inpBsn": rol["betrokkeneIdentificatie"]["inpBsn"]}
    kort = {key: rol[key] for key in ("betrokkeneType", "omschrijvingGeneriek")} | {"betrokkeneIdentificatie": wie}
    zaak = {key: eerste[key] for key in ("zaaktype", "bronorganisatie", "vertrouwelijkheidaanduiding")}
    zaak |= {"startdatum": "2020-01-01", "_expand": {"rollen": [kort]}}
    basis = f"{gesprek.bron.adres}/zaken/api/v1/zaken/"
    uuids = [f"{n:08x}-0000-4000-8000-000000000000" for n in range(10_000)]
    results = [zaak | {"uuid": uuid, "url": basis + uuid, "identificatie": uuid[:8]} for uuid in uuids]
    await gesprek.zeg(goed.met({"count": 10_000, "next": None, "previous": None, "results": results}).heel())


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
