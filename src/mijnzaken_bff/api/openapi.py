"""``GET /openapi.json``: the contract, open to everybody."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json


def openapi_router(document: dict[str, Any]) -> APIRouter:
    """The route that publishes ``document``. Source: NLgov API Design Rules, /core/publish-openapi."""
    router = APIRouter()
    body = to_json(document)

    @router.get("/openapi.json", include_in_schema=False)
    async def openapi(_request: Request) -> Response:
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
        return Response(body, media_type="application/json", headers=headers)

    return router
