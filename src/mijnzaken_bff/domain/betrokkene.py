"""Whom the zaken concern: a person or a company. Not who asks: that is the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mijnzaken_bff.domain.nummers import Bsn, Kvk, OngeldigNummer, Rsin, Vestigingsnummer


@dataclass(frozen=True, slots=True)
class Persoon:
    """A natural person, known by BSN."""

    bsn: Bsn

    def pseudonym(self, key: bytes) -> bytes:
        """A keyed hash that tells this betrokkene from every other one."""
        return self.bsn.pseudonym(key)


@dataclass(frozen=True, slots=True)
class Bedrijf:
    """A company, known by KvK-nummer, RSIN or both, as far as the login gave them.

    ``vestiging`` is a restriction: the caller may see the zaken of this vestiging alone, and it is never dropped.
    Raises ``OngeldigNummer`` when neither number is there: a vestiging alone names no company.
    """

    kvk: Kvk | None = None
    rsin: Rsin | None = None
    vestiging: Vestigingsnummer | None = None

    def __post_init__(self) -> None:
        if self.kvk is None and self.rsin is None:
            raise OngeldigNummer("een Bedrijf heeft een Kvk of een Rsin")

    def pseudonym(self, key: bytes) -> bytes:
        """A keyed hash that tells this betrokkene from every other one, its restriction and what is known included.

        With its RSIN a company is found in more places than without: what was said of the one does not hold for the
        other.
        """
        mark = key
        for number in (self.kvk, self.rsin, self.vestiging):
            mark = number.pseudonym(mark) if number is not None else mark
        return mark


Betrokkene: TypeAlias = Persoon | Bedrijf
