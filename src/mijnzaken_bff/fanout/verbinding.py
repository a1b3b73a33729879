"""A bron with everything needed to ask it: its APIs, its policy, and how long it may take."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Final

from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.zaken_api import ZakenApi

_REMEMBERED: Final = 3600.0
"""Seconds after which a bron gets a new chance."""


@dataclass(slots=True)
class Gewoonten:
    """What was learned of a bron by asking it."""

    _disordered_at: float = -math.inf

    def ordent(self) -> bool:
        """Whether it keeps the order that we ask for, as far as we know. One that does not is read to its end."""
        return time.monotonic() - self._disordered_at > _REMEMBERED

    def note_disorder(self) -> None:
        """It sent zaken in another order than was asked."""
        self._disordered_at = time.monotonic()


@dataclass(frozen=True, slots=True, eq=False)
class Verbinding:
    """One bron that can be asked. Two of them are never equal, also when two tenants share a host."""

    bron: Bron
    zaken: ZakenApi = field(repr=False)
    catalogus: Catalogus = field(repr=False)
    zichtbaarheid: Zichtbaarheid
    weergave: Weergave
    seconds: float
    """How long this bron may take for one question, all its calls together."""
    gewoonten: Gewoonten = field(default_factory=Gewoonten)
