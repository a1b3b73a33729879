"""What we remember of a catalogue: per zaaktype version its statustypen and resultaattypen, fetched on a miss."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any, Final, TypeVar, cast

from cachetools import LRUCache, TTLCache

from mijnzaken_bff.domain.clock import Clock, Stopwatch
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.gedeelde_catalogus import GedeeldeCatalogus
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.zaaktype import BesluitType, InformatieObjectType, ResultaatType, StatusType, ZaakType

logger = logging.getLogger(__name__)

Spawn = Callable[[Coroutine[Any, Any, None]], None]
T = TypeVar("T")
L = TypeVar("L", StatusType, ResultaatType)

FRESH: Final = timedelta(hours=12)
KEPT: Final = timedelta(days=7)
_NOT_AGAIN: Final = 30.0
"""Seconds that what could not be fetched is left alone: or every question would pay for it again."""
_MOST_ENTRIES: Final = 8192


@dataclass(frozen=True)
class Soort:
    """What the catalogue tells about the kind of a zaak. A part that could not be read is None.

    Read for every zaak of its kind, so what can be derived from it is derived once.
    """

    zaaktype: ZaakType | None = None
    statustypen: tuple[StatusType, ...] | None = None
    resultaattypen: tuple[ResultaatType, ...] | None = None
    losse_statustypen: Mapping[str, StatusType] = field(default_factory=dict)
    """Statustypen that zaken point to although their zaaktype does not list them."""

    @cached_property
    def _statustypen(self) -> Mapping[str | None, StatusType]:
        """By link, and by UUID: a gateway may write the host of one link and not of the other."""
        return _by_link(self.statustypen or ())

    @cached_property
    def _resultaattypen(self) -> Mapping[str | None, ResultaatType]:
        return _by_link(self.resultaattypen or ())

    @cached_property
    def ladder(self) -> tuple[StatusType, ...]:
        """The statustypen in order of their volgnummer; empty when the numbers do not give one order."""
        return ladder_of(self.statustypen)

    @property
    def readable(self) -> bool:
        """Whether every part could be read."""
        return self.zaaktype is not None and self.statustypen is not None and self.resultaattypen is not None

    def statustype(self, link: str | None) -> StatusType | None:
        """The statustype behind ``link``, matched on its URL and never on its name."""
        if link is None:
            return None
        return self._statustypen.get(link) or self._statustypen.get(uuid_of(link)) or self.losse_statustypen.get(link)

    def resultaattype(self, link: str | None) -> ResultaatType | None:
        """The resultaattype behind ``link``."""
        return self._resultaattypen.get(link) or self._resultaattypen.get(uuid_of(link)) if link else None


def _by_link(types: Iterable[L]) -> dict[str | None, L]:
    found: dict[str | None, L] = {}
    for one in types:
        for name in (one.url, uuid_of(one.url)):
            if name is not None:
                found.setdefault(name, one)
    return found


def ladder_of(statustypen: Sequence[StatusType] | None) -> tuple[StatusType, ...]:
    """The statustypen in order of their volgnummer; empty when the numbers do not give one order."""
    numbered = [(s.volgnummer, s) for s in statustypen or () if s.volgnummer is not None]
    if len(numbered) != len(statustypen or ()) or len({number for number, _ in numbered}) != len(numbered):
        return ()
    return tuple(s for _, s in sorted(numbered, key=lambda pair: pair[0]))


class Catalogus:
    """The catalogue of one bron, remembered for twelve hours, and for a week while it cannot be read.

    Good answers only; one fetch in flight per URL. A fetch runs in the background group (``spawn``), so a caller that
    leaves does not break it for the others. Where replicas share what they know (``shared``), that is looked at first:
    what another one read is as old as it was then.
    """

    def __init__(
        self,
        api: CatalogiApi,
        spawn: Spawn,
        clock: Clock,
        *,
        ticks: Callable[[], float] | None = None,
        shared: GedeeldeCatalogus | None = None,
        seconds: float = 4.0,
    ) -> None:
        """``ticks`` counts seconds and never goes back. ``seconds`` is how long the register may take for one part."""
        self._api = api
        self._spawn = spawn
        self._clock = clock
        self._shared = shared
        self._seconds = seconds
        self._failing: TTLCache[str, Failure] = TTLCache(
            _MOST_ENTRIES, _NOT_AGAIN, timer=ticks or Stopwatch(clock).seconds
        )
        self._composed: LRUCache[str, Soort] = LRUCache(_MOST_ENTRIES)
        self._whole: dict[str, tuple[datetime, Soort]] = {}
        """Soorten of which every part is fresh, and until when."""
        self._known: LRUCache[str, tuple[datetime, Any]] = LRUCache(_MOST_ENTRIES)
        self._in_flight: dict[str, asyncio.Future[Any]] = {}

    async def soorten(self, links: Mapping[str, frozenset[str]], deadline: float) -> dict[str, Soort]:
        """The soort of each zaaktype in ``links``, before ``deadline`` (time of the event loop).

        ``links`` gives per zaaktype the statustypen that its zaken point to. What cannot be read in time is left None.
        """
        now = self._clock.now()
        soorten = {
            link: whole[1]
            for link in links
            if (whole := self._whole.get(link)) is not None and now < whole[0]  # as almost always
        }
        if len(soorten) < len(links):
            soorten |= await self._read([link for link in links if link not in soorten], deadline)
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

    def why_unknown(self, zaaktype: str) -> Failure | None:
        """Why this zaaktype could not be read just now; None when nothing went wrong with it lately."""
        return self._failing.get(f"zaaktype {zaaktype}")

    async def informatieobjecttypen(self, links: Iterable[str], deadline: float) -> dict[str, InformatieObjectType]:
        """What is known of these kinds of documents, by link; what cannot be read in time is not in it."""
        return await self._loose("informatieobjecttype", self._api.informatieobjecttype, links, deadline)

    async def besluittypen(self, links: Iterable[str], deadline: float) -> dict[str, BesluitType]:
        """The same of kinds of besluiten."""
        return await self._loose("besluittype", self._api.besluittype, links, deadline)

    async def richtingen(self, zaaktype: str, deadline: float) -> dict[str, str]:
        """Which way documents of a kind go in zaken of a zaaktype, by the UUID of the kind; empty when nobody tells."""
        key = f"richtingen {zaaktype}"
        told = await self._by(key, self._get(key, partial(self._api.richtingen, zaaktype)), deadline) or ()
        by_uuid = ((uuid_of(one.informatieobjecttype), one.richting) for one in told)
        return {uuid: richting for uuid, richting in by_uuid if uuid is not None and richting is not None}

    async def _loose(
        self, what: str, fetch: Callable[[str], Awaitable[T]], links: Iterable[str], deadline: float
    ) -> dict[str, T]:
        """Types that stand by themselves, each from what is known or fetched, all at once."""
        waiting = {link: self._get(f"{what} {link}", partial(fetch, link)) for link in sorted(set(links))}
        found = {link: await self._by(f"{what} {link}", future, deadline) for link, future in waiting.items()}
        return {link: one for link, one in found.items() if one is not None}

    async def _read(self, links: Collection[str], deadline: float) -> dict[str, Soort]:
        """The soort of each zaaktype in ``links``, each part from what is known or fetched."""
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
            soorten[link] = self._soort(
                link,
                await self._by(f"zaaktype {link}", zaaktype, deadline),
                await self._by(f"statustypen {link}", statustypen, deadline),
                await self._by(f"resultaattypen {link}", resultaattypen, deadline),
            )
            self._remember(link, soorten[link])
        return soorten

    def _soort(
        self,
        link: str,
        zaaktype: ZaakType | None,
        statustypen: tuple[StatusType, ...] | None,
        resultaattypen: tuple[ResultaatType, ...] | None,
    ) -> Soort:
        """The soort of these parts: the same object as before while they are, with all that was derived from it."""
        known = self._composed.get(link)
        if (
            known is not None
            and known.zaaktype is zaaktype
            and known.statustypen is statustypen
            and known.resultaattypen is resultaattypen
        ):
            return known
        soort = self._composed[link] = Soort(zaaktype, statustypen, resultaattypen)
        return soort

    def _remember(self, link: str, soort: Soort) -> None:
        """Take note of a soort of which every part is fresh, so that no question puts it together again."""
        moments = [
            known[0]
            for what in ("zaaktype", "statustypen", "resultaattypen")
            if (known := self._known.get(f"{what} {link}")) is not None
        ]
        until = min(moments) + FRESH if len(moments) == 3 else None
        if soort.readable and until is not None and self._clock.now() < until:
            if len(self._whole) >= _MOST_ENTRIES:
                self._whole.clear()
            self._whole[link] = (until, soort)

    def _get(self, key: str, fetch: Callable[[], Awaitable[T]]) -> asyncio.Future[T | None]:
        """What is known under ``key``, else what a fetch brings, else what was known before; None when nothing is."""
        loop = asyncio.get_running_loop()
        known = self._known.get(key)
        if known is not None and self._clock.now() - known[0] < FRESH:
            done: asyncio.Future[T | None] = loop.create_future()
            done.set_result(cast("T", known[1]))
            return done
        if key in self._failing:
            done = loop.create_future()
            done.set_result(cast("T | None", self._kept(key)))
            return done
        if key not in self._in_flight:
            self._in_flight[key] = loop.create_future()
            self._spawn(self._fetch(key, fetch, self._in_flight[key]))
        return self._in_flight[key]

    async def _fetch(self, key: str, fetch: Callable[[], Awaitable[T]], future: asyncio.Future[T | None]) -> None:
        value: T | None = None
        try:
            if not await self._known_elsewhere(key):
                # A budget of its own: cut short, a register that hangs would never count as too late.
                async with asyncio.timeout(self._seconds):
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
        if self._shared is not None and value is not None:
            await self._shared.put(key, value)

    async def _known_elsewhere(self, key: str) -> bool:
        """Go on with what another replica knows, where that is newer; whether it is fresh."""
        known = await self._shared.get(key) if self._shared is not None else None
        if known is None or (key in self._known and known[0] <= self._known[key][0]):
            return False
        self._known[key] = known
        return self._clock.now() - known[0] < FRESH

    async def _by(self, key: str, future: asyncio.Future[T | None], deadline: float) -> T | None:
        """What comes before ``deadline``, else what was known before: a catalogue that hangs cannot be read either."""
        if future.done():  # as almost always: then there is nothing to wait for, and no deadline to set
            return future.result()
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.shield(future)
        except TimeoutError:
            return cast("T | None", self._kept(key))

    def _kept(self, key: str) -> Any:
        known = self._known.get(key)
        return known[1] if known is not None and self._clock.now() - known[0] < KEPT else None

    def _failed(self, key: str, failure: Failure) -> None:
        self._failing[key] = failure
        logger.warning("catalogue_fetch_failed", extra={"what": key.partition(" ")[0], "failure": failure.value})
