"""A token endpoint on loopback that counts, and does what it is told."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from tests.rooms.upstream.boze_bron import BozeBron, Received, Script, answer, boze_bron

CLIENT = "mijnzaken"
SECRET = "een-geheim-van-de-tokenbron-van-32-tekens"


class TokenBron:
    """Gives ``token-1``, ``token-2``, … to who knows the secret."""

    def __init__(self) -> None:
        self.given = 0
        self.takes = SECRET
        self.says: Script | None = None
        """What it does instead of giving a token."""
        self.wait: asyncio.Event | None = None
        self.rest: dict[str, Any] = {"token_type": "Bearer", "expires_in": 300}
        self.server: BozeBron | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.port}/realms/gemeente/token"

    @property
    def asked(self) -> int:
        assert self.server is not None
        return len(self.server.received)

    @property
    def forms(self) -> list[dict[str, str]]:
        """What was asked, each time."""
        assert self.server is not None
        return [
            {name: value for name, (value,) in parse_qs(received.body.decode(), strict_parsing=True).items()}
            for received in self.server.received
        ]

    async def script(self, received: Received, writer: asyncio.StreamWriter) -> None:
        if self.wait is not None:
            await self.wait.wait()
        if self.says is not None:
            await self.says(received, writer)
        elif (CLIENT, self.takes) not in who_asks(received):
            writer.write(answer(b'{"error": "invalid_client"}', status="401 Unauthorized"))
        else:
            self.given += 1
            writer.write(answer(json.dumps({"access_token": f"token-{self.given}", **self.rest}).encode()))


def who_asks(received: Received) -> list[tuple[str, str]]:
    """Name and secret, from the header and from the body."""
    found = []
    for header in received.header("authorization"):
        name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        found.append((unquote_plus(name), unquote_plus(secret)))
    form = parse_qs(received.body.decode())
    if "client_secret" in form:
        found.append((form["client_id"][0], form["client_secret"][0]))
    return found


@asynccontextmanager
async def tokenbron() -> AsyncIterator[TokenBron]:
    """A token endpoint."""
    bron = TokenBron()
    async with boze_bron(bron.script) as server:
        bron.server = server
        yield bron
