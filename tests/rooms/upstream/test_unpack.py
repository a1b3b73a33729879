"""The body of an answer never costs more than its bound, packed or unpacked."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.unpack import read_bounded

MEGABYTE = 1024 * 1024


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def endless(first: bytes, then: bytes) -> AsyncIterator[bytes]:
    """Never ends: a reader that does not stop by itself is stopped by the test after a gigabyte."""
    yield first
    for _ in range(1024 * MEGABYTE // len(then)):
        yield then
    raise AssertionError("nobody stopped reading")


async def failure(parts: AsyncIterator[bytes], encoding: str, limit: int) -> Failure:
    with pytest.raises(SourceError) as raised:
        await read_bounded(parts, encoding, limit)
    return raised.value.failure


@pytest.mark.parametrize("encoding", ["", "identity", "IDENTITY", " identity "])
async def test_a_body_that_is_not_packed_is_read_as_it_comes(encoding: str):
    assert await read_bounded(chunks(b"a", b"", b"bc"), encoding, 100) == b"abc"


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", " gzip "])
async def test_gzip_is_unpacked(encoding: str):
    assert await read_bounded(chunks(gzip.compress(b"abc" * 1000)), encoding, 3000) == b"abc" * 1000


async def test_gzip_may_come_in_any_chunks():
    packed = gzip.compress(bytes(range(256)) * 8)

    single_bytes = await read_bounded(chunks(*(packed[n : n + 1] for n in range(len(packed)))), "gzip", 4096)

    assert single_bytes == bytes(range(256)) * 8


async def test_an_empty_body_is_empty():
    assert await read_bounded(chunks(), "", 10) == b""
    assert await read_bounded(chunks(gzip.compress(b"")), "gzip", 10_000) == b""


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "compress", "gzip, gzip", "gzip,identity", "*", "\x00"])
async def test_an_encoding_we_did_not_ask_for_is_unusable(encoding: str):
    assert await failure(chunks(b"{}"), encoding, 100) is Failure.UNUSABLE


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"results": []}', id="plain text"),
        pytest.param(zlib.compress(b"{}"), id="deflate"),
        pytest.param(gzip.compress(b"x")[:10] + b"\xff" * 40, id="broken halfway"),
        pytest.param(gzip.compress(b"{}")[:-8] + b"\0" * 8, id="a wrong checksum"),
    ],
)
async def test_gzip_that_is_none_is_unusable(body: bytes):
    assert await failure(chunks(body), "gzip", 10_000) is Failure.UNUSABLE


@pytest.mark.parametrize("length", [0, 1, 9, 15, -1])
async def test_gzip_that_was_cut_short_is_a_protocol_failure(length: int):
    assert await failure(chunks(gzip.compress(b"abc" * 50)[:length]), "gzip", 10_000) is Failure.PROTOCOL


async def test_gzip_in_gzip_is_unpacked_once_and_no_further():
    inner = gzip.compress(b"{}")

    assert await read_bounded(chunks(gzip.compress(inner)), "gzip", 10_000) == inner


@pytest.mark.parametrize("size", [1, 1000, 65_536])
async def test_exactly_the_limit_is_read_and_one_byte_more_is_not(size: int):
    body = bytes(n % 251 for n in range(size))

    assert await read_bounded(chunks(body[:1], body[1:]), "", size) == body
    assert await failure(chunks(body, b"!"), "", size) is Failure.TOO_LARGE
    assert await failure(chunks(body + b"!"), "", size) is Failure.TOO_LARGE


async def test_exactly_the_limit_unpacked_is_read_and_one_byte_more_is_not():
    limit = 100_000

    assert len(await read_bounded(chunks(gzip.compress(b"a" * limit)), "gzip", limit)) == limit
    assert await failure(chunks(gzip.compress(b"a" * (limit + 1))), "gzip", limit) is Failure.TOO_LARGE


@pytest.mark.parametrize("in_one_piece", [True, False])
async def test_a_bomb_of_200_kilobytes_does_not_grow_to_200_megabytes(in_one_piece: bool):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(MEGABYTE)
    bomb = b"".join(packer.compress(zeros) for _ in range(200)) + packer.flush()
    assert len(bomb) < 250_000
    parts = chunks(bomb) if in_one_piece else chunks(*(bomb[n : n + 4096] for n in range(0, len(bomb), 4096)))

    tracemalloc.start()
    try:
        seen = await failure(parts, "gzip", 5 * MEGABYTE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert seen is Failure.TOO_LARGE
    assert peak < 20 * MEGABYTE


async def test_a_body_that_never_ends_is_cut_at_the_limit():
    assert await failure(endless(b"[", b"1," * 32_768), "", 5 * MEGABYTE) is Failure.TOO_LARGE


async def test_gzip_that_never_ends_and_never_says_anything_is_cut_at_the_limit():
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    begin = packer.compress(b"[") + packer.flush(zlib.Z_FULL_FLUSH)
    nothing = b"\x00\x00\x00\xff\xff" * 13_107

    assert await failure(endless(begin, nothing), "gzip", 5 * MEGABYTE) is Failure.TOO_LARGE


async def test_what_follows_on_gzip_is_unusable():
    whole = gzip.compress(b"{}")

    assert await failure(endless(whole, bytes(65_536)), "gzip", 5 * MEGABYTE) is Failure.UNUSABLE
    assert await failure(chunks(whole + b"!"), "gzip", 10_000) is Failure.UNUSABLE
    assert await failure(chunks(whole, whole), "gzip", 10_000) is Failure.UNUSABLE


@given(body=st.binary(max_size=400), cuts=st.lists(st.integers(0, 500), max_size=6), packed=st.booleans())
async def test_a_body_is_the_same_however_it_is_cut(body: bytes, cuts: list[int], packed: bool):
    sent = gzip.compress(body) if packed else body
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    parts = [sent[begin:end] for begin, end in pairwise(places)]

    assert await read_bounded(chunks(*parts), "gzip" if packed else "", 1000) == body


@given(st.binary(max_size=200))
async def test_whatever_claims_to_be_gzip_is_read_or_refused(body: bytes):
    for sent in (body, gzip.compress(body)[:10] + body):
        try:
            await read_bounded(chunks(sent), "gzip", 1000)
        except SourceError as error:
            assert error.failure in (Failure.UNUSABLE, Failure.PROTOCOL, Failure.TOO_LARGE)  # noqa: PT017
