"""Everything that answers requests under one configuration."""

from __future__ import annotations

import asyncio
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Self, TypeVar

from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.api.diensten import Diensten
from mijnzaken_bff.api.keuze import Bronkeuze, Keuze
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.meting import Meter, Stand
from mijnzaken_bff.fanout.cursor import CursorZegel
from mijnzaken_bff.fanout.herinnering import Bewaring, Herinneringen
from mijnzaken_bff.fanout.kanarie import Kanarie
from mijnzaken_bff.fanout.meting import Overzichtmeting, Zaakmeting
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling
from mijnzaken_bff.fanout.proefnummers import KanarieSettings
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.verslag import Verslag
from mijnzaken_bff.fanout.zaakdetail import Zaakdetails
from mijnzaken_bff.fanout.zaakdocument import Zaakdocumenten
from mijnzaken_bff.fanout.zaakoverzicht import Zaakoverzichten
from mijnzaken_bff.fanout.zaakvraag import Zaakvragen
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.token import TokenVerifier
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.samenstel.aansluiting import Aansluiting
from mijnzaken_bff.samenstel.achtergrond import Achtergrond
from mijnzaken_bff.samenstel.gereedschap import Gereedschap
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.samenstel.onderdeelmeter import Aflezing, Onderdeelmeter
from mijnzaken_bff.samenstel.sleutelring import Sleutelring
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

