"""One question being read: which bronnen were read how far, which failed, and what that gives when merged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import Final, TypeAlias

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.fanout.ask import Answered, Failed, ask
from mijnzaken_bff.fanout.cursor import Cursor, Plaats
from mijnzaken_bff.fanout.lezer import Lezer
from mijnzaken_bff.fanout.samenvoegen import Samengevoegd, Stroom, samengevoegd

Outcome: TypeAlias = Answered[Lezer, None] | Failed[Lezer]

_TOO_LATE: Final = 0.05
"""Seconds before the deadline from which on no further page is asked."""


class Lezing:
    """Reads every bron once, and then further only those whose next zaak may belong on this page."""

    def __init__(
        self, lezers: Mapping[str, Lezer], uitgevallen: frozenset[str], aantal: int, record: Callable[[Outcome], None]
    ) -> None:
        self._lezers = lezers
        self._aantal = aantal
        self._record = record
        self._failed: dict[str, Failure] = dict.fromkeys(uitgevallen, Failure.EARLIER)
        """Bronnen of which nothing is shown."""
        self._halfway: set[str] = set()
        """Bronnen that gave a first page and could not be read further."""
        self._merged = self._merge()

    async def lees(self, deadline: float) -> None:
        """Read until the page is full, every bron is at its end, or the deadline is near. Nothing is raised."""
        clock = asyncio.get_running_loop().time
        wanted = frozenset(self._lezers)
        while wanted and clock() < deadline - _TOO_LATE:
            await self._round([self._lezers[bron] for bron in sorted(wanted)], deadline)
            self._merged = self._merge()
            wanted = self._merged.wacht_op
        if wanted:
            self._halfway |= wanted
            self._merged = self._merge()

    async def _round(self, lezers: list[Lezer], deadline: float) -> None:
        async with aclosing(ask(lezers, lambda lezer: lezer.lees(deadline), deadline)) as outcomes:
            async for outcome in outcomes:
                self._record(outcome)
                if not isinstance(outcome, Failed):
                    continue
                bron = outcome.asked.verbinding.bron.id
                # A filter that falls away makes what was read before suspect as well.
                if outcome.asked.pages and outcome.failure is not Failure.FILTER_IGNORED:
                    self._halfway.add(bron)
                else:
                    self._failed[bron] = outcome.failure

    def _merge(self) -> Samengevoegd:
        stromen = {
            bron: Stroom(lezer.rijen, lezer.meer and bron not in self._halfway, lezer.grens)
            for bron, lezer in self._lezers.items()
            if bron not in self._failed
        }
        return samengevoegd(stromen, self._aantal)

    @property
    def rijen(self) -> list[ZaakRij]:
        """The rows of this page."""
        return self._merged.rijen

    @property
    def asked(self) -> list[str]:
        """Every bron that belongs in the answer, in order of id: asked now, or out since an earlier page."""
        return sorted({*self._lezers, *self._failed})

    def failure_of(self, bron: str) -> Failure | None:
        """Why nothing of a bron is shown; None when it answered."""
        return self._failed.get(bron)

    def reden_of(self, bron: str) -> Reden | None:
        """Why not everything of a bron is shown."""
        return Reden.VERVOLG_MISLUKT if bron in self._halfway else self._lezers[bron].reden

    def lezer_of(self, bron: str) -> Lezer | None:
        """How a bron was read; None when it was not asked again."""
        return self._lezers.get(bron)

    def genomen_of(self, bron: str) -> int:
        """How many rows of a bron stand on this page."""
        return self._merged.genomen.get(bron, 0)

    def has_more(self, bron: str) -> bool:
        """Whether a bron has zaken that do not stand on this page or an earlier one."""
        lezer = self._lezers[bron]
        return lezer.meer or self.genomen_of(bron) < len(lezer.rijen)

    def everything_read(self) -> bool:
        """Whether every bron was read to its end, from the beginning."""
        return not (self._failed or self._halfway) and not any(
            lezer.meer or lezer.plaats or lezer.reden for lezer in self._lezers.values()
        )

    def volgende(self) -> Cursor | None:
        """Where the next page begins; None when there is none."""
        uitgevallen = frozenset(self._failed) | self._halfway
        plaatsen = {
            bron: self._plaats_of(bron) for bron in self._lezers if bron not in uitgevallen and self.has_more(bron)
        }
        return Cursor(plaatsen, uitgevallen) if plaatsen else None

    def _plaats_of(self, bron: str) -> Plaats | None:
        lezer = self._lezers[bron]
        taken = lezer.rijen[: self.genomen_of(bron)]
        if not taken:
            return lezer.plaats
        day = taken[-1].startdatum
        seen = {rij.id[-36:] for rij in taken if rij.startdatum == day}
        earlier = lezer.plaats.gezien if lezer.plaats and lezer.plaats.tot_en_met == day else frozenset()
        return Plaats(day, frozenset(seen) | earlier)
