"""The Catalogi API of one bron."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.modellen import UpstreamModel, same
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakType

M = TypeVar("M", bound=UpstreamModel)

_MOST_PAGES: Final = 10


class CatalogiApi:
    """Questions to the Catalogi API of one bron. A link is followed only when it belongs to this API."""

    def __init__(self, register: Register) -> None:
        self._register = register

    async def zaaktype(self, link: str) -> ZaakType:
        """The zaaktype behind ``link``. Raises ``SourceError``."""
        return _one(ZaakType, await self._register.follow(link), "zaaktypen", link)

    async def statustype(self, link: str) -> StatusType:
        """The statustype behind ``link``. Raises ``SourceError``."""
        return _one(StatusType, await self._register.follow(link), "statustypen", link)

    async def statustypen(self, zaaktype: str) -> tuple[StatusType, ...]:
        """The statustypen of a zaaktype, in the order of the register. Raises ``SourceError``."""
        return await self._all(StatusType, "statustypen", zaaktype)

    async def resultaattypen(self, zaaktype: str) -> tuple[ResultaatType, ...]:
        """The resultaattypen of a zaaktype. Raises ``SourceError``."""
        return await self._all(ResultaatType, "resultaattypen", zaaktype)

    async def _all(self, model: type[M], path: str, zaaktype: str) -> tuple[M, ...]:
        # The filter is the link exactly as served: registers compare it as text.
        self._register.basis.reachable(zaaktype)
        items: list[M] = []
        for number in range(1, _MOST_PAGES + 1):
            query = {"zaaktype": zaaktype} | ({"page": str(number)} if number > 1 else {})
            page = await self._register.listed(path, query)
            items += [_read(model, item, path) for item in page.items]
            if not page.more:
                return tuple(items)
        raise SourceError(Failure.TOO_LARGE, path)


def _read(model: type[M], answer: Any, where: str) -> M:
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        raise SourceError(Failure.UNUSABLE, where) from error


def _one(model: type[M], answer: Any, where: str, link: str) -> M:
    """The object that an answer is. It must say that it is the one behind ``link``: any object reads as some type."""
    if not isinstance(answer, dict) or not same(answer.get("url"), link):
        raise SourceError(Failure.UNUSABLE, where)
    return _read(model, answer, where)
