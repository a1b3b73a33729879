"""A part that is costly to make: it goes on under the next configuration where nothing of it changed."""

from __future__ import annotations

from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.samenstel.achtergrond import Achtergrond
from mijnzaken_bff.samenstel.onderdeelmeter import Onderdeelmeter


class Onderdeel:
    """Something that is held by one configuration or more, and closed when the last of them lets go of it."""

    def __init__(self, meter: Meter) -> None:
        self.achtergrond = Achtergrond()
        """What it does by itself; ended when it is closed."""
        self.meter = Onderdeelmeter(meter)
        """What is measured of it."""
        self._holders = 0

    def hold(self) -> None:
        """Keep it for one configuration more."""
        self._holders += 1

    async def let_go(self) -> None:
        """Keep it for one configuration less."""
        self._holders -= 1
        if self._holders == 0:
            await self.achtergrond.aclose()
            await self.aclose()

    async def aclose(self) -> None:
        """Close what it holds open itself: nothing, unless a part says so."""
