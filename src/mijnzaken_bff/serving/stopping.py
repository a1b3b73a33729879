"""How far the service is with stopping: each time it is told so, it hurries more.

Whoever sends us callers (a load balancer, an endpoint slice) notices only after a while that we are not ready any more.
Until then we go on taking them. Source: the lame duck of Google SRE, the drain of Envoy.
"""

from __future__ import annotations

from enum import IntEnum


class Phase(IntEnum):
    """Where it is. It only goes up."""

    SERVING = 0
    DRAINING = 1
    """Not ready any more, and still there for whoever has not heard."""
    FINISHING = 2
    """Nobody new; who was let in gets his answer."""
    HURRYING = 3
    """Who still waits is told that we stop."""
    FORCED = 4
    """Nothing is waited for."""


class Stopping:
    """The phase, and what moves it."""

    def __init__(self, *, drains: bool) -> None:
        self.phase = Phase.SERVING
        self._drains = drains

    def told(self, *, by_hand: bool, serves: bool = True) -> Phase:
        """One more signal; the phase then.

        Nobody has to hear of it first when ``by_hand`` somebody stops us at a terminal, nor when nobody is served yet.
        """
        if self.phase is Phase.SERVING and (by_hand or not self._drains or not serves):
            self.phase = Phase.FINISHING
        else:
            self.phase = Phase(min(self.phase + 1, Phase.FORCED))
        return self.phase

    def drained(self) -> bool:
        """The time for others to hear of it is over; whether that still matters."""
        if self.phase is not Phase.DRAINING:
            return False
        self.phase = Phase.FINISHING
        return True
