"""``/livez``, ``/readyz`` and ``/metrics``, on the management port. They never depend on a bron."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def health_app(waiting_for: Callable[[], list[str]], metrics: Callable[[], bytes]) -> Starlette:
    """The management app.

    ``waiting_for`` names what is still missing before questions can be answered; ``metrics`` shows what was counted,
    in the text format of Prometheus.
    """

    async def livez(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "levend"})

    async def readyz(_request: Request) -> JSONResponse:
        missing = waiting_for()
        return JSONResponse(
            {"status": "nietGereed" if missing else "gereed", "wachtOp": missing}, 503 if missing else 200
        )

    async def shown(_request: Request) -> Response:
        return Response(metrics(), media_type="text/plain; version=0.0.4")

    app = Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", shown)])
    app.router.redirect_slashes = False
    return app
