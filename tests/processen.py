"""What a test needs that runs one of our commands as a process of its own."""

from __future__ import annotations

import itertools
import os
import socket
from collections.abc import Iterator
from typing import Final

PATIENCE: Final = 60.0
"""Seconds after which a process that should have done something is called stuck."""

_FIRST: Final = 15_000
_EACH: Final = 1_500
"""Every process that runs tests has so many ports of its own, below those that platforms hand out by themselves: a port
that such a server was given a moment ago would be taken from whom it was promised to."""


def _ports() -> Iterator[int]:
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    first = _FIRST + _EACH * own
    return itertools.cycle(range(first, first + _EACH))


_PORTS: Final = _ports()


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody listens on, and that nobody else is promised."""
    return list(itertools.islice(filter(_is_free, _PORTS), count))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
