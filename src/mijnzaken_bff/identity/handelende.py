"""Whom a token names as the one who acts."""

from __future__ import annotations

from typing import Literal, TypeAlias, assert_never

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.handelende import Handelende, Pseudoniem
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin

Soort: TypeAlias = Literal["bsn", "kvk", "rsin", "pseudoniem"]
"""What kind of name it is. Never told from how it looks: a BSN and an RSIN are both nine digits."""


def handelende_of(soort: Soort, text: str) -> Handelende:
    """Who ``text`` is. Raises ``OngeldigNummer``."""
    match soort:
        case "bsn":
            return Persoon(Bsn(text))
        case "kvk":
            return Bedrijf(Kvk(text))
        case "rsin":
            return Bedrijf(rsin=Rsin(text))
        case "pseudoniem":
            return Pseudoniem(text)
        case _:
            assert_never(soort)
