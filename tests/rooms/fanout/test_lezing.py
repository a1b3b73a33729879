"""One question over several bronnen: what goes wrong at one of them stays there."""

from __future__ import annotations

import asyncio
import json

from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.fanout.cursor import Cursor
from mijnzaken_bff.fanout.lezer import Gelezen, Lezer
from mijnzaken_bff.fanout.lezing import Lezing, Outcome
from mijnzaken_bff.upstream.pages import page_in
from tests.rooms.fanout.test_lezer import Zaken, item, lezer, register


async def read(lezers: dict[str, Lezer], aantal: int = 20) -> tuple[Lezing, list[Outcome]]:
    outcomes: list[Outcome] = []
    one_way = {bron: [reader] for bron, reader in lezers.items()}
    lezing = Lezing(one_way, Cursor(dict.fromkeys(lezers)), aantal, outcomes.append)
    await lezing.lees(asyncio.get_running_loop().time() + 20)
    return lezing, outcomes


class Broken(Lezer):
    """Cannot tell any zaak."""

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        raise ZeroDivisionError


class Counting(Lezer):
    """Counts how many zaken it told."""

    told = 0

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        self.told += 1
        return super().rij(gelezen)


async def test_a_bug_over_one_zaak_costs_only_its_bron() -> None:
    good, bad = lezer(register([item(1), item(3)])), lezer(register([item(2)]), kind=Broken)

    lezing, _ = await read({"duinoord": bad, "waterdam": good})

    assert [rij.zaaknummer for rij in lezing.rijen] == ["Z-1", "Z-3"]
    assert lezing.failure_of("duinoord") is Failure.INTERNAL
    assert lezing.failure_of("waterdam") is None
    assert lezing.everything_read() is False


async def test_only_what_is_shown_is_told() -> None:
    reader = lezer(register([item(n) for n in range(50)]), aantal=4, kind=Counting)

    lezing, outcomes = await read({"waterdam": reader}, aantal=4)

    assert isinstance(reader, Counting)
    assert len(reader.gelezen) > len(lezing.rijen) == reader.told == 4
    assert len(outcomes) == 1
    assert lezing.volgende() is not None


async def test_zaken_that_will_hardly_be_shown_are_let_go_of_and_read_again_when_they_are() -> None:
    """The newest zaken of all are of a bron that then turns out to be broken: those of the next one are shown."""
    bodies = {f"bron-{n:02d}": [item(100 * n + k, days_ago=n) for k in range(20)] for n in range(1, 20)}
    answers = {bron: json.dumps(items).encode() for bron, items in bodies.items()}
    lezers = {
        bron: lezer(
            Zaken(lambda *_, body=body: page_in(body, "zaken")), bron=bron, kind=Broken if bron == "bron-01" else Lezer
        )
        for bron, body in answers.items()
    }

    lezing, _ = await read(lezers)

    let_go = {bron for bron, reader in lezers.items() if all(page.forgotten for page in reader.pages)}
    assert let_go == set(bodies) - {"bron-01", "bron-02"}, "of the second one the zaken were read again"
    assert [rij.zaaknummer for rij in lezing.rijen] == [i["identificatie"] for i in bodies["bron-02"]]
