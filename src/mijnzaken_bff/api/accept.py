"""Whether a caller takes what we answer with."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

_JSON: Final = frozenset({"*/*", "application/*", "application/json", "application/problem+json"})

_STREAM: Final = frozenset({"*/*", "text/*", "text/event-stream"})
STREAM_PATH: Final = "/v1/zaken/stroom"

_BYTES: Final = re.compile(r"/v1/zaken/[^/]+/documenten/[^/]+/inhoud|/v1/docs(?:/.*)?")
"""Where the answer is a document, of any kind and always as an attachment, or a file of the page of the reference.

There is one form of it, whatever a caller says to take. Source: RFC 9110, 12.4.1.
"""


def accepts_answer(path: str, accept: Sequence[str]) -> bool:
    """Whether the ``Accept`` headers leave room for what there is at ``path``."""
    if path == STREAM_PATH:
        return _accepts(accept, _STREAM)
    return accepts_json(accept) or _BYTES.fullmatch(path) is not None


def accepts_json(accept: Sequence[str]) -> bool:
    """Whether the ``Accept`` headers leave room for ``application/json``."""
    return _accepts(accept, _JSON)


def _accepts(accept: Sequence[str], kinds: Collection[str]) -> bool:
    """Whether the ``Accept`` headers leave room for one of ``kinds``; no header does. Source: RFC 9110, 12.5.1."""
    ranges = [part.strip().lower() for value in accept for part in value.split(",") if part.strip()]
    if not ranges:
        return True
    for media_range in ranges:
        kind, *parameters = (part.strip() for part in media_range.split(";"))
        refused = any(p.replace(" ", "").startswith("q=") and _is_zero(p.partition("=")[2]) for p in parameters)
        if kind in kinds and not refused:
            return True
    return False


def _is_zero(quality: str) -> bool:
    try:
        return float(quality) == 0
    except ValueError:
        return False
