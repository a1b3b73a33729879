"""From the name of a host to its addresses, in a thread of its own: a name server that hangs costs its own bron."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Any, TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

_Infos: TypeAlias = list[tuple[Any, Any, int, str, Any]]


class Naamzoeker(AbstractResolver):
    """Looks names up with the platform, one thread to a lookup.

    A lookup cannot be stopped, and an event loop has few threads for all of them together (uvloop two): two names that
    hang would keep every other bron waiting. aiohttp looks a host up once at a time, also when whoever asked has left,
    so no more threads are out than there are hosts. They do not keep the process from ending.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of ``host``. Raises ``OSError`` when it has none."""
        found: asyncio.Future[_Infos] = asyncio.get_running_loop().create_future()
        threading.Thread(target=_look_up, args=(host, port, family, found), name=f"naam {host}", daemon=True).start()
        return [
            ResolveResult(
                hostname=host,
                host=address[0],
                port=address[1],
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, address in await found
            if len(address) >= 2 and isinstance(address[0], str)  # else IPv6 that this Python does not know
        ]

    async def close(self) -> None:
        """Nothing to close: a lookup that is out ends by itself."""


def _look_up(host: str, port: int, family: socket.AddressFamily, found: asyncio.Future[_Infos]) -> None:
    infos: _Infos = []
    failed: OSError | None = None
    try:
        infos = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except OSError as error:
        failed = error
    except UnicodeError:  # what cannot be a name
        failed = socket.gaierror(socket.EAI_NONAME, "geen naam")

    def tell() -> None:
        if found.done():
            return  # nobody waits any more
        if failed is None:
            found.set_result(infos)
        else:
            found.set_exception(failed)

    with suppress(RuntimeError):  # the service has stopped
        found.get_loop().call_soon_threadsafe(tell)
