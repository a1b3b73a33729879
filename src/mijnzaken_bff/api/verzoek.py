"""The id of a request: through the log, the answer and a problem."""

from __future__ import annotations

import re
from uuid import uuid4

from starlette.requests import HTTPConnection
from starlette.types import Scope

_UUID = re.compile(
    r"(?!(?:[0-9]+-){4}[0-9]+$)[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    re.ASCII | re.IGNORECASE,
)
"""One of RFC 9562, 4.2, with a letter in it: a number that is filled up with zeros to look like a UUID has none."""


def new_verzoek_id(offered: str | None) -> str:
    """The id that a caller offers, when it is a UUID: anything else could hold a number. Otherwise a new one."""
    return offered.lower() if offered is not None and _UUID.fullmatch(offered) else str(uuid4())


def set_verzoek_id(scope: Scope, verzoek_id: str) -> None:
    """Keep the id with the request."""
    scope.setdefault("state", {})["verzoek_id"] = verzoek_id


def verzoek_id_of(request: HTTPConnection) -> str:
    """The id of this request."""
    return str(request.state.verzoek_id)
