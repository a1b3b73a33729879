"""Whether one bron is believed in one way of searching. Pure: results and moments go in, a verdict comes out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Uitslag(StrEnum):
    """How a canary ended."""

    GESLAAGD = "geslaagd"
    """It found nothing, as it must."""
    MISLUKT = "mislukt"
    """It found zaken of somebody, or it was no search at all: an empty list of this register says nothing."""
    GEEN = "geen"
    """The register could not be asked, or did not let us in: that says nothing about its lists."""


class Vertrouwen:
    """The verdict on one (bron, zoekwijze): trusted until something speaks against it, and again after a good canary.

    A canary that was under way when something spoke against the register clears nothing: it may have been answered
    before the register went wrong.
    """

    def __init__(self) -> None:
        self.laatste: Uitslag | None = None
        """The last canary that told something, or what was seen after it; None when there was none yet."""
        self.sinds: datetime | None = None
        """Since when it is not trusted; None when it is."""
        self.verloren = 0
        """How often trust was lost: what was told before that is not told again when it is trusted anew."""
        self._doubts = 0

    @property
    def trusted(self) -> bool:
        """Whether it may be asked about people. Before the first verdict it may: each zaak is proven by itself."""
        return self.sinds is None

    def begin(self) -> int:
        """Begin a canary. What this gives belongs in ``end``."""
        return self._doubts

    def end(self, uitslag: Uitslag, begun: int, moment: datetime) -> bool:
        """Take the end of a canary. True when it decided: it was told something, and nothing came in between."""
        match uitslag:
            case Uitslag.GESLAAGD:
                if begun != self._doubts:
                    return False
                self.sinds = None
            case Uitslag.MISLUKT:
                self._lose(moment)
            case Uitslag.GEEN:
                return False
        self.laatste = uitslag
        return True

    def doubt(self, moment: datetime) -> None:
        """Take what an answer about somebody showed: this register does not search as it should."""
        self._doubts += 1
        self.laatste = Uitslag.MISLUKT
        self._lose(moment)

    def _lose(self, moment: datetime) -> None:
        if self.sinds is None:
            self.sinds = moment
            self.verloren += 1
