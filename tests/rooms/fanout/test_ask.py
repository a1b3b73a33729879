"""Many bronnen are asked at once, and none of them can spoil it for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.ask import Answered, Failed, ask, with_beats

ANNA = "999990019"
FAR = 3600.0


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


class Bronnen:
    """Bronnen that answer when a test says so: each waits on a future of its own."""

    def __init__(self, *names: str) -> None:
        loop = asyncio.get_running_loop()
        self.names = list(names)
        self.answers: dict[str, asyncio.Future[Any]] = {name: loop.create_future() for name in names}
        self.closed: list[str] = []

    async def question(self, name: str) -> Any:
        try:
            return await self.answers[name]
        finally:
            self.closed.append(name)


def within(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def settle() -> None:
    """Let everything run that can run."""
    for _ in range(20):
        await asyncio.sleep(0)


def questions() -> list[asyncio.Task[Any]]:
    """Every task that ``ask`` started and that still runs."""
    return [task for task in asyncio.all_tasks() if "_outcome" in repr(task.get_coro())]


async def test_every_bron_gives_one_outcome_in_the_order_in_which_they_answer():
    bronnen = Bronnen("a", "b", "c")
    seen = []
    async with aclosing(ask(bronnen.names, bronnen.question, within(FAR))) as outcomes:
        for name in ("b", "c", "a"):
            bronnen.answers[name].set_result(name.upper())
            outcome = await anext(outcomes)
            assert isinstance(outcome, Answered)
            seen.append((outcome.asked, outcome.answer))
        with pytest.raises(StopAsyncIteration):
            await anext(outcomes)

    assert seen == [("b", "B"), ("c", "C"), ("a", "A")]


async def test_an_outcome_is_there_before_the_others_have_answered():
    bronnen = Bronnen("a", "b")
    async with aclosing(ask(bronnen.names, bronnen.question, within(FAR))) as outcomes:
        bronnen.answers["b"].set_result(1)
        first = await anext(outcomes)
        assert not bronnen.answers["a"].done()

    assert first.asked == "b"
    assert first.seconds >= 0


async def test_asking_nobody_gives_nothing():
    assert [outcome async for outcome in ask([], Bronnen().question, within(FAR))] == []


async def test_everybody_is_asked_before_anybody_answers():
    bronnen = Bronnen("a", "b", "c")
    asked = []

    async def question(name: str) -> Any:
        asked.append(name)
        return await bronnen.answers[name]

    async with aclosing(ask(bronnen.names, question, within(FAR))) as outcomes:
        first = asyncio.ensure_future(anext(outcomes))
        await settle()
        assert asked == ["a", "b", "c"]
        bronnen.answers["a"].set_result(1)
        await first


async def test_a_bron_that_has_not_answered_at_the_deadline_is_too_slow():
    bronnen = Bronnen("a", "b", "c")
    bronnen.answers["b"].set_result(2)

    outcomes = [outcome async for outcome in ask(bronnen.names, bronnen.question, within(0.05))]

    assert isinstance(outcomes[0], Answered)
    assert outcomes[0].asked == "b"
    late = {outcome.asked: outcome.failure for outcome in outcomes if isinstance(outcome, Failed)}
    assert late == {"a": Failure.TIMEOUT, "c": Failure.TIMEOUT}
    assert sorted(bronnen.closed) == ["a", "b", "c"]


async def test_a_deadline_that_has_passed_is_too_slow_for_whoever_has_to_wait():
    bronnen = Bronnen("a")

    (outcome,) = [outcome async for outcome in ask(bronnen.names, bronnen.question, within(-1))]

    assert isinstance(outcome, Failed)
    assert outcome.failure is Failure.TIMEOUT


async def test_a_bron_that_cannot_tell_says_why():
    error = SourceError(Failure.NO_ACCESS, "zaken", status=403, code="permission_denied")

    async def question(_name: str) -> None:
        raise error

    (outcome,) = [outcome async for outcome in ask(["a"], question, within(FAR))]

    assert outcome == Failed("a", Failure.NO_ACCESS, outcome.seconds, "zaken", 403, "permission_denied")


async def cancels_itself() -> None:
    raise asyncio.CancelledError


async def awaits_what_was_cancelled() -> None:
    shared: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    shared.cancel()
    await shared


async def breaks() -> None:
    raise ZeroDivisionError(f"over {ANNA}")


async def breaks_in_a_group() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(breaks())


async def recurses() -> None:
    await recurses()


async def own_time_out() -> None:
    async with asyncio.timeout(0):
        await asyncio.sleep(FAR)


@pytest.mark.parametrize(
    ("wrong", "failure"),
    [
        (breaks, Failure.INTERNAL),
        (breaks_in_a_group, Failure.INTERNAL),
        (recurses, Failure.INTERNAL),
        (cancels_itself, Failure.INTERNAL),
        (awaits_what_was_cancelled, Failure.INTERNAL),
        (own_time_out, Failure.TIMEOUT),
    ],
)
async def test_what_goes_wrong_over_one_bron_costs_that_bron_alone(
    wrong: Callable[[], Awaitable[None]], failure: Failure
):
    async def question(name: str) -> str:
        if name == "b":
            await wrong()
        await asyncio.sleep(0)
        return name

    outcomes = {outcome.asked: outcome async for outcome in ask(["a", "b", "c"], question, within(FAR))}

    assert isinstance(outcomes["a"], Answered)
    assert isinstance(outcomes["c"], Answered)
    wrong_outcome = outcomes["b"]
    assert isinstance(wrong_outcome, Failed)
    assert wrong_outcome.failure is failure
    assert questions() == []


async def test_a_bug_is_told_by_kind_and_place_and_not_in_its_words(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)

    async def question(_name: str) -> None:
        await breaks()

    _ = [outcome async for outcome in ask(["a"], question, within(FAR))]

    (record,) = [record for record in caplog.records if record.name.startswith("mijnzaken_bff")]
    assert (record.getMessage(), record.levelname) == ("question_crashed", "ERROR")
    assert vars(record)["error"] == "ZeroDivisionError"
    assert vars(record)["at"].startswith("test_ask.py:")
    assert ANNA not in caplog.text
    assert record.exc_info is None


async def test_whoever_stops_listening_stops_the_questions_and_waits_until_they_are_gone():
    bronnen = Bronnen("a", "b", "c")
    farewell: list[str] = []

    async def question(name: str) -> Any:
        try:
            return await bronnen.answers[name]
        finally:
            await settle()
            farewell.append(name)

    async with aclosing(ask(bronnen.names, question, within(FAR))) as outcomes:
        bronnen.answers["b"].set_result(1)
        await anext(outcomes)
    assert sorted(farewell) == ["a", "b", "c"]
    assert questions() == []


async def test_what_a_question_says_while_it_is_stopped_is_dropped():
    bronnen = Bronnen("a", "b")

    async def question(name: str) -> Any:
        try:
            return await bronnen.answers[name]
        except asyncio.CancelledError:
            raise SourceError(Failure.REFUSED) from None

    async with aclosing(ask(bronnen.names, question, within(FAR))) as outcomes:
        bronnen.answers["b"].set_result(1)
        await anext(outcomes)

    assert questions() == []


async def test_whoever_is_cancelled_while_waiting_leaves_no_question_behind():
    bronnen = Bronnen("a", "b", "c")

    async def listen() -> None:
        async with aclosing(ask(bronnen.names, bronnen.question, within(FAR))) as outcomes:
            async for _ in outcomes:
                pass

    listening = asyncio.create_task(listen())
    await settle()
    bronnen.answers["a"].set_result(1)
    await settle()
    assert len(questions()) == 2
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    assert listening.cancelled()
    assert sorted(bronnen.closed) == ["a", "b", "c"]
    assert questions() == []


async def test_the_same_bron_asked_twice_gives_two_outcomes():
    async def question(name: str) -> str:
        return name

    outcomes = [outcome.asked async for outcome in ask(["a", "a"], question, within(FAR))]

    assert outcomes == ["a", "a"]


class Then:
    """Remembers every outcome that it hears, and what it was asked for in return."""

    def __init__(self, *at_the_alarm: str) -> None:
        self.heard: list[str | None] = []
        self.rang = asyncio.Event()
        self._at_the_alarm = at_the_alarm

    def __call__(self, outcome: Answered[str, Any] | Failed[str] | None) -> list[str]:
        self.heard.append(None if outcome is None else outcome.asked)
        if outcome is None:
            self.rang.set()
        return list(self._at_the_alarm) if outcome is None else []


async def test_at_the_alarm_then_is_asked_once_whom_to_ask_beside_who_is_still_out():
    bronnen = Bronnen("a", "b", "extra")
    then = Then("extra")
    async with aclosing(ask(["a", "b"], bronnen.question, within(FAR), then, [within(0.01)])) as outcomes:
        first = asyncio.ensure_future(anext(outcomes))
        await then.rang.wait()
        assert not first.done(), "the alarm is no outcome"
        bronnen.answers["extra"].set_result(1)
        assert (await first).asked == "extra"
        for name in ("b", "a"):
            bronnen.answers[name].set_result(1)
        rest = [outcome.asked async for outcome in outcomes]

    assert rest == ["b", "a"]
    assert then.heard == [None, "extra", "b", "a"]


async def test_an_alarm_that_comes_after_everybody_answered_is_not_heard():
    bronnen = Bronnen("a")
    bronnen.answers["a"].set_result(1)
    then = Then("a")

    asked = [outcome.asked async for outcome in ask(["a"], bronnen.question, within(FAR), then, [within(0.02)])]
    await asyncio.sleep(0.04)

    assert asked == ["a"]
    assert then.heard == ["a"]


async def test_an_alarm_of_the_past_is_heard_at_once():
    bronnen = Bronnen("a")
    then = Then()
    async with aclosing(ask(["a"], bronnen.question, within(FAR), then, [within(-5)])) as outcomes:
        first = asyncio.ensure_future(anext(outcomes))
        await settle()
        assert then.heard == [None]
        bronnen.answers["a"].set_result(1)
        await first


async def test_whoever_stops_listening_is_not_called_at_the_alarm():
    bronnen = Bronnen("a", "b")
    bronnen.answers["a"].set_result(1)
    then = Then()

    async with aclosing(ask(bronnen.names, bronnen.question, within(FAR), then, [within(0.02)])) as outcomes:
        await anext(outcomes)
    await asyncio.sleep(0.04)

    assert then.heard == ["a"]
    assert questions() == []


async def test_every_alarm_rings():
    bronnen = Bronnen("a")
    then = Then()
    alarms = [within(0.01), within(0.02)]

    outcomes = [outcome async for outcome in ask(["a"], bronnen.question, within(0.04), then, alarms)]

    assert len(outcomes) == 1
    assert then.heard == [None, None, "a"]


async def test_without_an_alarm_then_hears_outcomes_alone():
    bronnen = Bronnen("a")
    then = Then()

    outcomes = [outcome async for outcome in ask(["a"], bronnen.question, within(0.02), then)]

    assert len(outcomes) == 1
    assert then.heard == ["a"]


ENDS = st.sampled_from(["answers", "fails", "breaks", "is cancelled", "never ends"])


@given(data=st.data())
def test_however_it_goes_every_bron_gives_exactly_one_outcome_and_no_task_stays(data: st.DataObject):
    ends = data.draw(st.lists(ENDS, min_size=1, max_size=8), label="how each bron ends")
    order = data.draw(st.permutations(range(len(ends))), label="in which order")
    listen_to = data.draw(st.integers(0, len(ends)), label="how many are listened to")
    pauses = data.draw(st.lists(st.integers(0, 3), min_size=len(ends), max_size=len(ends)), label="pauses")

    asyncio.run(_interleaved(ends, list(order), listen_to, pauses))


async def _interleaved(ends: list[str], order: list[int], listen_to: int, pauses: list[int]) -> None:
    loop = asyncio.get_running_loop()
    gates = [loop.create_future() for _ in ends]
    running: set[int] = set()

    async def question(bron: int) -> int:
        running.add(bron)
        try:
            return await gates[bron]
        finally:
            running.discard(bron)

    async def open_gates() -> None:
        for bron, pause in zip(order, pauses, strict=True):
            for _ in range(pause):
                await asyncio.sleep(0)
            match "is stopped" if gates[bron].done() else ends[bron]:
                case "answers":
                    gates[bron].set_result(bron)
                case "fails":
                    gates[bron].set_exception(SourceError(Failure.REFUSED))
                case "breaks":
                    gates[bron].set_exception(KeyError("x"))
                case "is cancelled":
                    gates[bron].cancel()

    expected = {"answers": None, "fails": Failure.REFUSED, "breaks": Failure.INTERNAL, "is cancelled": Failure.INTERNAL}
    ending = [bron for bron in order if ends[bron] != "never ends"]
    opening = asyncio.create_task(open_gates())
    seen: list[int] = []
    async with aclosing(ask(range(len(ends)), question, loop.time() + FAR)) as outcomes:
        for _ in range(min(listen_to, len(ending))):
            outcome = await anext(outcomes)
            seen.append(outcome.asked)
            failure = outcome.failure if isinstance(outcome, Failed) else None
            assert failure is expected[ends[outcome.asked]]
    await opening
    for gate in gates:
        with suppress(asyncio.CancelledError):
            gate.exception() if gate.done() else gate.cancel()

    assert len(set(seen)) == len(seen) == min(listen_to, len(ending))
    assert running == set()
    assert asyncio.all_tasks() == {asyncio.current_task()}


class TestBeats:
    async def test_are_given_only_while_there_is_no_news(self) -> None:
        came = asyncio.Queue[str]()

        async def source() -> AsyncGenerator[str, None]:
            while (item := await came.get()) != "end":
                yield item

        came.put_nowait("a")
        async with aclosing(with_beats(source(), 0.01)) as beats:
            assert await anext(beats) == "a"
            assert await anext(beats) is None
            assert await anext(beats) is None
            came.put_nowait("b")
            assert [item async for item in until_end(beats, came) if item is not None] == ["b"]

    async def test_pass_on_what_goes_wrong(self) -> None:
        async def source() -> AsyncGenerator[str, None]:
            yield "a"
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            assert [item async for item in with_beats(source(), FAR)] == []

    @pytest.mark.parametrize("beats", [0, 2])
    async def test_whoever_stops_listening_stops_the_source(self, beats: int) -> None:
        closed = []

        async def source() -> AsyncGenerator[str, None]:
            try:
                yield "a"
                await asyncio.Event().wait()
            finally:
                closed.append(True)

        async with aclosing(with_beats(source(), 0.01)) as listening:
            for _ in range(1 + beats):
                await anext(listening)

        assert closed == [True]


async def until_end(
    beats: AsyncGenerator[str | None, None], came: asyncio.Queue[str]
) -> AsyncGenerator[str | None, None]:
    """What still comes, after which the source is told to end."""
    async for item in beats:
        yield item
        if item is not None:
            came.put_nowait("end")
