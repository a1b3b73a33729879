"""What is remembered of a catalogue: good answers, for a while, and asked once."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.catalogus import Catalogus, Soort
from mijnzaken_bff.zgw.modellen import same
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakType

BASE = "https://zgw.waterdam.example/catalogi/api/v1/"
PARKEREN = f"{BASE}zaaktypen/06ae8d39-9853-44bc-a484-8dc71c29bde3"
REISDOC = f"{BASE}zaaktypen/adb1f149-fe2d-4108-926e-2c494d03397c"
ONTVANGEN = f"{BASE}statustypen/8e5512d7-5f39-4299-802d-59fe633faacc"
GEDEELD = f"{BASE}statustypen/29e08ea6-ccb3-47dd-99b1-7e50688abdb3"
VERLEEND = f"{BASE}resultaattypen/1b87a430-81a6-4122-9d03-b137527d6eea"
NONE: frozenset[str] = frozenset()


class Klok:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def later(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Api:
    """A catalogue that counts, and that can fail or hang."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.failure: Failure | None = None
        self.broken: set[str] = set()
        self.open = asyncio.Event()
        self.open.set()
        self.naam = "Parkeervergunning"

    async def _answer(self, what: str, answer: Any) -> Any:
        self.asked[what] += 1
        await self.open.wait()
        if self.failure or what in self.broken:
            raise SourceError(self.failure or Failure.SERVER_ERROR, what)
        return answer

    async def zaaktype(self, link: str) -> ZaakType:
        return await self._answer("zaaktype", ZaakType(url=link, omschrijving=self.naam))

    async def statustypen(self, _zaaktype: str) -> tuple[StatusType, ...]:
        return await self._answer("statustypen", (StatusType(url=ONTVANGEN, omschrijving="Ontvangen", volgnummer=1),))

    async def resultaattypen(self, _zaaktype: str) -> tuple[ResultaatType, ...]:
        return await self._answer("resultaattypen", (ResultaatType(url=VERLEEND, omschrijving="Verleend"),))

    async def statustype(self, link: str) -> StatusType:
        return await self._answer("statustype", StatusType(url=link, omschrijving="Gedeeld"))


class Stand:
    """A catalogus, its clock, what it asks, and the background in which it asks."""

    def __init__(self) -> None:
        self.klok = Klok()
        self.api = Api()
        self.tasks: set[asyncio.Task[None]] = set()
        self.catalogus = Catalogus(self.api, self.spawn, self.klok)  # type: ignore[arg-type]

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def soort(self, zaaktype: str = PARKEREN, links: frozenset[str] = NONE, *, seconds: float = 5) -> Soort:
        deadline = asyncio.get_running_loop().time() + seconds
        return (await self.catalogus.soorten({zaaktype: links}, deadline))[zaaktype]


@pytest.fixture
async def stand():
    stand = Stand()
    yield stand
    stand.api.open.set()
    await asyncio.gather(*stand.tasks)


async def test_a_zaaktype_comes_with_its_statustypen_and_resultaattypen(stand):
    soort = await stand.soort()

    assert soort.readable
    assert soort.zaaktype.omschrijving == "Parkeervergunning"
    assert soort.statustype(ONTVANGEN).omschrijving == "Ontvangen"
    assert soort.resultaattype(VERLEEND).omschrijving == "Verleend"


async def test_many_who_ask_at_once_are_one_question(stand):
    stand.api.open.clear()
    asking = [asyncio.create_task(stand.soort()) for _ in range(20)]
    await asyncio.sleep(0)
    stand.api.open.set()

    soorten = await asyncio.gather(*asking)

    assert all(soort.readable for soort in soorten)
    assert stand.api.asked == {"zaaktype": 1, "statustypen": 1, "resultaattypen": 1}


async def test_what_is_known_is_not_asked_again_for_twelve_hours(stand):
    await stand.soort()
    stand.klok.later(hours=12, seconds=-1)

    soort = await stand.soort()

    assert soort.readable
    assert stand.api.asked["zaaktype"] == 1


