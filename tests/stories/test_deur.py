"""The door: who may read an answer, under which name we are asked, and how much anybody may send."""

from __future__ import annotations

import httpx
import pytest

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.draad import answer_on, is_closed, said, wire
from tests.stories.portaal import ANNA, RUIM, Portaal, Toneel, vragen_aan

MIJN = "https://mijn.waterdam.example"
JSON = {"Content-Type": "application/json"}
ASKS = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


class TestWhoMayReadAnAnswer:
    @pytest.fixture
    def portaal(self, toneel: Toneel, waterdam: Gemeente) -> Portaal:
        dienst = {"cors": [MIJN, "http://localhost:3000"], "grenzen": RUIM | {"perBetrokkene": {"aantal": 1}}}
        return toneel.portaal({"waterdam": waterdam}, dienst=dienst)

    @pytest.mark.parametrize("origin", [MIJN, "http://localhost:3000"])
    def test_a_page_that_is_named_may_read_the_answer_and_what_it_needs_of_the_headers(
        self, portaal: Portaal, origin: str
    ) -> None:
        answer = portaal.get("/v1/bronnen", headers={"Origin": origin})

        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert answer.headers["Vary"] == "Origin"
        exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"API-Version", "X-Request-Id", "Preference-Applied", "Retry-After", "WWW-Authenticate"} <= set(exposed)
        assert "Content-Disposition" in exposed
        assert "Access-Control-Allow-Credentials" not in answer.headers

    @pytest.mark.parametrize(
        "origin",
        [
            "null",
            "*",
            "",
            "https://mijn.waterdam.example.kwaad.example",
            "https://kwaadmijn.waterdam.example",
            "https://x.mijn.waterdam.example",
            "http://mijn.waterdam.example",
            "https://mijn.waterdam.example:8443",
            "https://mijn.waterdam.example:443",
            "https://mijn.waterdam.example/",
            "https://MIJN.waterdam.example",
            "https://mijn.waterdam.example, https://kwaad.example",
            "http://localhost",
        ],
    )
    def test_t60_a_page_of_anybody_else_may_not(self, portaal: Portaal, origin: str) -> None:
        plain = portaal.get("/v1/bronnen", headers={"Origin": origin})
        asked = portaal.client.options("/v1/zaken", headers={"Origin": origin} | ASKS)

        assert plain.status_code == 200
        assert asked.status_code == 405
        for answer in (plain, asked):
            assert not [name for name in answer.headers if name.startswith("access-control")]
            assert answer.headers["Vary"] == "Origin", "or a cache gives one page the answer to another"

    def test_two_origins_in_one_request_are_none(self, portaal: Portaal) -> None:
        answer = said(
            portaal.adres,
            f"GET /v1/openapi.jso HTTP/1.1\r\nHost: x\r\nOrigin: {MIJN}\r\nOrigin: {MIJN}\r\n\r\n".encode(),
        )

        assert answer.status == 404
        assert "access-control-allow-origin" not in answer.headers

    def test_a_browser_that_asks_first_is_told_what_may(self, portaal: Portaal, waterdam: Gemeente) -> None:
        answer = portaal.client.options("/v1/zaken", headers={"Origin": MIJN} | ASKS)

        assert answer.status_code == 204
        assert answer.content == b""
        assert answer.headers["Access-Control-Allow-Origin"] == MIJN
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
        allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
        assert set(allowed) == {
            "Authorization", "Content-Type", "Last-Event-ID", "Prefer", "X-Request-Id", "Raadpleegsleutel",
        }  # fmt: skip
        assert int(answer.headers["Access-Control-Max-Age"]) > 0
        assert vragen_aan(waterdam) == 0

    def test_options_that_is_no_question_of_a_browser_is_a_method_that_is_not_there(self, portaal: Portaal) -> None:
        answer = portaal.client.options("/v1/zaken", headers={"Origin": MIJN})

        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"

    def test_a_page_can_read_what_went_wrong_too(self, portaal: Portaal) -> None:
        mine = {"Origin": MIJN}
        portaal.find_zaken(ANNA)
        problems = {
            portaal.get("/v1/zaken", ANNA, headers=mine),
            portaal.get("/v1/zaken", None, headers=mine),
            portaal.get("/v1/niets", None, headers=mine),
            portaal.get("/v1/zaken", None, headers=mine | {"Accept": "text/html"}),
        }

        assert {answer.status_code for answer in problems} == {429, 401, 404, 406}
        assert {answer.headers["Access-Control-Allow-Origin"] for answer in problems} == {MIJN}

    def test_the_contract_stays_open_to_everybody(self, portaal: Portaal) -> None:
        for origin in (MIJN, "https://elders.example"):
            answer = portaal.client.get("/v1/openapi.json", headers={"Origin": origin})
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_without_a_list_no_page_may_read_anything(portaal: Portaal) -> None:
    assert "Access-Control-Allow-Origin" not in portaal.get("/v1/bronnen", headers={"Origin": MIJN}).headers
    assert portaal.client.options("/v1/zaken", headers={"Origin": MIJN} | ASKS).status_code == 405


