"""The technical rules of the API Design Rules, each at run time: over every route, a path that is none, every status.

A test is named after its rule. ``docs/adr-regels.md`` names all 36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.app import create_app
from mijnzaken_bff.contract.probleem import Probleemsoort
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.gemeente.vulling_documenten import document
from tests.stories.portaal import ANNA, RUIM, Portaal, Toneel, settings_of_tree
from tests.stories.wachten import until

PAGE = "https://mijn.waterdam.example"
DIENST = {"cors": [PAGE], "grenzen": RUIM}
ZAAK, INHOUD = "/v1/zaken/{zaakId}", "/v1/zaken/{zaakId}/documenten/{documentId}/inhoud"
STROOM = "/v1/zaken/stroom"
OPERATIONS = ("/v1/zaken", STROOM, ZAAK, INHOUD, "/v1/bronnen")
ROUTES = (*OPERATIONS, "/v1/openapi.json")
NOWHERE = "/v1/niets"
EVERYWHERE = (*ROUTES, NOWHERE)
OF_NO_OPERATION = {404, 405, 413, 415}
"""Whoever asks what stands in the contract, as it stands there, never gets these; but for 404, where there are ids."""
WITH_IDS = (ZAAK, INHOUD)
SANDBOX = "sandbox; default-src 'none'"
"""What the content of somebody else's document may do in a browser: nothing."""

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-site",
    "permissions-policy": "interest-cohort=()",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True)
class Case:
    """One answer of the service, and what was asked for it."""

    status: int
    method: str
    path: str
    """As it stands in the contract."""
    answer: httpx.Response

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether this is the contract itself, which is everybody's."""
        return self.path == "/v1/openapi.json" and self.status == 200


