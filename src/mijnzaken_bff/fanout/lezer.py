"""One bron being read for one question: newest zaken first, page after page, and only as far as is needed."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.cursor import Plaats
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.normalise.fase import is_lopend
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zichtbaarheid import Bewijs, Oordeel, bewijs_of, oordeel_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaak import Zaak, uuid_of_item, zaak_of
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

logger = logging.getLogger(__name__)

MOST_ZAKEN: Final = 2000
"""Zaken of one betrokkene that are read of one bron for one answer."""
MOST_PAGES: Final = 100

_WHOLE_PAGE: Final = 100
"""How long a page is when a bron is read to its end anyway."""

_CATALOGUE_MARGIN: Final = 0.25
"""Seconds before the end at which we stop waiting for the catalogue and show zaken without its words."""

GRAVITY: Final = (
    Reden.VERVOLG_MISLUKT,
    Reden.GRENS_BEREIKT,
    Reden.ZAKEN_ONLEESBAAR,
    Reden.ROLLEN_ONLEESBAAR,
    Reden.CATALOGUS_ONBEREIKBAAR,
)

_ONBEKEND: Final = Soort()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which zaken of a betrokkene are asked for."""

    lopend: bool | None = None
    zaaknummer: str | None = None


@dataclass(frozen=True, slots=True)
class Gelezen:
    """A zaak that may be shown. It is told only when it is: of a thousand that are read, twenty stand on a page."""

    zaak: Zaak
    bewijs: Bewijs
    soort: Soort
    lopend: bool

    @property
    def startdatum(self) -> date:
        """The day by which it is ordered."""
        return self.zaak.startdatum


