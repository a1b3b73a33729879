"""How strong a login was."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Niveau(StrEnum):
    """How sure the issuer is of who logged in. Compared by ``rank``, never by name."""

    BASIS = "basis"
    LAAG = "laag"
    LAAG_PLUS = "laagPlus"
    SUBSTANTIEEL = "substantieel"
    HOOG = "hoog"

    @property
    def rank(self) -> int:
        """Higher is stronger. The numbers mean nothing else."""
        return _RANKS[self]


_RANKS: Final[Mapping[Niveau, int]] = {
    Niveau.BASIS: 10,
    Niveau.LAAG: 20,
    Niveau.LAAG_PLUS: 25,
    Niveau.SUBSTANTIEEL: 30,
    Niveau.HOOG: 40,
}
