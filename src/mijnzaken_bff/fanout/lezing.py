"""One question being read: which bronnen were read how far, which failed, and what that gives when merged."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.failure import IN_TROUBLE, Failure
from mijnzaken_bff.fanout.ask import Answered, Failed, ask, log_crash
from mijnzaken_bff.fanout.cursor import Cursor, Plaats
from mijnzaken_bff.fanout.lezer import Gelezen, Lezer, gravest
from mijnzaken_bff.fanout.navraag import Navraag
from mijnzaken_bff.fanout.ontdubbelen import Ontdubbeling, Verscholen, verscholen
from mijnzaken_bff.fanout.samenvoegen import Samengevoegd, Stroom, Voorhoede, samengevoegd

Sleutel: TypeAlias = tuple[str, int, str, int]
"""The place of a bron among those of one day, the bron, and which of its ways of searching: each is read by itself."""

_TOO_LATE: Final = 0.05
"""Seconds before the deadline from which on nothing further is asked."""

_LAST_WORD: Final = 0.02
"""Seconds before the deadline at which a register is given up: what is remembered of it can then still be told."""

_PATIENCE: Final = 0.25
"""The part of the shortest budget in which candidates are not proven yet, as long as a bron has not answered: what it
comes with may stand before them, and to prove a zaak that is not shown is work for nothing."""

_PATIENCE_OF_A_READER: Final = 0.05
"""The same where somebody is looking on: what is ready should not wait a second for what may stand before it."""

_MOST_TROUBLE: Final = 5
"""Proofs in a row over which a bron was in trouble, after which it is not asked for more of them.