async def test_after_twelve_hours_it_is_asked_again(stand):
    await stand.soort()
    stand.klok.later(hours=12)
    stand.api.naam = "Parkeren"

    soort = await stand.soort()

    assert soort.zaaktype.omschrijving == "Parkeren"


async def test_each_zaaktype_is_remembered_by_itself(stand):
    await stand.soort(PARKEREN)

    await stand.soort(REISDOC)

    assert stand.api.asked["zaaktype"] == 2


@pytest.mark.parametrize("failure", list(Failure))
async def test_a_catalogue_that_fails_is_known_from_before_for_a_week(stand, failure):
    await stand.soort()
    stand.api.failure = failure
    stand.klok.later(days=7, seconds=-1)

    soort = await stand.soort()

    assert soort.readable


async def test_after_a_week_of_failing_nothing_is_known(stand):
    await stand.soort()
    stand.api.failure = Failure.REFUSED
    stand.klok.later(days=7)

    assert await stand.soort() == Soort()


async def test_a_catalogue_that_hangs_is_known_from_before_for_a_week(stand):
    await stand.soort()
    stand.klok.later(hours=13)
    stand.api.open.clear()

    soort = await stand.soort(seconds=0.02)

    assert soort.readable


async def test_a_catalogue_that_hangs_longer_than_a_week_is_not_known(stand):
    await stand.soort()
    stand.klok.later(days=7)
    stand.api.open.clear()

    assert await stand.soort(seconds=0.02) == Soort()


async def test_what_failed_is_left_alone_for_half_a_minute(stand):
    stand.api.failure = Failure.SERVER_ERROR
    await stand.soort()
    stand.api.failure = None
    stand.klok.later(seconds=29)

    assert not (await stand.soort()).readable
    assert stand.api.asked["zaaktype"] == 1


async def test_after_that_a_failure_is_forgotten(stand):
    stand.api.failure = Failure.SERVER_ERROR
    await stand.soort()
    stand.api.failure = None
    stand.klok.later(seconds=31)

    soort = await stand.soort()

    assert soort.readable


@pytest.mark.parametrize("failure", [Failure.NO_ACCESS, Failure.SERVER_ERROR])
async def test_why_a_zaaktype_is_not_known_is_told_as_long_as_it_is_left_alone(stand, failure):
    stand.api.failure = failure
    before = stand.catalogus.why_unknown(PARKEREN)

    await stand.soort()

    assert (before, stand.catalogus.why_unknown(PARKEREN)) == (None, failure)
    assert stand.catalogus.why_unknown(REISDOC) is None
    stand.klok.later(seconds=31)
    assert stand.catalogus.why_unknown(PARKEREN) is None


async def test_while_it_is_left_alone_what_was_known_before_is_told(stand):
    await stand.soort()
    stand.klok.later(hours=13)
    stand.api.failure = Failure.SERVER_ERROR
    await stand.soort()

    soort = await stand.soort()

    assert soort.readable
    assert stand.api.asked["zaaktype"] == 2


async def test_a_fetch_that_takes_too_long_is_a_failure(stand):
    stand.catalogus = Catalogus(stand.api, stand.spawn, stand.klok, seconds=0.01)
    stand.api.open.clear()

    soort = await stand.soort()

    assert soort == Soort()


async def test_what_comes_too_late_is_known_the_next_time(stand):
    stand.api.open.clear()
    assert await stand.soort(seconds=0.02) == Soort()
    stand.api.open.set()
    await asyncio.gather(*stand.tasks)

    soort = await stand.soort()

    assert soort.readable
    assert stand.api.asked["zaaktype"] == 1


async def test_what_is_known_is_told_even_when_no_time_is_left(stand):
    await stand.soort()

    soort = await stand.soort(seconds=-1)

    assert soort.readable


async def test_one_part_that_fails_does_not_cost_the_others(stand):
    stand.api.broken = {"resultaattypen"}

    soort = await stand.soort()

    assert soort.zaaktype is not None
    assert soort.statustypen is not None
    assert soort.resultaattypen is None
    assert not soort.readable


