"""The content of a document on its way to who asks: the real edge and server, and a register that does its worst."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from mijnzaken_bff.api.contractdocument import contract_document
from mijnzaken_bff.api.instelling import Grenzen, Tempo
from mijnzaken_bff.api.keuring import Geweigerd
from mijnzaken_bff.app import contract_routes
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.zaakfout import NietGevonden, ZaakMislukt
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen
from tests.rooms.api.loket import (
    BRON,
    DOCUMENT,
    MOMENT,
    PAD,
    RUIM,
    ZAAK,
    Geopend,
    Gespeeld,
    UitRegister,
    als,
    open_loket,
)
from tests.rooms.upstream.boze_bron import Script, answer, says, says_and_falls_silent, says_and_hangs_up
from tests.rooms.upstream.test_inhoudsstroom import CHUNKED, Bron, bron, chunk, drips, endless, scripted

PDF = b"%PDF-1.7 een besluit"


def stukken(*pieces: bytes | Exception) -> Callable[[], AsyncIterator[bytes]]:
    """A document in these pieces; one that is an error fails there."""

    async def play() -> AsyncIterator[bytes]:
        for piece in pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    return play


async def zonder_einde() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 65536
        await asyncio.sleep(0)


@asynccontextmanager
async def before(
    script: Script, inhoud: Inhoudsgrenzen | None = None, grens: dict[str, Any] | None = None, **loket: Any
) -> AsyncIterator[tuple[Geopend, Bron]]:
    """A loket before a register that plays a script."""
    async with bron(script, **(grens or {})) as register:
        dienst = UitRegister(register.register, inhoud or Inhoudsgrenzen(stil=5.0, totaal=60.0))
        async with open_loket(dienst, **loket) as it:
            yield it, register


async def broken_off(it: Geopend, **more: Any) -> httpx.Response:
    """The answer to who asks a document that does not come whole: its head, and an end that nobody takes for one."""
    async with it.stream(**more) as answered:
        assert answered.status_code == 200, await answered.aread()
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await answered.aread()
    return answered


# --- the document itself ---


async def test_a_document_is_passed_on_byte_for_byte_under_its_own_name() -> None:
    body = bytes(range(256)) * 4000
    async with before(says(answer(body))) as (it, _):
        answered = await it.get()

        assert answered.status_code == 200
        assert answered.content == body
        assert answered.headers["content-length"] == str(len(body))
        assert answered.headers["content-type"] == "application/pdf"
        assert answered.headers["content-disposition"].startswith('attachment; filename="besluit.pdf"')
        assert "transfer-encoding" not in answered.headers
        await it.until(lambda: it.loket.counted('downloads_total{einde="heel"}') == 1)
        assert it.loket.counted("downloads_onderweg") == 0


async def test_a_document_of_unknown_length_is_passed_on_in_chunks() -> None:
    async with before(says(CHUNKED + chunk(b"een") + chunk(b"twee") + b"0\r\n\r\n")) as (it, _):
        answered = await it.get()

        assert answered.content == b"eentwee"
        assert "content-length" not in answered.headers


async def test_every_answer_has_the_headers_of_the_edge_too() -> None:
    async with open_loket(Gespeeld(stukken(PDF)), cors=["https://mijn.waterdam.example"]) as it:
        answered = await it.get(headers={"Origin": "https://mijn.waterdam.example"})

        assert answered.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answered.headers["x-request-id"]
        assert answered.headers["cache-control"] == "no-store"
        assert answered.headers["access-control-allow-origin"] == "https://mijn.waterdam.example"
        assert "Content-Disposition" in answered.headers["access-control-expose-headers"]


async def test_head_gives_the_same_headers_and_reads_nothing() -> None:
    dienst = Gespeeld(stukken(PDF), lengte=len(PDF))
    async with open_loket(dienst) as it:
        whole = await it.get()
        dienst.gelezen = 0
        head = await it.client.head(PAD, headers=als("anna"))

        differs = {"x-request-id", "date"}
        assert {k: v for k, v in head.headers.items() if k not in differs} == {
            k: v for k, v in whole.headers.items() if k not in differs
        }
        assert (head.status_code, head.content) == (200, b"")
        assert (dienst.gelezen, dienst.open) == (0, 0)
        assert it.loket.counted('downloads_total{einde="heel"}') == 1


async def test_head_of_what_is_not_there_says_so() -> None:
    async with open_loket(Gespeeld(stukken(PDF), fout=NietGevonden())) as it:
        assert (await it.client.head(PAD, headers=als("anna"))).status_code == 404


@pytest.mark.parametrize("accept", ["*/*", "application/pdf", "image/*", "text/html", "application/json;q=0, */*"])
async def test_whatever_a_caller_takes_the_document_is_what_it_is_and_a_problem_a_problem(accept: str) -> None:
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst) as it:
        answered = await it.get(headers={"Accept": accept})
        dienst.fout = NietGevonden()
        missing = await it.get(headers={"Accept": accept})

        assert (answered.status_code, answered.headers["content-type"]) == (200, "application/pdf")
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


async def test_elsewhere_a_caller_must_take_json() -> None:
    async with open_loket(Gespeeld(stukken(PDF))) as it:
        for pad in ("/v1/zaken", f"/v1/zaken/{ZAAK}", f"{PAD}/meer", f"/x{PAD}"):
            assert (await it.get(pad=pad, headers={"Accept": "application/pdf"})).status_code == 406


# --- who asks, and what ---


@pytest.mark.parametrize(
    "pad",
    [
        PAD,
        PAD.replace(ZAAK, "waterdam"),
        PAD.replace(ZAAK, "Waterdam-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"),
        PAD.replace(ZAAK, ZAAK.upper()),
        PAD.replace(ZAAK, "a" * 64 + "-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"),
        PAD.replace(ZAAK, ZAAK + "%0A"),
        PAD.replace(ZAAK, "..%2f..%2fadmin"),
        PAD.replace(DOCUMENT, "999990019"),
        PAD.replace(DOCUMENT, DOCUMENT.upper()),
        PAD.replace(DOCUMENT, DOCUMENT + "0"),
        PAD.replace(DOCUMENT, "%00"),
    ],
)
async def test_whatever_is_not_there_or_not_yours_is_the_same_404(pad: str) -> None:
    async with open_loket(Gespeeld(stukken(PDF), fout=NietGevonden())) as it:
        reference, answered = await it.get(), await it.get(pad=pad)

        if answered.status_code == 404 and "Controleer het adres" in answered.text:
            assert "%2f" in pad  # the server reads it as another path, before there is a route
        else:
            assert _told(answered) == _told(reference)
        assert answered.status_code == 404


async def test_what_is_no_id_is_never_asked_for() -> None:
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst) as it:
        await it.get(pad=PAD.replace(DOCUMENT, "1"))
        assert dienst.gevraagd == []
        await it.get()
        assert dienst.gevraagd == [(ZAAK, DOCUMENT)]


async def test_a_parameter_that_is_not_there_is_refused() -> None:
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst) as it:
        answered = await it.get(pad=f"{PAD}?versie=2&999990019=x&versie=3")

        assert answered.status_code == 400
        assert [fout["naam"] for fout in answered.json()["fouten"]] == ["versie", "onbekend"]
        assert dienst.gevraagd == []


async def test_a_document_costs_as_much_as_an_overzicht_of_its_bron() -> None:
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst, Grenzen(per_betrokkene=Tempo(aantal=2))) as it:
        statuses = [(await it.get()).status_code for _ in range(3)]
        bilal = await it.get("bilal")

        assert statuses == [200, 200, 429]
        assert bilal.status_code == 200
        assert len(dienst.gevraagd) == 3


@pytest.mark.parametrize(
    ("failure", "status", "soort", "retry"),
    [
        (Failure.TIMEOUT, 504, "bron-te-traag", None),
        (Failure.OVERLOADED, 503, "tijdelijk-niet-beschikbaar", "7"),
        (Failure.REFUSED, 503, "tijdelijk-niet-beschikbaar", "7"),
        (Failure.EARLIER, 503, "tijdelijk-niet-beschikbaar", "7"),
        (Failure.NO_ACCESS, 502, "bron-onbetrouwbaar", None),
        (Failure.UNUSABLE, 502, "bron-onbetrouwbaar", None),
    ],
)
async def test_a_bron_that_cannot_tell_is_a_problem_that_names_it(
    failure: Failure, status: int, soort: str, retry: str | None
) -> None:
    row = bron_uitkomst_of(BRON, Antwoord(failure, moment=MOMENT, retry_after=7))
    async with open_loket(Gespeeld(stukken(PDF), fout=ZaakMislukt(row))) as it:
        answered = await it.get()

        assert (answered.status_code, answered.json()["type"]) == (status, f"urn:mijnzaken:probleem:{soort}")
        assert answered.json()["bronnen"][0]["id"] == "waterdam"
        assert answered.json()["bereik"] == {"gevraagd": 1, "beantwoord": 0}
        assert answered.headers.get("retry-after") == retry


def test_the_contract_tells_what_this_operation_answers() -> None:
    document = contract_document(contract_routes().routes)
    operation = document["paths"]["/zaken/{zaakId}/documenten/{documentId}/inhoud"]["get"]

    assert operation["operationId"] == "documentInhoud"
    assert sorted(operation["responses"]) == ["200", "400", "401", "403", "404", "429", "500", "502", "503", "504"]
    assert operation["responses"]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }
    assert {"Content-Disposition", "API-Version", "X-Request-Id"} <= operation["responses"]["200"]["headers"].keys()
    assert [parameter["name"] for parameter in operation["parameters"]] == ["zaakId", "documentId"]
    assert all(parameter["schema"]["pattern"] for parameter in operation["parameters"])
    assert operation["responses"]["504"]["content"]["application/problem+json"]["examples"]


# --- T51 to T56 ---


@pytest.mark.parametrize(
    "mediatype",
    [
        "text/html", "text/html; charset=x", "image/svg+xml", "application/xhtml+xml", "application/javascript",
        "text/javascript", "geen mediatype", "x/" + "y" * 4096, "a/b\r\nX: y",
    ],
)  # fmt: skip
async def test_t51_what_a_browser_might_run_is_handed_over_as_bytes_to_keep(mediatype: str) -> None:
    async with open_loket(Gespeeld(stukken(b"<script>alert(1)</script>"), "x.html", mediatype)) as it:
        answered = await it.get()

        assert answered.status_code == 200
        assert answered.headers["content-type"] == "application/octet-stream"
        assert answered.headers["content-disposition"].startswith("attachment;")
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert answered.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answered.headers["cross-origin-resource-policy"] == "same-site"
        assert "x" not in answered.headers


@pytest.mark.parametrize(
    "naam",
    [
        "a\r\nSet-Cookie: x=1", 'a"; filename="b.html', "../../x", "€.pdf", "😀.pdf", "n" * 10240, "", "CON",
        "factuur\u202egnp.exe", "\ud800", "\0",
    ],
)  # fmt: skip
async def test_t52_whatever_a_document_is_called_there_is_one_safe_header(naam: str) -> None:
    async with open_loket(Gespeeld(stukken(PDF), naam)) as it:
        answered = await it.get()

        assert (answered.status_code, answered.content) == (200, PDF)
        assert len(answered.headers.get_list("content-disposition")) == 1
        assert len(answered.headers["content-disposition"]) <= 1024
        assert answered.headers["content-disposition"].isascii()
        assert "set-cookie" not in answered.headers


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + b"x" * 10240,
        CHUNKED + chunk(b"x" * 10240),
    ],
    ids=["with a length", "in chunks"],
)
async def test_t53_a_document_that_ends_too_early_never_looks_whole(
    said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with before(says_and_hangs_up(said)) as (it, _):
        await broken_off(it)

        assert it.loket.counted('downloads_total{einde="mislukt"}') == 1
        lines = [record for record in caplog.records if record.message == "document_cut_short"]
        assert [(line.failure, line.reason) for line in lines] == [("protocol", "mislukt")]  # type: ignore[attr-defined]
        assert "request_crashed" not in caplog.messages
        answered = [record for record in caplog.records if record.message == "request_answered"]
        assert [(line.status, line.reason) for line in answered] == [(200, "mislukt")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("lengte", [len(PDF) - 1, len(PDF) + 1])
async def test_t53_a_document_of_another_size_than_was_told_never_looks_whole(lengte: int) -> None:
    async with open_loket(Gespeeld(stukken(PDF), lengte=lengte)) as it:
        await broken_off(it)


async def test_t53_a_document_without_end_is_cut_at_the_cap() -> None:
    async with before(endless, Inhoudsgrenzen(megabytes=3)) as (it, register):
        async with it.stream() as answered:
            came = 0
            with pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012 - it is the reading that fails
                async for piece in answered.aiter_raw():
                    came += len(piece)

        assert 2**20 < came <= 3 * 2**20
        assert it.loket.counted('downloads_total{einde="teGroot"}') == 1
        await register.bron.until(lambda: register.bron.open == 0)


async def test_t53_a_document_that_says_to_be_larger_than_it_may_be_is_a_problem() -> None:
    async with before(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\nx")) as (it, _):
        assert (await it.get()).status_code == 502


class Zoeker:
    """A scanner that knows one word, and reads on ``ahead`` pieces before it lets any through."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead

    async def keur(self, stroom: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        held: list[bytes] = []
        async for stuk in stroom:
            if b"EICAR" in stuk:
                raise Geweigerd
            held.append(stuk)
            if len(held) > self.ahead:
                yield held.pop(0)
        for stuk in held:
            yield stuk


async def test_t54_what_a_scanner_stops_before_it_begins_is_a_403() -> None:
    dienst = Gespeeld(stukken(b"X5O!", b"EICAR"), lengte=9)
    async with open_loket(dienst, keurder=Zoeker(ahead=9)) as it:
        answered = await it.get()

        assert (answered.status_code, answered.json()["type"]) == (403, "urn:mijnzaken:probleem:geen-toegang")
        assert b"X5O" not in answered.content
        assert "content-disposition" not in answered.headers
        await it.until(lambda: dienst.open == 0)


async def test_t54_what_a_scanner_stops_later_is_broken_off() -> None:
    async with open_loket(Gespeeld(stukken(b"X5O!", b"EICAR"), lengte=9), keurder=Zoeker(ahead=0)) as it:
        await broken_off(it)

        assert it.loket.counted('downloads_total{einde="geweigerd"}') == 1


@pytest.mark.parametrize("ahead", [0, 1, 99])
async def test_t54_what_a_scanner_finds_nothing_in_comes_whole(ahead: int) -> None:
    dienst = Gespeeld(stukken(b"een", b"twee", b"drie"), lengte=11)
    async with open_loket(dienst, keurder=Zoeker(ahead)) as it:
        assert (await it.get()).content == b"eentweedrie"


@pytest.mark.parametrize("range_", ["bytes=0-9", "bytes=" + ",".join(f"{n}-{n}" for n in range(2_500))])
async def test_t55_a_range_is_not_looked_at(range_: str) -> None:
    body = b"x" * 100_000
    async with before(says(answer(body))) as (it, register):
        answered = await it.get(headers={"Range": range_})

        assert (answered.status_code, len(answered.content)) == (200, len(body))
        assert answered.headers["accept-ranges"] == "none"
        assert register.bron.received[0].header("range") == []


async def test_t55_ten_thousand_ranges_get_no_further_than_the_door() -> None:
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(10_000))
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst) as it:
        assert (await it.get(headers={"Range": ranges})).status_code == 400
        assert dienst.gevraagd == []


