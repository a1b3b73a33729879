"""What was learned of a bron by asking it, each remembered for a while and then given a new chance."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.zgw.profielen import ExpandVorm, Filter, Profiel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

logger = logging.getLogger(__name__)

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTES: Final = timedelta(minutes=10)


class Uitvouwing:
    """Which form of expand a register takes: the likeliest until it is refused or ignored, then the next.

    An answer without zaken shows nothing, since a register that ignores expand answers 200 as well: the verdict stays
    open until zaken have come with what was asked. What was refused is tried again after a day, and where the refusal
    may have been about something else after ten minutes.
    """

    def __init__(self, vormen: tuple[ExpandVorm, ...], clock: Clock) -> None:
        self._vormen = tuple(vorm for vorm in vormen if vorm is not ExpandVorm.UIT)
        self._clock = clock
        self._place = 0
        self._until: datetime | None = None
        """When to begin again at the likeliest form."""
        self._proven = False

    @property
    def vorm(self) -> ExpandVorm:
        """The form to ask in now."""
        if self._until is not None and self._clock.now() >= self._until:
            self._place, self._proven, self._until = 0, False, None
        return self._at(self._place)

    @property
    def proven(self) -> bool:
        """Whether zaken came with what was asked in this form."""
        return self._proven

    def after(self, vorm: ExpandVorm) -> ExpandVorm | None:
        """The form to try when ``vorm`` is refused; None after the last: then it was not about expand."""
        return None if vorm is ExpandVorm.UIT else self._at(self._vormen.index(vorm) + 1)

    def works(self, vorm: ExpandVorm) -> bool:
        """Take note that zaken came as was asked. True when that was not known before."""
        news = not self._proven or self.vorm is not vorm
        self._place, self._proven = self._vormen.index(vorm), True
        return news

    def fails(self, vorm: ExpandVorm, *, sure: bool = True) -> None:
        """Take note that ``vorm`` is refused or ignored. ``sure``: that it cannot have been about anything else."""
        if self.vorm is vorm and vorm is not ExpandVorm.UIT:
            self._place, self._proven = self._place + 1, False
            until = self._clock.now() + (_DAY if sure else _MINUTES)
            # A sure refusal of another form does not make a doubtful one surer.
            self._until = until if self._until is None else min(self._until, until)

    def forbidden(self) -> None:
        """Take note that we may not read what is expanded, for a while: another form asks for the same."""
        if self.vorm is not ExpandVorm.UIT:
            until = self._clock.now() + _MINUTES
            self._place, self._proven = len(self._vormen), False
            self._until = until if self._until is None else min(self._until, until)

    def _at(self, place: int) -> ExpandVorm:
        return self._vormen[place] if place < len(self._vormen) else ExpandVorm.UIT


class Gewoonten:
    """What was learned of one bron by asking it."""

    def __init__(self, bron: str, profiel: Profiel, clock: Clock) -> None:
        self.bron = bron
        self._profiel = profiel
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self.zoek = Uitvouwing(profiel.expand, clock)
        """How ``_zoek`` takes expand."""
        self.zoek_in_full = Uitvouwing(profiel.expand, clock)
        """How it does for all that the detail of a zaak needs: an operator may allow the one and not the other."""
        self.get = Uitvouwing((ExpandVorm.QUERY,) if profiel.expand else (), clock)
        """How ``GET zaken`` takes expand: as text in the query, or not."""
        self.detail = Uitvouwing((ExpandVorm.QUERY,) if profiel.expand_detail else (), clock)
        """How ``GET zaken/{uuid}`` takes expand."""
        self.detail_in_full = Uitvouwing((ExpandVorm.QUERY,) if profiel.expand_detail else (), clock)
        """How it does for all that the detail of a zaak needs."""
        self.zoek_seen = False
        """Whether ``_zoek`` ever answered: a 404 is then about something else."""

    def ordent(self) -> bool:
        """Whether it keeps the order that we ask for, as far as we know. One that does not is read to its end."""
        return self._profiel.ordening and not self._noted("order")

    def note_disorder(self) -> None:
        """It sent zaken in another order than was asked."""
        if self._note("order", _HOUR):
            logger.warning("order_ignored", extra={"bron": self.bron})

    def has_zoek(self) -> bool:
        """Whether it has ``_zoek``, as far as we know."""
        return self._profiel.zoeken == "zoek" and not self._noted("zoek")

    def note_zoek_absent(self) -> None:
        """It has no ``_zoek``, and ``GET`` works."""
        if self._note("zoek", _DAY):
            logger.warning("zoek_absent", extra={"bron": self.bron})

    def takes_uuids(self) -> bool:
        """Whether it can search for zaken of somebody of which we know the UUID, as far as we know."""
        return Filter.UUIDS in self._profiel.filters and self.has_zoek() and not self._noted("uuids")

    def note_uuids_refused(self) -> None:
        """It does not know the criterion for UUIDs, or does not look at it."""
        if self._note("uuids", _DAY):
            logger.warning("uuids_refused", extra={"bron": self.bron})

    def has_substatussen(self) -> bool:
        """Whether it has substatussen, as far as we know."""
        return self._profiel.substatussen and not self._noted("substatussen")

    def note_substatussen_absent(self) -> None:
        """It has no substatussen."""
        self._note("substatussen", _DAY)

    def searches_documenten(self, api: int) -> bool:
        """Whether its Documenten API of this number has a search, as far as we know."""
        return not self._noted(f"documenten {api}")

    def note_documenten_unsearchable(self, api: int) -> None:
        """Its Documenten API of this number has no search, or does not look at what is searched for."""
        if self._note(f"documenten {api}", _DAY):
            logger.info("documenten_unsearchable", extra={"bron": self.bron})

    def takes(self, zoekwijze: Zoekwijze) -> bool:
        """Whether it can search in this way, as far as we know."""
        return not self._noted(zoekwijze)

    def note_refused(self, zoekwijze: Zoekwijze) -> None:
        """It does not know the search key of this zoekwijze."""
        if self._note(zoekwijze, _DAY):
            logger.warning("zoekwijze_refused", extra={"bron": self.bron, "zoekwijze": zoekwijze.value})

    def note_expand(self, what: str, vorm: ExpandVorm) -> None:
        """Tell operators which form of expand it turned out to take."""
        logger.info("expand_learned", extra={"bron": self.bron, "where": what, "what": vorm.value})

    def _noted(self, habit: str) -> bool:
        until = self._until.get(habit)
        return until is not None and self._clock.now() < until

    def _note(self, habit: str, duration: timedelta) -> bool:
        """Remember for a while that something is not there. True when that is news."""
        news = not self._noted(habit)
        self._until[habit] = self._clock.now() + duration
        return news
