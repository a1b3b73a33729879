"""What a register told of somebody, out of what is remembered where that is young, and else asked once for all."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import math
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final, TypeAlias

from cachetools import TTLCache

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import NO_ANSWER, Failure, SourceError
from mijnzaken_bff.domain.meting import Meter, Stand, Teller
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.fanout.geheugen import MEGABYTE, Geheugen, Onthouden
from mijnzaken_bff.fanout.navraag import Navraag
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.vluchten import Spawn, Vluchten
from mijnzaken_bff.fanout.vraag import Overzichtsvraag
from mijnzaken_bff.fanout.vrager import Vrager
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.pages import Page, page_in
from mijnzaken_bff.zgw.modellen import lenient_day
from mijnzaken_bff.zgw.zaak import kop_of
from mijnzaken_bff.zgw.zaakdelen import AT_ONCE
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

_FAILS: Final = NO_ANSWER | {Failure.INTERNAL}
"""The bron cannot tell now, and what it told before is as true as it was. A refusal is another thing: then it does tell
us something, of the betrokkene or of what we may see."""

_SUSPECT: Final = frozenset({Failure.FILTER_IGNORED, Failure.FOREIGN_URL})
"""Then what the bron told before may be wrong as well."""


RENEWED_EVERY: Final = 10.0
"""Seconds between two times that somebody can have everything read anew."""
_MOST_RENEWED: Final = 65_536
_SWEPT_EVERY: Final = 10.0
"""Seconds that what is too old may be there still, although nobody is told it."""

Covered: TypeAlias = Callable[[SourceError, bool], None]
"""Hears how a bron failed where the memory made up for it, and whether it was over one zaak."""


@dataclass(frozen=True, slots=True)
class Bewaring:
    """How long what was told of somebody is remembered, and how much of it."""

    vers: float
    """Seconds in which it is told again without asking; 0: nothing is remembered."""
    bij_storing: float
    """Seconds in which it may take the place of what a bron cannot tell."""
    megabytes: int
    achtergrond: float
    """Seconds after which a question is stopped, also when it runs in the background."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a question under way brought: as its asker reads it, and when it was asked. What the register wrote down
    while it answered may not be in it."""

    value: Any = field(repr=False)
    ticks: float
    moment: datetime


_Key: TypeAlias = tuple[bytes, Vrager, float]
"""What is asked, for whom, and since when it must be: who renews does not join what was asked before."""


class Herinneringen:
    """Everything that is remembered of people, and what is asked about them now. One per application.

    ``ticks`` counts seconds and never goes back: ages are measured with it, so that no step of the clock makes what is
    old young again. ``clock`` says what moment it was. ``versie`` is the version of the contract.
    """

    def __init__(
        self,
        bewaring: Bewaring,
        clock: Clock,
        ticks: Callable[[], float],
        *,
        spawn: Spawn,
        meter: Meter,
        versie: str,
    ) -> None:
        self.bewaring = bewaring
        self.clock = clock
        self.ticks = ticks
        self.meter = meter
        self.geheugen = Geheugen(bewaring.megabytes * MEGABYTE)
        self.vluchten: Vluchten[_Key, _Told] = Vluchten(spawn, seconds=bewaring.achtergrond, meter=meter)
        self._secret = secrets.token_bytes(32)
        self._versie = versie
        self._renewed: TTLCache[bytes, float] = TTLCache(_MOST_RENEWED, max(bewaring.vers, RENEWED_EVERY), timer=ticks)
        """When somebody last had everything read anew."""
        meter.watch(Stand.GEHEUGEN_INGANGEN, lambda: self.geheugen.entries)
        meter.watch(Stand.GEHEUGEN_BYTES, lambda: self.geheugen.size)

    def beurt(self, vrager: Vrager, *, vernieuw: bool) -> Beurt:
        """The turn of ``vrager`` to ask one question.

        ``vernieuw`` has everything read anew, once in ten seconds for one betrokkene, whoever asks. What was read
        before that is not told any more while the bron answers, nor what was asked before it.
        """
        whose = vrager.betrokkene.pseudonym(self._secret)
        now, renewed = self.ticks(), self._renewed.get(whose)
        if vernieuw and (renewed is None or now - renewed >= RENEWED_EVERY):
            self._renewed[whose] = now
            return Beurt(self, vrager, self._mark(vrager), now, renews=True)
        return Beurt(self, vrager, self._mark(vrager), -math.inf if renewed is None else renewed, renews=False)

    def sweep(self) -> None:
        """Let go of what is too old."""
        self.geheugen.sweep(self.ticks())

    async def keep_swept(self) -> None:
        """Sweep for as long as the application runs: what is too old goes, also when nobody asks anything."""
        while True:
            await asyncio.sleep(_SWEPT_EVERY)
            self.sweep()

    def _mark(self, vrager: Vrager) -> bytes:
        return hmac.digest(vrager.mark(self._secret), self._versie.encode(), hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Beurt:
    """One question of one vrager, to what is remembered."""

    alles: Herinneringen
    vrager: Vrager
    mark: bytes = field(repr=False)
    """Tells this vrager from every other, and leads back to nobody."""
    since: float
    """What was asked before this is not young enough, in the seconds that never go back."""
    renews: bool
    """Whether nothing that is remembered is."""

    def key(self, *what: object) -> bytes:
        """What ``what`` is kept under for this vrager: a hash that leads back to nothing."""
        return hmac.digest(self.mark, repr(what).encode(), hashlib.sha256)

    def young(self) -> float:
        """When something must have been read to be told again without asking."""
        return math.inf if self.renews else max(self.since, self.alles.ticks() - self.alles.bewaring.vers)

    def navraag(self, verbinding: Verbinding, bevraging: Bevraging, covered: Covered) -> Herinnering:
        """What puts this question to one register. ``covered`` hears of each failure that the memory makes up for."""
        return Herinnering(self, verbinding, bevraging, covered)

    def key_of_answer(self, vraag: Overzichtsvraag, *under: object) -> bytes:
        """What the whole answer to exactly this question is kept under, as long as ``under`` stays the same."""
        asked = (
            vraag.bronnen,
            vraag.filters.lopend,
            vraag.filters.zaaknummer,
            vraag.aantal,
            vraag.cursor,
            vraag.alleen_bijzonder,
        )
        return self.key("antwoord", asked, *under)

    def answer(self, key: bytes) -> Onthouden | None:
        """The whole answer that is kept under ``key``, as long as all of it is young."""
        kept = self.alles.geheugen.get(key, self.vrager, self.alles.ticks(), self.young())
        self.alles.meter.count(Teller.GEHEUGEN_ANTWOORD, uitkomst="mis" if kept is None else "vers")
        return kept

    def keep_answer(self, key: bytes, answer: bytes, made_of: Iterable[Navraag]) -> None:
        """Keep a whole answer for as long as the oldest page in it is young."""
        oldest = min(
            (n for n in made_of if isinstance(n, Herinnering) and n.ticks is not None),
            key=lambda navraag: navraag.ticks or 0.0,
            default=None,
        )
        if oldest is None or oldest.ticks is None or oldest.moment is None:
            return
        until = oldest.ticks + self.alles.bewaring.vers
        kept = Onthouden(self.vrager, None, answer, oldest.ticks, oldest.moment, until)
        self.alles.geheugen.put(key, kept, self.alles.ticks())


class Herinnering(Navraag):
    """Puts questions about one betrokkene to one register, and none that was answered just now or is under way.

    What is remembered is what the register answered, and never what we made of it: it goes through the same proof and
    policy each time, with the day of today.
    """

    def __init__(self, beurt: Beurt, verbinding: Verbinding, bevraging: Bevraging, covered: Covered) -> None:
        super().__init__(verbinding, bevraging)
        self.ticks: float | None = None
        """When the oldest answer that was given was read, in the seconds that never go back."""
        self._beurt = beurt
        self._all = beurt.alles
        self._covered = covered

    async def zoek(self, vraag: Zoekvraag, *, page: int, size: int, deadline: float, end: float) -> Page:
        """One page of what is found.

        A list that was whole on its first page answers whatever is asked of it after a date, too: there is no more.
        What was told before trust was lost answers nothing after that.
        """
        verloren = self.verbinding.verloren(vraag.zoekwijze)
        what = (vraag.zoekwijze, verloren, vraag.maximaal, vraag.lopend, vraag.zaaknummer, vraag.rol)
        whole = self._key("lijst", *what)
        own = self._key("bladzijde", *what, vraag.tot_en_met, page, size)

        def known(since: float) -> tuple[Page, Onthouden] | None:
            found = [(kept, False) for kept in (self._kept(own, since),) if kept is not None]
            if page == 1 and (kept := self._kept(whole, since)) is not None:
                found.append((kept, True))
            for kept, is_whole in sorted(found, key=lambda pair: -pair[0].ticks):
                told = page_in(kept.body, "zaken")
                part = _part(told, vraag.tot_en_met, size) if is_whole else told
                if part is not None:
                    return part, kept
            return None

        async def ask() -> _Told:
            told = await self._asked_now(self._zoek(vraag, page, size, end))
            is_whole = page == 1 and vraag.tot_en_met is None and not told.value.more
            self._keep(whole if is_whole else own, told.value.body, told)
            return told

        answer: Page
        answer, self.came = await self._answer(own, known, ask, deadline, end, of_zaak=False)
        return answer

    async def met_rollen(self, item: Mapping[str, Any], *, deadline: float, end: float) -> Mapping[str, Any]:
        """A zaak of a list with its rollen."""
        return await self._zaak("rollen", item, partial(self._met_rollen, item, end), deadline, end)

    async def met_delen(self, item: Mapping[str, Any], *, deadline: float, end: float) -> Mapping[str, Any]:
        """A zaak with its status and resultaat, as far as they can be had."""
        return await self._zaak("delen", item, partial(self._met_delen, item, end), deadline, end, calls=AT_ONCE)

    def distrust(self) -> None:
        """Let go of everything that this register told of this betrokkene."""
        self._all.geheugen.forget(self._beurt.vrager.betrokkene, self.verbinding.bron.id)

    async def _zaak(
        self,
        what: str,
        item: Mapping[str, Any],
        get: Callable[[], Awaitable[Mapping[str, Any]]],
        deadline: float,
        end: float,
        *,
        calls: int = 1,
    ) -> Mapping[str, Any]:
        """A zaak with what was fetched of it, by what stood in the list: a zaak that changed is another question."""
        key = self._key(what, _written(item))

        def known(since: float) -> tuple[Mapping[str, Any], Onthouden] | None:
            kept = self._kept(key, since)
            return None if kept is None else (parsed(kept.body, "zaken"), kept)

        async def ask() -> _Told:
            told = await self._asked_now(get())
            kop = kop_of(told.value)
            if what == "rollen" or (kop is not None and not kop.lacks):  # what could not be had is asked for again
                self._keep(key, _written(told.value).encode(), told)
            return told

        answer: Mapping[str, Any]
        answer, _ = await self._answer(key, known, ask, deadline, end, of_zaak=True, calls=calls)
        return answer

    async def _answer(
        self,
        key: bytes,
        known: Callable[[float], tuple[Any, Onthouden] | None],
        ask: Callable[[], Awaitable[_Told]],
        deadline: float,
        end: float,
        *,
        of_zaak: bool,
        calls: int = 1,
    ) -> tuple[Any, bool]:
        """What is known and young, else what the register says, else what is known and not too old.

        And whether it is what the register says now.
        """
        alles, under_way = self._all, (key, self._beurt.vrager, self._beurt.since)
        young = known(self._beurt.young())
        if young is not None:
            self._count("vers")
            return self._given(young[0], young[1].ticks, young[1].moment), False
        self._count("aangesloten" if under_way in alles.vluchten else "mis")
        try:
            told = await alles.vluchten.answer(
                under_way,
                ask,
                bron=self.verbinding.bron.id,
                calls=calls,
                most_late=self.verbinding.most_late,
                deadline=deadline,
                end=end,
            )
        except SourceError as error:
            if error.failure in _SUSPECT:
                self.distrust()
            old = known(alles.ticks() - alles.bewaring.bij_storing) if error.failure in _FAILS else None
            if old is None:
                raise
            self._count("verouderd")
            self._covered(error, of_zaak)
            self.verouderd = error.anew()
            return self._given(old[0], old[1].ticks, old[1].moment), False
        return self._given(told.value, told.ticks, told.moment), True

    def _given(self, value: Any, ticks: float, moment: datetime) -> Any:
        if self.ticks is None or ticks < self.ticks:
            self.ticks, self.moment = ticks, moment
        return value

    async def _asked_now(self, question: Awaitable[Any]) -> _Told:
        ticks, moment = self._all.ticks(), self._all.clock.now()
        return _Told(await question, ticks, moment)

    def _key(self, *what: object) -> bytes:
        return self._beurt.key(self.verbinding.bron.id, *what)

    def _kept(self, key: bytes, since: float) -> Onthouden | None:
        return self._all.geheugen.get(key, self._beurt.vrager, self._all.ticks(), since)

    def _keep(self, key: bytes, body: bytes, told: _Told) -> None:
        until = told.ticks + max(self._all.bewaring.vers, self._all.bewaring.bij_storing)
        kept = Onthouden(self._beurt.vrager, self.verbinding.bron.id, body, told.ticks, told.moment, until)
        self._all.geheugen.put(key, kept, self._all.ticks())

    def _count(self, uitkomst: str) -> None:
        self._all.meter.count(Teller.GEHEUGEN, bron=self.verbinding.bron.id, uitkomst=uitkomst)


def _part(whole: Page, tot_en_met: date | None, size: int) -> Page | None:
    """What a register that told ``whole`` would tell of it up to and with a day; None when that takes more pages."""
    part = whole
    if tot_en_met is not None:
        part = Page([item for item in whole.items if _began_by(item, tot_en_met)], more=False)
    return part if len(part.items) <= size else None


def _began_by(item: Any, day: date) -> bool:
    began = lenient_day(item.get("startdatum")) if isinstance(item, dict) else None
    return began is None or began <= day


def _written(item: Mapping[str, Any]) -> str:
    """As JSON in ASCII: half of a pair of surrogates, which some registers send, has no other form."""
    return json.dumps(item, separators=(",", ":"))
