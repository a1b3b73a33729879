"""What stands in front of the service in the demo: the page, and what only the page needs (``/demo/...``)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import jwt
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.app import MijnZaken
from mijnzaken_bff.demo.afscherming import refused
from mijnzaken_bff.demo.bestanden import Pagina, absent_page
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.opfrissen import renewed
from mijnzaken_bff.demo.standen import STANDEN, Stand
from mijnzaken_bff.demo.verzoeken import Verzoeken
from mijnzaken_bff.demo.wereld import IEDEREEN, PLAATSEN, Inlogger, Plaats

_BESIDE: Final = "/demo/"
_OURS: Final = ("/", "/favicon.ico")
_LONGEST: Final = 12 * 3600
"""Seconds that a token may be good for."""
_MOST_BODY: Final = 10_000
"""Bytes that one may send; a handful of words fits."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer of ours: the page needs nothing from elsewhere, and nothing inline."""


class Uitgifte(Protocol):
    """Gives a token with which one is ``wie`` for ``seconden``."""

    def __call__(self, wie: Inlogger, seconden: int) -> str: ...


class Loket:
    """An ASGI application that answers for the page, and hands everything else to the service as it came."""

    def __init__(
        self,
        dienst: MijnZaken,
        gemeenten: Mapping[str, Gemeente],
        token: Uitgifte,
        verzoeken: Verzoeken,
        pagina: Pagina,
    ) -> None:
        self._dienst = dienst
        self._gemeenten = gemeenten
        self._token = token
        self._verzoeken = verzoeken
        self._pagina = pagina
        self._standen = {plaats.id: plaats.stand for plaats in PLAATSEN}
        self._turning = asyncio.Lock()
        self._app = Starlette(
            routes=[
                *pagina.routes,
                Route("/demo/opstelling", self._opstelling),
                Route("/demo/personen", self._personen),
                Route("/demo/inloggen", self._inloggen, methods=["POST"]),
                Route("/demo/gemeenten/{id}", self._gemeente, methods=["PUT"]),
                Route("/demo/verzoeken/{id}", self._verzoek),
            ],
            exception_handlers={HTTPException: _told},
        )
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan, which is that of the service. Source: ASGI 3.0."""
        if scope["type"] != "http" or not (scope["path"] in _OURS or scope["path"].startswith(("/pagina/", _BESIDE))):
            await self._dienst(scope, receive, send)
            return

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        why = refused(Headers(scope=scope)) if scope["path"].startswith(_BESIDE) else None
        answer = self._app if why is None else _melding(403, why)
        await answer(scope, receive, shielded)

    async def _opstelling(self, _: Request) -> Response:
        return JSONResponse(
            {
                "nlDesignSystem": self._pagina.nl_design_system,
                "gemeenten": [self._shown(plaats) for plaats in PLAATSEN],
                "standen": [{"id": stand.id, "naam": stand.naam, "uitleg": stand.uitleg} for stand in STANDEN],
            }
        )

    async def _personen(self, _: Request) -> Response:
        return JSONResponse(
            [{"id": wie.id, "naam": wie.naam, "verhaal": wie.verhaal, "soort": wie.soort} for wie in IEDEREEN]
        )

    async def _inloggen(self, request: Request) -> Response:
        asked = await _body(request)
        wie = next((wie for wie in IEDEREEN if wie.id == asked.get("persoon")), None)
        if wie is None:
            return _melding(404, "Deze persoon is er niet. GET /demo/personen zegt wie er zijn.")
        seconden = asked.get("seconden", _LONGEST)
        if type(seconden) is not int or not 1 <= seconden <= _LONGEST:
            return _melding(400, f"seconden is een heel getal van 1 tot en met {_LONGEST}.")
        token = self._token(wie, seconden)
        exp = jwt.decode(token, options={"verify_signature": False})["exp"]
        return JSONResponse({"token": token, "verlooptOp": f"{datetime.fromtimestamp(exp, UTC):%Y-%m-%dT%H:%M:%SZ}"})

    async def _gemeente(self, request: Request) -> Response:
        plaats = next((plaats for plaats in PLAATSEN if plaats.id == request.path_params["id"]), None)
        if plaats is None:
            return _melding(404, "Deze gemeente is er niet. GET /demo/opstelling zegt welke er zijn.")
        asked = (await _body(request)).get("stand")
        stand = next((stand for stand in STANDEN if stand.id == asked), None)
        if stand is None:
            return _melding(400, f"stand is een van: {', '.join(stand.id for stand in STANDEN)}.")
        async with self._turning:
            self._turn(plaats, stand)
            await self._dienst.take_over(renewed(self._dienst.settings, plaats.id))
        return JSONResponse(self._shown(plaats))

    def _turn(self, plaats: Plaats, stand: Stand) -> None:
        self._gemeenten[plaats.id].fault = stand.fault
        self._standen[plaats.id] = stand

    async def _verzoek(self, request: Request) -> Response:
        verzoek_id = request.path_params["id"]
        aanroepen = self._verzoeken.of(verzoek_id)
        if aanroepen is None:
            return _melding(404, "Dit verzoek is er niet, of het is te lang geleden.")
        told = [
            {"bron": een.bron, "uitkomst": een.uitkomst, "beginMs": een.begin_ms, "duurMs": een.duur_ms}
            for een in aanroepen
        ]
        return JSONResponse({"verzoekId": verzoek_id, "aanroepen": told})

    def _shown(self, plaats: Plaats) -> dict[str, str]:
        stand = self._standen[plaats.id]
        return {
            "id": plaats.id,
            "naam": plaats.naam,
            "product": plaats.product,
            "adres": self._gemeenten[plaats.id].basis,
            "stand": stand.id,
            "uitleg": stand.uitleg,
        }


async def _body(request: Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises ``HTTPException`` when it is none."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BODY:
            raise HTTPException(400, "Dit is te veel.")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise HTTPException(400, "Stuur een object in JSON.")
    return told


def _melding(status: int, melding: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"melding": melding}, status_code=status, headers=headers)


_MELDINGEN: Final = {404: "Dit adres is er niet.", 405: "Dit kan hier niet."}


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these alone
    if request.scope["path"].startswith(_BESIDE):
        return _melding(error.status_code, _MELDINGEN.get(error.status_code, error.detail), error.headers)
    return absent_page(error.status_code)
