"""HTTP/1.1 as uvicorn speaks it, but for what it says by itself: those words are ours too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from fastapi import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from mijnzaken_bff.api.afwijzing import Reden
from mijnzaken_bff.api.deur import MOST_HEADERS, MOST_TARGET

_MOST_HEAD: Final = 2 * (MOST_HEADERS + MOST_TARGET)
"""In bytes. The edge counts what is in a head; this is for a head that has no end, and would fill the memory."""
PATIENCE: Final = 10.0
"""In seconds, from the first byte of a head (or from a connection on which nothing comes) to its end."""


class Http11(HttpToolsProtocol):
    """Every answer is a problem with all its headers, also where uvicorn would answer in plain text or not at all.

    What is no HTTP, a head that does not end and a connection too many come no further than this: the first is 400,
    the second 400 as well, the third 503 before anything was asked. ``turn_away`` makes those answers.
    """

    def __init__(
        self, *, turn_away: Callable[[Reden], Response], most: int, patience: float = PATIENCE, **of_uvicorn: Any
    ) -> None:
        super().__init__(**of_uvicorn)
        self._turn_away = turn_away
        self._most = most
        self._patience = patience
        self._waiting: asyncio.TimerHandle | None = None
        self._head = 0
        self._begun = False
        # access_log=False only takes the handlers away; ours would print every URL then.
        self.access_log = False

    @classmethod
    def of(cls, turn_away: Callable[[Reden], Response], most: int, patience: float = PATIENCE) -> Any:
        """What uvicorn makes a protocol with, for each connection of at most ``most``."""
        return partial(cls, turn_away=turn_away, most=most, patience=patience)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take on a connection, or end it at once."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self._end(Reden.VERBINDINGEN)
        else:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._head_is_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, but not for ever."""
        super().data_received(data)
        self._head = self._head + len(data) if self._waiting is not None else 0
        if self._head > _MOST_HEAD:
            self._end(Reden.KOP)

    def on_message_begin(self) -> None:
        """Somebody begins to ask."""
        super().on_message_begin()
        self._begun = True
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Let it be answered."""
        self._head_is_there()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn hands in words of its own
        """Answer what is no HTTP."""
        self._end(Reden.HTTP)

    def _wait_for_head(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self._patience, self._end, Reden.TRAAG)

    def _head_is_there(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _end(self, reden: Reden) -> None:
        """Say why and break off; without a word where nothing was begun, or where it would land in another answer."""
        self._head_is_there()
        if self.transport.is_closing():
            return
        answer = self._turn_away(reden)
        silent = reden is Reden.TRAAG and not self._begun
        if not silent and (self.cycle is None or self.cycle.response_complete):
            lines = [STATUS_LINE[answer.status_code]]
            for name, value in [*self.server_state.default_headers, *answer.raw_headers]:
                lines += [name, b": ", value, b"\r\n"]
            self.transport.write(b"".join([*lines, b"\r\n", bytes(answer.body)]))
        self.transport.close()
