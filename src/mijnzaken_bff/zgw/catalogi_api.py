"""The Catalogi API of one bron."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.modellen import UpstreamModel, same, text_in
from mijnzaken_bff.zgw.zaaktype import (
    BesluitType,
    InformatieObjectType,
    ResultaatType,
    StatusType,
    ZaakType,
    ZaakTypeInformatieObjectType,
)

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

    async def informatieobjecttype(self, link: str) -> InformatieObjectType:
        """The informatieobjecttype behind ``link``. Raises ``SourceError``."""
        return _one(InformatieObjectType, await self._register.follow(link), "informatieobjecttypen", link)

    async def besluittype(self, link: str) -> BesluitType:
        """The besluittype behind ``link``. Raises ``SourceError``."""
        return _one(BesluitType, await self._register.follow(link), "besluittypen", link)

    async def richtingen(self, zaaktype: str) -> tuple[ZaakTypeInformatieObjectType, ...]:
        """Which way each kind of document goes in zaken of a zaaktype; none where the catalogue does not tell.

        Raises ``SourceError``.
        """
        try:
            return await self._all(ZaakTypeInformatieObjectType, "zaaktype-informatieobjecttypen", zaaktype)
        except SourceError as error:
            if error.status not in (404, 405):
                raise
            return ()

    async def statustypen(self, zaaktype: str) -> tuple[StatusType, ...]:
        """The statustypen of a zaaktype, in the order of the register. Raises ``SourceError``."""
        return await self._all(StatusType, "statustypen", zaaktype)

    async def resultaattypen(self, zaaktype: str) -> tuple[ResultaatType, ...]:
        """The resultaattypen of a zaaktype. Raises ``SourceError``."""
        return await self._all(ResultaatType, "resultaattypen", zaaktype)

    async def _all(self, model: type[M], path: str, zaaktype: str) -> tuple[M, ...]:
        # The filter is the link exactly as served: registers compare it as text.
        self._register.basis.reachable(zaaktype)
        items: list[Any] = []
        for number in range(1, _MOST_PAGES + 1):
            query = {"zaaktype": zaaktype} | ({"page": str(number)} if number > 1 else {})
            page = await self._register.listed(path, query)
            items += page.items
            if not page.more:
                return tuple(_read(model, item, path) for item in _of_zaaktype(items, zaaktype))
        raise SourceError(Failure.TOO_LARGE, path)


def _of_zaaktype(items: list[Any], zaaktype: str) -> list[Any]:
    """The ``items`` without those that name another zaaktype: a register may ignore the filter and list every type.

    When not one names ours the list is left whole: versions of a zaaktype may share their types, and what a zaak points
    to is matched by its own link anyway.
    """
    told = [(item, text_in(item.get("zaaktype")) if isinstance(item, dict) else None) for item in items]
    ours = [item for item, link in told if link is None or same(link, zaaktype)]
    return ours if any(link is not None and same(link, zaaktype) for _, link in told) else items


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
