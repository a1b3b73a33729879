"""Waiting for something that happens in another thread or process, and no longer than that."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(happened: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Look until it has happened. Fails when it takes so long that it will not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)
