"""The outermost layer: what holds for every answer, also for 404, 405 and 500."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mijnzaken_bff.api.afbreken import CutShortError
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.deur import Deur
from mijnzaken_bff.api.herkomst import Herkomsten
from mijnzaken_bff.api.inhoud import read_content
from mijnzaken_bff.api.logregel import facts_of, note_refusal
from mijnzaken_bff.api.onderweg import RETRY_SECONDS, Onderweg
from mijnzaken_bff.api.problems import internal_problem, turned_away
from mijnzaken_bff.api.vertrek import Vertrek
from mijnzaken_bff.api.verzoek import new_verzoek_id, set_verzoek_id, want_only_head
from mijnzaken_bff.domain.crash import place_of
from mijnzaken_bff.domain.meting import Meter, Verdeling

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

_SECURITY_HEADERS: Final = tuple(
    (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in SECURITY_HEADERS.items()
)
"""The same as they stand in an answer."""

CALLER_LEFT: Final = 499
"""What the log says of a request whose caller left before the answer; the word of nginx, never sent to anybody."""


class Edge:
    """Gives each request its id, each answer its headers, each HEAD its GET, and each bug a decent 500.

    Pure ASGI and outside everything else: the framework answers some requests by itself, past its own middleware.
    What is turned away is turned away in order of cost: by its head, by its content, for want of a place; only then
    does anybody look at a token.
    """

    def __init__(
        self, app: ASGIApp, version: str, *, deur: Deur, herkomsten: Herkomsten, onderweg: Onderweg, meter: Meter
    ) -> None:
        self._app = app
        self._version = version
        self._deur = deur
        self._herkomsten = herkomsten
        self._onderweg = onderweg
        self._meter = meter

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
            want_only_head(scope)

        def finish(answer: MutableHeaders, status: int) -> None:
            finished(answer, status, verzoek_id, self._version)
            self._herkomsten.mark(headers, answer)

        answer = _Answer(send, finish, head=head)
        try:
            await self._admitted(scope, headers, receive, answer, verzoek_id)
        except asyncio.CancelledError:
            if answer.status is None:
                await self._turned_away(scope, receive, answer, verzoek_id, Afgewezen(Reden.STOPT, RETRY_SECONDS))
            raise
        except CutShortError:  # whoever broke it off said why
            raise
        except Exception as error:  # noqa: BLE001 - the last net: nothing of ours may leave as a half answer or a stack
            crash = {"error": type(error).__name__, "at": place_of(error)}  # never the text: it may repeat what came in
            logger.error("request_crashed", extra={"request_id": verzoek_id, **crash})
            if answer.status is None:
                await internal_problem(verzoek_id)(scope, receive, answer)
            elif not answer.complete:
                raise CutShortError from None
        finally:
            route = getattr(scope.get("route"), "path", None) or "-"
            seconds = time.perf_counter() - begin
            klasse = f"{answer.status // 100}xx" if answer.status else "weg"
            self._meter.observe(Verdeling.VERZOEK_DUUR, seconds, route=route, status=klasse)
            logger.info(
                "request_answered",
                extra={
                    "request_id": verzoek_id,
                    "method": "HEAD" if head else scope["method"] if scope["method"].isalpha() else "-",
                    "route": route,
                    "status": answer.status or CALLER_LEFT,
                    "ms": round(seconds * 1000),
                    **facts_of(scope),
                },
            )

    async def _admitted(
        self, scope: Scope, headers: Headers, receive: Receive, answer: _Answer, verzoek_id: str
    ) -> None:
        """Answer what is let in, and say to the rest why it is not."""
        try:
            self._deur.admit(scope, headers)
            if preflight := self._herkomsten.preflight(scope["method"], headers):
                await preflight(scope, receive, answer)
                return
            content = await read_content(scope, receive)
            if content is None:
                return
            with self._onderweg.place() as leave:
                answer.at_begin(leave)
                await self._answer(scope, content, receive, answer)
        except Afgewezen as refused:
            await self._turned_away(scope, receive, answer, verzoek_id, refused)

    async def _turned_away(
        self, scope: Scope, receive: Receive, answer: _Answer, verzoek_id: str, refused: Afgewezen
    ) -> None:
        note_refusal(scope, refused)
        await turned_away(verzoek_id, refused, self._meter)(scope, receive, answer)

    async def _answer(self, scope: Scope, content: bytes, receive: Receive, answer: _Answer) -> None:
        """Let the app answer, for as long as somebody waits for it."""
        answering = asyncio.current_task()
        assert answering is not None  # noqa: S101 - a server calls an application in a task
        vertrek = Vertrek(receive, content, lambda: answer.complete)
        # An answer that is ready before anybody else gets a turn has nobody to wait for: then nobody need look out.
        watching = _Watching(lambda: vertrek.watch(answering))
        try:
            await self._app(scope, vertrek, answer)
        except asyncio.CancelledError:
            if not vertrek.gone:
                raise
            answering.uncancel()
        finally:
            watching.stop()


class _Watching:
    """A task that begins at the next turn of the event loop, unless it is stopped before that."""

    def __init__(self, watch: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._watch = watch
        self._task: asyncio.Task[None] | None = None
        self._soon = asyncio.get_running_loop().call_soon(self._begin)

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """End it, or see to it that it does not begin."""
        self._soon.cancel()
        if self._task is not None:
            self._task.cancel()


def finished(headers: MutableHeaders, status: int, verzoek_id: str, version: str) -> None:
    """Put on an answer what every answer has."""
    given = {name for name, _ in headers.raw}
    headers.raw.extend(pair for pair in _SECURITY_HEADERS if pair[0] not in given)
    headers["API-Version"] = version
    headers["X-Request-Id"] = verzoek_id
    if status == 405 and "Allow" in headers:
        allowed = {method.strip() for method in headers["Allow"].split(",")}
        headers["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))


def bare_answer(refused: Afgewezen, version: str, meter: Meter) -> Response:
    """The whole answer to what never became a request, so never came to an ``Edge``."""
    verzoek_id = new_verzoek_id(None)
    answer = turned_away(verzoek_id, refused, meter)
    finished(answer.headers, answer.status_code, verzoek_id, version)
    return answer


class _Answer:
    """Sends an answer on, with the headers that every answer has; of an answer to HEAD not the body."""

    def __init__(self, send: Send, finish: Callable[[MutableHeaders, int], None], *, head: bool) -> None:
        self._send = send
        self._finish = finish
        self._head = head
        self._leave: Callable[[], None] = lambda: None
        self.status: int | None = None
        self.complete = False

    def at_begin(self, leave: Callable[[], None]) -> None:
        """Call ``leave`` when the answer begins: from then on it waits for nobody but its reader."""
        self._leave = leave

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._leave()
            self._finish(MutableHeaders(scope=message), message["status"])
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
            if self._head:
                message = {**message, "body": b""}
        await self._send(message)