@pytest.mark.parametrize("pad", [PAD, f"{PAD}?access_token=anna", f"{PAD}?token=anna"])
async def test_t56_a_url_alone_opens_nothing(pad: str) -> None:
    dienst = Gespeeld(stukken(PDF))
    async with open_loket(dienst) as it:
        answered = await it.get(None, pad)

        assert (answered.status_code, dienst.gevraagd) == (401, [])
        assert answered.headers["www-authenticate"].startswith("Bearer")


# --- F56: the bron fails on the way ---


async def half_and_reset(_received: Any, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 50_000)
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()


@pytest.mark.parametrize(
    ("script", "einde"),
    [
        (says_and_hangs_up(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 50_000), "mislukt"),
        (half_and_reset, "mislukt"),
        (says_and_hangs_up(CHUNKED + b"ffff\r\n" + b"x" * 50_000), "mislukt"),
        (says_and_falls_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 50_000), "teLang"),
        (drips, "teLang"),
    ],
    ids=["ends", "resets", "ends in a chunk", "stalls", "drips"],
)
async def test_f56_a_document_that_does_not_come_whole_is_broken_off(script: Script, einde: str) -> None:
    async with before(script, Inhoudsgrenzen(stil=0.2, totaal=0.5)) as (it, register):
        await broken_off(it)

        assert it.loket.counted(f'downloads_total{{einde="{einde}"}}') == 1
        assert it.loket.counted("downloads_onderweg") == 0
        assert len(register.bron.received) == 1


