"""Whether a server can be reached, and beside it how its certificate, ours and its clock are."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from mijnzaken_bff.controle.bevinding import Punt, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.peiling import Klop, knock, shake_hands
from mijnzaken_bff.upstream.pool import MakeTransport
from mijnzaken_bff.upstream.tls import Tls

T = TypeVar("T")

_SOON: Final = 30
"""Days before its end from which a certificate deserves attention."""
_BEHIND: Final = 60.0
"""Seconds that a register may be behind us: so much are our tokens backdated."""
_AHEAD: Final = 240.0
"""Seconds that it may be ahead: they count for five minutes, less the time that they are on their way."""
_NOTICEABLE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Netwerk:
    """The way to every server: what it is walked with, and how long that may take, in seconds."""

    make: MakeTransport
    trusted: ssl.SSLContext
    """The trust of the platform: made once, for it takes longer than a whole conversation."""
    clock: Clock
    seconds: float

    def context(self, tls: Tls | None) -> ssl.SSLContext:
        """What a connection is made with, by the setting of one API."""
        return self.trusted if tls is None else tls.context()


async def within(seconds: float, work: Awaitable[T]) -> T:
    """``work``, within so many seconds. Raises ``SourceError``, TIMEOUT when it takes longer."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise SourceError(Failure.TIMEOUT) from error


async def reach(netwerk: Netwerk, api: str, basis: Basis, tls: Tls | None, seen: Bevindingen) -> Klop | None:
    """What a server said when nothing was asked, or None when it said nothing; ``seen`` hears of both."""
    klop = await _answered(netwerk, api, basis, tls, seen)
    if tls is not None and tls.certificaat is not None:
        _ours(netwerk, api, tls, seen)
    return klop


async def _answered(netwerk: Netwerk, api: str, basis: Basis, tls: Tls | None, seen: Bevindingen) -> Klop | None:
    try:
        hand = await within(netwerk.seconds, shake_hands(basis, netwerk.context(tls)))
        klop = await _knocked(netwerk, basis, tls)
    except SourceError as error:
        own = tls is not None and tls.certificaat is not None
        seen.failed(Punt.VERBINDING, api, error, api=api, own=own)
        return None
    over = hand.tls or "http, zonder TLS"
    seen.good(Punt.VERBINDING, api, f"{over}, antwoord na {klop.seconds * 1000:.0f} ms")
    if hand.certificate_until is not None:
        _theirs(api, _days(netwerk, hand.certificate_until), seen)
    _clock(netwerk, api, klop, seen)
    return klop


async def _knocked(netwerk: Netwerk, basis: Basis, tls: Tls | None) -> Klop:
    transport = netwerk.make(1, tls)
    try:
        return await within(netwerk.seconds, knock(basis, transport, seconds=netwerk.seconds))
    finally:
        await transport.aclose()


def _days(netwerk: Netwerk, until: datetime) -> int:
    return (until - netwerk.clock.now()).days


def _theirs(api: str, days: int, seen: Bevindingen) -> None:
    if days >= _SOON:
        seen.good(Punt.CERTIFICAAT, api, _left(days))
        return
    seen.note(
        Punt.CERTIFICAAT, api, Stand.LET_OP, _left(days), "Het certificaat van de bron verloopt bijna.",
        "Vraag de beheerder van de bron wanneer het vernieuwd wordt.",
    )  # fmt: skip


def _ours(netwerk: Netwerk, api: str, tls: Tls, seen: Bevindingen) -> None:
    waar = f"{api}, van ons"
    try:
        until = tls.until()
    except (OSError, ValueError):
        until = None
    if until is None:
        seen.unknown(waar, Punt.CERTIFICAAT, gezien="niet te lezen")
        return
    days = _days(netwerk, until)
    if days >= _SOON:
        seen.good(Punt.CERTIFICAAT, waar, _left(days))
        return
    stand, what = (Stand.FOUT, "is verlopen") if days < 0 else (Stand.LET_OP, "verloopt bijna")
    seen.note(
        Punt.CERTIFICAAT, waar, stand, "verlopen" if days < 0 else _left(days),
        f"Het certificaat waarmee wij ons bij de bron melden, {what}.",
        "Vraag een nieuw aan, laat de bron het kennen, en zet het in tls.certificaat.",
    )  # fmt: skip


def _left(days: int) -> str:
    return f"nog {days} {'dag' if days == 1 else 'dagen'}"


def _clock(netwerk: Netwerk, api: str, klop: Klop, seen: Bevindingen) -> None:
    if klop.clock is None:
        seen.unknown(api, Punt.KLOK, gezien="geen tijd (Date) in het antwoord")
        return
    ahead = (klop.clock - netwerk.clock.now()).total_seconds() + klop.seconds / 2
    if abs(ahead) < _NOTICEABLE:
        seen.good(Punt.KLOK, api, "gelijk")
        return
    seen.note(
        Punt.KLOK, api, Stand.LET_OP if -_BEHIND < ahead < _AHEAD else Stand.FOUT,
        f"{abs(ahead):.0f} s {'voor' if ahead > 0 else 'achter'}",
        "De klok van de bron en die van deze machine lopen uiteen.",
        "Zet NTP aan, hier en bij de bron: een token met een tijd in de toekomst wordt geweigerd.",
    )  # fmt: skip
