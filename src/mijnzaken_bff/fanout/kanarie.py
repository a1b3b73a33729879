"""The canary: every bron is asked for somebody who is not there, so that an empty list means what it says."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, aclosing, suppress
from typing import Any, Final, TypeAlias, assert_never

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Meter, Stand, Teller
from mijnzaken_bff.fanout.ask import Failed, ask
from mijnzaken_bff.fanout.proefnummers import KanarieSettings
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vertrouwen import Uitslag
from mijnzaken_bff.fanout.vraag import AANTAL
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

logger = logging.getLogger(__name__)

Wait: TypeAlias = Callable[[asyncio.Event, float], Awaitable[None]]
"""Waits until the event is set, or until the ticks have come that far."""

MOST_AT_ONCE: Final = 16
"""Canaries of all bronnen together that are under way: however many there are, people go first."""

_SPREAD: Final = 0.2
"""The next canary comes after 80 % to 100 % of its time: bronnen that were asked together drift apart."""

_NEEDS_SOMEBODY: Final = (Failure.NO_ACCESS, Failure.REJECTED, Failure.NOT_SEARCHABLE, Failure.SEARCH_ABSENT)
"""What does not pass by itself: asking again soon only fills the log of the register."""

_VALUE: Final = {None: math.nan, Uitslag.GESLAAGD: 1.0, Uitslag.MISLUKT: 0.0}


def waiting_by(ticks: Callable[[], float]) -> Wait:
    """How one waits by ``ticks``, which count seconds."""

    async def wait(called: asyncio.Event, until: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, until - ticks())):
                await called.wait()

    return wait


class Kanarie:
    """Puts one bron to the test, in every way of searching for which there is a number (``proeven``).

    It asks what is asked about people, in the same words and by the same road, and notes nothing in the log of
    verwerkingen: it is about nobody. One search at a time, and of all bronnen together as many as ``permits`` allow.
    The verdicts are kept in ``verbinding.vertrouwen``, where each question looks.
    """

    def __init__(
        self,
        verbinding: Verbinding,
        proeven: Mapping[Zoekwijze, Betrokkene],
        settings: KanarieSettings,
        *,
        clock: Clock,
        ticks: Callable[[], float],
        wait: Wait,
        permits: AbstractAsyncContextManager[None],
        toestanden: Toestanden,
        meter: Meter,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._verbinding = verbinding
        self._proeven = proeven
        self._settings = settings
        self._clock = clock
        self._ticks = ticks
        self._wait = wait
        self._permits = permits
        self._toestanden = toestanden
        self._meter = meter
        self._jitter = jitter
        self._called = asyncio.Event()
        self._due = dict.fromkeys(proeven, ticks())
        self._passed = dict.fromkeys(proeven, -math.inf)
        self._told: dict[Zoekwijze, Failure] = {}
        """Why the last canary gave no verdict, as far as operators were told."""
        for zoekwijze in proeven:
            self._shown(zoekwijze)

    def goes_on(self, verbinding: Verbinding, settings: KanarieSettings, toestanden: Toestanden) -> None:
        """Ask from now on as ``verbinding`` and ``settings`` say: the same bron, told or timed in another way.

        At once where it waited for maintenance that is over sooner than was planned.
        """
        now = self._clock.now()
        waited = self._verbinding.bron.onderhoud_at(now) is not None
        self._verbinding, self._settings, self._toestanden = verbinding, settings, toestanden
        if waited and verbinding.bron.onderhoud_at(now) is None:
            self._due = dict.fromkeys(self._due, self._ticks())
            self._called.set()

    async def keep(self) -> None:
        """Ask again and again, and at once when something speaks against this bron. Ends when it is cancelled."""
        while self._due:
            self._called.clear()
            for zoekwijze in [z for z, due in self._due.items() if due <= self._ticks()]:
                await self._try(zoekwijze)
            await self._wait(self._called, min(self._due.values()))

    def doubt(self, zoekwijze: Zoekwijze, failed: Failed[Any] | SourceError) -> None:
        """Take note of how a question about somebody failed. What shows that a search is none calls for a canary."""
        vertrouwen = self._verbinding.vertrouwen.get(zoekwijze)
        if vertrouwen is None or not _speaks_against(failed):
            return
        if vertrouwen.trusted:
            self._tell_distrust(zoekwijze, failed, "vraag")
        vertrouwen.doubt(self._clock.now())
        self._due[zoekwijze] = self._ticks()
        self._called.set()

    async def _try(self, zoekwijze: Zoekwijze) -> None:
        vertrouwen, bron = self._verbinding.vertrouwen[zoekwijze], self._verbinding.bron.id
        if not self._verbinding.gewoonten.takes(zoekwijze):
            self._due[zoekwijze] = self._next(self._settings.elke)
            return
        now = self._clock.now()
        if (onderhoud := self._verbinding.bron.onderhoud_at(now)) is not None:
            left = (onderhoud.tot - now).total_seconds()
            self._due[zoekwijze] = self._ticks() + min(left, self._settings.elke)
            return
        begun = vertrouwen.begin()
        failed = await self._failed(zoekwijze)
        failure = failed.failure if failed is not None else None
        uitslag, now, trusted = _uitslag_of(failure), self._clock.now(), vertrouwen.trusted
        decided = vertrouwen.end(uitslag, begun, now)
        self._meter.count(Teller.KANARIE, bron=bron, zoekwijze=zoekwijze.value, uitslag=uitslag.value)
        self._toestanden.record(bron, failure, now)
        if uitslag is Uitslag.GESLAAGD and not decided:
            return  # somebody's answer spoke against it meanwhile: once more, at once
        self._due[zoekwijze] = self._next(self._pause(failure, trusted=vertrouwen.trusted))
        if failed is not None and uitslag is Uitslag.GEEN:
            self._tell_undecided(zoekwijze, failed)
            return
        self._told.pop(zoekwijze, None)
        if failed is None:
            self._passed[zoekwijze] = self._ticks()
            if not trusted:
                logger.info("zoekwijze_trusted", extra={"bron": bron, "zoekwijze": zoekwijze.value})
        elif trusted:
            self._tell_distrust(zoekwijze, failed, "kanarie")

    async def _failed(self, zoekwijze: Zoekwijze) -> Failed[Zoekwijze] | None:
        """How this canary went wrong, if it did."""
        async with self._permits:
            deadline = asyncio.get_running_loop().time() + self._verbinding.seconds
            async with aclosing(ask([zoekwijze], self._finds_nothing, deadline)) as outcomes:
                outcome = await anext(outcomes)
        return outcome if isinstance(outcome, Failed) else None

    async def _finds_nothing(self, zoekwijze: Zoekwijze) -> None:
        """Search for nobody. Raises ``SourceError``: FILTER_IGNORED when that finds something or promises more."""
        verbinding = self._verbinding
        page = await verbinding.zaken.zoek(
            verbinding.zoekvraag(self._proeven[zoekwijze], zoekwijze), size=verbinding.bladeraar(None, AANTAL).size
        )
        if not page.nothing:
            raise SourceError(Failure.FILTER_IGNORED, "zaken")

    def _pause(self, failure: Failure | None, *, trusted: bool) -> float:
        calm = trusted and (failure is None or failure in _NEEDS_SOMEBODY)
        return self._settings.elke if calm else self._settings.bij_fout

    def _next(self, seconds: float) -> float:
        return self._ticks() + seconds * (1 - _SPREAD * self._jitter())

    def _tell_distrust(self, zoekwijze: Zoekwijze, failed: Failed[Any] | SourceError, reason: str) -> None:
        logger.warning("zoekwijze_distrusted", extra={**self._fields(zoekwijze, failed), "reason": reason})

    def _tell_undecided(self, zoekwijze: Zoekwijze, failed: Failed[Any]) -> None:
        """Tell why there is no verdict, once as long as it stays the same."""
        if self._told.get(zoekwijze) is not failed.failure:
            self._told[zoekwijze] = failed.failure
            logger.warning("kanarie_undecided", extra=self._fields(zoekwijze, failed))

    def _fields(self, zoekwijze: Zoekwijze, failed: Failed[Any] | SourceError) -> dict[str, object]:
        told = {"failure": failed.failure, "status": failed.status, "code": failed.code}
        told = {key: value for key, value in told.items() if value}
        return {"bron": self._verbinding.bron.id, "zoekwijze": zoekwijze.value, **told}

    def _shown(self, zoekwijze: Zoekwijze) -> None:
        labels = {"bron": self._verbinding.bron.id, "zoekwijze": zoekwijze.value}
        vertrouwen = self._verbinding.vertrouwen[zoekwijze]
        self._meter.watch(Stand.KANARIE, lambda: _VALUE[vertrouwen.laatste], **labels)
        self._meter.watch(Stand.KANARIE_LEEFTIJD, lambda: self._ticks() - self._passed[zoekwijze], **labels)


def _speaks_against(failed: Failed[Any] | SourceError) -> bool:
    """Whether a question about somebody showed that searching does not work, and not only that it failed."""
    return failed.failure is Failure.FILTER_IGNORED or (
        failed.failure is Failure.UNUSABLE and failed.status == 404 and failed.where == "zaken"
    )


def _uitslag_of(failure: Failure | None) -> Uitslag:
    """What the end of a canary says about the lists of a register. ``FILTER_IGNORED``: it found somebody's zaken."""
    match failure:
        case None:
            return Uitslag.GESLAAGD
        case Failure.FILTER_IGNORED | Failure.UNUSABLE | Failure.TOO_LARGE | Failure.FOREIGN_URL:
            return Uitslag.MISLUKT
        case Failure.REFUSED | Failure.DNS | Failure.TLS | Failure.PROTOCOL | Failure.SERVER_ERROR | Failure.TIMEOUT:
            return Uitslag.GEEN
        case (
            Failure.OVERLOADED
            | Failure.NO_ACCESS
            | Failure.REJECTED
            | Failure.INTERNAL
            | Failure.UNTRUSTED
            | Failure.MAINTENANCE
        ):
            return Uitslag.GEEN
        case Failure.NOT_SEARCHABLE | Failure.SEARCH_ABSENT | Failure.NO_LONGER_THERE | Failure.EARLIER:
            return Uitslag.GEEN
        case _:
            assert_never(failure)
