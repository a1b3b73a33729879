"""The id of a request: through the log, the answer and a problem."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from starlette.requests import HTTPConnection
from starlette.types import Scope

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_NIL = str(UUID(int=0))


def new_verzoek_id(offered: str | None) -> str:
    """The id that a caller offers, when it is a UUID: anything else could hold a number. Otherwise a new one.

    A UUID of zeros alone names nothing, and no trace may be called so (W3C Trace Context, 3.2.2.3).
    """
    usable = offered is not None and _UUID.fullmatch(offered) and offered != _NIL
    return offered.lower() if offered and usable else str(uuid4())


def set_verzoek_id(scope: Scope, verzoek_id: str) -> None:
    """Keep the id with the request."""
    scope.setdefault("state", {})["verzoek_id"] = verzoek_id


def verzoek_id_of(request: HTTPConnection) -> str:
    """The id of this request."""
    return str(request.state.verzoek_id)
