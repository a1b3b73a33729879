"""Keys that another replica got are no better, and no younger, than keys that we got ourselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats, Soort
from mijnzaken_bff.identity.gedeelde_sleutels import GedeeldeSleutels
from mijnzaken_bff.identity.jwks import read_key_set
from mijnzaken_bff.identity.sleutelbron import Gelezen
from tests.rooms.gedeeld.lade import Lade
from tests.rooms.identity.issuer import Broker, private_key, public_jwk, secret_jwk
from tests.stories.portaal import StilleKlok


class Uitgeverij:
    """An issuer that counts, and that can be gone."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.fresh_for: float | None = 120.0
        self.gone = False
        self.asked = 0

    async def read(self) -> Gelezen:
        self.asked += 1
        if self.gone:
            raise SourceError(Failure.REFUSED, "jwks")
        return Gelezen(read_key_set(self.document), self.fresh_for, self.document)


class Replicas:
    """A store, an issuer, and as many replicas as one likes."""

    def __init__(self) -> None:
        self.broker = Broker("digid")
        self.uitgeverij = Uitgeverij(self.broker.jwks())
        self.lade = Lade()
        self.klok = StilleKlok()
        self.bewaarplaats = Bewaarplaats(self.lade, b"k" * 32, self.klok, NoMeter())

    def one(self) -> GedeeldeSleutels:
        return GedeeldeSleutels(self.broker.uitgever, self.uitgeverij, self.bewaarplaats, self.klok)

    async def plant(self, content: bytes) -> None:
        """Put there what is sealed well, and is not what we would put there."""
        uitgever = self.broker.uitgever
        name = (uitgever.issuer, uitgever.jwks_url or "")
        await self.bewaarplaats.put(Soort.SLEUTELS, *name, content=content, seconds=60)


@pytest.fixture
def replicas() -> Replicas:
    return Replicas()


async def test_they_come_with_their_age_and_with_how_long_they_were_said_to_be_good(replicas: Replicas) -> None:
    first = await replicas.one().read()
    replicas.klok.later(seconds=100)

    second = await replicas.one().read()

    assert (first.age, second.age) == (None, 100.0)
    assert second.keys == first.keys
    assert second.fresh_for == 120.0
    assert replicas.uitgeverij.asked == 1
    assert replicas.lade.seconds == replicas.broker.uitgever.sleutels.houdbaar_bij_storing


async def test_whoever_has_keys_takes_only_what_was_got_since_and_lately(replicas: Replicas) -> None:
    one, other = replicas.one(), replicas.one()
    await one.read()
    await other.read()
    replicas.klok.later(seconds=100)

    assert (await one.read()).age is None, "its own are no news"
    replicas.klok.later(seconds=29)
    assert (await other.read()).age == 29
    replicas.klok.later(seconds=100)
    await one.read()
    replicas.klok.later(seconds=30)
    assert (await other.read()).age is None, "half a minute ago: it looks itself"


async def test_while_the_issuer_is_gone_newer_keys_help_once_and_say_so(replicas: Replicas) -> None:
    one, other = replicas.one(), replicas.one()
    await other.read()
    replicas.klok.later(hours=1)
    await one.read()
    replicas.klok.later(hours=1)
    replicas.uitgeverij.gone = True

    helped = await other.read()

    assert (helped.age, helped.failure) == (3600.0, Failure.REFUSED)
    with pytest.raises(SourceError):
        await other.read()


@pytest.mark.parametrize(
    "document",
    [
        {"keys": [public_jwk(private_key("RSA-1024", "zwak"), kid="zwak")]},
        {"keys": []},
        {"keys": [secret_jwk(private_key("RSA", "geheim"), kid="geheim")]},
        {"keys": [{"kty": "oct", "k": "AAAA", "kid": "gedeeld", "alg": "HS256"}]},
        {"keys": [{}] * 51},
        {"keys": "geen"},
        [],
        None,
    ],
)
async def test_what_would_be_refused_of_the_issuer_is_refused_here(replicas: Replicas, document: Any) -> None:
    await replicas.plant(json.dumps({"document": document, "freshFor": None}).encode())

    gelezen = await replicas.one().read()

    assert gelezen.keys == read_key_set(replicas.broker.jwks())
    assert replicas.uitgeverij.asked == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b'{"document": {"keys": []}}', b"\xff"])
async def test_what_is_sealed_and_no_such_thing_is_a_miss(replicas: Replicas, content: bytes) -> None:
    await replicas.plant(content)

    assert (await replicas.one().read()).age is None


@pytest.mark.parametrize("document", ["secret", "nothing"])
async def test_what_helps_nobody_is_not_given_to_the_others(replicas: Replicas, document: str) -> None:
    good = replicas.broker.jwks()["keys"]
    secret = secret_jwk(private_key("RSA", "geheim"), kid="geheim")
    replicas.uitgeverij.document = {"keys": [*good, secret] if document == "secret" else []}

    await replicas.one().read()

    assert replicas.lade.kept == {}
