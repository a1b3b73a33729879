"""How a question about one zaak ends when there is nothing to tell."""

from __future__ import annotations

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst


class NietGevonden(Exception):
    """There is no such zaak or document for this betrokkene: unknown, of somebody else, or not to be shown.

    Nothing in it tells which of these, and neither may the answer or its time.
    """

    def __init__(self) -> None:
        super().__init__("niet gevonden")


class ZaakMislukt(Exception):
    """The bron could not tell. Never a 404: nobody knows whether the zaak is there."""

    def __init__(self, bron: BronUitkomst) -> None:
        super().__init__(f"bron {bron.uitkomst.value}")
        self.bron = bron
        """The bron, as it would stand in an overzicht."""

    @property
    def retry_after(self) -> int | None:
        """After how many seconds asking again can help; None when it cannot."""
        return self.bron.opnieuw_na_seconden

    @property
    def too_slow(self) -> bool:
        """Whether it was only a matter of time."""
        return self.bron.uitkomst is Uitkomst.TE_TRAAG

    @property
    def misconfigured(self) -> bool:
        """Whether it needs an operator."""
        return self.bron.uitkomst in (Uitkomst.GEEN_TOEGANG, Uitkomst.ONBETROUWBAAR)
