"""Following a stream of zaken as a front end does: event by event. Source: WHATWG HTML, 9.2.6."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import httpx
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.lekken import leaks
from tests.stories.portaal import ANNA, Portaal, Wie

STROOM = "/v1/zaken/stroom"


@dataclass
class Volger:
    """Somebody who follows a stream. Comments are counted, and told to nobody."""

    answer: httpx.Response
    comments: int = 0
    ids: list[str] = field(default_factory=list)
    retry: int | None = None
    """In milliseconds, as the stream asked."""

    def __post_init__(self) -> None:
        self._berichten = self._read()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self._berichten

    def next(self) -> dict[str, Any]:
        """The next message. Fails when the stream ended."""
        return next(self._berichten)

    def _read(self) -> Iterator[dict[str, Any]]:
        event, data = "", list[str]()
        for line in self.answer.iter_lines():
            assert not leaks(line), "a number in a stream"
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            match name:
                case "" if line:
                    self.comments += 1
                case "":
                    if data:
                        bericht = json.loads("\n".join(data))
                        assert bericht["soort"] == event
                        yield bericht
                    event, data = "", []
                case "event":
                    event = value
                case "data":
                    data.append(value)
                case "id":
                    self.ids.append(value)
                case "retry":
                    self.retry = int(value)
                case _:
                    raise AssertionError(f"a field that no stream has: {name}")
        assert not data, "the stream ended in the middle of an event"


@contextmanager
def following(portaal: Portaal, wie: Wie = ANNA, *, token: str | None = None, **query: Any) -> Iterator[Volger]:
    """Somebody follows a stream, and leaves at the end of this."""
    headers = {"Authorization": f"Bearer {token or portaal.token_of(wie)}", "Accept": "text/event-stream"}
    # A connection of its own, without the hook that reads an answer whole.
    with (
        httpx.Client(base_url=portaal.adres, trust_env=False, timeout=30) as client,
        client.stream("GET", STROOM, params=query, headers=headers) as answer,
    ):
        assert answer.status_code == 200, answer.read()
        yield Volger(answer)


def whole(portaal: Portaal, wie: Wie = ANNA, **query: Any) -> list[dict[str, Any]]:
    """Every message of a stream."""
    with following(portaal, wie, **query) as volger:
        return list(volger)


def known(berichten: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Per bron the last that was told of it."""
    return {bericht["bron"]["id"]: bericht for bericht in berichten if bericht["soort"] == "bron"}


class Wachter(Gemeente):
    """A gemeente that answers nobody until it is told to, and notices who does not wait for that."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.los = Event()
        self.afgebroken = 0

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http":
            await super().app(scope, receive, send)
            return
        message = await receive()
        gone = asyncio.ensure_future(receive())
        while not self.los.is_set():
            if gone.done():
                self.afgebroken += 1
                return
            await asyncio.sleep(0.005)
        gone.cancel()
        given = iter([message])

        async def received() -> Mapping[str, Any]:
            return next(given, None) or await receive()

        await super().app(scope, received, send)  # type: ignore[arg-type]
