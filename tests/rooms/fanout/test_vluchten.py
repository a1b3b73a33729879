"""Questions under way: whoever waits gets one outcome, and what nobody waits for ends."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import weakref
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import NoMeter, Teller
from mijnzaken_bff.fanout.vluchten import Vluchten
from tests.rooms.tijdlus import Tijdlus

ACHTERGROND = 15.0


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


class Late(NoMeter):
    """Counts what came of late questions."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def count(self, teller: Teller, **labels: str) -> None:
        assert teller is Teller.VLUCHT_TE_LAAT
        self.counted[labels["uitkomst"]] += 1


class Register:
    """A register that takes a while, and what it was asked."""

    def __init__(self, *, starts_after: float = 0.0) -> None:
        self.meter = Late()
        self.starts_after = starts_after
        self.tasks: set[asyncio.Task[None]] = set()
        self.vluchten: Vluchten[str, str] = Vluchten(self._spawn, seconds=ACHTERGROND, meter=self.meter)
        self.asked: list[str] = []
        self.running: Counter[str] = Counter()
        self.broken_off = 0

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        async def started() -> None:
            if self.starts_after:
                await asyncio.sleep(self.starts_after)
            await work

        task = asyncio.create_task(started())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def ask(
        self,
        key: str = "anna",
        *,
        takes: float = 1.0,
        within: float = 4.0,
        error: Exception | None = None,
        most_late: int = 2,
        calls: int = 1,
    ) -> str:
        async def question() -> str:
            self.asked.append(key)
            self.running[key] += 1
            assert self.running[key] == 1, "the same is asked twice at once"
            try:
                await asyncio.sleep(takes)
            except asyncio.CancelledError:
                self.broken_off += 1
                raise
            finally:
                self.running[key] -= 1
            if error is not None:
                raise error
            return key

        deadline, end = now() + within, now() + 4.0
        return await self.vluchten.answer(
            key, question, bron="waterdam", calls=calls, most_late=most_late, deadline=deadline, end=end
        )


def now() -> float:
    return asyncio.get_running_loop().time()


async def outcome(asking: Coroutine[Any, Any, str]) -> str | Failure:
    try:
        return await asking
    except SourceError as error:
        return error.failure


async def test_who_asks_the_same_waits_for_the_same_answer() -> None:
    register = Register()

    answers = await asyncio.gather(*(register.ask() for _ in range(5)), register.ask("bilal"))

    assert answers == ["anna"] * 5 + ["bilal"]
    assert sorted(register.asked) == ["anna", "bilal"]
    assert register.vluchten.under_way == 0


async def test_what_goes_wrong_is_told_to_everybody_who_waits() -> None:
    register = Register()

    failing = SourceError(Failure.SERVER_ERROR, "zaken", status=500)
    answers = await asyncio.gather(*(outcome(register.ask(error=failing)) for _ in range(2)))

    assert answers == [Failure.SERVER_ERROR] * 2


@pytest.mark.parametrize("error", [ZeroDivisionError(), asyncio.CancelledError()], ids=["bug", "what it waited for"])
async def test_a_bug_is_told_as_one_and_the_next_asks_again(error: Any, caplog: pytest.LogCaptureFixture) -> None:
    register = Register()

    assert await outcome(register.ask(error=error)) is Failure.INTERNAL
    assert await outcome(register.ask()) == "anna"
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["question_crashed"]


async def test_everyone_has_a_deadline_of_his_own() -> None:
    register = Register()

    answers = await asyncio.gather(outcome(register.ask(takes=3, within=2)), outcome(register.ask(within=4)))

    assert answers == [Failure.TIMEOUT, "anna"]
    assert register.meter.counted == {}


async def test_what_is_late_goes_on_and_the_next_joins_it() -> None:
    register = Register()
    assert await outcome(register.ask(takes=6, within=4)) is Failure.TIMEOUT
    assert register.vluchten.late("waterdam") == 1

    assert await outcome(register.ask()) == "anna"

    assert register.asked == ["anna"]
    assert register.vluchten.late("waterdam") == 0
    assert register.meter.counted == {"gelukt": 1}


