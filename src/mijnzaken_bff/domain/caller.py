"""Who asks: the outcome of checking a bearer token."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from mijnzaken_bff.domain.betrokkene import Betrokkene
    from mijnzaken_bff.domain.handelende import Handelende
    from mijnzaken_bff.domain.niveau import Niveau


class Kanaal(StrEnum):
    """The door a caller came through. A property of the issuer, never of a claim."""

    BURGER = "burger"
    ONDERNEMER = "ondernemer"
    MEDEWERKER = "medewerker"
    SYSTEEM = "systeem"


class Vertegenwoordiging(StrEnum):
    """Whether the caller speaks for somebody else, and on what ground."""

    GEEN = "geen"
    MACHTIGING = "machtiging"
    BEWINDVOERING = "bewindvoering"
    KETENMACHTIGING = "ketenmachtiging"


KanaalMetBetrokkene: TypeAlias = Literal[Kanaal.BURGER, Kanaal.ONDERNEMER]
"""The doors through which people ask for zaken of their own, or of whom they represent."""

KANALEN_MET_BETROKKENE: Final[frozenset[Kanaal]] = frozenset(get_args(KanaalMetBetrokkene))


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller whose token was accepted. It holds no token, and does not print what only the issuer vouches for."""

    kanaal: Kanaal
    uitgever: str
    """The configured id of the issuer."""
    betrokkene: Betrokkene | None
    """Whom the zaken concern; None for a medewerker or a system, whose token is about nobody."""
    expires: datetime
    """When the token ends, UTC."""
    vertegenwoordiging: Vertegenwoordiging = Vertegenwoordiging.GEEN
    handelende: Handelende | None = None
    """Who logged in, where that is not the ``betrokkene``. For an audit trail; no register is asked with it."""
    klant: str | None = field(default=None, repr=False)
    """The client that the token was given to (``azp``), None when it does not say. Text of an issuer: not for a log."""
    niveau: Niveau | None = None
    """How strong the login was, None when the issuer does not tell."""
    organisaties: frozenset[str] | None = field(default=None, repr=False)
    """The ids of the organisaties whose bronnen may be asked, None when the token does not choose."""


@dataclass(frozen=True, slots=True)
class BetrokkeneCaller(Caller):
    """A caller who asks for somebody: for a burger the two coincide, for a gemachtigde they do not."""

    betrokkene: Betrokkene
