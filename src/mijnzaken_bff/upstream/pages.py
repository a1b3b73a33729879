"""One page of a list, in whichever of its shapes a register writes it."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic_core import to_json

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.json_body import parsed

_PAGE_KEYS: Final = ("results", "next")
_WRITTEN_KEYS: Final = tuple(f'"{key}"'.encode() for key in _PAGE_KEYS)


class Page:
    """The items of one page, unread, and whether the register says that there is another.

    A page can ``forget`` its items, and reads them again when one of them is wanted after all. Of the pages of many
    bronnen most are looked at once: kept whole, they are what the garbage collector walks through over and over.
    """

    __slots__ = ("_body", "_items", "more")

    def __init__(self, items: list[Any], more: bool, body: bytes | None = None) -> None:
        self._items: list[Any] | None = items
        self._body = body
        self.more = more

    @property
    def items(self) -> list[Any]:
        """The items, in the order of the register."""
        if self._items is None:
            self._items = _items_of(parsed(self._body or b"", "page")) or []
        return self._items

    @property
    def nothing(self) -> bool:
        """Whether the register says that it found nothing: an empty page that promises another does not."""
        return not self.items and not self.more

    @property
    def body(self) -> bytes:
        """The page as it came; of one that came in no body, as it would have."""
        if self._body is None:
            return to_json({"results": self.items, "next": "more" if self.more else None})
        return self._body

    @property
    def forgotten(self) -> bool:
        """Whether its items would have to be read again."""
        return self._items is None

    def forget(self) -> None:
        """Let go of the items, where they can be read again."""
        if self._body is not None:
            self._items = None


def page_in(body: bytes, where: str) -> Page:
    """The page in the body of an answer, as ``page_of``; it can be forgotten. Raises ``SourceError(UNUSABLE)``.

    Also for a page that says twice what its results are: a reader takes the last word, and that may be an empty list.
    """
    answer = parsed(body, where)
    page = page_of(answer, where)
    if isinstance(answer, dict) and _says_twice(body):
        raise SourceError(Failure.UNUSABLE, where)
    return Page(page.items, page.more, body)


def _says_twice(body: bytes) -> bool:
    """Whether the object in ``body`` has one of the keys of a page twice.

    Mostly it is enough to see that the first of each is the last: to count them takes half as long again.
    """
    if all(body.find(key) == body.rfind(key) for key in _WRITTEN_KEYS):
        return False
    keys: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        keys[:] = [key for key, _ in pairs]  # of the object that ends last: the outermost

    json.loads(body, object_pairs_hook=note)
    return any(keys.count(key) > 1 for key in _PAGE_KEYS)


def page_of(answer: Any, where: str) -> Page:
    """The page in ``answer``: ``{results, next}`` or a bare array. Raises ``SourceError(UNUSABLE)`` for anything else,
    also for a list of which not one item is an object.

    Of ``next`` only its presence counts: it is a URL without our criteria, or with a BSN in it, and is never followed.
    ``count`` is not read: it may be an estimate.
    """
    items = _items_of(answer)
    if items is None or (items and not any(isinstance(item, dict) for item in items)):
        raise SourceError(Failure.UNUSABLE, where)
    return Page(items, more=isinstance(answer, dict) and bool(answer.get("next")))


def _items_of(answer: Any) -> list[Any] | None:
    match answer:
        case list(items) | {"results": list(items)}:
            return items
        case _:
            return None
