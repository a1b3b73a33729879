"""How much memory a document takes on its way, and what a slow reader costs others."""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.rooms.api.downloadproces import Dienst, dienst_voor
from tests.rooms.api.loket import PAD
from tests.rooms.upstream.boze_bron import BozeBron, Received, boze_bron

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MB = 2**20
LARGE = 200 * MB
PIECE = b"x" * MB


async def large(_received: Received, writer: asyncio.StreamWriter) -> None:
    """A document of 200 MB, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE)
    for _ in range(LARGE // MB):
        writer.write(PIECE)
        await writer.drain()


async def asked(dienst: Dienst) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", dienst.port)
    writer.write(f"GET {PAD} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\nConnection: close\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    return reader, writer


async def read(dienst: Dienst) -> int:
    """How many bytes of content come before the connection ends."""
    reader, writer = await asked(dienst)
    came = 0
    while piece := await reader.read(MB):
        came += len(piece)
    writer.close()
    return came


async def test_a_document_of_200_mb_takes_less_than_20_mb() -> None:
    async with boze_bron(large) as bron:
        with dienst_voor(bron.port) as dienst:
            await _warm(dienst, bron)
            before = dienst.most_memory()

            async with asyncio.timeout(60):
                assert await read(dienst) == LARGE

            assert dienst.most_memory() - before < 20 * MB


async def test_f57_ten_slow_readers_take_little_and_keep_nobody_waiting() -> None:
    async with boze_bron(large) as bron:
        with dienst_voor(bron.port) as dienst:
            await _warm(dienst, bron)
            before = dienst.most_memory()
            slow = [await asked(dienst) for _ in range(10)]

            async def drips(reader: asyncio.StreamReader) -> None:
                while True:
                    await reader.read(1024)
                    await asyncio.sleep(1)

            dripping = [asyncio.create_task(drips(reader)) for reader, _ in slow]
            async with asyncio.timeout(60):
                assert await read(dienst) == LARGE

            assert dienst.most_memory() - before < 20 * MB
            for task, (_, writer) in zip(dripping, slow, strict=True):
                task.cancel()
                writer.transport.abort()
            await asyncio.gather(*dripping, return_exceptions=True)


async def _warm(dienst: Dienst, bron: BozeBron) -> None:
    """Have everything loaded that a first document loads."""
    reader, writer = await asked(dienst)
    await reader.read(MB)
    writer.transport.abort()
    await bron.until(lambda: bron.open == 0)
