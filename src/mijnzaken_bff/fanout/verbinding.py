"""A bron with everything needed to ask it: its APIs, its policy, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, field

from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.zaken_api import ZakenApi


@dataclass(slots=True)
class Gewoonten:
    """What was learned of a bron by asking it, for as long as the service runs."""

    ordent: bool = True
    """Whether it keeps the order that we ask for. One that does not is read to its end, always."""


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
