"""How much the service takes on: how often somebody may ask, and how many at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.rooms.identity.issuer import part
from tests.stories.portaal import ANNA, BILAL, LEVEL, RUIM, Portaal, Toneel, vragen_aan
from tests.stories.proces import serving
from tests.stories.wachten import until

AFGEWEZEN = 'mijnzaken_verzoek_afgewezen_total{{reden="{}"}}'
GEWEIGERD = 'mijnzaken_token_geweigerd_total{{reden="{}",uitgever="{}"}}'
ONDERWEG = "mijnzaken_verzoeken_onderweg"


@pytest.fixture
def limited(toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente) -> Callable[..., Portaal]:
    """The service on two gemeenten, with these limits."""

    def open_(**grenzen: Any) -> Portaal:
        bronnen = {"waterdam": waterdam, "heuvelrijk": heuvelrijk}
        return toneel.portaal(bronnen, dienst={"grenzen": RUIM | grenzen})

    return open_


def assert_wait(answer: httpx.Response, seconds: int) -> None:
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:mijnzaken:probleem:te-veel-verzoeken"
    assert answer.headers["Retry-After"] == str(seconds)


def test_t61_a_burst_of_one_betrokkene_is_a_429_and_others_notice_nothing(
    limited: Callable[..., Portaal], toneel: Toneel, waterdam: Gemeente
) -> None:
    portaal = limited(perBetrokkene={"aantal": 3, "per": "60s"})
    first = [portaal.get("/v1/zaken", ANNA).status_code for _ in range(3)]
    asked = vragen_aan(waterdam)

    refused = portaal.get("/v1/zaken", ANNA)

    assert first == [200, 200, 200]
    assert_wait(refused, 20)
    assert vragen_aan(waterdam) == asked, "nobody was asked for what was refused"
    assert portaal.get("/v1/zaken", BILAL).status_code == 200
    assert portaal.counted(AFGEWEZEN.format("betrokkene")) == 1


def test_whoever_waits_as_long_as_was_said_is_answered_however_often_he_tried(
    limited: Callable[..., Portaal], toneel: Toneel
) -> None:
    portaal = limited(perBetrokkene={"aantal": 1, "per": "60s"})
    portaal.find_zaken(ANNA)

    for _ in range(30):
        assert_wait(portaal.get("/v1/zaken", ANNA), 60)
    toneel.klok.later(seconds=59)
    assert_wait(portaal.get("/v1/zaken", ANNA), 1)
    toneel.klok.later(seconds=1)

    assert portaal.get("/v1/zaken", ANNA).status_code == 200


def test_one_of_many_bronnen_costs_its_share(limited: Callable[..., Portaal]) -> None:
    portaal = limited(perBetrokkene={"aantal": 1, "per": "60s"})

    halves = [portaal.get("/v1/zaken", ANNA, bron="waterdam").status_code for _ in range(3)]

    assert halves == [200, 200, 429]


def test_bad_input_and_the_list_of_bronnen_cost_a_twentieth(limited: Callable[..., Portaal]) -> None:
    portaal = limited(perBetrokkene={"aantal": 1, "per": "60s"})
    cheap = [portaal.get("/v1/zaken", ANNA, aantal=0).status_code for _ in range(10)]
    cheap += [portaal.get("/v1/bronnen", ANNA).status_code for _ in range(9)]

    assert cheap == [400] * 10 + [200] * 9
    assert_wait(portaal.get("/v1/zaken", ANNA), 57)
    assert portaal.get("/v1/bronnen", ANNA).status_code == 200
    assert_wait(portaal.get("/v1/bronnen", ANNA), 3)


def test_t61_a_client_has_its_own_limit_whoever_it_asks_for(limited: Callable[..., Portaal]) -> None:
    portaal = limited(perKlant={"aantal": 2, "per": "60s"})

    def ask(wie: str, azp: str) -> httpx.Response:
        token = portaal.token(wie, azp=azp)
        return portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

    assert [ask(wie, "portaal-a").status_code for wie in (ANNA, BILAL)] == [200, 200]
    assert_wait(ask(ANNA, "portaal-a"), 30)
    assert ask(ANNA, "portaal-b").status_code == 200
    assert portaal.counted(AFGEWEZEN.format("klant")) == 1


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]


def with_head(token: str, **members: str) -> str:
    return f"{part(members)}.{token.partition('.')[2]}"


def made_up(token: str) -> dict[str, list[tuple[str, str]]]:
    """What no issuer of ours gave, made from a good token: the headers, by the reason of the refusal."""
    signature = token.rpartition(".")[2]
    return {
        "several": bearer(token) * 2,
        "malformed": bearer("a.b.c"),
        "header": bearer(with_head(token, alg="RS256", jku="https://evil.example/certs")),
        "issuer": bearer(f"{part({'alg': 'RS256'})}.{part({'iss': 'https://evil.example'})}.{signature}"),
        "algorithm": bearer(with_head(token, alg="none", typ="at+jwt")),
        "signature": bearer(f"{token.rpartition('.')[0]}.{'A' * len(signature)}"),
    }


class TestRefusedTokens:
    def test_after_so_many_made_up_tokens_none_of_this_address_is_looked_at(
        self, limited: Callable[..., Portaal], toneel: Toneel
    ) -> None:
        portaal = limited(mislukt={"aantal": 3, "per": "60s"})
        made_up = {"Authorization": "Bearer a.b.c"}

        assert [portaal.client.get("/v1/zaken", headers=made_up).status_code for _ in range(3)] == [401, 401, 401]
        refused = portaal.counted('mijnzaken_token_geweigerd_total{reden="malformed",uitgever="-"}')

        assert_wait(portaal.client.get("/v1/zaken", headers=made_up), 20)
        assert_wait(portaal.get("/v1/zaken", ANNA), 20)
        assert portaal.counted('mijnzaken_token_geweigerd_total{reden="malformed",uitgever="-"}') == refused == 3
        toneel.klok.later(seconds=20)
        assert portaal.get("/v1/zaken", ANNA).status_code == 200

    def test_sessions_that_ended_shut_nobody_out_of_a_portal(self, limited: Callable[..., Portaal]) -> None:
        portaal = limited(mislukt={"aantal": 2, "per": "60s"})
        over = {"Authorization": f"Bearer {portaal.token(ANNA, lifetime=-3600)}"}

        answers = [portaal.client.get("/v1/zaken", headers=headers).status_code for headers in (over, {}) * 5]

        assert answers == [401] * 10
        assert portaal.get("/v1/zaken", BILAL).status_code == 200

    def test_what_an_issuer_signed_shuts_nobody_out_of_a_portal(self, limited: Callable[..., Portaal]) -> None:
        portaal = limited(mislukt={"aantal": 2, "per": "60s"})
        signed = {
            "subject": portaal.token(), "claims": portaal.token(ANNA, audience="account"),
            "bound": portaal.token(ANNA, cnf={"jkt": "x"}), "token_type": portaal.token(ANNA, nonce="n"),
            "key": with_head(portaal.token(ANNA), alg="RS256", kid="nieuw", typ="at+jwt"),
        }  # fmt: skip

        for reason, token in signed.items():
            answers = [portaal.client.get("/v1/zaken", headers=bearer(token)).status_code for _ in range(4)]
            assert (reason, answers) == (reason, [401] * 4)
            assert portaal.counted(GEWEIGERD.format(reason, "verhaal")) == 4
        assert portaal.get("/v1/zaken", BILAL).status_code == 200

    def test_what_no_issuer_gave_counts(self, limited: Callable[..., Portaal]) -> None:
        for reason, headers in made_up(limited().token(ANNA)).items():
            portaal = limited(mislukt={"aantal": 2, "per": "60s"})

            answers = [portaal.client.get("/v1/zaken", headers=headers).status_code for _ in range(3)]

            assert (reason, answers) == (reason, [401, 401, 429])
            uitgever = "verhaal" if reason in ("algorithm", "signature") else "-"
            assert portaal.counted(GEWEIGERD.format(reason, uitgever)) == 2

    def test_another_address_is_not_shut_out(self, toneel: Toneel, waterdam: Gemeente) -> None:
        grenzen = RUIM | {"mislukt": {"aantal": 1, "per": "60s"}}
        dienst = {"grenzen": grenzen, "proxies": ["127.0.0.0/8"]}
        portaal = toneel.portaal({"waterdam": waterdam}, dienst=dienst)
        made_up = {"Authorization": "Bearer a.b.c"}

        def status(address: str) -> int:
            headers = made_up | {"X-Forwarded-For": address}
            return portaal.client.get("/v1/zaken", headers=headers).status_code

        assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [401, 429, 401]
        # Of IPv6 somebody has a whole network: another address out of it is no other person.
        assert [status("2001:db8::1"), status("2001:db8::2"), status("2001:db8:0:1::1")] == [401, 429, 401]
        assert [status("::ffff:192.0.2.1"), status("192.0.2.1:4711")] == [429, 429]


def test_t63_an_address_that_a_caller_makes_up_does_not_count(
    toneel: Toneel, limited: Callable[..., Portaal], waterdam: Gemeente
) -> None:
    """Without ``proxies`` the header is air; with them only what the proxy itself wrote counts."""
    made_up = {"Authorization": "Bearer a.b.c"}

    direct = limited(mislukt={"aantal": 2, "per": "60s"})
    forged = [
        direct.client.get("/v1/zaken", headers=made_up | {"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(3)
    ]

    assert forged == [401, 401, 429]

    grenzen = RUIM | {"mislukt": {"aantal": 2, "per": "60s"}}
    behind = toneel.portaal({"waterdam": waterdam}, dienst={"grenzen": grenzen, "proxies": ["127.0.0.1"]})
    forged = [
        behind.client.get("/v1/zaken", headers=made_up | {"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.7"}).status_code
        for n in range(3)
    ]

    assert forged == [401, 401, 429]


class TestAFullHouse:
    """As many as may be, all waiting for a bron that hangs."""

    @pytest.fixture
    def full(self, limited: Callable[..., Portaal], waterdam: Gemeente, heuvelrijk: Gemeente) -> Portaal:
        waterdam.fault = heuvelrijk.fault = Fault("traag", seconden=2.0)
        return limited(tegelijk=2)

    def test_whoever_comes_too_many_gets_a_503_at_once_and_his_token_is_not_looked_at(self, full: Portaal) -> None:
        with ThreadPoolExecutor(2) as crowd:
            inside = [crowd.submit(full.get, "/v1/zaken", wie) for wie in (ANNA, BILAL)]
            until(lambda: full.counted(ONDERWEG) == 2)

            refused = full.client.get("/v1/zaken", headers={"Authorization": "Bearer a.b.c"})

            assert [answer.done() for answer in inside] == [False, False], "nobody was waited for"
            assert refused.status_code == 503
            assert refused.json()["type"] == "urn:mijnzaken:probleem:tijdelijk-niet-beschikbaar"
            assert int(refused.headers["Retry-After"]) > 0
            assert full.counted('mijnzaken_token_geweigerd_total{reden="malformed",uitgever="-"}') == 0
            assert full.counted(AFGEWEZEN.format("vol")) == 1
            assert full.client.get("/v1/openapi.json").status_code == 503, "a place is a place"
            assert [answer.result().status_code for answer in inside] == [200, 200]

    def test_a_place_comes_free_with_the_answer_and_when_somebody_leaves(self, full: Portaal) -> None:
        for _ in range(3):
            with pytest.raises(httpx.ReadTimeout):
                full.client.get("/v1/zaken", headers={"Authorization": f"Bearer {full.token(ANNA)}"}, timeout=0.2)
        until(lambda: full.counted(ONDERWEG) == 0)

        assert full.get("/v1/bronnen").status_code == 200
        assert full.counted(ONDERWEG) == 0


def test_t62_the_platform_is_answered_however_full_it_is(toneel: Toneel, waterdam: Gemeente, tmp_path: Path) -> None:
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    token = {"Authorization": f"Bearer {toneel.uitgever.token(bsn=ANNA, acr=LEVEL)}"}
    waterdam.fault = Fault("hangt")
    configuratie = toneel.configuratie({"waterdam": waterdam}, dienst={"grenzen": {"tegelijk": 1}})

    with serving(tmp_path, configuratie) as proces, ThreadPoolExecutor(1) as other:
        waiting = other.submit(httpx.get, f"{proces.adres}/v1/zaken", headers=token, trust_env=False, timeout=30)
        until(lambda: proces.counted(ONDERWEG) == 1)

        refused = httpx.get(f"{proces.adres}/v1/zaken", headers=token, trust_env=False)

        assert refused.status_code == 503
        assert proces.is_ready()
        assert proces.counted(AFGEWEZEN.format("vol")) == 1
        assert not waiting.done()
        assert waiting.result().status_code == 503


def test_the_seconds_to_wait_are_whole_and_never_too_few(limited: Callable[..., Portaal]) -> None:
    portaal = limited(perBetrokkene={"aantal": 7, "per": "60s"})
    for _ in range(7):
        portaal.find_zaken(ANNA)

    assert_wait(portaal.get("/v1/zaken", ANNA), math.ceil(60 / 7))
