"""The keys of one issuer over time: fetched before they are needed, remembered, and kept through an outage."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeAlias

from cachetools import TTLCache

from mijnzaken_bff.domain.clock import Clock, Stopwatch
from mijnzaken_bff.domain.crash import place_of
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Meter, NoMeter, Teller
from mijnzaken_bff.identity.jwks import KeySet, PublicKey
from mijnzaken_bff.identity.refusals import KeysUnavailable
from mijnzaken_bff.identity.sleutelbron import Gelezen, Sleutelbron
from mijnzaken_bff.identity.uitgevers import Uitgever

Spawn: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]
"""Starts a task in the background group that the lifespan owns."""

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""

DEADLINE: Final = 8.0
"""Seconds for one look at the keys. A net: each fetch has its own, and finding the address takes two before it."""

PATIENCE: Final = 2.0
"""Seconds that a caller waits for a look at most, whatever the issuer does."""

MOST_WAITING: Final = 16
"""How many callers of one issuer wait at a time: who invents names may not hold the places of all the others."""

_UNKNOWN_KIDS: Final = 1024
_EARLY: Final = 0.75
_SPREAD: Final = 0.2
"""Keys are fetched between 75 % and 95 % of their time: replicas that started together do not ask together."""
_SHORTEST_SLEEP: Final = 1.0

logger = logging.getLogger(__name__)


class KeyStore:
    """The keys of one issuer.

    They are fetched anew in the background (``keep``), so nobody waits for that while there are keys. Should that be
    late, because the process or its clock stood still, then the first caller after ``verversen`` does wait: a key that
    was withdrawn is good for so long and no longer. While fetching fails nobody waits, and known keys stay good up to
    ``houdbaarBijStoring``. However many need a fetch, there is one at a time, and it belongs to none of them: a caller
    that leaves takes nothing from the others. Few wait for it, and not long; whoever may not is judged by what we know.

    A name is unknown once we saw the keys without it. While we cannot look it may be that of a new key, and while an
    issuer publishes no key at all any name may be: then nobody can tell whether a token is good. Keys that another
    replica got are as old as they were then, and are a look of ours only as long as we would not look again ourselves.

    ``jitter`` gives a number from 0 to 1. In seconds, ``deadline`` is what one look may take, and ``patience`` what one
    caller waits for it.
    """

    def __init__(
        self,
        uitgever: Uitgever,
        bron: Sleutelbron,
        *,
        clock: Clock,
        spawn: Spawn,
        meter: Meter | None = None,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        deadline: float = DEADLINE,
        patience: float = PATIENCE,
    ) -> None:
        self._id = uitgever.id
        self._sleutels = uitgever.sleutels
        self._bron = bron
        self._watch = Stopwatch(clock)
        self._spawn = spawn
        self._meter = meter or NoMeter()
        self._meter.count(Teller.SLEUTEL_GEWEIGERD, 0, uitgever=self._id)  # or nobody sees the first one
        self._sleep = sleep
        self._jitter = jitter
        self._deadline = deadline
        self._patience = patience
        self._keys: KeySet | None = None
        self._fetched_at = -math.inf
        self._looks = 0
        """How often the keys were seen."""
        self._good_for = 0.0
        """Seconds after which the keys are fetched anew in the background."""
        self._failing = False
        """Whether the last look gave us no keys."""
        self._tried_at = -math.inf
        """When the fetch began that failed last, or has not ended yet."""
        self._forced_at = -math.inf
        self._flight: asyncio.Future[None] | None = None
        self._waiting = 0
        # Twice as long as between two forced refreshes: a name that does not exist must not take each of them.
        self._unknown: TTLCache[str, bool] = TTLCache(
            _UNKNOWN_KIDS, ttl=2 * self._sleutels.minimum_tussen_verversingen, timer=self._watch.seconds
        )

    @property
    def has_keys(self) -> bool:
        """Whether tokens of this issuer can be judged."""
        return self._usable()

    def age(self) -> float:
        """How long ago it was seen that these are the keys, in seconds; infinite when that never was."""
        return self._age(self._fetched_at)

    async def keep(self) -> None:
        """Fetch the keys, and again before they are old, and again while that fails. Runs in the background."""
        while True:
            if self._due() and (flight := self._begin()) is not None:
                await asyncio.shield(flight)
            await self._sleep(self._until_due())

    async def find(self, kid: str | None, alg: str) -> PublicKey | None:
        """The key of this name for this algorithm, or None when the issuer has no such key.

        A name that we do not know may be a new key, so it makes us look again, though seldom: anybody can invent
        names. Raises ``KeysUnavailable`` while no keys can be had, or that name cannot be looked for.
        """
        before = self._looks
        if not self._usable() or self._late():
            await self._wait()
            if kid is not None and self._is_new(kid) and self._looks == before and not self._trying():
                await self._look_for(kid)  # what another replica got is too old to say that there is no such key
        elif kid is not None and self._is_new(kid):
            await self._look_for(kid)
        elif self._due():
            self._begin()
        keys = self._trusted()
        if kid is None or keys.knows(kid):
            return keys.find(kid, alg)
        if self._looks != before:
            self._unknown[kid] = True
        elif kid not in self._unknown and self._trying():
            raise self._unavailable()
        self._meter.count(Teller.SLEUTEL_ONBEKEND, uitgever=self._id)
        return None

    async def _look_for(self, kid: str) -> None:
        """Fetch before it is time, or share in a fetch that is under way."""
        if not self._under_way():
            if kid in self._unknown or self._recent(self._forced_at):
                return
            self._forced_at = self._watch.seconds()
        await self._wait()

    def _is_new(self, kid: str) -> bool:
        return self._keys is not None and not self._keys.knows(kid)

    def _trying(self) -> bool:
        """Whether we cannot look, or do not see yet."""
        return self._failing or self._under_way()

    def _usable(self) -> bool:
        return bool(self._keys) and self.age() < self._sleutels.houdbaar_bij_storing

    def _due(self) -> bool:
        """Whether it is time to look again, without haste."""
        return self.age() >= self._good_for

    def _late(self) -> bool:
        """Whether nobody looked in time, so that what we know may not be true any more. A failure is another thing."""
        return not self._failing and self.age() >= self._sleutels.verversen

    def _trusted(self) -> KeySet:
        if self._keys is not None and self._usable():
            return self._keys
        raise self._unavailable()

    def _unavailable(self) -> KeysUnavailable:
        seconds = 1.0 if self._under_way() else max(self._cool_down(), 1.0)
        return KeysUnavailable(retry_after=math.ceil(seconds))

    def _cool_down(self) -> float:
        return self._sleutels.minimum_tussen_verversingen - self._age(self._tried_at)

    def _until_due(self) -> float:
        left = self._cool_down() if self._failing else self._good_for - self.age()
        return min(max(left, _SHORTEST_SLEEP), self._sleutels.verversen)

    async def _wait(self) -> None:
        """Wait for the fetch that is under way, or start one, unless the last one failed only just now.

        Not for long, and not at all where enough others do: then it goes on without this caller.
        """
        flight = self._begin()
        if flight is None or self._waiting >= MOST_WAITING:
            return
        self._waiting += 1
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    # Whoever stops waiting must not cancel what the others wait for.
                    await asyncio.shield(flight)
        finally:
            self._waiting -= 1

    def _begin(self) -> asyncio.Future[None] | None:
        if not self._under_way():
            if self._recent(self._tried_at):
                return None
            flight = asyncio.get_running_loop().create_future()
            self._spawn(self._fetch_keys(flight))
            self._flight = flight
        return self._flight

    def _under_way(self) -> bool:
        return self._flight is not None and not self._flight.done()

    async def _fetch_keys(self, flight: asyncio.Future[None]) -> None:
        started = self._watch.seconds()
        self._tried_at = started  # until it has succeeded, so that no way to fail is forgotten
        failed = True
        try:
            async with asyncio.timeout(self._deadline):
                gelezen = await self._bron.read()
        except SourceError as error:
            self._tell_failure(error.failure)
        except TimeoutError:
            self._tell_failure(Failure.TIMEOUT)
        except Exception as error:  # noqa: BLE001 - a bug of ours over one issuer's answer is told with its name
            self._tell_failure(Failure.INTERNAL, error=type(error).__name__, at=place_of(error))
        else:
            failed = not self._take(gelezen, started)
        finally:
            self._failing = failed
            if not flight.done():
                flight.set_result(None)

    def _take(self, gelezen: Gelezen, started: float) -> bool:
        """Go on with these keys, and tell whether there are any: without, we ask again as after a failure."""
        keys, changed = gelezen.keys, gelezen.keys != self._keys
        self._keys, self._fetched_at = keys, started - (gelezen.age or 0.0)
        if gelezen.failure is None and not self._is_old(gelezen):
            self._looks += 1
        if changed:
            self._meter.count(Teller.SLEUTEL_GEWEIGERD, keys.skipped, uitgever=self._id)
        if not keys:
            self._good_for = self._sleutels.minimum_tussen_verversingen
            self._count("geen")
            logger.warning("no_keys_published", extra={"uitgever": self._id, "weggelaten": keys.skipped})
            return False
        self._good_for = self._time_of(gelezen.fresh_for)
        self._count("gedeeld" if gelezen.age is not None else "nieuw" if changed else "ongewijzigd")
        if changed:
            logger.info("keys_fetched", extra={"uitgever": self._id, "keys": len(keys), "weggelaten": keys.skipped})
        if gelezen.failure is not None:
            self._tell_failure(gelezen.failure)
            return False
        self._tried_at = -math.inf
        return True

    def _is_old(self, gelezen: Gelezen) -> bool:
        return gelezen.age is not None and gelezen.age >= self._sleutels.minimum_tussen_verversingen

    def _time_of(self, fresh_for: float | None) -> float:
        """How long keys are used before they are fetched anew: as their issuer says, within what is configured.

        What an issuer says can bring a fetch forward and never put it off: how long a key outlives its withdrawal is
        for the gemeente to decide.
        """
        shortest, longest = self._sleutels.minimum_tussen_verversingen, self._sleutels.verversen
        said = longest if fresh_for is None else min(max(fresh_for, shortest), longest)
        earliest = max(shortest, _EARLY * said)
        return earliest + self._jitter() * (min(earliest + _SPREAD * said, longest) - earliest)

    def _tell_failure(self, failure: Failure, **bug: str) -> None:
        self._count(failure.value)
        logger.warning("keys_not_fetched", extra={"uitgever": self._id, "failure": failure.value, **bug})

    def _count(self, uitkomst: str) -> None:
        self._meter.count(Teller.SLEUTELS_OPGEHAALD, uitgever=self._id, uitkomst=uitkomst)

    def _recent(self, moment: float) -> bool:
        return self._age(moment) < self._sleutels.minimum_tussen_verversingen

    def _age(self, moment: float) -> float:
        return self._watch.seconds() - moment
