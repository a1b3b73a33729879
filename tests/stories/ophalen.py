"""Fetching a document as people do: with an HTTP client, which must see for itself whether all of it came."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente, Ontvangen
from mijnzaken_bff.demo.gemeente.inhoud import STUK
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.stories.bijlagen import dossier_van, inhoudspad, zaakpad
from tests.stories.draad import wire
from tests.stories.portaal import ANNA, LEVEL, RUIM, VLOT, Toneel
from tests.stories.proces import Proces, serving

CURL_ENDS_WELL: Final = 0


@dataclass(frozen=True, slots=True)
class Opgehaald:
    """What somebody has after fetching a document."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    came: int
    """Bytes of content."""
    digest: bytes
    """Of that content, SHA-256."""
    whole: bool
    """Whether the client takes it for all of the answer."""


Client = Callable[[str, str], Opgehaald]
"""From the address of a document and a token to what came."""


def with_httpx(url: str, token: str) -> Opgehaald:
    """Fetch it with httpx."""
    came, digest, whole = 0, hashlib.sha256(), False
    with (
        httpx.Client(trust_env=False, timeout=60) as client,
        client.stream("GET", url, headers={"Authorization": f"Bearer {token}"}) as answer,
        contextlib.suppress(httpx.RemoteProtocolError, httpx.ReadError),
    ):
        for piece in answer.iter_raw():
            came += len(piece)
            digest.update(piece)
        whole = True
    return Opgehaald(answer.status_code, dict(answer.headers), came, digest.digest(), whole)


def with_http_client(url: str, token: str) -> Opgehaald:
    """Fetch it with the client of Python itself."""
    parts, came, digest, whole = urlsplit(url), 0, hashlib.sha256(), False
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", parts.path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        with contextlib.suppress(http.client.IncompleteRead, ConnectionResetError):
            while piece := answer.read(STUK):
                came += len(piece)
                digest.update(piece)
            # It gives less than was promised without a word, and leaves it to who reads to count.
            whole = headers.get("content-length") in (None, str(came))
    return Opgehaald(answer.status, headers, came, digest.digest(), whole)


def with_curl(url: str, token: str) -> Opgehaald:
    """Fetch it with curl, where there is one."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl on this machine: the other clients show the same")
    command = [curl, "--silent", "--noproxy", "*", "--max-time", "60", "-H", "@-", "-D", "/dev/stderr", url]
    ended = subprocess.run(  # noqa: S603 - a tool of the system
        command, input=f"Authorization: Bearer {token}\n".encode(), capture_output=True, check=False
    )
    first, *lines = ended.stderr.decode("latin-1").splitlines()
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if value}
    return Opgehaald(
        int(first.split()[1]),
        headers,
        len(ended.stdout),
        hashlib.sha256(ended.stdout).digest(),
        ended.returncode == CURL_ENDS_WELL,
    )


CLIENTS: Final[Mapping[str, Client]] = {"httpx": with_httpx, "http.client": with_http_client, "curl": with_curl}


@dataclass(frozen=True, slots=True)
class Uitgifte:
    """The service in a process of its own, before one gemeente, and a zaak of Anna whose documents are asked."""

    toneel: Toneel
    gemeente: Gemeente
    zaak: Resource
    proces: Proces

    def token(self, wie: str = ANNA) -> str:
        """A token of this person."""
        return self.toneel.uitgever.token(bsn=wie, acr=LEVEL)

    def url(self, document: Resource, zaak: Resource | None = None) -> str:
        """Where a document is asked."""
        return f"{self.proces.adres}{inhoudspad(zaak or self.zaak, document)}"

    def haal(self, document: Resource, client: Client = with_httpx, wie: str = ANNA) -> Opgehaald:
        """Fetch it."""
        return client(self.url(document), self.token(wie))

    def get(self, pad: str | None = None, wie: str = ANNA, method: str = "GET", **headers: str) -> httpx.Response:
        """An answer of which nothing is missing; without a path that to who asks for the zaak."""
        told = {"Authorization": f"Bearer {self.token(wie)}", **headers}
        url = self.proces.adres + (pad or zaakpad(self.zaak))
        with httpx.Client(trust_env=False, timeout=60) as client:
            return client.request(method, url, headers=told)

    @contextmanager
    def reader(self, document: Resource, wie: str = ANNA, zaak: Resource | None = None) -> Iterator[socket.socket]:
        """Somebody who has asked a document, and read nothing of it yet."""
        pad = inhoudspad(zaak or self.zaak, document)
        head = f"GET {pad} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token(wie)}\r\n\r\n"
        with wire(self.proces.adres) as connected:
            connected.sendall(head.encode())
            yield connected

    def laatste(self) -> Ontvangen:
        """The last download that the register was asked for."""
        return [one for one in self.gemeente.ontvangen if one.pad.endswith("/download")][-1]

    def told_of(self, request_id: str, event: str = "document_cut_short") -> list[dict[str, Any]]:
        """What was logged of one request."""
        return [line for line in self.proces.events(event) if line["request_id"] == request_id]


@contextmanager
def uitgifte(toneel: Toneel, gemeente: Gemeente, zaak: Resource, folder: Path, **settings: Any) -> Iterator[Uitgifte]:
    """The service before this gemeente, in a process; ``settings`` are ``bron``, ``grenzen`` and others at the top."""
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    top = dict(settings)
    bron, grenzen, stoppen = top.pop("bron", {}), top.pop("grenzen", {}), top.pop("stoppen", {})
    configuratie = toneel.configuratie(
        {"waterdam": gemeente},
        bron=dossier_van(gemeente, **bron),
        dienst={"grenzen": {**RUIM, **grenzen}, "stoppen": {**VLOT, **stoppen}},
        **top,
    )
    with serving(folder, configuratie) as proces:
        yield Uitgifte(toneel, gemeente, zaak, proces)
