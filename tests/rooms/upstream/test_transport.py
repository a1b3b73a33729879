"""What goes over the wire, and what a failure there is called."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.upstream.gesprek import failure_of
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.upstream.transport import KEEP_ALIVE, SENT_AGAIN, AiohttpTransport
from tests.poorten import a_full_port
from tests.rooms.upstream.boze_bron import (
    BozeBron,
    Received,
    answer,
    boze_bron,
    says,
    says_and_falls_silent,
    says_and_hangs_up,
)
from tests.rooms.upstream.certificaat import server_side, trusting

PATIENCE = {"connect": 30.0, "read": 30.0, "write": 30.0, "pool": 30.0}


@asynccontextmanager
async def opened(connections: int = 4, tls: ssl.SSLContext | None = None) -> AsyncIterator[AiohttpTransport]:
    transport = AiohttpTransport(connections=connections, tls=tls)
    try:
        yield transport
    finally:
        await transport.aclose()


def request(
    method: str, url: str, content: bytes | None = None, headers: dict[str, str] | None = None, **patience: float
) -> httpx.Request:
    return httpx.Request(
        method, url, content=content, headers=headers, extensions={"timeout": {**PATIENCE, **patience}}
    )


async def asked(
    transport: AiohttpTransport, bron: BozeBron, path: str = "/", method: str = "GET", **patience: float
) -> tuple[int, bytes]:
    """Ask, read to the end, and close: the status and the body."""
    content = b'{"a":1}' if method == "POST" else None
    response = await transport.handle_async_request(
        request(method, f"http://127.0.0.1:{bron.port}{path}", content, **patience)
    )
    try:
        return response.status_code, b"".join([chunk async for chunk in response.stream])
    finally:
        await response.aclose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# The habits of the HTTP client that are off.


async def test_the_headers_that_arrive_are_exactly_the_ones_we_gave():
    async with boze_bron(says(answer())) as bron, opened() as transport:
        url = f"http://127.0.0.1:{bron.port}/zaken/_zoek"
        response = await transport.handle_async_request(
            request("POST", url, b'{"a":1}', {"Accept": "application/json", "Authorization": "Bearer x"})
        )
        await response.aclose()

    assert sorted((name.lower(), value) for name, value in bron.received[0].headers) == [
        ("accept", "application/json"),
        ("authorization", "Bearer x"),
        ("content-length", "7"),
        ("host", f"127.0.0.1:{bron.port}"),
    ]
    assert bron.received[0].line == "POST /zaken/_zoek HTTP/1.1"
    assert bron.received[0].body == b'{"a":1}'


async def test_a_get_without_headers_arrives_with_its_host_only():
    async with boze_bron(says(answer())) as bron, opened() as transport:
        await asked(transport, bron, "/zaken")

    assert bron.received[0].headers == [("Host", f"127.0.0.1:{bron.port}")]
    assert bron.received[0].body == b""


async def test_a_cookie_is_not_sent_back():
    # By name: a cookie jar passes over the cookies of a bare address.
    async with boze_bron(says(answer(b"{}", "Set-Cookie: sessie=1; Path=/"))) as bron, opened() as transport:
        for path in ("/een", "/twee"):
            response = await transport.handle_async_request(request("GET", f"http://localhost:{bron.port}{path}"))
            await response.aclose()

    assert bron.targets == ["/een", "/twee"]
    assert bron.received[1].header("cookie") == []


@pytest.mark.parametrize(
    "target",
    [
        "/zaken?a=%2Fb%2fc",
        "/zaken?a=een+twee%20drie",
        "/zaken?a=%5B%5D&b=[]",
        "/zaken/%C3%A9?x=%c3%a9",
        "/zaken/a%2Fb/c%3Fd",
        "/zaken?q=1:2,3;4@5&=&&leeg=",
        "/zaken//dubbel",
        "/zaken?expand=status,rollen&a=%25%2B",
    ],
)
async def test_a_url_arrives_as_it_was_sent(target: str):
    async with boze_bron(says(answer())) as bron, opened() as transport:
        sent = request("GET", f"http://127.0.0.1:{bron.port}{target}")
        response = await transport.handle_async_request(sent)
        await response.aclose()

    assert bron.targets == [sent.url.raw_path.decode()]
    assert bron.targets == [target]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_a_proxy_in_the_environment_is_ignored(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with boze_bron(says(answer())) as proxy, boze_bron(says(answer())) as bron, opened() as transport:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        await asked(transport, bron, "/zaken")

    assert proxy.connections == 0
    assert bron.targets == ["/zaken"]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
async def test_a_proxy_for_https_is_ignored_as_well(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    tls = trusting(trust(), "127.0.0.1")
    async with (
        boze_bron(says(answer())) as proxy,
        boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron,
        opened(tls=tls) as transport,
    ):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        response = await transport.handle_async_request(request("GET", f"https://127.0.0.1:{bron.port}/zaken"))
        await response.aclose()

    assert proxy.connections == 0
    assert bron.targets == ["/zaken"]


async def test_a_netrc_in_the_home_folder_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login iemand password geheim\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    async with boze_bron(says(answer())) as bron, opened() as transport:
        await asked(transport, bron)

    assert bron.received[0].header("authorization") == []


@pytest.mark.parametrize(
    "status",
    ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_redirect_is_an_answer_and_not_followed(status: str, method: str):
    async with boze_bron(says(answer())) as elsewhere:
        moved = answer(b"", f"Location: http://127.0.0.1:{elsewhere.port}/gestolen", status=status)
        async with boze_bron(says(moved)) as bron, opened() as transport:
            seen, _ = await asked(transport, bron, method=method)

    assert seen == int(status[:3])
    assert len(bron.received) == 1
    assert elsewhere.connections == 0


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_a_body_is_handed_over_packed_as_it_came(encoding: str):
    packed = gzip.compress(b'{"a": 1}')
    async with boze_bron(says(answer(packed, f"Content-Encoding: {encoding}"))) as bron, opened() as transport:
        assert await asked(transport, bron) == (200, packed)


async def test_the_headers_of_an_answer_are_handed_over_as_they_came():
    script = says(answer(b"{}", "Retry-After: 7", "X-Dubbel: a", "X-Dubbel: b"))
    async with boze_bron(script) as bron, opened() as transport:
        response = await transport.handle_async_request(request("GET", f"http://127.0.0.1:{bron.port}/"))
        await response.aclose()

    assert response.headers["retry-after"] == "7"
    assert response.headers.get_list("x-dubbel") == ["a", "b"]


# Connections: kept, dropped, counted.


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_connection_that_died_while_it_was_kept_costs_one_more_try(method: str):
    async with boze_bron(says(answer(), b"", answer(b'{"b":2}'))) as bron, opened() as transport:
        await asked(transport, bron, "/eerst", method)
        second = await asked(transport, bron, "/daarna", method)

    assert second == (200, b'{"b":2}')
    assert bron.targets == ["/eerst", "/daarna", "/daarna"]
    assert [received.connection for received in bron.received] == [1, 1, 2]
    assert bron.received[1].body == bron.received[2].body


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_new_connection_that_drops_costs_no_other_try(method: str):
    """Whether to ask again is then for who asks to judge: this one says something of the bron."""
    async with boze_bron(says(b"")) as bron, opened() as transport:
        with pytest.raises(httpx.ReadError) as raised:
            await asked(transport, bron, "/zaken", method)

    assert failure_of(raised.value) is Failure.REFUSED
    assert bron.targets == ["/zaken"]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_bron_that_drops_what_was_kept_and_what_is_new_is_asked_exactly_twice(method: str):
    async with boze_bron(says(answer(), b"")) as bron, opened() as transport:
        await asked(transport, bron, "/eerst", method)
        with pytest.raises(httpx.ReadError) as raised:
            await asked(transport, bron, "/zaken", method)

    assert failure_of(raised.value) is Failure.REFUSED
    assert [(received.target, received.connection) for received in bron.received] == [
        ("/eerst", 1),
        ("/zaken", 1),
        ("/zaken", 2),
    ]


async def test_a_request_says_that_it_was_sent_again_and_then_is_not_once_more():
    async with boze_bron(says(answer(), b"", answer(), b"")) as bron, opened() as transport:
        url = f"http://127.0.0.1:{bron.port}/zaken"
        first, second = request("GET", url), request("GET", url)
        for sent in (first, second):
            response = await transport.handle_async_request(sent)
            assert [chunk async for chunk in response.stream] == [b"{}"]
            await response.aclose()
        assert [SENT_AGAIN in sent.extensions for sent in (first, second)] == [False, True]
        with pytest.raises(httpx.ReadError):
            await transport.handle_async_request(second)

    assert len(bron.received) == 4


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_new_connection_that_is_reset_before_an_answer_costs_no_other_try(method: str):
    async def reset(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with boze_bron(reset) as bron, opened() as transport:
        with pytest.raises(httpx.ReadError):
            await asked(transport, bron, "/zaken", method)

    assert len(bron.received) == 1


async def test_a_second_question_goes_over_the_same_connection():
    async with boze_bron(says(answer())) as bron, opened() as transport:
        await asked(transport, bron, "/een")
        await asked(transport, bron, "/twee")

    assert [received.connection for received in bron.received] == [1, 1]


async def test_an_idle_connection_is_kept_for_less_than_registers_keep_theirs():
    """Registers close an idle connection from 30 s on; a question on one that is just being closed is lost."""
    assert KEEP_ALIVE <= 15.0

    async with boze_bron(says(answer())) as bron:
        transport = AiohttpTransport(connections=1, keep_alive=0.2)
        await asked(transport, bron, "/een")
        await asked(transport, bron, "/meteen")
        await asyncio.sleep(0.5)
        await asked(transport, bron, "/later")
        await transport.aclose()

    assert [received.connection for received in bron.received] == [1, 1, 2]


async def test_a_connection_whose_body_was_not_read_to_its_end_is_not_used_again():
    async with boze_bron(says(answer(b"x" * 4_000_000), answer())) as bron, opened() as transport:
        response = await transport.handle_async_request(request("GET", f"http://127.0.0.1:{bron.port}/groot"))
        await response.aclose()
        await asked(transport, bron, "/daarna")

    assert [received.connection for received in bron.received] == [1, 2]


async def test_a_body_that_stops_halfway_in_our_reading_is_not_used_again():
    async with boze_bron(says(answer(b"x" * 4_000_000), answer())) as bron, opened() as transport:
        response = await transport.handle_async_request(request("GET", f"http://127.0.0.1:{bron.port}/groot"))
        async for _ in response.stream:
            break
        await response.aclose()
        assert await asked(transport, bron, "/daarna") == (200, b"{}")

    assert [received.connection for received in bron.received] == [1, 2]


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
async def test_an_answer_without_body_that_announces_one_ends_its_connection(status: str):
    empty_with_length = f"HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\n".encode()
    async with boze_bron(says(empty_with_length, answer(b'{"b":2}'))) as bron, opened(connections=1) as transport:
        first, _ = await asked(transport, bron, "/een")
        second = await asked(transport, bron, "/twee")

    assert first == int(status[:3])
    assert second == (200, b'{"b":2}')
    assert [received.connection for received in bron.received] == [1, 2]


async def test_a_body_after_204_never_ends_up_in_the_next_answer():
    async def late_body(received: Received, writer: asyncio.StreamWriter) -> None:
        if received.target == "/een":
            writer.write(b"HTTP/1.1 204 No Content\r\nContent-Length: 43\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\noud\n" if received.connection == 1 else answer())

    async with boze_bron(late_body) as bron, opened(connections=1) as transport:
        await asked(transport, bron, "/een")
        assert await asked(transport, bron, "/twee") == (200, b"{}")


async def test_an_honest_204_keeps_its_connection():
    async with boze_bron(says(b"HTTP/1.1 204 No Content\r\n\r\n", answer())) as bron, opened() as transport:
        assert await asked(transport, bron, "/een") == (204, b"")
        await asked(transport, bron, "/twee")

    assert [received.connection for received in bron.received] == [1, 1]


async def test_no_more_connections_are_open_than_agreed():
    go = asyncio.Event()

    async def when_told(_received: Received, writer: asyncio.StreamWriter) -> None:
        await go.wait()
        writer.write(answer())

    async with boze_bron(when_told) as bron, opened(connections=2) as transport:
        asking = [asyncio.create_task(asked(transport, bron, f"/{n}")) for n in range(6)]
        await bron.until(lambda: len(bron.received) == 2)
        for _ in range(50):
            await asyncio.sleep(0)
        assert bron.most_open == 2
        go.set()
        answers = await asyncio.gather(*asking)

    assert answers == [(200, b"{}")] * 6
    assert bron.most_open == 2
    assert len(bron.received) == 6


async def test_a_question_that_is_cancelled_closes_its_connection():
    async with boze_bron(says_and_falls_silent()) as bron, opened() as transport:
        asking = asyncio.create_task(asked(transport, bron, "/zaken"))
        await bron.until(lambda: len(bron.received) == 1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert asking.cancelled()
        await bron.until(lambda: bron.open == 1)


async def test_nothing_is_open_after_closing():
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        async with boze_bron(says(answer())) as bron:
            async with opened() as transport:
                await asyncio.gather(*(asked(transport, bron, f"/{n}") for n in range(4)))
                assert bron.open == 4
            await bron.until(lambda: bron.open == 0)
            del transport
            gc.collect()


async def test_a_transport_that_was_never_used_can_be_closed_and_closed_again():
    transport = AiohttpTransport(connections=1)

    await transport.aclose()
    await transport.aclose()


async def test_a_transport_that_was_closed_stays_closed():
    """A question in the background may outlive it: it must not open what nobody closes any more."""
    async with boze_bron(says(answer())) as bron:
        transport = AiohttpTransport(connections=1)
        await asked(transport, bron, "/eerst")
        await transport.aclose()
        for method in ("GET", "POST"):
            with pytest.raises(httpx.NetworkError):
                await asked(transport, bron, "/daarna", method)

    assert bron.targets == ["/eerst"]


async def test_a_search_that_is_running_when_the_transport_closes_is_not_sent_again():
    async with boze_bron(says_and_falls_silent()) as bron:
        transport = AiohttpTransport(connections=1)
        asking = asyncio.create_task(asked(transport, bron, "/zaken", "POST"))
        await bron.until(lambda: len(bron.received) == 1)
        await transport.aclose()
        with pytest.raises(httpx.RequestError):
            await asking

        assert bron.targets == ["/zaken"]
        assert bron.connections == 1


# Every failure under its own name.


def _a_port_where_nobody_listens(scheme: str) -> str:
    return f"{scheme}://127.0.0.1:{free_port()}/"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_port_where_nobody_listens_is_refused(scheme: str):
    async with opened(tls=trust()) as transport:
        with pytest.raises(httpx.ConnectError) as raised:
            await transport.handle_async_request(request("GET", _a_port_where_nobody_listens(scheme)))

    assert failure_of(raised.value) is Failure.REFUSED


async def test_a_name_that_does_not_exist_is_a_dns_failure():
    async with opened(tls=trust()) as transport:
        with pytest.raises(httpx.ConnectError) as raised:
            await transport.handle_async_request(request("GET", "https://bestaat-niet.invalid/"))

    assert failure_of(raised.value) is Failure.DNS


async def test_a_plain_server_behind_https_is_a_tls_failure():
    async def at_once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(at_once, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with opened(tls=trust()) as transport:
        with pytest.raises(httpx.ConnectError) as raised:
            await transport.handle_async_request(request("GET", f"https://127.0.0.1:{port}/"))
    server.close()

    assert failure_of(raised.value) is Failure.TLS


async def test_a_certificate_that_we_trust_is_accepted(tmp_path: Path):
    tls = trusting(trust(), "127.0.0.1")
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron, opened(tls=tls) as transport:
        response = await transport.handle_async_request(request("GET", f"https://127.0.0.1:{bron.port}/"))
        await response.aclose()

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("of", "trusted", "expired"),
    [
        pytest.param("127.0.0.1", False, False, id="self-signed"),
        pytest.param("127.0.0.2", True, False, id="of another address"),
        pytest.param("127.0.0.1", True, True, id="expired"),
    ],
)
async def test_a_certificate_that_we_cannot_trust_is_a_tls_failure(
    tmp_path: Path, of: str, trusted: bool, expired: bool
):
    tls = trusting(trust(), of, expired=expired) if trusted else trust()
    async with boze_bron(says(answer()), server_side(tmp_path, of, expired=expired)) as bron:
        async with opened(tls=tls) as transport:
            with pytest.raises(httpx.ConnectError) as raised:
                await transport.handle_async_request(request("GET", f"https://127.0.0.1:{bron.port}/"))

        assert failure_of(raised.value) is Failure.TLS
        assert bron.received == []


async def test_a_transport_without_a_context_of_its_own_still_checks_certificates(tmp_path: Path):
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron, opened() as transport:
        with pytest.raises(httpx.ConnectError) as raised:
            await transport.handle_async_request(request("GET", f"https://127.0.0.1:{bron.port}/"))

    assert failure_of(raised.value) is Failure.TLS
    assert bron.received == []


async def test_a_handshake_that_stalls_ends_at_the_connect_time_out():
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with opened(tls=trust()) as transport:
        with pytest.raises(httpx.ConnectTimeout) as raised:
            await transport.handle_async_request(request("GET", f"https://127.0.0.1:{port}/", connect=0.2))
    server.close()

    assert failure_of(raised.value) is Failure.TIMEOUT


async def test_a_host_that_does_not_answer_our_greeting_ends_at_the_connect_time_out():
    with a_full_port() as port:
        async with opened() as transport:
            with pytest.raises(httpx.ConnectTimeout) as raised:
                await transport.handle_async_request(request("GET", f"http://127.0.0.1:{port}/", connect=0.2))

    assert failure_of(raised.value) is Failure.TIMEOUT


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_bron_that_says_nothing_ends_at_the_read_time_out_and_is_not_asked_again(method: str):
    async with boze_bron(says_and_falls_silent()) as bron, opened() as transport:
        with pytest.raises(httpx.ReadTimeout) as raised:
            await asked(transport, bron, "/zaken", method, read=0.2)

        assert failure_of(raised.value) is Failure.TIMEOUT
        assert len(bron.received) == 1


async def test_a_body_that_stalls_ends_at_the_read_time_out():
    script = says_and_falls_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
    async with boze_bron(script) as bron, opened() as transport:
        with pytest.raises(httpx.ReadTimeout) as raised:
            await asked(transport, bron, read=0.2)

    assert failure_of(raised.value) is Failure.TIMEOUT


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", id="a body shorter than announced"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{}", id="a chunk cut short"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", id="a chunk without size"),
        pytest.param(b"SSH-2.0-OpenSSH_9.9\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 duizend\r\n\r\n", id="a status that is no number"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", id="a header of 200 kB"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", id="10 000 headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="a negative length"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_not_http_is_a_protocol_failure(broken: bytes, method: str):
    async with boze_bron(says_and_hangs_up(broken)) as bron, opened() as transport:
        with pytest.raises(httpx.RemoteProtocolError) as raised:
            await asked(transport, bron, "/zaken", method)

    assert failure_of(raised.value) is Failure.PROTOCOL
    assert bron.targets == ["/zaken"]


async def test_a_reset_in_the_middle_of_a_body_is_a_protocol_failure():
    async def reset(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()

    async with boze_bron(reset) as bron, opened() as transport:
        with pytest.raises(httpx.RemoteProtocolError):
            await asked(transport, bron)

    assert len(bron.received) == 1


async def test_interim_answers_are_passed_over():
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(b'{"b":2}')
    async with boze_bron(says(early)) as bron, opened() as transport:
        assert await asked(transport, bron) == (200, b'{"b":2}')


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/zaken", "file:///etc/hostname"])
async def test_another_protocol_than_http_is_never_spoken(url: str):
    async with opened() as transport:
        with pytest.raises(httpx.UnsupportedProtocol):
            await transport.handle_async_request(request("GET", url))


async def test_no_failure_repeats_the_url_or_the_body():
    async with boze_bron(says(b"")) as bron, opened() as transport:
        with pytest.raises(httpx.ReadError) as raised:
            await transport.handle_async_request(
                request("POST", f"http://127.0.0.1:{bron.port}/zaken?naam=marker", b'{"naam":"marker"}')
            )

    assert "marker" not in str(raised.value) + repr(raised.value) + repr(raised.value.args)
