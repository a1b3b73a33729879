"""Where the keys of an issuer come from: what its metadata says, or a file."""

import asyncio
import json
import os
import threading

import pytest
from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.ontdekken import jwks_address, metadata_addresses
from mijnzaken_bff.identity.refusals import KeysUnavailable, Reason, TokenRejected
from mijnzaken_bff.identity.uitgevers import Uitgever
from tests.rooms.identity.issuer import Broker, Door, Publisher, private_key, public_jwk, secret_jwk

MINUTE = 60
ISSUER = "https://digid.example/realms/burger"
OPENID = f"{ISSUER}/.well-known/openid-configuration"
OAUTH = "https://digid.example/.well-known/oauth-authorization-server/realms/burger"
CERTS = f"{ISSUER}/certs"


async def unknown(door, token):
    with pytest.raises(TokenRejected) as refusal:
        await door.enter(token)
    assert refusal.value.reden is Reason.KEY


def metadata(**changes):
    return {"issuer": ISSUER, "jwks_uri": CERTS, **changes}


class TestAnAddressThatIsFound:
    @pytest.fixture
    def broker(self):
        return Broker("digid", jwksUrl=None, maximaleLeeftijd=None)

    @pytest.fixture
    def door(self, broker):
        door = Door(broker)
        door.publisher.answers = {OPENID: metadata(), CERTS: broker.jwks()}
        return door

    @pytest.mark.parametrize(
        ("issuer", "openid", "oauth"),
        [
            (ISSUER, OPENID, OAUTH),
            (f"{ISSUER}/", OPENID, OAUTH),
            ("https://a.example", "https://a.example/.well-known/openid-configuration",
             "https://a.example/.well-known/oauth-authorization-server"),
            ("https://a.example:8443/", "https://a.example:8443/.well-known/openid-configuration",
             "https://a.example:8443/.well-known/oauth-authorization-server"),
        ],
    )  # fmt: skip
    def test_is_told_at_one_of_two_places(self, issuer, openid, oauth):
        assert metadata_addresses(issuer) == (openid, oauth)

    async def test_is_looked_up_once(self, door, broker):
        for _ in range(3):
            assert await door.enter(broker.token(exp=broker.claims()["exp"] + 3600))
            door.clock.advance(5 * MINUTE)

        assert door.publisher.asked == [OPENID, CERTS, CERTS, CERTS]

    @pytest.mark.parametrize("first", [SourceError(Failure.UNUSABLE), metadata(issuer="https://other.example"), {}])
    async def test_may_stand_in_the_metadata_of_oauth(self, door, broker, first):
        door.publisher.answers |= {OPENID: first, OAUTH: metadata()}

        assert await door.enter(broker.token())
        assert door.publisher.asked == [OPENID, OAUTH, CERTS]

    @pytest.mark.parametrize("failure", [Failure.REFUSED, Failure.TIMEOUT, Failure.DNS, Failure.TLS])
    async def test_is_not_asked_for_twice_of_a_server_that_is_not_there(self, door, broker, failure):
        door.publisher.answers[OPENID] = SourceError(failure)

        with pytest.raises(KeysUnavailable):
            await door.enter(broker.token())
        assert door.publisher.asked == [OPENID]

    @pytest.mark.parametrize(
        "document",
        [
            None, [], "x", {}, {"issuer": ISSUER}, metadata(jwks_uri=None), metadata(jwks_uri=[CERTS]),
            metadata(issuer=f"{ISSUER}/"), metadata(issuer=ISSUER.upper()), metadata(issuer=[ISSUER]),
            metadata(issuer="https://evil.example"),
            metadata(jwks_uri="http://digid.example/certs"), metadata(jwks_uri="file:///etc/passwd"),
            metadata(jwks_uri="https://user:word@digid.example/certs"), metadata(jwks_uri="https://digid.example/c#x"),
            metadata(jwks_uri="/certs"), metadata(jwks_uri="https://digid.example\n/certs"), metadata(jwks_uri=""),
        ],
    )  # fmt: skip
    async def test_is_not_taken_from_just_anything(self, document):
        publisher = Publisher()
        publisher.answers = dict.fromkeys((OPENID, OAUTH), document)

        with pytest.raises(SourceError) as refused:
            await jwks_address(ISSUER, publisher.fetch)
        assert refused.value.failure is Failure.UNUSABLE
        assert publisher.asked == [OPENID, OAUTH]

    async def test_may_be_without_tls_where_the_issuer_is(self):
        publisher = Publisher()
        plain = "http://127.0.0.1:9000"
        publisher.answers = {
            f"{plain}/.well-known/openid-configuration": {"issuer": plain, "jwks_uri": f"{plain}/certs"}
        }

        assert await jwks_address(plain, publisher.fetch) == f"{plain}/certs"

    async def test_is_looked_up_again_after_a_failure(self, door, broker):
        token = broker.token(exp=broker.claims()["exp"] + 3600)
        await door.enter(token)
        moved = f"{ISSUER}/moved"
        door.publisher.answers = {OPENID: metadata(jwks_uri=moved), moved: broker.jwks()}
        door.clock.advance(5 * MINUTE)
        assert await door.enter(token)
        door.clock.advance(30)
        await door.enter(token)
        await door.settled()

        assert door.publisher.asked == [OPENID, CERTS, CERTS, OPENID, moved]
        assert door.stores["digid"].age() == 0


