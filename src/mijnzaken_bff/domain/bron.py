"""Where zaken come from (a bron), and whose zaken they are (an organisatie)."""

from __future__ import annotations

from dataclasses import dataclass, field

from mijnzaken_bff.domain.nummers import Rsin


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

    def organisatie_of(self, *rsins: str | None) -> Organisatie:
        """The organisatie with the first RSIN that is configured, else the one of this bron."""
        for rsin in rsins:
            for organisatie in self.organisaties:
                if organisatie.rsin is not None and organisatie.rsin.matches(rsin):
                    return organisatie
        return self.organisatie