O = TypeVar("O", bound=Onderdeel)  # noqa: E741 - a part (onderdeel)


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
        self._verbindingen: dict[str, Verbinding] = {}
        self._toestanden = Toestanden(lambda bron: self._verbindingen[bron].untrusted_since())
        self._achtergrond = Achtergrond()
        """What this configuration does by itself: it ends before the parts close that it works with."""
        self._meter = Onderdeelmeter(gereedschap.meter)
        """What is measured of what this configuration has to itself."""
        self._herinnerd: Herinneringen | None = None

    @classmethod
    async def made(cls, settings: Settings, gereedschap: Gereedschap, before: Samenstel | None = None) -> Self:
        """Make it, with every part of ``before`` that is still the same. Others have their turn between two bronnen.

        Raises ``OSError`` when a file with a certificate has gone since it was checked: then nothing is left of it.
        """
        self = cls(settings, gereedschap)
        try:
            await self._make(before)
        except BaseException:
            await self.aclose()
            raise
        return self

    async def _make(self, before: Samenstel | None) -> None:
        for uitgever in self.settings.uitgevers:
            ring = before._sleutelringen.get(uitgever.id) if before is not None else None
            if ring is None or ring.uitgever != uitgever:
                ring = self._sleutelring(uitgever)
            self._sleutelringen[uitgever.id] = self._holding(ring)
        same = []
        for bron in self.settings.bronnen_aan:
            aansluiting = before._aansluitingen.get(bron.id) if before is not None else None
            if aansluiting is not None and aansluiting.fits(bron):
                same.append(bron.id)
            else:
                aansluiting = self._aansluiting(bron)
            self._aansluitingen[bron.id] = self._holding(aansluiting)
            await asyncio.sleep(0)
        if before is not None:
            self._toestanden.take(before._toestanden, same)
        self._diensten = self._composed()

    def _sleutelring(self, uitgever: Uitgever) -> Sleutelring:
        tools = self._gereedschap
        return Sleutelring(
            uitgever, fetch=tools.fetch, bewaarplaats=tools.bewaarplaats, clock=tools.clock, meter=tools.meter
        )

    def _aansluiting(self, settings: BronSettings) -> Aansluiting:
        tools = self._gereedschap
        return Aansluiting(
            settings,
            make=tools.make,
            ceiling=tools.ceiling,
            bewaarplaats=tools.bewaarplaats,
            clock=tools.clock,
            ticks=tools.ticks,
            meter=tools.meter,
        )

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
        organisaties = {o.id: o.domain() for o in settings.organisaties}
        with_a_bron = [organisaties[name] for name in {bron.organisatie: None for bron in settings.bronnen_aan}]
        verifier = TokenVerifier(settings.uitgevers, self.keys, gereedschap.clock, gereedschap.meter, with_a_bron)
        self._achtergrond.spawn(verifier.keep_swept())
        zegel = CursorZegel(settings.derived_key("cursor"), settings.previous_key("cursor"))
        for bron in settings.bronnen_aan:
            self._verbindingen[bron.id] = self._verbinding(bron, organisaties)
        meting = Overzichtmeting(gereedschap.meter)
        verslag = Verslag(gereedschap.clock, meting, self._toestanden, self._kanaries())
        vragen = Zaakvragen(self._verbindingen, gereedschap.clock, sink=gereedschap.sink, verslag=verslag)
        keuze = Keuze.ALLE if settings.vragen is None else settings.vragen.keuze
        return Diensten(
            verify=verifier.verify,
            tempo=gereedschap.tempo,
            zaakoverzichten=Zaakoverzichten(
                list(self._verbindingen.values()),
                zegel,
                gereedschap.clock,
                sink=gereedschap.sink,
                meting=meting,
                verslag=verslag,
                seconds=settings.tijd.lijst,
                ontdubbeling=Ontdubbeling(o.ontdubbel for o in settings.organisaties),
                herinneringen=self._herinneringen(),
            ),
            zaakdetails=Zaakdetails(
                vragen,
                gereedschap.clock,
                sink=gereedschap.sink,
                meting=Zaakmeting(gereedschap.meter),
                seconds=settings.tijd.detail,
            ),
            zaakdocumenten=Zaakdocumenten(
                vragen,
                gereedschap.clock,
                sink=gereedschap.sink,
                verslag=verslag,
                grenzen=settings.documenten,
                seconds=settings.tijd.document,
            ),
            downloads=gereedschap.downloads,
            stromen=gereedschap.stromen,
            hartslag=settings.tijd.hartslag,
            keurder=gereedschap.keurder,
            bronnen={naam: verbinding.bron for naam, verbinding in self._verbindingen.items()},
            toestand_of=lambda bron: self._toestanden.of(bron, gereedschap.clock.now()),
            keuze=Bronkeuze(keuze, (verbinding.bron for verbinding in self._verbindingen.values())),
            klanten=frozenset((u.id, klant) for u in settings.uitgevers for klant in u.klanten),
            meter=gereedschap.meter,
            clock=gereedschap.clock,
        )

    def _herinneringen(self) -> Herinneringen | None:
        """What is remembered of people, by this configuration alone: under another they may see other zaken.

        None when nothing may be.
        """
        geheugen, tools = self.settings.geheugen, self._gereedschap
        if not geheugen.vers:
            for stand in (Stand.GEHEUGEN_INGANGEN, Stand.GEHEUGEN_BYTES):
                self._meter.set(stand, 0)
            return None
        self._herinnerd = herinneringen = Herinneringen(
            Bewaring(
                geheugen.vers, geheugen.bij_storing, geheugen.megabytes, achtergrond=self.settings.tijd.achtergrond
            ),
            tools.clock,
            tools.ticks,
            spawn=self._achtergrond.spawn,
            meter=self._meter,
            versie=CONTRACT_VERSION,
        )
        self._achtergrond.spawn(herinneringen.keep_swept())
        return herinneringen

    def _kanaries(self) -> dict[str, Kanarie]:
        """The canary of every bron that can be put to the test; it goes on from where it was."""
        for naam, aansluiting in self._aansluitingen.items():
            aansluiting.put_to_the_test(
                self._kanarie, self._verbindingen[naam], self.settings.kanarie, self._toestanden
            )
        return {naam: a.kanarie for naam, a in self._aansluitingen.items() if a.kanarie is not None}

    def _kanarie(
        self, verbinding: Verbinding, proeven: Mapping[Zoekwijze, Betrokkene], settings: KanarieSettings, meter: Meter
    ) -> Kanarie:
        return Kanarie(
            verbinding,
            proeven,
            settings,
            clock=self._gereedschap.clock,
            ticks=self._gereedschap.ticks,
            wait=self._gereedschap.wait,
            permits=self._gereedschap.proeven,
            toestanden=self._toestanden,
            meter=meter,
        )

    def show(self, before: Samenstel | None) -> None:
        """Show the values of its parts from now on, in place of those of ``before``."""
        meter = self._gereedschap.meter
        standen, shown = self._standen(), before._standen() if before is not None else {}
        for (stand, labels), read in standen.items():
            if shown.pop((stand, labels), None) is not read:
                meter.watch(stand, read, **dict(labels))
        for stand, labels in shown:
            meter.forget(stand, **dict(labels))

    def _standen(self) -> dict[Aflezing, Callable[[], float]]:
        parts = (*self._sleutelringen.values(), *self._aansluitingen.values())
        return dict(ChainMap(self._meter.standen, *(part.meter.standen for part in parts)))

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
            stukken=aansluiting.stukken,
            documenten=aansluiting.documenten,
            besluiten=aansluiting.besluiten,
            catalogus=aansluiting.catalogus,
            zichtbaarheid=settings.zichtbaarheid,
            weergave=settings.weergave,
            seconds=settings.tijd.totaal,
            vertrouwen=aansluiting.vertrouwen,
            most_late=settings.gelijktijdig // 2,
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
        """Let go of every part, once: what nobody else holds is closed, and what is remembered of people is gone.

        Nothing sweeps it any more then, and whoever still holds this (the metrics, the garbage of a frozen start) would
        keep it for good.
        """
        await self._achtergrond.aclose()
        if self._herinnerd is not None:
            self._herinnerd.geheugen.clear()
        while self._held:
            await self._held.pop().let_go()
