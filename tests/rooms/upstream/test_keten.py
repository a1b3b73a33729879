"""What hangs on a failure: no cause or context of it holds a number, a proof of ours, or what the register said."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.fetch import fetch_json
from mijnzaken_bff.upstream.oauth2 import OAuth2
from mijnzaken_bff.upstream.pool import Grens, Pool, real_transport
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Service
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.upstream.toegang import OAuth2Toegang, Toegang
from mijnzaken_bff.upstream.transport import AiohttpTransport
from tests.lekken import leaks
from tests.poorten import a_full_port
from tests.rooms.upstream.boze_bron import (
    Received,
    Script,
    answer,
    boze_bron,
    says,
    says_and_falls_silent,
    says_and_hangs_up,
)
from tests.rooms.upstream.certificaat import server_side
from tests.rooms.upstream.doorlaten import still
from tests.rooms.upstream.klok import Background, FakeClock

ANNA = "999990019"
TOKEN = "een-token-dat-nergens-hoort-te-staan"
KEY = "een-sleutel-die-nergens-hoort-te-staan"
SECRET = "een-geheim-dat-nergens-hoort-te-staan-9"
GIVEN = "een-token-dat-de-tokenbron-gaf"


def chain(error: BaseException | None, seen: tuple[BaseException, ...] = ()) -> Iterator[BaseException]:
    """The error, and whatever hangs on it as cause or context."""
    if error is not None and error not in seen:
        yield error
        for more in (error.__cause__, error.__context__):
            yield from chain(more, (*seen, error))


def assert_tells_nothing(error: BaseException) -> None:
    told = " ".join(f"{link} {link!r} {link.args!r} {vars(link)!r}" for link in chain(error))
    assert not leaks(told)
    assert not [secret for secret in (TOKEN, KEY, SECRET, GIVEN) if secret in told]
    assert "grant_type" not in told


@asynccontextmanager
async def register(url: str, *, read: float = 30.0, connect: float = 30.0) -> AsyncIterator[Register]:
    """A register that is asked with a token and with a key."""
    background = Background()
    limits = Limits(answer_bytes=10_000, read_seconds=read, connect_seconds=connect)
    pool = Pool(
        real_transport(trust()),
        bron="waterdam",
        grens=Grens(4),
        limits=limits,
        ceiling=Bulkhead(100),
        clock=FakeClock(),
        ticks=still,
        spawn=background.spawn,
    )
    toegang: Toegang = TypeAdapter(Toegang).validate_python(
        {"soort": "token", "schema": "Bearer", "token": TOKEN}, context={"ontwikkeling": True}
    )
    try:
        yield pool.register(Service.model_validate({"url": url, "headers": {"X-API-Key": KEY}}), toegang)
    finally:
        await pool.aclose()


async def failures(url: str, **patience: float) -> list[SourceError]:
    """What becomes of a question with the number in the URL, and of one with the number in the body."""
    async with register(url, **patience) as bron:
        raised = []
        for question in (bron.listed("zaken", {"inpBsn": ANNA}), bron.search("zaken/_zoek", {"inpBsn": ANNA}, {})):
            with pytest.raises(SourceError) as one:
                await question
            raised.append(one.value)
    return raised


async def _resets(_received: Received, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def _echoes(before: bytes, after: bytes = b"") -> Script:
    """Repeats all that was asked, and hangs up."""

    async def script(received: Received, writer: asyncio.StreamWriter) -> None:
        asked = f"{received.target} {received.headers} {received.body.decode()}".replace("\n", " ").encode()
        writer.write(before + asked + after)
        await writer.drain()
        writer.close()

    return script


_OK = b"HTTP/1.1 200 OK\r\n"
ANSWERS: dict[str, tuple[Script, Failure]] = {
    "no http": (says_and_hangs_up(b"SSH-2.0-OpenSSH_9.9\r\n"), Failure.PROTOCOL),
    "no http, with what was asked": (_echoes(b"", b"\r\n\r\n"), Failure.PROTOCOL),
    "a broken status, with what was asked": (_echoes(b"HTTP/1.1 ", b"\r\n\r\n"), Failure.PROTOCOL),
    "a broken header, with what was asked": (_echoes(_OK, b"\r\n\r\n"), Failure.PROTOCOL),
    "half the headers, with what was asked": (_echoes(_OK + b"X-Asked: "), Failure.REFUSED),
    "a broken length, with what was asked": (_echoes(_OK + b"Content-Length: ", b"\r\n\r\n"), Failure.PROTOCOL),
    "a broken chunk, with what was asked": (
        _echoes(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"\r\n"),
        Failure.PROTOCOL,
    ),
    "half a body, with what was asked": (_echoes(_OK + b"Content-Length: 9000\r\n\r\n"), Failure.PROTOCOL),
    "no json, with what was asked": (_echoes(_OK + b"\r\n"), Failure.UNUSABLE),
    "half a character and no utf-8": (
        says(answer(b'{"a": "\\ud83d", "bsn": "' + ANNA.encode() + b'\xff"}')),
        Failure.UNUSABLE,
    ),
    "half a character and no json": (says(answer(b'{"a": "\\ud83d", "bsn": ' + ANNA.encode())), Failure.UNUSABLE),
    "broken gzip": (says(answer(ANNA.encode(), "Content-Encoding: gzip")), Failure.UNUSABLE),
    "another encoding": (says(answer(ANNA.encode(), f"Content-Encoding: {ANNA}")), Failure.UNUSABLE),
    "too much": (says(answer(ANNA.encode() * 2_000)), Failure.TOO_LARGE),
    "another shape": (says(answer(json.dumps({"bsn": ANNA}).encode())), Failure.UNUSABLE),
    "400": (says(answer(json.dumps({"code": ANNA, "detail": TOKEN}).encode(), status="400 Nee")), Failure.REJECTED),
    "401": (says(answer(TOKEN.encode(), status="401 Nee")), Failure.NO_ACCESS),
    "500": (says(answer(TOKEN.encode(), status=f"500 {ANNA}")), Failure.SERVER_ERROR),
    "a redirect": (says(answer(b"", f"Location: /?bsn={ANNA}", status="302 Weg")), Failure.UNUSABLE),
    "hanging up": (says(b""), Failure.REFUSED),
    "a reset": (_resets, Failure.REFUSED),
}


@pytest.mark.parametrize("wrong", ANSWERS)
async def test_nothing_hangs_on_an_answer_that_is_none(wrong: str):
    script, failure = ANSWERS[wrong]
    async with boze_bron(script) as bron:
        errors = await failures(f"http://127.0.0.1:{bron.port}/")

        assert ANNA in bron.targets[0]
        assert bron.received[0].header("authorization") == [f"Bearer {TOKEN}"]
        assert bron.received[0].header("x-api-key") == [KEY]

    assert {error.failure for error in errors} == {failure}
    for error in errors:
        assert_tells_nothing(error)


@pytest.mark.parametrize("given", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
async def test_nothing_hangs_on_a_silence(given: bytes):
    async with boze_bron(says_and_falls_silent(given)) as bron:
        errors = await failures(f"http://127.0.0.1:{bron.port}/", read=0.2)

    assert {error.failure for error in errors} == {Failure.TIMEOUT}
    for error in errors:
        assert_tells_nothing(error)


async def test_nothing_hangs_on_a_connection_that_is_not_made(tmp_path: Path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        refused = await failures(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
    unknown = await failures("http://bestaat-niet.invalid/")
    with a_full_port() as port:
        late = await failures(f"http://127.0.0.1:{port}/", connect=0.2)
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron:
        distrusted = await failures(f"https://127.0.0.1:{bron.port}/")

    expected = {Failure.REFUSED: refused, Failure.DNS: unknown, Failure.TIMEOUT: late, Failure.TLS: distrusted}
    for failure, errors in expected.items():
        assert {error.failure for error in errors} == {failure}
        for error in errors:
            assert_tells_nothing(error)


async def test_the_reason_of_the_platform_is_kept(tmp_path: Path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        refused, _ = await failures(f"http://127.0.0.1:{nobody.getsockname()[1]}/")
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron:
        distrusted, _ = await failures(f"https://127.0.0.1:{bron.port}/")

    assert any(isinstance(link, ConnectionRefusedError) for link in chain(refused))
    assert any(isinstance(link, ssl.SSLCertVerificationError) for link in chain(distrusted))


async def test_nothing_hangs_on_a_question_to_what_was_closed():
    async with boze_bron(says(answer(b"[]"))) as bron, register(f"http://127.0.0.1:{bron.port}/") as closed:
        await closed.listed("zaken", {"inpBsn": ANNA})
    with pytest.raises(SourceError) as raised:
        await closed.listed("zaken", {"inpBsn": ANNA})

    assert_tells_nothing(raised.value)


TOKENS = {
    **{name: script for name, (script, _) in ANSWERS.items()},
    "no token, with one elsewhere": says(answer(json.dumps({"token": GIVEN}).encode())),
    "a token of two words": says(answer(json.dumps({"access_token": f"{GIVEN} x"}).encode())),
    "half a character and a token": says(answer(b'{"a": "\\ud83d\xff", "access_token": "' + GIVEN.encode() + b'"}')),
    "400 that repeats": says(answer(json.dumps({"error": SECRET}).encode(), status="400 Nee")),
    "silence": says_and_falls_silent(),
}


@pytest.mark.parametrize("way_in", ["basic", "post"])
@pytest.mark.parametrize("wrong", TOKENS)
async def test_nothing_hangs_on_a_token_that_is_not_given(wrong: str, way_in: str):
    background, transport = Background(), AiohttpTransport(connections=1)
    async with boze_bron(TOKENS[wrong]) as bron:
        settings: dict[str, Any] = {
            "soort": "oauth2",
            "tokenUrl": f"http://127.0.0.1:{bron.port}/token",
            "clientId": "mijnzaken",
            "secret": SECRET,
            "clientAuthenticatie": way_in,
        }
        toegang = OAuth2Toegang.model_validate(settings, context={"ontwikkeling": True})
        credentials = OAuth2(toegang, transport, FakeClock(), background.spawn, bron="waterdam", seconds=0.5)
        with pytest.raises(SourceError) as raised:
            await credentials.headers()
        await transport.aclose()

    assert_tells_nothing(raised.value)
    assert raised.value.where == "token"


@pytest.mark.parametrize("wrong", ANSWERS)
async def test_nothing_hangs_on_keys_that_are_not_given(wrong: str):
    transport = AiohttpTransport(connections=1)
    async with boze_bron(ANSWERS[wrong][0]) as bron:
        if wrong in ("another shape", "too much"):
            bron.script = says(answer(ANNA.encode() * 40_000))
        with pytest.raises(SourceError) as raised:
            await fetch_json(transport, f"http://127.0.0.1:{bron.port}/certs?naam={ANNA}")
        await transport.aclose()

    assert_tells_nothing(raised.value)
