"""How often somebody may ask: a betrokkene, a client, and an address whose tokens are made up.

What is counted is the share of the bronnen that is asked: an overzicht of all of them costs 1, of one of 342 a 342nd,
but nothing costs less than ``FLOOR``. That floor is paid as soon as the token is accepted, so that a request with bad
input costs little and is not free; the rest before the first bron is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.buckets import Buckets
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.domain.caller import Caller
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
    """Keeps count, for as long as this process lives, under keys that lead back to nobody.

    ``ticks`` tells the time in seconds and never goes back.
    """

    def __init__(self, grenzen: Grenzen, ticks: Callable[[], float]) -> None:
        self._betrokkenen = Buckets(grenzen.per_betrokkene, ticks)
        self._klanten = Buckets(grenzen.per_klant, ticks)
        self._adressen = Buckets(grenzen.mislukt, ticks)
        self._key = secrets.token_bytes(32)

    def before_token(self, adres: str) -> None:
        """Raises ``Afgewezen`` when no token of this address is looked at for now."""
        if wait := self._adressen.wait(self._adres(adres), 1):
            raise _turned_away(Reden.ADRES, wait)

    def token_refused(self, adres: str, refused: TokenRejected) -> None:
        """Count a token that was made up; no other."""
        if refused.reden in _MADE_UP:
            self._adressen.take(self._adres(adres), 1)

    def accepted(self, caller: Caller, share: float) -> None:
        """Let the caller pay the floor. Raises ``Afgewezen``, and then nothing is paid.

        ``share`` is what the question will cost if it is a good one: whoever is turned away is told to wait for that.
        """
        self._pay(caller, FLOOR, share)

    def asks(self, caller: Caller, share: float) -> None:
        """Let the caller, who paid the floor, pay the rest of a question to this ``share`` of the bronnen.

        Raises ``Afgewezen``, and then nothing is paid, the floor neither: trying again meanwhile does no harm.
        """
        if share > FLOOR:
            self._pay(caller, share, share, paid=FLOOR)

    def _pay(self, caller: Caller, cost: float, whole: float, paid: float = 0.0) -> None:
        purses = [(Reden.KLANT, self._klanten, self._mark("klant", caller.uitgever, caller.klant or ""))]
        if caller.betrokkene is not None:
            purses.append((Reden.BETROKKENE, self._betrokkenen, caller.betrokkene.pseudonym(self._key)))
        for _, buckets, mark in purses:
            buckets.take(mark, -paid)
        if any(buckets.wait(mark, cost) for _, buckets, mark in purses):
            waits = [(buckets.wait(mark, max(cost, whole)), reden) for reden, buckets, mark in purses]
            wait, reden = max(waits, key=lambda pair: pair[0])
            raise _turned_away(reden, wait)
        for _, buckets, mark in purses:
            buckets.take(mark, cost)

    def _adres(self, adres: str) -> bytes:
        return self._mark("adres", _whose(adres))

    def _mark(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\0".join(parts).encode(), hashlib.sha256)


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
