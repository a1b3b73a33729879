"""Who acts for a betrokkene: known for an audit trail, and asked for nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import OngeldigNummer


@dataclass(frozen=True, slots=True, repr=False)
class Pseudoniem:
    """Somebody whom only the issuer can name, such as an employee behind eHerkenning. Prints without the name."""

    naam: str

    def __post_init__(self) -> None:
        if not self.naam.strip():
            raise OngeldigNummer("geen geldig Pseudoniem")

    def __repr__(self) -> str:
        return "Pseudoniem(***)"


Handelende: TypeAlias = Persoon | Bedrijf | Pseudoniem


def same(one: Handelende, other: Handelende) -> bool:
    """Whether these two are one: a company by either of its numbers, and a vestiging is its company."""
    match one, other:
        case Bedrijf(), Bedrijf():
            by_kvk = one.kvk is not None and one.kvk == other.kvk
            return by_kvk or (one.rsin is not None and one.rsin == other.rsin)
        case _:
            return one == other
