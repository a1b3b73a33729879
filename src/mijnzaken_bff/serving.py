"""Running the app: one server for callers, and one on a port of its own for the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from mijnzaken_bff.api.health import health_app
from mijnzaken_bff.app import MijnZaken
from mijnzaken_bff.settings.model import Dienst


class _Beside(uvicorn.Server):
    """A server that leaves the signals to the one it stands beside."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def serve(app: MijnZaken, dienst: Dienst) -> int:
    """Serve until told to stop; the exit code."""
    with asyncio.Runner(loop_factory=uvicorn.Config(app).get_loop_factory()) as runner:
        runner.run(_serve(app, dienst))
    return 0


async def _serve(app: MijnZaken, dienst: Dienst) -> None:
    front = uvicorn.Server(_config(app, dienst.adres, dienst.poort, dienst.proxies))
    beside = _Beside(_config(health_app(app.waiting_for), dienst.beheer.adres, dienst.beheer.poort, ()))
    management = asyncio.create_task(beside.serve())
    try:
        await front.serve()
    finally:
        beside.should_exit = True
        await management


def _config(app: ASGIApp, adres: str, poort: int, proxies: tuple[str, ...]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=adres,
        port=poort,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies) or None,
        ws="none",
        timeout_graceful_shutdown=20,
    )
