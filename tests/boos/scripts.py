"""What a boze bron does with a question: the vocabulary of which every fault is made."""

from __future__ import annotations

import asyncio
import gzip
import struct
import zlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from tests.boos.bron import Antwoord, Gesprek, Script, eerlijk

MEGABYTE: Final = 2**20
BOM_MB: Final = 200
"""What a bomb becomes when somebody unpacks it, in megabytes."""


async def stil(gesprek: Gesprek) -> None:
    """Take the question, and never answer."""
    await gesprek.zwijg()


async def breekt(gesprek: Gesprek) -> None:
    """A reset in the place of an answer."""
    gesprek.breek()


def eerst(*scripts: Script, dan: Script = eerlijk) -> Script:
    """Play ``scripts``, one per question, and ``dan`` ever after."""

    async def script(gesprek: Gesprek) -> None:
        await (scripts[gesprek.beurt - 1] if gesprek.beurt <= len(scripts) else dan)(gesprek)

    return script


def zegt(*stukken: bytes, sluit: bool = False) -> Script:
    """These very bytes; ``sluit`` hangs up after them."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(*stukken)
        if sluit:
            gesprek.sluit()

    return script


def antwoordt(body: bytes = b"", status: int = 200, **headers: str) -> Script:
    """A whole answer of its own."""
    return zegt(Antwoord(status, {}, body).heel(**headers))


def met_kop(**headers: str) -> Script:
    """The right answer under other headers."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg((await gesprek.goed()).heel(**headers))

    return script


def verminkt(twist: Callable[[bytes], bytes], *, lengte: int = 0, sluit: bool = False) -> Script:
    """The right answer with its body changed; ``lengte`` is added to the length that its head tells."""

    async def script(gesprek: Gesprek) -> None:
        goed = await gesprek.goed()
        ander = Antwoord(goed.status, goed.headers, twist(goed.body))
        await gesprek.zeg(ander.heel(content_length=str(len(ander.body) + lengte)))
        if sluit:
            gesprek.sluit()

    return script


async def halverwege(gesprek: Gesprek) -> None:
    """A reset in the middle of the right answer."""
    antwoord = (await gesprek.goed()).heel()
    await gesprek.zeg(antwoord[: len(antwoord) - 200])
    await asyncio.sleep(0.02)  # a reset throws away what was not sent yet, and then it would be one before the head
    gesprek.breek()


def herschreven(rewrite: Callable[[Gesprek, Any], Any]) -> Script:
    """The right answer with its JSON changed."""

    async def script(gesprek: Gesprek) -> None:
        goed = await gesprek.goed()
        await gesprek.zeg((goed.met(rewrite(gesprek, goed.json)) if goed.status == 200 else goed).heel())

    return script


def elke_zaak(change: Callable[[dict[str, Any]], Any]) -> Script:
    """The right answer with each zaak in the list changed."""
    return genummerd(lambda _gesprek, _n, zaak: change(zaak))


def genummerd(change: Callable[[Gesprek, int, dict[str, Any]], Any]) -> Script:
    """The same, for a change that is another for each zaak."""

    def rewrite(gesprek: Gesprek, page: Any) -> Any:
        if not gesprek.vraag.pad.endswith("/_zoek"):
            return page
        return {**page, "results": [change(gesprek, n, zaak) for n, zaak in enumerate(page["results"])]}

    return herschreven(rewrite)


def omleiding(status: int, doel: Callable[[Gesprek], str]) -> Script:
    """A redirect."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(Antwoord(status, {}, b"").heel(location=doel(gesprek)))

    return script


def weigert(status: int, code: str | None = None, **headers: str) -> Script:
    """A refusal in the form of the standard."""
    body = b"{}" if code is None else f'{{"code": "{code}", "status": {status}}}'.encode()
    return antwoordt(body, status, content_type="application/problem+json", **headers)


def pagina(body: str) -> Script:
    return antwoordt(body.encode())


def veel_koppen(lines: int, length: int) -> Script:
    """The right answer behind so many header lines, each so long."""

    async def script(gesprek: Gesprek) -> None:
        first, _, rest = (await gesprek.goed()).heel().partition(b"\r\n")
        many = b"".join(b"X-Vulling-%d: %s\r\n" % (n, b"v" * length) for n in range(lines))
        await gesprek.zeg(first + b"\r\n" + many + rest)

    return script


def vooraf(*interim: bytes) -> Script:
    """Interim answers, and then the right one."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(*interim, (await gesprek.goed()).heel())

    return script


