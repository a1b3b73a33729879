"""The keys of an issuer over time: rotation, outage, floods, and callers that do not wait."""

import asyncio
import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.jwks import read_key_set
from mijnzaken_bff.identity.keys import MOST_WAITING
from mijnzaken_bff.identity.refusals import KeysUnavailable, Reason, TokenRejected
from tests.rooms.identity.issuer import Broker, Door, private_key, public_jwk, secret_jwk

MINUTE, HOUR = 60, 3600


@contextlib.asynccontextmanager
async def opened_door(*brokers, **how):
    door = Door(*brokers, **how)
    await door.open()
    try:
        yield door
    finally:
        await door.close()


@pytest.fixture
def broker():
    return Broker("digid", maximaleLeeftijd=None, maximaleDuur="7d", speling="60s")


@pytest.fixture
async def opened(broker):
    async with opened_door(broker) as door:
        yield door


def lasting(broker, **header):
    return broker.token(exp=broker.claims()["exp"] + 48 * HOUR, header=header)


async def unknown(door, token):
    with pytest.raises(TokenRejected) as refusal:
        await door.enter(token)
    assert refusal.value.reden is Reason.KEY


async def unavailable(door, token):
    """After how many seconds one may come back."""
    with pytest.raises(KeysUnavailable) as refusal:
        await door.enter(token)
    return refusal.value.retry_after


