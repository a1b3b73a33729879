"""Reading one bron page by page: it ends, whatever the bron does, and says when it stopped early."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Activiteit, Bevraging, NoSink, Verwerking
from mijnzaken_bff.fanout.bladeren import MOST_PAGES, MOST_ZAKEN
from mijnzaken_bff.fanout.cursor import Plaats
from mijnzaken_bff.fanout.lezer import Filters, Lezer
from mijnzaken_bff.fanout.navraag import Navraag
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.zgw.catalogus import Catalogus, Soort
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

ANNA = "999990019"
NEWEST = date(2026, 11, 1)


def item(number: int, *, days_ago: int | None = None, bsn: str = ANNA) -> dict[str, Any]:
    """A zaak of somebody, a day older than the one before it."""
    return {
        "uuid": str(UUID(int=number + 1)),
        "identificatie": f"Z-{number}",
        "startdatum": (NEWEST - timedelta(days=number if days_ago is None else days_ago)).isoformat(),
        "vertrouwelijkheidaanduiding": "openbaar",
        "_expand": {
            "rollen": [
                {
                    "betrokkeneType": "natuurlijk_persoon",
                    "omschrijvingGeneriek": "initiator",
                    "betrokkeneIdentificatie": {"inpBsn": bsn},
                }
            ]
        },
    }


class Zaken:
    """A Zaken API that answers as it is told to, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Zoekvraag, int, int], Page]) -> None:
        self.answer = answer
        self.asked: list[tuple[date | None, int, int]] = []
        self.begun: list[bool] = []
        """Of each question that came with a bevraging, whether that was said to begin."""

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int, bevraging: Bevraging | None = None) -> Page:
        self.asked.append((vraag.tot_en_met, page, size))
        if bevraging is not None:
            self.begun.append(bevraging.begint)
        return self.answer(vraag, page, size)


class EmptyCatalogus:
    async def soorten(self, links: Mapping[str, frozenset[str]], _deadline: float) -> dict[str, Soort]:
        return dict.fromkeys(links, Soort())


def lezer(
    zaken: Zaken,
    *,
    aantal: int = 20,
    kind: type[Lezer] = Lezer,
    profiel: Profiel | None = None,
    bron: str = "waterdam",
    plaats: Plaats | None = None,
    catalogus: EmptyCatalogus | None = None,
    zichtbaarheid: Zichtbaarheid | None = None,
    weergave: Weergave | None = None,
    filters: Filters | None = None,
    seconds: float = 20,
    bevraging: Bevraging | None = None,
    ontdubbelt: bool = False,
) -> Lezer:
    profiel = profiel or Profiel()
    verbinding = Verbinding(
        bron=Bron(bron, "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam")),
        profiel=profiel,
        gewoonten=Gewoonten(bron, profiel, SystemClock()),
        zaken=cast("ZakenApi", zaken),
        delen=cast("Zaakdelen", zaken),
        stukken=cast("Zaakstukken", None),
        catalogus=cast("Catalogus", catalogus or EmptyCatalogus()),
        zichtbaarheid=zichtbaarheid or Zichtbaarheid(),
        weergave=weergave or Weergave(),
        seconds=seconds,
    )
    return kind(
        verbinding,
        Zoekwijze.NP_BSN,
        Persoon(Bsn(ANNA)),
        filters or Filters(),
        plaats,
        vandaag=date(2026, 11, 23),
        aantal=aantal,
        navraag=Navraag(verbinding, bevraging),
        ontdubbelt=ontdubbelt,
    )


def register(items: list[dict[str, Any]], *, ordered: bool = True) -> Zaken:
    """A register with these zaken, that honours date, page and size."""

    def answer(vraag: Zoekvraag, page: int, size: int) -> Page:
        bound = vraag.tot_en_met.isoformat() if vraag.tot_en_met else "9999"
        found = [i for i in items if i["startdatum"] <= bound]
        if ordered:
            found.sort(key=lambda i: i["startdatum"], reverse=True)
        return Page(found[(page - 1) * size : page * size], more=len(found) > page * size)

    return Zaken(answer)


async def read_all(reader: Lezer) -> list[str | None]:
    deadline = asyncio.get_running_loop().time() + 20
    while reader.meer:
        await reader.lees(deadline)
    return [gelezen.item["identificatie"] for gelezen in reader.gelezen]


async def test_only_its_first_page_begins_a_question() -> None:
    zaken = register([item(n) for n in range(8)])
    verwerking = Verwerking("verzoek", Activiteit.OVERZICHT)
    bevraging = Bevraging(verwerking, Persoon(Bsn(ANNA)), "waterdam", SystemClock(), NoSink())

    await read_all(lezer(zaken, aantal=3, bevraging=bevraging))

    assert zaken.begun == [True, False, False]


async def test_a_zaak_that_was_read_is_not_printed() -> None:
    reader = lezer(register([item(1)]))
    await read_all(reader)

    [gelezen] = reader.gelezen
    gelezen.fetched = gelezen.item

    assert ANNA not in repr(gelezen)


async def test_further_pages_are_asked_by_date() -> None:
    zaken = register([item(n) for n in range(8)])

    numbers = await read_all(lezer(zaken, aantal=3))

    assert numbers == [f"Z-{n}" for n in range(8)]
    assert [bound for bound, _, _ in zaken.asked] == [None, NEWEST - timedelta(days=3), NEWEST - timedelta(days=6)]
    assert {page for _, page, _ in zaken.asked} == {1}


