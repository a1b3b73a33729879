"""What is asked of the overzicht."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mijnzaken_bff.fanout.lezer import Filters

AANTAL: Final = 20
"""The most rows in one answer, for who does not say."""


@dataclass(frozen=True, slots=True)
class Overzichtsvraag:
    """Which zaken, of which bronnen, and from where on."""

    bronnen: tuple[str, ...]
    """Which bronnen are asked, by id, each once."""
    filters: Filters
    aantal: int
    """The most rows in one answer."""
    cursor: str | None = None
    vernieuw: bool = False
    """Whether nothing may come out of what is remembered."""
    alleen_bijzonder: bool = False
    """Whether only the bronnen that are not ok are named in the answer."""

    def fingerprint(self) -> str:
        """What a cursor is bound to: everything but the length of a page."""
        return repr((sorted(self.bronnen), self.filters.lopend, self.filters.zaaknummer))
