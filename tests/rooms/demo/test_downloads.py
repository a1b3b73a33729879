"""Downloads over real sockets: what the wire says, how little memory they take, and what can be wrong with them."""

import gzip
import hashlib
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente, Ontvangen
from mijnzaken_bff.demo.gemeente.haperen import tot
from mijnzaken_bff.demo.gemeente.inhoud import STUK, groot, inhoud_van
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from tests.rooms.demo.verhaal import VAN_EEN_DOWNLOAD, token

MEGABYTE = 1_000_000
INHOUD = bytes(range(256)) * 40


@pytest.fixture
def dialect() -> Dialect:
    return OPEN_ZAAK


@pytest.fixture
def brief(waterdam: Gemeente, zaken: dict[str, Resource]) -> Resource:
    return document(waterdam, zaken["Z-1"], titel="Brief", inhoud=INHOUD)


@pytest.fixture
def url(waterdam: Gemeente, brief: Resource) -> str:
    waterdam.ontvangen.clear()
    return f"{brief['url']}/download"


def until(true: Callable[[], bool]) -> None:
    """Wait until it is; the other side needs a moment to notice."""
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def laatste(gemeente: Gemeente) -> Ontvangen:
    return gemeente.ontvangen[-1]


@contextmanager
def lijn(url: str, *, buffer: int | None = None) -> Iterator[socket.socket]:
    """A bare connection on which the download at ``url`` has been asked."""
    delen = urlsplit(url)
    with socket.socket() as sock:
        if buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.settimeout(5)
        sock.connect((delen.hostname, delen.port))
        vraag = f"GET {delen.path} HTTP/1.1\r\nHost: {delen.netloc}\r\nAuthorization: Bearer {token()}\r\n\r\n"
        sock.sendall(vraag.encode())
        yield sock


def ruw(url: str) -> bytes:
    """What comes over the wire for ``url``, headers and all, until it is silent or closed, or has gone on for long."""
    with lijn(url) as sock:
        sock.settimeout(0.3)
        stukken: list[bytes] = []
        try:
            while len(stukken) < 10 and (stuk := sock.recv(STUK)):
                stukken.append(stuk)
        except (TimeoutError, ConnectionResetError):
            pass
        return b"".join(stukken)


# --- what the wire says -----------------------------------------------------------------------------------------------


def test_a_download_is_bytes_of_no_kind_under_a_name_of_no_meaning(
    http: httpx.Client, waterdam: Gemeente, url: str
) -> None:
    antwoord = http.get(url, headers={"Range": "bytes=0-9"})

    assert (antwoord.status_code, antwoord.content) == (200, INHOUD)
    assert antwoord.headers["content-type"] == "application/octet-stream"
    assert antwoord.headers["content-disposition"].endswith('.bin"')
    assert {"etag", "last-modified"} <= set(antwoord.headers)
    assert {"api-version", "accept-ranges", "content-range", "content-encoding"} & set(antwoord.headers) == set()
    assert laatste(waterdam).status == 200
    until(lambda: laatste(waterdam).verzonden == len(INHOUD))
    assert not laatste(waterdam).verbroken


def test_a_document_without_content_is_a_204_that_has_a_body_all_the_same(waterdam: Gemeente, url: str) -> None:
    leeg = document(waterdam, None, titel="Leeg", inhoud=None)

    kop, _, body = ruw(f"{leeg['url']}/download").partition(b"\r\n\r\n")

    assert kop.startswith(b"HTTP/1.1 204 ")
    assert b"content-length: 24" in kop.splitlines()
    assert body == b"application/octet-stream"


@pytest.mark.parametrize(
    ("accept", "status"), [("*/*", 200), ("application/octet-stream", 200), ("application/json", 406)]
)
def test_a_download_is_not_json_and_its_refusal_is_not_either(
    accept: str, status: int, http: httpx.Client, url: str
) -> None:
    antwoord = http.get(url, headers={"Accept": accept})

    assert antwoord.status_code == status
    assert (antwoord.content == b"application/octet-stream") is (status == 406)


def test_content_that_nobody_holds_is_the_same_every_time_and_each_piece_is_another() -> None:
    inhoud = groot(5 * STUK + 7)

    stukken = list(inhoud.lees())

    assert sum(map(len, stukken)) == inhoud.lengte
    assert stukken == list(inhoud.lees())
    assert len(set(stukken)) == len(stukken)
    assert stukken[0].startswith(b"%PDF-1.7\n")
    assert list(groot(0).lees()) == []
    assert b"".join(inhoud_van(INHOUD * 100).lees()) == INHOUD * 100


