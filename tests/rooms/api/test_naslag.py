"""The page at ``/v1/docs``: its files, what it may do in a browser, and that the rest of the edge stays as it was."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import httpx
import pytest

from mijnzaken_bff.app import create_app
from tests.rooms.settings.voorbeeld import Map, at, tree

PAGE = "/v1/docs"
OURS = ("pagina.html", "pagina.css", "begin.js")
FILES = {
    "/v1/docs/begin.js": "text/javascript; charset=utf-8",
    "/v1/docs/favicon.png": "image/png",
    "/v1/docs/pagina.css": "text/css; charset=utf-8",
    "/v1/docs/swagger-ui.css": "text/css; charset=utf-8",
    "/v1/docs/swagger-ui.js": "text/javascript; charset=utf-8",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


@asynccontextmanager
async def asking(map_: Map, *, naslag: bool | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who asks a service with this setting, or with none."""
    settings = map_.settings(tree() if naslag is None else at(("dienst", "naslag"), naslag))
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        yield client


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


@pytest.fixture
async def client(map_: Map) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(map_) as client:
        yield client


async def test_the_page_is_dutch_and_open_to_everybody(client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="nl">' in answer.text
    assert "<title>Mijn zaken: naslag van de API</title>" in answer.text


async def test_every_file_that_the_page_asks_for_is_there_and_no_other(client: httpx.AsyncClient) -> None:
    html = (await client.get(PAGE)).text
    asked = {f"/v1/{link}" for link in re.findall(r'(?:src|href)="([^"]*)"', html)}

    assert asked == {*FILES, "/v1/openapi.json"}
    for path, mediatype in FILES.items():
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == mediatype
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.content, path


async def test_the_page_may_do_what_it_needs_on_its_own_origin_and_nothing_else(client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)

    directives = (directive.split(" ", 1) for directive in answer.headers["content-security-policy"].split("; "))
    assert dict(directives) == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_only_the_page_itself_has_a_policy_of_its_own(client: httpx.AsyncClient) -> None:
    for path in (*FILES, f"{PAGE}/niets", "/v1/openapi.json"):
        policy = (await client.get(path)).headers["content-security-policy"]
        assert policy == "default-src 'none'; frame-ancestors 'none'", path


@pytest.mark.parametrize("name", OURS)
def test_a_file_of_ours_holds_no_script_or_style_in_a_tag_and_names_nobody_else(name: str) -> None:
    text = (files("mijnzaken_bff.api.naslag") / name).read_text(encoding="utf-8")

    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text)
    assert "//" not in re.sub(r"^.*?// ", "", text, flags=re.MULTILINE), "an address"


@pytest.mark.parametrize("path", [PAGE, *FILES])
async def test_head_is_get_without_the_content(client: httpx.AsyncClient, path: str) -> None:
    get, head = await client.get(path), await client.head(path)

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.content))
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}/", f"{PAGE}/niets", f"{PAGE}/pagina.html", f"{PAGE}/route.py", f"{PAGE}/%2e%2e/openapi.py",
        f"{PAGE}/begin.js/", f"{PAGE}/swagger-ui-bundle.js", "/docs", "/v1/docsx", "/v1/redoc",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_the_usual_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:mijnzaken:probleem:niet-gevonden"


@pytest.mark.parametrize("path", [PAGE, "/v1/docs/swagger-ui.js"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
async def test_another_method_is_the_usual_problem(client: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, path)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (PAGE, "text/html"),
        (PAGE, "text/html,application/xhtml+xml,application/xml;q=0.9"),
        ("/v1/docs/swagger-ui.css", "text/css"),
        ("/v1/docs/swagger-ui.js", "text/javascript"),
        ("/v1/docs/favicon.png", "image/avif,image/webp,image/png"),
    ],
)
async def test_what_a_browser_takes_is_enough(client: httpx.AsyncClient, path: str, accept: str) -> None:
    assert (await client.get(path, headers={"Accept": accept})).status_code == 200


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/v1/zaken", "/v1/bronnen", "/v1/docsx"])
async def test_who_takes_html_only_still_gets_nothing_else_here(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path, headers={"Accept": "text/html"})).status_code == 406


async def test_it_is_counted_and_logged_by_its_route(map_: Map, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(map_.settings(tree()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        await client.get(PAGE)
        await client.get("/v1/docs/begin.js")
        await client.get(f"{PAGE}/999990019")

    lines = [vars(record) for record in caplog.records if record.getMessage() == "request_answered"]
    told = [("/docs", 200), ("/docs/begin.js", 200), ("-", 404)]
    assert [(line["route"], line["status"]) for line in lines] == told
    for route, status in told:
        counted = f'mijnzaken_verzoek_duur_seconden_count{{route="{route}",status="{status // 100}xx"}} 1.0'
        assert counted in app.metrics().decode()


async def test_it_can_be_switched_off_and_the_contract_stays(map_: Map) -> None:
    async with asking(map_, naslag=False) as client:
        for path in (PAGE, *FILES):
            answer = await client.get(path, headers={"Accept": "text/html, */*"})
            assert answer.status_code == 404, path
            assert answer.json()["type"] == "urn:mijnzaken:probleem:niet-gevonden"
        assert (await client.get("/v1/openapi.json")).status_code == 200
