"""The keys by which tokens are judged: weak, hostile, gone, broken and rotated. Rows T03-T14 of the threat model."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml

from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.identity.keys import MOST_WAITING
from tests.rooms.identity.issuer import part, private_key, public_jwk, secret_jwk
from tests.stories.portaal import ANNA, RUIM, Portaal, Toneel, zaaknummers
from tests.stories.sleutelhuis import FAULTS, Sleutelhuis, bomb

ONDERWEG = "mijnzaken_verzoeken_onderweg"
OPGEHAALD = "mijnzaken_sleutels_opgehaald_total"
PATIENCE = 30.0
"""In seconds; far more than it takes."""


@pytest.fixture
def huis(toneel: Toneel) -> Iterator[Sleutelhuis]:
    huis = Sleutelhuis(toneel, "digid")
    yield huis
    huis.stop()


@pytest.fixture
def other(toneel: Toneel) -> Iterator[Sleutelhuis]:
    huis = Sleutelhuis(toneel, "wallet")
    yield huis
    huis.stop()


@pytest.fixture
def portaal(toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis) -> Portaal:
    """A portal of one gemeente, whose issuer has published its keys."""
    return opened(toneel, waterdam, huis.uitgever())


def opened(toneel: Toneel, waterdam: Gemeente, *uitgevers: dict[str, Any]) -> Portaal:
    return toneel.portaal({"waterdam": waterdam}, uitgevers=list(uitgevers))


def ask(portaal: Portaal, token: str) -> httpx.Response:
    return portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})


def status(portaal: Portaal, token: str) -> int:
    return ask(portaal, token).status_code


def unsigned(token: str) -> str:
    """The same token with a signature that anybody can make."""
    return f"{token.rpartition('.')[0]}.AAAA"


def eventually(true: Callable[[], bool]) -> None:
    """Wait for what happens in the background."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.005)


def fetched(portaal: Portaal, uitkomst: str) -> float:
    """How many fetches of the keys of digid came to this."""
    return portaal.counted(f'{OPGEHAALD}{{uitgever="digid",uitkomst="{uitkomst}"}}')


