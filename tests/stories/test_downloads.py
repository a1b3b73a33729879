"""A document on its way, through the whole chain: from a register that does its worst to who asked for it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message

from mijnzaken_bff.demo.gemeente.client import Client as Klant
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.inhoud import Inhoud, groot
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import zaak
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from tests.lekken import leaks
from tests.stories.bijlagen import inhoudspad, parkeren
from tests.stories.draad import answer_on
from tests.stories.ophalen import CLIENTS, Client, Uitgifte, uitgifte
from tests.stories.portaal import ANNA, BILAL, CARLA, CLIENT_ID, SECRET, Toneel
from tests.stories.wachten import until

MB = 2**20
OP_DOWNLOAD = "/download"
SMALL, LARGE = "een paar kilobyte", "een paar megabyte"
SIZES: Mapping[str, Inhoud] = {SMALL: groot(3_000), LARGE: groot(5 * MB + 17)}
VERY_LARGE = 1000 * MB
"""Just not too large."""
CUT = 'mijnzaken_downloads_total{einde="mislukt"}'


class ZonderLengte(Gemeente):
    """A gemeente that never says beforehand how long a document is: it sends it in chunks."""

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application."""

        async def without_length(message: Message) -> None:
            if message["type"] == "http.response.start" and str(scope["path"]).endswith(OP_DOWNLOAD):
                headers = [one for one in message["headers"] if one[0] != b"content-length"]
                message = {**message, "headers": headers}
            await send(message)

        await super().app(scope, receive, without_length)


@pytest.fixture(scope="module")
def toneel(loopback: Loopback) -> Iterator[Toneel]:
    """One stage for all of them: a process takes a while to start."""
    with closing(Toneel(loopback)) as toneel:
        yield toneel


def gemeente_op(toneel: Toneel, soort: type[Gemeente] = Gemeente) -> Gemeente:
    klanten = {CLIENT_ID: Klant(SECRET)}
    return toneel.opening(soort("Gemeente Waterdam", "001117518", nu=toneel.klok.now, clients=klanten))


def zaak_op(gemeente: Gemeente, bsn: str = ANNA) -> Resource:
    return zaak(gemeente, parkeren(gemeente), bsn=bsn)


@pytest.fixture(scope="module")
def ruim(toneel: Toneel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uitgifte]:
    """A service that has time, and writes verwerkingen down."""
    gemeente, folder = gemeente_op(toneel), tmp_path_factory.mktemp("ruim")
    verwerkingen = {
        "bestand": str(folder / "verwerkingen.jsonl"),
        "sleutel": "een-geheim-van-tweeendertig-tekens",
        "sleutelId": "2026-1",
        "activiteiten": {"overzicht": "https://waterdam.example/v/1", "document": "https://waterdam.example/v/3"},
    }
    with uitgifte(
        toneel, gemeente, zaak_op(gemeente), folder, verwerkingen=verwerkingen, bron={"breker": {"opRij": 1000}}
    ) as it:
        yield it


@pytest.fixture(scope="module")
def krap(toneel: Toneel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uitgifte]:
    """A service that takes little: three documents at once, of which two of one person, and none of over 3 MB."""
    gemeente = gemeente_op(toneel)
    with uitgifte(
        toneel,
        gemeente,
        zaak_op(gemeente),
        tmp_path_factory.mktemp("krap"),
        grenzen={"downloads": 3, "downloadsPerBetrokkene": 2},
        documenten={"megabytes": 3, "stil": "2s", "totaal": "5s"},
        tijd={"document": "4s"},
        bron={"breker": {"opRij": 1000}, "gelijktijdig": 1, "tijd": {"totaal": "4s"}},
    ) as it:
        yield it