async def test_what_hangs_ends_fifteen_seconds_after_it_began_whoever_waits() -> None:
    register = Register()
    assert await outcome(register.ask(takes=3600, within=4)) is Failure.TIMEOUT
    await asyncio.sleep(10)
    begin = now()

    assert await outcome(register.ask()) is Failure.TIMEOUT

    assert now() - begin == pytest.approx(1)
    await asyncio.sleep(0.01)
    assert (register.broken_off, register.vluchten.under_way, register.tasks) == (1, 0, set())
    assert register.meter.counted == {"afgebroken": 1}


async def test_a_bron_has_room_for_so_many_late_questions() -> None:
    register = Register()

    asked = (outcome(register.ask(name, takes=6, most_late=2)) for name in "abcd")
    assert set(await asyncio.gather(*asked)) == {Failure.TIMEOUT}

    assert register.vluchten.late("waterdam") == register.vluchten.under_way == 2
    await asyncio.sleep(5)
    assert register.meter.counted == {"geenPlaats": 2, "gelukt": 2}
    assert register.broken_off == 2


async def test_of_what_makes_two_calls_at_once_half_as_many_are_late() -> None:
    register = Register()

    asked = (outcome(register.ask(name, takes=6, most_late=3, calls=2)) for name in "ab")
    assert set(await asyncio.gather(*asked, outcome(register.ask("c", takes=6, most_late=3)))) == {Failure.TIMEOUT}

    assert (register.vluchten.under_way, register.vluchten.late("waterdam")) == (2, 3)
    assert register.meter.counted == {"geenPlaats": 1}
    await asyncio.sleep(5)
    assert register.vluchten.late("waterdam") == 0


async def test_a_bron_without_room_for_late_questions_has_its_own_time_and_no_more() -> None:
    register = Register()

    assert await outcome(register.ask(takes=3, within=1, most_late=0)) is Failure.TIMEOUT
    assert await register.ask(takes=3, most_late=0) == "anna"
    assert await outcome(register.ask("bilal", takes=5, within=1, most_late=0)) is Failure.TIMEOUT
    await asyncio.sleep(3.1)

    assert register.asked == ["anna", "bilal"]
    assert register.meter.counted == {"gelukt": 1, "afgebroken": 1}
    assert (register.broken_off, register.vluchten.under_way) == (1, 0)


async def test_two_calls_where_one_may_be_late_have_the_time_of_the_bron_and_no_more() -> None:
    register = Register()

    assert await outcome(register.ask(takes=3, within=1, most_late=1, calls=2)) is Failure.TIMEOUT
    assert await outcome(register.ask("bilal", takes=6, within=1, most_late=1, calls=2)) is Failure.TIMEOUT
    await asyncio.sleep(2.1)
    assert await outcome(register.ask("carla", takes=6, most_late=1, calls=2)) is Failure.TIMEOUT
    await asyncio.sleep(0.01)

    assert register.meter.counted == {"gelukt": 1, "geenPlaats": 2}
    assert (register.broken_off, register.vluchten.under_way) == (2, 0)


async def test_when_the_last_who_waits_is_stopped_so_is_the_question() -> None:
    register = Register()
    first, second = (asyncio.create_task(register.ask(takes=3)) for _ in range(2))
    await asyncio.sleep(1)

    first.cancel()
    await asyncio.sleep(0.1)
    assert (first.cancelled(), register.broken_off) == (True, 0)
    second.cancel()
    await asyncio.sleep(0.1)

    assert (second.cancelled(), register.broken_off, register.vluchten.under_way) == (True, 1, 0)


async def test_who_is_stopped_at_the_moment_of_the_deadline_was_too_late_and_did_not_leave() -> None:
    register = Register()
    asking = asyncio.create_task(register.ask(takes=6, within=4))
    asyncio.get_running_loop().call_later(4, asking.cancel)

    with pytest.raises(asyncio.CancelledError):
        await asking

    assert register.vluchten.late("waterdam") == 1


async def test_who_joins_what_is_late_and_leaves_does_not_stop_it() -> None:
    register = Register()
    await outcome(register.ask(takes=6, within=4))
    joining = asyncio.create_task(register.ask())
    await asyncio.sleep(0.5)

    joining.cancel()
    await asyncio.sleep(3)

    assert register.meter.counted == {"gelukt": 1}
    assert register.broken_off == 0


