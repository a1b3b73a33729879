"""Which page of a search comes next. Pure: what a page held goes in, where the next one begins comes out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, Final

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.fanout.cursor import Plaats
from mijnzaken_bff.fanout.ronden import Ronden
from mijnzaken_bff.zgw.modellen import lenient_day
from mijnzaken_bff.zgw.zaak import uuid_of_item

MOST_ZAKEN: Final = 2000
"""Zaken of one betrokkene that are read of one bron for one answer."""
MOST_PAGES: Final = 100

_WHOLE_PAGE: Final = 100
"""How long a page is when a bron is read to its end anyway."""


class Bladeraar:
    """The pages of one search, newest zaken first.

    Further pages are asked by key and not by number (the same question, up to and with the last date that was seen),
    because page numbers shift when a zaak is added and registers break ties differently. By number it goes within one
    date that fills a page, in a register that cannot be asked by date, and in one that does not keep our order: that
    one is read to its end.

    Where pages by number shift, the question is read to its end as well, and again from its first page until everybody
    was met (``Ronden``).
    """

    def __init__(self, plaats: Plaats | None, *, aantal: int, by_key: bool, ordered: bool) -> None:
        self.meer = True
        """Whether the search has zaken that were not read."""
        self.grens: date | None = plaats.tot_en_met if plaats else None
        """Every zaak that was not read started on this day or before; None before the first page."""
        self.pages = 0
        """How many pages were read."""
        self.reden: Reden | None = None
        """Why not everything can be read."""
        self.ordered = ordered
        """Whether its pages follow each other in our order, as far as we know. If not it is read to its end."""
        self.tot_en_met = self.grens if by_key else None
        """The date in the question."""
        self.page = 1
        self.size = aantal + 1 + (len(plaats.gezien) if plaats else 0)
        self._by_key = by_key
        self._begin = self.tot_en_met
        self._known: set[str] = set()
        """Zaken that were met."""
        self._nameless = 0
        """Items that cannot be told apart."""
        self._ronden = Ronden()
        if not ordered:
            self.size = max(self.size, _WHOLE_PAGE)

    def within(self, items: list[Any]) -> list[Any]:
        """The items of a page, as far as they fit under the cap on zaken. One that was met before takes no room."""
        room = MOST_ZAKEN - len(self._known) - self._nameless
        if len(items) <= room:
            return items
        kept: list[Any] = []
        new: set[str] = set()
        for item in items:
            uuid = uuid_of_item(item)
            if uuid is None or (uuid not in self._known and uuid not in new):
                if room <= 0:
                    self.reden = Reden.GRENS_BEREIKT
                    break
                room -= 1
            if uuid is not None:
                new.add(uuid)
            kept.append(item)
        return kept

    def advance(self, items: list[Any], *, more: bool) -> bool:
        """Take a page, and decide where the next one begins. False when it shows that the register does not order."""
        self.pages += 1
        if self._ronden.between:
            self._ronden.take(self._uuids_on(items))
            return True
        if more and not items:
            self.reden = self.reden or Reden.VERVOLG_MISLUKT
            more = False
        elif not items and self.pages > 1:
            self._ronden.breaks()  # only the first page may be empty: any other was asked because it was promised
        self.meer = more
        days = [day for item in items if isinstance(item, dict) and (day := lenient_day(item.get("startdatum")))]
        disorder = self.ordered and not self._in_order(days)
        self.ordered = self.ordered and not disorder
        only = not more and self.page == 1 and self._ronden.first  # as almost always: there is no other
        fresh = only or self._ronden.take(self._uuids_on(items))
        self.ordered = self.ordered and not self._ronden.shifting
        jumped = disorder and self.tot_en_met != self._begin
        self.meer = more = more or jumped
        if more and (fresh or disorder):
            self._step(days, disorder=disorder)
        else:
            self._end_round()
        return not disorder

    def _step(self, days: list[date], *, disorder: bool) -> None:
        if len(self._known) + self._nameless >= MOST_ZAKEN or self.pages >= MOST_PAGES:
            self.meer = False
            self.reden = Reden.GRENS_BEREIKT
            return
        if disorder:
            # The steps by key may have jumped over zaken: begin again, by number and in larger pages. What was met
            # before is not read twice.
            self._ask(self._begin)
            self.size = max(self.size, _WHOLE_PAGE)
        elif self.ordered and self._by_key and days and days[0] != days[-1]:
            self._ask(days[-1])
        else:
            self.page += 1
        if self.ordered and days:
            self.grens = days[-1]

    def _ask(self, tot_en_met: date | None) -> None:
        self.tot_en_met, self.page = tot_en_met, 1
        self._ronden = Ronden()

    def _uuids_on(self, items: list[Any]) -> set[str]:
        """The zaken on a page; they count under the cap."""
        uuids = [uuid for item in items if (uuid := uuid_of_item(item))]
        self._nameless += len(items) - len(uuids)
        page = set(uuids)
        self._known |= page
        return page

    def _end_round(self) -> None:
        """Decide whether everything was met, and if not whether to go round once more."""
        promised, self.meer = self.meer, False
        if self._ronden.complete() and not promised:
            return
        if self.pages >= MOST_PAGES or not self._ronden.again(self.page, more=promised):
            self.reden = self.reden or Reden.VERVOLG_MISLUKT
            return
        self.meer, self.page = True, 1
        self.size = max(self.size, _WHOLE_PAGE)

    def _in_order(self, days: list[date]) -> bool:
        """Whether the bron keeps our order, and the date in our question."""
        falling = all(one >= other for one, other in pairwise(days))
        return falling and (self.tot_en_met is None or not days or days[0] <= self.tot_en_met)
