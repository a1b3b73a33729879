"""What replicas know together of a catalogue is what one of them read, and as old."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats, Soort
from mijnzaken_bff.zgw.catalogus import KEPT, Catalogus
from mijnzaken_bff.zgw.gedeelde_catalogus import GedeeldeCatalogus
from mijnzaken_bff.zgw.zaaktype import StatusType, ZaakType
from tests.rooms.gedeeld.lade import Lade
from tests.rooms.zgw.test_catalogus import PARKEREN, Klok, Stand

URL = "https://zgw.waterdam.example/catalogi/api/v1/"
texts = st.none() | st.sampled_from(["Half \ud83d", "Ontvangen", "É"]) | st.text()


class Replicas:
    """A store, and as many catalogi on it as one likes."""

    def __init__(self) -> None:
        self.lade = Lade()
        self.klok = Klok()

    def shared(self, bron: str = "waterdam", url: str = URL) -> GedeeldeCatalogus:
        return GedeeldeCatalogus(Bewaarplaats(self.lade, b"k" * 32, self.klok, NoMeter()), bron, url, KEPT)

    def one(self) -> Stand:
        stand = Stand()
        stand.klok = self.klok
        stand.catalogus = Catalogus(stand.api, stand.spawn, self.klok, shared=self.shared())  # type: ignore[arg-type]
        return stand


@pytest.fixture
def replicas() -> Replicas:
    return Replicas()


async def read(stand: Stand) -> str | None:
    soort = await stand.soort(PARKEREN)
    await asyncio.gather(*stand.tasks)
    return soort.zaaktype.omschrijving if soort.zaaktype is not None else None


async def test_what_one_read_another_does_not_ask(replicas: Replicas) -> None:
    first, second = replicas.one(), replicas.one()
    await read(first)

    assert await read(second) == "Parkeervergunning"
    assert second.api.asked == {}


async def test_what_we_know_ourselves_is_not_replaced_by_what_is_older(replicas: Replicas) -> None:
    early, late = replicas.one(), replicas.one()
    await read(early)
    kept = dict(replicas.lade.kept)
    replicas.klok.later(hours=12)
    late.api.naam = "Parkeren"
    await read(late)
    replicas.lade.kept = kept
    late.api.failure = Failure.TIMEOUT
    replicas.klok.later(hours=13)

    assert await read(late) == "Parkeren"


async def test_what_another_read_lately_helps_when_ours_is_old(replicas: Replicas) -> None:
    early, late = replicas.one(), replicas.one()
    await read(early)
    replicas.klok.later(hours=13)
    late.api.naam = "Parkeren"
    await read(late)

    assert await read(early) == "Parkeren"
    assert early.api.asked["zaaktype"] == 1


async def test_a_failure_is_not_shared(replicas: Replicas) -> None:
    first, second = replicas.one(), replicas.one()
    first.api.failure = Failure.NO_ACCESS

    assert await read(first) is None
    assert replicas.lade.kept == {}
    assert await read(second) == "Parkeervergunning"


@pytest.mark.parametrize("other", [("heuvelrijk", URL), ("waterdam", "https://elders.example/catalogi/api/v1/")])
async def test_another_bron_or_register_has_another_catalogue(replicas: Replicas, other: tuple[str, str]) -> None:
    await replicas.shared().put(f"zaaktype {PARKEREN}", ZaakType(url=PARKEREN))

    assert await replicas.shared(*other).get(f"zaaktype {PARKEREN}") is None


async def test_what_is_sealed_and_no_such_part_is_a_miss(replicas: Replicas) -> None:
    key, shared = f"statustypen {PARKEREN}", replicas.shared()
    await shared.put(key, ())
    bewaarplaats = shared._bewaarplaats
    await bewaarplaats.put(Soort.CATALOGUS, *shared._where, key, content=b'{"url": 1}', seconds=60)

    assert await shared.get(key) is None


@settings(deadline=None)
@given(st.lists(st.builds(StatusType, url=texts, omschrijving=texts, statustekst=texts, is_eindstatus=st.booleans())))
async def test_statustypen_come_back_as_they_were(types: list[StatusType]) -> None:
    replicas, key = Replicas(), f"statustypen {PARKEREN}"
    moment = replicas.klok.now()
    await replicas.shared().put(key, tuple(types))
    replicas.klok.later(days=1)

    assert await replicas.shared().get(key) == (moment, tuple(types))
