"""Who acts for a betrokkene: known for an audit trail, and asked for nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon


@dataclass(frozen=True, slots=True, repr=False)
class Pseudoniem:
    """Somebody whom only the issuer can name, such as an employee behind eHerkenning. Prints without the name."""

    naam: str

    def __repr__(self) -> str:
        return "Pseudoniem(***)"


Handelende: TypeAlias = Persoon | Bedrijf | Pseudoniem
