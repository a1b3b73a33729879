"""One question to the register as it came in, one answer as it goes out; HTTP, but no sockets."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from mijnzaken_bff.demo.gemeente.inhoud import Inhoud
from mijnzaken_bff.demo.gemeente.probleem import ONGELDIG, ONLEESBAAR, Probleem


@dataclass(frozen=True, repr=False)
class Vraag:
    """A request: ``query`` as sent, names of ``headers`` in lower case."""

    methode: str
    pad: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The query, with empty values. Of a parameter that comes twice the last one counts."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @cached_property
    def json(self) -> dict[str, Any]:
        """The body, which must be a JSON object. Raises ``Probleem`` (400)."""
        try:
            body = json.loads(self.body)
        except ValueError as error:
            raise Probleem(ONLEESBAAR) from error
        if not isinstance(body, dict):
            raise Probleem(ONGELDIG)
        return body


@dataclass(frozen=True, slots=True)
class Antwoord:
    """A response; ``content-length`` is added on the way out.

    Its body is ``body``, or for a download the ``inhoud``, which is read while it is sent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    inhoud: Inhoud | None = None

    @property
    def lengte(self) -> int:
        """Of the body, in bytes."""
        return len(self.body) if self.inhoud is None else self.inhoud.lengte

    def stukken(self) -> Iterable[bytes]:
        """The body, in the pieces in which it is sent."""
        return [self.body] if self.inhoud is None else self.inhoud.lees()


def als_bytes(inhoud: object) -> bytes:
    """JSON as Open Zaak writes it: no spaces, no escapes where UTF-8 will do."""
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()
