"""The least that a service can do: a bare FastAPI route that verifies a token and gives the same bytes every time.

A command of its own, with a JSON file that says on which ``poort``, with which ``jwks``, ``issuer`` and ``antwoord``.
It runs under the very settings of uvicorn, and of the garbage collector, that ``serve`` has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

import jwt
import uvicorn
from fastapi import FastAPI, Request, Response

from mijnzaken_bff.api.afwijzing import Reden
from mijnzaken_bff.app import MijnZaken
from mijnzaken_bff.serving.server import front_config, spare_the_collector
from mijnzaken_bff.settings.dienst import Dienst


class Kaal:
    """The bare route, and what our server asks of an application."""

    def __init__(self, told: dict[str, Any]) -> None:
        keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(told["jwks"]).keys}
        answer = told["antwoord"].encode()
        app = FastAPI(openapi_url=None)

        @app.get("/v1/zaken")
        async def zaken(request: Request) -> Response:
            token = request.headers["authorization"].removeprefix("Bearer ")
            key = keys[jwt.get_unverified_header(token)["kid"]]
            jwt.decode(token, key, algorithms=["RS256"], audience="mijnzaken-bff", issuer=told["issuer"])
            return Response(answer, media_type="application/json")

        @app.get("/klaar")
        async def klaar() -> Response:
            return Response()

        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the lifespan. Source: ASGI 3.0."""
        await self._app(scope, receive, send)

    def turn_away(self, _: Reden) -> Response:
        """The answer to what is no request."""
        return Response(status_code=503)


def main(path: str) -> None:
    """Serve until told to stop."""
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    config = front_config(cast("MijnZaken", Kaal(told)), Dienst(poort=told["poort"]), 1000)
    spare_the_collector()
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(sys.argv[1])