async def test_who_leaves_before_it_began_leaves_nothing_behind() -> None:
    register = Register(starts_after=0.5)
    asking = asyncio.create_task(register.ask())
    await asyncio.sleep(0.1)

    asking.cancel()
    await asyncio.sleep(1)

    assert (register.asked, register.vluchten.under_way, register.tasks) == ([], 0, set())


async def test_when_the_background_ends_who_waits_is_told() -> None:
    register = Register()
    asking = asyncio.create_task(outcome(register.ask()))
    await asyncio.sleep(0.1)

    for task in register.tasks:
        task.cancel()

    assert await asking is Failure.INTERNAL


ask = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["anna", "bilal"]),
        "begins": st.integers(0, 200),
        "takes": st.integers(0, 250),
        "within": st.integers(1, 80),
        "leaves": st.none() | st.integers(0, 90),
        "fails": st.sampled_from([None, SourceError(Failure.SERVER_ERROR), ZeroDivisionError()]),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ask, max_size=12), st.integers(0, 4), st.integers(1, 2))
def test_whatever_comes_together_everyone_gets_one_outcome_and_nothing_runs_on(
    asked: list[dict[str, Any]], most_late: int, calls: int
) -> None:
    """Times are in tenths of a second. Nobody gets the answer of somebody else."""

    async def one(register: Register, it: dict[str, Any]) -> str | Failure | None:
        await asyncio.sleep(it["begins"] / 10)
        begin = now()
        asking = asyncio.create_task(
            outcome(
                register.ask(
                    it["key"],
                    takes=it["takes"] / 10,
                    within=it["within"] / 10,
                    error=it["fails"],
                    most_late=most_late,
                    calls=calls,
                )
            )
        )
        if it["leaves"] is not None:
            asyncio.get_running_loop().call_later(it["leaves"] / 10, asking.cancel)
        try:
            told = await asking
        except asyncio.CancelledError:
            assert it["leaves"] is not None
            told = None
        assert now() - begin <= it["within"] / 10 + 0.002
        assert register.vluchten.late("waterdam") <= max(calls, most_late)
        return told

    async def story() -> None:
        register = Register()
        told = await asyncio.gather(*(one(register, it) for it in asked))
        for it, what in zip(asked, told, strict=True):
            assert what in (None, it["key"], Failure.TIMEOUT, Failure.SERVER_ERROR, Failure.INTERNAL)
        late = register.vluchten.late("waterdam")
        assert register.vluchten.under_way * calls == late <= max(calls, most_late), (
            "what nobody waits for and is not late has ended"
        )
        await asyncio.sleep(ACHTERGROND + 0.1)
        assert register.vluchten.late("waterdam") == register.vluchten.under_way == 0
        assert register.tasks == set()
        assert sum(register.running.values()) == 0

    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        runner.run(story())


class Held:
    """Something that a question holds, as it would the pages of somebody."""


@pytest.mark.parametrize("how", ["fails", "too late", "left"])
async def test_what_a_question_held_is_let_go_of_without_the_collector(how: str):
    """The collector comes seldom: what an exception keeps until then is all that was read of people meanwhile."""
    register, held = Register(), Held()
    gone = weakref.ref(held)

    async def question(held: Held = held) -> str:
        await asyncio.sleep(0.1 if how == "fails" else 5.0)
        raise SourceError(Failure.SERVER_ERROR, "zaken")

    async def asks(question: Callable[[], Awaitable[str]]) -> None:
        deadline = asyncio.get_running_loop().time() + 1.0
        with contextlib.suppress(SourceError):
            await register.vluchten.answer(
                "a", question, bron="a", calls=1, most_late=0, deadline=deadline, end=deadline
            )

    asking = asyncio.create_task(asks(question))
    del held, question
    gc.disable()
    try:
        await asyncio.sleep(0.05)
        if how == "left":
            asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        del asking
        await asyncio.sleep(0.1)

        assert gone() is None
    finally:
        gc.enable()
