"""The Catalogi API of one bron."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.modellen import UpstreamModel, same, text_in
from mijnzaken_bff.zgw.zaaktype import (
    BesluitType,
    Eigenschap,
    InformatieObjectType,
    ResultaatType,
    StatusType,
    ZaakType,
    ZaakTypeInformatieObjectType,
    ZaakTypeVersie,
)

M = TypeVar("M", bound=UpstreamModel)

_MOST_PAGES: Final = 10
_MOST_PAGES_OF_ALL: Final = 100
"""Of a list of the whole catalogue: the largest that was met has some hundreds of zaaktypen."""


@dataclass(frozen=True, slots=True)
class Lijst(Generic[M]):
    """What a register lists of one kind, in its order and each once."""

    items: tuple[M, ...]
    volledig: bool
    """False when there was more, and it could not be had."""


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

    async def eigenschappen(self, zaaktype: str) -> tuple[Eigenschap, ...]:
        """The eigenschappen of a zaaktype. Raises ``SourceError``."""
        return await self._all(Eigenschap, "eigenschappen", zaaktype)

    async def zaaktypen(self, seconds: float) -> Lijst[ZaakTypeVersie]:
        """Every version of every zaaktype in every catalogus that we may read. Raises ``SourceError``.

        ``seconds`` is how long each page may take. By the standard a list holds definitive versions only; where a
        register lists concepts too, these are left out.
        """
        found = await self._listed(ZaakTypeVersie, "zaaktypen", seconds)
        return Lijst(tuple(versie for versie in found.items if not versie.concept), found.volledig)

    async def informatieobjecttypen(self, seconds: float) -> Lijst[InformatieObjectType]:
        """Every kind of document in every catalogus that we may read. Raises ``SourceError``, as ``zaaktypen``."""
        return await self._listed(InformatieObjectType, "informatieobjecttypen", seconds)

    async def _listed(self, model: type[M], path: str, seconds: float) -> Lijst[M]:
        """A whole list, without any parameter but the page: what a register does not know, it may refuse."""
        found: dict[str | int, M] = {}
        for number in range(1, _MOST_PAGES_OF_ALL + 1):
            try:
                async with asyncio.timeout(seconds):
                    page = await self._register.listed(path, {"page": str(number)} if number > 1 else None)
            except TimeoutError as error:
                raise SourceError(Failure.TIMEOUT, path) from error
            except SourceError as error:
                if number == 1 or error.failure is not Failure.REJECTED:
                    raise
                return Lijst(tuple(found.values()), volledig=False)
            before = len(found)
            for item in page.items:
                if isinstance(item, dict):
                    found.setdefault(text_in(item.get("url")) or len(found), _read(model, item, path))
            if not page.more:
                return Lijst(tuple(found.values()), volledig=True)
            if len(found) == before:  # it gives one page over and over
                break
        return Lijst(tuple(found.values()), volledig=False)

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
