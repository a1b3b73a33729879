"""One page of a list, in whichever of its shapes a register writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mijnzaken_bff.domain.failure import Failure, SourceError


@dataclass(frozen=True, slots=True)
class Page:
    """The items of one page, unread, and whether the register says that there is another."""

    items: list[Any]
    more: bool


def page_of(answer: Any, where: str) -> Page:
    """The page in ``answer``: ``{results, next}`` or a bare array. Raises ``SourceError(UNUSABLE)`` for anything else,
    also for a list of which not one item is an object.

    Of ``next`` only its presence counts: it is a URL without our criteria, or with a BSN in it, and is never followed.
    ``count`` is not read: it may be an estimate.
    """
    match answer:
        case list(items):
            page = Page(items, more=False)
        case {"results": list(items)}:
            page = Page(items, more=bool(answer.get("next")))
        case _:
            raise SourceError(Failure.UNUSABLE, where)
    if items and not any(isinstance(item, dict) for item in items):
        raise SourceError(Failure.UNUSABLE, where)
    return page
