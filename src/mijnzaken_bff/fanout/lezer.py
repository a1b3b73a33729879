"""One bron being read for one question, in one way of searching: newest zaken first, and only as far as is needed."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.cursor import Plaats, merk_of
from mijnzaken_bff.fanout.navraag import Navraag
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.normalise.fase import is_lopend
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zichtbaarheid import Bewijs, Oordeel, bewijs_of, may_be_visible, oordeel_of
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.expand import lacks_rollen
from mijnzaken_bff.zgw.zaak import Kop, kenmerk_of, kop_of, uuid_of_item, zaak_of
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_CATALOGUE_MARGIN: Final = 0.25
"""Seconds before the end at which we stop waiting for the catalogue and show zaken without its words."""

GRAVITY: Final = (
    Reden.FILTER_GENEGEERD,
    Reden.ZOEKWIJZE_MISLUKT,
    Reden.VERVOLG_MISLUKT,
    Reden.GRENS_BEREIKT,
    Reden.ZAKEN_ONLEESBAAR,
    Reden.ROLLEN_ONLEESBAAR,
    Reden.VEROUDERD,
    Reden.ONDERDEEL_ONBEREIKBAAR,
    Reden.CATALOGUS_ONBEREIKBAAR,
)

_ONBEKEND: Final = Soort()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which zaken of a betrokkene are asked for."""

    lopend: bool | None = None
    zaaknummer: str | None = None


@dataclass(slots=True, eq=False)
class Gelezen:
    """A zaak that may be shown once it is proven. It is told only when it is shown."""

    page: Page
    """The page on which it came, and where."""
    place: int
    startdatum: date
    """The day by which it is ordered: as it stood in the list, whatever the zaak says when it is fetched."""
    kop: Kop
    soort: Soort
    bewijs: Bewijs | None
    """None for a candidate: the register did not send its rollen along."""
    lopend: bool
    whole: bool
    """Whether nothing of it has to be fetched before it can be shown."""
    merk: str | None = None
    """What it shares with its copy in another register, where its bron may have such copies."""
    fetched: Mapping[str, Any] | None = field(default=None, repr=False)
    """What was fetched in the place of what came on the page."""

    @property
    def item(self) -> Mapping[str, Any]:
        """As the register wrote it."""
        if self.fetched is not None:
            return self.fetched
        item: Mapping[str, Any] = self.page.items[self.place]
        return item


