"""Tokens that were found good a moment ago. A portal sends the same one with every click."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cachetools import TTLCache

from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.identity.jwks import PublicKey

SECONDS: Final = 60.0
"""How long a token is known again: a click and the next, and no longer."""
_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class Herkend:
    """What was found of one token. It holds no token."""

    caller: Caller
    kid: str | None
    alg: str
    key: PublicKey
    """By which its signature is good: with another one nothing was found."""
    begin: float
    end: float
    """From when until when it is good, in seconds since 1970."""

    def still(self, now: float, key: PublicKey | None) -> bool:
        """Whether it would be found good again: at this moment, when the issuer has this key under its name."""
        return key is self.key and self.begin <= now < self.end


class Herkenningen:
    """Good tokens by their hash, so that what is kept is no key to anything. ``ticks`` counts seconds."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._known: TTLCache[bytes, Herkend] = TTLCache(_MOST, SECONDS, timer=ticks)

    def find(self, token: str) -> Herkend | None:
        """What was found of this token, not long ago."""
        return self._known.get(_mark(token))

    def keep(self, token: str, herkend: Herkend) -> None:
        """Know it again for a while."""
        self._known[_mark(token)] = herkend


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
