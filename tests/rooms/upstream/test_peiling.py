"""Knocking at an API without asking anything."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.peiling import knock, shake_hands
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust
from tests.processen import free_ports
from tests.rooms.upstream.boze_bron import answer, boze_bron, says
from tests.rooms.upstream.certificaat import server_side, trusting


async def test_the_end_of_a_certificate_is_told(tmp_path: Path):
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron:
        hand = await shake_hands(Basis(f"https://127.0.0.1:{bron.port}/"), trusting(trust(), "127.0.0.1"))

    assert hand.tls == "TLSv1.3"
    assert hand.certificate_until is not None
    assert 0 <= (hand.certificate_until - datetime.now(UTC)).days <= 1


async def test_plain_http_has_no_certificate():
    async with boze_bron(says(answer())) as bron:
        hand = await shake_hands(Basis(f"http://127.0.0.1:{bron.port}/"), trust())

    assert (hand.tls, hand.certificate_until) == (None, None)
    assert not bron.received


async def test_why_a_certificate_is_refused_is_told(tmp_path: Path):
    ca = trustme.CA()
    context = trust()
    ca.configure_trust(context)
    served = ca.issue_cert("elders.example")
    elsewhere = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.configure_cert(elsewhere)

    async with boze_bron(says(answer()), elsewhere) as bron:
        with pytest.raises(SourceError) as other_host:
            await shake_hands(Basis(f"https://127.0.0.1:{bron.port}/"), context)
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1")) as bron:
        with pytest.raises(SourceError) as unknown:
            await shake_hands(Basis(f"https://127.0.0.1:{bron.port}/"), trust())
    async with boze_bron(says(answer()), server_side(tmp_path, "127.0.0.1", expired=True)) as bron:
        with pytest.raises(SourceError) as expired:
            await shake_hands(Basis(f"https://127.0.0.1:{bron.port}/"), trusting(trust(), "127.0.0.1", expired=True))

    assert [raised.value.failure for raised in (other_host, unknown, expired)] == [Failure.TLS] * 3
    assert other_host.value.code == "certificate_other_host"
    assert unknown.value.code == "certificate_unknown_issuer"
    assert expired.value.code == "certificate_expired"


async def test_what_cannot_be_reached_is_told_under_its_own_name():
    (port,) = free_ports(1)
    with pytest.raises(SourceError) as nobody:
        await shake_hands(Basis(f"http://127.0.0.1:{port}/"), trust())
    with pytest.raises(SourceError) as nameless:
        await shake_hands(Basis("http://bestaat-niet.invalid/"), trust())

    assert nobody.value.failure is Failure.REFUSED
    assert nameless.value.failure is Failure.DNS


async def test_a_port_without_tls_is_told_from_one_that_refuses_ours():
    async def greets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)  # as nginx does: what begins like this is no HTTP
        writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greets, "127.0.0.1", 0)
    async with server:
        with pytest.raises(SourceError) as plain:
            await shake_hands(Basis(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"), trust())

    assert (plain.value.failure, plain.value.code) == (Failure.TLS, "no_tls")


@pytest.mark.parametrize(
    ("headers", "clock", "version"),
    [
        (("Date: Thu, 26 Nov 2026 08:00:00 GMT", "API-version: 1.5.1"), datetime(2026, 11, 26, 8, tzinfo=UTC), "1.5.1"),
        (("Date: gisteren", "API-version: <script>"), None, None),
        ((), None, None),
    ],
)
async def test_the_clock_and_the_version_are_read_off_any_answer(
    headers: tuple[str, ...], clock: datetime | None, version: str | None
):
    async with boze_bron(says(answer(b"{}", *headers, status="401 Unauthorized"))) as bron:
        transport = real_transport(trust())(1, None)
        try:
            klop = await knock(Basis(f"http://127.0.0.1:{bron.port}/"), transport, seconds=5)
        finally:
            await transport.aclose()

    assert (klop.status, klop.clock, klop.version) == (401, clock, version)
    assert not bron.received[0].header("Authorization")