class Lezer:
    """Reads the zaken of one betrokkene out of one bron.

    ``gelezen`` grows with every ``lees``, newest first and otherwise in the order of the bron. Further pages are asked
    by key and not by number (the same question, up to and with the last date that was seen), because page numbers
    shift when a zaak is added and registers break ties differently.
    """

    def __init__(
        self,
        verbinding: Verbinding,
        betrokkene: Betrokkene,
        filters: Filters,
        plaats: Plaats | None,
        *,
        vandaag: date,
        aantal: int,
    ) -> None:
        self.verbinding = verbinding
        self.plaats = plaats
        self.gelezen: list[Gelezen] = []
        self.meer = True
        """Whether the bron has zaken that were not read."""
        self.grens: date | None = plaats.tot_en_met if plaats else None
        """Every zaak that was not read started on this day or before; None before the first page."""
        self.weggelaten = 0
        self.verborgen = 0
        """What policy hid: for operators only."""
        self.reden: Reden | None = None
        self._betrokkene = betrokkene
        self._filters = filters
        self._vandaag = vandaag
        self._seen: set[str] = set(plaats.gezien) if plaats else set()
        self._size = aantal + 1 + len(self._seen)
        self._begin = self.grens
        self._from = self.grens
        self._page = 1
        self.pages = 0
        """How many pages were read and told."""
        self._items = 0
        self._end: float | None = None
        """When the budget of this bron is used up; it runs from the first question on."""
        self._ordered = verbinding.gewoonten.ordent()
        if not self._ordered:
            self._size = max(self._size, _WHOLE_PAGE)

    async def lees(self, deadline: float) -> None:
        """Read one more page, or the whole rest where the bron does not keep our order. Raises ``SourceError``."""
        now = asyncio.get_running_loop().time()
        if self._end is None:
            self._end = now + self.verbinding.seconds
        deadline = min(deadline, self._end)
        catalogue_deadline = max(now, deadline - min(_CATALOGUE_MARGIN, self.verbinding.seconds / 4))
        try:
            async with asyncio.timeout_at(deadline):
                while self.meer:
                    await self._lees_bladzijde(catalogue_deadline)
                    if self._ordered:
                        break
        finally:
            if not self._ordered:
                self.gelezen.sort(key=lambda gelezen: gelezen.startdatum, reverse=True)

    async def _lees_bladzijde(self, catalogue_deadline: float) -> None:
        page = await self.verbinding.zaken.zoek(self._vraag(), page=self._page, size=self._size)
        items = page.items[: MOST_ZAKEN - self._items]
        if len(items) < len(page.items):
            self._note(Reden.GRENS_BEREIKT)
        self._items += len(items)
        fresh = [item for item in items if self._is_new(item)]
        bewezen = self._bewezen(fresh)
        soorten = await self._soorten(bewezen, catalogue_deadline)
        self.gelezen += [
            gelezen for zaak, bewijs in bewezen if (gelezen := self._gelezen(zaak, bewijs, soorten)) is not None
        ]
        self.pages += 1
        if page.more and not items:
            self._note(Reden.VERVOLG_MISLUKT)
        self._advance([day for item in items if (day := _startdatum(item))], more=page.more and bool(items))

    def _vraag(self) -> Zoekvraag:
        return Zoekvraag(
            betrokkene=self._betrokkene,
            maximaal=self.verbinding.zichtbaarheid.maximaal,
            lopend=self._asked_lopend(),
            zaaknummer=self._filters.zaaknummer,
            tot_en_met=self._from,
        )

    def _asked_lopend(self) -> bool | None:
        """The filter for the register, which knows only einddatum.

        Where a status can close a zaak without one, the closed zaken stand among the open ones and must be read too.
        """
        if self._filters.lopend is False and self.verbinding.weergave.fasen.eindstatus_sluit:
            return None
        return self._filters.lopend

    def _is_new(self, item: Any) -> bool:
        """Whether this zaak was not met before, in this answer or on an earlier page of the walk."""
        uuid = uuid_of_item(item)
        if uuid is None:
            return True
        if uuid in self._seen:
            return False
        self._seen.add(uuid)
        return True

    def _bewezen(self, items: list[Any]) -> list[tuple[Zaak, Bewijs]]:
        """The zaken that are proven and readable. Raises ``SourceError(FILTER_IGNORED)`` when one is of others only."""
        bewezen = []
        for item in items:
            bewijs = (
                bewijs_of(item, self._betrokkene, self.verbinding.zichtbaarheid, self._vandaag)
                if isinstance(item, dict)
                else Bewijs(Oordeel.ONBEWEZEN)
            )
            match bewijs.oordeel:
                case Oordeel.VREEMD:
                    raise SourceError(Failure.FILTER_IGNORED, "zaken")
                case Oordeel.ONBEWEZEN:
                    self._note(Reden.ROLLEN_ONLEESBAAR)
                case Oordeel.TONEN:
                    zaak = zaak_of(item)
                    if zaak is None:
                        self.weggelaten += 1
                        self._note(Reden.ZAKEN_ONLEESBAAR)
                    elif not self._already_shown(zaak):
                        bewezen.append((zaak, bewijs))
                case _:
                    self.verborgen += 1
        return bewezen

    def _already_shown(self, zaak: Zaak) -> bool:
        return self.plaats is not None and zaak.startdatum > self.plaats.tot_en_met

    async def _soorten(self, bewezen: list[tuple[Zaak, Bewijs]], deadline: float) -> Mapping[str, Soort]:
        links: defaultdict[str, set[str]] = defaultdict(set)
        for zaak, _ in bewezen:
            if zaak.zaaktype:
                statustype = zaak.expanded_status.statustype if zaak.expanded_status else None
                links[zaak.zaaktype] |= {statustype} if statustype else set()
        return await self.verbinding.catalogus.soorten({k: frozenset(v) for k, v in links.items()}, deadline)

    def _gelezen(self, zaak: Zaak, bewijs: Bewijs, soorten: Mapping[str, Soort]) -> Gelezen | None:
        soort = soorten.get(zaak.zaaktype or "", _ONBEKEND)
        match oordeel_of(bewijs, soort, self.verbinding.zichtbaarheid):
            case Oordeel.ZAAKTYPE_ONBEKEND:
                self._note(Reden.CATALOGUS_ONBEREIKBAAR)
                return None
            case Oordeel.TONEN:
                pass
            case _:
                self.verborgen += 1
                return None
        if not soort.readable or _lacks_words(zaak, soort):
            self._note(Reden.CATALOGUS_ONBEREIKBAAR)
        wanted = self._filters
        lopend = is_lopend(zaak, soort, self.verbinding.weergave.fasen)
        if wanted.lopend is not None and lopend is not wanted.lopend:
            return None
        if wanted.zaaknummer is not None and schoon(zaak.identificatie) != wanted.zaaknummer:
            return None
        return Gelezen(zaak, bewijs, soort, lopend)

    def rij(self, gelezen: Gelezen) -> ZaakRij:
        """What is told of a zaak."""
        zaak = gelezen.zaak
        if zaak.hoofdzaak is not None and self.verbinding.zaken.rest_of(zaak.hoofdzaak) is None:
            zaak = zaak.model_copy(update={"hoofdzaak": None})  # in another register, so none of this bron's ids
        return rij_of(
            zaak,
            gelezen.soort,
            gelezen.bewijs.rollen,
            bron=self.verbinding.bron,
            weergave=self.verbinding.weergave,
            vandaag=self._vandaag,
        )

    def _note(self, reden: Reden) -> None:
        """Keep the gravest reason why not everything is shown: missing zaken before missing words."""
        if self.reden is None or GRAVITY.index(reden) < GRAVITY.index(self.reden):
            self.reden = reden

    def _advance(self, days: list[date], *, more: bool) -> None:
        """Decide where the next page begins."""
        self.meer = more
        was_ordered = self._ordered
        if was_ordered and not self._in_order(days):
            self._ordered = False
            self.verbinding.gewoonten.note_disorder()
            logger.warning("order_ignored", extra={"bron": self.verbinding.bron.id})
        if not more:
            return
        if self._items >= MOST_ZAKEN or self.pages >= MOST_PAGES:
            self.meer = False
            self._note(Reden.GRENS_BEREIKT)
            return
        if was_ordered and not self._ordered:
            # The steps by key may have jumped over zaken: begin again, by number and in larger pages. What was met
            # before is not read twice.
            self._from, self._page, self._size = self._begin, 1, max(self._size, _WHOLE_PAGE)
        elif self._ordered and days and days[0] != days[-1]:
            self._from, self._page = days[-1], 1
        else:
            self._page += 1
        if self._ordered and days:
            self.grens = days[-1]

    def _in_order(self, days: list[date]) -> bool:
        """Whether the bron keeps our order, and the date in our question."""
        falling = all(one >= other for one, other in pairwise(days))
        return falling and (self._from is None or not days or days[0] <= self._from)


def _lacks_words(zaak: Zaak, soort: Soort) -> bool:
    """Whether the zaak has a status, or a resultaat to show, of which the kind cannot be read."""
    status, resultaat = zaak.expanded_status, zaak.expanded_resultaat
    if zaak.status is not None and (status is None or soort.statustype(status.statustype) is None):
        return True
    shows_resultaat = zaak.einddatum is not None and zaak.resultaat is not None
    return shows_resultaat and (resultaat is None or soort.resultaattype(resultaat.resultaattype) is None)


def _startdatum(item: Any) -> date | None:
    value = item.get("startdatum") if isinstance(item, dict) else None
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
