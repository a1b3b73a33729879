"""Searching for a document that nobody has: whether we may, and how a Documenten API is asked for documents."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.controle.bevinding import Afwijking, Punt, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.niemand import uuid_of_nobody, what_was_found
from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.documenten_api import ABSENT, DOCUMENTEN, SEARCH
from mijnzaken_bff.zgw.profielen import Documentsleutel

_OTHER: Final[dict[Documentsleutel, Documentsleutel]] = {"uuid__in": "uuid_In", "uuid_In": "uuid__in"}
_ONE_BY_ONE: Final = "documenten worden één voor één gevraagd"


class Documentproef:
    """Looks at one Documenten API (``api``: what it is called in the configuration). Nobody has what it asks for."""

    def __init__(
        self, api: str, register: Register, sleutel: Documentsleutel, seconds: float, seen: Bevindingen
    ) -> None:
        self._api = api
        self._register = register
        self._sleutel = sleutel
        self._seconds = seconds
        self._seen = seen
        self._nobody = uuid_of_nobody()
        # The setting goes for all of them.
        self._if_all = "" if api == "documenten" else " (als dat bij elke Documenten API van deze bron past)"
        self.afwijkingen: list[tuple[Afwijking, str]] = []
        """What it turned out not to do, each with what it is about."""
        self.past: Documentsleutel | None = None
        """The key that fits, ``geen`` where it cannot be searched; None when that could not be seen."""

    async def run(self) -> None:
        """Look at all of it. Nothing is raised but a cancellation."""
        try:
            await self._look()
        except SourceError as error:
            self._seen.not_entered(self._api, error)
            self._seen.unknown(self._api, Punt.DIALECT)

    async def _look(self) -> None:
        """Raises ``SourceError`` when it does not let us see."""
        if self._sleutel == "geen":
            await self._at_its_address()
            self._entered("geen")
            self._seen.good(Punt.DIALECT, self._api, f"zonder zoeken: {_ONE_BY_ONE}")
            return
        try:
            page = await self._searched(self._sleutel)
        except SourceError as error:
            if error.status not in ABSENT:
                raise
            await self._refused(self._sleutel, error)
            return
        if page.nothing:
            self._entered(self._sleutel)
            self._seen.good(Punt.DIALECT, self._api, f"zoekt op {self._sleutel}, vindt van niemand niets")
            if self._sleutel != "uuid__in":
                self.afwijkingen.append((Afwijking.DOCUMENT_SLEUTEL, "uuid__in"))
            return
        self._without(
            await self._other(self._sleutel), f"zoekt op {self._sleutel}, {what_was_found(page)}",
            f"Het register let niet op {self._sleutel} en geeft documenten van anderen: {_ONE_BY_ONE}.",
        )  # fmt: skip

    async def _refused(self, sleutel: Documentsleutel, error: SourceError) -> None:
        """Tell what comes of a search that is refused, once it is certain that this is a Documenten API.

        Raises ``SourceError``.
        """
        other = await self._other(sleutel) if error.status == 400 else None
        if other is None:
            await self._at_its_address()
        if error.status == 400:
            oorzaak = f"Het register zoekt niet op {sleutel}: {_ONE_BY_ONE}."
            self._without(other, f"weigert {sleutel} ({error.status})", oorzaak)
            return
        self._entered("geen")
        self.afwijkingen.append((Afwijking.DOCUMENT_ZOEK, SEARCH))
        self._seen.note(
            Punt.DIALECT, self._api, Stand.LET_OP, f"geen {SEARCH} ({error.status})",
            f"Het register kan niet zoeken naar documenten: {_ONE_BY_ONE}.",
            f"Zet vermogens.documentsleutel op geen{self._if_all}, of vraag de leverancier om deze zoekvraag.",
        )  # fmt: skip

    def _without(self, other: Documentsleutel | None, gezien: str, oorzaak: str) -> None:
        """Tell that it does not search under the key that is configured; ``other`` fits, or no search at all."""
        self._entered(other or "geen")
        if other != "uuid__in":
            self.afwijkingen.append((Afwijking.DOCUMENT_SLEUTEL, "uuid__in"))
        if other is None:
            stap = f"Zet vermogens.documentsleutel op geen{self._if_all}, en vraag de leverancier om herstel."
        else:
            stap = f"Zet vermogens.documentsleutel op {other}{self._if_all}: daarmee zoekt dit register wel."
        self._seen.note(Punt.DIALECT, self._api, Stand.LET_OP, gezien, oorzaak, stap)

    async def _other(self, sleutel: Documentsleutel) -> Documentsleutel | None:
        """The other key, where a search under it finds nothing. Raises ``SourceError`` only for our credentials."""
        other = _OTHER[sleutel]
        try:
            page = await self._searched(other)
        except SourceError as error:
            if error.failure is Failure.NO_ACCESS:
                raise
            return None
        return other if page.nothing else None

    async def _searched(self, sleutel: Documentsleutel) -> Page:
        """The page that a search finds, as the service asks it. Raises ``SourceError``.

        Source: Documenten API 1.4, ``enkelvoudiginformatieobject__zoek``.
        """
        return await within(self._seconds, self._register.search(SEARCH, {sleutel: [self._nobody]}, {}))

    async def _at_its_address(self) -> None:
        """Ask for one document: an API of documents knows that it is not there. Raises ``SourceError`` for any other.

        Source: Documenten API 1.0, ``enkelvoudiginformatieobject_read``.
        """
        try:
            await within(self._seconds, self._register.get(f"{DOCUMENTEN}/{self._nobody}"))
        except SourceError as error:
            if error.status in (404, 410) and error.in_json:
                return
            raise
        raise SourceError(Failure.UNUSABLE, "documenten", status=200)

    def _entered(self, past: Documentsleutel) -> None:
        self.past = past
        self._seen.entered(self._api, f"mag documenten {'vragen' if past == 'geen' else 'zoeken'}")


def setting_that_fits(sleutel: Documentsleutel, found: list[Documentsleutel | None]) -> Documentsleutel | None:
    """The key to configure in the place of ``sleutel``, which goes for all Documenten API's of a bron; None: it stays.

    ``found``: what fits each. Where it fits one of them it stays: the others are asked one by one.
    """
    known = [past for past in found if past is not None]
    if not known or sleutel in known:
        return None
    return next((past for past in known if past != "geen"), "geen")
