"""Why somebody who asks for one zaak, or for something in it, gets no answer."""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst
from mijnzaken_bff.normalise.uitkomst import RETRY_SECONDS


class NietGevonden(Exception):
    """There is no such zaak or document for who asks: unknown, of somebody else and hidden are one and the same."""


class Zaakstatus(IntEnum):
    """What a bron that does not tell means for who asks, as a status of HTTP."""

    ONBRUIKBAAR = 502
    """It answered, and asking again does not help."""
    NU_NIET = 503
    """Asking again later may help."""
    TE_TRAAG = 504


class ZaakMislukt(Exception):
    """The one bron that could tell did not. Raise it from the ``SourceError`` that says why.

    ``bron`` is its row as in an overzicht.
    """

    def __init__(self, bron: BronUitkomst) -> None:
        super().__init__(f"{bron.uitkomst.value} bij {bron.id}")
        self.bron = bron

    @property
    def status(self) -> Zaakstatus:
        """What that means for who asks. Source: ``DESIGN.md``, 3 and 5."""
        match self.bron.uitkomst:
            case Uitkomst.TE_TRAAG:
                return Zaakstatus.TE_TRAAG
            case Uitkomst.OVERBELAST | Uitkomst.ONBEREIKBAAR | Uitkomst.OVERGESLAGEN:
                return Zaakstatus.NU_NIET
            case Uitkomst.GEEN_TOEGANG | Uitkomst.ONBETROUWBAAR:
                return Zaakstatus.ONBRUIKBAAR
            case Uitkomst.OK | Uitkomst.GEDEELTELIJK | Uitkomst.VEROUDERD:
                return Zaakstatus.ONBRUIKBAAR  # it told something, and that was no answer to this
            case _:
                assert_never(self.bron.uitkomst)

    @property
    def retry_after(self) -> int:
        """In how many seconds asking again may help, where it may."""
        return self.bron.opnieuw_na_seconden or RETRY_SECONDS
