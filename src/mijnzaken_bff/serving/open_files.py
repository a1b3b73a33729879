"""How many files the process may have open: every connection is one, from a caller and to a bron alike."""

from __future__ import annotations

import contextlib
import sys
from typing import Final

CONNECTIONS_PER_PLACE: Final = 10
"""How many connections there may be for each request that is answered at once: most are kept open and idle."""
MANAGEMENT_CONNECTIONS: Final = 64
"""How many connections the management port holds: a platform that looks, and somebody who looks along."""
_OF_OUR_OWN: Final = 64
"""Files of the process itself: its libraries, its logs, the sockets it listens on, and a connection that is refused."""


def raise_limit() -> int | None:
    """Raise the limit of open files as far as it goes without privileges; the limit then, None if there is none."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # a kernel may have a lower one of its own
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return None if soft == resource.RLIM_INFINITY else soft


def connections_under(files: int | None, *, tegelijk: int, bronnen: int) -> int:
    """How many connections of callers there may be under a limit of open ``files``.

    ``bronnen`` is how many connections to bronnen there may be at once. They never take more than half: all of them
    are in use only when as many callers wait.
    """
    wanted = tegelijk * CONNECTIONS_PER_PLACE
    if files is None:
        return wanted
    left = max(0, files - MANAGEMENT_CONNECTIONS - _OF_OUR_OWN)
    return max(1, min(wanted, left - min(bronnen, left // 2)))
