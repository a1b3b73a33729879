"""Which zaken somebody has, asked of every bron at once and told in one list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime

from pydantic_core import to_json

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
        self._seconds = seconds
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
        beurt = None
        if self._herinneringen is not None:
            beurt = self._herinneringen.beurt(Vrager.of(caller), vernieuw=vraag.vernieuw)
        overzicht, _ = await self._read(caller, vraag, verwerking, beurt, wait)
        return overzicht

    async def _read(
        self,
        caller: BetrokkeneCaller,
        vraag: Overzichtsvraag,
        verwerking: Verwerking,
        beurt: Beurt | None,
        wait: float | None,
    ) -> tuple[ZaakOverzicht, Lezing]:
        betrokkene = caller.betrokkene
        deadline = asyncio.get_running_loop().time() + min(self._seconds, wait or self._seconds)
        cursor = Cursor(dict.fromkeys(vraag.bronnen))
        if vraag.cursor is not None:
            cursor = self._zegel.read(vraag.cursor, betrokkene, vraag.fingerprint())
        with noted_request(verwerking, betrokkene, self._clock, self._sink) as verloop:
            navraag = self._navraag(verwerking, beurt, wait)
            onderhoud = self._onderhoud(cursor, verwerking)
            lezers = self._lezers(betrokkene, vraag, cursor, verwerking, navraag, not_asked=onderhoud)
            lezing = Lezing(
                lezers,
                cursor,
                vraag.aantal,
                lambda outcome: self._verslag.ended(outcome, verwerking, wait),
                self._ontdubbeling,
                not_asked=dict.fromkeys(onderhoud, Failure.MAINTENANCE),
            )
            await lezing.lees(deadline)
            if vraag.cursor is None and vraag.filters.zaaknummer is None:
                self._meting.found(lezing)
            self._meting.read(lezers)
            self._meting.doubles(lezing)
            overzicht = self._answer(lezing, caller, vraag, onderhoud)
            verloop.uitkomst = "volledig" if overzicht.volledig else "onvolledig"
        return overzicht, lezing

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

    def _answer(
        self,
        lezing: Lezing,
        caller: BetrokkeneCaller,
        vraag: Overzichtsvraag,
        onderhoud: Mapping[str, Onderhoud],
    ) -> ZaakOverzicht:
        now = self._clock.now()
        bronnen = [self._bron_uitkomst(lezing, bron, now, onderhoud.get(bron)) for bron in lezing.asked]
        self._meting.answered(bronnen, lezing.rijen)
        if bronnen and not any(bron.beantwoord for bron in bronnen):
            raise GeenBronBeantwoord(bronnen)
        volgende = lezing.volgende()
        return ZaakOverzicht(
            volledig=all(bron.uitkomst is Uitkomst.OK for bron in bronnen),
            peilmoment=now,
            voor=voor_of(caller),
            telling=_telling(lezing, from_the_start=vraag.cursor is None),
            zaken=lezing.rijen,
            bereik=Bereik(gevraagd=len(bronnen), beantwoord=sum(bron.beantwoord for bron in bronnen)),
            bronnen=[b for b in bronnen if b.uitkomst is not Uitkomst.OK] if vraag.alleen_bijzonder else bronnen,
            volgende=self._zegel.write(volgende, caller.betrokkene, vraag.fingerprint()) if volgende else None,
        )

    def _bron_uitkomst(self, lezing: Lezing, bron: str, now: datetime, onderhoud: Onderhoud | None) -> BronUitkomst:
        failure = lezing.failure_of(bron)
        antwoord = (
            Antwoord(failure=failure, moment=now, onderhoud=onderhoud, retry_after=lezing.retry_after_of(bron))
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