@pytest.fixture(autouse=True)
def _healthy(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in ("ruim", "krap"):
        if name in request.fixturenames:
            request.getfixturevalue(name).gemeente.reset()


def digest_of(inhoud: Inhoud) -> bytes:
    digest = hashlib.sha256()
    for piece in inhoud.lees():
        digest.update(piece)
    return digest.digest()


def een(it: Uitgifte, inhoud: Inhoud | bytes | None = None, **velden: Any) -> Resource:
    """A document of her zaak."""
    return document(it.gemeente, it.zaak, titel="Brief", inhoud=inhoud or groot(3_000), **velden)


def storing(it: Uitgifte, soort: Any, **velden: Any) -> None:
    it.gemeente.fault = Fault(soort, eindigt=OP_DOWNLOAD, **velden)


def counted(it: Uitgifte, einde: str) -> float:
    return it.proces.counted(f'mijnzaken_downloads_total{{einde="{einde}"}}')


def onderweg(it: Uitgifte) -> float:
    return it.proces.counted("mijnzaken_downloads_onderweg")


# --- the document itself ---


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("inhoud", SIZES.values(), ids=SIZES)
def test_g8_a_document_comes_byte_for_byte(inhoud: Inhoud, client: Client, ruim: Uitgifte) -> None:
    got = ruim.haal(een(ruim, inhoud), client)

    assert (got.status, got.came, got.whole) == (200, inhoud.lengte, True)
    assert got.digest == digest_of(inhoud)
    assert got.headers["content-length"] == str(inhoud.lengte)
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment;")


def test_g8_a_head_tells_the_same_and_reads_nothing(ruim: Uitgifte) -> None:
    scan = een(ruim, groot(VERY_LARGE))

    head = ruim.get(inhoudspad(ruim.zaak, scan), method="HEAD")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(VERY_LARGE)
    assert head.headers["content-disposition"].startswith("attachment;")
    until(lambda: ruim.laatste().verbroken)
    assert ruim.laatste().verzonden < 50 * MB
    assert onderweg(ruim) == 0


# --- T51 to T56, from the register to who asked ---

SCRIPT = b"<html><svg onload=alert(1)><script>alert(document.cookie)</script></svg></html>"


@pytest.mark.parametrize(
    "formaat",
    [
        "text/html", "text/html; charset=x", "image/svg+xml", "application/xhtml+xml", "text/xml",
        "application/javascript", "text/javascript", "geen mediatype", "x/" + "y" * 4096, "a/b\r\nX-Gekregen: ja", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("naam", ["pagina.html", "plaatje.svg"])
def test_t51_what_a_browser_might_run_comes_as_bytes_to_keep(formaat: str, naam: str, ruim: Uitgifte) -> None:
    """A browser keeps an attachment, whatever is in it; and were it opened all the same, it runs nothing of it."""
    page = een(ruim, SCRIPT, formaat=formaat, bestandsnaam=naam)

    answered = ruim.get(inhoudspad(ruim.zaak, page))

    assert (answered.status_code, answered.content) == (200, SCRIPT)
    assert answered.headers["content-type"] == "application/octet-stream"
    assert answered.headers["content-disposition"].startswith(f'attachment; filename="{naam}"')
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answered.headers["cross-origin-resource-policy"] == "same-site"
    assert answered.headers["cache-control"] == "no-store"
    assert "x-gekregen" not in answered.headers


def test_t51_what_the_register_calls_its_answer_is_not_what_we_call_it(ruim: Uitgifte) -> None:
    storing(ruim, "anderType", mediatype="image/svg+xml")

    assert ruim.get(inhoudspad(ruim.zaak, een(ruim, SCRIPT))).headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    "naam",
    [
        "a\r\nSet-Cookie: x=1", 'a"; filename="b.html', "../../etc/passwd", "C:\\map\\x.pdf", "€.pdf", "😀.pdf",
        "n" * 10240, "", "CON", "aux.pdf", "factuur\u202egnp.exe", "\0", "a\u2028b", "%2e%2e%2fx",
    ],
    ids=lambda naam: ascii(naam)[:20],
)  # fmt: skip
def test_t52_whatever_the_register_calls_it_there_is_one_safe_header(naam: str, ruim: Uitgifte) -> None:
    brief = een(ruim, SCRIPT, bestandsnaam=naam)

    answered = ruim.get(inhoudspad(ruim.zaak, brief))

    assert (answered.status_code, answered.content) == (200, SCRIPT)
    (told,) = answered.headers.get_list("content-disposition")
    assert told.startswith('attachment; filename="')
    assert told.count('"') == 2
    assert len(told) <= 1024
    assert told.isascii()
    assert told.isprintable()
    assert not {"/", "\\"} & set(told.partition("filename*")[0])
    assert "set-cookie" not in answered.headers


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("inhoud", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("soort", ["breektAf", "teKort", "afgekapt"])
def test_t53_a_document_that_stops_half_way_never_looks_whole(
    soort: str, inhoud: Inhoud, client: Client, ruim: Uitgifte
) -> None:
    scan = een(ruim, inhoud)
    storing(ruim, soort)
    before = counted(ruim, "mislukt")

    got = ruim.haal(scan, client)

    assert (got.status, got.whole) == (200, False)
    assert got.came <= inhoud.lengte // 2
    (told,) = ruim.told_of(got.headers["x-request-id"])
    assert told["reason"] == "mislukt"
    assert told["failure"] in ("protocol", "refused")
    assert [line["reason"] for line in ruim.told_of(got.headers["x-request-id"], "request_answered")] == ["mislukt"]
    assert counted(ruim, "mislukt") == before + 1
    assert onderweg(ruim) == 0
    ruim.gemeente.reset()
    assert ruim.haal(scan).digest == digest_of(inhoud)


@pytest.mark.parametrize("inhoud", SIZES.values(), ids=SIZES)
def test_t53_a_document_that_is_smaller_than_its_register_says_is_no_document(inhoud: Inhoud, ruim: Uitgifte) -> None:
    scan = een(ruim, inhoud)
    storing(ruim, "andereOmvang", deel=0.5)

    got = ruim.haal(scan)

    assert got.status == 503
    assert "content-disposition" not in got.headers


def test_t53_in_chunks_a_document_that_is_smaller_than_its_register_says_never_looks_whole(
    toneel: Toneel, tmp_path: Path
) -> None:
    gemeente = gemeente_op(toneel, ZonderLengte)
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path) as it:
        for inhoud in SIZES.values():
            lies = een(it, inhoud, bestandsomvang=inhoud.lengte * 2)
            for client in CLIENTS.values():
                assert (got := it.haal(lies, client)).whole is False, got
                assert got.status == 200

            true = it.haal(een(it, inhoud))
            assert (true.whole, true.digest) == (True, digest_of(inhoud))
            assert "content-length" not in true.headers


@pytest.mark.parametrize("size", [10, None, 0])
def test_t53_a_document_that_is_larger_than_its_register_says_comes_whole(size: int | None, ruim: Uitgifte) -> None:
    """What the answer itself says counts: metadata are often wrong, and nothing is missing."""
    inhoud = SIZES[SMALL]

    got = ruim.haal(een(ruim, inhoud, bestandsomvang=size))

    assert (got.status, got.whole, got.digest) == (200, True, digest_of(inhoud))


def test_t53_what_follows_on_a_document_is_in_no_document(ruim: Uitgifte) -> None:
    inhoud = SIZES[SMALL]
    scan = een(ruim, inhoud, bestandsomvang=None)
    storing(ruim, "teLang")

    got = ruim.haal(scan)

    assert got.came <= inhoud.lengte // 2
    ruim.gemeente.reset()
    assert ruim.haal(een(ruim, inhoud)).digest == digest_of(inhoud)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_t53_a_document_without_end_is_cut_at_the_cap(client: Client, krap: Uitgifte) -> None:
    scan = een(krap)
    storing(krap, "eindeloos")

    got = krap.haal(scan, client)

    assert (got.status, got.whole) == (200, False)
    assert got.came <= 3 * MB
    assert [line["reason"] for line in krap.told_of(got.headers["x-request-id"])] == ["teGroot"]
    until(lambda: krap.laatste().verbroken)


def test_t53_a_document_that_says_to_be_larger_than_it_may_be_is_a_problem(krap: Uitgifte) -> None:
    got = krap.haal(een(krap, groot(500 * MB)))

    assert got.status == 502
    until(lambda: krap.laatste().verbroken)


@pytest.mark.parametrize("range_", ["bytes=0-9", "bytes=" + ",".join(f"{n}-{n}" for n in range(2_500))])
def test_t55_a_range_is_not_looked_at_and_not_passed_on(range_: str, ruim: Uitgifte) -> None:
    scan = een(ruim, SCRIPT)

    answered = ruim.get(inhoudspad(ruim.zaak, scan), Range=range_)

    assert (answered.status_code, answered.content) == (200, SCRIPT)
    assert answered.headers["accept-ranges"] == "none"
    assert "range" not in ruim.laatste().headers


@pytest.mark.parametrize("query", ["", "?access_token={}", "?token={}"])
def test_t56_a_url_alone_opens_nothing(query: str, ruim: Uitgifte) -> None:
    scan = een(ruim, SCRIPT)
    ruim.gemeente.ontvangen.clear()

    answered = httpx.get(ruim.url(scan) + query.format(ruim.token()), trust_env=False)

    assert answered.status_code == 401
    assert ruim.gemeente.ontvangen == []


def test_t56_no_url_that_is_told_holds_a_token_or_leads_to_the_register(ruim: Uitgifte) -> None:
    een(ruim, SCRIPT)

    told = ruim.get().json()["documenten"]

    assert told
    assert all(one["inhoud"].startswith("/zaken/waterdam-") and "?" not in one["inhoud"] for one in told)
    assert ruim.gemeente.basis not in json.dumps(told)


# --- what is no document ---


@pytest.mark.parametrize(
    ("soort", "status"),
    [
        ("html", 502),
        ("gzip", 502),
        ("gzipbom", 502),
        ("leeg", 502),
        ("omleiding", 502),
        ("401", 502),
        ("403", 502),
        ("404", 404),
        ("500", 503),
        ("503", 503),
        ("429", 503),
        ("breekt", 503),
    ],
)
def test_f56_what_is_no_document_is_a_problem_and_nothing_of_it_is_passed_on(
    soort: str, status: int, ruim: Uitgifte
) -> None:
    scan = een(ruim)
    storing(ruim, soort)

    answered = ruim.get(inhoudspad(ruim.zaak, scan))

    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    assert "content-disposition" not in answered.headers
    assert "Inloggen" not in answered.text
    if status == 404:
        assert answered.json()["type"].endswith("niet-gevonden")
    else:
        assert [bron["id"] for bron in answered.json()["bronnen"]] == ["waterdam"]
    assert onderweg(ruim) == 0


def test_f56_a_document_that_turns_out_to_have_no_content_is_a_problem(ruim: Uitgifte) -> None:
    leeg = document(ruim.gemeente, ruim.zaak, titel="Leeg", inhoud=None)
    leeg["inhoud"] = f"{leeg['url']}/download?versie=1"

    answered = ruim.get(inhoudspad(ruim.zaak, leeg))

    # Open Zaak sends a body after its 204: whoever reads both at once finds no HTTP in it, and that is a 503.
    assert answered.status_code in (502, 503)
    assert "content-disposition" not in answered.headers


def test_f56_a_redirect_to_another_host_is_not_followed(ruim: Uitgifte, toneel: Toneel) -> None:
    elders = toneel.gemeente("Elders")
    scan = een(ruim)
    storing(ruim, "omleiding", doel=f"{elders.adres}/documenten/api/v1/")

    assert ruim.haal(scan).status == 502
    assert elders.ontvangen == []


def test_f56_documents_that_fail_do_not_shut_the_zaken_of_that_gemeente(toneel: Toneel, tmp_path: Path) -> None:
    gemeente = gemeente_op(toneel)
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path) as it:
        scan = een(it)
        storing(it, "500")
        for _ in range(8):
            assert it.haal(scan).status == 503

        told = it.get()

        assert told.status_code == 200
        assert it.get("/v1/zaken").json()["volledig"] is True


# --- what takes too long ---


@pytest.mark.parametrize(
    ("soort", "seconden", "inhoud"),
    [("stokt", 3600.0, groot(3_000)), ("stokt", 3600.0, groot(2 * MB)), ("druppelt", 0.05, groot(3_000))],
    ids=["silent, small", "silent, large", "drips"],
)
def test_f56_a_register_that_falls_silent_or_drips_is_left_and_the_document_never_looks_whole(
    soort: str, seconden: float, inhoud: Inhoud, krap: Uitgifte
) -> None:
    scan = een(krap, inhoud)
    storing(krap, soort, seconden=seconden)

    got = krap.haal(scan)

    assert (got.status, got.whole) == (200, False)
    assert got.came < inhoud.lengte
    assert [line["reason"] for line in krap.told_of(got.headers["x-request-id"])] == ["teLang"]
    assert onderweg(krap) == 0
    until(lambda: krap.laatste().verbroken)


@pytest.mark.parametrize(("soort", "deel"), [("hangt", 0.0), ("stokt", 0.0)])
def test_f56_a_register_that_never_begins_is_a_504(soort: str, deel: float, krap: Uitgifte) -> None:
    scan = een(krap)
    storing(krap, soort, deel=deel, seconden=3600.0)

    answered = krap.get(inhoudspad(krap.zaak, scan))

    assert answered.status_code == 504
    assert answered.json()["bronnen"][0]["uitkomst"] == "teTraag"


# --- F57: who reads slowly, and who leaves ---


def test_f57_who_leaves_ends_the_call_at_the_register_at_once(ruim: Uitgifte) -> None:
    scan = een(ruim, groot(500 * MB))
    before = counted(ruim, "afgebroken")

    with ruim.reader(scan) as connected:
        assert connected.recv(1000).startswith(b"HTTP/1.1 200 ")

    until(lambda: ruim.laatste().verbroken)
    assert ruim.laatste().verzonden < 100 * MB
    until(lambda: counted(ruim, "afgebroken") == before + 1)
    assert onderweg(ruim) == 0
    assert ruim.proces.counted('mijnzaken_bron_onderweg{bron="waterdam"}') == 0


def test_f57_who_reads_slowly_holds_up_nobody(ruim: Uitgifte) -> None:
    """Not the register, not the questions to it, not other downloads."""
    scan, brief = een(ruim, groot(500 * MB)), een(ruim)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(ruim.reader(scan)).recv(1000)
        until(lambda: onderweg(ruim) == 3)

        assert ruim.get("/v1/zaken").json()["volledig"] is True
        assert ruim.get().status_code == 200
        assert ruim.haal(brief).whole
        assert ruim.proces.counted('mijnzaken_bron_onderweg{bron="waterdam"}') == 0
        sent = [one.verzonden for one in ruim.gemeente.ontvangen if one.pad.endswith(OP_DOWNLOAD)][:3]
        assert all(one < 100 * MB for one in sent)
    until(lambda: onderweg(ruim) == 0)


def test_f57_a_bron_that_may_be_asked_one_thing_at_a_time_is_asked_while_somebody_reads(krap: Uitgifte) -> None:
    scan = een(krap, groot(2 * MB))
    storing(krap, "stokt", deel=0.1, seconden=3600.0)
    with krap.reader(scan) as connected:
        assert connected.recv(1000).startswith(b"HTTP/1.1 200 ")
        krap.gemeente.fault = Fault()

        assert krap.get("/v1/zaken").json()["volledig"] is True
        assert krap.get().status_code == 200
        assert krap.haal(een(krap)).whole


def test_f57_so_many_at_once_for_one_and_so_many_for_all(toneel: Toneel, tmp_path: Path) -> None:
    gemeente = gemeente_op(toneel)
    grenzen = {"downloads": 3, "downloadsPerBetrokkene": 2}
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path, grenzen=grenzen) as it, ExitStack() as readers:
        scan, hers = een(it, groot(500 * MB)), zaak_op(gemeente, BILAL)
        bilals = document(gemeente, hers, titel="Scan", inhoud=groot(500 * MB))
        carlas = zaak_op(gemeente, CARLA)
        brief = document(gemeente, carlas, titel="Brief")
        for asked in ((scan, ANNA, it.zaak), (scan, ANNA, it.zaak), (bilals, BILAL, hers)):
            readers.enter_context(it.reader(*asked)).recv(1000)
        until(lambda: onderweg(it) == 3)

        of_one = it.get(inhoudspad(it.zaak, scan), ANNA)
        of_all = it.get(inhoudspad(carlas, brief), CARLA)

        assert (of_one.status_code, of_one.json()["type"]) == (429, "urn:mijnzaken:probleem:te-veel-verzoeken")
        assert (of_all.status_code, of_all.json()["type"]) == (503, "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar")
        assert int(of_one.headers["retry-after"]) > 0
        assert int(of_all.headers["retry-after"]) > 0
        assert it.get("/v1/zaken", CARLA).status_code == 200
        readers.close()
        until(lambda: onderweg(it) == 0)
        assert it.get(inhoudspad(carlas, brief), CARLA).status_code == 200


