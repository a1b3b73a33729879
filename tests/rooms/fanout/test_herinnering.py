"""With and without a memory the answers are the same, however registers, people and questions are chosen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Activiteit, NoSink, Verwerking
from mijnzaken_bff.fanout.cursor import CursorZegel
from mijnzaken_bff.fanout.herinnering import Bewaring, Herinneringen
from mijnzaken_bff.fanout.lezer import Filters
from mijnzaken_bff.fanout.meting import Overzichtmeting
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.verslag import Verslag
from mijnzaken_bff.fanout.vraag import Overzichtsvraag
from mijnzaken_bff.fanout.zaakoverzicht import GeenBronBeantwoord, Zaakoverzichten
from mijnzaken_bff.normalise.settings import Weergave, Zichtbaarheid
from mijnzaken_bff.upstream.pages import Page, page_in
from mijnzaken_bff.zgw.catalogus import Catalogus
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from tests.rooms.fanout.test_lezing import Soorten
from tests.rooms.tijdlus import Tijdlus

NEWEST = date(2026, 11, 1)
PEOPLE = ("999990019", "999990020")
BY_NUMBER = Profiel(bladeren="nummer", ordening=False)


class Klok:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def ticks(self) -> float:
        return self.moment.timestamp()


@dataclass(frozen=True)
class Zaak:
    """One zaak in a register."""

    number: int
    of: str
    days_ago: int
    ended: bool


class Register:
    """Zaken of several people; ``expands``: their rollen come along with the list, else with each zaak."""

    def __init__(self, zaken: list[Zaak], *, expands: bool, orders: bool) -> None:
        self.zaken = zaken
        self.expands = expands
        self.orders = orders
        self.calls = 0
        self.fails: Failure | None = None

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int, bevraging: Any = None) -> Page:
        self.asked()
        betrokkene = vraag.betrokkene
        assert isinstance(betrokkene, Persoon)
        found = [z for z in self.zaken if betrokkene.bsn.matches(z.of)]
        if vraag.lopend is not None:
            found = [z for z in found if z.ended is not vraag.lopend]
        if vraag.zaaknummer is not None:
            found = [z for z in found if f"Z-{z.number}" == vraag.zaaknummer]
        if self.orders:
            if vraag.tot_en_met is not None:
                found = [z for z in found if began(z) <= vraag.tot_en_met]
            found.sort(key=began, reverse=True)
        part = found[(page - 1) * size : page * size]
        await asyncio.sleep(0.01)
        body = {"results": [self.item(z) for z in part], "next": "more" if len(found) > page * size else None}
        return page_in(json.dumps(body).encode(), "zaken")

    def item(self, zaak: Zaak, *, whole: bool = False) -> dict[str, Any]:
        rol = {"betrokkeneType": "natuurlijk_persoon", "omschrijvingGeneriek": "initiator"}
        return {
            "url": f"https://z.example/zaken/api/v1/zaken/{UUID(int=zaak.number + 1)}",
            "uuid": str(UUID(int=zaak.number + 1)),
            "identificatie": f"Z-{zaak.number}",
            "startdatum": began(zaak).isoformat(),
            "einddatum": "2026-11-20" if zaak.ended else None,
            "vertrouwelijkheidaanduiding": "openbaar",
            "zaaktype": "https://z.example/ZT-OPEN",
        } | (
            {"_expand": {"rollen": [{**rol, "betrokkeneIdentificatie": {"inpBsn": zaak.of}}]}}
            if self.expands or whole
            else {}
        )

    async def met_rollen(self, item: Mapping[str, Any], bevraging: Any = None) -> dict[str, Any]:
        self.asked()
        return next(self.item(z, whole=True) for z in self.zaken if f"Z-{z.number}" == item["identificatie"])

    async def met_delen(self, item: Mapping[str, Any], bevraging: Any = None) -> Mapping[str, Any]:
        self.asked()
        return item

    def rest_of(self, _link: str) -> None:
        return None

    def asked(self) -> None:
        self.calls += 1
        if self.fails is not None:
            raise SourceError(self.fails, "zaken")


def began(zaak: Zaak) -> date:
    return NEWEST - timedelta(days=zaak.days_ago)


class Wereld:
    """The overzichten over some registers, with a memory or without."""

    def __init__(self, registers: Mapping[str, Register], *, remembers: bool) -> None:
        self.klok = Klok()
        self._tasks: set[asyncio.Task[None]] = set()
        bewaring = Bewaring(vers=30, bij_storing=300, megabytes=8, achtergrond=15)
        self.herinneringen = Herinneringen(
            bewaring, self.klok, self.klok.ticks, spawn=self._spawn, meter=NoMeter(), versie="1"
        )
        meting = Overzichtmeting(NoMeter())
        self._zaakoverzichten = Zaakoverzichten(
            [verbinding(bron, register) for bron, register in registers.items()],
            CursorZegel(b"een sleutel van dit verhaal"),
            self.klok,
            sink=NoSink(),
            meting=meting,
            verslag=Verslag(self.klok, meting, Toestanden(), {}),
            seconds=5,
            herinneringen=self.herinneringen if remembers else None,
        )

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def answer(self, bsn: str, vraag: Overzichtsvraag) -> dict[str, Any]:
        caller = BetrokkeneCaller(Kanaal.BURGER, "digid", Persoon(Bsn(bsn)), expires=self.klok.now())
        try:
            told = await self._zaakoverzichten.antwoord(caller, vraag, Verwerking("verzoek", Activiteit.OVERZICHT))
        except GeenBronBeantwoord as nobody:
            return {"uitkomsten": [bron.uitkomst for bron in nobody.bronnen], "volgende": None}
        answer: dict[str, Any] = json.loads(told)
        return answer


def verbinding(bron: str, register: Register) -> Verbinding:
    profiel = Profiel() if register.orders else BY_NUMBER
    return Verbinding(
        bron=Bron(bron, "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam")),
        profiel=profiel,
        gewoonten=Gewoonten(bron, profiel, Klok()),
        zaken=cast("ZakenApi", register),
        delen=cast("Zaakdelen", register),
        stukken=cast("Zaakstukken", None),
        catalogus=cast("Catalogus", Soorten()),
        zichtbaarheid=Zichtbaarheid(),
        weergave=Weergave(),
        seconds=4,
    )


zaken = st.lists(
    st.builds(
        Zaak,
        number=st.integers(0, 60),
        of=st.sampled_from(PEOPLE),
        days_ago=st.integers(0, 12),
        ended=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda zaak: zaak.number,
)
registers = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.tuples(zaken, st.booleans(), st.booleans()),
    min_size=1,
)
questions = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from([None, True, False]),
        st.sampled_from([None, "Z-1"]),
        st.integers(1, 6),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=120, deadline=None)
@given(registers, questions)
def test_answers_are_the_same_with_and_without_a_memory(
    made: dict[str, tuple[list[Zaak], bool, bool]], asked: list[tuple[str, bool | None, str | None, int]]
) -> None:
    async def walks(*, remembers: bool) -> tuple[list[list[dict[str, Any]]], int]:
        them = {bron: Register(zaken, expands=e, orders=o) for bron, (zaken, e, o) in made.items()}
        wereld = Wereld(them, remembers=remembers)
        told = []
        for bsn, lopend, zaaknummer, aantal in asked:
            vraag = Overzichtsvraag(tuple(sorted(them)), Filters(lopend, zaaknummer), aantal)
            pages = [await wereld.answer(bsn, vraag)]
            while pages[-1]["volgende"]:
                pages.append(await wereld.answer(bsn, replace(vraag, cursor=pages[-1]["volgende"])))
            told.append(pages)
        return told, sum(register.calls for register in them.values())

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        remembered, fewer = runner.run(walks(remembers=True))
        asked_anew, calls = runner.run(walks(remembers=False))

    assert remembered == asked_anew
    assert fewer <= calls


moves = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "ask", "later", "fail", "heal", "renew"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(["a", "b"]),
        st.integers(0, 400),
    ),
    max_size=25,
)


@settings(max_examples=120, deadline=None)
@given(moves)
def test_whatever_fails_and_however_time_goes_each_bron_has_one_uitkomst_and_nobody_sees_anothers(
    moves: list[tuple[str, str, str, int]],
) -> None:
    async def story() -> None:
        them = {
            bron: Register(
                [Zaak(n, PEOPLE[n % 2], n, ended=False) for n in range(start, start + 6)],
                expands=bron == "a",
                orders=True,
            )
            for bron, start in (("a", 0), ("b", 10))
        }
        wereld = Wereld(them, remembers=True)
        for what, bsn, bron, amount in moves:
            match what:
                case "later":
                    wereld.klok.moment += timedelta(seconds=amount)
                case "fail":
                    them[bron].fails = Failure.SERVER_ERROR
                case "heal":
                    them[bron].fails = None
                case _:
                    vraag = Overzichtsvraag(("a", "b"), Filters(), 20, vernieuw=what == "renew")
                    answer = await wereld.answer(bsn, vraag)
                    check(answer, bsn, them, wereld.klok.now())

    def check(answer: dict[str, Any], bsn: str, them: Mapping[str, Register], now: datetime) -> None:
        if "bronnen" not in answer:
            assert all(register.fails for register in them.values())
            return
        assert [bron["id"] for bron in answer["bronnen"]] == ["a", "b"]
        of = {f"Z-{z.number}": z.of for register in them.values() for z in register.zaken}
        assert {of[row["zaaknummer"]] for row in answer["zaken"]} <= {bsn}
        for bron in answer["bronnen"]:
            age = (now - datetime.fromisoformat(bron["bijgewerktOp"])).total_seconds() if bron["bijgewerktOp"] else None
            match bron["uitkomst"]:
                case "ok":
                    assert age is not None
                    assert 0 <= age <= 30
                case "verouderd":
                    assert age is not None
                    assert 0 <= age <= 300
                    assert them[bron["id"]].fails
                case "onbereikbaar":
                    assert age is None
                    assert them[bron["id"]].fails
                case other:
                    raise AssertionError(other)
        assert answer["volledig"] == all(bron["uitkomst"] == "ok" for bron in answer["bronnen"])

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        runner.run(story())


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


async def test_what_is_remembered_of_somebody_goes_in_time_also_when_nobody_asks() -> None:
    wereld = Wereld({"a": Register([Zaak(1, PEOPLE[0], 1, ended=False)], expands=True, orders=True)}, remembers=True)
    await wereld.answer(PEOPLE[0], Overzichtsvraag(("a",), Filters(), 20))
    sweeping = asyncio.create_task(wereld.herinneringen.keep_swept())
    assert wereld.herinneringen.geheugen.entries == 2

    wereld.klok.moment += timedelta(seconds=31)
    await asyncio.sleep(11)
    assert wereld.herinneringen.geheugen.entries == 1  # the page may be of use yet, the answer may not
    wereld.klok.moment += timedelta(seconds=270)
    await asyncio.sleep(11)

    assert wereld.herinneringen.geheugen.entries == 0
    sweeping.cancel()


async def test_what_a_question_under_way_brings_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event loop in debug mode prints what its futures hold."""
    wereld = Wereld({"a": Register([Zaak(1, PEOPLE[0], 1, ended=False)], expands=False, orders=True)}, remembers=True)
    vluchten, brought = wereld.herinneringen.vluchten, []
    answer = vluchten.answer

    async def watched(*asked: Any, **more: Any) -> Any:
        brought.append(await answer(*asked, **more))
        return brought[-1]

    monkeypatch.setattr(vluchten, "answer", watched)
    await wereld.answer(PEOPLE[0], Overzichtsvraag(("a",), Filters(), 20))

    assert len(brought) == 2
    assert PEOPLE[0] in repr([told.value for told in brought])
    assert PEOPLE[0] not in repr(brought)


async def test_a_proof_is_remembered_for_the_zaak_as_it_stood_in_the_list() -> None:
    register = Register([Zaak(1, PEOPLE[0], 1, ended=False)], expands=False, orders=True)
    wereld = Wereld({"a": register}, remembers=True)
    vraag = Overzichtsvraag(("a",), Filters(), 20)
    await wereld.answer(PEOPLE[0], vraag)
    register.zaken = [Zaak(1, PEOPLE[1], 1, ended=True)]  # it changed, and is somebody else's now

    wereld.klok.moment += timedelta(seconds=10)
    again = await wereld.answer(PEOPLE[0], replace(vraag, aantal=19))
    anew = await wereld.answer(PEOPLE[0], replace(vraag, vernieuw=True))

    assert register.calls == 3
    assert len(again["zaken"]) == 1
    assert anew["zaken"] == []
