"""The issuer of the demo gives tokens that the room accepts."""

import httpx
import pytest

from mijnzaken_bff.demo.uitgever import DemoUitgever
from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Vestigingsnummer
from mijnzaken_bff.identity.refusals import CallerForbidden, StepUpRequired, TokenRejected
from tests.rooms.identity.issuer import ANNA, KVK, VESTIGING, Broker, Door, StoppedClock

RULES = [
    {"type": "bsn", "pad": ["bsn"]},
    {"type": "kvk", "pad": ["kvk"], "vestiging": {"pad": ["vestiging"]}},
]


@pytest.fixture
def demo():
    return DemoUitgever("http://127.0.0.1:9000/demo", clock=StoppedClock())


@pytest.fixture
def door(demo):
    door = Door(Broker("demo", issuer=demo.issuer, jwksUrl=demo.jwks_url, betrokkene=RULES))
    door.publisher.answers[demo.jwks_url] = demo.jwks()
    return door


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256"])
async def test_a_person_gets_in_with_a_token_of_the_demo(door, demo, alg):
    caller = await door.enter(demo.token(bsn=ANNA, alg=alg))

    assert caller.betrokkene == Persoon(Bsn(ANNA))


async def test_a_company_gets_in_with_a_token_of_the_demo(door, demo):
    caller = await door.enter(demo.token(kvk=KVK, vestiging=VESTIGING))

    assert caller.betrokkene == Bedrijf(Kvk(KVK), vestiging=Vestigingsnummer(VESTIGING))


async def test_the_demo_can_also_give_tokens_that_are_refused(door, demo):
    for refusal, token in (
        (TokenRejected, demo.token(bsn=ANNA, audience="other")),
        (TokenRejected, demo.token(bsn=ANNA, lifetime=-60)),
        (TokenRejected, demo.token(bsn=ANNA, kvk=KVK)),
        (StepUpRequired, demo.token(bsn=ANNA, acr=None)),
        (CallerForbidden, demo.token(bsn=ANNA, act={"sub": "x"})),
    ):
        with pytest.raises(refusal):
            await door.enter(token)


async def test_the_demo_publishes_its_keys_where_its_metadata_says(demo):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(demo.app), base_url="http://127.0.0.1:9000") as client:
        metadata = (await client.get("/.well-known/openid-configuration")).json()
        keys = (await client.get("/.well-known/jwks.json")).json()

    assert metadata["issuer"] == demo.issuer
    assert metadata["jwks_uri"] == demo.jwks_url
    assert keys == demo.jwks()
    assert all("d" not in key for key in keys["keys"])
