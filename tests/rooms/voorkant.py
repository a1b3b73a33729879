"""The server for callers in a process that holds every test as well."""

from __future__ import annotations

import socket

from mijnzaken_bff.serving import server


class Voorkant(server._Front):
    """The server that callers speak to, but for settling down: that looks at everything there is.

    Here that is every test of the run, and looking at it takes longer than most tests of what is served.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start."""
        await server._Server.startup(self, sockets)
        self.up.set()
