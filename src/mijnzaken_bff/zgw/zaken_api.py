"""The Zaken API of one bron."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.upstream.pages import Page, page_of
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

_CRS: Final = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
"""Mandatory for every question about zaken, although we read no geometry."""

_EXPAND: Final = ("status", "resultaat", "rollen")
"""What belongs to the zaak. What belongs to the catalogue comes from our own cache: expanding it is paid per object."""

LARGEST_PAGE: Final = 500


class ZakenApi:
    """Questions to the Zaken API of one bron, in the dialect of Open Zaak."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def rest_of(self, link: str) -> str | None:
        """What follows the base URL of this API in ``link``, or None when the link belongs elsewhere."""
        return self._register.basis.rest_of(link)

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int) -> Page:
        """One page of the zaken that ``vraag`` finds, newest first, each with status, resultaat and rollen expanded.

        The same body is posted for every page; a page past the end is empty. Raises ``SourceError``.
        Source: Zaken API 1.5, operation ``zaak__zoek``; ``pageSize`` is an extension of Open Zaak.
        """
        query = {"pageSize": str(min(size, LARGEST_PAGE))} | ({"page": str(page)} if page > 1 else {})
        try:
            answer = await self._register.search("zaken/_zoek", vraag.body(_EXPAND), query, _CRS)
        except SourceError as error:
            if error.status == 404 and page > 1:  # the list shrank while we read it
                return Page([], more=False)
            raise
        return page_of(answer, "zaken")
