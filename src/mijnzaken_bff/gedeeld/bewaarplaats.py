"""Documents that replicas share: sealed by whoever wrote them, dated, and a miss where anything about them is odd."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter, Teller
from mijnzaken_bff.gedeeld.store import Store

MOST_BYTES: Final = 512 * 1024
"""The most that one document may be; what is larger is not shared."""

_FORM: Final = b"mz1\0"
"""The form of a value, and with it its version: any other is a miss."""
_SEAL_BYTES: Final = 32
_DATE: Final = struct.Struct(">d")
_AHEAD: Final = timedelta(minutes=1)
"""How far the clock of another replica may be ahead of ours."""


class Soort(StrEnum):
    """What is shared. The list is closed: nothing in it can hold a zaak."""

    CATALOGUS = "catalogus"
    """A zaaktype, statustype or resultaattype of a bron."""
    SLEUTELS = "sleutels"
    """The public keys of an issuer."""


@dataclass(frozen=True, slots=True)
class Bewaard:
    """A document, and when a replica got it where it comes from."""

    content: bytes
    moment: datetime


class Bewaarplaats:
    """Documents in a shared store.

    Whoever can write in the store must not be able to give somebody else's keys or words for ours, so each value
    carries an HMAC over its name, date and content, by a key that the replicas have and the store has not. Its name is
    an HMAC too: a link of a register may hold anything. An old value that is put back is as old as it says.
    """

    def __init__(self, store: Store, key: bytes, clock: Clock, meter: Meter) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self._meter = meter
        for soort in Soort:
            meter.count(Teller.GEDEELD_GELEZEN, 0, soort=soort, uitkomst="ongeldig")  # or nobody sees the first one

    async def get(self, soort: Soort, *name: str) -> Bewaard | None:
        """The document of this name; None when there is none that can be trusted, or the store cannot be asked."""
        where = self._name(soort, name)
        value = await self._store.get(where)
        bewaard = self._opened(where, value) if value is not None else None
        outcome = "gevonden" if bewaard is not None else "niets" if value is None else "ongeldig"
        self._meter.count(Teller.GEDEELD_GELEZEN, soort=soort, uitkomst=outcome)
        return bewaard

    async def put(self, soort: Soort, *name: str, content: bytes, seconds: float) -> None:
        """Keep a document that was got just now."""
        if len(content) <= MOST_BYTES:
            where = self._name(soort, name)
            dated = _DATE.pack(self._clock.now().timestamp()) + content
            await self._store.set(where, _FORM + self._seal(where, dated) + dated, seconds)

    def _name(self, soort: Soort, name: tuple[str, ...]) -> str:
        parts = "\0".join((soort, *name))
        return f"{soort}:{hmac.digest(self._key, b'name' + parts.encode(), hashlib.sha256).hex()}"

    def _seal(self, where: str, dated: bytes) -> bytes:
        return hmac.digest(self._key, b"seal" + where.encode() + b"\0" + dated, hashlib.sha256)

    def _opened(self, where: str, value: bytes) -> Bewaard | None:
        form, rest = value[: len(_FORM)], value[len(_FORM) :]
        seal, dated = rest[:_SEAL_BYTES], rest[_SEAL_BYTES:]
        if form != _FORM or not hmac.compare_digest(seal, self._seal(where, dated)) or len(dated) < _DATE.size:
            return None
        moment = datetime.fromtimestamp(_DATE.unpack(dated[: _DATE.size])[0], UTC)
        if moment > self._clock.now() + _AHEAD:
            return None
        return Bewaard(dated[_DATE.size :], moment)
