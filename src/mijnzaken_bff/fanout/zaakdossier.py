"""Everything that hangs on one proven zaak, asked at once, each part with its own outcome."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, assert_never

from mijnzaken_bff.contract.zaakdetail import Onderdeel, OnderdeelUitkomst
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.ask import Failed, Outcome, ask
from mijnzaken_bff.fanout.verslag import told_of
from mijnzaken_bff.fanout.zaakbewijs import Bewezen
from mijnzaken_bff.fanout.zaakvraag import Gevonden
from mijnzaken_bff.normalise.besluit import Besluitstuk, is_bekendgemaakt
from mijnzaken_bff.normalise.document import Stuk
from mijnzaken_bff.normalise.onderdeel import onderdeel_uitkomst_of
from mijnzaken_bff.zgw.besluit import Besluit
from mijnzaken_bff.zgw.besluiten_api import MOST
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject, Koppeling
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import link_of
from mijnzaken_bff.zgw.zaakstukken import gekoppelde_zaken
from mijnzaken_bff.zgw.zaaktype import BesluitType

logger = logging.getLogger(__name__)

_MOST_ZAKEN: Final = 100
"""Of so many deelzaken it is asked whether they may be shown."""
_MOST_ONE_BY_ONE: Final = 20
"""The same where each costs a call or two."""


class Deel(Enum):
    """What is asked by itself."""

    SOORT = auto()
    STATUSSEN = auto()
    SUBSTATUSSEN = auto()
    KOPPELINGEN = auto()
    BESLUITEN = auto()
    BESLUITSOORTEN = auto()
    BESLUITKOPPELINGEN = auto()
    DOCUMENTEN = auto()
    ZAKEN = auto()
    EIGENSCHAPPEN = auto()


_ONDERDEEL: Final[Mapping[Deel, Onderdeel]] = {
    Deel.STATUSSEN: Onderdeel.STATUSSEN,
    Deel.SUBSTATUSSEN: Onderdeel.SUBSTATUSSEN,
    Deel.KOPPELINGEN: Onderdeel.DOCUMENTEN,
    Deel.BESLUITEN: Onderdeel.BESLUITEN,
    Deel.BESLUITKOPPELINGEN: Onderdeel.DOCUMENTEN,
    Deel.DOCUMENTEN: Onderdeel.DOCUMENTEN,
    Deel.ZAKEN: Onderdeel.GEKOPPELDE_ZAKEN,
    Deel.EIGENSCHAPPEN: Onderdeel.WAARVOOR,
}
"""To which part of the answer it belongs; the catalogue is judged by what it did not tell."""


@dataclass(frozen=True, slots=True)
class Deelvraag:
    """One question about a zaak."""

    deel: Deel
    nummer: int = 0
    """Of which API the documents are asked, or of which besluit."""


@dataclass(frozen=True, slots=True, repr=False)
class Gekoppeld:
    """A zaak beside this one, proven for itself."""

    bewezen: Bewezen
    soort: Soort


@dataclass(slots=True)
class Verloop:
    """How asking for one part went."""

    failed: list[Failed[Any]] = field(default_factory=list)
    weggelaten: int = 0
    """How much of it could not be read."""


class Zaakdossier:
    """What belongs to one zaak, read once. What did not come is empty, and ``uitkomsten`` says so."""

    def __init__(self, gevonden: Gevonden) -> None:
        self._gevonden = gevonden
        self._verbinding = gevonden.verbinding
        self._bewezen = gevonden.bewezen
        self._bevraging = gevonden.bevraging
        self._a_moment_before = gevonden.end - min(0.25, gevonden.verbinding.seconds / 4)
        """When what does not come must have been given up, or it takes along what did."""
        self.soort = Soort()
        self.statussen: tuple[Status, ...] | None = None
        self.substatussen: tuple[Substatus, ...] = ()
        self.documenten: list[Stuk] = []
        self.eigenschappen: tuple[ZaakEigenschap, ...] = ()
        self.hoofdzaak: Gekoppeld | None = None
        self.deelzaken: tuple[Gekoppeld, ...] = ()
        self._verloop: dict[Onderdeel, Verloop] = {}
        """Of every part that was asked for."""
        self._words_missing = 0
        """Of how many kinds of documents the catalogue did not tell what they are called."""
        self._besluiten: list[Besluit] = []
        """Those that were made known."""
        self._besluitsoorten: Mapping[str, BesluitType] = {}
        """What is known of their types, by link."""
        self._besluitdocumenten: dict[int, tuple[str, ...]] = {}
        """The documents of each, by its place."""
        self._koppelingen: dict[str, Koppeling] = {}
        """Of every document that belongs to the zaak or to one of its besluiten, by UUID."""
        self._pending = {Deelvraag(Deel.KOPPELINGEN), Deelvraag(Deel.BESLUITEN)}
        """What may still name documents."""
        self._links: dict[int, dict[str, str]] | None = None
        """Of every API the documents that it was asked for, UUID to link; None as long as none was."""
        self._failed_apis: list[Failed[Deelvraag]] = []
        """Of several Documenten APIs those that failed."""
        self._in_a_hurry = False
        """Whether nobody waits any longer for what besluiten may name."""

    async def lees(self) -> None:
        """Ask for every part that this bron has, until all of it has come or the time is over."""
        begin = [Deelvraag(deel) for deel in self._first()]
        self._pending &= set(begin)
        half_way = self._gevonden.half_way()
        async with aclosing(ask(begin, self._answer, self._gevonden.end, self._then, [half_way])) as outcomes:
            async for outcome in outcomes:
                if isinstance(outcome, Failed):
                    self._tell(outcome.asked.deel, outcome)
        if self._links is not None:  # what besluiten named too late to ask for it
            asked = sum(len(links) for links in self._links.values())
            self._verloop[Onderdeel.DOCUMENTEN].weggelaten += len(self._koppelingen) - asked

    @property
    def besluiten(self) -> tuple[Besluitstuk, ...]:
        """The besluiten that were made known, each with as much of it as has come."""
        soorten, documenten = self._besluitsoorten, self._besluitdocumenten
        return tuple(
            Besluitstuk(besluit, soorten.get(besluit.besluittype or ""), documenten.get(place, ()))
            for place, besluit in enumerate(self._besluiten)
        )

    def _first(self) -> list[Deel]:
        verbinding, (hoofdzaak, deelzaken) = self._verbinding, gekoppelde_zaken(self._bewezen.item)
        parts = {
            Deel.SOORT: True,
            Deel.STATUSSEN: True,
            Deel.SUBSTATUSSEN: verbinding.gewoonten.has_substatussen(),
            Deel.KOPPELINGEN: bool(verbinding.documenten),
            Deel.BESLUITEN: verbinding.besluiten is not None,
            Deel.ZAKEN: hoofdzaak is not None or bool(deelzaken),
        }
        return [deel for deel, asked in parts.items() if asked]

    async def _answer(self, vraag: Deelvraag) -> None:
        """Read one part, and keep it. Raises ``SourceError``."""
        stukken, item = self._verbinding.stukken, self._bewezen.item
        match vraag.deel:
            case Deel.SOORT:
                self.soort = await self._gevonden.bewijs.soort(self._bewezen.zaak, self._a_moment_before)
            case Deel.STATUSSEN:
                self.statussen = await stukken.statussen(item, self._bevraging)
            case Deel.SUBSTATUSSEN:
                self.substatussen = await stukken.substatussen(item, self._bevraging)
            case Deel.KOPPELINGEN:
                self._name(await stukken.koppelingen(item, self._bevraging))
            case Deel.BESLUITEN:
                await self._read_besluiten()
            case Deel.BESLUITSOORTEN:
                soorten = self._verbinding.catalogus.besluittypen(self._besluittypen(), self._a_moment_before)
                self._besluitsoorten = await soorten
            case Deel.BESLUITKOPPELINGEN:
                await self._read_besluitkoppelingen(vraag.nummer)
            case Deel.DOCUMENTEN:
                await self._read_documenten(vraag.nummer)
            case Deel.ZAKEN:
                await self._read_zaken()
            case Deel.EIGENSCHAPPEN:
                self.eigenschappen = await stukken.eigenschappen(item, self._bevraging)
            case _:
                assert_never(vraag.deel)

    def _then(self, outcome: Outcome[Deelvraag, None] | None) -> Sequence[Deelvraag]:
        """What can be asked now that a question has ended, or now that half of the time is over (None)."""
        if outcome is None:
            self._in_a_hurry = True
            return self._documentvragen()
        deel = outcome.asked.deel
        if (onderdeel := _ONDERDEEL.get(deel)) is not None:
            verloop = self._verloop.setdefault(onderdeel, Verloop())
            if isinstance(outcome, Failed):
                self._failed(outcome, verloop)
        match deel:
            case Deel.SOORT:
                return self._eigenschapvragen()
            case Deel.BESLUITEN:
                besluitvragen = self._besluitvragen()
                self._pending |= {vraag for vraag in besluitvragen if vraag.deel is Deel.BESLUITKOPPELINGEN}
                self._pending.discard(outcome.asked)
                return [*besluitvragen, *self._documentvragen()]
            case Deel.KOPPELINGEN | Deel.BESLUITKOPPELINGEN:
                self._pending.discard(outcome.asked)
                return self._documentvragen()
            case _:
                return ()

    def _failed(self, failed: Failed[Deelvraag], verloop: Verloop) -> None:
        """Take note of a question that failed: of its part, unless something of that came all the same."""
        match failed.asked.deel:
            case Deel.DOCUMENTEN if len(self._links or {}) > 1:  # the other APIs may tell of theirs
                verloop.weggelaten += len((self._links or {})[failed.asked.nummer])
                self._failed_apis.append(failed)
            case Deel.BESLUITKOPPELINGEN:  # without its documents it still is a besluit: they are what is left out
                verloop.weggelaten += 1
            case _:
                verloop.failed.append(failed)

    def _eigenschapvragen(self) -> Sequence[Deelvraag]:
        """Whether eigenschappen are shown follows from the zaaktype."""
        fasen, zaaktype = self._verbinding.weergave.fasen, self.soort.zaaktype
        if zaaktype is not None and fasen.regels_of(zaaktype.identificatie).waarvoor:
            return (Deelvraag(Deel.EIGENSCHAPPEN),)
        return ()

    def _besluitvragen(self) -> Sequence[Deelvraag]:
        """What is asked of the besluiten: what they are called, and of each which documents belong to it."""
        soorten = [Deelvraag(Deel.BESLUITSOORTEN)] if self._besluittypen() else []
        if not self._verbinding.documenten or not self._besluiten:
            return soorten
        asked = [place for place, besluit in enumerate(self._besluiten[:MOST]) if besluit.url is not None]
        self._of_documenten().weggelaten += len(self._besluiten) - len(asked)
        return [*soorten, *(Deelvraag(Deel.BESLUITKOPPELINGEN, place) for place in asked)]

    def _documentvragen(self) -> Sequence[Deelvraag]:
        """One question for each API that has documents of this zaak, once it is known which there are.

        In a hurry that of the zaak itself is enough: besluiten that hang must not cost documents that do not.
        """
        waits_for = self._pending & {Deelvraag(Deel.KOPPELINGEN)} if self._in_a_hurry else self._pending
        if waits_for or self._links is not None or not self._verbinding.documenten:
            return ()
        self._links = defaultdict(dict)
        for uuid, koppeling in self._koppelingen.items():
            link = koppeling.informatieobject or ""
            # At a place that is not configured nobody looks: it is left out, and counted.
            if (number := self._verbinding.api_of(link)) is not None:
                self._links[number][uuid] = link
        self._of_documenten()
        return [Deelvraag(Deel.DOCUMENTEN, number) for number in sorted(self._links)]

    def _name(self, koppelingen: Iterable[Koppeling]) -> tuple[str, ...]:
        """Take note of documents; their UUIDs. One that is named by nothing that it could be asked by is left out."""
        uuids = []
        for koppeling in koppelingen:
            uuid = uuid_of(koppeling.informatieobject)
            if uuid is None:
                self._of_documenten().weggelaten += 1
                continue
            uuids.append(uuid)
            known = self._koppelingen.get(uuid)
            if known is None or (known.titel is None and koppeling.titel is not None):
                self._koppelingen[uuid] = koppeling
        return tuple(dict.fromkeys(uuids))

    def _of_documenten(self) -> Verloop:
        return self._verloop.setdefault(Onderdeel.DOCUMENTEN, Verloop())

    def _besluittypen(self) -> set[str]:
        return {besluit.besluittype for besluit in self._besluiten if besluit.besluittype is not None}

    async def _read_besluiten(self) -> None:
        """The besluiten that were made known."""
        api = self._verbinding.besluiten
        assert api is not None  # noqa: S101 - or it would not have been asked
        found = await api.besluiten(link_of(self._bewezen.item), self._bevraging)
        self._besluiten = [besluit for besluit in found if is_bekendgemaakt(besluit, self._gevonden.vandaag)]

    async def _read_besluitkoppelingen(self, place: int) -> None:
        """Which documents belong to the besluit at this place."""
        api, link = self._verbinding.besluiten, self._besluiten[place].url
        assert api is not None  # noqa: S101 - as before
        assert link is not None  # noqa: S101 - as before
        self._besluitdocumenten[place] = self._name(await api.koppelingen(link, self._bevraging))

    async def _read_documenten(self, number: int) -> None:
        """What one API tells of documents, with what the catalogue tells of their kinds."""
        links, catalogus = (self._links or {})[number], self._verbinding.catalogus
        found = await self._verbinding.documenten[number].documenten(links, self._bevraging)
        types = {one.informatieobjecttype for one in found.values() if one.informatieobjecttype is not None}
        zaaktype = self._bewezen.zaak.zaaktype
        soorten = await catalogus.informatieobjecttypen(types, self._a_moment_before)
        richtingen: Mapping[str, str] = {}
        if zaaktype is not None and not all(map(_tells_its_way, found.values())):
            richtingen = await catalogus.richtingen(zaaktype, self._a_moment_before)
        self.documenten += [
            Stuk(
                document,
                soorten.get(document.informatieobjecttype or ""),
                richtingen.get(uuid_of(document.informatieobjecttype) or ""),
                self._koppelingen[uuid].titel,
            )
            for uuid, document in found.items()
        ]
        self._words_missing += len(types) - len(soorten)
        self._verloop[Onderdeel.DOCUMENTEN].weggelaten += len(links) - len(found)

    async def _read_zaken(self) -> None:
        """The hoofdzaak and the deelzaken, as far as each may be shown: one question for all of them."""
        hoofdzaak, deelzaken = gekoppelde_zaken(self._bewezen.item)
        links = [link for link in (hoofdzaak, *deelzaken) if link and self._verbinding.zaken.rest_of(link) is not None]
        uuids = list(dict.fromkeys(uuid for link in links if (uuid := uuid_of(link)) is not None))
        most = _MOST_ZAKEN if self._verbinding.gewoonten.takes_uuids() else _MOST_ONE_BY_ONE
        proven, unread = await self._gevonden.bewijs.zaken(uuids[:most], self._a_moment_before)
        soorten = await asyncio.gather(
            *(self._gevonden.bewijs.soort(bewezen.zaak, self._a_moment_before) for bewezen in proven.values())
        )
        found = {u: Gekoppeld(bewezen, soort) for (u, bewezen), soort in zip(proven.items(), soorten, strict=True)}
        self.hoofdzaak = found.get(uuid_of(hoofdzaak) or "")
        self.deelzaken = tuple(found[uuid] for uuid in map(uuid_of, deelzaken) if uuid in found)
        self._verloop.setdefault(Onderdeel.GEKOPPELDE_ZAKEN, Verloop()).weggelaten += len(uuids[most:]) + len(unread)

    def uitkomsten(self, *, onbeoordeeld: int = 0) -> list[OnderdeelUitkomst]:
        """How asking for each part ended, once all were asked for.

        ``onbeoordeeld``: how many documents are not shown because a rule about their type could not be applied.
        """
        if onbeoordeeld:
            self._of_documenten().weggelaten += onbeoordeeld
        self._verloop[Onderdeel.CATALOGUS] = self._of_catalogue()
        if self.soort.zaaktype is None and any(r.waarvoor for r in self._verbinding.weergave.fasen.zaaktypen.values()):
            # Whether there is anything to show follows from the zaaktype, and that is what is missing.
            self._verloop[Onderdeel.WAARVOOR] = self._verloop[Onderdeel.CATALOGUS]
        if self._failed_apis and len(self._failed_apis) == len(self._links or {}):
            self._verloop[Onderdeel.DOCUMENTEN].failed.append(self._failed_apis[0])
        naam = self._verbinding.bron.organisatie_of(
            self._bewezen.zaak.verantwoordelijke_organisatie, self._bewezen.zaak.bronorganisatie
        ).naam
        told = []
        for onderdeel in Onderdeel:
            if (verloop := self._verloop.get(onderdeel)) is not None:
                failed = verloop.failed[0] if verloop.failed else None
                told.append(
                    onderdeel_uitkomst_of(
                        onderdeel,
                        failed.failure if failed is not None else None,
                        organisatienaam=naam,
                        weggelaten=verloop.weggelaten,
                        retry_after=failed.retry_after if failed is not None else None,
                    )
                )
        return told

    def _of_catalogue(self) -> Verloop:
        """How the catalogue did: it is asked for what is not known yet, and says why it does not know a zaaktype."""
        zaak, soort = self._bewezen.zaak, self.soort
        if soort.zaaktype is None and zaak.zaaktype is not None:
            failure = self._verbinding.catalogus.why_unknown(zaak.zaaktype) or Failure.SERVER_ERROR
            return Verloop([Failed(Deelvraag(Deel.SOORT), failure, 0.0)])
        status, resultaat = zaak.expanded_status, zaak.expanded_resultaat
        missing = (
            zaak.zaaktype is None or soort.statustypen is None,
            status is not None and soort.statustype(status.statustype) is None and soort.statustypen is not None,
            resultaat is not None
            and zaak.einddatum is not None
            and soort.resultaattype(resultaat.resultaattype) is None,
        )
        words_missing = self._words_missing + len(self._besluittypen() - self._besluitsoorten.keys())
        return Verloop(weggelaten=sum(missing) + words_missing)

    def _tell(self, deel: Deel, failed: Failed[Any] | SourceError) -> None:
        part = _ONDERDEEL.get(deel, Onderdeel.CATALOGUS).value
        fields = {"request_id": self._bevraging.verwerking.verzoek_id, "bron": self._verbinding.bron.id, "what": part}
        logger.warning("zaak_part_failed", extra=fields | told_of(failed))


def _tells_its_way(document: EnkelvoudigInformatieObject) -> bool:
    """Whether a document itself tells who sent it: by one of its two dates."""
    return (document.ontvangstdatum is None) is not (document.verzenddatum is None)