class Lezer:
    """Reads the zaken of one betrokkene out of one bron, searched for in one way.

    ``gelezen`` grows with every ``lees``, newest first and otherwise in the order of the bron. Where the register sends
    no rollen along they are candidates: ``toon_aan`` proves one of them, or drops it.
    """

    def __init__(
        self,
        verbinding: Verbinding,
        zoekwijze: Zoekwijze,
        betrokkene: Betrokkene,
        filters: Filters,
        plaats: Plaats | None,
        *,
        vandaag: date,
        aantal: int,
        navraag: Navraag | None = None,
        ontdubbelt: bool = False,
    ) -> None:
        self.verbinding = verbinding
        self.zoekwijze = zoekwijze
        self.plaats = plaats
        self.gelezen: list[Gelezen] = []
        self.bladeraar = verbinding.bladeraar(plaats, aantal)
        self.weggelaten: set[str] = set()
        """Proven zaken that cannot be read."""
        self.verborgen: Counter[Oordeel] = Counter()
        """How many zaken were hidden, and why: for operators only."""
        self._reden: Reden | None = None
        self._ontdubbelt = ontdubbelt
        self.navraag = navraag or Navraag(verbinding)
        self._betrokkene = betrokkene
        self._herkenning = Herkenning(betrokkene, verbinding.profiel.bedrijven)
        self._filters = filters
        self._vandaag = vandaag
        self.pages: list[Page] = []
        """What was read."""
        self._seen: set[str] = set(plaats.gezien) if plaats else set()
        """Zaken that were met before, in this answer or on an earlier page of the walk."""
        self._end: float | None = None
        """When the budget of this bron is used up; it runs from the first question on."""

    @property
    def meer(self) -> bool:
        """Whether the bron has zaken that were not read."""
        return self.bladeraar.meer

    @property
    def reden(self) -> Reden | None:
        """The gravest reason why not everything is shown."""
        return gravest(self._reden, self.bladeraar.reden)

    async def lees(self, deadline: float) -> None:
        """Read one more page, or the whole rest where the bron does not keep our order. Raises ``SourceError``."""
        deadline, end, catalogue_deadline = self._deadlines(deadline)
        try:
            while self.meer:
                await self._lees_bladzijde(deadline, end, catalogue_deadline)
                if self.bladeraar.ordered:
                    break
        finally:
            if not self.bladeraar.ordered:
                self.gelezen.sort(key=lambda gelezen: gelezen.startdatum, reverse=True)

    async def toon_aan(self, gelezen: Gelezen, deadline: float) -> None:
        """Prove a candidate. One that may not be shown leaves ``gelezen``. Raises ``SourceError`` when it cannot be."""
        deadline, end, catalogue_deadline = self._deadlines(deadline)
        try:
            item = await self.navraag.met_rollen(gelezen.item, deadline=deadline, end=end)
        except SourceError as error:
            if error.failure is not Failure.NO_LONGER_THERE:
                raise
            self.drop(gelezen)
        else:
            await self._settle(gelezen, item, catalogue_deadline)

    async def vul_aan(self, gelezen: Gelezen, deadline: float) -> None:
        """Fetch what the row of a proven zaak lacks. It leaves ``gelezen`` when it then does not belong there."""
        deadline, end, catalogue_deadline = self._deadlines(deadline)
        item = await self.navraag.met_delen(gelezen.item, deadline=deadline, end=end)
        await self._settle(gelezen, item, catalogue_deadline)

    def leave(self, gelezen: Gelezen) -> None:
        """Leave a proven zaak without what could not be fetched of it, and say so.

        What its row then says decides whether it belongs in the list that was asked for.
        """
        gelezen.whole = True
        self.note(Reden.ONDERDEEL_ONBEREIKBAAR)
        if not self._may_be_shown(gelezen):
            self.drop(gelezen)

    def drop(self, gelezen: Gelezen) -> None:
        """Take a zaak out of what was read."""
        if gelezen in self.gelezen:
            self.gelezen.remove(gelezen)

    def note(self, reden: Reden) -> None:
        """Keep the gravest reason why not everything is shown: missing zaken before missing words."""
        self._reden = gravest(self._reden, reden)

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        """What is told of a zaak. It must be proven."""
        zaak = zaak_of(gelezen.item)
        if zaak is None or gelezen.bewijs is None:
            raise ValueError("a zaak that is not proven or not readable is not told")
        return rij_of(
            self.verbinding.own(zaak),
            gelezen.soort,
            gelezen.bewijs.rollen,
            bron=self.verbinding.bron,
            weergave=self.verbinding.weergave,
            vandaag=self._vandaag,
        )

    def _deadlines(self, deadline: float) -> tuple[float, float, float]:
        """When there must be an answer, when this bron must be done, and until when it may wait for its catalogue."""
        now = asyncio.get_running_loop().time()
        if self._end is None:
            self._end = now + self.verbinding.seconds
        deadline = min(deadline, self._end)
        return deadline, self._end, max(now, deadline - min(_CATALOGUE_MARGIN, self.verbinding.seconds / 4))

    async def _lees_bladzijde(self, deadline: float, end: float, catalogue_deadline: float) -> None:
        bladeraar = self.bladeraar
        self._check_trust()
        page = await self.navraag.zoek(
            self._vraag(), page=bladeraar.page, size=bladeraar.size, deadline=deadline, end=end
        )
        self._check_trust()  # a canary may have ended meanwhile
        items = bladeraar.within(page.items)
        kandidaten = [
            kandidaat for place, item in enumerate(items) if (kandidaat := self._kandidaat(item, page, place))
        ]
        soorten = await self._soorten([kandidaat.kop for kandidaat in kandidaten], catalogue_deadline)
        for kandidaat in kandidaten:
            kandidaat.soort = soorten.get(kandidaat.kop.zaaktype or "", _ONBEKEND)
            if self._may_be_shown(kandidaat):
                self.gelezen.append(kandidaat)
        if not bladeraar.advance(items, more=page.more):
            self.verbinding.gewoonten.note_disorder()
        self.pages.append(page)

    def _check_trust(self) -> None:
        if not self.verbinding.trusts(self.zoekwijze):
            raise SourceError(Failure.UNTRUSTED, "zaken")

    def forget(self) -> None:
        """Let go of what zaken hold beyond what order and proof need; it is read again for what is shown."""
        for page in self.pages:
            page.forget()

    def _vraag(self) -> Zoekvraag:
        return self.verbinding.zoekvraag(
            self._betrokkene,
            self.zoekwijze,
            lopend=self._asked_lopend(),
            zaaknummer=self._filters.zaaknummer,
            tot_en_met=self.bladeraar.tot_en_met,
        )

    def _asked_lopend(self) -> bool | None:
        """The filter for the register, which knows only einddatum.

        Where a status can close a zaak without one, the closed zaken stand among the open ones and must be read too.
        """
        if self._filters.lopend is False and self.verbinding.weergave.fasen.eindstatus_sluit:
            return None
        return self._filters.lopend

    def _kandidaat(self, item: Any, page: Page, place: int) -> Gelezen | None:
        """A zaak that may be shown as far as it can tell by itself, proven when it came with its rollen.

        None also for one that was met before. Raises ``SourceError(FILTER_IGNORED)`` when it is of others only.
        """
        if not isinstance(item, dict):
            self.note(Reden.ROLLEN_ONLEESBAAR)
            return None
        uuid = uuid_of_item(item)
        if uuid is not None:
            if uuid in self._seen:
                return None
            self._seen.add(uuid)
        bewijs = None
        if not lacks_rollen(item):
            bewijs = self._bewijs(item)
            if bewijs is None:
                return None
        kop = kop_of(item, uuid)
        if kop is None:
            self._note_unreadable(item, proven=bewijs is not None)
            return None
        if bewijs is None and not may_be_visible(item, self.verbinding.zichtbaarheid):
            self.verborgen[Oordeel.VERTROUWELIJKHEID] += 1
            return None
        if self.plaats is not None and kop.startdatum > self.plaats.tot_en_met:
            return None  # it stood on an earlier page
        whole = bewijs is not None and not kop.lacks
        kenmerk = kenmerk_of(item) if self._ontdubbelt else None
        return Gelezen(
            page,
            place,
            kop.startdatum,
            kop,
            _ONBEKEND,
            bewijs,
            lopend=kop.einddatum is None,
            whole=whole,
            merk=None if kenmerk is None else merk_of(kenmerk),
        )

    def _bewijs(self, item: Mapping[str, Any]) -> Bewijs | None:
        """The proof that a zaak may be shown to this betrokkene, or None. Raises ``SourceError(FILTER_IGNORED)``."""
        bewijs = bewijs_of(item, self._herkenning, self.verbinding.zichtbaarheid, self._vandaag)
        match bewijs.oordeel:
            case Oordeel.TONEN:
                return bewijs
            case Oordeel.VREEMD:
                self.navraag.distrust()
                raise SourceError(Failure.FILTER_IGNORED, "zaken")
            case Oordeel.ONBEWEZEN:
                self.note(Reden.ROLLEN_ONLEESBAAR)
        self.verborgen[bewijs.oordeel] += 1
        return None

    def _note_unreadable(self, item: Mapping[str, Any], *, proven: bool) -> None:
        """Take note of a zaak that cannot be read; it is counted if it is known to be of this betrokkene."""
        self.note(Reden.ZAKEN_ONLEESBAAR if proven else Reden.ROLLEN_ONLEESBAAR)
        if proven:
            self.weggelaten.add(uuid_of_item(item) or f"zonder uuid {len(self.weggelaten)}")

    async def _soorten(self, koppen: Sequence[Kop], deadline: float) -> Mapping[str, Soort]:
        links: defaultdict[str, set[str]] = defaultdict(set)
        for kop in koppen:
            if kop.zaaktype:
                of_zaaktype = links[kop.zaaktype]
                if kop.statustype:
                    of_zaaktype.add(kop.statustype)
        return await self.verbinding.catalogus.soorten({k: frozenset(v) for k, v in links.items()}, deadline)

    def _may_be_shown(self, gelezen: Gelezen) -> bool:
        """Whether a zaak passes the rules about zaaktypen and the filters; what a candidate cannot tell yet passes."""
        oordeel = oordeel_of(gelezen.bewijs, gelezen.soort, gelezen.kop.startdatum, self.verbinding.zichtbaarheid)
        if oordeel is Oordeel.ZAAKTYPE_ONBEKEND:
            self.note(Reden.CATALOGUS_ONBEREIKBAAR)
        if oordeel is not Oordeel.TONEN:
            self.verborgen[oordeel] += 1
            return False
        wanted, kop = self._filters, gelezen.kop
        if wanted.zaaknummer is not None and schoon(gelezen.item.get("identificatie")) != wanted.zaaknummer:
            return False
        fasen = self.verbinding.weergave.fasen
        if kop.einddatum is None and fasen.eindstatus_sluit:
            if kop.lacks and not gelezen.whole:
                return True  # only its status can tell whether it is still open, and that has to be fetched first
            zaak = zaak_of(gelezen.item)
            gelezen.lopend = zaak is None or is_lopend(zaak, gelezen.soort, fasen)
        if wanted.lopend is not None and gelezen.lopend is not wanted.lopend:
            return False
        if gelezen.whole:
            self._note_missing_words(gelezen)
        return True

    def _note_missing_words(self, gelezen: Gelezen) -> None:
        """Take note that the catalogue did not tell what the status or the resultaat of a zaak is called."""
        soort, kop = gelezen.soort, gelezen.kop
        if (
            not soort.readable
            or (kop.has_status and soort.statustype(kop.statustype) is None)
            or (kop.has_resultaat and soort.resultaattype(kop.resultaattype) is None)
        ):
            self.note(Reden.CATALOGUS_ONBEREIKBAAR)

    async def _settle(self, gelezen: Gelezen, item: Mapping[str, Any], catalogue_deadline: float) -> None:
        """Judge a zaak by what was fetched of it: first its proof, then the rest."""
        bewijs = gelezen.bewijs or self._bewijs(item)
        kop = kop_of(item)
        if bewijs is None or kop is None:
            self.drop(gelezen)
            if bewijs is not None:
                self._note_unreadable(item, proven=True)
            return
        soorten = await self._soorten([kop], catalogue_deadline)
        # All at once: what is half judged may not be taken for proven.
        gelezen.whole = gelezen.bewijs is not None or not kop.lacks
        gelezen.fetched, gelezen.bewijs, gelezen.kop = item, bewijs, kop
        gelezen.lopend = kop.einddatum is None
        gelezen.soort = soorten.get(kop.zaaktype or "", _ONBEKEND)
        if not self._may_be_shown(gelezen):
            self.drop(gelezen)
        elif gelezen.whole and kop.lacks:
            self.note(Reden.ONDERDEEL_ONBEREIKBAAR)


def gravest(*redenen: Reden | None) -> Reden | None:
    """The gravest of these reasons why not everything is shown; None when there is none."""
    return min((reden for reden in redenen if reden is not None), key=GRAVITY.index, default=None)
