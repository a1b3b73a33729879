"""Where zaken come from (a bron), and whose zaken they are (an organisatie)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from mijnzaken_bff.domain.nummers import OngeldigNummer, Rsin
from mijnzaken_bff.domain.onderhoud import Onderhoud, onderhoud_at


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A gemeente or other body that is responsible for zaken. Its RSIN is public."""

    id: str
    naam: str
    rsin: Rsin | None = None
    telefoon: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Bron:
    """One register of zaken. One gemeente may have three of them, and one may serve three gemeenten."""

    id: str
    naam: str
    organisatie: Organisatie
    """Whose zaak it is when the zaak itself does not tell."""
    onderwerp: str | None = None
    """What this register is about, where a gemeente has several: "werk en inkomen"."""
    organisaties: tuple[Organisatie, ...] = field(default=(), repr=False)
    """Every configured organisatie: a zaak names its own by RSIN."""
    onderhoud: tuple[Onderhoud, ...] = field(default=(), repr=False)
    """When it is left alone."""
    _by_rsin: Mapping[Rsin, Organisatie] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_rsin = {organisatie.rsin: organisatie for organisatie in self.organisaties if organisatie.rsin is not None}
        object.__setattr__(self, "_by_rsin", by_rsin)

    def onderhoud_at(self, moment: datetime) -> Onderhoud | None:
        """The planned maintenance that it is in; None when there is none now."""
        return onderhoud_at(self.onderhoud, moment)

    def organisatie_of(self, *rsins: str | None) -> Organisatie:
        """The organisatie with the first RSIN that is configured, else the one of this bron."""
        for text in rsins:
            rsin = _rsin(text) if text else None
            if rsin is not None and (organisatie := self._by_rsin.get(rsin)):
                return organisatie
        return self.organisatie


@lru_cache(maxsize=4096)
def _rsin(text: str) -> Rsin | None:
    """The RSIN of an organisatie as a register wrote it, lost zeros forgiven; it is public, so it may be remembered."""
    try:
        return Rsin(text.strip().rjust(Rsin.length, "0"))
    except OngeldigNummer:
        return None
