"""The outermost layer: what holds for every answer, also for 404, 405 and 500."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mijnzaken_bff.api.accept import accepts_json
from mijnzaken_bff.api.logregel import facts_of
from mijnzaken_bff.api.problems import internal_problem, problem
from mijnzaken_bff.api.vertrek import Vertrek
from mijnzaken_bff.api.verzoek import new_verzoek_id, set_verzoek_id
from mijnzaken_bff.contract.probleem import Probleemsoort
from mijnzaken_bff.domain.crash import place_of

logger = logging.getLogger(__name__)

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Permissions-Policy": "interest-cohort=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer. Source: NLgov API Design Rules, /core/transport/security-headers."""


CALLER_LEFT: Final = 499
"""What the log says of a request whose caller left before the answer; the word of nginx, never sent to anybody."""


class Edge:
    """Gives each request its id, each answer its headers, each HEAD its GET, and each bug a decent 500.

    Pure ASGI and outside everything else: the framework answers some requests by itself, past its own middleware.
    """

    def __init__(self, app: ASGIApp, version: str) -> None:
        self._app = app
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        headers = Headers(scope=scope)
        verzoek_id = new_verzoek_id(headers.get("x-request-id"))
        set_verzoek_id(scope, verzoek_id)
        head = scope["method"] == "HEAD"
        if head:
            # A scope of its own: the server still looks at the method in the first one, and would expect a body.
            scope = {**scope, "method": "GET"}
        answer = _Answer(send, verzoek_id, self._version, head=head)
        try:
            if accepts_json(headers.getlist("accept")):
                await self._answer(scope, receive, answer)
            else:
                detail = "Deze dienst antwoordt in application/json. Pas de header Accept aan."
                await problem(verzoek_id, Probleemsoort.NIET_LEVERBAAR, 406, detail)(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the last net: nothing of ours may leave as a half answer or a stack
            crash = {"error": type(error).__name__, "at": place_of(error)}  # never the text: it may repeat what came in
            logger.error("request_crashed", extra={"request_id": verzoek_id, **crash})
            if answer.status is None:
                await internal_problem(verzoek_id)(scope, receive, answer)
            elif not answer.complete:
                raise CutShortError from None
        finally:
            route = getattr(scope.get("route"), "path", None) or "-"
            logger.info(
                "request_answered",
                extra={
                    "request_id": verzoek_id,
                    "method": "HEAD" if head else scope["method"] if scope["method"].isalpha() else "-",
                    "route": route,
                    "status": answer.status or CALLER_LEFT,
                    "ms": round((time.perf_counter() - begin) * 1000),
                    **facts_of(scope),
                },
            )

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Let the app answer, for as long as somebody waits for it."""
        answering = asyncio.current_task()
        assert answering is not None  # noqa: S101 - a server calls an application in a task
        vertrek = Vertrek(receive, lambda: answer.status is not None)
        watcher = asyncio.create_task(vertrek.watch(answering))
        try:
            await self._app(scope, vertrek, answer)
        except asyncio.CancelledError:
            if not vertrek.gone:
                raise
            answering.uncancel()
        finally:
            watcher.cancel()


class CutShortError(Exception):
    """An answer broke off half-way: the server must break the connection, so that nobody takes it for whole."""


class _Answer:
    """Sends an answer on, with the headers that every answer has; of an answer to HEAD not the body."""

    def __init__(self, send: Send, verzoek_id: str, version: str, *, head: bool) -> None:
        self._send = send
        self._verzoek_id = verzoek_id
        self._version = version
        self._head = head
        self.status: int | None = None
        self.complete = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers["API-Version"] = self._version
            headers["X-Request-Id"] = self._verzoek_id
            if self.status == 405 and "Allow" in headers:
                allowed = {method.strip() for method in headers["Allow"].split(",")}
                headers["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
            if self._head:
                message = {**message, "body": b""}
        await self._send(message)
