"""Who asks, as far as what is remembered depends on it. One of them never gets what was kept for another."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal, Vertegenwoordiging
from mijnzaken_bff.domain.handelende import Handelende, Pseudoniem
from mijnzaken_bff.domain.niveau import Niveau


@dataclass(frozen=True, slots=True)
class Vrager:
    """For whom a question is asked, by whom, on what ground, through which door and after how strong a login."""

    betrokkene: Betrokkene
    handelende: Handelende | None
    vertegenwoordiging: Vertegenwoordiging
    uitgever: str
    kanaal: Kanaal
    niveau: Niveau | None

    @classmethod
    def of(cls, caller: BetrokkeneCaller) -> Vrager:
        """The vrager that a caller is."""
        return cls(
            caller.betrokkene,
            caller.handelende,
            caller.vertegenwoordiging,
            caller.uitgever,
            caller.kanaal,
            caller.niveau,
        )

    def mark(self, key: bytes) -> bytes:
        """A keyed hash over all of it, kind of number included: the same vrager gives the same, nobody can go back."""
        told = (self.vertegenwoordiging, self.uitgever, self.kanaal, self.niveau, type(self.handelende).__name__)
        mark = hmac.digest(self.betrokkene.pseudonym(key), repr(told).encode(), hashlib.sha256)
        match self.handelende:
            case None:
                return mark
            case Pseudoniem(naam=naam):
                return hmac.digest(mark, naam.encode(), hashlib.sha256)
            case betrokkene:
                return betrokkene.pseudonym(mark)
