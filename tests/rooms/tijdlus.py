"""An event loop in which waiting takes no time: its clock jumps to the next thing that is to happen."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from typing import Any


class Tijdlus(asyncio.SelectorEventLoop):
    """Its clock counts milliseconds and its timers are rounded to them, as in uvloop: one may ring a hair early."""

    def __init__(self) -> None:
        self.milliseconds = 7_123
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.milliseconds / 1000

    def call_at(self, when: float, callback: Callable[..., object], *args: Any, context: Any = None) -> Any:
        rounded = self.milliseconds + max(0, round((when - self.time()) * 1000))
        return super().call_at(rounded / 1000, callback, *args, context=context)


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: Tijdlus) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("nothing will ever happen any more")
        self._loop.milliseconds += round(timeout * 1000)
        return super().select(0)
