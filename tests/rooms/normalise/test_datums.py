"""The table of dates is true: each row of ``DATUMS.md``, which somebody at a gemeente can check, is reckoned anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from mijnzaken_bff.contract.zaakoverzicht import VerwachteDatum
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.normalise.zaakdetail import Dossier, inhoud_of
from mijnzaken_bff.zgw.rol import Rol
from tests.rooms.normalise.bouwen import BRON, item, read, rol, soort, status

TABLE: Final = Path(__file__).with_name("DATUMS.md").read_text(encoding="utf-8")
ROWS: Final = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in TABLE.splitlines()
    if line.startswith("| ") and line[2].isdigit()
]
OPSCHORTING: Final = {
    "-": {"indicatie": False, "eerdereOpschorting": False},
    "nu": {"indicatie": True, "eerdereOpschorting": False},
    "eerder": {"indicatie": False, "eerdereOpschorting": True},
}


def given(cell: str) -> str | None:
    return None if cell == "-" else cell


def spoken(datum: VerwachteDatum | None) -> str:
    if datum is None:
        return "-"
    return f"{datum.datum} {datum.herkomst} {datum.grondslag} {'zeker' if datum.zeker else 'onzeker'}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_when_a_zaak_will_be_done(row: tuple[str, ...]) -> None:
    start, gepland, uiterlijk, servicenorm, doorlooptijd, verlenging, opschorting, einddatum, vandaag = row[2:11]
    verwacht, uiterste, signalen, samenvatting, toelichting = row[11:]
    heropend = einddatum == "heropend"
    told: dict[str, Any] = item(
        startdatum=start,
        registratiedatum=start,
        einddatumGepland=given(gepland),
        uiterlijkeEinddatumAfdoening=given(uiterlijk),
        verlenging={"reden": "", "duur": given(verlenging)},
        opschorting=OPSCHORTING[opschorting],
        einddatum=None if heropend else given(einddatum),
    )
    kind = soort(servicenorm=given(servicenorm), doorlooptijd=given(doorlooptijd))
    history = (status(4, "2026-11-01"),) if heropend else ()

    inhoud = inhoud_of(
        Dossier(read(told), kind, (Rol(rol()),), statussen=history),
        bron=BRON,
        weergave=Weergave(),
        zichtbaarheid=Zichtbaarheid(),
        vandaag=date.fromisoformat(vandaag),
    )

    zaak = inhoud.zaak
    assert (spoken(zaak.verwachte_einddatum), spoken(zaak.uiterlijke_einddatum)) == (verwacht, uiterste)
    assert (", ".join(signaal.soort.value for signaal in zaak.signalen) or "-") == signalen
    assert samenvatting in zaak.samenvatting
    if toelichting == "-":
        assert inhoud.toelichting_termijn is None
    else:
        assert toelichting in (inhoud.toelichting_termijn or "")


def test_the_table_has_every_column_in_every_row_and_forty_rows_or_more() -> None:
    assert len(ROWS) >= 40
    assert {len(row) for row in ROWS} == {16}
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, len(ROWS) + 1)]
    assert len({row[1] for row in ROWS}) == len(ROWS)
