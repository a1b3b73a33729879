"""How a zaaktype is called in a metric."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.api.voorbeelden import OVERZICHT
from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht, ZaakRij
from mijnzaken_bff.domain.meting import NoMeter, Teller
from mijnzaken_bff.fanout.meting import MOST_ZAAKTYPEN, OVERIGE, Overzichtmeting


class Remembers(NoMeter):
    """Keeps of which zaaktypen it was told that their fase is unknown."""

    def __init__(self) -> None:
        self.zaaktypen: list[str] = []

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        if teller is Teller.FASE_ONBEKEND:
            self.zaaktypen.append(labels["zaaktype"])


def rij(identificatie: str | None, fase: Fase = Fase.ONBEKEND) -> ZaakRij:
    """A zaak of this zaaktype, of which the fase is unknown."""
    row = ZaakOverzicht.model_validate(OVERZICHT["volledig"]["value"]).zaken[0]
    hoofdstatus = row.hoofdstatus.model_copy(update={"fase": fase})
    zaaktype = row.zaaktype.model_copy(update={"identificatie": identificatie})
    return row.model_copy(update={"hoofdstatus": hoofdstatus, "zaaktype": zaaktype})


def told(*rijen: ZaakRij) -> list[str]:
    meter = Remembers()
    Overzichtmeting(meter).answered([], rijen)
    return meter.zaaktypen


def test_only_a_zaak_of_unknown_fase_is_counted() -> None:
    assert told(rij("ZT-A"), rij("ZT-B", Fase.IN_BEHANDELING), rij("Melding 2.0")) == ["ZT-A", "Melding 2.0"]


@pytest.mark.parametrize("code", [None, "", "999990019", "zt 90004760 x", "a\nb", " ZT", 'ZT"}', "x" * 51, "ZT٩٩٩"])
def test_what_is_no_code_or_could_be_the_number_of_somebody_is_not_repeated(code: Any) -> None:
    assert told(rij(code)) == [OVERIGE]


def test_a_catalogue_without_end_does_not_fill_the_memory() -> None:
    names = told(*(rij(f"ZT-{n}") for n in range(MOST_ZAAKTYPEN + 3)), rij("ZT-0"))

    assert names[MOST_ZAAKTYPEN - 1 :] == [f"ZT-{MOST_ZAAKTYPEN - 1}", OVERIGE, OVERIGE, OVERIGE, "ZT-0"]
