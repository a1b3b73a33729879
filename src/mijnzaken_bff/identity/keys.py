"""The keys of one issuer over time: fetched when needed, remembered, and kept through an outage."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeAlias

from cachetools import TTLCache

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.jwks import KeySet, PublicKey, read_key_set
from mijnzaken_bff.identity.refusals import KeysUnavailable
from mijnzaken_bff.identity.uitgevers import Uitgever

FetchJson: TypeAlias = Callable[[str], Awaitable[object]]
"""Gets the JSON at a url, bounded in size and without following redirects. Raises ``SourceError``, nothing else."""

Spawn: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]
"""Starts a task in the background group that the lifespan owns."""

_UNKNOWN_KIDS: Final = 1024

logger = logging.getLogger(__name__)


class KeyStore:
    """The keys of one issuer.

    However many callers need a fetch, there is one at a time, and it belongs to none of them: a caller that leaves
    takes nothing from the others. ``deadline`` is what one fetch may take, in seconds.
    """

    def __init__(
        self, uitgever: Uitgever, *, fetch: FetchJson, clock: Clock, spawn: Spawn, deadline: float = 2.0
    ) -> None:
        self._id = uitgever.id
        self._url = uitgever.jwks_url
        self._sleutels = uitgever.sleutels
        self._fetch = fetch
        self._clock = clock
        self._spawn = spawn
        self._deadline = deadline
        self._keys: KeySet | None = None
        self._fetched_at = -math.inf
        self._failed_at = -math.inf
        self._forced_at = -math.inf
        self._flight: asyncio.Future[None] | None = None
        # Twice as long as between two forced refreshes: a name that does not exist must not take each of them.
        self._unknown: TTLCache[str, bool] = TTLCache(
            _UNKNOWN_KIDS, ttl=2 * self._sleutels.minimum_tussen_verversingen, timer=self._now
        )

    @property
    def has_keys(self) -> bool:
        """Whether tokens of this issuer can be judged."""
        return self._keys is not None

    async def load(self) -> None:
        """Fetch the keys before anybody asks for them, and try again until there are some. Runs in the background."""
        while not self.has_keys:
            await self._refresh()
            if not self.has_keys:
                await asyncio.sleep(self._sleutels.minimum_tussen_verversingen)

    async def find(self, kid: str | None, alg: str) -> PublicKey | None:
        """The key of this name for this algorithm, or None when the issuer has no such key.

        A name that we do not know may be a new key, so it makes us look again, though seldom: anybody can invent
        names. Raises ``KeysUnavailable`` while no keys can be had.
        """
        before = self._keys
        if not self._within(self._sleutels.verversen, self._fetched_at):
            await self._refresh()
        elif kid is not None and self._keys is not None and not self._keys.knows(kid):
            await self._look_for(kid)
        keys = self._trusted()
        if kid is not None and keys is not before and not keys.knows(kid):
            self._unknown[kid] = True
        return keys.find(kid, alg)

    async def _look_for(self, kid: str) -> None:
        """Fetch before it is time, or share in a fetch that is under way."""
        if not self._under_way():
            if kid in self._unknown or self._recent(self._forced_at):
                return
            self._forced_at = self._now()
        await self._refresh()

    def _trusted(self) -> KeySet:
        if self._keys is not None and self._age(self._fetched_at) < self._sleutels.houdbaar_bij_storing:
            return self._keys
        wait = self._sleutels.minimum_tussen_verversingen - self._age(self._failed_at)
        raise KeysUnavailable(retry_after=math.ceil(max(wait, 1.0)))

    async def _refresh(self) -> None:
        """Take part in the fetch that is under way, or start one, unless the last one failed only just now."""
        if self._flight is None or self._flight.done():
            if self._recent(self._failed_at):
                return
            flight = asyncio.get_running_loop().create_future()
            self._spawn(self._fetch_keys(flight))
            self._flight = flight
        # Whoever stops waiting must not cancel what the others wait for.
        await asyncio.shield(self._flight)

    def _under_way(self) -> bool:
        return self._flight is not None and not self._flight.done()

    async def _fetch_keys(self, flight: asyncio.Future[None]) -> None:
        started = self._now()
        self._failed_at = started  # until it has succeeded, so that no way to fail is forgotten
        try:
            async with asyncio.timeout(self._deadline):
                document = await self._fetch(self._url)
            keys = read_key_set(document)
        except SourceError as error:
            self._log_failure(error.failure)
        except TimeoutError:
            self._log_failure(Failure.TIMEOUT)
        else:
            self._keys, self._fetched_at, self._failed_at = keys, started, -math.inf
            logger.info("keys_fetched", extra={"issuer": self._id, "keys": len(keys), "weggelaten": keys.skipped})
        finally:
            if not flight.done():
                flight.set_result(None)

    def _log_failure(self, failure: Failure) -> None:
        logger.warning("keys_not_fetched", extra={"issuer": self._id, "failure": failure.value})

    def _recent(self, moment: float) -> bool:
        return self._within(self._sleutels.minimum_tussen_verversingen, moment)

    def _within(self, seconds: float, moment: float) -> bool:
        """Whether ``moment`` is less than so long ago. A moment in the future is not: the clock was set back."""
        return 0 <= self._age(moment) < seconds

    def _age(self, moment: float) -> float:
        return self._now() - moment

    def _now(self) -> float:
        return self._clock.now().timestamp()
