"""Which zaken somebody has, asked of every bron at once and told in one list."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import Betrokkenesoort, BronUitkomst, Telling, Voor, ZaakOverzicht
from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock, vandaag
from mijnzaken_bff.domain.meting import Meter, NoMeter, Teller
from mijnzaken_bff.domain.verwerking import Bevraging, Verwerking, VerwerkingSink, noted_request
from mijnzaken_bff.fanout.ask import Failed
from mijnzaken_bff.fanout.cursor import Cursor, CursorZegel
from mijnzaken_bff.fanout.kanarie import Kanarie
from mijnzaken_bff.fanout.lezer import Lezer
from mijnzaken_bff.fanout.lezing import Lezing, Outcome
from mijnzaken_bff.fanout.meting import Overzichtmeting
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vraag import Overzichtsvraag
from mijnzaken_bff.normalise.uitkomst import RETRY_SECONDS, Antwoord, bron_uitkomst_of, is_temporary
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

logger = logging.getLogger(__name__)


class GeenBronBeantwoord(Exception):
    """Not one bron could answer. It holds the row of every bron that was asked."""

    def __init__(self, bronnen: list[BronUitkomst]) -> None:
        super().__init__("geen bron beantwoord")
        self.bronnen = bronnen
        self.temporary = any(is_temporary(bron.uitkomst) for bron in bronnen)
        """Whether asking again later can help."""
        self.misconfigured = all(bron.uitkomst in (Uitkomst.GEEN_TOEGANG, Uitkomst.ONBETROUWBAAR) for bron in bronnen)
        """Whether every bron needs an operator."""
        self.retry_after = min((bron.opnieuw_na_seconden or RETRY_SECONDS for bron in bronnen), default=RETRY_SECONDS)
        """Seconds until the first of them may answer."""


class Zaakoverzichten:
    """Answers the question for zaken. One per application; it holds nothing of anybody between two questions."""

    def __init__(
        self,
        verbindingen: Sequence[Verbinding],
        zegel: CursorZegel,
        clock: Clock,
        *,
        sink: VerwerkingSink,
        toestanden: Toestanden,
        seconds: float,
        kanaries: Mapping[str, Kanarie] | None = None,
        ontdubbeling: Ontdubbeling | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._verbindingen: Mapping[str, Verbinding] = {v.bron.id: v for v in verbindingen}
        self._zegel = zegel
        self._clock = clock
        self._sink = sink
        self._toestanden = toestanden
        self._seconds = seconds
        self._kanaries = kanaries or {}
        self._ontdubbeling = ontdubbeling or Ontdubbeling()
        self._meter = meter or NoMeter()
        self._meting = Overzichtmeting(self._meter)

    async def overzicht(
        self, caller: BetrokkeneCaller, vraag: Overzichtsvraag, verwerking: Verwerking
    ) -> ZaakOverzicht:
        """One page of the zaken of whom ``caller`` asks for, within the deadline.

        Raises ``CursorRefused`` for a cursor of another question, and ``GeenBronBeantwoord`` when nobody answered.
        """
        betrokkene = caller.betrokkene
        deadline = asyncio.get_running_loop().time() + self._seconds
        cursor = Cursor(dict.fromkeys(vraag.bronnen))
        if vraag.cursor is not None:
            cursor = self._zegel.read(vraag.cursor, betrokkene, vraag.fingerprint())
        with noted_request(verwerking, betrokkene, self._clock, self._sink) as verloop:
            lezers = self._lezers(betrokkene, vraag, cursor, verwerking)
            lezing = Lezing(
                lezers, cursor, vraag.aantal, lambda outcome: self._told(outcome, verwerking), self._ontdubbeling
            )
            await lezing.lees(deadline)
            self._count(lezing, vraag)
            self._meting.read(lezers)
            self._count_doubles(lezing)
            overzicht = self._answer(lezing, caller, vraag)
            verloop.uitkomst = "volledig" if overzicht.volledig else "onvolledig"
        return overzicht

    def _lezers(
        self, betrokkene: Betrokkene, vraag: Overzichtsvraag, cursor: Cursor, verwerking: Verwerking
    ) -> dict[str, list[Lezer]]:
        """Who reads each bron that is asked, one for every way in which it can look ``betrokkene`` up."""
        today = vandaag(self._clock)
        lezers: dict[str, list[Lezer]] = {}
        for bron, plaats in cursor.plaatsen.items():
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
                    bevraging=bevraging,
                    ontdubbelt=bron in self._ontdubbeling,
                )
                for zoekwijze in verbinding.zoekwijzen(betrokkene)
            ]
        # A bron that cannot look this betrokkene up could not on an earlier page either.
        return lezers | {bron: [] for bron in cursor.uitgevallen if not self._verbindingen[bron].zoekwijzen(betrokkene)}

    def _count(self, lezing: Lezing, vraag: Overzichtsvraag) -> None:
        """Count per bron whether there was anything. One zaaknummer and a further page say nothing about that."""
        if vraag.cursor is not None or vraag.filters.zaaknummer is not None:
            return
        for bron in lezing.asked:
            found = lezing.has_found(bron)
            # An empty list of which something is missing is no empty list.
            if lezing.failure_of(bron) is None and (found or lezing.reden_of(bron) is None):
                self._meter.count(Teller.BRON_GEVRAAGD, bron=bron, leeg="nee" if found else "ja")

    def _answer(self, lezing: Lezing, caller: BetrokkeneCaller, vraag: Overzichtsvraag) -> ZaakOverzicht:
        now = self._clock.now()
        bronnen = [self._bron_uitkomst(lezing, bron, now) for bron in lezing.asked]
        self._meting.answered(bronnen, lezing.rijen)
        if bronnen and not any(bron.beantwoord for bron in bronnen):
            raise GeenBronBeantwoord(bronnen)
        volgende = lezing.volgende()
        return ZaakOverzicht(
            volledig=all(bron.uitkomst is Uitkomst.OK for bron in bronnen),
            peilmoment=now,
            voor=_voor(caller),
            telling=_telling(lezing, from_the_start=vraag.cursor is None),
            zaken=lezing.rijen,
            bronnen=bronnen,
            volgende=self._zegel.write(volgende, caller.betrokkene, vraag.fingerprint()) if volgende else None,
        )

    def _bron_uitkomst(self, lezing: Lezing, bron: str, now: datetime) -> BronUitkomst:
        failure = lezing.failure_of(bron)
        antwoord = (
            Antwoord(failure=failure, retry_after=lezing.retry_after_of(bron))
            if failure is not None
            else Antwoord(
                reden=lezing.reden_of(bron),
                aantal=lezing.genomen_of(bron),
                meer=lezing.has_more(bron),
                weggelaten=lezing.weggelaten_of(bron),
                moment=now,
                retry_after=lezing.retry_after_of(bron),
            )
        )
        return bron_uitkomst_of(self._verbindingen[bron].bron, antwoord)

    def _count_doubles(self, lezing: Lezing) -> None:
        for bron in lezing.asked:
            for _ in range(lezing.verscholen_of(bron)):
                self._meter.count(Teller.ZAAK_DUBBEL, bron=bron)

    def _told(self, outcome: Outcome, verwerking: Verwerking) -> None:
        """Tell the log and the toestanden how asking one bron ended."""
        lezer = outcome.asked.lezer
        bron = lezer.verbinding.bron.id
        failure = outcome.failure if isinstance(outcome, Failed) else None
        if isinstance(outcome, Failed) and bron in self._kanaries:
            self._kanaries[bron].doubt(lezer.zoekwijze, outcome)
        if outcome.asked.gelezen is None:  # what one zaak lacks says nothing of the bron
            self._toestanden.record(bron, failure, self._clock.now())
            self._meting.asked(bron, outcome.seconds)
        zoekwijze = {} if lezer.zoekwijze is Zoekwijze.NP_BSN else {"zoekwijze": lezer.zoekwijze.value}
        fields = {"request_id": verwerking.verzoek_id, "bron": bron, "ms": round(outcome.seconds * 1000), **zoekwijze}
        if isinstance(outcome, Failed):
            told = {"failure": outcome.failure, "where": outcome.where, "status": outcome.status, "code": outcome.code}
            fields |= {key: value for key, value in told.items() if value}
            if outcome.asked.gelezen is None:
                logger.warning("bron_failed", extra=fields)
            else:
                logger.warning("zaak_unproven", extra=fields)
        elif outcome.asked.gelezen is None:
            counts = {
                "zaken": len(lezer.gelezen),
                "verborgen": lezer.verborgen.total(),
                "weggelaten": len(lezer.weggelaten),
            }
            if lezer.reden is not None:
                fields["reason"] = lezer.reden.value
            logger.info("bron_answered", extra=fields | counts)


def _telling(lezing: Lezing, *, from_the_start: bool) -> Telling:
    gelezen = [
        zaak.lopend for bron in lezing.asked if lezing.failure_of(bron) is None for zaak in lezing.gelezen_of(bron)
    ]
    return Telling(
        lopend=gelezen.count(True), afgerond=gelezen.count(False), exact=from_the_start and lezing.everything_read()
    )


def _voor(caller: BetrokkeneCaller) -> Voor:
    match caller.betrokkene:
        case Persoon():
            soort, beperkt = Betrokkenesoort.PERSOON, False
        case Bedrijf(vestiging=vestiging):
            soort, beperkt = Betrokkenesoort.BEDRIJF, vestiging is not None
    return Voor(soort=soort, vertegenwoordiging=caller.vertegenwoordiging, vestiging_beperkt=beperkt)
