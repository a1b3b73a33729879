"""A wire on which a story may say anything, also what no HTTP client would."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    content: bytes

    def json(self) -> Any:
        """The content, read as JSON."""
        return json.loads(self.content)


@contextmanager
def wire(adres: str) -> Iterator[socket.socket]:
    """A connection to ``adres``, closed afterwards."""
    parts = urlsplit(adres)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connected:
        yield connected


def answer_on(connected: socket.socket, method: str = "GET") -> Answer:
    """The next answer on a wire, to a request of this method."""
    response = HTTPResponse(connected, method=method)
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def said(adres: str, request: bytes) -> Answer:
    """The answer to exactly these bytes."""
    with wire(adres) as connected:
        connected.sendall(request)
        return answer_on(connected)


def is_closed(connected: socket.socket) -> bool:
    """Whether the other side has closed the wire. Waits for it; fails when something else comes."""
    try:
        return connected.recv(1) == b""
    except ConnectionResetError:
        return True