Any other failure over one zaak says nothing about the others."""
_MOST_UNPROVEN: Final = 25
"""Candidates in a row that cannot be proven for whatever reason, after which it is not asked for more either."""


@dataclass(frozen=True, slots=True, eq=False)
class Opdracht:
    """Something to ask of one bron: a further page, the proof of one zaak, or what its row lacks then."""

    lezer: Lezer
    gelezen: Gelezen | None = None

    async def uitgevoerd(self, deadline: float) -> None:
        """Ask it. Raises ``SourceError``."""
        if self.gelezen is None:
            await self.lezer.lees(deadline)
        elif self.gelezen.bewijs is None:
            await self.lezer.toon_aan(self.gelezen, deadline)
        else:
            await self.lezer.vul_aan(self.gelezen, deadline)


Outcome: TypeAlias = Answered[Opdracht, None] | Failed[Opdracht]


class Lezing:
    """Reads every bron once, and further only those whose next zaak may belong on this page.

    Each bron goes on as soon as it is clear that it must: it never waits for another one that hangs. Zaken that came
    without proof are proven only when they would stand on the page, and replaced when they may not.
    """

    def __init__(
        self,
        lezers: Mapping[str, Sequence[Lezer]],
        cursor: Cursor,
        aantal: int,
        record: Callable[[Outcome], None],
        ontdubbeling: Ontdubbeling | None = None,
        *,
        not_asked: Mapping[str, Failure] | None = None,
    ) -> None:
        """``not_asked`` holds bronnen that are left alone for now, each with the reason. They have no lezers."""
        self._ontdubbeling = ontdubbeling or Ontdubbeling()
        self._groepen = self._ontdubbeling.groepen_of(lezers.keys())
        self._sleutels: dict[str, list[Sleutel]] = {
            bron: [(*self._ontdubbeling.volgorde(bron), bron, place) for place in range(len(own))]
            for bron, own in lezers.items()
        }
        self._lezers: dict[Sleutel, Lezer] = dict(
            sorted(pair for bron, own in lezers.items() for pair in zip(self._sleutels[bron], own, strict=True))
        )
        self._sleutel_of = {lezer: sleutel for sleutel, lezer in self._lezers.items()}
        self._cursor = cursor
        self._aantal = aantal
        self._record = record
        self._out: dict[str, Failure] = dict.fromkeys(cursor.uitgevallen, Failure.EARLIER)
        """Bronnen that are not read at all."""
        self._out |= {bron: Failure.NOT_SEARCHABLE for bron, own in lezers.items() if not own}
        self._out |= not_asked or {}
        self._failed: dict[Sleutel, Failure] = {}
        """What gave nothing that can be shown."""
        self._retry_after: dict[str, float] = {}
        """Per bron when asking again makes sense, as far as somebody says so: the last of what was said."""
        self._halfway: set[Sleutel] = set()
        """What gave a first page and could not be read further."""
        self._reading: set[Sleutel] = set()
        self._short: set[Sleutel] = set()
        """What has more, and of which less was read than a page could take. Mostly there is none."""
        self._incomplete: set[Sleutel] = set()
        """What came with zaken of which something must be fetched. Mostly there is none."""
        self._completing: set[Gelezen] = set()
        """Zaken of which something is being fetched."""
        self._slow: set[Gelezen] = set()
        """Candidates whose proof had not come yet when it was time to look for others in their places."""
        self._late: set[Gelezen] = set()
        """Candidates whose proof did not come in time. They are not asked for again."""
        self._unprovable: dict[Sleutel, Failure] = {}
        """Why the first candidate of a stream could not be proven."""
        self._in_a_row: defaultdict[Sleutel, list[Failure]] = defaultdict(list)
        """Why the last candidates of a stream could not be proven, since one that could."""
        self._voorhoede: Voorhoede[Sleutel] = Voorhoede(aantal)
        self._rows: dict[Sleutel, Sequence[Gelezen]] = {}
        self._verscholen: dict[str, list[Verscholen[Gelezen]]] = {}
        """Per bron, the zaken of ``_rows`` that hide behind their copy in another one. Mostly there are none."""
        self._closing = False
        """Whether nothing is read or proven any more."""
        self._told: dict[Gelezen, ZaakRij] = {}
        """What was told of a zaak. It does not change any more."""
        self._merged = self._merge(self._lezers)
        self.rijen: list[ZaakRij] = []
        """The rows of this page."""

    async def lees(self, deadline: float) -> None:
        """Read until the page is full, every bron is at its end, or the deadline is near. Nothing is raised."""
        async with aclosing(self._read(deadline, [])) as stappen:
            async for _ in stappen:
                pass

    def stappen(self, deadline: float) -> AsyncGenerator[str, None]:
        """As ``lees``, with the id of a bron whenever a question to it ended; ``voorlopig`` may then have news of it.

        The page is told after the last. Somebody looks on, so candidates are proven sooner.
        """
        return self._read(deadline, [_PATIENCE_OF_A_READER])

    async def _read(self, deadline: float, sooner: Sequence[float]) -> AsyncGenerator[str, None]:
        """``sooner``: the parts of the shortest budget after which candidates are proven already."""
        clock = asyncio.get_running_loop().time
        shortest = min([deadline - clock(), *(lezer.verbinding.seconds for lezer in self._lezers.values())])
        alarms = [clock() + part * shortest for part in (*sooner, _PATIENCE, 2 * _PATIENCE)]
        patient, rung = True, 0

        def further(outcome: Outcome | None) -> list[Opdracht]:
            nonlocal patient, rung
            if outcome is not None:
                self._take(outcome)
            else:
                patient = False  # whatever the clock says: a timer of whole milliseconds rings a hair early
                rung += 1
                if rung > len(sooner):
                    self._slow |= self._completing
            if clock() >= deadline - _TOO_LATE:
                return []
            return [*self._read_on(), *self._complete(patient=patient)]

        self._reading = set(self._lezers)
        first = [Opdracht(lezer) for lezer in self._lezers.values()]
        asked = ask(first, lambda opdracht: opdracht.uitgevoerd(deadline - _LAST_WORD), deadline, further, alarms)
        async with aclosing(asked) as outcomes:
            async for outcome in outcomes:
                self._record(outcome)
                yield outcome.asked.lezer.verbinding.bron.id
        self._close()
        while not self._tell():
            self._close()

    def voorlopig(self, bron: str) -> list[ZaakRij] | None:
        """What can be told of a bron before all is read; None as long as it is being asked.

        These are its rows on the page as it would be with what was read until now, and those that stood on an earlier
        one. What is told of the bron itself (``failure_of`` and what follows) goes by that page too.
        """
        own = self._sleutels.get(bron, [])
        if not self._reading.isdisjoint(own):
            return None
        # To merge hundreds of bronnen hundreds of times is for those that have something to merge.
        while any(self._lezers[sleutel].gelezen for sleutel in own if sleutel not in self._failed):
            merged = self._merge(sleutel for sleutel, lezer in self._lezers.items() if lezer.bladeraar.pages)
            mine = [(sleutel, gelezen) for sleutel, gelezen in merged.rijen if sleutel in own]
            if any(not gelezen.whole and gelezen not in self._late for _, gelezen in mine):
                return None
            self._merged = merged
            if self._rijen([pair for pair in mine if pair[1].whole]) is not None:
                break
        return self.verteld_of(bron)

    def verteld_of(self, bron: str) -> list[ZaakRij]:
        """What was told of the zaken of a bron, newest first, as far as it stands.

        A zaak that newer ones of other bronnen pushed off the page stands: the cursor comes back to it.
        """
        told = [gelezen for gelezen in self.gelezen_of(bron) if gelezen in self._told]
        return [self._told[gelezen] for gelezen in sorted(told, key=lambda een: een.startdatum, reverse=True)]

    def _read_on(self) -> list[Opdracht]:
        """What must be read further before the page can be told."""
        if self._short <= self._reading:
            return []
        # Of a bron that has not answered yet nothing is expected: otherwise all would wait for it.
        read = [sleutel for sleutel, lezer in self._lezers.items() if lezer.bladeraar.pages]
        wanted = sorted(self._merge(read).wacht_op - self._reading)
        self._reading |= set(wanted)
        return [Opdracht(self._lezers[sleutel]) for sleutel in wanted]

    def _complete(self, *, patient: bool) -> list[Opdracht]:
        """What must be fetched of the zaken that would stand on the page as it is now.

        Where a proof is slow the next candidate is asked for as well: one that hangs may not cost a place of others.
        """
        if not self._incomplete:
            return []
        if patient and any(not self._lezers[sleutel].bladeraar.pages for sleutel in self._reading):
            return []
        read = [sleutel for sleutel, lezer in self._lezers.items() if lezer.bladeraar.pages]
        spare = len(self._late | (self._slow & self._completing))
        wanted = [
            (sleutel, gelezen)
            for sleutel, gelezen in self._merge(read, self._aantal + spare).rijen
            if not gelezen.whole and gelezen not in self._completing and gelezen not in self._late
        ]
        self._completing |= {gelezen for _, gelezen in wanted}
        return [Opdracht(self._lezers[sleutel], gelezen) for sleutel, gelezen in wanted]

    def _close(self) -> None:
        """Settle what this page is: what is missing and can no longer be read is left out, and told."""
        self._closing = True
        for sleutel in self._incomplete:
            self._pass_over(sleutel)
        aantal = self._aantal
        while True:
            self._merged = self._merge(self._lezers, aantal)
            rijen = self._merged.rijen
            unproven = next((n for n, (_, gelezen) in enumerate(rijen) if gelezen.bewijs is None), None)
            late = {sleutel for sleutel, gelezen in rijen if gelezen in self._late}
            unfinished = [(sleutel, gelezen) for sleutel, gelezen in rijen if gelezen.bewijs and not gelezen.whole]
            if late or unproven == 0:
                self._cut(late or {rijen[0][0]})
            elif unproven is not None:
                aantal = unproven  # nobody came to ask for that one: the page ends before it, and the next begins there
            elif self._merged.wacht_op:
                self._cut(self._merged.wacht_op)
            elif unfinished:
                for sleutel, gelezen in unfinished:  # no time was left to fetch the rest of it
                    self._lezers[sleutel].leave(gelezen)
            else:
                break
        for sleutel, failure in self._unprovable.items():
            if sleutel not in self._failed and not self._lezers[sleutel].gelezen:
                # Not one zaak could be proven: this bron could not be asked, and its list is not empty.
                self._failed[sleutel] = failure

    def _pass_over(self, sleutel: Sleutel) -> None:
        """Leave out what was not proven in time while a zaak behind it was: it cost itself, and not what follows."""
        lezer = self._lezers[sleutel]
        last = max((place for place, gelezen in enumerate(lezer.gelezen) if gelezen.bewijs is not None), default=0)
        for gelezen in lezer.gelezen[:last]:
            if gelezen in self._late:
                self._leave_out(lezer, gelezen)

    @staticmethod
    def _leave_out(lezer: Lezer, gelezen: Gelezen) -> None:
        lezer.drop(gelezen)
        lezer.note(Reden.ROLLEN_ONLEESBAAR)

    def _cut(self, sleutels: Collection[Sleutel]) -> None:
        """Keep of these streams what is proven, and no more."""
        self._halfway |= set(sleutels)
        for sleutel in sleutels:
            lezer = self._lezers[sleutel]
            lezer.gelezen = [gelezen for gelezen in lezer.gelezen if gelezen.bewijs is not None]

    def _give_up(self, sleutel: Sleutel) -> None:
        """Let go of the candidates that nobody will prove any more: they would keep places on the page from others."""
        lezer = self._lezers[sleutel]
        kept = [gelezen for gelezen in lezer.gelezen if gelezen.bewijs is not None or gelezen in self._completing]
        if lezer.meer or len(kept) < len(lezer.gelezen):
            self._halfway.add(sleutel)
        lezer.gelezen = kept

    def _tell(self) -> bool:
        """Tell the zaken of this page. False when a bron had to be left out for it: then the page is another."""
        rijen = self._rijen(self._merged.rijen)
        self.rijen = rijen or []
        return rijen is not None

    def _rijen(self, zaken: Iterable[tuple[Sleutel, Gelezen]]) -> list[ZaakRij] | None:
        """What is told of these; None when one cannot be told, and its bron is left out for it."""
        rijen: list[ZaakRij] = []
        for sleutel, gelezen in zaken:
            if gelezen not in self._told:
                try:
                    self._told[gelezen] = self._lezers[sleutel].rij(gelezen)
                except Exception as error:  # noqa: BLE001 - a bug of ours over one bron's zaak costs that bron
                    log_crash(error)
                    self._failed[sleutel] = Failure.INTERNAL
                    return None
            rijen.append(self._told[gelezen])
        return rijen

    def _take(self, outcome: Outcome) -> None:
        lezer, gelezen = outcome.asked.lezer, outcome.asked.gelezen
        sleutel = self._sleutel_of[lezer]
        if isinstance(outcome, Failed) and outcome.retry_after is not None:
            bron = lezer.verbinding.bron.id
            self._retry_after[bron] = max(self._retry_after.get(bron, 0.0), outcome.retry_after)
        if gelezen is None:
            self._take_page(sleutel, lezer, outcome)
        else:
            self._take_completed(sleutel, gelezen, outcome)
        in_a_row = self._in_a_row[sleutel]
        if len(in_a_row) >= _MOST_UNPROVEN or sum(failure in IN_TROUBLE for failure in in_a_row) >= _MOST_TROUBLE:
            self._give_up(sleutel)

    def _take_page(self, sleutel: Sleutel, lezer: Lezer, outcome: Outcome) -> None:
        self._reading.discard(sleutel)
        self._short.discard(sleutel)
        if not all(gelezen.whole for gelezen in lezer.gelezen):
            self._incomplete.add(sleutel)  # also of what came before a page that failed
        if not isinstance(outcome, Failed):
            if self._falls_short(lezer):
                self._short.add(sleutel)
            if not self._voorhoede.takes(sleutel, lezer.gelezen):
                lezer.forget()
            return
        # A filter that falls away makes what was read before suspect as well.
        if lezer.bladeraar.pages and outcome.failure not in (Failure.FILTER_IGNORED, Failure.UNTRUSTED):
            self._halfway.add(sleutel)
        else:
            self._failed[sleutel] = outcome.failure

    def _falls_short(self, lezer: Lezer) -> bool:
        """Whether a page could take more of this than was read; of what was read some may hide behind a copy."""
        return lezer.meer and (len(lezer.gelezen) < self._aantal or lezer.verbinding.bron.id in self._ontdubbeling)

    def _take_completed(self, sleutel: Sleutel, gelezen: Gelezen, outcome: Outcome) -> None:
        lezer = self._lezers[sleutel]
        self._completing.discard(gelezen)
        if self._falls_short(lezer):
            self._short.add(sleutel)
        if not isinstance(outcome, Failed):
            self._in_a_row[sleutel].clear()
        elif outcome.failure is Failure.FILTER_IGNORED:
            self._failed[sleutel] = outcome.failure
        elif gelezen.bewijs is not None:
            lezer.leave(gelezen)
        else:
            self._unprovable.setdefault(sleutel, outcome.failure)
            self._in_a_row[sleutel].append(outcome.failure)
            if outcome.failure is Failure.TIMEOUT:
                self._late.add(gelezen)
            else:
                self._leave_out(lezer, gelezen)

    def _merge(self, sleutels: Iterable[Sleutel], aantal: int | None = None) -> Samengevoegd[Sleutel, Gelezen]:
        usable = [sleutel for sleutel in sleutels if sleutel not in self._failed]
        self._rows = {sleutel: self._lezers[sleutel].gelezen for sleutel in usable}
        for bron, own in self._sleutels.items():
            if len(own) > 1:
                self._rows |= self._once_each(bron)
        for groep in self._groepen:
            self._hide_doubles(groep)
        stromen = {
            sleutel: Stroom(self._rows[sleutel], lezer.meer and sleutel not in self._halfway, lezer.bladeraar.grens)
            for sleutel in usable
            if (lezer := self._lezers[sleutel])
        }
        return samengevoegd(stromen, self._aantal if aantal is None else aantal)

    def _once_each(self, bron: str) -> dict[Sleutel, Sequence[Gelezen]]:
        """What was read of one bron: a zaak that was found in several ways stands only at the first of them."""
        met: set[str] = set()
        rows: dict[Sleutel, Sequence[Gelezen]] = {}
        for sleutel in self._sleutels[bron]:
            if sleutel in self._rows:
                rows[sleutel] = [gelezen for gelezen in self._rows[sleutel] if gelezen.kop.uuid not in met]
                met |= {gelezen.kop.uuid for gelezen in rows[sleutel]}
        return rows

    def _hide_doubles(self, groep: Sequence[str]) -> None:
        """Take out of what was read what hides behind its copy in another bron of this group.

        A copy that still has to be proven hides others for as long as it may be in time: to prove both is work for
        nothing. In the end only what is proven does.
        """

        def counts(gelezen: Gelezen) -> bool:
            waiting = not self._closing and gelezen not in self._late and gelezen not in self._slow
            return gelezen.bewijs is not None or waiting

        own = [s for bron in groep for s in self._sleutels.get(bron, ()) if s in self._rows]
        getoond = {bron: self._cursor.getoond[bron] for bron in groep if bron in self._cursor.getoond}
        found = verscholen(
            [(self._lezers[sleutel].verbinding.bron.id, self._rows[sleutel]) for sleutel in own], getoond, counts
        )
        self._verscholen |= {bron: found.get(bron, []) for bron in groep}
        hidden = {double.rij for doubles in found.values() for double in doubles}
        if hidden:
            self._rows |= {s: [gelezen for gelezen in self._rows[s] if gelezen not in hidden] for s in own}

    @property
    def navragen(self) -> list[Navraag]:
        """What asked the registers."""
        return [lezer.navraag for lezer in self._lezers.values()]

    @property
    def not_read(self) -> list[str]:
        """Every bron that is not asked, or not any more; for as long as nothing was read."""
        return sorted(self._out)

    @property
    def asked(self) -> list[str]:
        """Every bron that belongs in the answer, in order of id: asked now, or not whole since an earlier page."""
        return sorted({*self._sleutels, *self._out, *self._cursor.onvolledig})

    def failure_of(self, bron: str) -> Failure | None:
        """Why nothing of a bron is shown; None when it answered, in one way of searching at least."""
        if bron in self._out:
            return self._out[bron]
        failures = [self._failed.get(sleutel) for sleutel in self._sleutels.get(bron, ())]
        if None in failures or not failures:
            return None
        told = [failure for failure in failures if failure is not None]
        return next((failure for failure in told if failure is not Failure.NOT_SEARCHABLE), Failure.NOT_SEARCHABLE)

    def retry_after_of(self, bron: str) -> float | None:
        """Seconds until asking a bron again makes sense, as far as it, or what spares it, says so."""
        failed = [self._lezers[sleutel].navraag.verouderd for sleutel in self._sleutels.get(bron, ())]
        told = [self._retry_after.get(bron), *(error.retry_after for error in failed if error is not None)]
        return max((seconds for seconds in told if seconds is not None), default=None)

    def reden_of(self, bron: str) -> Reden | None:
        """Why not everything of a bron is shown, on this page or an earlier one."""
        redenen = [self._cursor.onvolledig.get(bron)]
        for sleutel in self._sleutels.get(bron, ()):
            failure = self._failed.get(sleutel)
            if failure is None:
                redenen.append(self._lezers[sleutel].reden)
            elif failure is Failure.FILTER_IGNORED:
                redenen.append(Reden.FILTER_GENEGEERD)
            elif failure is not Failure.NOT_SEARCHABLE:
                redenen.append(Reden.ZOEKWIJZE_MISLUKT)
            if sleutel in self._halfway:
                redenen.append(Reden.VERVOLG_MISLUKT)
        return gravest(*redenen)

    def verouderd_of(self, bron: str) -> bool:
        """Whether something of a bron that failed is told as it was before."""
        return any(lezer.navraag.verouderd is not None for lezer in self._usable_of(bron))

    def moment_of(self, bron: str) -> datetime | None:
        """When the oldest was read of what is told of a bron; None when all of it was read just now."""
        moments = (lezer.navraag.moment for lezer in self._usable_of(bron))
        return min((moment for moment in moments if moment is not None), default=None)

    def _usable_of(self, bron: str) -> Iterator[Lezer]:
        return (self._lezers[s] for s in self._sleutels.get(bron, ()) if s not in self._failed)

    def gelezen_of(self, bron: str) -> list[Gelezen]:
        """Every zaak of a bron that was read and proven, each once."""
        return [
            gelezen
            for sleutel in self._sleutels.get(bron, ())
            for gelezen in self._rows.get(sleutel, ())
            if gelezen.bewijs is not None
        ]

    def genomen_of(self, bron: str) -> int:
        """How many rows of a bron stand on this page."""
        return sum(self._merged.genomen.get(sleutel, 0) for sleutel in self._sleutels.get(bron, ()))

    def has_found(self, bron: str) -> bool:
        """Whether a bron had any zaak to tell, also where that hides behind its copy in another one."""
        return bool(self.gelezen_of(bron) or self._verscholen.get(bron))

    def verscholen_of(self, bron: str) -> int:
        """How many zaken of a bron are not on this page because their copy in another one is, or was on an earlier."""
        return sum(self._is_shown(double) for double in self._verscholen.get(bron, ()))

    def _is_shown(self, double: Verscholen[Gelezen]) -> bool:
        return double.achter is None or any(gelezen is double.achter for _, gelezen in self._merged.rijen)

    def weggelaten_of(self, bron: str) -> int:
        """How many zaken of a bron are proven and could not be read."""
        return len({uuid for s in self._sleutels.get(bron, ()) for uuid in self._lezers[s].weggelaten})

    def has_more(self, bron: str) -> bool | None:
        """Whether a bron has zaken beyond this page and the earlier ones; None when only their proof could tell."""
        waiting: list[Gelezen] = []
        read = [sleutel for sleutel in self._sleutels.get(bron, ()) if sleutel not in self._failed]
        for sleutel in read:
            if self._lezers[sleutel].meer:
                return True
            waiting += self._rows.get(sleutel, ())[self._merged.genomen.get(sleutel, 0) :]
        if any(gelezen.bewijs is not None for gelezen in waiting):
            return True
        # The copy that it hides behind is still to be shown. Should that fail, this one takes its place.
        behind = not all(map(self._is_shown, self._verscholen.get(bron, ())))
        return None if waiting or behind or any(sleutel in self._halfway for sleutel in read) else False

    def everything_read(self) -> bool:
        """Whether every bron was read to its end, and every zaak of it proven."""
        read = [lezer for sleutel, lezer in self._lezers.items() if sleutel not in self._failed]
        missing = (self.failure_of(bron) or self.reden_of(bron) or self.verouderd_of(bron) for bron in self.asked)
        return not any(missing) and not any(
            lezer.meer or any(gelezen.bewijs is None for gelezen in lezer.gelezen) for lezer in read
        )

    def volgende(self) -> Cursor | None:
        """Where the next page begins; None when there is none."""
        uitgevallen = frozenset(
            bron
            for bron in self.asked
            if self.failure_of(bron) is not None or any(s in self._halfway for s in self._sleutels.get(bron, ()))
        )
        taken: defaultdict[str, list[Gelezen]] = defaultdict(list)
        for (*_, bron, _), gelezen in self._merged.rijen:
            taken[bron].append(gelezen)
        whole = [bron for bron in self.asked if bron not in uitgevallen]
        plaatsen = {bron: self._plaats_of(bron, taken[bron]) for bron in whole if self.has_more(bron) is not False}
        onvolledig = {
            bron: reden
            for bron in whole
            if (reden := gravest(self.reden_of(bron), Reden.VEROUDERD if self.verouderd_of(bron) else None))
        }
        return Cursor(plaatsen, uitgevallen, onvolledig, self._getoond(plaatsen, taken)) if plaatsen else None

    def _getoond(
        self, plaatsen: Collection[str], taken: Mapping[str, Sequence[Gelezen]]
    ) -> Mapping[str, frozenset[str]]:
        """What was shown, on this page or an earlier one, as long as another bron of the group may have a copy."""
        getoond: dict[str, frozenset[str]] = {}
        for groep in self._groepen:
            for bron in groep:
                own = {gelezen.merk for gelezen in taken.get(bron, ()) if gelezen.merk is not None}
                merken = self._cursor.getoond.get(bron, frozenset()) | own
                if merken and any(other in plaatsen for other in groep if other != bron):
                    getoond[bron] = merken
        return getoond

    def _plaats_of(self, bron: str, taken: Sequence[Gelezen]) -> Plaats | None:
        before = self._lezers[self._sleutels[bron][0]].plaats
        if not taken:
            return before
        day = taken[-1].startdatum
        seen = {gelezen.kop.uuid for gelezen in taken if gelezen.startdatum == day}
        earlier = before.gezien if before and before.tot_en_met == day else frozenset()
        return Plaats(day, frozenset(seen) | earlier)
