"""The Zaken API of one bron: one question for zaken, in whichever dialect its register speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.expand import (
    BIJ_DETAIL,
    BIJ_OVERZICHT,
    Erbij,
    broke_over_rollen,
    expanded_rollen,
    lacks_rollen,
    may_be_about_expand,
    names_expand,
)
from mijnzaken_bff.zgw.gewoonten import Gewoonten, Uitvouwing
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zoekvraag import UUIDS, Criteria, Zoekvraag, key_of
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_BODY: Final = {"Content-Crs": "EPSG:4326"}
"""Mandatory beside a body, although ours holds no geometry."""

LARGEST_PAGE: Final = 500

_UNKNOWN: Final = "mijnzakenBestaatNiet"
"""A criterion that no standard knows."""


class ZakenApi:
    """Questions to the Zaken API of one bron, by its capabilities and by what was learned of it."""

    def __init__(self, register: Register, profiel: Profiel, gewoonten: Gewoonten) -> None:
        self._register = register
        self._profiel = profiel
        self._gewoonten = gewoonten
        self._headers = profiel.headers
        self._search_headers = {**_BODY, **profiel.headers}

    def rest_of(self, link: str) -> str | None:
        """What follows the base URL of this API in ``link``, or None when the link belongs elsewhere."""
        return self._register.basis.rest_of(link)

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int, bevraging: Bevraging | None = None) -> Page:
        """One page of the zaken that ``vraag`` finds, newest first where the register orders.

        Each comes with status, resultaat and rollen where the register can expand; ``Zaakdelen`` gets them where it
        cannot. The same question is put for every page; a page past the end is empty. Raises ``SourceError``:
        NOT_SEARCHABLE when the register says that it does not know the search key of a company, REJECTED for any other
        refusal.
        Source: Zaken API 1.5, operations ``zaak__zoek`` and ``zaak_list``; ``pageSize`` is an extension of Open Zaak.
        """
        criteria = vraag.criteria(self._profiel)
        query = {"pageSize": str(min(size, LARGEST_PAGE))} if self._profiel.paginagrootte else {}
        if page > 1:
            query["page"] = str(page)
        try:
            return await self._found(criteria, query, bevraging)
        except SourceError as error:
            if error.status == 404 and page > 1:  # it shrank, or is withheld: whoever reads on finds out
                return Page([], more=False)
            if error.status == 404:
                self._register.missing()
            if not self._is_about(vraag.zoekwijze, error):
                raise
            raise SourceError(Failure.NOT_SEARCHABLE, "zaken", status=400, code=error.code) from error

    async def met_uuids(
        self, vraag: Zoekvraag, *, in_full: bool = False, bevraging: Bevraging | None = None
    ) -> list[Any]:
        """The zaken that ``vraag`` names and finds, ``in_full`` with all that a detail needs. A few at most: one page.

        Raises ``SourceError``: SEARCH_ABSENT when a register cannot search for zaken of which we know the UUID, and
        NOT_SEARCHABLE as ``zoek`` does.
        Source: Zaken API 1.5, operation ``zaak__zoek``.
        """
        if not self._gewoonten.takes_uuids():
            raise SourceError(Failure.SEARCH_ABSENT, "zaken")
        criteria = vraag.criteria(self._profiel)
        # One more than can be found: then it shows when the UUIDs were not looked at.
        size = min(len(vraag.uuids) + 1, LARGEST_PAGE)
        query = {"pageSize": str(size)} if self._profiel.paginagrootte else {}
        uitvouwing = self._gewoonten.zoek_in_full if in_full else self._gewoonten.zoek
        erbij = BIJ_DETAIL if in_full else BIJ_OVERZICHT
        try:
            page = await self._expanded(uitvouwing, criteria, query, bevraging, get=False, erbij=erbij)
        except SourceError as error:
            absent = error.status in (404, 405) and not self._gewoonten.zoek_seen
            unknown = error.status == 400 and UUIDS.lower() in map(str.lower, error.params)
            if self._is_about(vraag.zoekwijze, error):
                raise SourceError(Failure.NOT_SEARCHABLE, "zaken", status=400, code=error.code) from error
            if not absent and not unknown:
                raise
            if unknown:
                self._gewoonten.note_uuids_refused()
            raise SourceError(Failure.SEARCH_ABSENT, "zaken", status=error.status) from error
        self._gewoonten.zoek_seen = True
        return page.items

    def _is_about(self, zoekwijze: Zoekwijze, error: SourceError) -> bool:
        """Whether a refusal says that the register does not know the search key of a company; that is remembered.

        Every register can look a person up: what it refuses then is this question.
        """
        if error.status != 400 or zoekwijze is Zoekwijze.NP_BSN:
            return False
        if key_of(zoekwijze).lower() not in map(str.lower, error.unknown):
            return False
        self._gewoonten.note_refused(zoekwijze)
        return True

    async def refuses_unknown_criteria(self, vraag: Zoekvraag) -> bool:
        """Whether it refuses ``vraag`` with a criterion added that it cannot know.

        A register that answers all the same drops what it does not know: then nothing but the proof on the rollen shows
        that a filter was applied. Raises ``SourceError`` when it cannot tell.
        """
        criteria = {**vraag.criteria(self._profiel), _UNKNOWN: "x"}
        try:
            await self._page(criteria, {}, ExpandVorm.UIT, None, get=not self._gewoonten.has_zoek())
        except SourceError as error:
            if error.status == 400:
                return True
            raise
        return False

    async def _found(self, criteria: Criteria, query: Mapping[str, str], bevraging: Bevraging | None) -> Page:
        """The page, by ``_zoek`` where there is one and by ``GET`` where a number may stand in a URL.

        A ``_zoek`` that ever answered is there: what it does not find later is no reason to put a number in a URL.
        """
        if not self._gewoonten.has_zoek():
            return await self._expanded(self._gewoonten.get, criteria, query, bevraging, get=True)
        try:
            page = await self._expanded(self._gewoonten.zoek, criteria, query, bevraging, get=False)
        except SourceError as error:
            if error.status not in (404, 405) or self._gewoonten.zoek_seen:
                raise
            if error.status == 404 and "page" in query:
                raise  # it is the page that is not there
            if not self._profiel.get_mag:
                if error.status == 404:
                    raise
                raise SourceError(Failure.SEARCH_ABSENT, "zaken", status=error.status) from error
        else:
            self._gewoonten.zoek_seen = True
            return page
        verder = bevraging.verder() if bevraging is not None else None
        page = await self._expanded(self._gewoonten.get, criteria, query, verder, get=True)
        self._gewoonten.note_zoek_absent()
        return page

    async def _expanded(
        self,
        uitvouwing: Uitvouwing,
        criteria: Criteria,
        query: Mapping[str, str],
        bevraging: Bevraging | None,
        *,
        get: bool,
        erbij: Erbij = BIJ_OVERZICHT,
    ) -> Page:
        """The page with what hangs on its zaken, in the first form of expand that the register takes.

        A form counts as refused only when the same question in another form is answered: otherwise it was not that.
        Only a refusal that names expand is worth trying the next form at once; after another one that comes with the
        next question.
        """
        vorm = uitvouwing.vorm
        refused: list[tuple[ExpandVorm, int | None]] = []
        while True:
            try:
                page = await self._page(criteria, query, vorm, bevraging, get=get, erbij=erbij)
            except SourceError as error:
                instead = uitvouwing.after(vorm)
                if instead is None or not may_be_about_expand(error, proven=uitvouwing.proven):
                    raise
                refused.append((vorm, error.status))
                bevraging = bevraging.verder() if bevraging is not None else None
                # A register in trouble, or one that does not say what it refuses, is not asked in every form there is.
                vorm = instead if error.status == 400 and names_expand(error) else ExpandVorm.UIT
                continue
            for form, status in refused:
                if status == 403:
                    uitvouwing.forbidden()
                else:
                    uitvouwing.fails(form, sure=status == 400)
            refused = []
            if vorm is ExpandVorm.UIT or not page.items:
                return page
            if any(expanded_rollen(item) for item in page.items):
                if uitvouwing.works(vorm):
                    self._gewoonten.note_expand("zaken", vorm)
                return page
            if not any(lacks_rollen(item) for item in page.items) or any(broke_over_rollen(i) for i in page.items):
                return page
            uitvouwing.fails(vorm)
            if uitvouwing.vorm is ExpandVorm.UIT:
                self._gewoonten.note_expand("zaken", ExpandVorm.UIT)
                return page
            vorm = uitvouwing.vorm

    async def _page(
        self,
        criteria: Criteria,
        query: Mapping[str, str],
        vorm: ExpandVorm,
        bevraging: Bevraging | None,
        *,
        get: bool,
        erbij: Erbij = BIJ_OVERZICHT,
    ) -> Page:
        asked = dict(query)
        if vorm is ExpandVorm.QUERY:
            asked["expand"] = ",".join(erbij.paden)
        if get:
            asked |= {key: value if isinstance(value, str) else str(value).lower() for key, value in criteria.items()}
            return await self._register.listed("zaken", asked, self._headers, bevraging)
        body: dict[str, Any] = dict(criteria)
        match vorm:
            case ExpandVorm.LIJST:
                body["expand"] = list(erbij.paden)
            case ExpandVorm.KOMMA:
                body["expand"] = ",".join(erbij.paden)
            case ExpandVorm.VELDEN:
                body["fields"] = erbij.velden
            case ExpandVorm.QUERY | ExpandVorm.UIT:
                pass
        return await self._register.search("zaken/_zoek", body, asked, self._search_headers, bevraging)
