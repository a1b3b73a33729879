"""The door: what can be told of a request by its head alone, before anything is done for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from mijnzaken_bff.api.accept import accepts_answer
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden

MOST_HEADERS: Final = 32 * 1024
"""In bytes, all names and values together. A token has 8 KiB at most."""
MOST_TARGET: Final = 64_000
"""In bytes, path and query: somewhat less than the parser of the server can hold, so that we say so."""

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


class Deur:
    """Lets in what is asked of one of ``hosts`` (of any, when there are none), in a head of a decent size.

    And by who takes what there is: JSON, or a document.

    ``Host`` is looked at here and believed nowhere: what is decided by a path goes by ``scope["path"]``, because a URL
    is made of this header too (CVE-2026-48710).
    """

    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = frozenset(hosts)

    def admit(self, scope: Scope, headers: Headers) -> None:
        """Raises ``Afgewezen`` when the request goes no further."""
        if sum(len(name) + len(value) for name, value in headers.raw) > MOST_HEADERS:
            raise Afgewezen(Reden.KOP)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_TARGET:
            raise Afgewezen(Reden.KOP)
        if not self._is_ours(headers.getlist("host")):
            raise Afgewezen(Reden.HOST)
        if not accepts_answer(scope["path"], headers.getlist("accept")):
            raise Afgewezen(Reden.ACCEPT)

    def _is_ours(self, given: list[str]) -> bool:
        match = _HOST.fullmatch(given[0]) if len(given) == 1 else None
        return match is not None and (not self._hosts or match[1].lower() in self._hosts)
