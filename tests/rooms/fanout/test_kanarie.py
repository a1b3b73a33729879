"""When a bron is put to the test, what each answer says about it, and how little that asks of everybody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import NoMeter, Stand, Teller
from mijnzaken_bff.fanout.ask import Failed
from mijnzaken_bff.fanout.kanarie import MOST_AT_ONCE, Kanarie, waiting_by
from mijnzaken_bff.fanout.proefnummers import KanarieSettings, Proefnummers
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vertrouwen import Uitslag, Vertrouwen
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import PRODUCTEN, Product, Profiel
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen
from tests.rooms.tijdlus import Tijdlus
from tests.rooms.zgw.test_zaken_api import Register

NUMMERS = Proefnummers(bsn="999999990", kvk="99999998", rsin="999999990", vestiging="999999999998")
OPEN_ZAAK = PRODUCTEN[Product.OPEN_ZAAK]
NOTHING = Page([], more=False)


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


def now() -> float:
    return asyncio.get_running_loop().time()


class Zaken:
    """A Zaken API that takes a while and then answers as it is told to, and remembers when it was asked for what."""

    def __init__(self, answer: Callable[[Zoekvraag], Page] = lambda _: NOTHING, seconds: float = 0.0) -> None:
        self.answer = answer
        self.seconds = seconds
        self.asked: list[tuple[float, Zoekwijze]] = []
        self.under_way = 0

    async def zoek(self, vraag: Zoekvraag, *, size: int) -> Page:
        self.asked.append((now(), vraag.zoekwijze))
        self.under_way += 1
        try:
            await asyncio.sleep(self.seconds)
            return self.answer(vraag)
        finally:
            self.under_way -= 1

    def moments(self) -> list[float]:
        return [moment for moment, _ in self.asked]


def failing(failure: Failure, **more: Any) -> Callable[[Zoekvraag], Page]:
    def answer(_vraag: Zoekvraag) -> Page:
        raise SourceError(failure, "zaken", **more)

    return answer


class Counted(NoMeter):
    """Keeps what was counted and what is watched."""

    def __init__(self) -> None:
        self.uitslagen: list[str] = []
        self.watched: dict[tuple[Stand, str], Callable[[], float]] = {}

    def count(self, teller: Teller, **labels: str) -> None:
        assert teller is Teller.KANARIE
        self.uitslagen.append(labels["uitslag"])

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        self.watched[stand, labels["zoekwijze"]] = read


class Proef:
    """One bron that is put to the test."""

    def __init__(
        self,
        zaken: object,
        *,
        profiel: Profiel | None = None,
        proefnummers: Proefnummers | None = None,
        permits: asyncio.Semaphore | None = None,
        jitter: float = 0.0,
        seconds: float = 4.0,
    ) -> None:
        profiel = profiel or Profiel()
        proeven = (proefnummers or NUMMERS).proeven((Zoekwijze.NP_BSN, *profiel.bedrijven))
        self.verbinding = Verbinding(
            bron=Bron("waterdam", "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam")),
            profiel=profiel,
            gewoonten=Gewoonten("waterdam", profiel, SystemClock()),
            zaken=cast("ZakenApi", zaken),
            delen=cast("Zaakdelen", None),
            stukken=cast("Zaakstukken", None),
            catalogus=cast("Catalogus", None),
            zichtbaarheid=Zichtbaarheid(),
            weergave=Weergave(),
            seconds=seconds,
            vertrouwen={zoekwijze: Vertrouwen() for zoekwijze in proeven},
        )
        self.meter = Counted()
        self.toestanden = Toestanden(lambda _: self.verbinding.untrusted_since())
        self.kanarie = Kanarie(
            self.verbinding,
            proeven,
            KanarieSettings(),
            clock=SystemClock(),
            ticks=now,
            wait=waiting_by(now),
            permits=permits or asyncio.Semaphore(MOST_AT_ONCE),
            toestanden=self.toestanden,
            meter=self.meter,
            jitter=lambda: jitter,
        )

    def vertrouwen(self, zoekwijze: Zoekwijze = Zoekwijze.NP_BSN) -> Vertrouwen:
        return self.verbinding.vertrouwen[zoekwijze]

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.kanarie.keep())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def after(self, seconds: float) -> Vertrouwen:
        """The verdict when it was kept so long."""
        async with self.kept():
            await asyncio.sleep(seconds)
        return self.vertrouwen()


# --- when ---


async def test_a_bron_is_tried_at_the_start_and_every_five_minutes() -> None:
    zaken, begin = Zaken(), now()

    await Proef(zaken).after(901)

    assert zaken.moments() == pytest.approx([begin, begin + 300, begin + 600, begin + 900], abs=0.01)


async def test_bronnen_that_were_tried_together_drift_apart_and_none_comes_late() -> None:
    zaken, begin = Zaken(), now()

    await Proef(zaken, jitter=1.0).after(300)

    assert zaken.moments() == pytest.approx([begin, begin + 240], abs=0.01)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        pytest.param(lambda _: Page([{}], more=False), 30, id="somebody's zaken"),
        pytest.param(failing(Failure.UNUSABLE, status=404), 30, id="no collection"),
        pytest.param(failing(Failure.TIMEOUT), 30, id="a time-out"),
        pytest.param(failing(Failure.OVERLOADED), 30, id="too busy"),
        pytest.param(failing(Failure.NO_ACCESS), 300, id="no access: nothing that passes by itself"),
        pytest.param(failing(Failure.REJECTED), 300, id="a number that is refused"),
        pytest.param(failing(Failure.SEARCH_ABSENT), 300, id="no search"),
    ],
)
async def test_what_may_pass_is_tried_again_soon(answer: Callable[[Zoekvraag], Page], pause: float) -> None:
    zaken, begin = Zaken(answer), now()

    await Proef(zaken).after(pause + 1)

    assert zaken.moments() == pytest.approx([begin, begin + pause], abs=0.01)


async def test_of_many_bronnen_few_are_tried_at_a_time_and_each_gets_its_turn() -> None:
    zaken, permits = Zaken(seconds=1.0), asyncio.Semaphore(MOST_AT_ONCE)
    land = [Proef(zaken, permits=permits) for _ in range(342)]
    most = 0

    tasks = [asyncio.create_task(proef.kanarie.keep()) for proef in land]
    while len(zaken.asked) < len(land):
        await asyncio.sleep(0.1)
        most = max(most, zaken.under_way)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert most == MOST_AT_ONCE


async def test_one_bron_is_tried_in_one_way_after_another() -> None:
    zaken = Zaken(seconds=0.5)

    await Proef(zaken, profiel=OPEN_ZAAK).after(10)

    assert [zoekwijze for _, zoekwijze in zaken.asked] == [Zoekwijze.NP_BSN, *OPEN_ZAAK.bedrijven]
    assert zaken.moments() == sorted(set(zaken.moments()))


async def test_a_way_of_searching_without_number_has_no_canary() -> None:
    zaken = Zaken()

    await Proef(zaken, profiel=OPEN_ZAAK, proefnummers=Proefnummers(bsn="999999990", kvk="99999998")).after(10)

    assert {zoekwijze for _, zoekwijze in zaken.asked} == {Zoekwijze.NP_BSN, Zoekwijze.NNP_KVK, Zoekwijze.VESTIGING_KVK}


async def test_a_way_of_searching_that_a_register_does_not_know_is_not_tried_and_spoils_nothing() -> None:
    zaken = Zaken(failing(Failure.UNUSABLE, status=404))
    proef = Proef(zaken, profiel=OPEN_ZAAK)
    async with proef.kept():
        await asyncio.sleep(1)
        for zoekwijze in proef.verbinding.vertrouwen:
            proef.verbinding.gewoonten.note_refused(zoekwijze)
        asked = len(zaken.asked)
        await asyncio.sleep(600)

    assert len(zaken.asked) == asked
    assert proef.verbinding.untrusted_since() is None


# --- what an answer says ---

SAYS_NO = {Failure.FILTER_IGNORED, Failure.UNUSABLE, Failure.TOO_LARGE, Failure.FOREIGN_URL}


@pytest.mark.parametrize("failure", Failure)
async def test_only_what_shows_that_searching_does_not_work_is_held_against_a_register(failure: Failure) -> None:
    proef = Proef(Zaken(failing(failure)))

    vertrouwen = await proef.after(1)

    assert vertrouwen.trusted is (failure not in SAYS_NO)
    assert proef.meter.uitslagen == ["mislukt" if failure in SAYS_NO else "geen"]


async def test_a_page_that_is_empty_and_promises_another_is_not_nothing() -> None:
    vertrouwen = await Proef(Zaken(lambda _: Page([], more=True))).after(1)

    assert vertrouwen.laatste is Uitslag.MISLUKT


async def test_a_register_that_never_answers_costs_its_budget_and_gives_no_verdict() -> None:
    zaken = Zaken(seconds=3600)
    proef = Proef(zaken, seconds=4)

    vertrouwen = await proef.after(4.5)

    assert (vertrouwen.laatste, zaken.under_way) == (None, 0)
    assert proef.toestanden.of(proef.verbinding.bron, SystemClock().now())[0] is Toestand.VERSTOORD


async def test_a_bug_of_ours_costs_one_canary() -> None:
    def broken(_vraag: Zoekvraag) -> Page:
        raise ZeroDivisionError

    zaken = Zaken(broken)
    proef = Proef(zaken)
    async with proef.kept():
        await asyncio.sleep(1)
        zaken.answer = lambda _: NOTHING
        await asyncio.sleep(30)

    assert proef.vertrouwen().laatste is Uitslag.GESLAAGD


async def test_an_answer_that_speaks_against_it_during_a_canary_is_followed_by_another_one() -> None:
    zaken = Zaken(seconds=1.0)
    proef = Proef(zaken)
    async with proef.kept():
        await asyncio.sleep(0.5)
        proef.kanarie.doubt(Zoekwijze.NP_BSN, Failed("waterdam", Failure.FILTER_IGNORED, 0.1))
        await asyncio.sleep(1.0)
        halfway = proef.vertrouwen().trusted, len(zaken.asked)
        await asyncio.sleep(1.0)

    assert halfway == (False, 2)
    assert proef.vertrouwen().trusted


@pytest.mark.parametrize(
    ("failed", "counts"),
    [
        (Failed("waterdam", Failure.FILTER_IGNORED, 0.1, "zaken"), True),
        (Failed("waterdam", Failure.UNUSABLE, 0.1, "zaken", 404), True),
        (Failed("waterdam", Failure.UNUSABLE, 0.1, "rollen", 404), False),
        (Failed("waterdam", Failure.UNUSABLE, 0.1, "zaken"), False),
        (Failed("waterdam", Failure.TIMEOUT, 0.1, "zaken"), False),
        (Failed("waterdam", Failure.UNTRUSTED, 0.1, "zaken"), False),
    ],
)
async def test_an_answer_about_somebody_counts_when_it_shows_how_the_register_searches(
    failed: Failed[str], counts: bool
) -> None:
    proef = Proef(Zaken())

    proef.kanarie.doubt(Zoekwijze.NP_BSN, failed)

    assert proef.vertrouwen().trusted is not counts


async def test_it_is_told_once_that_nothing_was_learned_and_again_when_the_reason_is_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    zaken = Zaken(failing(Failure.TIMEOUT))
    proef = Proef(zaken)
    async with proef.kept():
        await asyncio.sleep(100)
        zaken.answer = failing(Failure.NO_ACCESS, status=403, code="jwt-expired")
        await asyncio.sleep(100)

    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [(record.getMessage(), vars(record)["failure"]) for record in told] == [
        ("kanarie_undecided", Failure.TIMEOUT),
        ("kanarie_undecided", Failure.NO_ACCESS),
    ]
    assert (vars(told[1])["status"], vars(told[1])["code"]) == (403, "jwt-expired")


async def test_operators_hear_when_it_is_no_longer_trusted_and_when_it_is_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    zaken = Zaken(lambda _: Page([{}], more=False))
    proef = Proef(zaken)
    async with proef.kept():
        await asyncio.sleep(100)
        zaken.answer = lambda _: NOTHING
        await asyncio.sleep(100)

    told = [(record.getMessage(), record.levelname) for record in caplog.records if "zoekwijze_" in record.getMessage()]
    assert told == [("zoekwijze_distrusted", "WARNING"), ("zoekwijze_trusted", "INFO")]


async def test_the_metrics_tell_the_verdict_and_how_old_the_last_good_canary_is() -> None:
    zaken = Zaken()
    proef = Proef(zaken)
    verdict, age = (proef.meter.watched[stand, "np_bsn"] for stand in (Stand.KANARIE, Stand.KANARIE_LEEFTIJD))
    before = str(verdict()), age()
    async with proef.kept():
        await asyncio.sleep(10)
        passed = verdict(), age()
        zaken.answer = failing(Failure.UNUSABLE)
        await asyncio.sleep(300)
        failed = verdict(), age()

    assert before == ("nan", float("inf"))
    assert passed == (1.0, pytest.approx(10, abs=0.01))
    assert failed == (0.0, pytest.approx(310, abs=0.01))


# --- what real registers answered ---

RECORDED: dict[str, tuple[Zoekwijze, Profiel]] = {
    "bsn": (Zoekwijze.NP_BSN, Profiel()),
    "nnp-kvkNummer": (Zoekwijze.NNP_KVK, Profiel(bedrijven=(Zoekwijze.NNP_KVK,))),
    "nnp-innNnpId": (Zoekwijze.NNP_RSIN, Profiel(bedrijven=(Zoekwijze.NNP_RSIN,))),
    "nnp-annIdentificatie": (Zoekwijze.ANN_IDENTIFICATIE, Profiel(bedrijven=(Zoekwijze.ANN_IDENTIFICATIE,))),
    "vestiging-vestigingsNummer": (Zoekwijze.VESTIGING, Profiel(bedrijven=(Zoekwijze.VESTIGING,))),
    "vestiging-kvkNummer": (Zoekwijze.VESTIGING_KVK, Profiel(bedrijven=(Zoekwijze.VESTIGING_KVK,))),
}
"""By the name of its recording: each way of searching."""


def recorded(letter: Letter, groep: str, naam: str) -> Uitwisseling:
    return next(u for u in uitwisselingen(letter) if (u.groep, u.naam) == (groep, naam))


@pytest.mark.parametrize("letter", ["a", "b"])
@pytest.mark.parametrize("naam", RECORDED)
async def test_a_real_register_finds_nobody_and_is_asked_as_it_was_recorded(letter: Letter, naam: str) -> None:
    opname, (zoekwijze, profiel) = recorded(letter, "kanarie", naam), RECORDED[naam]
    register = Register(opname.inhoud)
    api = ZakenApi(cast("Any", register), profiel, Gewoonten("waterdam", profiel, SystemClock()))
    proef = Proef(api, profiel=profiel)

    await proef.after(1)

    assert proef.vertrouwen(zoekwijze).laatste is Uitslag.GESLAAGD
    bodies = [body for _, _, body, _, _ in register.asked]
    assert {**opname.body, "maximaleVertrouwelijkheidaanduiding": "zaakvertrouwelijk"} in bodies
    assert {f"{path}?pageSize={query['pageSize']}" for _, path, _, query, _ in register.asked} == {
        opname.pad.removeprefix("/zaken/api/v1/")
    }


@pytest.mark.parametrize("naam", ["zoek-typefout-geeft-alles", "zoek-bsn-leeg-geeft-alles"])
async def test_what_a_real_register_answers_when_a_filter_falls_away_is_found_out(naam: str) -> None:
    opname = recorded("a", "valkuilen", naam)
    profiel = Profiel()
    api = ZakenApi(cast("Any", Register(opname.inhoud)), profiel, Gewoonten("waterdam", profiel, SystemClock()))

    vertrouwen = await Proef(api).after(1)

    assert vertrouwen.laatste is Uitslag.MISLUKT


# --- the numbers ---


@pytest.mark.parametrize("zoekwijze", Zoekwijze)
def test_every_way_of_searching_can_be_put_to_the_test_and_without_its_number_it_cannot(zoekwijze: Zoekwijze) -> None:
    assert NUMMERS.betrokkene(zoekwijze) is not None
    assert Proefnummers().betrokkene(zoekwijze) is None
    assert Proefnummers().proeven(Zoekwijze) == {}


def test_the_numbers_of_a_canary_are_those_that_its_search_needs() -> None:
    asked: Mapping[Zoekwijze, Any] = {
        zoekwijze: Zoekvraag(nobody, zoekwijze, Zichtbaarheid().maximaal).criteria(OPEN_ZAAK)
        for zoekwijze, nobody in NUMMERS.proeven(Zoekwijze).items()
    }
    values = {z: [v for k, v in criteria.items() if k.startswith("rol__")] for z, criteria in asked.items()}

    assert values == {
        Zoekwijze.NP_BSN: ["999999990"],
        Zoekwijze.NNP_KVK: ["99999998"],
        Zoekwijze.NNP_RSIN: ["999999990"],
        Zoekwijze.NNP_KVK_IN_INNNNPID: ["99999998"],
        Zoekwijze.ANN_IDENTIFICATIE: ["99999998"],
        Zoekwijze.VESTIGING: ["999999999998"],
        Zoekwijze.VESTIGING_KVK: ["99999998"],
    }