async def test_one_who_leaves_does_not_break_it_for_the_others(stand):
    stand.api.open.clear()
    leaves = asyncio.create_task(stand.soort())
    stays = asyncio.create_task(stand.soort())
    await asyncio.sleep(0.01)
    leaves.cancel()
    await asyncio.gather(leaves, return_exceptions=True)
    stand.api.open.set()

    soort = await stays

    assert leaves.cancelled()
    assert soort.readable
    assert stand.api.asked["zaaktype"] == 1


async def test_what_one_who_left_was_waiting_for_is_remembered(stand):
    stand.api.open.clear()
    leaves = asyncio.create_task(stand.soort())
    await asyncio.sleep(0.01)
    leaves.cancel()
    await asyncio.gather(leaves, return_exceptions=True)
    stand.api.open.set()
    await asyncio.gather(*stand.tasks)

    soort = await stand.soort()

    assert soort.readable
    assert stand.api.asked["zaaktype"] == 1


async def test_a_statustype_that_its_zaaktype_does_not_list_is_looked_up(stand):
    soort = await stand.soort(links=frozenset({ONTVANGEN, GEDEELD}))

    assert soort.statustype(GEDEELD).omschrijving == "Gedeeld"
    assert stand.api.asked["statustype"] == 1
    assert soort.readable


async def test_a_loose_statustype_that_fails_is_left_out(stand):
    stand.api.broken = {"statustype"}

    soort = await stand.soort(links=frozenset({GEDEELD}))

    assert soort.statustype(GEDEELD) is None
    assert soort.readable


async def test_without_the_list_no_loose_statustype_is_looked_up(stand):
    stand.api.broken = {"statustypen"}

    await stand.soort(links=frozenset({GEDEELD}))

    assert stand.api.asked["statustype"] == 0


async def test_the_log_says_what_failed_and_not_where(stand, caplog):
    stand.api.failure = Failure.SERVER_ERROR

    await stand.soort()

    lines = [record for record in caplog.records if record.message == "catalogue_fetch_failed"]
    assert {vars(line)["what"] for line in lines} == {"zaaktype", "statustypen", "resultaattypen"}
    assert not [line for line in lines if PARKEREN in str(vars(line))]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param(ONTVANGEN, ONTVANGEN, True, id="equal"),
        pytest.param(ONTVANGEN, ONTVANGEN.replace("zgw.waterdam.example", "openzaak.intern"), True, id="another host"),
        pytest.param(ONTVANGEN, ONTVANGEN.upper(), True, id="capitals"),
        pytest.param(ONTVANGEN, GEDEELD, False, id="another statustype"),
        pytest.param("https://x.example/1", "https://x.example/1", True, id="equal, without a uuid"),
        pytest.param("https://x.example/1", "https://y.example/1", False, id="another host, without a uuid"),
        pytest.param(None, ONTVANGEN, False, id="one missing"),
        pytest.param(None, None, False, id="both missing"),
    ],
)
def test_two_links_name_one_object_or_not(one, other, is_same):
    assert same(one, other) is is_same
    assert same(other, one) is is_same


def test_a_soort_of_which_nothing_is_known_knows_nothing():
    soort = Soort()

    assert soort.statustype(ONTVANGEN) is None
    assert soort.statustype(None) is None
    assert soort.resultaattype(VERLEEND) is None
    assert not soort.readable


class Elders:
    """What other replicas know: nothing, and that takes a while."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def get(self, _key: str) -> None:
        await asyncio.sleep(self.seconds)

    async def put(self, _key: str, _part: object) -> None:
        await asyncio.sleep(self.seconds)


async def test_the_time_of_a_register_is_not_spent_on_asking_other_replicas(stand):
    stand.catalogus = Catalogus(stand.api, stand.spawn, stand.klok, shared=Elders(0.1), seconds=0.05)

    soort = await stand.soort()

    assert soort.readable


async def test_f50_a_clock_that_is_set_back_does_not_leave_a_catalogue_alone_for_longer(stand):
    passed = 0.0
    stand.catalogus = Catalogus(stand.api, stand.spawn, stand.klok, ticks=lambda: passed)
    stand.api.failure = Failure.SERVER_ERROR
    await stand.soort()
    stand.api.failure = None
    stand.klok.later(hours=-1)
    passed = 31.0

    assert (await stand.soort()).readable
