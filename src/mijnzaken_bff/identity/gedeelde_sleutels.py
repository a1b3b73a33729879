"""The keys of an issuer as replicas know them together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaard, Bewaarplaats, Soort
from mijnzaken_bff.identity.jwks import holds_secret, read_key_set
from mijnzaken_bff.identity.sleutelbron import Gelezen, Sleutelbron
from mijnzaken_bff.identity.uitgevers import Uitgever


class GedeeldeSleutels:
    """A ``Sleutelbron`` that first looks what other replicas got from it, and gives them what it got itself.

    What others got is read as an answer of the issuer is, and is as old as it was then. Whoever has no keys yet takes
    it as long as ``verversen`` allows. Whoever has keys wants to know something newer, so he takes only what was got
    since, and within ``minimumTussenVerversingen``: he would not have asked more often himself. While the issuer cannot
    be reached, anything that is newer than what we have is better than that.
    """

    def __init__(self, uitgever: Uitgever, bron: Sleutelbron, bewaarplaats: Bewaarplaats, clock: Clock) -> None:
        self._name = (uitgever.issuer, uitgever.jwks_url or "")
        self._sleutels = uitgever.sleutels
        self._bron = bron
        self._bewaarplaats = bewaarplaats
        self._clock = clock
        self._seen: datetime | None = None
        """When the keys that we have were got from the issuer, by us or by another."""

    async def read(self) -> Gelezen:
        """The keys there. Raises ``SourceError`` when neither the issuer nor another replica can tell."""
        sleutels = self._sleutels
        young = sleutels.verversen if self._seen is None else sleutels.minimum_tussen_verversingen
        bewaard = await self._newer()
        known = self._read(bewaard) if bewaard is not None else None
        if bewaard is not None and known is not None and known.age is not None and known.age < young:
            self._seen = bewaard.moment
            return known
        try:
            gelezen = await self._bron.read()
        except SourceError as error:
            if bewaard is None or known is None:
                raise
            self._seen = bewaard.moment
            return replace(known, failure=error.failure)
        self._seen = self._clock.now()
        await self._give(gelezen)
        return gelezen

    async def _newer(self) -> Bewaard | None:
        """What another replica got, where that is newer than what we have."""
        bewaard = await self._bewaarplaats.get(Soort.SLEUTELS, *self._name)
        return bewaard if bewaard is not None and (self._seen is None or bewaard.moment > self._seen) else None

    def _read(self, bewaard: Bewaard) -> Gelezen | None:
        """The keys in what another replica got, as they would be read from the issuer; None when there are none."""
        try:
            told = json.loads(bewaard.content)
            keys = read_key_set(told["document"])
            fresh_for = None if told["freshFor"] is None else float(told["freshFor"])
        except (ValueError, LookupError, TypeError, SourceError):
            return None
        age = max(0.0, (self._clock.now() - bewaard.moment).total_seconds())
        return Gelezen(keys, fresh_for, age=age) if keys else None

    async def _give(self, gelezen: Gelezen) -> None:
        """Give the others what the issuer published, unless that is useless, or by mistake secret."""
        if gelezen.keys and not holds_secret(gelezen.document):
            content = json.dumps({"document": gelezen.document, "freshFor": gelezen.fresh_for}).encode()
            seconds = self._sleutels.houdbaar_bij_storing
            await self._bewaarplaats.put(Soort.SLEUTELS, *self._name, content=content, seconds=seconds)
