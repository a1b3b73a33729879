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


def verzoek_id_in(scope: Scope) -> str:
    """The id of the request of this scope."""
    return str(scope["state"]["verzoek_id"])


def want_only_head(scope: Scope) -> None:
    """Keep with a request that it is answered as a GET and only the head of that is sent."""
    scope.setdefault("state", {})["only_head"] = True


def only_head(scope: Scope) -> bool:
    """Whether only the head of the answer is wanted: then nothing needs to be read for the rest of it."""
    return bool(scope["state"].get("only_head"))


def verzoek_id_of(request: HTTPConnection) -> str:
    """The id of this request."""
    return str(request.state.verzoek_id)
