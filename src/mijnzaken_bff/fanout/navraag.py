"""What is asked of one register for one question: each time anew. ``Herinnering`` is the one that remembers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag


class Navraag:
    """Puts questions about one betrokkene to one register.

    ``deadline`` is when who asks must have an answer, and ``end`` when the bron must be done (both in the time of the
    event loop): who is in a hurry does not say that the bron is slow. Everything raises ``SourceError``, or
    ``TimeoutError`` at the deadline.
    """

    def __init__(self, verbinding: Verbinding, bevraging: Bevraging | None = None) -> None:
        self.verbinding = verbinding
        self.moment: datetime | None = None
        """When the oldest answer that was given was read; None when nothing was, or all of it just now."""
        self.came = True
        """Whether the last page came from the register itself, just now."""
        self.verouderd: SourceError | None = None
        """How the register failed, where an older answer took the place of what it should have told."""
        self._bevraging = bevraging
        self._begun = False
        """Whether the register was asked for this question before."""

    async def zoek(self, vraag: Zoekvraag, *, page: int, size: int, deadline: float, end: float) -> Page:
        """One page of what is found."""
        # The deadline is for the register. What it sent is not thrown away because we are busy with its catalogue.
        async with asyncio.timeout_at(deadline):
            return await self._zoek(vraag, page, size, end)

    async def met_rollen(self, item: Mapping[str, Any], *, deadline: float, end: float) -> Mapping[str, Any]:
        """A zaak of a list with its rollen."""
        async with asyncio.timeout_at(deadline):
            return await self._met_rollen(item, end)

    async def met_delen(self, item: Mapping[str, Any], *, deadline: float, end: float) -> Mapping[str, Any]:
        """A zaak with its status and resultaat, as far as they can be had."""
        async with asyncio.timeout_at(deadline):
            return await self._met_delen(item, end)

    def distrust(self) -> None:
        """What this register tells of this betrokkene cannot be believed, nor what it told before."""

    async def _zoek(self, vraag: Zoekvraag, page: int, size: int, end: float) -> Page:
        begint, self._begun = not self._begun, True
        bevraging = self._until(end, begint=begint)
        return await self.verbinding.zaken.zoek(vraag, page=page, size=size, bevraging=bevraging)

    async def _met_rollen(self, item: Mapping[str, Any], end: float) -> Mapping[str, Any]:
        return await self.verbinding.delen.met_rollen(item, self._until(end))

    async def _met_delen(self, item: Mapping[str, Any], end: float) -> Mapping[str, Any]:
        return await self.verbinding.delen.met_delen(item, self._until(end))

    def _until(self, end: float, *, begint: bool = False) -> Bevraging | None:
        return replace(self._bevraging, deadline=end, begint=begint) if self._bevraging is not None else None
