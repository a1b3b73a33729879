"""Which URLs belong to an API of a bron. A link in an answer is a claim of the other side, not an address to trust."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from mijnzaken_bff.domain.failure import Failure, SourceError

_REST = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
"""What may follow a base URL: plain segments, so no dots, no escapes, no empty segment, no query, no fragment."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port of a URL; raises ``ValueError`` where one of them is missing or malformed."""
    port = _DEFAULT_PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    if not parts.hostname or not port or parts.username is not None or parts.password is not None:
        raise ValueError("geen volledig adres")
    return parts.scheme, parts.hostname, port


@lru_cache(maxsize=4096)
def _name(url: str) -> tuple[tuple[str, str, int], str]:
    parts = urlsplit(url)
    return origin(parts), parts.path


@dataclass(frozen=True, slots=True)
class Basis:
    """Where one API lives: the base URL that we call, and other base URLs under which the register writes its links."""

    url: str
    """With a slash at the end."""
    aliassen: tuple[str, ...] = ()

    def rest_of(self, link: str) -> str | None:
        """What follows the base URL in ``link`` ("zaken/0c4c…"), or None when the link belongs elsewhere."""
        if not link.isascii() or not link.isprintable() or "\\" in link or " " in link:
            return None
        try:
            parts = urlsplit(link)
            there = origin(parts)
        except ValueError:
            return None
        if "?" in link or "#" in link:
            return None
        for name in (self.url, *self.aliassen):
            where, path = _name(name)
            if there == where and parts.path.startswith(path):
                rest = parts.path[len(path) :]
                if _REST.fullmatch(rest):
                    return rest
        return None

    def reachable(self, link: str) -> str:
        """``link`` as we call it: an alias becomes the base.

        Raises ``SourceError(FOREIGN_URL)`` for a link to any other place; the message does not repeat it.
        """
        rest = self.rest_of(link)
        if rest is None:
            raise SourceError(Failure.FOREIGN_URL, "link")
        return self.url + rest
