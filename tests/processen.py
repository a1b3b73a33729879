"""What a test needs that runs one of our commands as a process of its own."""

from __future__ import annotations

import contextlib
import socket
from typing import Final

PATIENCE: Final = 60.0
"""Seconds after which a process that should have done something is called stuck."""


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody listens on."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
