"""The whole country in one question: slow, dead and hanging registers beside the healthy ones."""

from __future__ import annotations

import asyncio
import math
import statistics
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import ZaakOverzicht
from mijnzaken_bff.fanout.lezer import Filters
from tests.bench.country import GEMEENTEN, Country, running_country
from tests.bench.recording import record
from tests.bench.server import HANGS
from tests.bench.service import AANTAL, running_service
from tests.processen import free_ports

DEAD: Final = 20
HANGING: Final = 10
MEMORY: Final = {"vers": "30s", "bijStoring": "5m"}


@pytest.fixture(scope="module")
def country() -> Iterator[Country]:
    with running_country(asyncio.run(record()), GEMEENTEN) as country:
        yield country


def long_tailed(number: int, middle: float = 0.02, spread: float = 1.2) -> list[float]:
    """So many waits as registers have them: half within ``middle`` seconds, a few fifteen times as long."""
    normal = statistics.NormalDist()
    return [middle * math.exp(spread * normal.inv_cdf((place + 0.5) / number)) for place in range(number)]


async def test_the_whole_country_answers_though_some_are_dead_and_some_hang(country: Country):
    places = country.everywhere(GEMEENTEN)
    dead, hanging, healthy = places[:DEAD], places[DEAD : DEAD + HANGING], places[DEAD + HANGING :]
    (port,) = free_ports(1)
    configured = [*(replace(place, basis=f"http://127.0.0.1:{port}") for place in dead), *hanging, *healthy]
    waits = [*[HANGS] * HANGING, *long_tailed(len(healthy))]

    async with running_service(configured, seconds=8.0, geheugen=MEMORY) as service:
        ids = tuple(place.id for place in configured)
        for first in range(0, len(ids), 20):  # the catalogues, a few gemeenten at a time
            warm = {place.id for place in healthy} & set(ids[first : first + 20])
            if warm:
                await service.overzicht(tuple(sorted(warm)), Filters(lopend=True))
        country.servers.reset()
        with country.waiting([*hanging, *healthy], waits):
            begin = asyncio.get_running_loop().time()
            first_page = await service.overzicht(ids)
            taken = asyncio.get_running_loop().time() - begin
            asked = {place.id: counts.searches for place, counts in zip(places, country.counts(places), strict=True)}
            again = await service.overzicht(ids, wait=4.0)  # for those that hang, and so not for the healthy
            asked_again = {p.id: c.searches for p, c in zip(places, country.counts(places), strict=True)}

    assert taken < 16.0  # the deadline of a list; those that hang are let go long before it
    assert uitkomsten(first_page) == {
        **{place.id: Uitkomst.ONBEREIKBAAR for place in dead},
        **{place.id: Uitkomst.TE_TRAAG for place in hanging},
        **{place.id: Uitkomst.OK for place in healthy},
    }
    assert first_page.telling.lopend + first_page.telling.afgerond == AANTAL * len(healthy)
    assert {asked[place.id] for place in healthy} == {1}
    assert {asked_again[place.id] - asked[place.id] for place in healthy} == {0}
    assert [zaak.id for zaak in again.zaken] == [zaak.id for zaak in first_page.zaken]
    assert {uitkomsten(again)[place.id] for place in healthy} == {Uitkomst.OK}


def uitkomsten(overzicht: ZaakOverzicht) -> dict[str, Uitkomst]:
    return {bron.id: bron.uitkomst for bron in overzicht.bronnen}
