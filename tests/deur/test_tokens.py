"""The threats to tokens that can be shown at the door, each test named after its row in the threat model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.identity.refusals import Reason
from tests.conftest import LISTENER
from tests.deur.deur import LEEWAY, SECONDS, Deur, Spreker, Toezicht, Vraag, bearer, geweigerd
from tests.deur.dialecten import ANNA, DIALECTEN
from tests.deur.rijen import hmac_signed, pem
from tests.rooms.settings.voorbeeld import SECRET, at, written
from tests.stories.portaal import RUIM, Toneel, vragen_aan


@pytest.fixture(params=[dialect.id for dialect in DIALECTEN])
def spreker(deur: Deur, request: pytest.FixtureRequest) -> Spreker:
    """Each dialect in turn."""
    return deur.sprekers[request.param]


@pytest.mark.parametrize("alg", ["none", "None", "nOnE"])
def test_t01_a_token_without_algorithm_asks_neither_a_gemeente_nor_the_issuer(
    spreker: Spreker, toezicht: Toezicht, alg: str
) -> None:
    token = spreker.unsigned({"alg": alg})

    toezicht.refuses(bearer(f"{token}.AA"), geweigerd(Reason.ALGORITHM), uitgever=spreker.dialect.id)
    toezicht.refuses(bearer(f"{token}."), geweigerd(Reason.MALFORMED), uitgever="-")


def test_t02_the_public_key_is_no_shared_secret(spreker: Spreker, toezicht: Toezicht) -> None:
    as_jwk = [json.dumps(jwk).encode() for jwk in spreker.loket.jwks()["keys"]]
    for secret in (pem(spreker), pem(spreker).strip(), *as_jwk):
        token = hmac_signed(spreker, secret)
        toezicht.refuses(bearer(token), geweigerd(Reason.ALGORITHM), uitgever=spreker.dialect.id)


@pytest.mark.parametrize("algoritme", ["HS256", "HS512", "none"])
def test_t02_a_configuration_that_takes_a_shared_secret_does_not_start(tmp_path: Path, algoritme: str) -> None:
    (tmp_path / "waterdam.secret").write_text(SECRET)
    config = tmp_path / "config.yaml"
    config.write_text(written(at(("uitgevers", 0, "algoritmen"), ["RS256", algoritme])), encoding="utf-8")

    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(config)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert ended.returncode == 2
    assert f"uitgevers[0].algoritmen: {algoritme} is niet toegelaten" in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize("crit", [["exp"], ["b64"], ["http://example.com/UNDEFINED"], [], "exp", None])
def test_t06_a_token_that_demands_an_extension_is_refused(spreker: Spreker, toezicht: Toezicht, crit: object) -> None:
    for header in ({"crit": crit}, {"crit": crit, "b64": False}, {"b64": True}):
        token = spreker.token(header=header)
        toezicht.refuses(bearer(token), geweigerd(Reason.HEADER), uitgever="-")


@pytest.mark.parametrize(
    "aud",
    [..., None, "", [], "account", ["account"], ["account", "mijnzaken-bff-evil"], "mijnzaken-bff-evil",
     "evil-mijnzaken-bff", "mijnzaken-bf", "mijnzaken-bff ", "mijnzaken-bff/", "MIJNZAKEN-BFF", "mijnzaken-bff account",
     1, {"mijnzaken-bff": 1}, ["mijnzaken-bff", None]],
)  # fmt: skip
def test_t08_a_token_for_another_api_of_the_same_issuer_is_refused(
    spreker: Spreker, toezicht: Toezicht, aud: object
) -> None:
    toezicht.refuses(bearer(spreker.token(aud=aud)), geweigerd(Reason.CLAIMS), uitgever=spreker.dialect.id)


def test_t09_no_other_token_of_the_issuer_passes_for_an_access_token(spreker: Spreker, toezicht: Toezicht) -> None:
    logout = {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}
    tokens = {
        "id": spreker.token(header={"typ": "JWT"}, nonce="n-0S6_WzA2Mj", at_hash="77QmUPtjPfzWtF2AnpK9RQ"),
        "id, hybrid": spreker.token(header={"typ": "JWT"}, c_hash="LDktKdoQak3Pk0cnXxCltA"),
        "id, Keycloak": spreker.token(header={"typ": "JWT"}, typ="ID"),
        "refresh, Keycloak": spreker.token(header={"typ": "JWT"}, typ="Refresh"),
        "offline, Keycloak": spreker.token(header={"typ": "JWT"}, typ="Offline"),
        "logout": spreker.token(header={"typ": "logout+jwt"}, **logout),
        "logout, old": spreker.token(header={"typ": "JWT"}, **logout),
        "security event": spreker.token(header={"typ": "secevent+jwt"}),
        "introspection": spreker.token(header={"typ": "token-introspection+jwt"}),
        "DPoP proof": spreker.token(header={"typ": "dpop+jwt"}),
        "client assertion": spreker.token(header={"typ": ...}),
    }

    for token in tokens.values():
        toezicht.refuses(bearer(token), geweigerd(Reason.TOKEN_TYPE), uitgever=spreker.dialect.id)


def test_t10_a_token_that_is_bound_to_a_key_is_no_bearer_token(spreker: Spreker, toezicht: Toezicht) -> None:
    for cnf in ({"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}, {"jkt": "0ZcOCORZNYy"}, {}, "x", True):
        token = spreker.token(cnf=cnf)
        toezicht.refuses(bearer(token), geweigerd(Reason.BOUND), uitgever=spreker.dialect.id)


def test_t10_a_stolen_token_dies_a_leeway_after_its_end(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})
    stolen = {"Authorization": f"Bearer {portaal.token(ANNA, lifetime=60)}"}

    toneel.klok.later(seconds=60 + LEEWAY - 1)
    assert portaal.client.get("/v1/zaken", headers=stolen).status_code == 200
    asked = vragen_aan(waterdam)
    for _ in range(3):
        toneel.klok.later(seconds=1)
        assert portaal.client.get("/v1/zaken", headers=stolen).status_code == 401
    assert vragen_aan(waterdam) == asked


def test_t10_a_stolen_token_does_not_live_on_its_long_life(spreker: Spreker, toezicht: Toezicht) -> None:
    for claims in ({"exp": SECONDS + 13 * 30 * 86400}, {"iat": SECONDS - 3600 - LEEWAY - 1, "exp": SECONDS + 600}):
        token = spreker.token(**claims)
        toezicht.refuses(bearer(token), geweigerd(Reason.TIME), uitgever=spreker.dialect.id)


def test_t10_a_token_in_the_query_is_no_token_and_stands_in_no_log(
    deur: Deur, spreker: Spreker, toezicht: Toezicht
) -> None:
    token = spreker.token()
    first = len(LISTENER.lines)

    toezicht.refuses(Vraag(query=(("access_token", token),)), geweigerd(Reason.MISSING), uitgever="-")
    both = deur.ask(Vraag(bearer(token).headers, (("access_token", token),)))
    # What is written after an answer was sent, is there when the next question on the same connection is answered.
    deur.ask(Vraag())

    assert both.status_code == 400
    assert [fout["naam"] for fout in both.json()["fouten"]] == ["access_token"]
    lines = LISTENER.lines[first:]
    assert sum("request_answered" in line for line in lines) >= 3
    assert not any(piece in line for line in lines for piece in token.split("."))


def test_t15_a_token_that_is_too_large_is_refused_before_anything_of_it_is_read(
    spreker: Spreker, toezicht: Toezicht
) -> None:
    # The head and the claims are those of a good token: whoever had read them would give another reason.
    token = f"{spreker.token()}{'A' * 8193}"

    toezicht.refuses(bearer(token), geweigerd(Reason.MALFORMED), uitgever="-")


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_t15_a_token_of_a_megabyte_does_not_get_as_far_as_the_tokens(deur: Deur, spreker: Spreker, size: int) -> None:
    upstream, jwks, refused = deur.upstream, deur.jwks, deur.counted()
    turned_away = deur.portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="kop"}')

    answer = deur.ask(bearer(f"{spreker.token()}{'A' * size}"))

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:mijnzaken:probleem:ongeldige-invoer"
    assert (deur.upstream, deur.jwks, deur.counted()) == (upstream, jwks, refused)
    assert deur.portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="kop"}') == turned_away + 1


def test_t15_bad_tokens_in_bulk_cost_no_call_and_nobody_else_an_answer(deur: Deur) -> None:
    jwks, sprekers = deur.jwks, list(deur.sprekers.values())
    good = [bearer(spreker.token()) for spreker in sprekers]
    bad = [bearer(sprekers[n % len(sprekers)].token(aud="account", jti=str(n))) for n in range(500)]
    cost = sum(_calls_of(deur, vraag) for vraag in good)
    upstream = deur.upstream

    answers = [[deur.ask(vraag).status_code for vraag in (*bad[n : n + 50], *good)] for n in range(0, 500, 50)]

    assert answers == [[401] * 50 + [200] * len(good)] * 10
    assert deur.jwks == jwks
    assert deur.upstream == upstream + 10 * cost


def test_t15_after_thirty_bad_tokens_no_token_of_that_address_is_looked_at(toneel: Toneel, waterdam: Gemeente) -> None:
    dienst = {"proxies": ["127.0.0.1"], "grenzen": RUIM | {"mislukt": {"aantal": 30, "per": "60s"}}}
    portaal = toneel.portaal({"waterdam": waterdam}, dienst=dienst)
    good = portaal.token(ANNA)
    bad = f"{good.rpartition('.')[0]}.{'A' * 342}"
    looked_at = 'mijnzaken_token_geweigerd_total{reden="signature",uitgever="verhaal"}'

    def ask(token: str, address: str) -> int:
        headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": address}
        return portaal.client.get("/v1/zaken", headers=headers).status_code

    flood = [(ask(bad, "192.0.2.1"), ask(good, "192.0.2.2")) for _ in range(100)]

    assert flood == [(401, 200)] * 30 + [(429, 200)] * 70
    assert portaal.counted(looked_at) == 30
    assert portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="adres"}') == 70


def _calls_of(deur: Deur, vraag: Vraag) -> int:
    before = deur.upstream
    assert deur.ask(vraag).status_code == 200
    return deur.upstream - before
