"""What is kept of what was told about somebody: for minutes, in this process alone, and never more than so many bytes.

A pure store: it is told what time it is, starts nothing and waits for nobody.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.fanout.vrager import Vrager

MEGABYTE: Final = 1024 * 1024
MOST_ENTRIES: Final = 65_536
OVERHEAD: Final = 1024
"""Bytes that an entry costs beside what it holds, rounded up."""

_AS_IT_CAME: Final = 1 / 2
"""The share of the room that may be taken as it came; above it the oldest is packed."""
_LARGEST: Final = 1 / 8
"""What takes a larger share of the room than this is not kept at all."""
_PACKED_PER_SECOND: Final = 2 * MEGABYTE
_PACKED_AT_ONCE: Final = 128 * MEGABYTE
"""How much may be packed: what a thousand people with twenty zaken are told at once, and then so much each second.

Packing takes as long as reading (some 7 ms a megabyte), and where whole countries are asked what is kept flies by: then
it is cheaper to let go of it."""
_LEAST: Final = 512
"""What is smaller is not worth packing."""


@dataclass(frozen=True, slots=True)
class Onthouden:
    """Something that was told, for whom, and when."""

    vrager: Vrager
    bron: str | None
    """Which bron told it; None for what was made of the answers of several."""
    body: bytes = field(repr=False)
    ticks: float
    """When it was read, in the seconds that never go back; of several answers, when the oldest was."""
    moment: datetime
    """The same, on the clock."""
    until: float
    """Until when it is kept, in the same seconds as ``ticks``."""


@dataclass(slots=True)
class _Entry:
    kept: Onthouden
    body: bytes = field(repr=False)
    packed: bool

    @property
    def size(self) -> int:
        """The room it takes."""
        return len(self.body) + OVERHEAD


class Geheugen:
    """Keeps what it is given under the key it is given with: the least recently used goes first when room is short.

    A key is a hash, so whoever reads says for whom: what was kept for somebody else is not there. What comes in is kept
    as it came, so that keeping costs nothing while somebody waits; what is older is packed when that takes too much.
    """

    def __init__(self, room: int, *, most_entries: int = MOST_ENTRIES) -> None:
        self._room = room
        self._most_entries = most_entries
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()
        self._of: dict[Betrokkene, set[bytes]] = {}
        """What is kept of whom."""
        self._unpacked: OrderedDict[bytes, None] = OrderedDict()
        """Which of them are kept as they came and could be packed, the least recently used first."""
        self._bytes = 0
        self._unpacked_bytes = 0
        self._may_pack = float(_PACKED_AT_ONCE)
        self._refilled = float("-inf")

    @property
    def entries(self) -> int:
        """How many things are kept."""
        return len(self._entries)

    @property
    def size(self) -> int:
        """How much room they take, in bytes."""
        return self._bytes

    def get(self, key: bytes, vrager: Vrager, now: float, since: float = float("-inf")) -> Onthouden | None:
        """What was kept under ``key`` for ``vrager``, unless its time is over or it was read before ``since``."""
        entry = self._entries.get(key)
        if entry is None or entry.kept.vrager != vrager:
            return None
        if entry.kept.until <= now:
            self._drop(key)
            return None
        if entry.kept.ticks < since:
            return None
        self._entries.move_to_end(key)
        if key in self._unpacked:
            self._unpacked.move_to_end(key)
        kept = entry.kept
        if not entry.packed:
            return kept
        return Onthouden(kept.vrager, kept.bron, zlib.decompress(entry.body), kept.ticks, kept.moment, kept.until)

    def put(self, key: bytes, kept: Onthouden, now: float) -> None:
        """Keep it, in the place of what was kept under ``key``, unless that was read later.

        What is too large for the room is not kept.
        """
        before = self._entries.get(key)
        if before is not None and before.kept.vrager == kept.vrager and before.kept.ticks > kept.ticks:
            return
        self._drop(key)
        if len(kept.body) + OVERHEAD > self._room * _LARGEST or kept.until <= now:
            return
        entry = self._entries[key] = _Entry(kept, kept.body, packed=False)
        self._of.setdefault(kept.vrager.betrokkene, set()).add(key)
        self._bytes += entry.size
        if len(kept.body) >= _LEAST:
            self._unpacked[key] = None
            self._unpacked_bytes += entry.size
        self._pack(now)
        while self._bytes > self._room or len(self._entries) > self._most_entries:
            self._drop(next(iter(self._entries)))

    def forget(self, betrokkene: Betrokkene, bron: str) -> None:
        """Let go of everything that ``bron`` told about ``betrokkene``, whoever asked, and of what was made of it."""
        for key in list(self._of.get(betrokkene, ())):
            if self._entries[key].kept.bron in (bron, None):
                self._drop(key)

    def sweep(self, now: float) -> None:
        """Let go of everything whose time is over, also when nobody asks for it any more."""
        for key in [key for key, entry in self._entries.items() if entry.kept.until <= now]:
            self._drop(key)

    def clear(self) -> None:
        """Let go of everything."""
        self._entries.clear()
        self._of.clear()
        self._unpacked.clear()
        self._bytes = self._unpacked_bytes = 0

    def _drop(self, key: bytes) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= entry.size
        betrokkene = entry.kept.vrager.betrokkene
        of = self._of[betrokkene]
        of.discard(key)
        if not of:
            del self._of[betrokkene]
        if key in self._unpacked:
            del self._unpacked[key]
            self._unpacked_bytes -= entry.size

    def _pack(self, now: float) -> None:
        """Pack the oldest until little enough is kept as it came, or enough was packed for now."""
        if now > self._refilled:
            self._may_pack = min(_PACKED_AT_ONCE, self._may_pack + _PACKED_PER_SECOND * (now - self._refilled))
            self._refilled = now
        while self._unpacked_bytes > self._room * _AS_IT_CAME and self._may_pack > 0:
            key, _ = self._unpacked.popitem(last=False)
            entry = self._entries[key]
            self._unpacked_bytes -= entry.size
            self._may_pack -= len(entry.body)
            packed = zlib.compress(entry.body, 1)
            if len(packed) < len(entry.body):
                self._bytes -= len(entry.body) - len(packed)
                kept = entry.kept
                # Its own bytes would keep the unpacked ones alive.
                entry.kept = Onthouden(kept.vrager, kept.bron, b"", kept.ticks, kept.moment, kept.until)
                entry.body, entry.packed = packed, True