class TestUnderWhichNameWeAreAsked:
    def ask(self, portaal: Portaal, *hosts: str, path: str = "/v1/openapi.json") -> int:
        lines = "".join(f"Host: {host}\r\n" for host in hosts)
        answer = said(portaal.adres, f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
        if answer.status == 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == "urn:mijnzaken:probleem:ongeldige-invoer"
        return answer.status

    @pytest.fixture
    def named(self, toneel: Toneel, waterdam: Gemeente) -> Portaal:
        dienst = {"hosts": ["mijnzaken.waterdam.example", "[::1]"], "grenzen": RUIM}
        return toneel.portaal({"waterdam": waterdam}, dienst=dienst)

    @pytest.mark.parametrize(
        "host",
        [
            "a/b?c#d",
            "a b",
            "a@b",
            "",
            "[::1",
            "a:b",
            "a:1:2",
            "-",
            ".",
            "a\\b",
            "é.example",
            "a:123456",
            "127.0.0.1:0x50",
        ],
    )
    def test_t63_what_is_no_host_is_a_400_also_where_any_name_will_do(self, portaal: Portaal, host: str) -> None:
        assert self.ask(portaal, host) == 400

    @pytest.mark.parametrize("hosts", [(), ("a.example", "b.example"), ("a.example", "a.example")])
    def test_none_or_two_is_a_400(self, portaal: Portaal, hosts: tuple[str, ...]) -> None:
        assert self.ask(portaal, *hosts) == 400

    @pytest.mark.parametrize("host", ["127.0.0.1", "mijnzaken.example:443", "[::1]:8000", "MIJN_zaken.example"])
    def test_where_no_names_are_listed_any_name_will_do(self, portaal: Portaal, host: str) -> None:
        assert self.ask(portaal, host) == 200

    @pytest.mark.parametrize(
        "host", ["mijnzaken.waterdam.example", "MijnZaken.Waterdam.Example:8443", "[::1]", "[::1]:8000"]
    )
    def test_a_name_that_is_listed_is_ours_on_any_port(self, named: Portaal, host: str) -> None:
        assert self.ask(named, host) == 200

    @pytest.mark.parametrize(
        "host", ["waterdam.example", "x.mijnzaken.waterdam.example", "mijnzaken.waterdam.example.", "127.0.0.1"]
    )
    def test_t63_another_name_is_a_400_and_nobody_is_asked(self, named: Portaal, waterdam: Gemeente, host: str) -> None:
        token = {"Authorization": f"Bearer {named.token(ANNA)}", "Host": host}

        assert named.client.get("/v1/zaken", headers=token).status_code == 400
        assert vragen_aan(waterdam) == 0
        assert named.counted('mijnzaken_verzoek_afgewezen_total{reden="host"}') == 1

    def test_a_host_that_looks_like_a_path_decides_nothing(self, portaal: Portaal) -> None:
        """CVE-2026-48710: of a URL that is made with ``Host`` the path is what the caller likes."""
        token = {"Authorization": f"Bearer {portaal.token(ANNA)}"}
        for host in ("127.0.0.1", "v1.zaken", "zaken"):
            answer = portaal.client.get("/v1/zaken?bron=nergens&aantal=0", headers=token | {"Host": host})
            assert {fout["code"] for fout in answer.json()["fouten"]} == {"onbekend", "buitenBereik"}


class TestWhatIsTurnedAway:
    def test_a_route_that_turns_somebody_away_need_not_count_it(self, portaal: Portaal) -> None:
        def busy() -> None:
            raise Afgewezen(Reden.KLANT, 7)

        portaal.app.fastapi.add_api_route("/v1/druk", busy)
        answer = portaal.client.get("/v1/druk")

        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
        assert portaal.counted('mijnzaken_verzoek_afgewezen_total{reden="klant"}') == 1


class TestHowMuchAnybodyMaySend:
    """No request of the contract has content; what comes all the same is kept small."""

    @pytest.mark.parametrize("path", ["/v1/zaken", "/v1/bronnen", "/v1/openapi.json", "/v1/niets"])
    def test_content_of_more_than_sixteen_kib_is_a_413(self, portaal: Portaal, path: str) -> None:
        def status(size: int) -> int:
            return portaal.client.request("POST", path, content=b" " * size, headers=JSON).status_code

        assert status(16 * 1024) in (404, 405)
        assert status(16 * 1024 + 1) == 413

    def test_content_that_says_it_is_too_large_is_not_waited_for(self, portaal: Portaal) -> None:
        head = b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        with wire(portaal.adres) as connected:
            connected.sendall(head + b"{")
            answer = answer_on(connected)

            assert answer.status == 413
            assert answer.json()["type"] == "urn:mijnzaken:probleem:te-groot"
            assert is_closed(connected)

    def test_content_that_turns_out_too_large_is_not_read_to_its_end(self, portaal: Portaal) -> None:
        head = (
            b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        with wire(portaal.adres) as connected:
            connected.sendall(head + b"5000\r\n" + b" " * 0x5000 + b"\r\n")
            answer = answer_on(connected)

            assert answer.status == 413
            assert is_closed(connected)

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Content-Type": "text/plain"},
            {"Content-Type": "application/x-www-form-urlencoded"},
            {"Content-Type": "application/jsonp"},
            {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        ],
    )
    def test_content_that_is_not_called_json_is_a_415(self, portaal: Portaal, headers: dict[str, str]) -> None:
        answer = portaal.client.request("GET", "/v1/bronnen", content=b"{}", headers=headers)

        assert answer.status_code == 415
        assert answer.json()["type"] == "urn:mijnzaken:probleem:mediatype-niet-ondersteund"

    @pytest.mark.parametrize("called", ["application/json", "Application/JSON; charset=utf-8"])
    def test_content_that_is_called_json_changes_nothing(self, portaal: Portaal, called: str) -> None:
        token = {"Authorization": f"Bearer {portaal.token(ANNA)}", "Content-Type": called}

        answer = portaal.client.request("GET", "/v1/zaken", content=b'{"aantal": NaN}', headers=token)

        assert answer.status_code == 200

    def test_a_media_type_without_content_says_nothing(self, portaal: Portaal) -> None:
        assert portaal.get("/v1/bronnen", headers={"Content-Type": "text/plain"}).status_code == 200

    def test_t62_headers_of_more_than_32_kib_are_a_400(self, portaal: Portaal) -> None:
        def status(size: int) -> int:
            return portaal.get("/v1/bronnen", headers={"X-Groot": "x" * size}).status_code

        assert status(30 * 1024) == 200
        assert status(32 * 1024) == 400
        assert status(200_000) == 400

    def test_many_small_headers_are_as_large_as_one(self, portaal: Portaal) -> None:
        many = {f"X-{n}": "x" * 100 for n in range(400)}

        assert portaal.get("/v1/bronnen", headers=many).status_code == 400

    def test_an_address_of_more_than_64_kb_is_a_400(self, portaal: Portaal) -> None:
        def answer(size: int) -> httpx.Response:
            return said_with_token(portaal, "/v1/bronnen?" + "x" * size)

        assert answer(63_000).json()["fouten"][0]["code"] == "onbekend"
        assert answer(64_500).json()["fouten"][0]["code"] == "kop"


def said_with_token(portaal: Portaal, path: str) -> httpx.Response:
    # Longer than httpx allows in a URL of its own making.
    request = httpx.Request("GET", portaal.adres, headers={"Authorization": f"Bearer {portaal.token(ANNA)}"})
    request.extensions = {"target": path.encode()}
    return portaal.client.send(request)
