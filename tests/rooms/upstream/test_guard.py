"""What stands between us and an API, on a real event loop: who waits, who is turned away, and what is learned."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Alarm, Stand
from mijnzaken_bff.metrics import PrometheusMeter
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.settings import Breker
from tests.rooms.tijdlus import Tijdlus
from tests.rooms.upstream.doorlaten import guard, turns

ONE_FAILURE = Breker(op_rij=1)


def played(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play a story in which waiting takes no time."""
    with asyncio.Runner(loop_factory=Tijdlus) as runner:
        runner.run(story())


def now() -> float:
    return asyncio.get_running_loop().time()


async def told(coroutine: Coroutine[Any, Any, Any]) -> SourceError:
    with pytest.raises(SourceError) as raised:
        await coroutine
    return raised.value


def shown(meter: PrometheusMeter, name: str) -> float:
    lines = (line.rpartition(" ") for line in meter.shown().decode().splitlines())
    return next((float(value) for key, _, value in lines if key == name), 0.0)


def test_a_question_that_waits_longer_than_its_patience_is_turned_away_and_that_is_ours() -> None:
    async def story() -> None:
        meter, begin = PrometheusMeter(), now()
        passing = guard(Bulkhead(1), patience=0.7, meter=meter)
        await passing.enter(begin + 4, begins=True)

        error = await told(passing.enter(begin + 4, begins=True))

        assert (error.failure, error.where, error.status) == (Failure.OVERLOADED, "wachtrij", None)
        assert now() - begin == pytest.approx(0.7, abs=0.002)
        assert shown(meter, 'mijnzaken_bron_niet_gevraagd_total{bron="waterdam",reden="geduld"}') == 1

    played(story)


def test_a_question_that_finds_the_line_full_is_turned_away_at_once() -> None:
    async def story() -> None:
        meter, begin = PrometheusMeter(), now()
        passing = guard(Bulkhead(1, most_questions=2), meter=meter)
        await passing.enter(begin + 4, begins=True)
        waiting = [asyncio.ensure_future(passing.enter(begin + 4, begins=True)) for _ in range(2)]
        await turns()

        error = await told(passing.enter(begin + 4, begins=True))

        assert (error.failure, error.where) == (Failure.OVERLOADED, "wachtrij")
        assert now() == begin
        assert shown(meter, 'mijnzaken_bron_niet_gevraagd_total{bron="waterdam",reden="wachtrij"}') == 1
        for _ in range(3):
            passing.leave()
            await turns()
        await asyncio.gather(*waiting)

    played(story)


def test_a_call_of_a_question_that_runs_waits_until_its_deadline_and_goes_first() -> None:
    async def story() -> None:
        begin, order = now(), list[str]()
        passing = guard(Bulkhead(1), patience=1.0)
        await passing.enter(begin + 4, begins=True)

        async def asks(name: str, *, begins: bool) -> None:
            await passing.enter(begin + 4, begins=begins)
            order.append(name)
            passing.leave()

        waiting = [
            asyncio.ensure_future(asks("vraag", begins=True)),
            asyncio.ensure_future(asks("vervolg", begins=False)),
        ]
        await asyncio.sleep(0.9)
        passing.leave()
        await asyncio.gather(*waiting)
        assert order == ["vervolg", "vraag"]

        await passing.enter(begin + 4, begins=False)
        error = await told(passing.enter(begin + 4, begins=False))
        assert (error.failure, error.where) == (Failure.TIMEOUT, "wachtrij")
        assert now() - begin == pytest.approx(4, abs=0.002)

    played(story)


def test_a_question_never_waits_past_its_deadline() -> None:
    async def story() -> None:
        begin, passing = now(), guard(Bulkhead(1), patience=1.0)
        await passing.enter(begin + 4, begins=True)

        error = await told(passing.enter(begin + 0.3, begins=True))

        assert error.failure is Failure.TIMEOUT
        assert now() - begin == pytest.approx(0.3, abs=0.002)

    played(story)


