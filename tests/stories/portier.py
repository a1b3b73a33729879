"""A gemeente with something in front of it that refuses, or rewrites, by a rule of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.portaal import CLIENT_ID, SECRET, Toneel


@dataclass(frozen=True)
class Gevraagd:
    """A question that comes by."""

    methode: str
    pad: str
    query: str
    body: bytes

    @property
    def expands(self) -> bool:
        """Whether it asks for what hangs on a zaak, in whatever form."""
        return "expand=" in self.query or b'"expand"' in self.body or b'"fields"' in self.body

    def over(self, wat: str) -> bool:
        """Whether it is about this collection of the Zaken API, or something in it."""
        return self.pad.startswith(f"/zaken/api/v1/{wat}")


Regel = Callable[[Gevraagd], int | None]
"""The status with which a question is refused, or None for what goes on to the gemeente."""
Herschrijving = Callable[[Gevraagd, Any], Any]
"""From the JSON of an answer with 200 to what is sent in its place."""


class Portier(Gemeente):
    """Keeps what it refused in ``geweigerd``; what goes on is in ``ontvangen``, as in any gemeente."""

    regel: Regel = staticmethod(lambda _: None)
    herschrijving: Herschrijving = staticmethod(lambda _, answer: answer)
    foutbody: Any = None
    """The body of a refusal; None for one that says nothing."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.geweigerd: list[Gevraagd] = []

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http":
            await super().app(scope, receive, send)
            return
        parts = []
        while True:
            part = await receive()
            parts.append(part.get("body", b""))
            if not part.get("more_body"):
                break
        vraag = Gevraagd(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), b"".join(parts))
        status = self.regel(vraag)
        if status is not None:
            self.geweigerd.append(vraag)
            await _send(send, status, self.foutbody)
            return

        asked: list[Message] = [{"type": "http.request", "body": vraag.body, "more_body": False}]

        async def again() -> Message:
            return asked.pop() if asked else await receive()

        start: list[Message] = []
        body: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            else:
                body.append(message.get("body", b""))

        await super().app(scope, again, keep)
        content = b"".join(body)
        if start[0]["status"] == 200:
            content = json.dumps(self.herschrijving(vraag, json.loads(content))).encode()
        headers = [(name, value) for name, value in start[0]["headers"] if name != b"content-length"]
        await send({**start[0], "headers": [*headers, (b"content-length", str(len(content)).encode())]})
        await send({"type": "http.response.body", "body": content})


async def _send(send: Send, status: int, body: Any) -> None:
    content = b"" if body is None else json.dumps(body).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def portier(toneel: Toneel, dialect: Dialect = OPEN_ZAAK, naam: str = "Gemeente Waterdam") -> Portier:
    """A running gemeente with a porter who lets everything through until he is told otherwise."""
    gemeente = Portier(naam, "001117518", clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now, dialect=dialect)
    toneel.opening(gemeente)
    return gemeente
