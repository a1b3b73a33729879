"""The edge: what holds for every answer, and what happens to bad input."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from mijnzaken_bff.api.health import health_app
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.portaal import ANNA, Portaal, Toneel, vragen_aan


@pytest.mark.parametrize(
    ("query", "fouten"),
    [
        ("aantal=0", {("aantal", "buitenBereik")}),
        ("aantal=101", {("aantal", "buitenBereik")}),
        ("aantal=veel", {("aantal", "geenGetal")}),
        ("aantal=1.5", {("aantal", "geenGetal")}),
        ("aantal=", {("aantal", "geenGetal")}),
        ("lopend=ja", {("lopend", "geenJaOfNee")}),
        ("lopend=1", {("lopend", "geenJaOfNee")}),
        ("foo=1", {("foo", "onbekend")}),
        ("page=2", {("page", "onbekend")}),
        ("titel_herkomst=1", {("titel_herkomst", "onbekend")}),
        ("999990019=1", {("onbekend", "onbekend")}),
        ("lopend=true&lopend=false", {("lopend", "dubbel")}),
        ("aantal=5&aantal=5", {("aantal", "dubbel")}),
        ("bron=nergens", {("bron", "onbekend")}),
        ("bron=waterdam&bron=nergens", {("bron", "onbekend")}),
        ("zaaknummer=", {("zaaknummer", "leeg")}),
        ("zaaknummer=" + "x" * 41, {("zaaknummer", "teLang")}),
        ("cursor=", {("cursor", "leeg")}),
        (
            "aantal=0&lopend=ja&foo=1&bron=nergens",
            {("aantal", "buitenBereik"), ("lopend", "geenJaOfNee"), ("foo", "onbekend"), ("bron", "onbekend")},
        ),
    ],
)
def test_bad_input_is_a_400_with_every_fault_and_no_question_to_a_bron(
    portaal: Portaal, waterdam: Gemeente, query: str, fouten: set[tuple[str, str]]
) -> None:
    answer = portaal.client.get(f"/v1/zaken?{query}", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"})

    assert answer.status_code == 400
    assert {(fout["naam"], fout["code"]) for fout in answer.json()["fouten"]} == fouten
    assert all(fout["reden"].endswith(".") for fout in answer.json()["fouten"])
    assert vragen_aan(waterdam) == 0


def test_the_input_is_not_repeated(portaal: Portaal) -> None:
    answer = portaal.get("/v1/zaken", lopend="999990019", zaaknummer="x" * 41, bron="bron-999990032")

    assert answer.status_code == 400
    assert "99999" not in answer.text


def test_bronnen_takes_no_parameters(portaal: Portaal) -> None:
    assert portaal.get("/v1/bronnen", foo=1).status_code == 400


def test_a_caller_must_name_bronnen_where_the_configuration_says_so(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente
) -> None:
    portaal = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord}, vragen={"keuze": "gevraagd"})

    without = portaal.get("/v1/zaken")

    assert without.status_code == 400
    assert without.json()["fouten"][0]["code"] == "ontbreekt"
    assert portaal.get("/v1/zaken", bron="waterdam").status_code == 200


class TestTokens:
    @pytest.mark.parametrize(
        "authorization",
        [
            "",
            "Bearer",
            "Bearer x",
            "Bearer a.b.c",
            "Basic YTpi",
            "bearer",
            "Token abc",
            "Bearer " + "a" * 9000,
        ],
    )
    def test_no_usable_token_is_a_401_without_hints(
        self, portaal: Portaal, waterdam: Gemeente, authorization: str
    ) -> None:
        answer = portaal.client.get("/v1/zaken", headers={"Authorization": authorization})

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="mijnzaken"')
        assert vragen_aan(waterdam) == 0

    def test_a_token_in_the_query_is_no_token(self, portaal: Portaal) -> None:
        assert portaal.client.get("/v1/zaken", params={"access_token": portaal.token(ANNA)}).status_code == 401

    def test_a_token_of_a_foreign_issuer_is_a_401(self, toneel: Toneel, portaal: Portaal, waterdam: Gemeente) -> None:
        foreign = Toneel(toneel.loopback)
        try:
            token = foreign.uitgever.token(bsn=ANNA)
        finally:
            foreign.close()

        answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
        assert vragen_aan(waterdam) == 0

    def test_every_refused_token_gets_the_same_answer(self, portaal: Portaal) -> None:
        tokens = [
            portaal.token(ANNA, audience="een-andere-dienst"),
            portaal.token(ANNA, lifetime=-3600),
            portaal.token("999990018"),
            portaal.token(None),
            portaal.token(ANNA, kvk="90004760"),
        ]

        bodies = set()
        for token in tokens:
            answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401
            bodies.add(str(answer.json() | {"verzoekId": ""}))

        assert len(bodies) == 1

    def test_a_login_that_is_too_weak_asks_for_a_stronger_one(self, portaal: Portaal) -> None:
        token = portaal.token(ANNA, acr="http://eidas.europa.eu/LoA/low")

        answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 401
        assert answer.json()["type"] == "urn:mijnzaken:probleem:hoger-betrouwbaarheidsniveau-nodig"
        assert 'error="insufficient_user_authentication"' in answer.headers["WWW-Authenticate"]
        assert "http://eidas.europa.eu/LoA/substantial" in answer.headers["WWW-Authenticate"]

    def test_somebody_who_seems_to_act_for_another_is_refused(self, portaal: Portaal, waterdam: Gemeente) -> None:
        token = portaal.token(ANNA, represents={"sub": "x"})
        answer = portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:mijnzaken:probleem:geen-toegang"
        assert vragen_aan(waterdam) == 0

    def test_an_issuer_whose_keys_cannot_be_had_is_a_503_and_no_401(self, toneel: Toneel, waterdam: Gemeente) -> None:
        configuratie = toneel.configuratie({"waterdam": waterdam})
        configuratie["uitgevers"][0]["jwksUrl"] = "http://127.0.0.1:9/jwks.json"
        portaal = toneel.portaal_op(configuratie)

        answer = portaal.get("/v1/zaken")

        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert vragen_aan(waterdam) == 0


class TestBronnen:
    def test_a_bron_that_was_never_asked_is_thought_to_be_there(self, portaal: Portaal) -> None:
        bronnen = portaal.get("/v1/bronnen").json()["bronnen"]

        assert [bron["id"] for bron in bronnen] == ["duinoord", "heuvelrijk", "waterdam"]
        assert {bron["toestand"] for bron in bronnen} == {"beschikbaar"}
        assert {bron["sinds"] for bron in bronnen} == {None}

    def test_the_toestand_follows_the_last_question(
        self, portaal: Portaal, waterdam: Gemeente, duinoord: Gemeente
    ) -> None:
        waterdam.fault, duinoord.fault = Fault("500"), Fault("html")
        portaal.find_zaken(ANNA)

        toestand = {bron["id"]: bron["toestand"] for bron in portaal.get("/v1/bronnen").json()["bronnen"]}

        assert toestand == {"duinoord": "onbetrouwbaar", "heuvelrijk": "beschikbaar", "waterdam": "verstoord"}

    def test_it_asks_no_bron_and_holds_nothing_of_anybody(self, portaal: Portaal, waterdam: Gemeente) -> None:
        answer = portaal.get("/v1/bronnen")

        assert waterdam.ontvangen == []
        assert set(answer.json()["bronnen"][0]) == {"id", "naam", "onderwerp", "organisatie", "toestand", "sinds"}

    def test_it_wants_a_token(self, portaal: Portaal) -> None:
        assert portaal.get("/v1/bronnen", None).status_code == 401


class TestRequestId:
    @pytest.mark.parametrize(
        "offered", ["0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11", "01890a5d-ac96-774b-bcce-b302099a8057"]
    )
    def test_the_id_of_the_caller_comes_back(self, portaal: Portaal, offered: str) -> None:
        assert portaal.get("/v1/zaken", headers={"X-Request-Id": offered}).headers["X-Request-Id"] == offered

    @pytest.mark.parametrize(
        "offered",
        [
            "999990019",
            "x" * 36,
            "<script>",
            "a\tb",
            "00000000-0000-0000-0000-000999990019",
            "00000000-0000-4000-8000-000999990019",
            "0c4c3b1e-7c0e-9b5e-9d43-0a5b0c1f7a11",
            "0c4c3b1e-7c0e-4b5e-cd43-0a5b0c1f7a11",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ],
    )
    def test_an_id_that_could_hold_anything_is_replaced(self, portaal: Portaal, offered: str) -> None:
        answer = portaal.get("/v1/zaken", headers={"X-Request-Id": offered})

        assert answer.headers["X-Request-Id"] != offered
        assert len(answer.headers["X-Request-Id"]) == 36


def test_the_platform_sees_whether_it_lives_and_is_ready(toneel: Toneel) -> None:
    waiting = ["sleutels"]
    adres = toneel._start(health_app(lambda: list(waiting), lambda: b""))

    def status(pad: str) -> int:
        return httpx.get(adres + pad, trust_env=False).status_code

    assert (status("/livez"), status("/readyz")) == (200, 503)
    waiting.clear()
    assert (status("/livez"), status("/readyz")) == (200, 200)


def test_the_platform_sees_what_is_counted(portaal: Portaal) -> None:
    beheer = portaal.toneel._start(health_app(portaal.app.waiting_for, portaal.app.metrics))
    name = 'mijnzaken_token_geweigerd_total{reden="missing",uitgever="-"}'
    before = portaal.counted(name)

    portaal.get("/v1/zaken", None)

    assert portaal.counted(name) == before + 1
    answer = httpx.get(f"{beheer}/metrics", trust_env=False)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f"{name} 1.0" in answer.text
    assert portaal.counted("mijnzaken_taken") > 0


def test_the_contract_reads_as_yaml_too(portaal: Portaal) -> None:
    contract = portaal.client.get("/v1/openapi.json").json()

    assert yaml.safe_load(yaml.safe_dump(contract, allow_unicode=True)) == contract


def test_a_connection_goes_on_after_head(portaal: Portaal) -> None:
    """A server that waits for the body of a HEAD drops the connection, and the next question with it."""
    parts = urlsplit(portaal.adres)
    asked = f"HEAD /v1/openapi.json HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as wire:
        for _ in range(3):
            wire.sendall(asked)
            answer = b""
            while b"\r\n\r\n" not in answer:
                received = wire.recv(4096)
                assert received, "the connection was dropped"
                answer += received
            assert answer.startswith(b"HTTP/1.1 200")


def test_operators_see_why_a_token_was_refused(portaal: Portaal, caplog: pytest.LogCaptureFixture) -> None:
    answer = portaal.client.get(
        "/v1/zaken", headers={"Authorization": f"Bearer {portaal.token(ANNA, audience='een-andere-dienst')}"}
    )

    told = [record for record in caplog.records if record.getMessage() == "token_rejected"]
    assert [vars(record)["reason"] for record in told] == ["claims"]
    assert [vars(record)["request_id"] for record in told] == [answer.headers["X-Request-Id"]]


@pytest.mark.parametrize("zaaknummer", ["\x00", "a\nb", "\x7f"])
def test_a_zaaknummer_holds_no_control_characters(portaal: Portaal, waterdam: Gemeente, zaaknummer: str) -> None:
    answer = portaal.get("/v1/zaken", zaaknummer=zaaknummer)

    assert answer.status_code == 400
    assert answer.json()["fouten"][0]["code"] == "vorm"
    assert vragen_aan(waterdam) == 0


@pytest.mark.parametrize("aantal", ["1.0", "+5", " 5", "1_0", "٣"])
def test_a_number_is_written_in_digits(portaal: Portaal, aantal: str) -> None:
    assert portaal.get("/v1/zaken", aantal=aantal).status_code == 400
