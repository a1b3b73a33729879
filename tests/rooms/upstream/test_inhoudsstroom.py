"""The content of a document as it streams in over a real socket: whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from pydantic import ValidationError

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import NoMeter, Teller
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import AFGEBROKEN, Activiteit, Bevraging, Verwerking, VerwerkingEvent
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.pool import Grens, Pool, real_transport
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Breker, Inhoudsgrenzen, Service
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.upstream.toegang import GeenToegang
from tests.rooms.upstream.boze_bron import (
    BozeBron,
    Received,
    Script,
    answer,
    boze_bron,
    says,
    says_and_falls_silent,
    says_and_hangs_up,
)
from tests.rooms.upstream.doorlaten import still
from tests.rooms.upstream.klok import Background, FakeClock

PAD = "enkelvoudiginformatieobjecten/1b2c/download"
RUIM = Inhoudsgrenzen(stil=5.0, totaal=20.0)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
NOT_THERE = answer(b"{}", status="404 Not Found")


class Geteld(NoMeter):
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.told: list[tuple[Teller, Mapping[str, str]]] = []

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        if aantal:
            self.told.append((teller, labels))


class Events:
    """A sink that remembers how each call ended."""

    def __init__(self) -> None:
        self.told: list[VerwerkingEvent] = []

    def record(self, event: VerwerkingEvent) -> None:
        self.told.append(event)

    @property
    def uitkomsten(self) -> list[str]:
        return [event.uitkomst for event in self.told]


class Bron:
    """A register that streams, before a server that plays a script."""

    def __init__(self, bron: BozeBron, pool: Pool, grens: Grens, meter: Geteld) -> None:
        self.bron = bron
        self.meter = meter
        self.events = Events()
        service = Service(url=f"http://127.0.0.1:{bron.port}/documenten/api/v1/")
        self.register: Register = pool.register(service, GeenToegang(soort="geen"), api="documenten", inhoud=True)
        self.seconds = grens.seconds

    def bevraging(self, seconds: float | None = None) -> Bevraging:
        deadline = asyncio.get_running_loop().time() + (self.seconds if seconds is None else seconds)
        verwerking = Verwerking("6a0d2f4e-3c1b-4f7a-9b0d-7a1e5c8f4431", Activiteit.OVERZICHT)
        return Bevraging(
            verwerking, Persoon(Bsn("999990019")), "waterdam", FakeClock(), self.events, deadline, begint=True
        )

    async def read(self, grenzen: Inhoudsgrenzen = RUIM, **more: Any) -> bytes:
        """The whole content."""
        async with self.register.stream(PAD, bevraging=self.bevraging(), grenzen=grenzen, **more) as stroom:
            return b"".join([piece async for piece in stroom])

    async def failure(self, grenzen: Inhoudsgrenzen = RUIM, **more: Any) -> SourceError:
        """How reading it fails."""
        with pytest.raises(SourceError) as raised:
            await self.read(grenzen, **more)
        return raised.value


@asynccontextmanager
async def bron(script: Script, **grens: Any) -> AsyncIterator[Bron]:
    meter, background = Geteld(), Background()
    grenzen = Grens(**{"at_once": 2, **grens})
    async with boze_bron(script) as boos:
        pool = Pool(
            real_transport(trust()),
            bron="waterdam",
            grens=grenzen,
            limits=Limits(),
            ceiling=Bulkhead(100),
            clock=FakeClock(),
            ticks=still,
            spawn=background.spawn,
            meter=meter,
        )
        try:
            yield Bron(boos, pool, grenzen, meter)
        finally:
            await pool.aclose()
            await background.aclose()


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def endless(_received: Received, writer: asyncio.StreamWriter) -> None:
    writer.write(CHUNKED)
    while True:
        writer.write(chunk(b"x" * 65536))
        await writer.drain()


# --- what comes whole ---


async def test_a_document_comes_through_byte_for_byte_with_its_length() -> None:
    body = bytes(range(256)) * 1000
    async with bron(says(answer(body, "Content-Type: application/octet-stream"))) as it:
        async with it.register.stream(PAD, bevraging=it.bevraging(), grenzen=RUIM) as stroom:
            assert stroom.lengte == len(body)
            assert b"".join([piece async for piece in stroom]) == body
            assert it.events.told == []

        assert it.events.uitkomsten == ["ok"]


async def test_a_document_in_chunks_comes_through_without_a_length() -> None:
    said = CHUNKED + chunk(b"een") + chunk(b"twee") + b"0\r\n\r\n"
    async with bron(says(said)) as it, it.register.stream(PAD, grenzen=RUIM) as stroom:
        assert stroom.lengte is None
        assert b"".join([piece async for piece in stroom]) == b"eentwee"


async def test_a_register_is_asked_for_any_kind_of_content_as_it_is() -> None:
    async with bron(says(answer(b"%PDF"))) as it:
        await it.read(query={"versie": "3"}, headers={"X-Kop": "ja"})

        received = it.bron.received[0]
        assert received.target == "/documenten/api/v1/enkelvoudiginformatieobjecten/1b2c/download?versie=3"
        assert received.header("accept") == ["*/*"]
        assert received.header("accept-encoding") == ["identity"]
        assert received.header("range") == []
        assert received.header("x-kop") == ["ja"]


async def test_a_document_that_ends_with_its_connection_is_whole_when_it_is_as_large_as_was_told() -> None:
    async with bron(says_and_hangs_up(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%PDF")) as it:
        assert await it.read(omvang=4) == b"%PDF"
        assert (await it.failure(omvang=5)).failure is Failure.PROTOCOL
        assert (await it.failure(omvang=3)).failure is Failure.PROTOCOL
        unknown = await it.failure()

    assert (unknown.failure, unknown.where) == (Failure.UNUSABLE, "content-length")


# --- what is no document ---


@pytest.mark.parametrize(
    ("said", "failure", "where"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", Failure.UNUSABLE, "inhoud"),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 24\r\n\r\n", Failure.UNUSABLE, "inhoud"),
        (answer(b""), Failure.UNUSABLE, "inhoud"),
        (CHUNKED + b"0\r\n\r\n", Failure.UNUSABLE, "inhoud"),
        (answer(b"x", status="201 Created"), Failure.UNUSABLE, "enkelvoudiginformatieobjecten"),
        (answer(b"x", status="206 Partial Content"), Failure.UNUSABLE, "enkelvoudiginformatieobjecten"),
        (answer(b"", "Location: https://elders.example/", status="302 Found"), Failure.UNUSABLE, None),
        (NOT_THERE, Failure.NO_LONGER_THERE, "enkelvoudiginformatieobjecten"),
        (answer(b"{}", status="410 Gone"), Failure.NO_LONGER_THERE, None),
        (answer(b"{}", status="401 Unauthorized"), Failure.NO_ACCESS, None),
        (answer(b"verboden", "Content-Type: text/plain", status="403 Forbidden"), Failure.NO_ACCESS, None),
        (answer(b"{}", status="400 Bad Request"), Failure.REJECTED, None),
        (answer(b"{}", status="500 Oeps"), Failure.SERVER_ERROR, None),
        (answer(b"{}", "Retry-After: 7", status="503 Druk"), Failure.OVERLOADED, None),
        (answer(b"<html>", "Content-Type: text/html; charset=utf-8"), Failure.UNUSABLE, "content-type"),
        (answer(b"\x1f\x8b", "Content-Encoding: gzip"), Failure.UNUSABLE, "content-encoding"),
        (answer(b"x", "Content-Encoding: br"), Failure.UNUSABLE, "content-encoding"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc", Failure.PROTOCOL, None),
        (b"geen http\r\n\r\n", Failure.PROTOCOL, None),
    ],
)  # fmt: skip
async def test_whatever_is_no_document_has_its_own_failure(said: bytes, failure: Failure, where: str | None) -> None:
    async with bron(says(said)) as it:
        failed = await it.failure()

        assert failed.failure is failure
        assert where is None or failed.where == where
        assert set(it.events.uitkomsten) == {failure.value}


async def test_a_web_page_is_taken_for_a_document_only_where_it_is_one_and_of_exactly_its_size() -> None:
    async with bron(says(answer(b"<html>", "Content-Type: text/html; charset=utf-8"))) as it:
        assert await it.read(omvang=6, pagina=True) == b"<html>"
        for more in ({"omvang": 6}, {"omvang": 5, "pagina": True}, {"omvang": None, "pagina": True}):
            assert (await it.failure(**more)).where == "content-type"


async def test_after_a_204_with_a_body_the_next_document_is_not_read_out_of_it() -> None:
    async def late_body(received: Received, writer: asyncio.StreamWriter) -> None:
        if received.connection == 1:
            writer.write(b"HTTP/1.1 204 No Content\r\nContent-Length: 24\r\n\r\n")
            await asyncio.sleep(0.05)
            writer.write(answer(b"of een ander"))
        else:
            writer.write(answer(b"%PDF"))

    async with bron(late_body) as it:
        assert (await it.failure()).where == "inhoud"
        await asyncio.sleep(0.1)

        assert await it.read() == b"%PDF"
        assert it.bron.connections == 2


async def test_documents_that_are_not_there_or_too_large_do_not_keep_others_from_being_asked() -> None:
    vol = answer(b"x" * (1024 * 1024 + 1))
    async with bron(says(answer(b""), NOT_THERE, vol, answer(b""), answer(b"%PDF")), breker=Breker(op_rij=2)) as it:
        klein = Inhoudsgrenzen(megabytes=1)
        assert [(await it.failure(klein)).failure for _ in range(4)] == [
            Failure.UNUSABLE, Failure.NO_LONGER_THERE, Failure.TOO_LARGE, Failure.UNUSABLE,
        ]  # fmt: skip

        assert await it.read() == b"%PDF"


async def test_a_reset_before_the_answer_is_tried_once_more_and_one_amid_it_is_not() -> None:
    async with bron(says(b"", answer(b"%PDF"))) as it:
        assert await it.read() == b"%PDF"
        assert it.events.uitkomsten == ["refused", "ok"]

    async with bron(says_and_hangs_up(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")) as it:
        await it.failure()
        assert len(it.bron.received) == 1


# --- what ends too early, too late or not at all ---


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + b"x" * 10240,
        CHUNKED + chunk(b"x" * 10240),
        CHUNKED + b"ffff\r\nx",
    ],
)
async def test_a_document_that_ends_too_early_never_ends_well(said: bytes) -> None:
    async with bron(says_and_hangs_up(said)) as it:
        assert (await it.failure()).failure is Failure.PROTOCOL
        assert it.events.uitkomsten == ["protocol"]


async def test_a_document_that_is_smaller_than_its_register_told_never_ends_well() -> None:
    in_chunks = CHUNKED + chunk(b"een") + chunk(b"twee") + b"0\r\n\r\n"
    for said in (in_chunks, answer(b"eentwee")):
        async with bron(says(said)) as it, it.register.stream(PAD, grenzen=RUIM) as stroom:
            stroom.refuse_below(7)
            assert b"".join([piece async for piece in stroom]) == b"eentwee"

    came = b""
    async with bron(says(in_chunks)) as it:
        with pytest.raises(SourceError) as raised:  # noqa: PT012 - it is the reading that fails
            async with it.register.stream(PAD, grenzen=RUIM) as stroom:
                stroom.refuse_below(8)
                async for piece in stroom:
                    came += piece
    assert (came, raised.value.failure) == (b"eentwee", Failure.PROTOCOL)

    async with bron(says(answer(b"eentwee"))) as it, it.register.stream(PAD, grenzen=RUIM) as stroom:
        with pytest.raises(SourceError) as raised:
            stroom.refuse_below(8)
    assert raised.value.failure is Failure.PROTOCOL


async def test_a_document_without_end_is_cut_at_the_cap() -> None:
    came = 0
    async with bron(endless) as it:
        with pytest.raises(SourceError) as raised:  # noqa: PT012 - it is the reading that fails
            async with it.register.stream(PAD, grenzen=Inhoudsgrenzen(megabytes=3)) as stroom:
                async for piece in stroom:
                    came += len(piece)
        await it.bron.until(lambda: it.bron.open == 0)

    assert (raised.value.failure, raised.value.where) == (Failure.TOO_LARGE, "inhoud")
    assert came <= 3 * 1024 * 1024


async def test_a_document_that_says_to_be_too_large_is_refused_before_it_begins() -> None:
    async with bron(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\nx")) as it:
        assert (await it.failure()).failure is Failure.TOO_LARGE


async def test_a_register_that_falls_silent_is_left() -> None:
    async with bron(says_and_falls_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")) as it:
        assert (await it.failure(Inhoudsgrenzen(stil=0.1, totaal=10))).failure is Failure.TIMEOUT
        assert it.events.uitkomsten == ["timeout"]


async def test_a_register_that_is_silent_before_its_first_byte_is_left_at_the_deadline() -> None:
    async with bron(says_and_falls_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), seconds=0.2) as it:
        failed = await it.failure()

        assert failed.failure is Failure.TIMEOUT
        assert it.events.uitkomsten == ["timeout"]


async def drips(_received: Received, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


async def test_a_register_that_drips_is_left_when_the_time_for_a_whole_document_is_over() -> None:
    async with bron(drips) as it:
        failed = await it.failure(Inhoudsgrenzen(stil=0.2, totaal=0.3))

        assert (failed.failure, failed.where) == (Failure.TIMEOUT, "inhoud")
        assert it.events.uitkomsten == ["timeout"]


async def test_a_reader_who_takes_too_long_is_left_as_well() -> None:
    async with bron(endless) as it:
        with pytest.raises(SourceError) as raised:
            async with it.register.stream(PAD, grenzen=Inhoudsgrenzen(stil=0.05, totaal=0.2)):
                await asyncio.sleep(30)
        await it.bron.until(lambda: it.bron.open == 0)

    assert raised.value.failure is Failure.TIMEOUT


async def test_a_reader_who_is_slower_than_a_register_may_be_silent_loses_nothing() -> None:
    body = b"x" * 3_000_000
    impatient = Inhoudsgrenzen(stil=0.1, totaal=10)
    async with bron(says(answer(body))) as it, it.register.stream(PAD, grenzen=impatient) as stroom:
        came = len(await anext(stroom))
        await asyncio.sleep(0.4)
        came += sum([len(piece) async for piece in stroom])

    assert came == len(body)


async def test_a_time_out_of_who_reads_is_not_taken_for_ours() -> None:
    async with bron(endless) as it:
        with pytest.raises(TimeoutError):
            async with it.register.stream(PAD, grenzen=RUIM):
                raise TimeoutError


async def test_whoever_leaves_breaks_off_the_connection_and_that_is_noted() -> None:
    async with bron(endless) as it:
        begun = asyncio.Event()

        async def reads() -> None:
            async with it.register.stream(PAD, bevraging=it.bevraging(0.05), grenzen=RUIM) as stroom:
                async for _ in stroom:
                    begun.set()

        reading = asyncio.create_task(reads())
        await begun.wait()
        await asyncio.sleep(0.1)  # past the deadline of the head: a reader who leaves is not too late for that
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)

        await it.bron.until(lambda: it.bron.open == 0)
        assert it.events.uitkomsten == [AFGEBROKEN]


async def test_whoever_reads_nothing_of_it_breaks_off_the_connection_too() -> None:
    async with bron(endless) as it:
        async with it.register.stream(PAD, grenzen=RUIM):
            pass

        await it.bron.until(lambda: it.bron.open == 0)


# --- what is asked meanwhile ---


async def scripted(received: Received, writer: asyncio.StreamWriter) -> None:
    if received.target.endswith("/download"):
        await endless(received, writer)
    writer.write(answer(b'{"goed": true}'))


async def test_open_documents_hold_no_permit_and_no_connection_of_what_is_asked() -> None:
    async with bron(scripted, at_once=1, downloads=8) as it, AsyncExitStack() as readers:
        for _ in range(8):
            stroom = await readers.enter_async_context(it.register.stream(PAD, grenzen=RUIM))
            await anext(stroom)

        async with asyncio.timeout(2):
            assert [await it.register.get("zaken") for _ in range(20)] == [{"goed": True}] * 20


async def test_a_document_too_many_is_refused_at_once_and_let_in_when_another_ends() -> None:
    async with bron(scripted, downloads=1) as it:
        async with it.register.stream(PAD, grenzen=RUIM):
            refused = await it.failure()
            assert (refused.failure, refused.where) == (Failure.OVERLOADED, "downloads")
            assert refused.retry_after is not None
            assert it.meter.told == [(Teller.NIET_GEVRAAGD, {"bron": "waterdam", "reden": "downloads"})]
            assert len(it.bron.received) == 1

        async with it.register.stream(PAD, grenzen=RUIM) as stroom:
            assert await anext(stroom)


async def test_a_failed_document_gives_its_place_back() -> None:
    async with bron(says(NOT_THERE), downloads=1) as it:
        assert [(await it.failure()).failure for _ in range(3)] == [Failure.NO_LONGER_THERE] * 3


def test_a_silence_that_would_never_be_noticed_is_refused() -> None:
    with pytest.raises(ValidationError, match="niet korter dan totaal"):
        Inhoudsgrenzen(stil="30s", totaal="30s")
