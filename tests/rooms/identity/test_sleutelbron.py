"""Where the keys of an issuer come from: what its metadata says, or a file."""

import asyncio
import contextlib
import json
import os
import threading

import pytest
from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.ontdekken import Metadata, metadata_addresses
from mijnzaken_bff.identity.refusals import KeysUnavailable, Reason, TokenRejected
from mijnzaken_bff.identity.uitgevers import Uitgever
from tests.rooms.identity.issuer import Broker, Door, Publisher, private_key, public_jwk, secret_jwk

MINUTE = 60
PUBLIC = public_jwk(private_key("EC", "public"), kid="public")
ISSUER = "https://digid.example/realms/burger"
OPENID = f"{ISSUER}/.well-known/openid-configuration"
OAUTH = "https://digid.example/.well-known/oauth-authorization-server/realms/burger"
CERTS = f"{ISSUER}/certs"


async def unknown(door, token):
    with pytest.raises(TokenRejected) as refusal:
        await door.enter(token)
    assert refusal.value.reden is Reason.KEY


def lasting(broker):
    return broker.token(exp=broker.claims()["exp"] + 3600)


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

    async def test_is_asked_for_each_time_and_sent_once(self, door, broker):
        door.publisher.versions = {OPENID: '"1"', CERTS: '"1"'}
        for _ in range(3):
            assert await door.enter(lasting(broker))
            door.clock.advance(5 * MINUTE)

        assert door.publisher.asked == [OPENID, CERTS] * 3
        assert door.publisher.unchanged == [OPENID, CERTS] * 2

    async def test_that_moved_is_found_while_the_old_one_still_answers(self, door, broker):
        door.publisher.versions = {OPENID: '"1"', CERTS: '"1"'}
        await door.enter(lasting(broker))
        moved = f"{ISSUER}/moved"
        door.publisher.answers |= {OPENID: metadata(jwks_uri=moved), moved: {"keys": broker.jwks()["keys"][1:]}}
        door.publisher.versions[OPENID] = '"2"'
        door.clock.advance(5 * MINUTE)

        await unknown(door, lasting(broker))
        assert door.publisher.asked == [OPENID, CERTS, OPENID, moved]

    @pytest.mark.parametrize(
        "answer",
        [SourceError(Failure.TIMEOUT), SourceError(Failure.UNUSABLE), {}, metadata(issuer="https://evil.example"),
         metadata(jwks_uri="http://digid.example/certs")],
    )  # fmt: skip
    async def test_stays_what_it_was_while_the_metadata_is_of_no_use(self, door, broker, answer):
        await door.enter(lasting(broker))
        door.publisher.answers[OPENID] = answer
        door.clock.advance(5 * MINUTE)

        assert await door.enter(lasting(broker))
        assert door.publisher.asked[-1] == CERTS
        assert door.stores["digid"].age() == 0

        moved = f"{ISSUER}/moved"
        door.publisher.answers |= {OPENID: metadata(jwks_uri=moved), moved: broker.jwks()}
        door.clock.advance(5 * MINUTE)
        await door.enter(lasting(broker))
        assert door.publisher.asked[-2:] == [OPENID, moved]

    @pytest.mark.parametrize("first", [SourceError(Failure.UNUSABLE), metadata(issuer="https://other.example"), {}])
    async def test_may_stand_in_the_metadata_of_oauth(self, door, broker, first):
        door.publisher.answers |= {OPENID: first, OAUTH: metadata()}

        assert await door.enter(lasting(broker))
        assert door.publisher.asked == [OPENID, OAUTH, CERTS]

        door.clock.advance(5 * MINUTE)
        assert await door.enter(lasting(broker))
        assert door.publisher.asked[3:] == [OAUTH, CERTS], "where it was found"

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
            await Metadata(ISSUER, publisher.fetch).jwks_address()
        assert refused.value.failure is Failure.UNUSABLE
        assert publisher.asked == [OPENID, OAUTH]

    async def test_may_be_without_tls_where_the_issuer_is(self):
        publisher = Publisher()
        plain = "http://127.0.0.1:9000"
        publisher.answers = {
            f"{plain}/.well-known/openid-configuration": {"issuer": plain, "jwks_uri": f"{plain}/certs"}
        }

        assert await Metadata(plain, publisher.fetch).jwks_address() == f"{plain}/certs"


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
        old = lasting(broker)
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

    @pytest.mark.parametrize(
        "content",
        [None, b"", b"{", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "c2Vj"}]}', b" " * (256 * 1024 + 1),
         json.dumps({"keys": [PUBLIC, secret_jwk(private_key("RSA", "secret"))]}).encode(),
         json.dumps({"keys": [public_jwk(private_key("P-384", "other"))]}).encode()],
    )  # fmt: skip
    async def test_that_became_useless_takes_no_key_away(self, broker, file, content, caplog):
        door = Door(broker)
        token = lasting(broker)
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
        token = lasting(broker)
        while not door.stores["portaal"].has_keys:  # on a busy machine a good disk may be too slow for that as well
            with contextlib.suppress(KeysUnavailable):
                await door.enter(token)
            door.clock.advance(30)
        door.meter.counted.clear()
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
        token = lasting(broker)
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
            ({"keys": [PUBLIC, secret_jwk(private_key("RSA", "secret"))]}, "staat een geheime sleutel"),
            ({"keys": [PUBLIC, {"kty": "oct", "k": "c2VjcmV0"}]}, "staat een geheime sleutel"),
            ({"keys": [public_jwk(private_key("P-384", "other"))]}, "past er geen bij algoritmen"),
            ({"keys": [public_jwk(private_key("RSA", name)) for name in "ab"]}, "meer zonder kid"),
            ({"keys": [public_jwk(private_key("RSA", "a"), kid="portaal 2026 één")]}, "met als kid hoogstens 128"),
            ({"keys": [public_jwk(private_key("RSA", "a"), kid="k" * 129)]}, "met als kid hoogstens 128"),
        ],
    )
    def test_that_is_no_good_stops_the_start(self, broker, file, document, says):
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
        assert not [text for text in material(document) if text in str(refused.value)]

    def test_that_is_no_good_is_told_with_what_else_is_wrong(self, broker, file):
        settings = broker.settings | {"kanaal": "balie", "algoritmen": ["HS256"]}
        write(file, {"keys": [secret_jwk(private_key("RSA", "secret"))]})

        with pytest.raises(ValidationError) as refused:
            Uitgever.model_validate(settings)

        places = {problem["loc"] for problem in refused.value.errors()}
        assert places == {("kanaal",), ("algoritmen",), ("sleutels", "bestand")}

    def test_with_one_key_that_can_be_chosen_is_good(self, broker, file):
        nameless = [public_jwk(private_key("RSA", name)) for name in "ab"]
        write(file, {"keys": [*nameless, public_jwk(private_key("RSA", "c"), kid="één"), PUBLIC]})

        assert Uitgever.model_validate(broker.settings).sleutels.bestand == file

    def test_is_found_beside_the_configuration(self, broker, file):
        settings = broker.settings | {"sleutels": {"bestand": "jwks.json"}}

        uitgever = Uitgever.model_validate(settings, context={"folder": str(file.parent)})

        assert uitgever.sleutels.bestand == file


def material(document):
    """Every text in the keys of a document that is long enough to be one of theirs."""
    keys = document.get("keys", []) if isinstance(document, dict) else []
    return [value for key in keys for value in key.values() if isinstance(value, str) and len(value) > 20]


def write(file, document):
    file.write_text(json.dumps(document))
