"""Where in the code something went wrong: all that is told of a bug, because its message may repeat what came in."""

from __future__ import annotations

import traceback


def place_of(error: BaseException) -> str:
    """Where ``error`` was raised, as ``file.py:line``; empty when it was never raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