class TestAFile:
    @pytest.fixture
    def file(self, tmp_path):
        return tmp_path / "jwks.json"

    @pytest.fixture
    def broker(self, file):
        broker = Broker("portaal", issuer="portaal-waterdam", jwksUrl=None, sleutels={"bestand": str(file)})
        broker.issuer = "portaal-waterdam"
        write(file, broker.jwks())
        return broker

    async def test_is_read_without_asking_anybody(self, broker):
        door = Door(broker)

        assert await door.enter(broker.token())
        assert door.publisher.asked == []

    async def test_with_a_new_key_beside_the_old_refuses_nobody(self, broker, file):
        door = Door(broker)
        old = broker.token(exp=broker.claims()["exp"] + 3600)
        await door.enter(old)
        broker.keys["new"] = private_key("RSA", "new")
        new = broker.sign(broker.claims(exp=broker.claims()["exp"] + 3600), key=broker.keys["new"], kid="new")
        write(file, broker.jwks())

        assert await door.enter(new)
        assert await door.enter(old)

        write(file, {"keys": broker.jwks()["keys"][1:]})
        door.clock.advance(5 * MINUTE)
        assert await door.enter(new)
        await unknown(door, old)

    @pytest.mark.parametrize("content", [None, b"", b"{", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "c2Vj"}]}',
                                         b" " * (256 * 1024 + 1)])  # fmt: skip
    async def test_that_became_useless_takes_no_key_away(self, broker, file, content, caplog):
        door = Door(broker)
        token = broker.token(exp=broker.claims()["exp"] + 3600)
        await door.enter(token)
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        door.clock.advance(5 * MINUTE)

        assert await door.enter(token)
        assert [r.uitgever for r in caplog.records if r.message == "keys_not_fetched"] == ["portaal"]

    async def test_on_a_disk_that_hangs_costs_one_thread_and_nobody_s_time(self, broker, file):
        door = Door(broker, deadline=0.01)
        token = broker.token(exp=broker.claims()["exp"] + 3600)
        await door.enter(token)
        file.unlink()
        os.mkfifo(file)  # opening it waits until somebody writes
        door.clock.advance(5 * MINUTE)
        await door.enter(token)
        threads = threading.active_count()

        for _ in range(10):
            door.clock.advance(30)
            assert await door.enter(token)
            await asyncio.gather(*door.tasks)

        assert threading.active_count() == threads
        assert door.meter.counted[("sleutels_opgehaald", "portaal", "timeout")] == 11
        file.write_text("{")  # lets the thread go

    async def test_that_is_repaired_is_read_again(self, broker, file):
        door = Door(broker)
        token = broker.token(exp=broker.claims()["exp"] + 3600)
        await door.enter(token)
        file.write_text("{")
        door.clock.advance(5 * MINUTE)
        await door.enter(token)
        write(file, {"keys": broker.jwks()["keys"][1:]})
        door.clock.advance(30)
        await door.enter(token)
        while door.tasks:
            await door.settled()

        await unknown(door, token)

    @pytest.mark.parametrize(
        ("document", "says"),
        [
            (None, "is niet te lezen"),
            ({}, "geen bruikbare sleutel"),
            ({"keys": []}, "geen bruikbare sleutel"),
            ([], "geen bruikbare sleutel"),
            ({"keys": [public_jwk(private_key("RSA-1024", "weak"))]}, "RSA van 2048 bits of meer"),
            ({"keys": [secret_jwk(private_key("RSA", "secret"))]}, "alleen het openbare deel"),
        ],
    )
    def test_without_a_usable_key_stops_the_start(self, broker, file, document, says):
        settings = broker.settings | {"sleutels": {"bestand": "jwks.json"}}
        if document is None:
            file.unlink()
        else:
            write(file, document)

        with pytest.raises(ValidationError) as refused:
            Uitgever.model_validate(settings, context={"folder": str(file.parent)})

        (problem,) = refused.value.errors()
        assert problem["loc"] == ("sleutels", "bestand")
        assert says in problem["msg"]
        assert str(file) in problem["msg"]

    def test_is_found_beside_the_configuration(self, broker, file):
        settings = broker.settings | {"sleutels": {"bestand": "jwks.json"}}

        uitgever = Uitgever.model_validate(settings, context={"folder": str(file.parent)})

        assert uitgever.sleutels.bestand == file


def write(file, document):
    file.write_text(json.dumps(document))
