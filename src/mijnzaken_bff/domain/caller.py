"""Who asks: the outcome of checking a bearer token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller whose token was accepted. It holds no token and no claim.

    For a burger the caller and the ``betrokkene`` coincide; for a medewerker or a gemachtigde they do not.
    """

    kanaal: Kanaal
    uitgever: str
    """The configured id of the issuer."""
    betrokkene: Betrokkene
    expires: datetime
    """When the token ends, UTC."""
    vertegenwoordiging: Vertegenwoordiging = Vertegenwoordiging.GEEN
    handelende: Handelende | None = None
    """Who logged in, where that is not the ``betrokkene``. For an audit trail; no register is asked with it."""
    klant: str | None = None
    """The client that the token was given to (``azp``), None when it does not say."""
    niveau: Niveau | None = None
    """How strong the login was, None when the issuer does not tell."""