class TestFetching:
    async def test_happens_once_for_all_callers_at_the_same_time(self, door, broker):
        door.publisher.gate = asyncio.Event()
        callers = [asyncio.ensure_future(door.enter(lasting(broker))) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        door.publisher.gate.set()

        assert len(await asyncio.gather(*callers)) == MOST_WAITING
        assert door.fetches == 1

    async def test_is_done_before_anybody_asks(self, opened, broker):
        (store,) = opened.stores.values()

        assert store.has_keys
        assert await opened.enter(lasting(broker))
        assert opened.fetches == 1

    async def test_is_repeated_in_the_background_before_the_keys_are_old(self, opened, broker):
        for minutes in range(1, 11):
            await opened.later(5 * MINUTE, step=5)
            assert opened.stores["digid"].age() < 5 * MINUTE
            assert opened.fetches <= 1 + minutes * 5 * MINUTE / (0.75 * 5 * MINUTE)
        assert opened.fetches > 10

    @pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 225), (0.5, 255), (1.0, 285)])
    async def test_is_not_repeated_by_all_replicas_at_the_same_moment(self, broker, jitter, seconds):
        async with opened_door(broker, jitter=jitter) as door:
            await door.later(seconds - 1)
            assert door.fetches == 1
            await door.later(1)
            assert door.fetches == 2

    async def test_that_is_repeated_keeps_nobody_waiting(self, door, broker):
        token = lasting(broker)
        await door.enter(token)
        door.publisher.gate = asyncio.Event()
        door.clock.advance(5 * MINUTE - 1)

        assert await door.enter(token)
        await door.settled()
        assert await door.enter(token)
        assert door.fetches == 2

    async def test_that_nobody_did_in_time_is_waited_for(self, door, broker):
        await door.enter(lasting(broker))
        door.publisher.answers[broker.jwks_url] = {"keys": broker.jwks()["keys"][1:]}
        door.clock.advance(5 * MINUTE)
        door.publisher.gate = asyncio.Event()

        callers = [asyncio.ensure_future(door.enter(lasting(broker))) for _ in range(3)]
        await door.settled()
        assert not any(caller.done() for caller in callers)
        door.publisher.gate.set()

        outcomes = await asyncio.gather(*callers, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [TokenRejected] * 3
        assert door.fetches == 2

    async def test_goes_on_for_the_others_when_the_caller_that_began_it_leaves(self, door, broker):
        door.publisher.gate = asyncio.Event()
        first, second, third = (asyncio.ensure_future(door.enter(lasting(broker))) for _ in range(3))
        await asyncio.sleep(0)
        first.cancel()
        third.cancel()
        await asyncio.sleep(0)
        door.publisher.gate.set()

        assert (await second).uitgever == "digid"
        assert first.cancelled()
        assert third.cancelled()
        assert door.fetches == 1

    async def test_that_was_cancelled_with_the_background_group_keeps_nobody_waiting(self, door, broker):
        door.publisher.gate = asyncio.Event()
        caller = asyncio.ensure_future(door.enter(lasting(broker)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for task in door.tasks:
            task.cancel()

        with pytest.raises(KeysUnavailable):
            await caller
        with pytest.raises(KeysUnavailable):
            await door.enter(lasting(broker))
        assert door.fetches == 1

    async def test_that_hangs_ends_at_its_deadline(self, broker, caplog):
        door = Door(broker, deadline=0.01)
        door.publisher.gate = asyncio.Event()

        with pytest.raises(KeysUnavailable):
            await door.enter(lasting(broker))
        assert [r.failure for r in caplog.records if r.message == "keys_not_fetched"] == ["timeout"]


class TestWhatTheIssuerSaysOfFreshness:
    @pytest.mark.parametrize(
        ("fresh_for", "seconds"),
        [(None, 285), (60.0, 57), (30.0, 36), (0.0, 36), (24.0 * HOUR, 285)],
    )
    async def test_brings_the_next_fetch_forward_within_bounds(self, broker, fresh_for, seconds):
        async with opened_door(broker) as door:
            door.publisher.fresh_for = fresh_for
            await door.later(285)
            before = door.fetches

            await door.later(seconds - 1)
            assert door.fetches == before
            await door.later(1)
            assert door.fetches == before + 1

    async def test_that_there_is_nothing_new_costs_no_document_and_makes_the_keys_young_again(self, broker):
        door = Door(broker)
        door.publisher.versions[broker.jwks_url] = '"1"'
        for fetches in range(1, 10):
            assert await door.enter(lasting(broker))
            assert door.stores["digid"].age() == 0
            assert (door.fetches, len(door.publisher.unchanged)) == (fetches, fetches - 1)
            door.clock.advance(5 * MINUTE)

    async def test_that_there_is_nothing_new_is_also_an_answer_to_an_unknown_name(self, broker):
        door = Door(broker)
        door.publisher.versions[broker.jwks_url] = '"1"'
        await door.enter(lasting(broker))

        for _ in range(60):
            await unknown(door, lasting(broker, kid="invented"))
            door.clock.advance(1)

        assert door.fetches == 2

    async def test_a_new_version_replaces_the_old(self, broker):
        door = Door(broker)
        door.publisher.versions[broker.jwks_url] = '"1"'
        token = lasting(broker)
        await door.enter(token)
        door.publisher.versions[broker.jwks_url] = '"2"'
        door.publisher.answers[broker.jwks_url] = {"keys": broker.jwks()["keys"][1:]}
        door.clock.advance(5 * MINUTE)

        await unknown(door, token)
        assert door.publisher.unchanged == []

    async def test_a_version_that_could_not_be_read_is_not_asked_about_again(self, broker):
        door = Door(broker)
        await door.enter(lasting(broker))
        door.publisher.versions[broker.jwks_url] = '"broken"'
        door.publisher.answers[broker.jwks_url] = {"keys": "none"}
        door.clock.advance(5 * MINUTE)
        await door.enter(lasting(broker))
        door.clock.advance(30)
        await door.enter(lasting(broker))
        await door.settled()

        assert door.fetches == 3
        assert door.publisher.unchanged == []


class TestCounting:
    async def test_a_key_that_is_skipped_is_counted_once_in_each_set_that_differs(self, door, broker):
        weak = [public_jwk(private_key("RSA-1024", "weak"), kid="weak"), {"kty": "oct", "k": "c2VjcmV0", "kid": "oct"}]
        twins = [public_jwk(private_key("EC", name), kid="twin") for name in ("one", "other")]
        good = broker.jwks()["keys"]
        for keys, refused in (
            ([*good, *weak], 2), ([*weak, *good], 2), (good, 2), ([*good, *weak], 4), ([*good, *weak, *twins], 8),
        ):  # fmt: skip
            door.publisher.answers[broker.jwks_url] = {"keys": keys}
            await door.enter(lasting(broker))
            assert door.meter.counted[("sleutel_geweigerd", "digid")] == refused
            door.clock.advance(5 * MINUTE)

    async def test_every_fetch_is_counted_by_what_came_of_it(self, door, broker):
        answers = door.publisher.answers
        good = broker.jwks()
        for answer in (good, good, SourceError(Failure.DNS), {"keys": []}, [], good):
            answers[broker.jwks_url] = answer
            with contextlib.suppress(KeysUnavailable):
                await door.enter(lasting(broker))
            await door.settled()
            door.clock.advance(5 * MINUTE)

        outcomes = {labels[1:]: n for labels, n in door.meter.counted.items() if labels[0] == "sleutels_opgehaald"}
        assert outcomes == {
            ("digid", "nieuw"): 2,
            ("digid", "ongewijzigd"): 1,
            ("digid", "geen"): 1,
            ("digid", "dns"): 1,
            ("digid", "unusable"): 1,
        }

    async def test_a_token_with_an_unknown_name_is_counted(self, door, broker):
        await door.enter(lasting(broker))
        for _ in range(3):
            await unknown(door, lasting(broker, kid="invented"))

        assert door.meter.counted[("sleutel_onbekend", "digid")] == 3

    async def test_keys_that_never_came_are_infinitely_old(self, door, broker):
        store = door.stores["digid"]
        assert store.age() == math.inf

        await door.enter(lasting(broker))
        door.clock.advance(7)
        assert store.age() == 7


class TestRotation:
    async def test_of_a_new_key_is_noticed_at_once_and_fetched_once(self, door, broker):
        await door.enter(lasting(broker))
        broker.keys["new"] = private_key("RSA", "new")
        door.publisher.answers[broker.jwks_url] = broker.jwks()
        token = broker.sign(broker.claims(), key=broker.keys["new"], kid="new")

        callers = await asyncio.gather(*(door.enter(token) for _ in range(MOST_WAITING)))

        assert len(callers) == MOST_WAITING
        assert door.fetches == 2

    async def test_with_two_keys_at_once_refuses_nobody(self, door, broker):
        old = lasting(broker)
        broker.keys["new"] = private_key("RSA", "new")
        new = broker.sign(broker.claims(exp=broker.claims()["exp"] + HOUR), key=broker.keys["new"], kid="new")
        both = broker.jwks()
        for keys, good, refused in (
            (both, (old, new), ()), ({"keys": both["keys"][1:]}, (new,), (old,)),
        ):  # fmt: skip
            door.publisher.answers[broker.jwks_url] = keys
            door.clock.advance(5 * MINUTE)
            for token in good:
                assert await door.enter(token)
            for token in refused:
                await unknown(door, token)

    async def test_that_takes_a_key_away_is_noticed_within_one_interval(self, door, broker):
        token = lasting(broker)
        await door.enter(token)
        door.publisher.answers[broker.jwks_url] = {"keys": broker.jwks()["keys"][1:]}

        door.clock.advance(5 * MINUTE - 1)
        assert await door.enter(token)
        door.clock.advance(1)
        await unknown(door, token)

    async def test_is_not_triggered_by_a_flood_of_invented_names(self, door, broker):
        await door.enter(lasting(broker))

        for number in range(1000):
            await unknown(door, lasting(broker, kid=f"invented-{number}"))
            door.clock.advance(0.005)

        assert door.fetches == 2

    async def test_is_looked_for_seldom_although_the_fetches_fail(self, door, broker):
        await door.enter(lasting(broker))
        door.publisher.answers.clear()

        for second in range(60):
            assert await unavailable(door, lasting(broker, kid="invented")) == 30 - second % 30
            door.clock.advance(1)

        assert door.fetches == 1 + 2
        assert door.meter.counted[("sleutel_onbekend", "digid")] == 0

    async def test_is_no_question_for_a_name_that_was_not_there_just_before_the_fetches_failed(self, door, broker):
        await door.enter(lasting(broker))
        await unknown(door, lasting(broker, kid="invented"))
        door.publisher.answers.clear()
        door.clock.advance(30)

        await unavailable(door, lasting(broker, kid="another"))
        await unknown(door, lasting(broker, kid="invented"))

    async def test_is_not_looked_for_each_time_in_the_name_of_one_that_does_not_exist(self, door, broker):
        await door.enter(lasting(broker))

        for _ in range(60):
            await unknown(door, lasting(broker, kid="invented"))
            door.clock.advance(1)

        assert door.fetches == 2

    async def test_is_noticed_also_when_the_name_was_unknown_just_before(self, door, broker):
        await door.enter(lasting(broker))
        token = broker.sign(broker.claims(), key=private_key("RSA", "new"), kid="new")
        await unknown(door, token)
        broker.keys["new"] = private_key("RSA", "new")
        door.publisher.answers[broker.jwks_url] = broker.jwks()

        door.clock.advance(MINUTE)
        assert await door.enter(token)


class TestWaiting:
    """A fetch that hangs holds few callers, and those not long."""

    @pytest.fixture
    def hanging(self, door):
        door.publisher.gate = asyncio.Event()
        return door.publisher.gate

    async def crowd(self, door, tokens):
        """Everybody comes at once: those that wait, and what became of the others."""
        callers = [asyncio.ensure_future(door.enter(token)) for token in tokens]
        await door.settled()
        waiting = [caller for caller in callers if not caller.done()]
        return waiting, [caller.exception() for caller in callers if caller.done()]

    async def test_is_for_few_of_those_that_bring_an_unknown_name(self, door, broker, hanging):
        hanging.set()
        await door.enter(lasting(broker))
        hanging.clear()
        invented = [lasting(broker, kid=f"invented-{number}") for number in range(200)]

        waiting, turned_away = await self.crowd(door, invented)

        assert len(waiting) == MOST_WAITING
        assert {(type(refusal), refusal.retry_after) for refusal in turned_away} == {(KeysUnavailable, 1)}
        assert await door.enter(lasting(broker)), "whoever brings a known name does not wait"
        hanging.set()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert {outcome.reden for outcome in outcomes} == {Reason.KEY}
        assert door.fetches == 2

    async def test_is_for_few_at_a_cold_start(self, door, broker, hanging):
        waiting, turned_away = await self.crowd(door, [lasting(broker)] * 50)

        assert len(waiting) == MOST_WAITING
        assert {refusal.retry_after for refusal in turned_away} == {1}
        hanging.set()
        assert len(await asyncio.gather(*waiting)) == MOST_WAITING
        assert await door.enter(lasting(broker))
        assert door.fetches == 1

    async def test_leaves_those_beyond_what_we_know_when_nobody_looked_in_time(self, door, broker, hanging):
        hanging.set()
        await door.enter(lasting(broker))
        hanging.clear()
        door.clock.advance(5 * MINUTE)

        waiting, answered = await self.crowd(door, [lasting(broker)] * 50)

        assert len(waiting) == MOST_WAITING
        assert answered == [None] * (50 - MOST_WAITING)
        assert await unavailable(door, lasting(broker, kid="invented")) == 1
        hanging.set()
        assert len(await asyncio.gather(*waiting)) == MOST_WAITING

    async def test_frees_the_place_of_whoever_leaves(self, door, broker, hanging):
        waiting, _ = await self.crowd(door, [lasting(broker)] * MOST_WAITING)
        for caller in waiting[:5]:
            caller.cancel()
        await door.settled()

        again, turned_away = await self.crowd(door, [lasting(broker)] * 10)

        assert (len(again), len(turned_away)) == (5, 5)
        hanging.set()
        assert len(await asyncio.gather(*waiting[5:], *again)) == MOST_WAITING

    async def test_is_over_before_the_fetch_is(self, broker):
        door = Door(broker, deadline=HOUR, patience=0.01)
        await door.enter(lasting(broker))
        broker.keys["new"] = private_key("RSA", "new")
        new = broker.sign(broker.claims(), key=broker.keys["new"], kid="new")
        door.publisher.answers[broker.jwks_url] = broker.jwks()
        door.publisher.gate = asyncio.Event()

        assert await unavailable(door, new) == 1
        door.clock.advance(5 * MINUTE)
        assert await door.enter(lasting(broker)), "a key that we know"
        door.publisher.gate.set()
        await door.settled()

        assert await door.enter(new)

    async def test_is_over_before_the_fetch_is_at_a_cold_start_too(self, broker):
        door = Door(broker, deadline=HOUR, patience=0.01)
        door.publisher.gate = asyncio.Event()

        assert await unavailable(door, lasting(broker)) == 1


class TestNoKeys:
    """An issuer that publishes none that can be used: nothing can be judged, and nothing is trusted any more."""

    @pytest.mark.parametrize("keys", [[], [{"kty": "oct", "k": "c2VjcmV0", "kid": "digid-RSA"}]])
    async def test_is_no_verdict_on_any_token(self, door, broker, keys, caplog):
        await door.enter(lasting(broker))
        door.publisher.answers[broker.jwks_url] = {"keys": keys}
        door.clock.advance(5 * MINUTE)

        for token in (lasting(broker), lasting(broker, kid="invented"), lasting(broker, kid=...)):
            assert await unavailable(door, token) == 30

        assert not door.stores["digid"].has_keys
        assert door.fetches == 2
        assert door.meter.counted[("sleutels_opgehaald", "digid", "geen")] == 1
        assert door.meter.counted[("sleutel_geweigerd", "digid")] == len(keys)
        (line,) = (record for record in caplog.records if record.message == "no_keys_published")
        assert (line.levelname, line.uitgever, line.weggelaten) == ("WARNING", "digid", len(keys))

    async def test_is_looked_into_every_half_minute_and_ends_in_the_background(self, opened, broker):
        opened.publisher.answers[broker.jwks_url] = {"keys": []}
        await opened.later(285)
        before = opened.fetches
        for _ in range(5):
            await opened.later(30)
            await unavailable(opened, lasting(broker))
        assert opened.fetches == before + 5
        opened.publisher.answers[broker.jwks_url] = broker.jwks()

        await opened.later(30)

        assert opened.stores["digid"].has_keys
        assert await opened.enter(lasting(broker))


class TestAnOutage:
    @pytest.mark.parametrize(
        "failure",
        [SourceError(Failure.REFUSED), SourceError(Failure.UNUSABLE), TimeoutError(), OverflowError()],
    )
    async def test_leaves_us_the_keys_we_have_for_a_day(self, door, broker, failure):
        token = lasting(broker)
        await door.enter(token)
        door.publisher.answers[broker.jwks_url] = failure

        for _ in range(24 * 6 - 1):
            door.clock.advance(10 * MINUTE)
            assert await door.enter(token)
        door.clock.advance(10 * MINUTE)
        with pytest.raises(KeysUnavailable):
            await door.enter(token)

    async def test_is_no_longer_when_the_clock_is_set_back_meanwhile(self, broker):
        broker.settings |= {"vereisteClaims": ["iss", "aud", "exp"]}
        door = Door(broker)
        token = broker.token(iat=..., exp=broker.claims()["exp"] + 48 * HOUR)
        await door.enter(token)
        door.publisher.answers.clear()
        for hours in (12, -48, 11):
            door.clock.advance(hours * HOUR)
            assert await door.enter(token)

        assert door.stores["digid"].age() == 23 * HOUR
        door.clock.advance(HOUR)
        with pytest.raises(KeysUnavailable):
            await door.enter(token)

    async def test_keeps_nobody_waiting_once_it_is_known(self, broker):
        async with opened_door(broker, deadline=HOUR) as door:
            door.publisher.answers[broker.jwks_url] = SourceError(Failure.REFUSED)
            await door.later(285)
            door.publisher.gate = asyncio.Event()

            for _ in range(20):
                await door.later(31)
                caller = asyncio.ensure_future(door.enter(lasting(broker)))
                await door.settled()
                assert caller.done(), "it waits for a fetch that hangs"
                assert (await caller).uitgever == "digid"
            door.publisher.answers[broker.jwks_url] = broker.jwks()
            door.publisher.gate.set()
            await door.settled()

            assert door.stores["digid"].age() <= 20 * 31

    async def test_is_looked_into_every_half_minute_and_not_more_often(self, opened, broker):
        await opened.enter(lasting(broker))
        opened.publisher.answers.clear()
        await opened.later(285)
        before = opened.fetches

        for _ in range(10):
            await opened.later(30)
            assert await opened.enter(lasting(broker))

        assert opened.fetches == before + 10

    async def test_that_is_a_bug_of_ours_is_told_with_the_name_of_the_issuer(self, door, broker, caplog):
        door.publisher.answers[broker.jwks_url] = OverflowError("what came in")

        with pytest.raises(KeysUnavailable):
            await door.enter(lasting(broker))

        (line,) = (record for record in caplog.records if record.message == "keys_not_fetched")
        assert (line.uitgever, line.failure, line.error) == ("digid", "internal", "OverflowError")
        assert line.at.startswith("issuer.py:")
        assert door.meter.counted[("sleutels_opgehaald", "digid", "internal")] == 1
        assert "what came in" not in f"{vars(line)}"

    async def test_from_the_start_ends_in_the_background(self, broker):
        door = Door(broker)
        door.publisher.answers.clear()
        await door.open()
        assert not door.stores["digid"].has_keys
        door.publisher.answers[broker.jwks_url] = broker.jwks()

        await door.later(30)

        assert door.stores["digid"].has_keys
        assert door.fetches == 2
        await door.close()

    async def test_from_the_start_is_no_verdict_on_the_token(self, door, broker):
        door.publisher.answers.clear()

        for _ in range(30):
            with pytest.raises(KeysUnavailable) as refusal:
                await door.enter(lasting(broker))
            assert 1 <= refusal.value.retry_after <= 30
            door.clock.advance(1)
        assert door.fetches == 1

    async def test_ends_without_a_restart(self, door, broker):
        door.publisher.answers.clear()
        with pytest.raises(KeysUnavailable) as refusal:
            await door.enter(lasting(broker))
        door.publisher.answers[broker.jwks_url] = broker.jwks()

        door.clock.advance(refusal.value.retry_after)

        assert await door.enter(lasting(broker))

    @pytest.mark.parametrize("document", [None, [], "keys", {}, {"keys": {}}, {"keys": None}, {"keys": [{}] * 51}])
    async def test_is_also_an_answer_that_is_no_key_set(self, door, broker, document):
        await door.enter(lasting(broker))
        door.publisher.answers[broker.jwks_url] = document
        door.clock.advance(5 * MINUTE)

        assert await door.enter(lasting(broker))

    async def test_of_one_issuer_is_not_noticed_at_another(self, broker):
        wallet = Broker("wallet")
        door = Door(broker, wallet)
        del door.publisher.answers[broker.jwks_url]

        with pytest.raises(KeysUnavailable):
            await door.enter(broker.token())
        assert await door.enter(wallet.token())


def publish(door, broker, *keys):
    """These keys, beside one that can be used: without any, nobody could tell whether a token is good."""
    door.publisher.answers[broker.jwks_url] = {"keys": [*keys, public_jwk(private_key("OKP", "beside"), kid="beside")]}


class TestAPublishedKey:
    kid = "digid-RSA"

    def jwk(self, broker, **members):
        return public_jwk(broker.keys[self.kid], **{"kid": self.kid, **members})

    @pytest.mark.parametrize("members", [{}, {"use": "sig"}, {"alg": "RS256"}, {"key_ops": ["verify"]}, {"x5t": "x"}])
    async def test_for_signatures_is_used(self, door, broker, members):
        door.publisher.answers[broker.jwks_url] = {"keys": [self.jwk(broker, **members)]}

        assert await door.enter(broker.token())

    @pytest.mark.parametrize(
        "members",
        [{"use": "enc"}, {"use": 1}, {"alg": "RSA-OAEP"}, {"alg": "HS256"}, {"alg": 1}, {"key_ops": ["encrypt"]},
         {"key_ops": "verify"}, {"kty": "oct"}, {"kty": "EC"}, {"kty": ["RSA"]}, {"n": ""}, {"n": 1}, {"n": "AQAB"},
         {"e": "AA"}, {"e": None}, {"d": "AQAB"}, {"k": "c2VjcmV0"}, {"kid": 1},
         {"kid": ""}, {"kid": "digid RSA"}, {"kid": "k" * 129}],
    )  # fmt: skip
    async def test_for_anything_else_is_skipped(self, door, broker, members):
        publish(door, broker, self.jwk(broker, **members), None, "x", 1, [])

        await unknown(door, broker.token())

    async def test_with_its_secret_half_is_skipped(self, door, broker):
        whole = secret_jwk(broker.keys[self.kid], kid=self.kid)
        publish(door, broker, whole)

        await unknown(door, broker.token())

    async def test_that_is_weak_is_skipped(self, door, broker):
        weak = private_key("RSA-1024", "weak")
        publish(door, broker, public_jwk(weak, kid="weak"))

        await unknown(door, broker.sign(broker.claims(), key=weak, kid="weak"))

    @pytest.mark.parametrize("curve", ["secp256k1", "P-384"])
    async def test_on_another_curve_than_the_algorithm_says_is_not_used(self, door, broker, curve):
        key = private_key(curve, "curve")
        publish(door, broker, public_jwk(key, kid="curve"))

        await unknown(door, broker.token("ES256", header={"kid": "curve"}))

    async def test_of_the_same_name_as_another_makes_both_unusable(self, door, broker):
        twin = public_jwk(private_key("RSA", "twin"), kid=self.kid)
        publish(door, broker, self.jwk(broker), twin)

        await unknown(door, broker.token())
        await unknown(door, broker.sign(broker.claims(), key=private_key("RSA", "twin"), kid=self.kid))

    async def test_that_stands_there_twice_counts_once(self, door, broker):
        keys = [self.jwk(broker, alg="RS256"), self.jwk(broker, alg="PS256")]
        door.publisher.answers[broker.jwks_url] = {"keys": keys}

        assert await door.enter(broker.token("RS256"))
        assert await door.enter(broker.token("PS256"))
        assert await door.enter(broker.token("PS256", header={"kid": ...}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
jwk_members = st.fixed_dictionaries(
    {"kty": st.sampled_from(["RSA", "EC", "OKP", "oct"]) | json_values},
    optional={
        "kid": st.text() | json_values,
        "crv": st.sampled_from(["P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448"]) | json_values,
        **{name: st.text(alphabet="ABab01-_", max_size=90) | json_values for name in ("n", "e", "x", "y")},
        **dict.fromkeys(("use", "alg", "key_ops"), json_values),
    },
)


@given(json_values | st.fixed_dictionaries({"keys": st.lists(jwk_members | json_values, max_size=5)}))
def test_no_document_makes_reading_it_fail_otherwise_than_by_saying_so(document):
    with contextlib.suppress(SourceError):
        read_key_set(document)
