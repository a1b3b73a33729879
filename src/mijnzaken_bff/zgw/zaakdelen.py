"""What hangs on one zaak: its rollen, which prove it, and its status and resultaat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.expand import EXPAND, broke_over_rollen, expanded_rollen, may_be_about_expand
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.modellen import same, text_in, uuid_of
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zaak import expanded, uuid_of_item

logger = logging.getLogger(__name__)

_DELEN: Final = ("status", "resultaat")
AT_ONCE: Final = len(_DELEN)
"""How many calls ``met_delen`` makes at once, at the most."""
_MOST_ROL_PAGES: Final = 10


class Zaakdelen:
    """Fetches what a register did not send along with its list of zaken, per zaak."""

    def __init__(self, register: Register, profiel: Profiel, gewoonten: Gewoonten) -> None:
        self._register = register
        self._gewoonten = gewoonten
        self._headers = profiel.headers

    async def met_rollen(self, item: Mapping[str, Any], bevraging: Bevraging | None = None) -> Mapping[str, Any]:
        """A zaak of a list with its rollen, and with its status and resultaat where they come in the same call.

        Raises ``SourceError`` when the rollen cannot be had, and NO_LONGER_THERE when the zaak is gone.
        """
        detail = self._gewoonten.detail
        vorm = detail.vorm
        if vorm is not ExpandVorm.UIT:
            try:
                zaak = await self._detail(item, {"expand": ",".join(EXPAND)}, bevraging)
            except SourceError as error:
                if not may_be_about_expand(error, proven=detail.proven):
                    raise
                rollen = await self._rollen(_link_of(item), bevraging)
                if not rollen and error.failure is Failure.NO_LONGER_THERE:
                    raise  # it is the zaak that is not there, and not a path of expand
                if error.status == 400 or not detail.proven:  # else it is this zaak that we may not see, and no other
                    detail.fails(vorm, sure=error.status == 400)
                return _with(item, rollen=rollen)
            if expanded_rollen(zaak):
                if detail.works(vorm):
                    self._gewoonten.note_expand("zaak", vorm)
                return zaak
            if not broke_over_rollen(zaak):
                detail.fails(vorm)
            item = zaak
        return _with(item, rollen=await self._rollen(_link_of(item), bevraging))

    async def met_delen(self, item: Mapping[str, Any], bevraging: Bevraging | None = None) -> Mapping[str, Any]:
        """A zaak with its status and resultaat, fetched where they did not come with it and as far as they can be."""
        links = {
            name: link
            for name in _DELEN
            if (link := text_in(item.get(name))) is not None and not isinstance(expanded(item, name), dict)
        }
        parts = await asyncio.gather(*(self._part(link, bevraging) for link in links.values()))
        return _with(item, **dict(zip(links, parts, strict=True)))

    async def _detail(
        self, item: Mapping[str, Any], query: Mapping[str, str], bevraging: Bevraging | None
    ) -> dict[str, Any]:
        """The zaak of an item, fetched by itself. Source: Zaken API 1.5, operation ``zaak_retrieve``."""
        try:
            zaak = await self._register.follow(_link_of(item), self._headers, query, bevraging)
        except SourceError as error:
            if error.status in (404, 410):
                raise SourceError(Failure.NO_LONGER_THERE, "zaken", status=error.status) from error
            raise
        if not isinstance(zaak, dict) or uuid_of_item(zaak) != uuid_of_item(item):
            raise SourceError(Failure.UNUSABLE, "zaken")
        return zaak

    async def _rollen(self, zaak: str, bevraging: Bevraging | None) -> list[Any]:
        """Every rol of a zaak. The filter is the link as served: registers compare it as text.

        Raises ``SourceError``: FILTER_IGNORED when a rol names another zaak, for then the register looked at no filter;
        UNUSABLE when one does not name this zaak, and TOO_LARGE when they do not end: these prove nothing.
        """
        rollen: list[Any] = []
        for number in range(1, _MOST_ROL_PAGES + 1):
            query = {"zaak": zaak} | ({"page": str(number)} if number > 1 else {})
            page = await self._register.listed("rollen", query, self._headers, bevraging)
            others = [link for rol in page.items if not same(link := _zaak_of(rol), zaak)]
            if any(uuid_of(link) is not None for link in others):
                raise SourceError(Failure.FILTER_IGNORED, "rollen")
            if others:
                raise SourceError(Failure.UNUSABLE, "rollen")
            rollen += page.items
            if not page.more:
                return rollen
        raise SourceError(Failure.TOO_LARGE, "rollen")

    async def _part(self, link: str, bevraging: Bevraging | None) -> Any:
        """The status or resultaat behind ``link``; None when it cannot be read: the zaak itself can."""
        try:
            return await self._register.follow(link, self._headers, bevraging=bevraging)
        except SourceError as error:
            told = {"failure": error.failure.value, "where": error.where, "status": error.status, "code": error.code}
            known = {key: value for key, value in told.items() if value}
            logger.warning("part_unreadable", extra={"bron": self._gewoonten.bron, **known})
            return None


def _with(item: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """``item`` with these parts as if they had been expanded."""
    before = item.get("_expand")
    return {**item, "_expand": {**(before if isinstance(before, dict) else {}), **parts}}


def _zaak_of(rol: Any) -> str | None:
    return text_in(rol.get("zaak")) if isinstance(rol, dict) else None


def _link_of(item: Mapping[str, Any]) -> str:
    link = item.get("url")
    if not isinstance(link, str):
        raise SourceError(Failure.UNUSABLE, "zaken")
    return link
