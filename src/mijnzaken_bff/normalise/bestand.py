"""What a file is called and what it is, for a browser that believes us: a name and a media type that do no harm."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Final

from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject

OCTET_STREAM: Final = "application/octet-stream"
"""Bytes of which nothing is said: what a browser keeps and never shows."""

LONGEST_NAME: Final = 150
LOOKED_AT: Final = 1000
"""Characters of a name that are looked at, here at its end, where the extension is: to put thousands of accents in
order takes seconds."""

_OPENXML: Final = "application/vnd.openxmlformats-officedocument"
_OPENDOCUMENT: Final = "application/vnd.oasis.opendocument"

_EXTENSIONS: Final = MappingProxyType(
    {
        "application/pdf": "pdf",
        "image/png": "png",
        "image/jpeg": "jpg",
        "image/gif": "gif",
        "image/webp": "webp",
        "image/tiff": "tif",
        "image/bmp": "bmp",
        "image/heic": "heic",
        "text/plain": "txt",
        "text/csv": "csv",
        "application/rtf": "rtf",
        "text/rtf": "rtf",
        f"{_OPENDOCUMENT}.text": "odt",
        f"{_OPENDOCUMENT}.spreadsheet": "ods",
        f"{_OPENDOCUMENT}.presentation": "odp",
        "application/msword": "doc",
        "application/vnd.ms-excel": "xls",
        "application/vnd.ms-powerpoint": "ppt",
        f"{_OPENXML}.wordprocessingml.document": "docx",
        f"{_OPENXML}.spreadsheetml.sheet": "xlsx",
        f"{_OPENXML}.presentationml.presentation": "pptx",
        "application/zip": "zip",
        "application/vnd.ms-outlook": "msg",
        "message/rfc822": "eml",
        "video/mp4": "mp4",
        "video/quicktime": "mov",
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
    }
)
"""The media types that are passed on, each with the extension of a file. What a browser may run is not among them:
HTML, SVG, XML and scripts."""

_SPELLINGS: Final = MappingProxyType({"image/jpg": "image/jpeg", "application/x-zip-compressed": "application/zip"})
"""What registers also write for one of them."""

_SEPARATORS: Final = re.compile(r"[/\\:*?<>|\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff1a\uff3c]")
"""What parts a path, here or on Windows, and what looks like it."""

_QUOTES: Final = str.maketrans({'"': "", "`": "", "'": "’", "“": "", "”": "", "„": "", "«": "", "»": "", "＂": ""})

JOINER: Final = "\u200d"
"""What makes one emoji of two: the only sign without a shape that stays."""

_EXTENSION: Final = re.compile(r"\.((?=[^.]*[A-Za-z])[A-Za-z0-9]{1,10})$", re.ASCII)

_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
"""What Windows takes for a device, with any extension."""


def media_type_of(formaat: str | None) -> str:
    """The media type in which a document is handed over: as the register says, where that is one of those we know."""
    told = (formaat or "").strip().lower()
    told = _SPELLINGS.get(told, told)
    return told if told in _EXTENSIONS else OCTET_STREAM


def bestandsnaam_of(document: EnkelvoudigInformatieObject) -> str:
    """A file name that is safe on any system, at most 150 characters: of the register, else made of the titel."""
    name = _safe(document.bestandsnaam) or _safe(document.titel) or "document"
    if _EXTENSION.search(name) is None and (extension := _EXTENSIONS.get(media_type_of(document.formaat))):
        name = f"{name}.{extension}"
    return _short(name)


def extensie_of(bestandsnaam: str) -> str | None:
    """The last part of a file name, in lower case and without its dot; None when it has none."""
    found = _EXTENSION.search(bestandsnaam)
    return found[1].lower() if found else None


def _safe(name: str | None) -> str:
    """``name`` without what leads elsewhere, cannot be seen or turns the reading direction."""
    parts = _SEPARATORS.sub("-", unicodedata.normalize("NFC", (name or "")[-LOOKED_AT:])).translate(_QUOTES)
    plain = _trimmed(visible(parts))
    return f"_{plain}" if plain.partition(".")[0].strip().casefold() in _DEVICES else plain


def visible(name: str) -> str:
    """``name`` on one line, without signs that have no shape: control, format, private, half a pair, or no sign."""
    seen = (" " if c.isspace() else c for c in name if c.isspace() or c == JOINER or unicodedata.category(c)[0] != "C")
    return " ".join("".join(seen).split())


def _trimmed(name: str) -> str:
    """``name`` without dots and blanks around it: at the front they hide a file, and Windows drops them at the end."""
    return name.strip(f". -{JOINER}")


def _short(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    found = _EXTENSION.search(name)
    extension = found[0] if found else ""
    return _trimmed(name[: LONGEST_NAME - len(extension)]) + extension
