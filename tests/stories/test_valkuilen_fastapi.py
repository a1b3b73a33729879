"""What FastAPI and uvicorn do unless one says otherwise, and we do otherwise.

Each trap has its test, here or where it belongs: problems that pass user middleware by (``test_adr.py``), unknown and
double parameters and input that is repeated (``test_rand.py``), a caller that leaves (``test_vertrek.py``), a failure
that cancels its neighbours (``test_overzicht.py``), content and media types (``test_deur.py``), addresses that are made
up (``test_grenzen.py``), half a request (``rooms/test_serving.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from opentelemetry import trace
from starlette.routing import BaseRoute

from mijnzaken_bff.app import create_app
from mijnzaken_bff.contract.probleem import Probleemsoort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.portaal import ANNA, CARLA, RUIM, Portaal, Toneel, settings_of_tree
from tests.stories.wachten import until

PAGE = "https://mijn.waterdam.example"


class Broken:
    """A sink with a bug, whose exception repeats what it was given."""

    def record(self, event: Any) -> None:
        raise RuntimeError(f"kapot bij {CARLA}")


@pytest.fixture
def broken(toneel: Toneel, waterdam: Gemeente) -> Portaal:
    """The service with a bug in it."""
    configuratie = toneel.configuratie({"waterdam": waterdam}, dienst={"cors": [PAGE], "grenzen": RUIM})
    portaal = toneel.portaal_op(configuratie)
    app = create_app(settings_of_tree(configuratie), clock=toneel.klok, sink=Broken())
    portaal.client.base_url = httpx.URL(toneel._start(app))
    return portaal


def test_a_500_has_every_header_and_a_page_can_read_it(broken: Portaal) -> None:
    answer = broken.get("/v1/zaken", ANNA, headers={"Origin": PAGE})

    assert answer.status_code == 500
    assert answer.headers["API-Version"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE


def test_of_an_exception_nothing_is_told_but_its_type_and_its_place(
    broken: Portaal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    answer = broken.get("/v1/zaken", ANNA)

    until(lambda: [record for record in caplog.records if record.getMessage() == "request_answered"])
    crashed = [vars(record) for record in caplog.records if record.getMessage() == "request_crashed"]
    assert [line["error"] for line in crashed] == ["RuntimeError"]
    assert [line["request_id"] for line in crashed] == [answer.json()["verzoekId"]]
    assert ".py:" in crashed[0]["at"]
    assert not [record for record in caplog.records if record.exc_info or "kapot" in repr(vars(record))]
    assert "kapot" not in answer.text


@pytest.mark.parametrize("content", [b'{"a": NaN}', b"[" * 10_000, b'{"a": 1e999}', b"\xff\xfe", b"{"])
def test_content_that_no_json_parser_likes_is_no_500(portaal: Portaal, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {portaal.token(ANNA)}", "Content-Type": "application/json"}

    assert portaal.client.post("/v1/zaken", content=content, headers=headers).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/docs", "/redoc", "/openapi.json", "/v1/redoc", "/metrics", "/livez", "/readyz", "/v1/openapi.yaml"],
)
def test_nothing_is_published_that_nobody_decided_to_publish(portaal: Portaal, path: str) -> None:
    assert portaal.get(path).status_code == 404


def routes_of(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that a router answers."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method, f"{prefix}{route.path}") for method in route.methods or ())
        else:
            inner: Any = route
            yield from routes_of(inner.original_router.routes, f"{prefix}{inner.include_context.prefix}")


def test_the_routes_are_those_of_the_contract_the_contract_itself_and_its_page(portaal: Portaal) -> None:
    contract = portaal.client.get("/v1/openapi.json").json()
    told = {(method.upper(), f"/v1{path}") for path, operations in contract["paths"].items() for method in operations}

    beside = set(routes_of(portaal.app.fastapi.routes)) - told
    assert {(method, path) for method, path in beside if not path.startswith("/v1/docs/")} == {
        ("GET", "/v1/openapi.json"),
        ("GET", "/v1/docs"),
    }
    assert {method for method, _ in beside} == {"GET"}
    assert told <= set(routes_of(portaal.app.fastapi.routes))


def test_the_list_of_problems_is_closed() -> None:
    assert {soort.uri.removeprefix("urn:mijnzaken:probleem:") for soort in Probleemsoort} == {
        "ongeldige-invoer", "niet-geauthenticeerd", "hoger-betrouwbaarheidsniveau-nodig", "geen-toegang",
        "niet-gevonden", "methode-niet-toegestaan", "niet-leverbaar", "te-groot", "mediatype-niet-ondersteund",
        "te-veel-verzoeken", "interne-fout", "bron-onbetrouwbaar", "tijdelijk-niet-beschikbaar", "bron-te-traag",
    }  # fmt: skip


class Spans(trace.TracerProvider):
    """Knows whether anybody wanted to trace."""

    def __init__(self) -> None:
        self.tracers = 0

    def get_tracer(self, *_args: Any, **_more: Any) -> trace.Tracer:
        self.tracers += 1
        return trace.NoOpTracer()


async def test_the_framework_records_no_url_of_ours_when_a_tracer_appears(
    monkeypatch: pytest.MonkeyPatch, toneel: Toneel, waterdam: Gemeente
) -> None:
    """FastAPI traces by itself as soon as there is a global provider, and writes path and query into the span."""
    spans = Spans()
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", spans)

    async def ask(app: Any) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            await client.get("/v1/openapi.json?wie=iemand")

    await ask(create_app(settings_of_tree(toneel.configuratie({"waterdam": waterdam})), clock=toneel.klok))

    assert spans.tracers == 0
    await ask(FastAPI())
    assert spans.tracers > 0, "this test would not notice"
