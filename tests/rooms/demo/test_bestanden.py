"""The files of the page: those in its folder, as what they are, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from mijnzaken_bff.demo.bestanden import FOLDER, Pagina


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pagina"
    (folder / "derden").mkdir(parents=True)
    for name in ("index.html", "zonder-npm.css", "pagina.js", "icoon.svg", "package.json", "derden/los.css"):
        (folder / name).write_text(f"dit is {name}", encoding="utf-8")
    (tmp_path / "geheim.js").write_text("geheim", encoding="utf-8")
    (folder / "buiten.js").symlink_to(tmp_path / "geheim.js")
    return folder


@pytest.fixture
async def client(folder: Path) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=Pagina(folder).routes))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("pad", "name", "mediatype"),
    [
        ("/", "index.html", "text/html"),
        ("/pagina/index.html", "index.html", "text/html"),
        ("/pagina/pagina.js", "pagina.js", "text/javascript"),
        ("/pagina/icoon.svg", "icoon.svg", "image/svg+xml"),
        ("/pagina/derden/los.css", "derden/los.css", "text/css"),
    ],
)
async def test_a_file_is_served_as_what_it_is(client: httpx.AsyncClient, pad: str, name: str, mediatype: str) -> None:
    answer = await client.get(pad)
    head = await client.head(pad)

    assert answer.text == f"dit is {name}"
    assert answer.headers["content-type"].split(";")[0] == mediatype
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize(
    "pad",
    [
        "/pagina/",
        "/pagina/is-er-niet.js",
        "/pagina/package.json",
        "/pagina/derden",
        "/pagina/buiten.js",
        "/pagina/%2e%2e/geheim.js",
        "/pagina/derden/%2e%2e/%2e%2e/geheim.js",
        "/pagina/..%2fgeheim.js",
        "/pagina//etc/passwd",
        "/pagina/%00.js",
        "/pagina/..%5cgeheim.js",
    ],
)
async def test_what_is_not_in_the_folder_is_not_there(client: httpx.AsyncClient, pad: str) -> None:
    assert (await client.get(pad)).status_code == 404


async def test_a_file_outside_is_not_there_by_its_whole_path_either(client: httpx.AsyncClient, folder: Path) -> None:
    assert (await client.get(f"/pagina/{folder.parent / 'geheim.js'}")).status_code == 404


async def test_the_stylesheet_is_our_own_until_the_other_was_assembled(client: httpx.AsyncClient, folder: Path) -> None:
    before = (await client.get("/pagina/stijl.css")).text
    (folder / "derden" / "stijl.css").write_text("van anderen", encoding="utf-8")
    after = await client.get("/pagina/stijl.css")

    assert (before, after.text) == ("dit is zonder-npm.css", "van anderen")
    assert after.headers["content-type"].startswith("text/css")


async def test_the_icon_that_browsers_ask_for_unasked_is_no_error(client: httpx.AsyncClient) -> None:
    assert (await client.get("/favicon.ico")).status_code == 204


def test_the_page_of_the_demo_has_its_first_file_and_a_style_of_its_own() -> None:
    assert (FOLDER / "index.html").is_file()
    assert (FOLDER / "zonder-npm.css").is_file()
