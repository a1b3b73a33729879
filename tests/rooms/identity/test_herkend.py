"""A good token is known again, and judged no milder for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.identity.refusals import KeysUnavailable, Reason, TokenRejected
from mijnzaken_bff.identity.token import TokenVerifier
from tests.rooms.identity.issuer import Broker, Door, public_jwk


async def told(verifier: TokenVerifier, token: str) -> str:
    """What comes of a token: who asks, or why not."""
    try:
        caller = await verifier.verify([f"Bearer {token}"])
    except TokenRejected as refused:
        return f"geweigerd: {refused.reden}"
    except KeysUnavailable:
        return "geen sleutels"
    return f"{caller.uitgever} tot {caller.expires}"


async def test_the_same_token_gives_the_same_caller(door: Door, broker: Broker):
    token = broker.token()
    await door.enter(token)  # the keys are here now
    caller = await door.enter(token)

    assert await door.enter(token) is caller


async def test_another_token_of_the_same_person_is_judged_by_itself(door: Door, broker: Broker):
    await door.enter(broker.token())

    with pytest.raises(TokenRejected) as refused:
        await door.enter(broker.token()[:-4] + "AAAA")

    assert refused.value.reden is Reason.SIGNATURE


async def test_a_token_whose_key_was_exchanged_is_refused_at_once(door: Door, broker: Broker):
    token, stranger = broker.token(), Broker("vreemd")
    await door.enter(token)
    key = public_jwk(stranger.keys["vreemd-RSA"], kid="digid-RSA", alg="RS256")
    door.publisher.answers[broker.jwks_url] = {"keys": [key]}
    door.clock.advance(45)

    assert (
        await told(door.verifier, broker.token(header={"kid": "nieuw"})) == "geweigerd: key"
    )  # the keys are fetched anew
    assert await told(door.verifier, token) == "geweigerd: signature"


@given(steps=st.lists(st.integers(min_value=-90, max_value=400), max_size=8))
async def test_whatever_the_clock_does_it_is_judged_as_if_it_came_for_the_first_time(steps: list[int]):
    broker = Broker("digid")
    door, token = Door(broker), broker.token()
    for step in [0, *steps]:
        door.clock.advance(step)
        for_the_first_time = TokenVerifier(door.uitgevers, door.stores, door.clock)

        assert await told(door.verifier, token) == await told(for_the_first_time, token)