def test_who_waits_for_the_ceiling_holds_a_permit_of_its_bron_and_gives_it_back() -> None:
    async def story() -> None:
        own, ceiling = Bulkhead(2), Bulkhead(1)
        ceiling.enter()
        asking = asyncio.ensure_future(guard(own, ceiling).enter(now() + 4, begins=False))
        await turns()
        assert (own.in_use, ceiling.waiting) == (1, 1)

        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

        assert (own.in_use, ceiling.in_use, ceiling.waiting) == (0, 1, 0)

    played(story)


def test_who_stops_waiting_in_the_moment_that_it_may_go_gives_its_permit_to_the_next() -> None:
    async def story() -> None:
        permits = Bulkhead(1)
        passing = guard(permits)
        await passing.enter(now() + 4, begins=False)
        first, second = (asyncio.ensure_future(passing.enter(now() + 4, begins=False)) for _ in range(2))
        await turns()

        passing.leave()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await second

        assert first.cancelled()
        assert (permits.in_use, permits.waiting) == (1, 0)

    played(story)


Act = tuple[str, bool, float, float, bool]
"""At whose guard, whether it begins a question, when it comes, how long it takes, and whether it is cancelled."""
ACTS: st.SearchStrategy[list[Act]] = st.lists(
    st.tuples(st.sampled_from(["zaken", "catalogi"]), st.booleans(), st.floats(0, 2), st.floats(0, 3), st.booleans()),
    max_size=25,
)


@given(ACTS, st.integers(1, 3), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_and_goes_every_permit_returns_and_nobody_passes_a_deadline(
    acts: list[Act], permits: int, most: int
) -> None:
    async def story() -> None:
        own, narrow, ceiling = Bulkhead(permits, 3), Bulkhead(max(1, permits - 1)), Bulkhead(most)
        guards = {"zaken": guard(own, ceiling), "catalogi": guard(narrow, own, ceiling)}
        running = most_running = 0

        async def act(passing: Guard, begins: bool, comes: float, takes: float) -> None:
            nonlocal running, most_running
            await asyncio.sleep(comes)
            deadline = now() + 2
            failures: list[Failure] = []
            try:
                await passing.enter(deadline, begins=begins)
            except SourceError as error:
                failures.append(error.failure)
            finally:
                assert now() <= deadline + 0.01
            if failures:
                assert failures[0] in ((Failure.OVERLOADED, Failure.TIMEOUT) if begins else (Failure.TIMEOUT,))
                return
            running += 1
            most_running = max(most_running, running)
            try:
                await asyncio.sleep(takes)
            finally:
                running -= 1
                passing.leave()

        tasks = []
        for api, begins, comes, takes, cancelled in acts:
            tasks.append(asyncio.ensure_future(act(guards[api], begins, comes, takes)))
            if cancelled:
                asyncio.get_running_loop().call_later(comes + takes / 2, tasks[-1].cancel)
        ended = await asyncio.gather(*tasks, return_exceptions=True)

        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ended)
        assert most_running <= min(permits, most)
        assert [(b.in_use, b.waiting) for b in (own, narrow, ceiling)] == [(0, 0)] * 3

    played(story)


# What is learned of a call.


def test_while_a_breaker_is_open_nothing_is_sent_and_the_reason_is_what_opened_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)

    async def story() -> None:
        meter, clock = PrometheusMeter(), [0.0]
        permits = Bulkhead(4)
        passing = guard(permits, breker=ONE_FAILURE, meter=meter, ticks=lambda: clock[0], random=lambda: 0.5)
        passing.begin(now() + 4).failed(SourceError(Failure.DNS))
        clock[0] = 5.0

        error = await told(passing.enter(now() + 4, begins=True))

        assert (error.failure, error.where, error.retry_after) == (Failure.DNS, "breker", 10.0)
        assert permits.in_use == 0
        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 2
        assert shown(meter, 'mijnzaken_breker_geopend_total{api="zaken",bron="waterdam",reden="dns"}') == 1
        assert shown(meter, 'mijnzaken_bron_niet_gevraagd_total{bron="waterdam",reden="breker"}') == 1

        clock[0] = 15.0
        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 1
        await passing.enter(now() + 4, begins=True)
        passing.begin(now() + 4).succeeded()
        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 0

    played(story)
    assert [(line.message, vars(line).get("failure"), vars(line).get("ms")) for line in caplog.records[-2:]] == [
        ("breaker_opened", "dns", 15_000),
        ("breaker_closed", None, None),
    ]