@given(st.integers(0, 5 * STUK), st.integers(-1, 6 * STUK))
def test_content_is_as_long_as_it_says_wherever_it_is_cut(lengte: int, grens: int) -> None:
    inhoud = groot(lengte)
    heel = b"".join(inhoud.lees())

    assert len(heel) == lengte
    assert b"".join(tot(inhoud.lees(), grens)) == heel[: max(0, grens)]
    assert b"".join(inhoud_van(heel).lees()) == heel
    assert max(map(len, inhoud.lees()), default=0) <= STUK


# --- two hundred megabytes --------------------------------------------------------------------------------------------


def test_a_document_of_two_hundred_megabytes_is_never_held_in_memory(http: httpx.Client, waterdam: Gemeente) -> None:
    veel = groot(200 * MEGABYTE)
    scan = document(waterdam, None, titel="Scan", inhoud=veel)
    verwacht, gekregen = hashlib.sha256(), hashlib.sha256()
    for stuk in veel.lees():
        verwacht.update(stuk)

    tracemalloc.start()
    try:
        voor, _ = tracemalloc.get_traced_memory()
        with http.stream("GET", f"{scan['url']}/download", timeout=60) as antwoord:
            for stuk in antwoord.iter_raw():
                gekregen.update(stuk)
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert http.get(scan["url"]).json()["bestandsomvang"] == 200 * MEGABYTE
    assert gekregen.digest() == verwacht.digest()
    assert piek - voor < 20 * MEGABYTE


def test_a_download_goes_no_faster_than_it_is_read(waterdam: Gemeente) -> None:
    scan = document(waterdam, None, titel="Scan", inhoud=groot(200 * MEGABYTE))

    with lijn(f"{scan['url']}/download", buffer=64 * 1024) as sock:
        sock.recv(1)
        verzonden = -1
        while verzonden != laatste(waterdam).verzonden:
            verzonden = laatste(waterdam).verzonden
            time.sleep(0.1)

    assert 0 < verzonden < 20 * MEGABYTE
    until(lambda: laatste(waterdam).verbroken)
    assert laatste(waterdam).verzonden < 20 * MEGABYTE


