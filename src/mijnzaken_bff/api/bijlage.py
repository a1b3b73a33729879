"""The headers of an attachment: a browser keeps it, under a name that does no harm, and runs nothing of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from mijnzaken_bff.normalise.bestand import JOINER, LOOKED_AT, OCTET_STREAM, visible

_ALWAYS: Final = {
    "Accept-Ranges": "none",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "X-Content-Type-Options": "nosniff",
}

_NAMELESS: Final = "document"
_MOST_ENCODED: Final = 640
"""Bytes of the encoded name. With the plain one beside it, the header stays under 1 kB."""
_MOST_PLAIN: Final = 150
_LONGEST_EXTENSION: Final = 12

_AWAY: Final = re.compile(r"[\\/]")
_UNSAFE: Final = re.compile(r"[:*?<>|\"]")
"""What Windows takes in no name."""
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ._()+=,-]")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)\s*(\.|$)", re.ASCII | re.IGNORECASE)
_ATTR_CHAR: Final = "!#$&+-.^_`|~"
"""What beside letters and digits needs no escape. Source: RFC 8187, 3.2.1."""

_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}", re.ASCII)
"""Source: RFC 6838, 4.2."""
_RUNS: Final = re.compile(r"html|xml|svg|script|multipart|x-mixed")
"""What a browser may run, or take apart."""


def attachment_headers(bestandsnaam: str, mediatype: str, lengte: int | None) -> dict[str, str]:
    """The headers under which a document is handed over; ``lengte`` in bytes, None when nobody is sure.

    Both texts may be anything: what does not fit in a header, or would be more than a name, is left out of it.
    """
    length = {} if lengte is None else {"Content-Length": str(lengte)}
    return {**_ALWAYS, "Content-Type": media_type(mediatype), "Content-Disposition": disposition(bestandsnaam)} | length


def media_type(told: str) -> str:
    """``told`` where it is a plain media type of what no browser runs, else bytes of which nothing is said."""
    return told if _MEDIA_TYPE.fullmatch(told) and not _RUNS.search(told) else OCTET_STREAM


def disposition(bestandsnaam: str) -> str:
    """The value of ``Content-Disposition``. Source: RFC 6266, 4 and appendix D; RFC 8187."""
    name = _safe(bestandsnaam)
    without_marks = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = _cut(_harmless(_NOT_PLAIN.sub("_", without_marks)), _MOST_PLAIN, len)
    encoded = quote(_cut(name, _MOST_ENCODED, lambda text: len(quote(text, safe=_ATTR_CHAR))), safe=_ATTR_CHAR)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _safe(name: str) -> str:
    """The last part of ``name``, without what cannot be seen, turns the reading direction or breaks a line."""
    last = _AWAY.split(unicodedata.normalize("NFC", name[:LOOKED_AT]))[-1]
    return _harmless(_UNSAFE.sub("_", visible(last)))


def _harmless(name: str) -> str:
    """``name`` without dots and blanks around it, and never that of a device of Windows, or nothing at all."""
    trimmed = name.strip(f". {JOINER}") or _NAMELESS
    return f"_{trimmed}" if _DEVICE.match(trimmed) else trimmed


def _cut(name: str, most: int, size: Callable[[str], int]) -> str:
    """``name`` in at most ``most``, as ``size`` measures it, with its extension."""
    if size(name) <= most:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _LONGEST_EXTENSION or size(dot + extension) > most // 2:
        stem, dot, extension = name, "", ""
    low, high = 1, len(stem)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(stem[:middle] + dot + extension) <= most else (low, middle - 1)
    return stem[:low].rstrip(f". {JOINER}") + dot + extension
