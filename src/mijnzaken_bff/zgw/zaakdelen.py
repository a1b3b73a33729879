"""What hangs on one zaak: its rollen, which prove it, and its status and resultaat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from mijnzaken_bff.domain.failure import IN_TROUBLE, Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.expand import (
    BIJ_DETAIL,
    BIJ_OVERZICHT,
    broke_over_rollen,
    expanded_rollen,
    may_be_about_expand,
)
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.lijst import lijst_van
from mijnzaken_bff.zgw.modellen import text_in
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zaak import expanded, link_of, uuid_of_item

logger = logging.getLogger(__name__)

_DELEN: Final = ("status", "resultaat")
AT_ONCE: Final = len(_DELEN)
"""How many calls ``met_delen`` makes at once, at the most."""


class Zaakdelen:
    """Fetches what a register did not send along with its list of zaken, per zaak."""

    def __init__(self, register: Register, profiel: Profiel, gewoonten: Gewoonten) -> None:
        self._register = register
        self._gewoonten = gewoonten
        self._headers = profiel.headers

    async def met_rollen(
        self, item: Mapping[str, Any], bevraging: Bevraging | None = None, *, in_full: bool = False
    ) -> Mapping[str, Any]:
        """A zaak of a list with its rollen, and with its status and resultaat where they come in the same call.

        ``in_full``: with all that a detail needs, where that can be asked along. Raises ``SourceError`` when the rollen
        cannot be had, and NO_LONGER_THERE when the zaak is gone.
        """
        detail = self._gewoonten.detail_in_full if in_full else self._gewoonten.detail
        erbij = BIJ_DETAIL if in_full else BIJ_OVERZICHT
        vorm = detail.vorm
        if vorm is not ExpandVorm.UIT:
            try:
                zaak = await self._detail(item, {"expand": ",".join(erbij.paden)}, bevraging)
            except SourceError as error:
                if not may_be_about_expand(error, proven=detail.proven):
                    raise
                rollen = await self._rollen(link_of(item), bevraging)
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
        return _with(item, rollen=await self._rollen(link_of(item), bevraging))

    async def by_uuid(
        self, uuid: str, bevraging: Bevraging | None = None, *, in_full: bool = False
    ) -> Mapping[str, Any] | None:
        """The zaak with this UUID and its rollen, whosesoever it is: what it proves is up to who asks. None: no such.

        A zaak that is not there costs as many calls as one of somebody else, or the time would tell which it is.
        Raises ``SourceError`` when the register cannot tell.
        """
        there = {"uuid": uuid, "url": self._register.basis.url + f"zaken/{uuid}"}
        detail = self._gewoonten.detail_in_full if in_full else self._gewoonten.detail
        apart = detail.vorm is ExpandVorm.UIT
        try:
            if not apart:
                return await self.met_rollen(there, bevraging, in_full=in_full)
            zaak = await self._detail(there, {}, bevraging)
        except SourceError as error:
            if error.failure is Failure.NO_ACCESS:  # to this zaak, or to all of them: then the rollen say so too
                await self._as_many_calls(there["url"], bevraging)
            elif error.failure is not Failure.NO_LONGER_THERE:
                raise
            elif apart:
                await self._as_many_calls(there["url"], bevraging)
            return None
        return _with(zaak, rollen=await self._rollen(link_of(zaak), bevraging))

    async def _as_many_calls(self, zaak: str, bevraging: Bevraging | None) -> None:
        """Ask for the rollen of a zaak that is not there. Raises ``SourceError`` when that shows that nothing is.

        What a register says to a zaak that it does not know, a refusal among it, is no news.
        """
        try:
            await self._rollen(zaak, bevraging)
        except SourceError as error:
            if error.status == 404 or error.failure in IN_TROUBLE or error.failure is Failure.NO_ACCESS:
                raise

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
            zaak = await self._register.follow(link_of(item), self._headers, query, bevraging)
        except SourceError as error:
            if error.status in (404, 410):
                raise SourceError(Failure.NO_LONGER_THERE, "zaken", status=error.status) from error
            raise
        if not isinstance(zaak, dict) or uuid_of_item(zaak) != uuid_of_item(item):
            raise SourceError(Failure.UNUSABLE, "zaken")
        return zaak

    async def _rollen(self, zaak: str, bevraging: Bevraging | None) -> list[Any]:
        """Every rol of a zaak. Raises ``SourceError`` as ``lijst_van``."""
        return await lijst_van(self._register, "rollen", "zaak", zaak, headers=self._headers, bevraging=bevraging)

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