def test_a_question_that_waited_while_the_breaker_opened_is_not_sent() -> None:
    async def story() -> None:
        passing = guard(Bulkhead(1), breker=ONE_FAILURE)
        await passing.enter(now() + 4, begins=True)
        running = passing.begin(now() + 4)
        waiting = asyncio.ensure_future(passing.enter(now() + 4, begins=True))
        await turns()
        running.failed(SourceError(Failure.TIMEOUT))
        passing.leave()
        await waiting

        with pytest.raises(SourceError, match="timeout at breker"):
            passing.begin(now() + 4)

    played(story)


def test_a_call_that_is_still_busy_at_its_deadline_counts_then_and_its_end_no_more() -> None:
    async def story() -> None:
        meter = PrometheusMeter()
        passing = guard(breker=ONE_FAILURE, meter=meter)
        late = passing.begin(now() + 4)

        await asyncio.sleep(3.9)
        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 0
        await asyncio.sleep(0.2)
        assert shown(meter, 'mijnzaken_breker_geopend_total{api="zaken",bron="waterdam",reden="timeout"}') == 1
        late.succeeded()
        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 2

    played(story)


@pytest.mark.parametrize(
    ("deadline", "stopped", "counts"),
    [
        pytest.param(4.0, 4.0, True, id="at its deadline"),
        pytest.param(4.0, 1.0, False, id="somebody left"),
        pytest.param(1.0, 1.0, False, id="somebody was in a hurry"),
        pytest.param(1.0, 2.0, True, id="in a hurry, and it had its fair time"),
        pytest.param(0.1, 0.1, False, id="it was sent late"),
    ],
)
def test_a_call_that_is_stopped_counts_only_when_it_had_its_time(deadline: float, stopped: float, counts: bool) -> None:
    async def story() -> None:
        meter = PrometheusMeter()
        attempt = guard(breker=ONE_FAILURE, meter=meter).begin(now() + deadline)
        await asyncio.sleep(stopped)
        attempt.stopped()
        assert (shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 2) is counts

    played(story)


def test_a_probe_without_a_verdict_leaves_its_place() -> None:
    async def story() -> None:
        clock, meter = [0.0], PrometheusMeter()
        passing = guard(breker=ONE_FAILURE, meter=meter, ticks=lambda: clock[0])
        passing.begin(now() + 4).failed(SourceError(Failure.TIMEOUT))
        clock[0] = 30.0
        probe = passing.begin(now() + 4)
        with pytest.raises(SourceError):
            passing.begin(now() + 4)

        probe.stopped()

        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 1
        passing.begin(now() + 4).succeeded()

    played(story)


