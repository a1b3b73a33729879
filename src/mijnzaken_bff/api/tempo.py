"""How often somebody may ask: a betrokkene, a client, and an address whose tokens are made up.

What is counted is the share of the bronnen that is asked: an overzicht of all of them costs 1, of one of 342 a 342nd,
but nothing costs less than ``FLOOR``, so that a request with bad input costs little and is not free.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.buckets import Buckets
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.gedeeld.store import Emmer, Store, enough
from mijnzaken_bff.identity.refusals import Reason, TokenRejected

FLOOR: Final = 1 / 20
"""What every accepted request costs at least, as a share of a whole overzicht."""

_MADE_UP: Final = frozenset(
    {Reason.SEVERAL, Reason.MALFORMED, Reason.HEADER, Reason.ISSUER, Reason.ALGORITHM, Reason.SIGNATURE}
)
"""Refusals that count, because no issuer of ours gave such a token: somebody guesses, or forges.

Behind a portal everybody comes from one address, so what an issuer signed never counts, whatever is wrong with it: one
citizen without a BSN would shut out all the others. Nor does a key that we do not know: after a rotation honest tokens
name one, and how often we look for it has its own limit.
"""


class Tempogrenzen:
    """Keeps count under keys that lead back to nobody: for as long as this process lives, or in a store that it shares.

    With a ``store`` a bucket is one for all replicas, which compute its name from the same ``key``. What the store says
    is noted here too: when it is gone, each replica counts on from there. Without one nothing here waits for anything.
    ``ticks`` tells the time in seconds and never goes back.
    """

    def __init__(
        self,
        grenzen: Grenzen,
        ticks: Callable[[], float],
        store: Store | None = None,
        key: bytes | None = None,
    ) -> None:
        self._betrokkenen = Buckets(grenzen.per_betrokkene, ticks)
        self._klanten = Buckets(grenzen.per_klant, ticks)
        self._adressen = Buckets(grenzen.mislukt, ticks)
        self._store = store
        self._key = key or secrets.token_bytes(32)

    def before_token(self, adres: str) -> None:
        """Raises ``Afgewezen`` when no token of this address is looked at for now.

        Never asks the store: whoever sends good tokens should not wait for what others guess. What an address did
        elsewhere is known here from the first token that it makes up here.
        """
        if wait := self._adressen.wait(self._adres(adres), 1):
            raise _turned_away(Reden.ADRES, wait)

    async def token_refused(self, adres: str, refused: TokenRejected) -> None:
        """Count a token that was made up; no other."""
        if refused.reden in _MADE_UP:
            purse = _Purse(Reden.ADRES, self._adressen, self._adres(adres))
            if not await self._taken([purse], 1):
                purse.buckets.take(purse.mark, 1)

    async def pays(self, caller: Caller, share: float = 0.0, *, wanted: float = 0.0) -> None:
        """Let the caller pay for a question to this ``share`` of the bronnen, and ``FLOOR`` at the least.

        ``wanted`` is the share that bad input would have asked for as a good question: whoever is turned away is told
        to wait for that. Raises ``Afgewezen``, and then nothing is paid: trying again meanwhile does no harm.
        """
        cost = max(share, FLOOR)
        purses = [_Purse(Reden.KLANT, self._klanten, self._mark("klant", caller.uitgever, caller.klant or ""))]
        if caller.betrokkene is not None:
            purses.append(_Purse(Reden.BETROKKENE, self._betrokkenen, caller.betrokkene.pseudonym(self._key)))
        if not await self._taken(purses, cost):
            waits = [(purse.buckets.wait(purse.mark, max(cost, wanted)), purse.reden) for purse in purses]
            wait, reden = max(waits, key=lambda pair: pair[0])
            raise _turned_away(reden, wait)

    async def _taken(self, purses: Sequence[_Purse], cost: float) -> bool:
        """Take ``cost`` from every purse, or from none; whether it was taken."""
        levels = None
        if self._store is not None:
            levels = await self._store.take([purse.emmer for purse in purses], cost)
        if levels is None:
            levels = [purse.buckets.level(purse.mark) for purse in purses]
        taken = enough(levels, cost)
        for purse, level in zip(purses, levels, strict=True):
            purse.buckets.put(purse.mark, level - cost if taken else level)
        return taken

    def _adres(self, adres: str) -> bytes:
        return self._mark("adres", _whose(adres))

    def _mark(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\0".join(parts).encode(), hashlib.sha256)


@dataclass(frozen=True, slots=True)
class _Purse:
    """A bucket that somebody pays from."""

    reden: Reden
    buckets: Buckets
    mark: bytes

    @property
    def emmer(self) -> Emmer:
        """The same bucket as all replicas know it."""
        return Emmer(f"grens:{self.reden}:{self.mark.hex()}", self.buckets.full, self.buckets.seconds)


def _turned_away(reden: Reden, wait: float) -> Afgewezen:
    return Afgewezen(reden, max(1, math.ceil(round(wait, 9))))


def _whose(adres: str) -> str:
    """What one subscriber has: an IPv4 address, or of IPv6 the first 64 bits."""
    try:
        ip = ip_address(adres)
    except ValueError:
        return adres
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> 64 << 64))