# --- what is noted ---


def test_every_call_for_a_document_is_in_the_log_of_verwerkingen(ruim: Uitgifte) -> None:
    scan = een(ruim, groot(2 * MB))
    ruim.gemeente.ontvangen.clear()

    whole = ruim.haal(scan)
    asked = len(ruim.gemeente.ontvangen)
    missing = ruim.get(inhoudspad(ruim.zaak, "7d5c1a52-52e8-4c6e-9a9e-0d7a1f0c9b11"))
    storing(ruim, "teKort")
    cut = ruim.haal(scan)

    lines = _verwerkingen(ruim, whole.headers)
    request, *calls = lines
    assert request["mijnzaken.uitkomst"] == "volledig"
    assert {line["dpl.core.processing_activity_id"] for line in lines} == {"https://waterdam.example/v/3"}
    assert len(calls) == asked
    assert {line["mijnzaken.uitkomst"] for line in calls} == {"ok"}
    assert _verwerkingen(ruim, missing.headers)[0]["mijnzaken.uitkomst"] == "nietGevonden"
    request, *calls = _verwerkingen(ruim, cut.headers)
    assert request["mijnzaken.uitkomst"] == "mislukt"
    assert "protocol" in [line["mijnzaken.uitkomst"] for line in calls]
    assert not leaks(_bestand(ruim).read_text())