async def test_f56_a_document_that_fails_before_its_first_byte_is_a_problem() -> None:
    silent = says_and_falls_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    async with before(silent, grens={"seconds": 0.3}) as (it, _):
        assert (await it.get()).status_code == 504
    async with before(says_and_hangs_up(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) as (it, _):
        assert (await it.get()).status_code == 503
    async with before(says(answer(b""))) as (it, _):
        assert (await it.get()).status_code == 502


async def test_a_failure_of_ours_amid_a_document_breaks_it_off_too(caplog: pytest.LogCaptureFixture) -> None:
    async with open_loket(Gespeeld(stukken(PDF, ZeroDivisionError()))) as it:
        await broken_off(it)

        assert "request_crashed" in caplog.messages


async def test_a_bron_that_fails_untranslated_amid_a_document_breaks_it_off() -> None:
    async with open_loket(Gespeeld(stukken(PDF, SourceError(Failure.REFUSED, "inhoud")))) as it:
        await broken_off(it)

        assert it.loket.counted('downloads_total{einde="mislukt"}') == 1


# --- F57: the reader is slow, or leaves ---


async def test_f57_when_the_reader_leaves_the_document_is_read_no_further(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with before(endless) as (it, register):
        async with it.stream() as answered:
            await anext(answered.aiter_raw())

        await register.bron.until(lambda: register.bron.open == 0)
        await it.until(lambda: it.loket.counted('downloads_total{einde="afgebroken"}') == 1)
        assert it.loket.counted("downloads_onderweg") == 0
        assert "document_cut_short" not in caplog.messages


async def test_f57_a_document_is_read_no_faster_than_it_is_taken() -> None:
    dienst = Gespeeld(zonder_einde)
    async with open_loket(dienst) as it:
        _reader, writer = await it.raw()
        await it.until(lambda: dienst.gelezen > 5)
        await asyncio.sleep(0.3)
        before_ = dienst.gelezen
        await asyncio.sleep(0.3)

        assert dienst.gelezen == before_
        writer.close()
        await it.until(lambda: dienst.open == 0)


async def test_f57_a_reader_who_takes_next_to_nothing_loses_his_connection() -> None:
    async with before(endless, patience=0.3) as (it, register):
        reader, writer = await it.raw()
        await reader.read(1000)

        await register.bron.until(lambda: register.bron.open == 0)
        await it.until(lambda: it.loket.counted("downloads_onderweg") == 0)
        assert it.loket.counted('downloads_total{einde="afgebroken"}') == 1
        writer.close()


async def test_f57_a_reader_who_takes_longer_than_a_document_may_is_broken_off() -> None:
    async with before(endless, Inhoudsgrenzen(stil=0.1, totaal=0.4)) as (it, _):
        _, writer = await it.raw()

        await it.until(lambda: it.loket.counted('downloads_total{einde="teLang"}') == 1)
        assert it.loket.counted("downloads_onderweg") == 0
        writer.close()


async def test_f57_so_many_at_once_for_one_and_so_many_for_all() -> None:
    grenzen = Grenzen(per_betrokkene=RUIM, downloads=3, downloads_per_betrokkene=2)
    async with open_loket(Gespeeld(zonder_einde), grenzen) as it, AsyncExitStack() as readers:
        for wie in ("anna", "anna", "bilal"):
            _, writer = await it.raw(wie)
            readers.callback(writer.close)
        await it.until(lambda: it.loket.counted("downloads_onderweg") == 3)

        of_one, of_all = await it.get("anna"), await it.get("carla")
        assert (of_one.status_code, of_one.json()["type"]) == (429, "urn:mijnzaken:probleem:te-veel-verzoeken")
        assert (of_all.status_code, of_all.json()["type"]) == (503, "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar")
        assert int(of_one.headers["retry-after"]) > 0
        assert int(of_all.headers["retry-after"]) > 0
        assert it.loket.counted('verzoek_afgewezen_total{reden="downloads"}') == 1
        assert it.loket.counted('verzoek_afgewezen_total{reden="downloadsVol"}') == 1

        await readers.aclose()
        await it.until(lambda: it.loket.counted("downloads_onderweg") == 0)
        async with it.stream("anna") as again:
            assert again.status_code == 200


async def test_f57_slow_readers_cost_no_place_of_who_asks_something_else() -> None:
    grenzen = Grenzen(per_betrokkene=RUIM, tegelijk=1)
    async with open_loket(Gespeeld(zonder_einde), grenzen) as it, it.stream("anna"), it.stream("bilal") as second:
        assert second.status_code == 200
        assert it.loket.counted("verzoeken_onderweg") == 0


async def test_f57_slow_readers_cost_a_bron_no_permit_and_other_readers_nothing() -> None:
    async with before(scripted, grens={"at_once": 1, "downloads": 3}) as (it, register), AsyncExitStack() as readers:
        for _ in range(2):
            _, writer = await it.raw()
            readers.callback(writer.close)
        await it.until(lambda: it.loket.counted("downloads_onderweg") == 2)
        await asyncio.sleep(0.2)

        async with asyncio.timeout(5):
            assert await register.register.get("zaken") == {"goed": True}
            async with it.stream("bilal") as answered:
                came = 0
                async for piece in answered.aiter_raw():
                    came += len(piece)
                    if came > 20 * 2**20:
                        break
        assert came > 20 * 2**20


async def test_a_bron_of_which_too_much_is_open_is_a_503() -> None:
    async with before(scripted, grens={"downloads": 1}) as (it, _), it.stream("anna"):
        answered = await it.get("bilal")

        assert answered.status_code == 503
        assert answered.json()["bronnen"][0]["uitkomst"] == "overbelast"


# --- stopping ---


async def test_f51_a_document_that_ends_in_time_is_finished_when_the_service_stops() -> None:
    go = asyncio.Event()

    async def wacht() -> AsyncIterator[bytes]:
        yield b"een"
        await go.wait()
        yield b"twee"

    async with open_loket(Gespeeld(wacht), finish=10) as it, it.stream() as answered:
        pieces = answered.aiter_raw()
        assert await anext(pieces) == b"een"
        it.front.should_exit = True
        await asyncio.sleep(0.3)
        go.set()
        assert await anext(pieces) == b"twee"


async def test_f51_a_document_that_does_not_end_in_time_is_broken_off_when_the_service_stops() -> None:
    dienst = Gespeeld(zonder_einde)
    async with open_loket(dienst, finish=1) as it:
        async with it.stream() as answered:
            it.front.should_exit = True
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                async for _ in answered.aiter_raw():
                    pass
        await it.until(lambda: dienst.open == 0)


def _told(answered: httpx.Response) -> dict[str, Any]:
    """Everything that an answer tells, without the id of its request."""
    with contextlib.suppress(json.JSONDecodeError):
        body = answered.json()
        body.pop("verzoekId")
        headers = {k: v for k, v in answered.headers.items() if k not in ("x-request-id", "date", "content-length")}
        return {"body": body, "headers": headers}
    return {}
