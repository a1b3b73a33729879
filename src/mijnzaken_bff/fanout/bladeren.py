"""Which page of a search comes next. Pure: what a page held goes in, where the next one begins comes out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, Final

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.fanout.cursor import Plaats
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
        """Whether the register keeps our order, as far as we know."""
        self.tot_en_met = self.grens if by_key else None
        """The date in the question."""
        self.page = 1
        self.size = aantal + 1 + (len(plaats.gezien) if plaats else 0)
        self._by_key = by_key
        self._begin = self.tot_en_met
        self._items = 0
        self._met: set[str] = set()
        """Zaken on the pages of one question, as far as that goes by number."""
        if not ordered:
            self.size = max(self.size, _WHOLE_PAGE)

    def within(self, items: list[Any]) -> list[Any]:
        """The items of a page, as far as they fit under the cap on zaken."""
        kept = items[: MOST_ZAKEN - self._items]
        if len(kept) < len(items):
            self.reden = Reden.GRENS_BEREIKT
        return kept

    def advance(self, items: list[Any], *, more: bool) -> bool:
        """Take a page, and decide where the next one begins. False when it shows that the register does not order."""
        self.pages += 1
        self._items += len(items)
        if more and not items:
            self.reden = self.reden or Reden.VERVOLG_MISLUKT
            more = False
        self.meer = more
        self._look_for_repeats(items)
        days = [day for item in items if isinstance(item, dict) and (day := lenient_day(item.get("startdatum")))]
        was_ordered = self.ordered
        if was_ordered and not self._in_order(days):
            self.ordered = False
        if more:
            self._step(days, was_ordered=was_ordered)
        return self.ordered or not was_ordered

    def _step(self, days: list[date], *, was_ordered: bool) -> None:
        if self._items >= MOST_ZAKEN or self.pages >= MOST_PAGES:
            self.meer = False
            self.reden = Reden.GRENS_BEREIKT
            return
        if was_ordered and not self.ordered:
            # The steps by key may have jumped over zaken: begin again, by number and in larger pages. What was met
            # before is not read twice.
            self._ask(self._begin, 1)
            self.size = max(self.size, _WHOLE_PAGE)
        elif self.ordered and self._by_key and days and days[0] != days[-1]:
            self._ask(days[-1], 1)
        else:
            self.page += 1
        if self.ordered and days:
            self.grens = days[-1]

    def _ask(self, tot_en_met: date | None, page: int) -> None:
        self.tot_en_met, self.page = tot_en_met, page
        self._met = set()

    def _look_for_repeats(self, items: list[Any]) -> None:
        """A zaak that comes twice by number shows that pages shift, and so that another may have come not at all."""
        met = {uuid for item in items if (uuid := uuid_of_item(item))} if self.meer or self.page > 1 else set()
        if self._met & met:
            self.reden = self.reden or Reden.VERVOLG_MISLUKT
        self._met |= met

    def _in_order(self, days: list[date]) -> bool:
        """Whether the bron keeps our order, and the date in our question."""
        falling = all(one >= other for one, other in pairwise(days))
        return falling and (self.tot_en_met is None or not days or days[0] <= self.tot_en_met)
