"""What we remember of a catalogue: per zaaktype version its statustypen and resultaattypen, fetched on a miss."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar, cast

from cachetools import LRUCache

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.zaaktype import ResultaatType, StatusType, ZaakType

logger = logging.getLogger(__name__)

Spawn = Callable[[Coroutine[Any, Any, None]], None]
T = TypeVar("T")

FRESH: Final = timedelta(hours=12)
KEPT: Final = timedelta(days=7)
_FETCH_SECONDS: Final = 15.0
_MOST_ENTRIES: Final = 8192


@dataclass(frozen=True, slots=True)
class Soort:
    """What the catalogue tells about the kind of a zaak. A part that could not be read is None."""

    zaaktype: ZaakType | None = None
    statustypen: tuple[StatusType, ...] | None = None
    resultaattypen: tuple[ResultaatType, ...] | None = None
    losse_statustypen: Mapping[str, StatusType] = field(default_factory=dict)
    """Statustypen that zaken point to although their zaaktype does not list them."""

    @property
    def readable(self) -> bool:
        """Whether every part could be read."""
        return self.zaaktype is not None and self.statustypen is not None and self.resultaattypen is not None

    def statustype(self, link: str | None) -> StatusType | None:
        """The statustype behind ``link``, matched on its URL and never on its name."""
        if link is None:
            return None
        return next((s for s in self.statustypen or () if same(s.url, link)), None) or self.losse_statustypen.get(link)

    def resultaattype(self, link: str | None) -> ResultaatType | None:
        """The resultaattype behind ``link``."""
        return next((r for r in self.resultaattypen or () if same(r.url, link)), None) if link else None


def same(one: str | None, other: str | None) -> bool:
    """Whether two links name one object: a gateway may write the host of one and not of the other."""
    if one is None or other is None:
        return False
    return one == other or (uuid_of(one) is not None and uuid_of(one) == uuid_of(other))


class Catalogus:
    """The catalogue of one bron, remembered for twelve hours, and for a week while it cannot be read.

    Good answers only; one fetch in flight per URL. A fetch runs in the background group (``spawn``), so a caller that
    leaves does not break it for the others.
    """

    def __init__(self, api: CatalogiApi, spawn: Spawn, clock: Clock) -> None:
        self._api = api
        self._spawn = spawn
        self._clock = clock
        self._known: LRUCache[str, tuple[datetime, Any]] = LRUCache(_MOST_ENTRIES)
        self._in_flight: dict[str, asyncio.Future[Any]] = {}

    async def soorten(self, links: Mapping[str, frozenset[str]], deadline: float) -> dict[str, Soort]:
        """The soort of each zaaktype in ``links``, before ``deadline`` (time of the event loop).

        ``links`` gives per zaaktype the statustypen that its zaken point to. What cannot be read in time is left None.
        """
        waiting = {
            link: (
                self._get(f"zaaktype {link}", partial(self._api.zaaktype, link)),
                self._get(f"statustypen {link}", partial(self._api.statustypen, link)),
                self._get(f"resultaattypen {link}", partial(self._api.resultaattypen, link)),
            )
            for link in links
        }
        soorten = {}
        for link, (zaaktype, statustypen, resultaattypen) in waiting.items():
            soorten[link] = Soort(
                await self._by(f"zaaktype {link}", zaaktype, deadline),
                await self._by(f"statustypen {link}", statustypen, deadline),
                await self._by(f"resultaattypen {link}", resultaattypen, deadline),
            )
        for link, soort in soorten.items():
            loose = {s for s in links[link] if soort.statustypen is not None and soort.statustype(s) is None}
            if loose:
                fetches = {s: self._get(f"statustype {s}", partial(self._api.statustype, s)) for s in sorted(loose)}
                found = {s: await self._by(f"statustype {s}", fetch, deadline) for s, fetch in fetches.items()}
                soorten[link] = Soort(
                    soort.zaaktype,
                    soort.statustypen,
                    soort.resultaattypen,
                    {s: statustype for s, statustype in found.items() if statustype is not None},
                )
        return soorten

    def _get(self, key: str, fetch: Callable[[], Awaitable[T]]) -> asyncio.Future[T | None]:
        """What is known under ``key``, else what a fetch brings, else what was known before; None when nothing is."""
        loop = asyncio.get_running_loop()
        known = self._known.get(key)
        if known is not None and self._clock.now() - known[0] < FRESH:
            done: asyncio.Future[T | None] = loop.create_future()
            done.set_result(cast("T", known[1]))
            return done
        if key not in self._in_flight:
            self._in_flight[key] = loop.create_future()
            self._spawn(self._fetch(key, fetch, self._in_flight[key]))
        return self._in_flight[key]

    async def _fetch(self, key: str, fetch: Callable[[], Awaitable[T]], future: asyncio.Future[T | None]) -> None:
        value: T | None = None
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                value = await fetch()
            self._known[key] = (self._clock.now(), value)
        except TimeoutError:
            self._failed(key, Failure.TIMEOUT)
        except SourceError as error:
            self._failed(key, error.failure)
        finally:
            del self._in_flight[key]
            if not future.done():
                future.set_result(self._kept(key) if value is None else value)

    async def _by(self, key: str, future: asyncio.Future[T | None], deadline: float) -> T | None:
        """What comes before ``deadline``, else what was known before: a catalogue that hangs cannot be read either."""
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.shield(future)
        except TimeoutError:
            return cast("T | None", self._kept(key))

    def _kept(self, key: str) -> Any:
        known = self._known.get(key)
        return known[1] if known is not None and self._clock.now() - known[0] < KEPT else None

    def _failed(self, key: str, failure: Failure) -> None:
        logger.warning("catalogue_fetch_failed", extra={"what": key.partition(" ")[0], "failure": failure.value})
