"""One question being read: which bronnen were read how far, which failed, and what that gives when merged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from typing import Final, TypeAlias

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.fanout.ask import Answered, Failed, ask, log_crash
from mijnzaken_bff.fanout.cursor import Cursor, Plaats
from mijnzaken_bff.fanout.lezer import GRAVITY, Gelezen, Lezer
from mijnzaken_bff.fanout.samenvoegen import Samengevoegd, Stroom, samengevoegd

Outcome: TypeAlias = Answered[Lezer, None] | Failed[Lezer]

_TOO_LATE: Final = 0.05
"""Seconds before the deadline from which on no further page is asked."""


class Lezing:
    """Reads every bron once, and further only those whose next zaak may belong on this page.

    Each bron goes on as soon as it is clear that it must: it never waits for another one that hangs.
    """

    def __init__(
        self, lezers: Mapping[str, Lezer], cursor: Cursor, aantal: int, record: Callable[[Outcome], None]
    ) -> None:
        self._lezers = lezers
        self._cursor = cursor
        self._aantal = aantal
        self._record = record
        self._failed: dict[str, Failure] = dict.fromkeys(cursor.uitgevallen, Failure.EARLIER)
        """Bronnen of which nothing is shown."""
        self._halfway: set[str] = set()
        """Bronnen that gave a first page and could not be read further."""
        self._asked: set[str] = set()
        """Bronnen that are being read."""
        self._short: set[str] = set()
        """Bronnen that have more, and of which less was read than a page could take. Mostly there are none."""
        self._merged = self._merge(self._lezers)
        self.rijen: list[ZaakRij] = []
        """The rows of this page."""

    async def lees(self, deadline: float) -> None:
        """Read until the page is full, every bron is at its end, or the deadline is near. Nothing is raised."""
        clock = asyncio.get_running_loop().time

        def further(outcome: Outcome) -> list[Lezer]:
            self._take(outcome)
            if self._short <= self._asked or clock() >= deadline - _TOO_LATE:
                return []
            # Of a bron that has not answered yet nothing is expected: otherwise all would wait for it.
            read = [bron for bron, lezer in self._lezers.items() if lezer.pages]
            wanted = sorted(self._merge(read).wacht_op - self._asked)
            self._asked |= set(wanted)
            return [self._lezers[bron] for bron in wanted]

        self._asked = set(self._lezers)
        first = [self._lezers[bron] for bron in sorted(self._lezers)]
        async with aclosing(ask(first, lambda lezer: lezer.lees(deadline), deadline, further)) as outcomes:
            async for outcome in outcomes:
                self._record(outcome)
        self._merged = self._merge(self._lezers)
        if self._merged.wacht_op:
            self._halfway |= self._merged.wacht_op
            self._merged = self._merge(self._lezers)
        while not self._tell():
            self._merged = self._merge(self._lezers)

    def _tell(self) -> bool:
        """Tell the zaken of this page. False when a bron had to be left out for it: then the page is another."""
        self.rijen = []
        for bron, gelezen in self._merged.rijen:
            try:
                self.rijen.append(self._lezers[bron].rij(gelezen))
            except Exception as error:  # noqa: BLE001 - a bug of ours over one bron's zaak costs that bron
                log_crash(error)
                self._failed[bron] = Failure.INTERNAL
                return False
        return True

    def _take(self, outcome: Outcome) -> None:
        lezer = outcome.asked
        bron = lezer.verbinding.bron.id
        self._asked.discard(bron)
        self._short.discard(bron)
        if not isinstance(outcome, Failed):
            if lezer.meer and len(lezer.gelezen) < self._aantal:
                self._short.add(bron)
            return
        # A filter that falls away makes what was read before suspect as well.
        if lezer.pages and outcome.failure is not Failure.FILTER_IGNORED:
            self._halfway.add(bron)
        else:
            self._failed[bron] = outcome.failure

    def _merge(self, bronnen: Iterable[str]) -> Samengevoegd[Gelezen]:
        stromen = {
            bron: Stroom(lezer.gelezen, lezer.meer and bron not in self._halfway, lezer.grens)
            for bron in bronnen
            if bron not in self._failed and (lezer := self._lezers[bron])
        }
        return samengevoegd(stromen, self._aantal)

    @property
    def asked(self) -> list[str]:
        """Every bron that belongs in the answer, in order of id: asked now, or not whole since an earlier page."""
        return sorted({*self._lezers, *self._failed, *self._cursor.onvolledig})

    def failure_of(self, bron: str) -> Failure | None:
        """Why nothing of a bron is shown; None when it answered."""
        return self._failed.get(bron)

    def reden_of(self, bron: str) -> Reden | None:
        """Why not everything of a bron is shown, on this page or an earlier one."""
        if bron in self._halfway:
            return Reden.VERVOLG_MISLUKT
        lezer = self._lezers.get(bron)
        redenen = [reden for reden in (lezer.reden if lezer else None, self._cursor.onvolledig.get(bron)) if reden]
        return min(redenen, key=GRAVITY.index, default=None)

    def lezer_of(self, bron: str) -> Lezer | None:
        """How a bron was read; None when it was not asked again."""
        return self._lezers.get(bron)

    def genomen_of(self, bron: str) -> int:
        """How many rows of a bron stand on this page."""
        return self._merged.genomen.get(bron, 0)

    def has_more(self, bron: str) -> bool:
        """Whether a bron has zaken that do not stand on this page or an earlier one."""
        lezer = self._lezers.get(bron)
        return lezer is not None and (lezer.meer or self.genomen_of(bron) < len(lezer.gelezen))

    def everything_read(self) -> bool:
        """Whether every bron was read to its end."""
        return not (self._failed or self._halfway) and not any(
            lezer.meer or lezer.reden for lezer in self._lezers.values()
        )

    def volgende(self) -> Cursor | None:
        """Where the next page begins; None when there is none."""
        uitgevallen = frozenset(self._failed) | self._halfway
        whole = [bron for bron in self.asked if bron not in uitgevallen]
        plaatsen = {bron: self._plaats_of(bron) for bron in whole if self.has_more(bron)}
        onvolledig = {bron: reden for bron in whole if (reden := self.reden_of(bron))}
        return Cursor(plaatsen, uitgevallen, onvolledig) if plaatsen else None

    def _plaats_of(self, bron: str) -> Plaats | None:
        lezer = self._lezers[bron]
        taken = lezer.gelezen[: self.genomen_of(bron)]
        if not taken:
            return lezer.plaats
        day = taken[-1].startdatum
        seen = {gelezen.zaak.uuid for gelezen in taken if gelezen.startdatum == day}
        earlier = lezer.plaats.gezien if lezer.plaats and lezer.plaats.tot_en_met == day else frozenset()
        return Plaats(day, frozenset(seen) | earlier)
