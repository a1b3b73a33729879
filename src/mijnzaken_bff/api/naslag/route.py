"""``GET /docs``: the page, and the files that it asks for. Open to everybody, as the contract is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request, Response

_OURS: Final = files("mijnzaken_bff.api.naslag")
_SWAGGER_UI: Final = files("fastapi_swagger.resources")

_CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the stylesheet of Swagger UI holds its arrows and locks
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",  # a form that is sent would put the token that was pasted into a URL
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file that a browser can ask for."""

    path: str
    """Behind ``/v1``."""
    mediatype: str
    content: bytes
    headers: tuple[tuple[str, str], ...]


@cache
def _bestanden() -> tuple[Bestand, ...]:
    """Every file of the page, read once: 1.9 MB, most of it the program of Swagger UI."""
    return tuple(_read())


def _read() -> Iterator[Bestand]:
    page = (_OURS / "pagina.html").read_bytes()
    yield Bestand("/docs", "text/html; charset=utf-8", page, (("Content-Security-Policy", _CONTENT_SECURITY_POLICY),))
    for name, mediatype, source in (
        ("begin.js", "text/javascript; charset=utf-8", _OURS / "begin.js"),
        ("pagina.css", "text/css; charset=utf-8", _OURS / "pagina.css"),
        ("swagger-ui.js", "text/javascript; charset=utf-8", _SWAGGER_UI / "swagger-ui-bundle.js"),
        ("swagger-ui.css", "text/css; charset=utf-8", _SWAGGER_UI / "swagger-ui.css"),
        ("favicon.png", "image/png", _SWAGGER_UI / "favicon-32x32.png"),
    ):
        yield Bestand(f"/docs/{name}", mediatype, source.read_bytes(), (("Cache-Control", "public, max-age=300"),))


def naslag_router() -> APIRouter:
    """The routes of the page: each file its own, so that whatever else is asked below ``/docs`` is the usual 404."""
    router = APIRouter()
    for bestand in _bestanden():
        _publish(router, bestand)
    return router


def _publish(router: APIRouter, bestand: Bestand) -> None:
    @router.get(bestand.path, include_in_schema=False)
    async def answer(_request: Request) -> Response:
        return Response(bestand.content, media_type=bestand.mediatype, headers=dict(bestand.headers))