def test_a_download_that_is_given_up_shows(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    scan = document(waterdam, None, titel="Scan", inhoud=groot(50 * MEGABYTE))

    with http.stream("GET", f"{scan['url']}/download") as antwoord:
        next(antwoord.iter_raw(STUK))

    until(lambda: laatste(waterdam).verbroken)
    assert laatste(waterdam).status == 200
    assert laatste(waterdam).verzonden < 50 * MEGABYTE
    assert http.get(url).content == INHOUD


def test_while_one_downloads_others_are_answered(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    scan = document(waterdam, None, titel="Scan", inhoud=groot(200 * MEGABYTE))
    gelezen: list[int] = []

    def lees() -> None:
        with httpx.stream(
            "GET", f"{scan['url']}/download", headers={"Authorization": f"Bearer {token()}"}, trust_env=False
        ) as antwoord:
            gelezen.append(sum(len(stuk) for stuk in antwoord.iter_raw()))

    draad = threading.Thread(target=lees)
    draad.start()
    tussendoor = http.get(url, timeout=20).content
    draad.join()

    assert tussendoor == INHOUD
    assert gelezen == [200 * MEGABYTE]


# --- faults -----------------------------------------------------------------------------------------------------------

OP_DOWNLOAD = "/download"


def zet(gemeente: Gemeente, soort: Soort, **velden: object) -> None:
    gemeente.fault = Fault(soort, eindigt=OP_DOWNLOAD, **velden)  # type: ignore[arg-type]


@pytest.mark.parametrize("soort", sorted(VAN_EEN_DOWNLOAD))
def test_every_fault_of_a_download_shows_on_the_wire(soort: Soort, waterdam: Gemeente, url: str) -> None:
    gezond = ruw(url)
    zet(waterdam, soort, seconden=3600)

    assert ruw(url) != gezond


def test_a_fault_can_be_kept_to_downloads(http: httpx.Client, waterdam: Gemeente, brief: Resource, url: str) -> None:
    zet(waterdam, "500")

    assert http.get(brief["url"]).status_code == 200
    assert http.get(url).status_code == 500


@pytest.mark.parametrize("soort", ["teKort", "afgekapt"])
def test_a_download_can_end_before_its_end(soort: Soort, http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, soort)

    gekregen = b""
    with pytest.raises(httpx.RemoteProtocolError), http.stream("GET", url) as antwoord:  # noqa: PT012
        lengte = antwoord.headers.get("content-length")
        for stuk in antwoord.iter_raw():
            gekregen += stuk

    assert gekregen == INHOUD[: len(INHOUD) // 2]
    assert lengte == (str(len(INHOUD)) if soort == "teKort" else None)
    until(lambda: laatste(waterdam).verbroken)
    assert laatste(waterdam).verzonden == len(gekregen)


def test_a_download_can_be_reset_in_the_middle(waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "breektAf", deel=0.25)

    gekregen = b""
    with lijn(url) as sock, pytest.raises(ConnectionResetError):  # noqa: PT012
        while True:
            gekregen += sock.recv(STUK)

    assert gekregen.partition(b"\r\n\r\n")[2] == INHOUD[: len(INHOUD) // 4]
    until(lambda: laatste(waterdam).verbroken)


def test_a_download_can_be_longer_than_its_length(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "teLang")

    kop, _, body = ruw(url).partition(b"\r\n\r\n")

    assert f"content-length: {len(INHOUD) // 2}".encode() in kop
    assert body == INHOUD
    assert http.get(url).content == INHOUD[: len(INHOUD) // 2]


def test_a_download_can_fall_silent_and_go_on(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "stokt", seconden=0.4)
    begin = time.monotonic()

    assert http.get(url).content == INHOUD
    assert time.monotonic() - begin >= 0.4

    zet(waterdam, "stokt", seconden=3600)
    with pytest.raises(httpx.ReadTimeout):
        http.get(url, timeout=0.3)
    until(lambda: laatste(waterdam).verbroken)
    assert laatste(waterdam).verzonden == len(INHOUD) // 2


def test_a_download_can_drip(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "druppelt", seconden=0.001)

    with http.stream("GET", url) as antwoord:
        stukken = antwoord.iter_raw()
        begin = b"".join(next(stukken) for _ in range(20))

    assert INHOUD.startswith(begin)
    assert len(begin) < len(INHOUD)
    until(lambda: laatste(waterdam).verbroken)


def test_a_download_can_be_without_end(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "eindeloos")

    gelezen = 0
    with http.stream("GET", url) as antwoord:
        assert "content-length" not in antwoord.headers
        for stuk in antwoord.iter_raw():
            gelezen += len(stuk)
            if gelezen > 20 * MEGABYTE:
                break

    until(lambda: laatste(waterdam).verbroken)
    verzonden = laatste(waterdam).verzonden
    time.sleep(0.1)
    assert laatste(waterdam).verzonden == verzonden


def test_a_download_can_say_that_it_is_something_else(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "anderType", mediatype="text/html")
    antwoord = http.get(url)
    zet(waterdam, "html")
    pagina = http.get(url)

    assert (antwoord.headers["content-type"], antwoord.content) == ("text/html", INHOUD)
    assert pagina.content.startswith(b"<!DOCTYPE html>")


def test_a_download_can_be_compressed(http: httpx.Client, waterdam: Gemeente, url: str) -> None:
    zet(waterdam, "gzip")

    with http.stream("GET", url) as antwoord:
        ingepakt = b"".join(antwoord.iter_raw())

    assert antwoord.headers["content-encoding"] == "gzip"
    assert gzip.decompress(ingepakt) == INHOUD
    assert int(antwoord.headers["content-length"]) == len(ingepakt)


@pytest.mark.parametrize("deel", [0.5, 1.5, 0])
def test_a_download_can_be_of_another_size_than_its_metadata_say(
    deel: float, http: httpx.Client, waterdam: Gemeente, brief: Resource, url: str
) -> None:
    zet(waterdam, "andereOmvang", deel=deel)

    inhoud = http.get(url).content

    assert inhoud == (INHOUD * 2)[: int(len(INHOUD) * deel)]
    assert http.get(brief["url"]).json()["bestandsomvang"] == len(INHOUD)


@pytest.mark.parametrize("soort", ["gedeeltelijk", "rollenLeeg"])
def test_a_fault_of_json_leaves_a_download_as_it_is(
    soort: Soort, http: httpx.Client, waterdam: Gemeente, url: str
) -> None:
    zet(waterdam, soort)

    assert http.get(url).content == INHOUD