@pytest.mark.parametrize(
    "refusal",
    [
        SourceError(Failure.NO_ACCESS, status=401),
        SourceError(Failure.REJECTED, status=400),
        SourceError(Failure.UNUSABLE, status=404),
    ],
)
def test_a_probe_that_is_refused_closes_the_breaker_and_ends_no_alarm(
    refusal: SourceError, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def story() -> None:
        clock, meter = [0.0], PrometheusMeter()
        passing = guard(breker=ONE_FAILURE, meter=meter, ticks=lambda: clock[0])
        passing.alarm(Alarm.GEEN_TOEGANG)
        passing.begin(now() + 4).failed(SourceError(Failure.TIMEOUT))
        clock[0] = 30.0

        passing.begin(now() + 4).failed(refusal)

        assert shown(meter, 'mijnzaken_breker_stand{api="zaken",bron="waterdam"}') == 0
        passing.alarm(Alarm.GEEN_TOEGANG)

    played(story)
    told = [line.message for line in caplog.records]
    assert told.count("breaker_closed") == told.count("configuration_alarm") == 1


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (SourceError(Failure.REFUSED), 0.225),
        (SourceError(Failure.SERVER_ERROR, status=502), 0.225),
        (SourceError(Failure.SERVER_ERROR, status=504), 0.225),
        (SourceError(Failure.OVERLOADED, status=503), 0.225),
        (SourceError(Failure.OVERLOADED, status=503, retry_after=3600.0), None),
        (SourceError(Failure.OVERLOADED, status=429), None),
        (SourceError(Failure.OVERLOADED, status=429, retry_after=1.0), 1.0),
        (SourceError(Failure.OVERLOADED, status=429, retry_after=0.0), 0.225),
        (SourceError(Failure.OVERLOADED, status=429, retry_after=2.0), None),
        (SourceError(Failure.SERVER_ERROR, status=500), None),
        (SourceError(Failure.TIMEOUT), None),
        (SourceError(Failure.DNS), None),
        (SourceError(Failure.TLS), None),
        (SourceError(Failure.PROTOCOL), None),
        (SourceError(Failure.UNUSABLE), None),
        (SourceError(Failure.REJECTED, status=400), None),
        (SourceError(Failure.NO_ACCESS, status=401), None),
    ],
)
def test_only_what_may_pass_in_a_moment_is_asked_again(error: SourceError, pause: float | None) -> None:
    async def story() -> None:
        passing = guard(random=lambda: 0.5)
        assert passing.pause_before_retry(error, now() + 4) == pytest.approx(pause)

    played(story)


@pytest.mark.parametrize(("left", "retries"), [(1.9, True), (1.7, False)])
def test_nothing_is_asked_again_with_less_than_two_fifths_of_the_budget_left(left: float, retries: bool) -> None:
    async def story() -> None:
        pause = guard(random=lambda: 0.5).pause_before_retry(SourceError(Failure.REFUSED), now() + left)
        assert (pause is not None) is retries

    played(story)


def test_nothing_is_asked_again_while_the_breaker_is_not_closed_or_the_budget_is_spent() -> None:
    async def story() -> None:
        meter = PrometheusMeter()
        passing = guard(retries=False)
        assert passing.pause_before_retry(SourceError(Failure.REFUSED), now() + 4) is None

        passing = guard(breker=ONE_FAILURE, meter=meter)
        passing.begin(now() + 4).failed(SourceError(Failure.REFUSED))
        assert passing.pause_before_retry(SourceError(Failure.REFUSED), now() + 4) is None
        assert shown(meter, 'mijnzaken_bron_herkansing_total{api="zaken",bron="waterdam"}') == 0

    played(story)


def test_an_alarm_is_counted_each_time_and_told_once_until_all_is_well(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        meter = PrometheusMeter()
        passing = guard(meter=meter)
        for _ in range(3):
            passing.alarm(Alarm.GEEN_TOEGANG)
        passing.begin(now() + 4).succeeded()
        passing.alarm(Alarm.GEEN_TOEGANG)
        assert shown(meter, 'mijnzaken_configuratie_alarm_total{bron="waterdam",reden="geenToegang"}') == 4

    played(story)
    assert [(line.message, vars(line)["reason"]) for line in caplog.records if line.levelno >= logging.ERROR] == [
        ("configuration_alarm", "geenToegang")
    ] * 2


def test_the_state_of_a_breaker_is_a_metric_from_the_start() -> None:
    meter = PrometheusMeter()
    guard(meter=meter)

    assert f'mijnzaken_{Stand.BREKER}{{api="zaken",bron="waterdam"}} 0.0' in meter.shown().decode()
