"""The content of one document of one zaak, after everything that its list goes by has been proven again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Final, NamedTuple, TypeVar

from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Verwerking, VerwerkingSink, noted_request
from mijnzaken_bff.fanout.ask import Failed, ask
from mijnzaken_bff.fanout.documentinhoud import Documentinhoud
from mijnzaken_bff.fanout.verslag import Verslag
from mijnzaken_bff.fanout.zaakfout import NietGevonden
from mijnzaken_bff.fanout.zaakvraag import Gevonden, Zaakvragen
from mijnzaken_bff.normalise.besluit import is_bekendgemaakt
from mijnzaken_bff.normalise.bestand import bestandsnaam_of, media_type_of
from mijnzaken_bff.normalise.document import Documentoordeel, Stuk, documentoordeel_of, is_downloadable
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen
from mijnzaken_bff.zgw.besluiten_api import MOST
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject, Koppeling
from mijnzaken_bff.zgw.documenten_api import DocumentenApi
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.zaak import link_of

T = TypeVar("T")

_NIET_GEVONDEN: Final = "nietGevonden"


class _Beoordeeld(NamedTuple):
    """A document that may be shown, and where it is."""

    api: DocumentenApi
    link: str
    document: EnkelvoudigInformatieObject


class Zaakdocumenten:
    """Gives the content of documents. One per application; it holds nothing of anybody.

    A document is looked for under its zaak and nowhere else, and what is sent is the version that was judged.
    """

    def __init__(
        self,
        vragen: Zaakvragen,
        clock: Clock,
        *,
        sink: VerwerkingSink,
        verslag: Verslag,
        grenzen: Inhoudsgrenzen,
        seconds: float,
    ) -> None:
        self._vragen = vragen
        self._clock = clock
        self._sink = sink
        self._verslag = verslag
        self._grenzen = grenzen
        self._seconds = seconds

    @asynccontextmanager
    async def inhoud(
        self,
        caller: BetrokkeneCaller,
        bronnen: Collection[str],
        zaak_id: str,
        document_id: str,
        verwerking: Verwerking,
    ) -> AsyncIterator[Documentinhoud]:
        """The content of a document of a zaak, its first bytes at hand, for as long as this lasts.

        ``bronnen`` are open to ``caller``. Raises ``NietGevonden`` when it begins, and ``ZaakMislukt`` as long as it
        lasts.
        """
        with noted_request(verwerking, caller.betrokkene, self._clock, self._sink) as verloop:
            gevonden = await self._vragen.gevonden(caller, bronnen, zaak_id, verwerking, self._seconds)
            beoordeeld = None
            if gevonden is not None:
                beoordeeld = await self._answered(gevonden, partial(self._judged, gevonden, document_id), verwerking)
            if gevonden is not None and beoordeeld is not None:
                async with self._sent(gevonden, beoordeeld, verwerking) as inhoud:
                    yield inhoud
                    verloop.uitkomst = "volledig"
                    return
            verloop.uitkomst = _NIET_GEVONDEN
        raise NietGevonden

    async def _answered(self, gevonden: Gevonden, question: Callable[[], Awaitable[T]], verwerking: Verwerking) -> T:
        """What a question about this zaak gives, within the time of its bron. Raises ``ZaakMislukt``."""

        async def put(_zaak: str) -> T:
            return await question()

        async with aclosing(ask([gevonden.zaak_id], put, gevonden.end)) as outcomes:
            outcome = await anext(outcomes)
        if isinstance(outcome, Failed):
            self._verslag.document_failed(gevonden.verbinding, outcome, verwerking)
            raise self._vragen.mislukt(gevonden.verbinding, outcome)
        return outcome.answer

    async def _judged(self, gevonden: Gevonden, document_id: str) -> _Beoordeeld | None:
        """The document, if it belongs to the zaak and may be shown: the predicate of the list."""
        verbinding = gevonden.verbinding
        link = await self._link(gevonden, document_id)
        number = verbinding.api_of(link) if link is not None else None
        if link is None or number is None:
            return None
        api = verbinding.documenten[number]
        try:
            document = await api.document(link, gevonden.bevraging)
        except SourceError as error:
            if error.failure is Failure.NO_LONGER_THERE:
                return None
            raise
        kind = document.informatieobjecttype
        soorten = await verbinding.catalogus.informatieobjecttypen([] if kind is None else [kind], gevonden.half_way())
        stuk = Stuk(document, soorten.get(kind or ""))
        oordeel = documentoordeel_of(stuk, verbinding.zichtbaarheid.documenten)
        if oordeel is Documentoordeel.SOORT_ONBEKEND and kind is not None:  # it may be one that is shown
            raise SourceError(Failure.SERVER_ERROR, "catalogi")
        if oordeel is not Documentoordeel.TONEN or not is_downloadable(document):
            return None
        return _Beoordeeld(api, link, document)

    async def _link(self, gevonden: Gevonden, document_id: str) -> str | None:
        """The link of a document that belongs to the zaak, or to a besluit in it that was made known."""
        verbinding, bevraging = gevonden.verbinding, gevonden.bevraging
        if not verbinding.documenten:
            return None
        own = await verbinding.stukken.koppelingen(gevonden.bewezen.item, bevraging)
        if (link := _among(own, document_id)) is not None or verbinding.besluiten is None:
            return link
        besluiten = await verbinding.besluiten.besluiten(link_of(gevonden.bewezen.item), bevraging)
        known = [besluit.url for besluit in besluiten if is_bekendgemaakt(besluit, gevonden.vandaag)][:MOST]
        return await self._link_of_besluit(gevonden, [link for link in known if link is not None], document_id)

    async def _link_of_besluit(self, gevonden: Gevonden, besluiten: Sequence[str], document_id: str) -> str | None:
        """The link of a document of one of these besluiten, which are asked at once, as for the list."""
        api = gevonden.verbinding.besluiten
        assert api is not None  # noqa: S101 - or there would be no besluiten
        failed = None
        question = partial(api.koppelingen, bevraging=gevonden.bevraging)
        async with aclosing(ask(besluiten, question, gevonden.end)) as outcomes:
            async for outcome in outcomes:
                if isinstance(outcome, Failed):
                    failed = failed or outcome
                elif (link := _among(outcome.answer, document_id)) is not None:
                    return link
        if failed is not None:
            raise failed.error()
        return None

    @asynccontextmanager
    async def _sent(
        self, gevonden: Gevonden, beoordeeld: _Beoordeeld, verwerking: Verwerking
    ) -> AsyncIterator[Documentinhoud]:
        api, link, document = beoordeeld
        verbinding, began = gevonden.verbinding, False
        try:
            async with api.inhoud(link, document, self._grenzen, gevonden.bevraging) as stroom:
                began = True
                yield Documentinhoud(
                    bestandsnaam=bestandsnaam_of(document),
                    mediatype=media_type_of(document.formaat),
                    lengte=stroom.lengte,
                    stroom=stroom,
                )
        except SourceError as error:
            failed = Failed.by(error, gevonden.zaak_id)
            if began:  # it was sent in part, or read by whoever inspects it: only the latter can still be told
                raise self._vragen.mislukt(verbinding, failed) from error
            self._verslag.document_failed(verbinding, failed, verwerking)
            if error.failure is Failure.NO_LONGER_THERE:
                raise NietGevonden from error
            raise self._vragen.mislukt(verbinding, failed) from error


def _among(koppelingen: Collection[Koppeling], document_id: str) -> str | None:
    links = (koppeling.informatieobject for koppeling in koppelingen)
    return next((link for link in links if link is not None and uuid_of(link) == document_id), None)
