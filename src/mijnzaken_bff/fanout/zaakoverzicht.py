"""Which zaken somebody has, asked of every bron at once and told in one list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Container, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from pydantic_core import to_json

from mijnzaken_bff.contract.stroom import Berichtsoort, StroomBericht
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import Bereik, BronUitkomst, Telling, ZaakOverzicht
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock, vandaag
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.domain.verwerking import Bevraging, Verwerking, VerwerkingSink, noted_request
from mijnzaken_bff.fanout.cursor import Cursor, CursorZegel
from mijnzaken_bff.fanout.herinnering import Beurt, Herinneringen
from mijnzaken_bff.fanout.lezer import Lezer
from mijnzaken_bff.fanout.lezing import Lezing
from mijnzaken_bff.fanout.meting import Overzichtmeting
from mijnzaken_bff.fanout.navraag import Navraag
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.verslag import Verslag
from mijnzaken_bff.fanout.verteld import Verteld
from mijnzaken_bff.fanout.voor import voor_of
from mijnzaken_bff.fanout.vraag import Overzichtsvraag
from mijnzaken_bff.fanout.vrager import Vrager
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


class GeenBronBeantwoord(Exception):
    """Not one bron could answer. It holds the row of every bron that was asked."""

    def __init__(self, bronnen: list[BronUitkomst]) -> None:
        super().__init__("geen bron beantwoord")
        self.bronnen = bronnen
        self.retry_after = min((s for bron in bronnen if (s := bron.opnieuw_na_seconden) is not None), default=None)
        """After how many seconds asking again can help; None when it cannot."""
        self.misconfigured = all(bron.uitkomst in (Uitkomst.GEEN_TOEGANG, Uitkomst.ONBETROUWBAAR) for bron in bronnen)
        """Whether every bron needs an operator."""


@dataclass(frozen=True, slots=True, eq=False)
class _Gang:
    """One question while it is being read."""

    caller: BetrokkeneCaller
    vraag: Overzichtsvraag
    lezers: Mapping[str, Sequence[Lezer]]
    lezing: Lezing
    onderhoud: Mapping[str, Onderhoud]
    """Every bron that is left alone for now, with its planned maintenance."""


class Zaakoverzichten:
    """Answers the question for zaken. One per application.

    Between two questions it holds nothing of anybody itself: that is what ``herinneringen`` are for, without which
    every question is put anew.
    """

    def __init__(
        self,
        verbindingen: Sequence[Verbinding],
        zegel: CursorZegel,
        clock: Clock,
        *,
        sink: VerwerkingSink,
        meting: Overzichtmeting,
        verslag: Verslag,
        seconds: float,
        ontdubbeling: Ontdubbeling | None = None,
        herinneringen: Herinneringen | None = None,
    ) -> None:
        self._verbindingen: Mapping[str, Verbinding] = {v.bron.id: v for v in verbindingen}
        self._zegel = zegel
        self._clock = clock
        self._sink = sink
        self.seconds = seconds
        """The longest that reading takes."""
        self._ontdubbeling = ontdubbeling or Ontdubbeling()
        self._herinneringen = herinneringen
        self._meting = meting
        self._verslag = verslag

    async def antwoord(
        self, caller: BetrokkeneCaller, vraag: Overzichtsvraag, verwerking: Verwerking, *, wait: float | None = None
    ) -> bytes:
        """As ``overzicht``, in JSON. The same question of the same caller gets the same answer, as long as it is young
        and complete."""
        if self._herinneringen is None:
            return _as_json(await self.overzicht(caller, vraag, verwerking, wait=wait))
        beurt = self._herinneringen.beurt(Vrager.of(caller), vernieuw=vraag.vernieuw)
        # Before it is read: what turns meanwhile is not in it.
        key = beurt.key_of_answer(vraag, vandaag(self._clock), self._worked_on(vraag), self._verloren(vraag))
        kept = beurt.answer(key)
        if kept is not None:
            with noted_request(verwerking, caller.betrokkene, self._clock, self._sink) as verloop:
                verloop.uitkomst = "volledig"
            self._meting.remembered()
            return kept.body
        overzicht, lezing = await self._read(caller, vraag, verwerking, beurt, wait)
        answer = _as_json(overzicht)
        if overzicht.volledig:
            beurt.keep_answer(key, answer, lezing.navragen)
        return answer

    def _worked_on(self, vraag: Overzichtsvraag) -> list[str]:
        """Every bron of this question that is in planned maintenance."""
        now = self._clock.now()
        planned = (bron for bron in vraag.bronnen if self._verbindingen[bron].bron.onderhoud)
        return [bron for bron in planned if self._verbindingen[bron].bron.onderhoud_at(now) is not None]

    def _verloren(self, vraag: Overzichtsvraag) -> int:
        """How often trust was lost in any of the bronnen of this question."""
        vertrouwen = (v for bron in vraag.bronnen for v in self._verbindingen[bron].vertrouwen.values())
        return sum(v.verloren for v in vertrouwen)

    async def overzicht(
        self, caller: BetrokkeneCaller, vraag: Overzichtsvraag, verwerking: Verwerking, *, wait: float | None = None
    ) -> ZaakOverzicht:
        """One page of the zaken of whom ``caller`` asks for, within the deadline or sooner: ``wait``, in seconds.

        Raises ``CursorRefused`` for a cursor of another question, and ``GeenBronBeantwoord`` when nobody answered.
        """
        overzicht, _ = await self._read(caller, vraag, verwerking, self._beurt(caller, vraag), wait)
        return overzicht

    async def _read(
        self,
        caller: BetrokkeneCaller,
        vraag: Overzichtsvraag,
        verwerking: Verwerking,
        beurt: Beurt | None,
        wait: float | None,
    ) -> tuple[ZaakOverzicht, Lezing]:
        deadline = asyncio.get_running_loop().time() + min(self.seconds, wait or self.seconds)
        cursor = self._cursor(caller, vraag)
        with noted_request(verwerking, caller.betrokkene, self._clock, self._sink) as verloop:
            gang = self._gang(caller, vraag, cursor, verwerking, beurt=beurt, wait=wait)
            await gang.lezing.lees(deadline)
            overzicht = self._answer(gang, self._ended(gang))
            verloop.uitkomst = "volledig" if overzicht.volledig else "onvolledig"
        return overzicht, gang.lezing

    def stroom(
        self, caller: BetrokkeneCaller, vraag: Overzichtsvraag, verwerking: Verwerking
    ) -> AsyncGenerator[StroomBericht, None]:
        """As ``overzicht``, told while it is being read: each bron when it has answered, and last the whole.

        A bron is told again when what was told of it does not hold any more: zaken that turn out not to be its own,
        or to be shown elsewhere, are taken back. Raises ``CursorRefused`` at once, and ``GeenBronBeantwoord`` at the
        end of the iterator. To be taken with ``contextlib.aclosing``: who stops listening stops the questions.
        """
        return self._berichten(caller, vraag, self._cursor(caller, vraag), verwerking)

    async def _berichten(
        self, caller: BetrokkeneCaller, vraag: Overzichtsvraag, cursor: Cursor, verwerking: Verwerking
    ) -> AsyncGenerator[StroomBericht, None]:
        deadline = asyncio.get_running_loop().time() + self.seconds
        with noted_request(verwerking, caller.betrokkene, self._clock, self._sink) as verloop:
            gang = self._gang(caller, vraag, cursor, verwerking, beurt=self._beurt(caller, vraag))
            verteld = Verteld(alleen_bijzonder=vraag.alleen_bijzonder)
            for bron in gang.lezing.not_read:
                for bericht in verteld.news(self._bron_uitkomst(gang, bron, self._clock.now()), []):
                    yield bericht
            async with aclosing(gang.lezing.stappen(deadline)) as stappen:
                async for bron in stappen:
                    rijen = gang.lezing.voorlopig(bron)
                    if rijen is not None:
                        for bericht in verteld.news(self._bron_uitkomst(gang, bron, self._clock.now()), rijen):
                            yield bericht
            bronnen = self._ended(gang)
            for uitkomst in bronnen:
                for bericht in verteld.news(uitkomst, gang.lezing.verteld_of(uitkomst.id)):
                    yield bericht
            overzicht = self._answer(gang, bronnen)
            verloop.uitkomst = "volledig" if overzicht.volledig else "onvolledig"
            yield StroomBericht(soort=Berichtsoort.GEREED, bron=None, zaken=[], overzicht=overzicht, probleem=None)

    def _beurt(self, caller: BetrokkeneCaller, vraag: Overzichtsvraag) -> Beurt | None:
        if self._herinneringen is None:
            return None
        return self._herinneringen.beurt(Vrager.of(caller), vernieuw=vraag.vernieuw)

    def _cursor(self, caller: BetrokkeneCaller, vraag: Overzichtsvraag) -> Cursor:
        """Where to begin. Raises ``CursorRefused``."""
        if vraag.cursor is None:
            return Cursor(dict.fromkeys(vraag.bronnen))
        return self._zegel.read(vraag.cursor, caller.betrokkene, vraag.fingerprint())

    def _gang(
        self,
        caller: BetrokkeneCaller,
        vraag: Overzichtsvraag,
        cursor: Cursor,
        verwerking: Verwerking,
        *,
        beurt: Beurt | None,
        wait: float | None = None,
    ) -> _Gang:
        """Everything that is needed to read; nothing is asked yet."""
        navraag = self._navraag(verwerking, beurt, wait)
        onderhoud = self._onderhoud(cursor, verwerking)
        lezers = self._lezers(caller.betrokkene, vraag, cursor, verwerking, navraag, not_asked=onderhoud)
        lezing = Lezing(
            lezers,
            cursor,
            vraag.aantal,
            lambda outcome: self._verslag.ended(outcome, verwerking, wait),
            self._ontdubbeling,
            not_asked=dict.fromkeys(onderhoud, Failure.MAINTENANCE),
        )
        return _Gang(caller, vraag, lezers, lezing, onderhoud)

    def _ended(self, gang: _Gang) -> list[BronUitkomst]:
        """How asking each bron ended, counted once."""
        vraag, lezing, now = gang.vraag, gang.lezing, self._clock.now()
        if vraag.cursor is None and vraag.filters.zaaknummer is None:
            self._meting.found(lezing)
        self._meting.read(gang.lezers)
        self._meting.doubles(lezing)
        bronnen = [self._bron_uitkomst(gang, bron, now) for bron in lezing.asked]
        self._meting.answered(bronnen, lezing.rijen)
        return bronnen

    def _onderhoud(self, cursor: Cursor, verwerking: Verwerking) -> dict[str, Onderhoud]:
        """Every bron of this walk that is left alone for now, with its planned maintenance."""
        now = self._clock.now()
        found: dict[str, Onderhoud] = {}
        for bron in sorted({*cursor.plaatsen, *cursor.uitgevallen}):
            if (onderhoud := self._verbindingen[bron].bron.onderhoud_at(now)) is not None:
                found[bron] = onderhoud
                self._verslag.not_asked(bron, verwerking)
        return found

    def _lezers(
        self,
        betrokkene: Betrokkene,
        vraag: Overzichtsvraag,
        cursor: Cursor,
        verwerking: Verwerking,
        navraag: Callable[[Verbinding, Zoekwijze, Bevraging], Navraag],
        *,
        not_asked: Container[str],
    ) -> dict[str, list[Lezer]]:
        """Who reads each bron that is asked, one for every way in which it can look ``betrokkene`` up."""
        today = vandaag(self._clock)
        lezers: dict[str, list[Lezer]] = {}
        for bron, plaats in cursor.plaatsen.items():
            if bron in not_asked:
                continue
            verbinding = self._verbindingen[bron]
            bevraging = Bevraging(verwerking, betrokkene, bron, self._clock, self._sink)
            lezers[bron] = [
                Lezer(
                    verbinding,
                    zoekwijze,
                    betrokkene,
                    vraag.filters,
                    plaats,
                    vandaag=today,
                    aantal=vraag.aantal,
                    navraag=navraag(verbinding, zoekwijze, bevraging),
                    ontdubbelt=bron in self._ontdubbeling,
                )
                for zoekwijze in verbinding.zoekwijzen(betrokkene)
            ]
        # A bron that cannot look this betrokkene up could not on an earlier page either.
        failed = [bron for bron in cursor.uitgevallen if bron not in not_asked]
        return lezers | {bron: [] for bron in failed if not self._verbindingen[bron].zoekwijzen(betrokkene)}

    def _navraag(
        self, verwerking: Verwerking, beurt: Beurt | None, wait: float | None
    ) -> Callable[[Verbinding, Zoekwijze, Bevraging], Navraag]:
        """What makes whatever puts the questions to one register: it remembers, where anything may be remembered."""

        def navraag(verbinding: Verbinding, zoekwijze: Zoekwijze, bevraging: Bevraging) -> Navraag:
            if beurt is None:
                return Navraag(verbinding, bevraging)

            def covered(error: SourceError, of_zaak: bool) -> None:
                self._verslag.failed(verbinding, zoekwijze, error, verwerking, of_zaak=of_zaak, wait=wait)

            return beurt.navraag(verbinding, bevraging, covered)

        return navraag

    def _answer(self, gang: _Gang, bronnen: Sequence[BronUitkomst]) -> ZaakOverzicht:
        """Raises ``GeenBronBeantwoord``."""
        caller, vraag, lezing = gang.caller, gang.vraag, gang.lezing
        if bronnen and not any(bron.beantwoord for bron in bronnen):
            raise GeenBronBeantwoord(list(bronnen))
        volgende = lezing.volgende()
        return ZaakOverzicht(
            volledig=all(bron.uitkomst is Uitkomst.OK for bron in bronnen),
            peilmoment=self._clock.now(),
            voor=voor_of(caller),
            telling=_telling(lezing, from_the_start=vraag.cursor is None),
            zaken=lezing.rijen,
            bereik=Bereik(gevraagd=len(bronnen), beantwoord=sum(bron.beantwoord for bron in bronnen)),
            bronnen=[bron for bron in bronnen if not vraag.alleen_bijzonder or bron.uitkomst is not Uitkomst.OK],
            volgende=self._zegel.write(volgende, caller.betrokkene, vraag.fingerprint()) if volgende else None,
        )

    def _bron_uitkomst(self, gang: _Gang, bron: str, now: datetime) -> BronUitkomst:
        lezing = gang.lezing
        failure = lezing.failure_of(bron)
        antwoord = (
            Antwoord(
                failure=failure, moment=now, onderhoud=gang.onderhoud.get(bron), retry_after=lezing.retry_after_of(bron)
            )
            if failure is not None
            else Antwoord(
                reden=lezing.reden_of(bron),
                aantal=lezing.genomen_of(bron),
                meer=lezing.has_more(bron),
                weggelaten=lezing.weggelaten_of(bron),
                moment=lezing.moment_of(bron) or now,
                verouderd=lezing.verouderd_of(bron),
                retry_after=lezing.retry_after_of(bron),
            )
        )
        return bron_uitkomst_of(self._verbindingen[bron].bron, antwoord)


def _as_json(overzicht: ZaakOverzicht) -> bytes:
    # Validated when it was made: serialised as it is, without the second pass of a response model.
    return to_json(overzicht, by_alias=True)


def _telling(lezing: Lezing, *, from_the_start: bool) -> Telling:
    gelezen = [
        zaak.lopend for bron in lezing.asked if lezing.failure_of(bron) is None for zaak in lezing.gelezen_of(bron)
    ]
    return Telling(
        lopend=gelezen.count(True), afgerond=gelezen.count(False), exact=from_the_start and lezing.everything_read()
    )