async def begin_en_stil(gesprek: Gesprek) -> None:
    antwoord = (await gesprek.goed()).heel()
    await gesprek.zeg(antwoord[: len(antwoord) // 2])
    await gesprek.zwijg()


def rommel_erachter(rommel: bytes) -> Script:
    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg((await gesprek.goed()).heel() + rommel)

    return script


# --- what does not end, and what takes for ever ---


def eindeloos(begin: bytes, stuk: bytes) -> Script:
    """A body in chunks that ends only when the other side hangs up."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(head, _chunk(begin))
        while gesprek.bron.verzonden < 1024 * MEGABYTE:
            await gesprek.zeg(_chunk(stuk))

    return script


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def druppelt(begin: bytes, druppel: bytes, seconden: float) -> Script:
    """``begin``, and then a drop every so often until the other side hangs up."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(begin)
        while True:
            await asyncio.sleep(seconden)
            await gesprek.zeg(druppel)

    return script


# --- bombs ---


def bom(soort: str) -> Script:
    """200 MB of nothing, packed as ``soort`` says."""

    async def script(gesprek: Gesprek) -> None:
        await gesprek.zeg(Antwoord(200, {}, BOMMEN[soort]()).heel(content_encoding=ENCODINGS[soort]))

    return script


@cache
def _leeg() -> tuple[bytes, int, int]:
    """200 MB of zeros as deflate packs them, with their CRC-32 and Adler-32. One megabyte packed, so many times."""
    zeros, packer = bytes(MEGABYTE), zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    crc, adler = 0, 1
    for _ in range(BOM_MB):
        crc, adler = zlib.crc32(zeros, crc), zlib.adler32(zeros, adler)
    return block * BOM_MB + b"\x03\0", crc, adler


def gzipbom() -> bytes:
    """Source: RFC 1952."""
    body, crc, _ = _leeg()
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + body + struct.pack("<II", crc, BOM_MB * MEGABYTE)


def deflatebom() -> bytes:
    """Source: RFC 1950, which is what HTTP calls deflate."""
    body, _, adler = _leeg()
    return b"\x78\xda" + body + struct.pack(">I", adler)


def brotlibom() -> bytes:
    """200 MB of zeros in 172 bytes. Source: RFC 7932; made once with Google's brotli, at its best."""
    return b64decode(
        "z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69//8//+HfwIgDgsAdO//+f//D/8EQBwWAOje//P//x/+"
        "CYA4LADQvf/n//8//BMAcVgAoHv/z///f/gnAOKwAED3/p/////wTwDEYQGA7v0/////4Z8AiMMCAN37f/7//8M/ARCHBQC69//5//+HfwIgDgsA"
        "dO//AA=="
    )


def zstdbom() -> bytes:
    """A frame of blocks that each say: this byte, 128 KiB long. Source: RFC 8878, 3.1.1."""
    window_of_128_kib = bytes([0, 7 << 3])
    size, rle, last = 128 * 1024, 1, 1
    blocks = BOM_MB * MEGABYTE // size
    block = (size << 3 | rle << 1).to_bytes(3, "little") + b"\0"
    return b"\x28\xb5\x2f\xfd" + window_of_128_kib + block * (blocks - 1) + bytes([block[0] | last]) + block[1:]


def gzip_in_gzip() -> bytes:
    return gzip.compress(gzipbom())


BOMMEN: Final[Mapping[str, Callable[[], bytes]]] = {
    "gzip": gzipbom,
    "deflate": deflatebom,
    "br": brotlibom,
    "zstd": zstdbom,
    "gzip-twice": gzip_in_gzip,
    "gzip-in-gzip": gzip_in_gzip,
}
ENCODINGS: Final[Mapping[str, str]] = {
    "gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd", "gzip-twice": "gzip, gzip",
    "gzip-in-gzip": "gzip",
}  # fmt: skip