class Cases:
    """Evokes every status on every route that can give it."""

    def __init__(self, toneel: Toneel) -> None:
        self.toneel = toneel
        self.gemeente = toneel.gemeente()
        soort = zaaktype(self.gemeente, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"))
        of_anna = zaak(self.gemeente, soort, bsn=ANNA, startdatum="2026-10-01", registratiedatum="2026-10-02")
        brief = document(self.gemeente, of_anna, titel="Brief", verzenddatum="2026-10-05")
        self.ids = {"zaakId": f"waterdam-{of_anna['uuid']}", "documentId": brief["url"].rpartition("/")[2]}
        self.bron = {
            "documenten": [{"url": f"{self.gemeente.basis}/documenten/api/v1/"}],
            "besluiten": {"url": f"{self.gemeente.basis}/besluiten/api/v1/"},
        }
        self.all: list[Case] = []

    def portaal(self, **grenzen: Any) -> Portaal:
        """The service, with these limits."""
        dienst = DIENST | {"grenzen": RUIM | grenzen}
        return self.toneel.portaal({"waterdam": self.gemeente}, dienst=dienst, bron=self.bron)

    def evoke(
        self, portaal: Portaal, status: int, method: str, path: str, token: str | None = None, **asked: Any
    ) -> None:
        """Ask, and keep the answer; another status than the one that is meant fails."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        headers = {"Origin": PAGE, **bearer, **asked.pop("headers", {})}
        answer = portaal.client.request(method, path.format(**self.ids), headers=headers, **asked)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} and not {status}"
        self.all.append(Case(status, method, path.partition("?")[0], answer))

    def of_good_and_bad_requests(self) -> None:
        portaal = self.portaal()
        token = portaal.token(ANNA)
        acting = portaal.token(ANNA, represents={"sub": "x"})
        for path in ROUTES:
            self.evoke(portaal, 200, "GET", path, token)
            self.evoke(portaal, 200, "HEAD", path, token)
            self.evoke(portaal, 405, "DELETE", path, token)
            self.evoke(portaal, 405, "OPTIONS", path, token)
            self.evoke(portaal, 404, "GET", f"{path}/", token)
        for path in OPERATIONS:
            self.evoke(portaal, 400, "GET", f"{path}?foo=1", token)
            self.evoke(portaal, 401, "GET", path)
            self.evoke(portaal, 401, "HEAD", path, "a.b.c")
            self.evoke(portaal, 401, "GET", path, portaal.token(ANNA, acr="http://eidas.europa.eu/LoA/low"))
            self.evoke(portaal, 403, "GET", path, acting)
        for path in EVERYWHERE:
            asks = {"Access-Control-Request-Method": "GET"}
            self.evoke(portaal, 204, "OPTIONS", path, headers=asks)
            self.evoke(portaal, 400, "GET", path, token, headers={"Host": "a/b?c#d"})
            self.evoke(portaal, 400, "GET", path, token, headers={"X-Groot": "x" * 40_000})
            if path != INHOUD:  # what that gives is of any kind
                self.evoke(portaal, 406, "GET", path, token, headers={"Accept": "text/html"})
            self.evoke(portaal, 413, "POST", path, token, content=b" " * 20_000)
            self.evoke(portaal, 415, "POST", path, token, content=b"x", headers={"Content-Type": "text/plain"})
        mine, self.ids = self.ids, self.ids | {"zaakId": f"waterdam-{self.ids['documentId']}"}
        for path in WITH_IDS:
            self.evoke(portaal, 404, "GET", path, token)
        self.ids = mine
        self.evoke(portaal, 404, "GET", NOWHERE, token)
        self.evoke(portaal, 404, "GET", "/", token)
        self.evoke(portaal, 404, "POST", NOWHERE, token)

    def of_limits(self) -> None:
        portaal = self.portaal(perBetrokkene={"aantal": 1})
        portaal.find_zaken(ANNA)
        for path in OPERATIONS:
            self.evoke(portaal, 429, "GET", path, portaal.token(ANNA))

    def of_a_full_house(self) -> None:
        portaal = self.portaal(tegelijk=1)
        self.gemeente.fault = Fault("traag", seconden=2.0)
        with ThreadPoolExecutor(1) as other:
            waiting = other.submit(portaal.get, "/v1/zaken")
            until(lambda: portaal.counted("mijnzaken_verzoeken_onderweg") == 1)
            for path in EVERYWHERE:
                self.evoke(portaal, 503, "GET", path, portaal.token(ANNA))
            assert not waiting.done()
        self.gemeente.fault = Fault()

    def of_broken_bronnen(self) -> None:
        for soort, status in (("html", 502), ("500", 503)):
            portaal = self.portaal()
            self.gemeente.fault = Fault(soort)  # type: ignore[arg-type]
            for path in ("/v1/zaken", *WITH_IDS):
                self.evoke(portaal, status, "GET", path, portaal.token(ANNA))
        self.bron |= {"tijd": {"totaal": "300ms", "verbinden": "200ms"}}
        portaal = self.portaal()
        self.gemeente.fault = Fault("hangt")
        for path in WITH_IDS:
            self.evoke(portaal, 504, "GET", path, portaal.token(ANNA))
        self.gemeente.fault = Fault()

    def of_a_bug_of_ours(self) -> None:
        class Broken:
            def record(self, event: Any) -> None:
                raise RuntimeError(f"kapot door {event}")

        configuratie = self.toneel.configuratie({"waterdam": self.gemeente}, dienst=DIENST, bron=self.bron)
        app = create_app(settings_of_tree(configuratie), clock=self.toneel.klok, sink=Broken())
        portaal = self.portaal()
        portaal.client.base_url = httpx.URL(self.toneel._start(app))
        for path in ("/v1/zaken", *WITH_IDS):
            self.evoke(portaal, 500, "GET", path, portaal.token(ANNA))


@pytest.fixture(scope="module")
def cases(loopback: Loopback) -> Iterator[list[Case]]:
    """Every status on every route that can give it."""
    with closing(Toneel(loopback)) as toneel:
        yield every_case(toneel)


def every_case(toneel: Toneel) -> list[Case]:
    cases = Cases(toneel)
    cases.of_good_and_bad_requests()
    cases.of_limits()
    cases.of_a_full_house()
    cases.of_broken_bronnen()
    cases.of_a_bug_of_ours()
    refused = {400, 401, 403, 404, 405, 406, 413, 415, 429}
    assert {case.status for case in cases.all} == {200, 204, *refused, 500, 502, 503, 504}
    return cases.all


@pytest.fixture(scope="module")
def contract(cases: list[Case]) -> dict[str, Any]:
    """The contract as the service publishes it."""
    document: dict[str, Any] = next(case for case in cases if case.is_open and case.method == "GET").answer.json()
    return document


def content_of(cases: list[Case], path: str) -> dict[str, Any]:
    content: dict[str, Any] = next(c for c in cases if (c.method, c.path, c.status) == ("GET", path, 200)).answer.json()
    return content


# --- the 16 technical rules, in the order of the standard ---


def test_core_no_trailing_slash(cases: list[Case]) -> None:
    with_slash = [case for case in cases if case.path.endswith("/")]

    assert {case.path for case in with_slash} == {"/", *(f"{path}/" for path in ROUTES)}
    assert {case.status for case in with_slash} == {404}
    assert not [case for case in cases if "location" in case.answer.headers]


def test_core_path_segments_kebab_case(contract: dict[str, Any], cases: list[Case]) -> None:
    assert {f"/v1{path}" for path in contract["paths"]} == set(ROUTES) - {"/v1/openapi.json"}
    for path in contract["paths"]:
        assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z]+Id\}))+", path), path
    for zaak_ in content_of(cases, "/v1/zaken")["zaken"]:
        assert re.fullmatch(r"[a-z0-9-]+", zaak_["id"]), "an id will be a segment of a path"


def test_core_query_keys_camel_case(contract: dict[str, Any]) -> None:
    parameters = [p for path in contract["paths"].values() for p in path["get"].get("parameters", [])]
    keys = [p["name"] for p in parameters if p["in"] == "query"]

    assert len(keys) >= 5
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", key) for key in keys)


def dates(tree: Any) -> Iterator[tuple[str, Any]]:
    """Everything in an answer whose name says that it is a day or a moment."""
    match tree:
        case dict():
            for key, value in tree.items():
                if re.search(r"(datum|moment|sinds|op)$", key, re.IGNORECASE) and isinstance(value, str):
                    yield key, value
                yield from dates(value)
        case list():
            for value in tree:
                yield from dates(value)


def test_core_date_time_format(contract: dict[str, Any], cases: list[Case]) -> None:
    formats = [
        (name, kind["format"])
        for schema in contract["components"]["schemas"].values()
        for name, field in schema.get("properties", {}).items()
        for kind in (field, *field.get("anyOf", []))
        if "format" in kind
    ]
    assert {kind for _, kind in formats} <= {"date", "date-time", "uri", "uuid"}
    assert {kind for _, kind in formats} >= {"date", "date-time"}

    found = [*dates(content_of(cases, "/v1/zaken")), *dates(content_of(cases, ZAAK))]
    assert found
    for name, value in found:
        if "T" in value:
            assert value.endswith("Z"), name
            datetime.fromisoformat(value)
        else:
            date.fromisoformat(value)


def test_core_date_time_date_omit_time_portion(contract: dict[str, Any], cases: list[Case]) -> None:
    for name, value in (*dates(content_of(cases, "/v1/zaken")), *dates(content_of(cases, ZAAK))):
        if name.lower().endswith("datum"):
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value), name
    for schema in contract["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            if name.lower().endswith("datum"):
                assert "date-time" not in str(field), name


def test_core_error_handling_problem_details(cases: list[Case]) -> None:
    known = {soort.uri for soort in Probleemsoort}
    problems = [case for case in cases if case.status >= 400 and case.method != "HEAD"]

    assert len(problems) > 40
    for case in problems:
        problem = case.answer.json()
        assert case.answer.headers["content-type"] == "application/problem+json", case
        assert problem["status"] == case.status, case
        assert problem["title"], case
        assert problem["detail"].endswith("."), case
        assert problem["type"] in known, case
        assert problem["verzoekId"] == case.answer.headers["x-request-id"], case


def test_core_error_handling_invalid_input(cases: list[Case], toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})
    for query in ("foo=1", "aantal=veel", "aantal=0", "lopend=ja", "aantal=5&aantal=5", "titel_herkomst=1", "%00=1"):
        answer = portaal.client.get(f"/v1/zaken?{query}", headers={"Authorization": f"Bearer {portaal.token(ANNA)}"})
        assert answer.status_code == 400, query
        assert len(answer.json()["fouten"]) == 1, query
    assert not [case for case in cases if case.status == 422]
    for case in cases:
        if case.status == 400:
            assert case.answer.json()["fouten"], case


def test_core_doc_openapi(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.")


def test_core_doc_openapi_contact(contract: dict[str, Any]) -> None:
    assert contract["info"]["contact"].keys() >= {"name", "email", "url"}


def test_core_publish_openapi(toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})

    answer = portaal.client.get("/v1/openapi.json", headers={"Origin": "https://elders.example"})

    assert answer.status_code == 200, "without a token"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_core_uri_version(contract: dict[str, Any], toneel: Toneel, waterdam: Gemeente) -> None:
    portaal = toneel.portaal({"waterdam": waterdam})

    assert [server["url"] for server in contract["servers"]] == ["/v1"]
    assert portaal.get("/zaken").status_code == 404
    assert portaal.get("/v2/zaken").status_code == 404


def test_core_semver(contract: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", contract["info"]["version"])


def test_core_version_header(cases: list[Case], contract: dict[str, Any]) -> None:
    for case in cases:
        assert case.answer.headers["API-Version"] == contract["info"]["version"] == CONTRACT_VERSION, case


def test_core_transport_tls(cases: list[Case]) -> None:
    """Our half of it: every answer tells a browser to come over TLS only. What we ask ourselves: ``test_tls.py``."""
    for case in cases:
        assert case.answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains", case


def test_core_transport_security_headers(cases: list[Case]) -> None:
    for case in cases:
        headers = case.answer.headers
        sandbox = {"content-security-policy": SANDBOX} if (case.path, case.status) == (INHOUD, 200) else {}
        assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS | sandbox, case
        assert "server" not in headers, case
        assert "x-powered-by" not in headers, case
        assert "set-cookie" not in headers, case
        of_its_own = {INHOUD: "application/pdf", STROOM: "text/event-stream; charset=utf-8"}
        good = of_its_own.get(case.path, "application/json")
        wanted = {204: None, 200: good}.get(case.status, "application/problem+json")
        assert headers.get("content-type") == wanted, case


def test_core_transport_cors(cases: list[Case]) -> None:
    for case in cases:
        allowed = "*" if case.is_open else PAGE
        assert case.answer.headers["access-control-allow-origin"] == allowed, case
        assert "access-control-allow-credentials" not in case.answer.headers, case


# --- functional rules that a run can show ---


def test_core_http_methods(cases: list[Case]) -> None:
    """HEAD is GET without the content, and 405 names what may."""
    heads = [case for case in cases if case.method == "HEAD"]
    assert {case.status for case in heads} == {200, 401}
    for head in heads:
        assert head.answer.content == b"", head
        if head.status == 200:
            get = next(c for c in cases if (c.method, c.path, c.status) == ("GET", head.path, 200)).answer
            different = {"x-request-id", "date"}
            if head.path == STROOM:  # of a stream nobody knows the length, and of no content it is nought
                different |= {"transfer-encoding"}
            assert {k: v for k, v in head.answer.headers.items() if k not in different} == {
                k: v for k, v in get.headers.items() if k not in different
            }, head
    for case in cases:
        if case.status == 405:
            assert case.answer.headers["Allow"] == "GET, HEAD", case


def test_core_http_response_code(cases: list[Case], contract: dict[str, Any]) -> None:
    """What an operation can end in stands with it in the contract, and nothing stands there that cannot happen."""
    told = {
        (f"/v1{path}", int(status))
        for path, operations in contract["paths"].items()
        for status in operations["get"]["responses"]
    }
    happened = {(case.path, case.status) for case in cases if case.method == "GET" and case.path in OPERATIONS}
    of_operations = {(path, status) for path, status in happened if status not in OF_NO_OPERATION}
    unknown = {(path, 404) for path in WITH_IDS}

    # No bug can be played there before an answer begins; after that it is the last message of a stream.
    assert of_operations | (happened & unknown) == told - {("/v1/bronnen", 500), (STROOM, 500)}


def test_core_hide_implementation(cases: list[Case]) -> None:
    for case in cases:
        told = f"{case.answer.text} {case.answer.headers}".lower()
        if not case.is_open:
            assert not [word for word in ("127.0.0.1", "fastapi", "uvicorn", "starlette", "python") if word in told], (
                case
            )


# --- what the threat model adds to it ---


def test_t27_no_answer_stays_in_a_cache_but_the_contract(cases: list[Case], toneel: Toneel, waterdam: Gemeente) -> None:
    for case in cases:
        wanted = "public, max-age=300" if case.is_open else "no-store"
        assert case.answer.headers["cache-control"] == wanted, case
        assert "etag" not in case.answer.headers, case

    portaal = toneel.portaal({"waterdam": waterdam})
    known = {"If-None-Match": "*", "If-Modified-Since": "Mon, 23 Nov 2026 15:04:05 GMT"}
    again = portaal.get("/v1/zaken", headers=known)
    assert again.status_code == 200, "never 304: there is nothing to have kept"
    assert again.headers["cache-control"] == "no-store"
