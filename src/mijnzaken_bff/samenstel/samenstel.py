"""Everything that answers requests under one configuration."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self, TypeVar

from mijnzaken_bff.api.diensten import Diensten
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.meting import Meter
from mijnzaken_bff.domain.verwerking import VerwerkingSink
from mijnzaken_bff.fanout.cursor import CursorZegel
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.token import TokenVerifier
from mijnzaken_bff.samenstel.aansluiting import Aansluiting
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.samenstel.sleutelring import Sleutelring
from mijnzaken_bff.settings.model import BronSettings, Settings
from mijnzaken_bff.upstream.fetch import FetchJson
from mijnzaken_bff.upstream.pool import MakeTransport

O = TypeVar("O", bound=Onderdeel)  # noqa: E741 - a part (onderdeel)


@dataclass(frozen=True, slots=True)
class Gereedschap:
    """What every configuration works with, and none of them changes."""

    clock: Clock
    meter: Meter
    sink: VerwerkingSink
    tempo: Tempogrenzen
    make: MakeTransport
    fetch: FetchJson
    """Fetches the keys of issuers."""


class Samenstel:
    """What one configuration is made of.

    Requests that began under it end under it, however many configurations follow; then ``retire`` closes what no later
    one goes on with.
    """

    def __init__(self, settings: Settings, gereedschap: Gereedschap) -> None:
        self.settings = settings
        self._gereedschap = gereedschap
        self._held: list[Onderdeel] = []
        self._in_use = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._sleutelringen: dict[str, Sleutelring] = {}
        self._aansluitingen: dict[str, Aansluiting] = {}
        self._toestanden = Toestanden(gereedschap.clock)

    @classmethod
    async def made(cls, settings: Settings, gereedschap: Gereedschap, before: Samenstel | None = None) -> Self:
        """Make it, with every part of ``before`` that is still the same.

        Raises ``OSError`` when a file with a certificate has gone since it was checked: then nothing is left of it.
        """
        self = cls(settings, gereedschap)
        try:
            self._make(before)
        except BaseException:
            await self.aclose()
            raise
        return self

    def _make(self, before: Samenstel | None) -> None:
        clock, meter = self._gereedschap.clock, self._gereedschap.meter
        for uitgever in self.settings.uitgevers:
            ring = before._sleutelringen.get(uitgever.id) if before is not None else None
            if ring is None or ring.uitgever != uitgever:
                ring = Sleutelring(uitgever, fetch=self._gereedschap.fetch, clock=clock, meter=meter)
            self._sleutelringen[uitgever.id] = self._holding(ring)
        same = []
        for bron in self.settings.bronnen_aan:
            aansluiting = before._aansluitingen.get(bron.id) if before is not None else None
            if aansluiting is not None and aansluiting.fits(bron):
                same.append(bron.id)
            else:
                aansluiting = Aansluiting(bron, make=self._gereedschap.make, clock=clock)
            self._aansluitingen[bron.id] = self._holding(aansluiting)
        if before is not None:
            self._toestanden = before._toestanden.of_the_same(same)
        self._diensten = self._composed()

    def _holding(self, part: O) -> O:
        part.hold()
        self._held.append(part)
        return part

    @property
    def diensten(self) -> Diensten:
        """What the routes need."""
        return self._diensten

    @property
    def keys(self) -> Mapping[str, KeyStore]:
        """The keys of every issuer."""
        return {uitgever: ring.store for uitgever, ring in self._sleutelringen.items()}

    def _composed(self) -> Diensten:
        settings, gereedschap = self.settings, self._gereedschap
        verifier = TokenVerifier(settings.uitgevers, self.keys, gereedschap.clock, gereedschap.meter)
        organisaties = {o.id: o.domain() for o in settings.organisaties}
        verbindingen = [self._verbinding(bron, organisaties) for bron in settings.bronnen_aan]
        return Diensten(
            verify=verifier.verify,
            tempo=gereedschap.tempo,
            zaakoverzichten=Zaakoverzichten(
                verbindingen,
                CursorZegel(settings.derived_key("cursor"), settings.previous_key("cursor")),
                gereedschap.clock,
                sink=gereedschap.sink,
                toestanden=self._toestanden,
                seconds=settings.tijd.lijst,
            ),
            bronnen={verbinding.bron.id: verbinding.bron for verbinding in verbindingen},
            toestand_of=self._toestanden.of,
            must_name_bronnen=settings.vragen is not None and settings.vragen.keuze == "gevraagd",
            klanten=frozenset((u.id, klant) for u in settings.uitgevers for klant in u.klanten),
            meter=gereedschap.meter,
        )

    def _verbinding(self, settings: BronSettings, organisaties: Mapping[str, Organisatie]) -> Verbinding:
        aansluiting = self._aansluitingen[settings.id]
        return Verbinding(
            bron=Bron(
                id=settings.id,
                naam=settings.naam,
                organisatie=organisaties[settings.organisatie],
                onderwerp=settings.onderwerp,
                organisaties=tuple(organisaties.values()),
                onderhoud=tuple(venster.domain() for venster in settings.onderhoud),
            ),
            profiel=settings.profiel,
            gewoonten=aansluiting.gewoonten,
            zaken=aansluiting.zaken,
            delen=aansluiting.delen,
            catalogus=aansluiting.catalogus,
            zichtbaarheid=settings.zichtbaarheid,
            weergave=settings.weergave,
            seconds=settings.tijd.totaal,
        )

    @contextmanager
    def in_use(self) -> Iterator[Diensten]:
        """Keep it for one request."""
        self._in_use += 1
        self._idle.clear()
        try:
            yield self.diensten
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._idle.set()

    async def retire(self) -> None:
        """Close it after its last request. To be called when no other can begin."""
        await self._idle.wait()
        await self.aclose()

    async def aclose(self) -> None:
        """Let go of every part, once: what nobody else holds is closed."""
        while self._held:
            await self._held.pop().let_go()
