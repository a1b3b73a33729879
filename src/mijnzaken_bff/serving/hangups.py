"""SIGHUP: never the end of the service, always the wish that it reads its configuration again."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Hangups:
    """The signals that came and were not looked at yet: however many, they are one wish."""

    def __init__(self) -> None:
        self._wanted = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._came = asyncio.Event()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take the signal, from before there is anything to do with it."""
        if sys.platform == "win32":
            yield
            return
        before = signal.signal(signal.SIGHUP, lambda *_: self._take())
        try:
            yield
        finally:
            signal.signal(signal.SIGHUP, before)

    def _take(self) -> None:
        self._wanted = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._came.set)

    async def within(self, seconds: float) -> bool:
        """Whether one came before so many ``seconds`` were over, or had come already."""
        self._loop = asyncio.get_running_loop()
        if not self._wanted:
            self._came.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._came.wait()
            except TimeoutError:
                return False
        self._wanted = False
        return True
