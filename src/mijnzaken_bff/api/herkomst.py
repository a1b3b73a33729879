"""CORS: which web pages may read an answer. An exact list, and never with cookies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders

READABLE: Final = "API-Version, X-Request-Id, Content-Disposition, Preference-Applied, Retry-After, WWW-Authenticate"
"""What a script may read beside the content."""

_PREFLIGHT: Final[Mapping[str, str]] = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Last-Event-ID, Prefer, X-Request-Id, Raadpleegsleutel"
    ),
    "Access-Control-Max-Age": "600",
}
"""``Raadpleegsleutel`` is the header that the channel for employees will use: named now, so that no gateway in front
of a portal has to be changed for it later."""


class Herkomsten:
    """The origins that are allowed, each as a browser writes it. No other is told apart from a page that asks nothing.

    Source: Fetch standard, 3.2; NLgov API Design Rules, /core/transport/cors.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)

    def preflight(self, method: str, headers: Headers) -> Response | None:
        """The answer to a browser that asks what may be asked; None for any other request, and for a stranger."""
        asks = method == "OPTIONS" and "access-control-request-method" in headers
        return Response(status_code=204, headers=dict(_PREFLIGHT)) if asks and self._origin(headers) else None

    def mark(self, asked: Headers, answer: MutableHeaders) -> None:
        """Say in an answer who may read it. An answer that is open to everybody says so itself, and stays so."""
        if "Access-Control-Allow-Origin" in answer or not self._allowed:
            return
        answer.add_vary_header("Origin")
        if origin := self._origin(asked):
            answer["Access-Control-Allow-Origin"] = origin
            answer["Access-Control-Expose-Headers"] = READABLE

    def _origin(self, headers: Headers) -> str | None:
        given = headers.getlist("origin")
        return given[0] if len(given) == 1 and given[0] in self._allowed else None
