"""An issuer on loopback that publishes keys, counts who asks for them, and can be told to fail in every way."""

from __future__ import annotations

import asyncio
import gzip
import json
from functools import cache
from typing import Any

from starlette.types import Receive, Scope, Send

from tests.rooms.identity.issuer import Broker, private_key
from tests.stories.portaal import ANNA, LEVEL, Toneel

CERTS = "/certs"


class Sleutelhuis:
    """An issuer with a key of its own for each kind of algorithm, and real HTTP in front of them.

    ``fault`` is what it does instead of answering (see ``FAULTS``); None for an answer. ``document`` is what it
    publishes.
    """

    def __init__(self, toneel: Toneel, naam: str) -> None:
        self.toneel = toneel
        self.naam = naam
        self.broker = Broker(naam)
        self.document: Any = self.broker.jwks()
        self.headers: dict[str, str] = {}
        self.metadata: dict[str, Any] | None = None
        self.fault: str | None = None
        self.asked: list[str] = []
        """The path of every request that came in."""
        self.sent = 0
        """Bytes of bodies that were sent."""
        self._adres = toneel.loopback.start(self)
        self._up = True
        self.broker.issuer = self._adres

    @property
    def jwks_url(self) -> str:
        return self._adres + CERTS

    @property
    def fetches(self) -> int:
        """How often the keys were asked for."""
        return self.asked.count(CERTS)

    def uitgever(self, **anders: Any) -> dict[str, Any]:
        """How it is configured; ``...`` takes a key away."""
        configured = {
            "id": self.naam,
            "issuer": self.broker.issuer,
            "jwksUrl": self.jwks_url,
            "kanaal": "burger",
            "doelgroepen": ["mijnzaken-bff"],
            "betrokkene": [{"type": "bsn", "pad": ["bsn"]}],
            "betrouwbaarheid": {"minimum": "substantieel"},
            **anders,
        }
        return {key: value for key, value in configured.items() if value is not ...}

    def token(self, key: str | None = None, **header: Any) -> str:
        """A good token of Anna; by the key of this name (RSA) when it is given."""
        now = int(self.toneel.klok.now().timestamp())
        claims = self.broker.claims(iat=now, exp=now + 600, acr=LEVEL, bsn=ANNA)
        if key is None:
            return self.broker.sign(claims, members=header)
        return self.broker.sign(claims, key=self.broker.keys[key], members={"kid": key, **header})

    def stop(self) -> None:
        """Stop listening: whoever comes now is refused."""
        if self._up:
            self.toneel.loopback.stop(self._adres)
            self._up = False

    def start(self) -> None:
        """Listen again, at the same address."""
        self.toneel.loopback.start(self, port=int(self._adres.rpartition(":")[2]))
        self._up = True

    def add_key(self, name: str) -> None:
        """Publish one more key."""
        self.broker.keys[name] = private_key("RSA", name)
        self.document = self.broker.jwks()

    def withdraw_key(self, name: str) -> None:
        """Publish it no more; it can still sign."""
        self.document = {"keys": [jwk for jwk in self.document["keys"] if jwk["kid"] != name]}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Source: ASGI 3.0."""
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        self.asked.append(scope["path"])
        asked = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if scope["path"] != CERTS:
            found = self.metadata is not None and scope["path"].endswith("openid-configuration")
            await self._send(send, 200 if found else 404, json.dumps(self.metadata if found else {}).encode())
        elif self.fault is not None:
            await self._fail(self.fault, receive, send)
        elif self.headers.get("etag") == asked.get("if-none-match", ...):
            await self._send(send, 304, b"", **self.headers)
        else:
            await self._send(send, 200, json.dumps(self.document).encode(), **self.headers)

    async def _fail(self, fault: str, receive: Receive, send: Send) -> None:
        match fault:
            case "slow":
                await disconnected(receive)
            case "drips" | "huge":
                gone = asyncio.ensure_future(disconnected(receive))
                await self._start(send, 200)
                while not gone.done():
                    await self._part(send, b" " if fault == "drips" else b" " * 64 * 1024)
                    await asyncio.sleep(0.05 if fault == "drips" else 0)
            case "gzip bomb":
                await self._send(send, 200, bomb(), **{"content-encoding": "gzip"})
            case "redirecting":
                await self._send(send, 302, b"", location=f"{self._adres}/elsewhere")
            case "html":
                await self._send(send, 200, b"<html><body>Onderhoud</body></html>", **{"content-type": "text/html"})
            case "500":
                await self._send(send, 500, json.dumps(self.document).encode())
            case "no set":
                await self._send(send, 200, b"[]")
            case "51 keys":
                keys = [{**jwk, "kid": f"{n}"} for n, jwk in enumerate(self.document["keys"] * 17)]
                await self._send(send, 200, json.dumps({"keys": keys}).encode())
            case _:
                raise AssertionError(fault)

    async def _send(self, send: Send, status: int, body: bytes, **headers: str) -> None:
        await self._start(send, status, **{"content-length": str(len(body)), **headers})
        await self._part(send, body, more=False)

    async def _start(self, send: Send, status: int, **headers: str) -> None:
        told = {"content-type": "application/json", **headers}
        headers_ = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": headers_})

    async def _part(self, send: Send, body: bytes, *, more: bool = True) -> None:
        await send({"type": "http.response.body", "body": body, "more_body": more})
        self.sent += len(body)


FAULTS = ("slow", "drips", "huge", "gzip bomb", "redirecting", "html", "500", "no set", "51 keys", "refused")
"""The ways in which it may fail; the last by ``stop``."""


@cache
def bomb() -> bytes:
    """A hundred megabytes of nothing, in a hundred kilobytes."""
    return gzip.compress(b" " * 100_000_000)


async def disconnected(receive: Receive) -> None:
    """Wait until whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