async def test_a_page_of_one_date_is_followed_by_its_second_page() -> None:
    zaken = register([item(n, days_ago=5) for n in range(9)])

    numbers = await read_all(lezer(zaken, aantal=3))

    assert len(numbers) == 9
    assert [page for _, page, _ in zaken.asked] == [1, 2, 3]


async def test_a_bron_that_does_not_order_is_read_to_its_end_and_remembered() -> None:
    items = [item(n, days_ago=(n * 7) % 23) for n in range(23)]
    reader = lezer(register(items, ordered=False), aantal=5)

    await reader.lees(asyncio.get_running_loop().time() + 20)

    assert reader.meer is False
    days = [gelezen.startdatum for gelezen in reader.gelezen]
    assert days == sorted(days, reverse=True)
    assert len(days) == 23
    assert reader.verbinding.gewoonten.ordent() is False


async def test_a_bron_that_ignores_the_date_is_read_by_number() -> None:
    items = [item(n) for n in range(12)]
    zaken = Zaken(
        lambda _vraag, page, size: Page(items[(page - 1) * size : page * size], more=len(items) > page * size)
    )

    numbers = await read_all(lezer(zaken, aantal=3))

    assert numbers == [f"Z-{n}" for n in range(12)]


@pytest.mark.parametrize("size", [1, 100])
async def test_an_endless_list_ends_at_the_cap_and_says_so(size: int) -> None:
    """Every page is full, new and in order, and there is always another."""
    count = 0

    def answer(_vraag: Zoekvraag, _page: int, _size: int) -> Page:
        nonlocal count
        count += size
        return Page([item(n, days_ago=n // 3) for n in range(count - size, count)], more=True)

    reader = lezer(Zaken(answer))

    numbers = await read_all(reader)

    assert len(numbers) <= MOST_ZAKEN + size
    assert reader.reden is Reden.GRENS_BEREIKT
    assert reader.bladeraar.pages <= MOST_PAGES
    assert reader.meer is False


async def test_a_page_that_comes_back_for_ever_gives_its_zaken_once() -> None:
    same = [item(n, days_ago=3) for n in range(4)]
    reader = lezer(Zaken(lambda *_: Page(same, more=True)))

    numbers = await read_all(reader)

    assert numbers == ["Z-0", "Z-1", "Z-2", "Z-3"]
    assert reader.reden is Reden.VERVOLG_MISLUKT
    assert reader.bladeraar.pages == 2


async def test_a_zaak_that_was_missed_in_the_first_round_stands_where_it_belongs() -> None:
    """Of five of one day the fourth came twice, and the fifth only when they were asked for again."""
    day = [item(n, days_ago=3) for n in range(4)]
    older, missed = item(9, days_ago=8), item(4, days_ago=3)
    pages = [day[:2], day[2:], [day[3], older], [day[0], missed, day[1]], [day[2], day[3], older]]
    more = [True, True, False, True, False]
    reader = lezer(Zaken(lambda *_: Page(pages.pop(0), more=more.pop(0))))

    numbers = await read_all(reader)

    assert numbers == ["Z-0", "Z-1", "Z-2", "Z-3", "Z-4", "Z-9"]
    assert (reader.bladeraar.reden, reader.meer) == (None, False)


async def test_an_empty_page_is_the_end_whatever_the_bron_says() -> None:
    zaken = Zaken(lambda *_: Page([], more=True))

    assert await read_all(lezer(zaken)) == []
    assert len(zaken.asked) == 1


async def test_the_same_zaak_twice_on_a_page_comes_once() -> None:
    zaken = Zaken(lambda *_: Page([item(1), item(1)], more=False))

    assert await read_all(lezer(zaken)) == ["Z-1"]


async def test_one_zaak_of_somebody_else_withdraws_everything() -> None:
    zaken = Zaken(lambda *_: Page([item(1), item(2, bsn="999990020")], more=False))

    with pytest.raises(SourceError) as caught:
        await read_all(lezer(zaken))

    assert caught.value.failure is Failure.FILTER_IGNORED


@pytest.mark.parametrize(
    "strange", [None, "tekst", 7, [], {}, {"uuid": "x"}, {"_expand": None}, {"_expand": {"rollen": 3}}]
)
async def test_an_item_that_is_no_zaak_costs_only_itself(strange: object) -> None:
    reader = lezer(Zaken(lambda *_: Page([item(1), strange, item(2)], more=False)))

    assert await read_all(reader) == ["Z-1", "Z-2"]
    assert reader.reden is Reden.ROLLEN_ONLEESBAAR
    assert not reader.weggelaten


async def test_a_proven_zaak_that_cannot_be_read_is_counted() -> None:
    broken = item(2) | {"startdatum": "morgen"}
    reader = lezer(Zaken(lambda *_: Page([item(1), broken], more=False)))

    assert await read_all(reader) == ["Z-1"]
    assert (reader.reden, len(reader.weggelaten)) == (Reden.ZAKEN_ONLEESBAAR, 1)


class SlowMachine(EmptyCatalogus):
    """Holds the whole process up for as long as a bron may take."""

    async def soorten(self, links: Mapping[str, frozenset[str]], deadline: float) -> dict[str, Soort]:
        time.sleep(0.3)  # noqa: ASYNC251 - that is the point
        await asyncio.sleep(0.01)
        return await super().soorten(links, deadline)


async def test_what_a_register_sent_in_time_is_not_lost_because_we_are_late_ourselves() -> None:
    reader = lezer(register([item(1), item(2)]))
    reader.verbinding = replace(reader.verbinding, catalogus=cast("Catalogus", SlowMachine()), seconds=0.2)

    assert await read_all(reader) == ["Z-1", "Z-2"]
