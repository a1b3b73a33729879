"""The list of what belongs to one zaak, or to one besluit: a filter, and proof that the register looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.modellen import same, text_in, uuid_of

_MOST_PAGES: Final = 10


async def lijst_van(
    register: Register,
    path: str,
    key: str,
    link: str,
    *,
    headers: Mapping[str, str] | None = None,
    bevraging: Bevraging | None = None,
) -> list[Any]:
    """Everything in the list at ``path`` of which ``key`` is ``link``, from every page.

    The filter is the link as served: registers compare it as text. Raises ``SourceError``: FILTER_IGNORED when an item
    names another zaak, for then the register looked at no filter; UNUSABLE when one does not name ours, and TOO_LARGE
    when they do not end.
    """
    found: list[Any] = []
    for number in range(1, _MOST_PAGES + 1):
        query = {key: link} | ({"page": str(number)} if number > 1 else {})
        page = await register.listed(path, query, headers, bevraging)
        others = [other for item in page.items if not same(other := _named(item, key), link)]
        if any(uuid_of(other) is not None for other in others):
            raise SourceError(Failure.FILTER_IGNORED, path)
        if others:
            raise SourceError(Failure.UNUSABLE, path)
        found += page.items
        if not page.more:
            return found
    raise SourceError(Failure.TOO_LARGE, path)


def _named(item: Any, key: str) -> str | None:
    return text_in(item.get(key)) if isinstance(item, dict) else None
