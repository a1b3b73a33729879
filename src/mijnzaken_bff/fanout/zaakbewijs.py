"""Is this zaak of this betrokkene, and may it be shown? Asked of its register every time, before anything else is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.fanout.ask import Failed, ask
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.normalise.herkenning import Herkenning
from mijnzaken_bff.normalise.zichtbaarheid import Oordeel, bewijs_of, oordeel_of
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.expand import lacks_rollen
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.zaak import Zaak, kop_of, uuid_of_item, zaak_of
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

Told: TypeAlias = Callable[[Zoekwijze, SourceError], None]
"""Takes what a way of searching showed against itself."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Bewezen:
    """A zaak that is proven to concern the betrokkene, and may be shown."""

    item: Mapping[str, Any]
    """As its register wrote it, with what came along."""
    zaak: Zaak
    rollen: tuple[Rol, ...]
    """The rollen that prove it: own, and visible."""


class Bewijzen(NamedTuple):
    """What came of looking for some zaken. One that is in neither is not there for this betrokkene."""

    bewezen: dict[str, Bewezen]
    onleesbaar: dict[str, Failed[str]]
    """Those of which the register could not tell, and why."""


class Zaakbewijs:
    """Finds zaken by UUID among those of one betrokkene at one bron, and proves each from its own rollen.

    The register is asked for zaken of this betrokkene with these UUIDs; where it cannot be, the zaak and its rollen are
    fetched by its address and compared here. ``end`` is when the bron must be done, in the time of the event loop.
    """

    def __init__(
        self,
        verbinding: Verbinding,
        betrokkene: Betrokkene,
        bevraging: Bevraging,
        *,
        vandaag: date,
        end: float,
        told: Told,
    ) -> None:
        self._verbinding = verbinding
        self._betrokkene = betrokkene
        self._bevraging = bevraging
        self._herkenning = Herkenning(betrokkene, verbinding.profiel.bedrijven)
        self._vandaag = vandaag
        self._end = end
        self._told = told
        self.verborgen: Counter[Oordeel] = Counter()
        """How many zaken were not shown, and why: for operators only."""

    async def zaak(self, uuid: str) -> Bewezen | None:
        """The zaak with all that its detail needs; None when it is not there for this betrokkene.

        Raises ``SourceError`` when the register cannot tell.
        """
        bewijzen = await self._found([uuid], self._end, in_full=True)
        failed = bewijzen.onleesbaar.get(uuid)
        if failed is not None and failed.failure is Failure.TOO_LARGE:
            # So much hangs on it that it does not fit in one answer: then that is asked for by itself.
            bewijzen = await self._found([uuid], self._end, in_full=False)
            failed = bewijzen.onleesbaar.get(uuid)
        if failed is not None:
            raise failed.error()
        return bewijzen.bewezen.get(uuid)

    async def zaken(self, uuids: Sequence[str], deadline: float) -> Bewijzen:
        """Those of these zaken that are there for this betrokkene, each proven by itself before ``deadline``.

        One that cannot be read does not take the others along. Raises ``SourceError`` when nothing could be told.
        """
        bewijzen = await self._found(uuids, deadline, in_full=False)
        if bewijzen.onleesbaar and not bewijzen.bewezen:
            raise next(iter(bewijzen.onleesbaar.values())).error()
        return bewijzen

    async def _found(self, uuids: Sequence[str], deadline: float, *, in_full: bool) -> Bewijzen:
        if self._verbinding.gewoonten.takes_uuids():
            try:
                return await self._searched(uuids, deadline, in_full=in_full)
            except SourceError as error:
                if error.failure is not Failure.SEARCH_ABSENT:
                    raise
        return await self._by_address(uuids, deadline, in_full=in_full)

    async def _searched(self, uuids: Sequence[str], deadline: float, *, in_full: bool) -> Bewijzen:
        """What the register finds in each way of searching, until all is found."""
        found, unread = Bewijzen({}, {})
        for zoekwijze in self._verbinding.zoekwijzen(self._betrokkene):
            left = [uuid for uuid in uuids if uuid not in found]
            if not left:
                break
            try:
                bewezen, onleesbaar = await self._searched_in_one_way(zoekwijze, left, deadline, in_full=in_full)
                found |= bewezen
                unread |= onleesbaar
            except SourceError as error:
                if error.failure is Failure.SEARCH_ABSENT:
                    raise
                if error.failure is not Failure.NOT_SEARCHABLE:
                    unread = {uuid: Failed.by(error, uuid) for uuid in left} | unread
        if not self._verbinding.zoekwijzen(self._betrokkene):  # there were none, or all of them were refused
            raise SourceError(Failure.NOT_SEARCHABLE, "zaken")
        return Bewijzen(found, {uuid: failed for uuid, failed in unread.items() if uuid not in found})

    async def _searched_in_one_way(
        self, zoekwijze: Zoekwijze, uuids: Sequence[str], deadline: float, *, in_full: bool
    ) -> Bewijzen:
        verbinding = self._verbinding
        if not verbinding.trusts(zoekwijze):
            raise SourceError(Failure.UNTRUSTED, "zaken")
        vraag = verbinding.zoekvraag(self._betrokkene, zoekwijze, uuids=tuple(uuids))
        items = await verbinding.zaken.met_uuids(vraag, in_full=in_full, bevraging=self._next_call())
        if not verbinding.trusts(zoekwijze):  # a canary may have ended meanwhile
            raise SourceError(Failure.UNTRUSTED, "zaken")
        by_uuid = {uuid: item for item in items if (uuid := uuid_of_item(item)) is not None}
        if by_uuid.keys() - set(uuids):
            verbinding.gewoonten.note_uuids_refused()
            raise SourceError(Failure.SEARCH_ABSENT, "zaken")

        async def proof(uuid: str) -> Bewezen | None:
            return await self._proven(by_uuid[uuid], zoekwijze, in_full=in_full)

        return await self._each([uuid for uuid in uuids if uuid in by_uuid], proof, deadline)

    async def _proven(self, item: Mapping[str, Any], zoekwijze: Zoekwijze, *, in_full: bool) -> Bewezen | None:
        """A zaak that was found by the number of the betrokkene, if it may be shown."""
        whole = await self._met_rollen(item, in_full=in_full)
        if whole is None:
            return None
        match bewijs_of(whole, self._herkenning, self._verbinding.zichtbaarheid, self._vandaag).oordeel:
            case Oordeel.VREEMD:
                # Somebody else's, found by our number: no search at all. Who asks hears what he would of any other.
                self._told(zoekwijze, SourceError(Failure.FILTER_IGNORED, "zaken"))
                self.verborgen[Oordeel.VREEMD] += 1
                return None
            case Oordeel.ONBEWEZEN:
                raise SourceError(Failure.UNUSABLE, "rollen")
        return await self._judged(whole)

    async def _by_address(self, uuids: Sequence[str], deadline: float, *, in_full: bool) -> Bewijzen:
        """What is at the address of each, as far as it is proven here: what anybody may ask for is mostly of others."""
        if not self._verbinding.zoekwijzen(self._betrokkene):
            raise SourceError(Failure.NOT_SEARCHABLE, "zaken")
        return await self._each(uuids, partial(self._at_address, in_full=in_full), deadline)

    async def _each(
        self, uuids: Sequence[str], proof: Callable[[str], Awaitable[Bewezen | None]], deadline: float
    ) -> Bewijzen:
        """What ``proof`` gives for each of these zaken, all at once, and nothing of it goes on after that."""
        bewijzen = Bewijzen({}, {})
        async with aclosing(ask(uuids, proof, deadline)) as outcomes:
            async for outcome in outcomes:
                if isinstance(outcome, Failed):
                    bewijzen.onleesbaar[outcome.asked] = outcome
                elif outcome.answer is not None:
                    bewijzen.bewezen[outcome.asked] = outcome.answer
        return bewijzen

    async def _at_address(self, uuid: str, *, in_full: bool) -> Bewezen | None:
        item = await self._verbinding.delen.by_uuid(uuid, self._next_call(), in_full=in_full)
        return None if item is None else await self._judged(item)

    async def _met_rollen(self, item: Mapping[str, Any], *, in_full: bool) -> Mapping[str, Any] | None:
        if not lacks_rollen(item):
            return item
        try:
            return await self._verbinding.delen.met_rollen(item, self._next_call(), in_full=in_full)
        except SourceError as error:
            if error.failure is Failure.NO_LONGER_THERE:
                return None
            raise

    async def _judged(self, item: Mapping[str, Any]) -> Bewezen | None:
        """The zaak, if it may be shown: the same rules, in the same order, as for a row of the overzicht."""
        verbinding = self._verbinding
        bewijs = bewijs_of(item, self._herkenning, verbinding.zichtbaarheid, self._vandaag)
        if bewijs.oordeel is not Oordeel.TONEN:
            self.verborgen[bewijs.oordeel] += 1
            return None
        kop = kop_of(item)
        if kop is None:
            raise SourceError(Failure.UNUSABLE, "zaken")
        # First whether it may be shown: nothing that hangs on a hidden zaak is asked, and no time tells that it exists.
        soort = Soort()
        if verbinding.zichtbaarheid.needs_zaaktype:
            soort = await self._soort_of(kop.zaaktype, None, self._half_way())
        match oordeel_of(bewijs, soort, kop.startdatum, verbinding.zichtbaarheid):
            case Oordeel.TONEN:
                pass
            case Oordeel.ZAAKTYPE_ONBEKEND:
                raise SourceError(self._why_unknown(kop.zaaktype), "catalogi")
            case oordeel:
                self.verborgen[oordeel] += 1
                return None
        if kop.lacks:
            item = await verbinding.delen.met_delen(item, self._next_call())
        zaak = zaak_of(item)
        if zaak is None:
            raise SourceError(Failure.UNUSABLE, "zaken")
        return Bewezen(item, verbinding.own(zaak), bewijs.rollen)

    def _why_unknown(self, zaaktype: str | None) -> Failure:
        """Why a rule about zaaktypen cannot be applied."""
        why = self._verbinding.catalogus.why_unknown(zaaktype) if zaaktype is not None else Failure.UNUSABLE
        return why or Failure.SERVER_ERROR

    async def soort(self, zaak: Zaak, deadline: float) -> Soort:
        """What the catalogue tells of the kind of a zaak before ``deadline``; what it does not tell is left open."""
        statustype = zaak.expanded_status.statustype if zaak.expanded_status is not None else None
        return await self._soort_of(zaak.zaaktype, statustype, deadline)

    async def _soort_of(self, zaaktype: str | None, statustype: str | None, deadline: float) -> Soort:
        if zaaktype is None:
            return Soort()
        soorten = await self._verbinding.catalogus.soorten({zaaktype: frozenset(_some(statustype))}, deadline)
        return soorten.get(zaaktype, Soort())

    def _half_way(self) -> float:
        """Half of the time that is left: whoever waits longer for a rule about zaaktypen has none left for the zaak."""
        now = asyncio.get_running_loop().time()
        return now + (self._end - now) / 2

    def _next_call(self) -> Bevraging:
        """What notes the next call; the first one may be turned away, and nothing is lost then."""
        bevraging = self._bevraging
        self._bevraging = bevraging.verder()
        return bevraging


def _some(statustype: str | None) -> Collection[str]:
    return () if statustype is None else (statustype,)
