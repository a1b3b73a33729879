"""How often a bron may be asked a second time: a part of what it is asked anyway, so that it never adds up. Pure."""

from __future__ import annotations

from typing import Final

_PER_CALL: Final = 0.1
_PER_SECOND: Final = 3.0
_MOST: Final = 10.0
"""So many in one go, however long nothing was asked."""


class RetryBudget:
    """Tokens, one for each retry: a tenth for each call, and three each second for a bron that is asked little.

    Time is in seconds and never goes back.
    """

    def __init__(self, now: float) -> None:
        self._tokens = _MOST
        self._at = now

    def called(self, now: float) -> None:
        """A call is sent for the first time."""
        self._tokens = min(_MOST, self.tokens(now) + _PER_CALL)
        self._at = now

    def take(self, now: float) -> bool:
        """Take a token for a retry, if there is one."""
        self._tokens = self.tokens(now)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def tokens(self, now: float) -> float:
        """How many retries there may be at this moment."""
        return min(_MOST, self._tokens + _PER_SECOND * (now - self._at))
