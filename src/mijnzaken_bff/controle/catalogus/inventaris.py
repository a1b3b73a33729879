"""Reading the catalogue of a bron from end to end, as far as somebody asks, and each part once."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.ask import Answered, ask
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.oauth2 import Spawn
from mijnzaken_bff.upstream.pool import MakeTransport, Pool
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi, Lijst
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import Eigenschap, InformatieObjectType, ZaakTypeVersie

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gelezen:
    """A version of a zaaktype with its types."""

    versie: ZaakTypeVersie
    soort: Soort
    fouten: tuple[tuple[str, SourceError], ...] = ()
    """What could not be read ("statustypen"), and why."""


class Inventaris:
    """The catalogue of one bron, or of several that share it. Close it when done.

    Of the register no more is asked at once than the bron allows, and nothing about anybody.
    """

    def __init__(self, bron: BronSettings, make: MakeTransport, clock: Clock, spawn: Spawn) -> None:
        self._pool = Pool(
            make,
            bron=bron.id,
            grens=bron.grens,
            limits=bron.limits,
            ceiling=Bulkhead(bron.gelijktijdig),
            clock=clock,
            ticks=asyncio.get_running_loop().time,
            spawn=spawn,
        )
        self._api = CatalogiApi(self._pool.register(bron.catalogi, bron.toegang, bron.tls, api="catalogi"))
        self._seconds = bron.tijd.totaal
        self._places = asyncio.Semaphore(bron.gelijktijdig)
        self._turn = asyncio.Lock()
        self._zaaktypen: Lijst[ZaakTypeVersie] | SourceError | None = None
        self._informatieobjecttypen: Lijst[InformatieObjectType] | SourceError | None = None
        self._gelezen: dict[str, Gelezen] = {}
        self._eigenschappen: dict[str, tuple[Eigenschap, ...] | SourceError] = {}

    async def zaaktypen(self) -> Lijst[ZaakTypeVersie]:
        """Every version of every zaaktype. Raises ``SourceError``."""
        async with self._turn:
            if self._zaaktypen is None:
                self._zaaktypen = await _kept(self._api.zaaktypen(self._seconds))
        return _raised(self._zaaktypen)

    async def informatieobjecttypen(self) -> Lijst[InformatieObjectType]:
        """Every kind of document. Raises ``SourceError``."""
        async with self._turn:
            if self._informatieobjecttypen is None:
                self._informatieobjecttypen = await _kept(self._api.informatieobjecttypen(self._seconds))
        return _raised(self._informatieobjecttypen)

    async def gelezen(
        self, versies: Sequence[ZaakTypeVersie], tell: Callable[[int], None] = lambda _: None
    ) -> list[Gelezen]:
        """Each of ``versies`` with its types; ``tell`` hears each time how many more were read."""
        wanted = {versie.url or "": versie for versie in versies}

        async def look(link: str) -> Gelezen:
            async with self._places:
                return await self._types_of(wanted[link])

        async with self._turn:
            missing = [link for link in wanted if link not in self._gelezen]
            async with aclosing(ask(missing, look, math.inf)) as outcomes:
                async for outcome in outcomes:
                    link = outcome.asked
                    self._gelezen[link] = (
                        outcome.answer if isinstance(outcome, Answered) else _nothing_of(wanted[link], outcome.failure)
                    )
                    tell(1)
        return [self._gelezen[versie.url or ""] for versie in versies]

    async def eigenschappen(self, versie: ZaakTypeVersie) -> tuple[Eigenschap, ...]:
        """The eigenschappen of a version. Raises ``SourceError``."""
        link = versie.url or ""
        async with self._turn:
            if link not in self._eigenschappen:
                self._eigenschappen[link] = await _kept(within(self._seconds, self._api.eigenschappen(link)))
        return _raised(self._eigenschappen[link])

    async def _types_of(self, versie: ZaakTypeVersie) -> Gelezen:
        link = versie.url or ""
        statustypen = await _kept(within(self._seconds, self._api.statustypen(link)))
        resultaattypen = await _kept(within(self._seconds, self._api.resultaattypen(link)))
        parts = (("statustypen", statustypen), ("resultaattypen", resultaattypen))
        return Gelezen(
            versie,
            Soort(
                versie,
                None if isinstance(statustypen, SourceError) else statustypen,
                None if isinstance(resultaattypen, SourceError) else resultaattypen,
            ),
            tuple((name, part) for name, part in parts if isinstance(part, SourceError)),
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


def _nothing_of(versie: ZaakTypeVersie, failure: Failure) -> Gelezen:
    error = SourceError(failure)
    return Gelezen(versie, Soort(versie), (("statustypen", error), ("resultaattypen", error)))


async def _kept(work: Awaitable[T]) -> T | SourceError:
    """What ``work`` gives, or the failure that it raises: the next one who asks gets the same."""
    try:
        return await work
    except SourceError as error:
        return error


def _raised(kept: T | SourceError | None) -> T:
    if isinstance(kept, SourceError):
        raise kept
    assert kept is not None  # noqa: S101 - it was asked just now
    return kept
