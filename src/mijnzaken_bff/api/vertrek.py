"""Noticing that a caller has left, so that nobody is asked for an answer that nobody reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import Message, Receive


class Vertrek:
    """Stands between the server and the app: hands the app what was received, and looks out for the caller's leaving.

    ``content`` is all that the caller sent. When the caller leaves before the answer is complete, the task that makes
    it is cancelled, and with it every question to a bron, and the reading of a document that is passed on. Once it is
    complete there is nothing left to save.
    """

    def __init__(self, receive: Receive, content: bytes, is_complete: Callable[[], bool]) -> None:
        self._receive = receive
        self._is_complete = is_complete
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self._messages.put_nowait({"type": "http.request", "body": content, "more_body": False})
        self.gone = False
        """Whether the caller left before the answer was complete."""

    async def __call__(self) -> Message:
        """The next message for the app: the content, and after it nothing but that the caller left."""
        return await self._messages.get()

    async def watch(self, answering: asyncio.Task[object]) -> None:
        """Wait until the caller has left; then cancel ``answering``."""
        while (message := await self._receive())["type"] != "http.disconnect":
            pass
        self._messages.put_nowait(message)
        if not self._is_complete():
            self.gone = True
            answering.cancel()
