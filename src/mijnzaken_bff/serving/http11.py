"""HTTP/1.1 as uvicorn speaks it, but for what it says by itself, and for how long and how much it listens."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import httptools
from fastapi import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from mijnzaken_bff.api.afwijzing import Reden
from mijnzaken_bff.api.deur import MOST_HEADERS, MOST_TARGET
from mijnzaken_bff.api.inhoud import MOST, break_content

logger = logging.getLogger(__name__)

_MOST_AROUND: Final = 2 * (MOST_HEADERS + MOST_TARGET)
"""In bytes, of one request all that is no content. The edge counts what is in a head; this is for what has no end."""
MOST_LINES: Final = 100
"""Headers of one request, and its trailers apart: a line of two bytes costs us a hundred."""
MOST_BEHIND: Final = 16
"""Requests on one connection that stand in line behind the one that is answered. No client that we know asks so."""
PATIENCE: Final = 10.0
"""In seconds, from the first byte of a head (or from a connection on which nothing comes) to its end.

Also how long a connection may take less than ``LEAST_TAKEN`` of what we write to it.
"""
LEAST_TAKEN: Final = 16 * 1024
"""In bytes. Taking a byte now and then would hold a connection, and a whole answer in memory, for ever."""


class _TooMuchError(Exception):
    """More lines or more requests than we read. The parser stops where it is raised."""

    def __init__(self, reden: Reden) -> None:
        super().__init__(reden.value)
        self.reden = reden


class Http11(HttpToolsProtocol):
    """Every answer is a problem with all its headers, also where uvicorn would answer in plain text or not at all.

    What is no HTTP, a head that does not end and a connection too many come no further than this: the first is 400,
    the second 400 as well, the third 503 before anything was asked. ``turn_away`` makes those answers. They wait for
    the answers to what was asked before on the same connection.
    """

    def __init__(
        self, *, turn_away: Callable[[Reden], Response], most: int, patience: float = PATIENCE, **of_uvicorn: Any
    ) -> None:
        super().__init__(**of_uvicorn)
        self._turn_away = turn_away
        self._most = most
        self._patience = patience
        self._waiting: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._asked: deque[RequestResponseCycle] = deque()
        """What is being answered, and what stands in line behind it."""
        self._refused: Reden | None = None
        """Why nothing more is read, once that is so; said when all that was asked is answered."""
        self._deaf = False
        self._begun = False
        self._began_here = False
        self._in_head = False
        self._lines = 0
        self._around = 0
        self._content = 0
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
        """Wait for nothing any more, and tell everybody who answers; uvicorn tells only who came last."""
        self._head_is_there()
        self._stop_watching()
        for cycle in self._asked:
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, but not for ever."""
        if self._deaf:
            return
        self._unset_keepalive_if_required()
        self._content = 0
        self._began_here = False
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # We stay with HTTP/1.1 (RFC 9110, 7.8). What follows might be meant for another protocol: it is not read.
            self._deaf = True
            self.cycle.keep_alive = False
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._end(cause.reden if isinstance(cause, _TooMuchError) else Reden.HTTP)
        else:
            self._around = 0 if self._began_here else self._around + len(data) - self._content
            if self._around > _MOST_AROUND:
                self._end(Reden.KOP)

    def on_message_begin(self) -> None:
        """Somebody begins to ask."""
        super().on_message_begin()
        self._begun = self._began_here = self._in_head = True
        self._lines = 0
        self._wait_for_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; of a trailer nothing but that it is there (RFC 9110, 6.5.1)."""
        self._lines += 1
        if self._lines > MOST_LINES:
            raise _TooMuchError(Reden.KOP)
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Let it be answered."""
        self._head_is_there()
        self._in_head = False
        self._lines = 0
        if len(self._asked) > MOST_BEHIND:
            raise _TooMuchError(Reden.VERBINDINGEN)
        super().on_headers_complete()
        self._asked.append(self.cycle)
        # uvicorn stops reading while somebody stands in line, and does not see a caller leave then.
        self.flow.resume_reading()

    def on_body(self, body: bytes) -> None:
        """Take content, and count it. Whose turn has not come is not read, so it is not told to stop either."""
        self._content += len(body)
        super().on_body(body)
        if len(self._asked) > 1 and len(self.cycle.body) > MOST:
            raise _TooMuchError(Reden.INHOUD)

    def on_response_complete(self) -> None:
        """Go on with who stands in line, or say why there is no more."""
        answered = self._asked.popleft()
        self._watch_writing()
        if answered.more_body and not self._asked:
            self.transport.close()  # it was answered by its head; what is still to come of it is nobody's
        super().on_response_complete()
        if self._refused is not None and not self._asked:
            self._end(self._refused)

    def pause_writing(self) -> None:
        """There is more to write than is taken."""
        super().pause_writing()
        self._watch_writing()

    def _wait_for_head(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self._patience, self._end, Reden.TRAAG)

    def _head_is_there(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _watch_writing(self) -> None:
        """From now on something must be taken of what stands ready."""
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        self._writing = self.loop.call_later(self._patience, self._see_what_was_taken, left)

    def _stop_watching(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _see_what_was_taken(self, before: int) -> None:
        """Abort the connection of who takes next to nothing; while an answer grows, only look again later."""
        left = self.transport.get_write_buffer_size()
        grows = self._asked and self._asked[0].response_started and not self.flow.write_paused
        if left == 0:
            self._writing = None
        elif left <= before - LEAST_TAKEN or (grows and not self.transport.is_closing()):
            self._watch_writing()
        else:
            logger.info("connection_ended", extra={"reason": "ongelezen"})
            self.transport.abort()

    def _end(self, reden: Reden) -> None:
        """Read no more, and say why when it is this request's turn; without a word where nothing was begun."""
        self._head_is_there()
        self._deaf = True
        if self.transport.is_closing():
            return
        if self._asked:
            self._refused = reden
            if self._asked[-1].more_body:  # it is the content of this one that is wrong, so the answer is its own
                self._refused = None
                break_content(self._asked[-1].scope["state"], reden)
                self._asked[-1].message_event.set()
            return
        answer = self._turn_away(reden)
        answer.headers["Connection"] = "close"
        if reden is not Reden.TRAAG or self._begun:
            lines = [STATUS_LINE[answer.status_code]]
            for name, value in dict([*self.server_state.default_headers, *answer.raw_headers]).items():
                lines += [name, b": ", value, b"\r\n"]
            self.transport.write(b"".join([*lines, b"\r\n", bytes(answer.body)]))
            verzoek_id = answer.headers.get("x-request-id", "-")
            told = {"request_id": verzoek_id, "reason": reden.value, "status": answer.status_code}
            logger.info("connection_ended", extra=told)
        self._watch_writing()
        self.transport.close()
