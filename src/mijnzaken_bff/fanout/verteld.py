"""What a stream told of each bron, so that it tells only news."""

from __future__ import annotations

from collections.abc import Sequence

from mijnzaken_bff.contract.stroom import Berichtsoort, StroomBericht
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst, ZaakRij


class Verteld:
    """Of one stream. With ``alleen_bijzonder`` a bron that is ok and has no zaken is no news."""

    def __init__(self, *, alleen_bijzonder: bool) -> None:
        self._alleen_bijzonder = alleen_bijzonder
        self._told: dict[str, tuple[BronUitkomst, Sequence[ZaakRij]]] = {}

    def news(self, bron: BronUitkomst, rijen: Sequence[ZaakRij]) -> list[StroomBericht]:
        """What is to be told of a bron that has come so far: a message, or nothing when it was told so already."""
        before = self._told.get(bron.id)
        if before is None:
            told = self._alleen_bijzonder and bron.uitkomst is Uitkomst.OK and not rijen
        else:
            told = _essence(before[0]) == _essence(bron) and before[1] == rijen
        if told:
            return []
        self._told[bron.id] = bron, rijen
        return [StroomBericht(soort=Berichtsoort.BRON, bron=bron, zaken=list(rijen), overzicht=None, probleem=None)]


def _essence(bron: BronUitkomst) -> BronUitkomst:
    """What of a bron is news: not the time, and not for how many of its zaken other bronnen leave room."""
    return bron.model_copy(update={"aantal": 0, "meer": None, "bijgewerkt_op": None, "opnieuw_na_seconden": None})
