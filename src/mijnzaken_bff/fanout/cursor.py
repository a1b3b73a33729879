"""Where a walk through the overzicht has come: signed, without number, and useless to anybody else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.domain.betrokkene import Betrokkene

_MARK_BYTES: Final = 12
_LONGEST: Final = 64 * 1024
_LARGEST: Final = 512 * 1024


class CursorRefused(ValueError):
    """This cursor does not belong to this question. ``code`` says why, without repeating it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Plaats:
    """How far one bron was read: the date of the last zaak that was taken, and which zaken of that date were."""

    tot_en_met: date
    gezien: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the overzicht. A bron that is asked and not named here was read to its end."""

    plaatsen: Mapping[str, Plaats | None] = field(default_factory=dict)
    """Per bron that has more: how far it was read; None when nothing of it was taken yet."""
    uitgevallen: frozenset[str] = frozenset()
    """Bronnen that failed on an earlier page: they stay out, or their rows would vanish between two pages."""
    onvolledig: Mapping[str, Reden] = field(default_factory=dict)
    """Bronnen of which something was missing on an earlier page: the walk as a whole is not complete."""
    getoond: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per bron, the marks of the zaken that were shown and of which another bron may still come with a copy."""


@dataclass(frozen=True, slots=True)
class CursorZegel:
    """Writes cursors and reads them back.

    The key binds a cursor to one betrokkene and one set of filters, without holding either: a hash of a BSN without a
    key can be undone by trying all BSNs. All replicas of one configuration share the key. What was signed with the
    ``previous`` one is still read, so that a change of key ends nobody's walk. Who holds a cursor can read it: ids of
    bronnen and zaken, and dates.
    """

    key: bytes = field(repr=False)
    previous: bytes | None = field(default=None, repr=False)

    def write(self, cursor: Cursor, betrokkene: Betrokkene, filters: str) -> str:
        """``cursor`` as text for a URL: letters, digits, ``-`` and ``_``."""
        plain: dict[str, Any] = {
            "f": _hash(filters),
            "p": {
                bron: [plaats.tot_en_met.isoformat(), *sorted(_short(uuid) for uuid in plaats.gezien)]
                if plaats
                else None
                for bron, plaats in sorted(cursor.plaatsen.items())
            },
            "u": sorted(cursor.uitgevallen),
            "o": {bron: reden.value for bron, reden in sorted(cursor.onvolledig.items())},
        }
        if cursor.getoond:
            plain["d"] = {bron: sorted(merken) for bron, merken in sorted(cursor.getoond.items())}
        packed = zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(_mark(self.key, packed, betrokkene) + packed).rstrip(b"=").decode("ascii")

    def read(self, text: str, betrokkene: Betrokkene, filters: str) -> Cursor:
        """The cursor in ``text``. Raises ``CursorRefused``: ``onleesbaar``, ``andereFilters`` or ``nietVanU``."""
        mark, packed, plain = _unpacked(text)
        if plain.get("f") != _hash(filters):
            raise CursorRefused("andereFilters")
        if not any(hmac.compare_digest(mark, _mark(key, packed, betrokkene)) for key in self._keys()):
            raise CursorRefused("nietVanU")
        try:
            return Cursor(
                {
                    bron: None
                    if place is None
                    else Plaats(date.fromisoformat(place[0]), frozenset(map(_long, place[1:])))
                    for bron, place in plain["p"].items()
                },
                frozenset(plain["u"]),
                {bron: Reden(reden) for bron, reden in plain["o"].items()},
                {bron: frozenset(merken) for bron, merken in plain.get("d", {}).items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise CursorRefused("onleesbaar") from error

    def _keys(self) -> tuple[bytes, ...]:
        return (self.key,) if self.previous is None else (self.key, self.previous)


def merk_of(kenmerk: str) -> str:
    """The mark of a zaak, by what it is called: short, since a cursor may hold hundreds, and long enough (48 bits)."""
    digest = hashlib.sha256(kenmerk.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:6]).decode("ascii")


def _mark(key: bytes, packed: bytes, betrokkene: Betrokkene) -> bytes:
    return hmac.digest(betrokkene.pseudonym(key), packed, hashlib.sha256)[:_MARK_BYTES]


def _unpacked(text: str) -> tuple[bytes, bytes, dict[str, Any]]:
    if len(text) > _LONGEST or not text.isascii():
        raise CursorRefused("onleesbaar")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        mark, packed = raw[:_MARK_BYTES], raw[_MARK_BYTES:]
        inflater = zlib.decompressobj()
        body = inflater.decompress(packed, _LARGEST)
        plain = json.loads(body) if inflater.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise CursorRefused("onleesbaar") from error
    if not isinstance(plain, dict):
        raise CursorRefused("onleesbaar")
    return mark, packed, plain


def _hash(filters: str) -> str:
    return hashlib.sha256(filters.encode()).hexdigest()[:12]


def _short(uuid: str) -> str:
    return base64.urlsafe_b64encode(UUID(uuid).bytes).rstrip(b"=").decode("ascii")


def _long(short: str) -> str:
    return str(UUID(bytes=base64.urlsafe_b64decode(short + "==")))