def _bestand(it: Uitgifte) -> Path:
    return it.proces.config.parent / "verwerkingen.jsonl"


def _verwerkingen(it: Uitgifte, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The lines of one request, that of the request itself first: it is written last."""

    def lines() -> list[dict[str, Any]]:
        every = [json.loads(line) for line in _bestand(it).read_text().splitlines()]
        own = [line for line in every if line["mijnzaken.verzoek"] == headers["x-request-id"]]
        return sorted(own, key=lambda line: line["parent_span_id"] is not None)

    until(lambda: [line for line in lines() if line["parent_span_id"] is None])
    return lines()


# --- stopping ---


def test_f51_a_document_that_ends_in_time_is_whole_when_the_service_is_told_to_stop(
    toneel: Toneel, tmp_path: Path
) -> None:
    inhoud, gemeente = groot(20 * MB), gemeente_op(toneel)
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path, stoppen={"afronden": "30s"}) as it:
        with it.reader(een(it, inhoud)) as connected:
            until(lambda: onderweg(it) == 1)
            os.kill(it.proces.pid, signal.SIGTERM)
            until(lambda: it.proces.events("service_stopping"))

            answer = answer_on(connected)

        assert answer.status == 200
        assert hashlib.sha256(answer.content).digest() == digest_of(inhoud)
        until(it.proces.has_ended, seconds=30)


def test_f51_a_document_that_does_not_end_in_time_is_broken_off_when_the_service_stops(
    toneel: Toneel, tmp_path: Path
) -> None:
    gemeente = gemeente_op(toneel)
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path, stoppen={"afronden": "5s"}) as it:
        with it.reader(een(it, groot(VERY_LARGE))) as connected:
            assert connected.recv(1000).startswith(b"HTTP/1.1 200 ")
            os.kill(it.proces.pid, signal.SIGTERM)
            until(lambda: it.laatste().verbroken, seconds=30)

            assert _what_is_left(connected) < VERY_LARGE

        until(it.proces.has_ended, seconds=30)


def _what_is_left(connected: socket.socket) -> int:
    """How many bytes still come before the connection ends, and it does."""
    came = 0
    with contextlib.suppress(ConnectionResetError):
        while piece := connected.recv(MB):
            came += len(piece)
    return came


# --- memory ---


def _peak(pid: int) -> int:
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_g8_documents_of_200_mb_take_less_than_20_mb_however_many_and_however_slowly_they_are_read(
    toneel: Toneel, tmp_path: Path
) -> None:
    inhoud, gemeente = groot(200_000_000), gemeente_op(toneel)
    with uitgifte(toneel, gemeente, zaak_op(gemeente), tmp_path, grenzen={"downloadsPerBetrokkene": 10}) as it:
        scan, brief = een(it, inhoud), een(it, groot(2 * MB))
        for _ in range(3):
            assert it.haal(brief).whole
        before = _peak(it.proces.pid)

        assert it.haal(scan).came == inhoud.lengte
        one = _peak(it.proces.pid) - before
        with it.reader(scan) as slow, ThreadPoolExecutor(4) as four:
            slow.recv(1000)
            at_once = list(four.map(lambda _: it.haal(scan).came, range(4)))
            assert slow.recv(1000)
        grown = _peak(it.proces.pid) - before

        assert at_once == [inhoud.lengte] * 4
        assert (one < 20_000_000, grown < 20_000_000) == (True, True), (one, grown)