class TestWeakAndHostileKeys:
    def test_t03_weak_keys_in_a_jwks_sign_nothing(self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis) -> None:
        weak, leaked = private_key("RSA-1024", "weak"), private_key("RSA", "leaked")
        planted = {"kty": "oct", "kid": "planted", "k": part(b"s" * 32), "alg": "HS256"}
        encrypting = public_jwk(private_key("RSA", "encrypting"), kid="encrypting", use="enc")
        # Whoever has the primes has the key; a library takes this for a public one.
        primes = {**public_jwk(leaked, kid="primes"), **{name: secret_jwk(leaked)[name] for name in ("p", "q")}}
        huis.document["keys"] += [
            public_jwk(weak, kid="weak"), secret_jwk(leaked, kid="leaked"), primes, planted, encrypting,
            *(public_jwk(private_key("RSA", name), kid="twin") for name in ("one", "two")),
        ]  # fmt: skip
        portaal = opened(toneel, waterdam, huis.uitgever())
        now = int(toneel.klok.now().timestamp())
        claims = huis.broker.claims(iat=now, exp=now + 600)
        signed = {
            kid: huis.broker.sign(claims, key=key, members={"kid": kid})
            for kid, key in (
                ("weak", weak), ("leaked", leaked), ("primes", leaked),
                ("encrypting", private_key("RSA", "encrypting")), ("twin", private_key("RSA", "one")),
            )
        }  # fmt: skip
        head = part({"alg": "HS256", "kid": "planted", "typ": "at+jwt"}) + "." + part(claims)
        signed["planted"] = f"{head}.{part(hmac.digest(b's' * 32, head.encode(), hashlib.sha256))}"

        assert {kid: status(portaal, token) for kid, token in signed.items()} == dict.fromkeys(signed, 401)
        assert status(portaal, huis.token()) == 200
        assert portaal.counted('mijnzaken_sleutel_geweigerd_total{uitgever="digid"}') == 7
        assert len(waterdam.ontvangen) > 0

        toneel.klok.later(minutes=5)
        assert status(portaal, huis.token()) == 200
        assert portaal.counted('mijnzaken_sleutel_geweigerd_total{uitgever="digid"}') == 7

    KIDS = (
        "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/dev/null", "file:///dev/null", "digid-RSA' OR '1'='1",
        "digid-RSA; DROP TABLE keys", "digid-RSA\u0000", "digid-RSA\r\nX-Evil: 1", " digid-RSA", "digid-RSA ", "",
        "DIGID-RSA", "digid-rsa", "k" * 129, "k" * 10_000, "digid\u2010RSA", "\uff44igid-RSA", 7, ["digid-RSA"],
        {"kid": "digid-RSA"},
    )  # fmt: skip

    def test_t04_twenty_hostile_kids_find_no_key_and_leave_no_trace(
        self, portaal: Portaal, huis: Sleutelhuis, waterdam: Gemeente, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert status(portaal, huis.token()) == 200
        asked, before = len(waterdam.ontvangen), huis.fetches

        answers = [ask(portaal, huis.token(kid=kid)) for kid in self.KIDS]

        assert [answer.status_code for answer in answers] == [401] * 20
        assert len({answer.headers["WWW-Authenticate"] for answer in answers}) == 1
        assert huis.fetches <= before + 1
        assert len(waterdam.ontvangen) == asked
        told = " ".join(f"{vars(record)}" for record in caplog.records if record.name.startswith("mijnzaken"))
        told += portaal.app.metrics().decode() + " ".join(answer.text for answer in answers)
        assert not [kid for kid in self.KIDS if isinstance(kid, str) and len(kid.strip()) > 9 and kid.strip() in told]

    NO_NAMES = (
        "digid-RSA' OR '1'='1", "digid-RSA; DROP TABLE keys", "digid-RSA\u0000", "digid-RSA\r\nX-Evil: 1", " digid-RSA",
        "digid-RSA ", "", "k" * 129, "digid\u2010RSA", "\uff44igid-RSA", 7, True, ["digid-RSA"], {"kid": "digid-RSA"},
    )  # fmt: skip

    def test_t04_a_kid_that_is_no_name_is_refused_before_any_key_is_looked_for(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        """Each time long enough after the last fetch that a name which we do not know would cost one."""
        assert status(portaal, huis.token()) == 200
        before = huis.fetches

        for kid in self.NO_NAMES:
            toneel.klok.later(seconds=31)
            assert status(portaal, huis.token(kid=kid)) == 401
        assert portaal.counted('mijnzaken_token_geweigerd_total{reden="header",uitgever="-"}') == len(self.NO_NAMES)
        assert portaal.counted('mijnzaken_sleutel_onbekend_total{uitgever="digid"}') == 0
        assert huis.fetches == before

        assert status(portaal, huis.token(kid="k" * 128)) == 401
        assert huis.fetches == before + 1, "the longest name that one may have was looked for"

    def test_t05_a_token_that_brings_its_own_key_is_refused_and_its_server_not_called(
        self, portaal: Portaal, huis: Sleutelhuis, other: Sleutelhuis, waterdam: Gemeente
    ) -> None:
        own = private_key("RSA", "attacker")
        brought = {
            "jku": other.jwks_url,
            "x5u": f"{other.jwks_url}/chain.pem",
            "jwk": public_jwk(own, kid="digid-RSA"),
            "x5c": [part(b"certificate")],
        }
        eventually(lambda: huis.fetches == 1)

        for member, value in brought.items():
            for key in (own, huis.broker.keys["digid-RSA"]):
                token = huis.broker.sign(huis.broker.claims(), key=key, members={member: value})
                assert status(portaal, token) == 401

        assert other.asked == []
        assert huis.fetches == 1
        assert waterdam.ontvangen == []

    def test_t07_a_key_of_one_issuer_signs_nothing_for_another(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, other: Sleutelhuis
    ) -> None:
        portaal = opened(toneel, waterdam, huis.uitgever(), other.uitgever())
        assert [status(portaal, one.token()) for one in (huis, other)] == [200, 200]
        asked = len(waterdam.ontvangen)

        for victim, attacker in ((huis, other), (other, huis)):
            key = attacker.broker.keys[f"{attacker.naam}-RSA"]
            for kid in (f"{attacker.naam}-RSA", f"{victim.naam}-RSA", ...):
                token = victim.broker.sign(victim.broker.claims(), key=key, members={"kid": kid})
                assert status(portaal, token) == 401

        assert len(waterdam.ontvangen) == asked

    def test_t07_two_issuers_may_call_different_keys_the_same(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, other: Sleutelhuis
    ) -> None:
        for one in (huis, other):
            one.broker.keys["shared"] = private_key("RSA", f"shared of {one.naam}")
            one.document = one.broker.jwks()
        portaal = opened(toneel, waterdam, huis.uitgever(), other.uitgever())

        assert [status(portaal, one.token("shared")) for one in (huis, other)] == [200, 200]
        crossed = huis.broker.sign(huis.broker.claims(), key=other.broker.keys["shared"], members={"kid": "shared"})
        assert status(portaal, crossed) == 401


class TestFloods:
    def test_t11_a_thousand_unknown_kids_in_five_seconds_cost_one_fetch(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel, waterdam: Gemeente
    ) -> None:
        assert status(portaal, huis.token()) == 200
        before, asked = huis.fetches, len(waterdam.ontvangen)
        refused = []

        for _ in range(1000):
            refused.append(status(portaal, huis.token(kid=f"{uuid4()}")))
            toneel.klok.later(milliseconds=5)

        assert set(refused) == {401}
        assert huis.fetches <= before + 1
        assert len(waterdam.ontvangen) == asked
        assert portaal.counted('mijnzaken_sleutel_onbekend_total{uitgever="digid"}') == 1000
        assert status(portaal, huis.token()) == 200

    def test_t11_a_flood_while_the_issuer_is_away_costs_one_fetch_too(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        assert status(portaal, huis.token()) == 200
        before, huis.fault = huis.fetches, "500"

        for _ in range(100):
            assert status(portaal, huis.token(kid=f"{uuid4()}")) == 503, "it may be a key that we could not look for"
            toneel.klok.later(milliseconds=50)

        assert huis.fetches == before + 1
        assert status(portaal, huis.token()) == 200

    def test_t11_a_flood_while_the_issuer_hangs_holds_few_places(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, other: Sleutelhuis
    ) -> None:
        """Good citizens are answered meanwhile: of another issuer, and of the same one by keys that we know."""
        dienst = {"grenzen": RUIM | {"tegelijk": MOST_WAITING + 4}}
        portaal = toneel.portaal({"waterdam": waterdam}, uitgevers=[huis.uitgever(), other.uitgever()], dienst=dienst)
        assert [status(portaal, one.token()) for one in (huis, other)] == [200, 200]
        huis.fault = "slow"
        forged = [unsigned(huis.token(kid=f"{uuid4()}")) for _ in range(60)]

        with ThreadPoolExecutor(MOST_WAITING) as pool:
            waiting = [pool.submit(status, portaal, token) for token in forged[:MOST_WAITING]]
            eventually(lambda: portaal.counted(ONDERWEG) == MOST_WAITING or any(one.done() for one in waiting))
            good = [status(portaal, one.token()) for one in (huis, other)]
            beyond = [status(portaal, token) for token in forged[MOST_WAITING:]]

        assert good == [200, 200]
        assert set(beyond) == {one.result() for one in waiting} == {503}
        assert portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="vol"}') == 0
        assert huis.fetches == 2

    def test_t11_a_name_that_was_not_there_does_not_take_the_next_fetch_as_well(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        """Whoever repeats one made-up name must not take the place of a real key that is new."""
        assert status(portaal, huis.token()) == 200
        before = huis.fetches
        assert status(portaal, huis.token(kid="made-up")) == 401
        assert huis.fetches == before + 1
        toneel.klok.later(seconds=31)
        huis.add_key("digid-2")

        assert status(portaal, huis.token(kid="made-up")) == 401
        assert huis.fetches == before + 1
        assert status(portaal, huis.token("digid-2")) == 200
        assert huis.fetches == before + 2

    @pytest.mark.parametrize("had_keys", [True, False])
    def test_t11_a_flood_that_outlasts_the_cool_down_costs_a_failing_issuer_one_fetch_in_each(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, had_keys: bool
    ) -> None:
        huis.fault = None if had_keys else "500"
        portaal = opened(toneel, waterdam, huis.uitgever())
        eventually(lambda: huis.fetches == 1)
        eventually(lambda: fetched(portaal, "nieuw" if had_keys else "unusable") == 1)
        huis.fault = "500"
        # The keys are due, and in the other case a cool-down after the failure of the start is over.
        toneel.klok.later(seconds=299 if had_keys else 30)
        before, answers = huis.fetches, []

        for _ in range(90):
            answers += [status(portaal, huis.token()), status(portaal, huis.token(kid=f"{uuid4()}"))]
            toneel.klok.later(seconds=1)

        assert answers == [200, 503] * 90 if had_keys else answers == [503, 503] * 90
        assert 1 <= huis.fetches - before <= 3, "ninety seconds are three cool-downs"


class TestOutage:
    def test_t12_an_issuer_that_is_away_for_ten_minutes_is_not_noticed(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        assert status(portaal, huis.token()) == 200
        huis.stop()

        for _ in range(20):
            toneel.klok.later(seconds=30)
            assert status(portaal, huis.token()) == 200
        eventually(lambda: fetched(portaal, "refused") >= 2)
        assert portaal.counted('mijnzaken_sleutels_leeftijd_seconden{uitgever="digid"}') == 600

        huis.start()

        def renewed() -> bool:
            toneel.klok.later(seconds=31)  # a fetch that failed while the issuer was still starting is tried again
            assert status(portaal, huis.token()) == 200
            return portaal.counted('mijnzaken_sleutels_leeftijd_seconden{uitgever="digid"}') < 600

        eventually(renewed)

    def test_t12_keys_are_not_kept_for_ever(self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis) -> None:
        portaal = opened(toneel, waterdam, huis.uitgever(sleutels={"houdbaarBijStoring": "10m"}))
        assert status(portaal, huis.token()) == 200
        huis.stop()

        toneel.klok.later(minutes=10)

        answer = ask(portaal, huis.token())
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0

    def test_t12_a_cold_start_without_issuer_is_a_503_that_becomes_a_200(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis
    ) -> None:
        huis.stop()
        portaal = opened(toneel, waterdam, huis.uitgever())

        answer = ask(portaal, huis.token())
        assert answer.status_code == 503
        assert answer.json()["type"] == "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar"
        assert waterdam.ontvangen == []
        assert portaal.app.waiting_for() == ["sleutels"]

        huis.start()
        toneel.klok.later(seconds=int(answer.headers["Retry-After"]))
        assert status(portaal, huis.token()) == 200
        assert portaal.app.waiting_for() == []

    def test_t12_keys_are_fetched_before_anybody_asks_and_before_they_are_old(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis
    ) -> None:
        sleutels = {"verversen": "1s", "minimumTussenVerversingen": "1s"}
        portaal = opened(toneel, waterdam, huis.uitgever(sleutels=sleutels))

        eventually(lambda: portaal.app.waiting_for() == [])
        assert huis.fetches == 1
        toneel.klok.later(seconds=1)
        eventually(lambda: huis.fetches == 2)

    def test_t12_nobody_waits_for_keys_that_are_fetched_anew(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        assert status(portaal, huis.token()) == 200
        huis.fault = "slow"
        toneel.klok.later(seconds=295)

        assert status(portaal, huis.token()) == 200
        assert fetched(portaal, "timeout") == 0, "it is still under way"
        eventually(lambda: fetched(portaal, "timeout") == 1)
        assert huis.fetches == 2


class TestABrokenIssuer:
    @pytest.mark.parametrize("fault", FAULTS)
    def test_t13_an_issuer_that_answers_nonsense_takes_no_key_away(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel, fault: str
    ) -> None:
        uitkomst = {
            "slow": "timeout", "drips": "timeout", "huge": "too_large", "gzip bomb": "too_large",
            "51 keys": "too_large", "refused": "refused",
        }.get(fault, "unusable")  # fmt: skip
        bomb()  # made before we look at memory
        assert status(portaal, huis.token()) == 200
        if fault == "refused":
            huis.stop()
        huis.fault = fault
        toneel.klok.later(minutes=5)
        tracemalloc.start()
        try:
            answer = status(portaal, huis.token())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert answer == 200
        assert fetched(portaal, uitkomst) == 1
        assert peak < 5_000_000
        assert "/elsewhere" not in huis.asked

    @pytest.mark.parametrize("fault", FAULTS)
    def test_t13_an_issuer_that_never_answered_well_is_a_503(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, fault: str
    ) -> None:
        if fault == "refused":
            huis.stop()
        huis.fault = fault
        portaal = opened(toneel, waterdam, huis.uitgever())

        answer = ask(portaal, huis.token())

        assert answer.status_code == 503
        assert "WWW-Authenticate" not in answer.headers
        assert waterdam.ontvangen == []

    def test_t13_an_issuer_that_publishes_no_key_logs_nobody_out(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel, waterdam: Gemeente
    ) -> None:
        """Its keys are good no more, but that is no verdict: a 401 would make every portal log everybody out."""
        assert status(portaal, huis.token()) == 200
        asked = len(waterdam.ontvangen)
        published, huis.document = huis.document, {"keys": []}
        toneel.klok.later(minutes=5)

        answer = ask(portaal, huis.token())

        assert answer.status_code == 503
        assert answer.json()["type"] == "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar"
        assert "WWW-Authenticate" not in answer.headers
        assert portaal.app.waiting_for() == ["sleutels"]
        assert fetched(portaal, "geen") == 1
        assert len(waterdam.ontvangen) == asked

        huis.document = published
        toneel.klok.later(seconds=int(answer.headers["Retry-After"]))
        assert status(portaal, huis.token()) == 200
        assert portaal.app.waiting_for() == []


class TestRotation:
    def test_t14_a_key_that_is_withdrawn_is_refused_after_one_interval_and_a_new_one_taken_at_once(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel, waterdam: Gemeente
    ) -> None:
        assert status(portaal, huis.token("digid-RSA")) == 200
        huis.add_key("digid-2")
        huis.withdraw_key("digid-RSA")

        assert status(portaal, huis.token("digid-2")) == 200
        asked = len(waterdam.ontvangen)
        assert status(portaal, huis.token("digid-RSA")) == 401
        toneel.klok.later(minutes=5)
        assert status(portaal, huis.token("digid-RSA")) == 401
        assert len(waterdam.ontvangen) == asked

    def test_t14_a_stolen_key_that_is_withdrawn_is_good_for_one_interval_at_most(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        assert status(portaal, huis.token("digid-RSA")) == 200
        huis.withdraw_key("digid-RSA")

        toneel.klok.later(minutes=5)

        assert status(portaal, huis.token("digid-RSA")) == 401

    def test_t14_while_two_keys_are_published_both_are_good(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        huis.add_key("digid-2")
        for published in (("digid-RSA", "digid-2"), ("digid-2",)):
            for kid in {"digid-RSA", "digid-2"} - set(published):
                huis.withdraw_key(kid)
            toneel.klok.later(minutes=5)
            for kid in ("digid-RSA", "digid-2"):
                assert status(portaal, huis.token(kid)) == (200 if kid in published else 401)

    def test_t14_keys_in_a_file_rotate_without_a_restart(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, tmp_path: Path
    ) -> None:
        file = tmp_path / "jwks.json"
        file.write_text(json.dumps(huis.document))
        portaal = opened(toneel, waterdam, huis.uitgever(jwksUrl=..., sleutels={"bestand": str(file)}))
        assert status(portaal, huis.token("digid-RSA")) == 200

        huis.add_key("digid-2")
        file.write_text(json.dumps(huis.document))
        assert [status(portaal, huis.token(kid)) for kid in ("digid-2", "digid-RSA")] == [200, 200]

        huis.withdraw_key("digid-RSA")
        file.write_text(json.dumps(huis.document))
        toneel.klok.later(minutes=5)
        assert [status(portaal, huis.token(kid)) for kid in ("digid-2", "digid-RSA")] == [200, 401]

        file.write_text("half a fi")
        toneel.klok.later(minutes=5)
        assert status(portaal, huis.token("digid-2")) == 200
        assert fetched(portaal, "unusable") == 1
        assert huis.asked == []


class TestWhereKeysAreFound:
    def test_an_issuer_says_itself_where_its_keys_are(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis
    ) -> None:
        huis.metadata = {"issuer": huis.broker.issuer, "jwks_uri": huis.jwks_url}
        portaal = opened(toneel, waterdam, huis.uitgever(jwksUrl=...))

        assert status(portaal, huis.token()) == 200
        toneel.klok.later(minutes=5)
        assert status(portaal, huis.token()) == 200
        assert huis.asked == ["/.well-known/openid-configuration", "/certs"] * 2

    def test_t14_keys_that_moved_are_found_while_the_old_address_still_answers(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, other: Sleutelhuis
    ) -> None:
        huis.metadata = {"issuer": huis.broker.issuer, "jwks_uri": huis.jwks_url}
        portaal = opened(toneel, waterdam, huis.uitgever(jwksUrl=...))
        assert status(portaal, huis.token("digid-RSA")) == 200

        huis.broker.keys["digid-2"] = private_key("RSA", "digid-2")
        other.document = {"keys": [public_jwk(huis.broker.keys["digid-2"], kid="digid-2")]}
        huis.metadata["jwks_uri"] = other.jwks_url
        toneel.klok.later(minutes=5)

        assert status(portaal, huis.token("digid-RSA")) == 401
        assert status(portaal, huis.token("digid-2")) == 200

    def test_metadata_of_another_issuer_is_not_believed(
        self, toneel: Toneel, waterdam: Gemeente, huis: Sleutelhuis, other: Sleutelhuis
    ) -> None:
        huis.metadata = {"issuer": other.broker.issuer, "jwks_uri": other.jwks_url}
        portaal = opened(toneel, waterdam, huis.uitgever(jwksUrl=...))

        assert status(portaal, huis.token()) == 503
        assert other.asked == []
        assert huis.asked == ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]

    def test_keys_that_did_not_change_are_not_sent_again(
        self, portaal: Portaal, huis: Sleutelhuis, toneel: Toneel
    ) -> None:
        huis.headers = {"etag": '"1"'}
        assert status(portaal, huis.token()) == 200
        toneel.klok.later(minutes=5)
        assert status(portaal, huis.token()) == 200
        sent = huis.sent

        for _ in range(3):
            toneel.klok.later(minutes=5)
            assert status(portaal, huis.token()) == 200

        assert huis.fetches == 5
        assert huis.sent == sent
        assert fetched(portaal, "ongewijzigd") == 4


def test_a_walk_goes_on_while_the_key_of_the_service_is_replaced(toneel: Toneel, waterdam: Gemeente) -> None:
    soort = zaaktype(waterdam, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"))
    for nummer in range(3):
        zaak(waterdam, soort, bsn=ANNA, identificatie=f"Z-{nummer}")
    old, new = ("een-sleutel-die-alleen-in-dit-verhaal-bestaat" + end for end in ("-1", "-2"))
    before = toneel.portaal({"waterdam": waterdam}, dienst={"sleutel": old})
    during = toneel.portaal({"waterdam": waterdam}, dienst={"sleutel": new, "vorigeSleutel": old})
    after = toneel.portaal({"waterdam": waterdam}, dienst={"sleutel": new})
    first = before.find_zaken(aantal=1)

    second = during.find_zaken(aantal=1, cursor=first["volgende"])
    third = after.find_zaken(aantal=1, cursor=second["volgende"])

    assert sorted(zaaknummers(first, second, third)) == ["Z-0", "Z-1", "Z-2"]
    assert after.get("/v1/zaken", aantal=1, cursor=first["volgende"]).status_code == 400


def test_a_file_without_keys_stops_the_start_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = (Path(__file__).parents[2] / "voorbeeld.yaml").read_text(encoding="utf-8")
    configuration = yaml.safe_load(re.sub(r"\$\{\w+\}", "x" * 32, sample))
    configuration["ontwikkeling"] = True
    del configuration["uitgevers"][0]["jwksUrl"]
    configuration["uitgevers"][0]["sleutels"] = {"bestand": "jwks.json"}
    path = tmp_path / "mijn.yaml"
    path.write_text(yaml.safe_dump(configuration))
    told = []

    for document in (None, "half a fi", json.dumps({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]})):
        if document is not None:
            (tmp_path / "jwks.json").write_text(document)
        assert main(["serve", "--config", str(path)]) == 2
        told.append(capsys.readouterr().err)

    assert all("uitgevers[0].sleutels.bestand" in told_ and str(tmp_path / "jwks.json") in told_ for told_ in told)
    assert ["niet te lezen" in told_ for told_ in told] == [True, False, False]
    good = json.dumps({"keys": [public_jwk(private_key("RSA", "portaal"))]})
    (tmp_path / "jwks.json").write_text(good)
    assert main(["serve", "--config", str(path), "--controleer"]) == 0
