"""The Zaken API of one bron: one question for zaken, in whichever dialect its register speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.gewoonten import Gewoonten, Uitvouwing
from mijnzaken_bff.zgw.modellen import same
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zaak import expanded, uuid_of_item
from mijnzaken_bff.zgw.zoekvraag import Criteria, Zoekvraag, key_of
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_CRS: Final = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
"""Mandatory for every question about zaken, although we read no geometry."""

_EXPAND: Final = ("status", "resultaat", "rollen")
"""What belongs to the zaak. What belongs to the catalogue comes from our own cache: expanding it is paid per object."""

_VELDEN: Final[list[Any]] = [
    "url", "uuid", "identificatie", "bronorganisatie", "verantwoordelijkeOrganisatie", "omschrijving", "zaaktype",
    "registratiedatum", "startdatum", "einddatum", "einddatumGepland", "uiterlijkeEinddatumAfdoening",
    "vertrouwelijkheidaanduiding", "verlenging", "opschorting", "hoofdzaak", "status", "resultaat",
    {
        "status": ["statustype", "datumStatusGezet", "statustoelichting"],
        "resultaat": ["resultaattype", "toelichting"],
        "rollen": [
            "zaak", "betrokkeneType", "omschrijvingGeneriek", "indicatieMachtiging", "betrokkeneIdentificatie",
        ],
    },
]  # fmt: skip
"""Everything that we read of a zaak, and nothing else.

Of a rol without its validity: Zaken API 1.6 and 1.7 do not have it, and answer 404 to a name that they do not know.
"""

LARGEST_PAGE: Final = 500
_MOST_ROL_PAGES: Final = 10


class ZakenApi:
    """Questions to the Zaken API of one bron, by its capabilities and by what was learned of it."""

    def __init__(self, register: Register, profiel: Profiel, gewoonten: Gewoonten) -> None:
        self._register = register
        self._profiel = profiel
        self._gewoonten = gewoonten
        versie = {"Api-Version": profiel.api_versie} if profiel.api_versie else {}
        self._search_headers = {**_CRS, **versie}
        self._headers = {"Accept-Crs": _CRS["Accept-Crs"], **versie}

    def rest_of(self, link: str) -> str | None:
        """What follows the base URL of this API in ``link``, or None when the link belongs elsewhere."""
        return self._register.basis.rest_of(link)

    async def zoek(self, vraag: Zoekvraag, *, page: int = 1, size: int) -> Page:
        """One page of the zaken that ``vraag`` finds, newest first where the register orders.

        Each comes with status, resultaat and rollen where the register can expand; ``aangevuld`` gets them where it
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
            return await self._found(criteria, query)
        except SourceError as error:
            if error.status == 404 and page > 1:  # the list shrank while we read it
                return Page([], more=False)
            if error.status != 400 or vraag.zoekwijze is Zoekwijze.NP_BSN:
                raise  # every register can look a person up: what it refuses then is this question
            if key_of(vraag.zoekwijze).lower() not in map(str.lower, error.unknown):
                raise
            self._gewoonten.note_refused(vraag.zoekwijze)
            raise SourceError(Failure.NOT_SEARCHABLE, "zaken", status=400, code=error.code) from error

    async def _found(self, criteria: Criteria, query: Mapping[str, str]) -> Page:
        """The page, by ``_zoek`` where there is one and by ``GET`` where a number may stand in a URL.

        A ``_zoek`` that ever answered is there: what it does not find later is no reason to put a number in a URL.
        """
        if not self._gewoonten.has_zoek():
            return await self._expanded(self._gewoonten.get, criteria, query, get=True)
        try:
            page = await self._expanded(self._gewoonten.zoek, criteria, query, get=False)
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
        page = await self._expanded(self._gewoonten.get, criteria, query, get=True)
        self._gewoonten.note_zoek_absent()
        return page

    async def _expanded(
        self, uitvouwing: Uitvouwing, criteria: Criteria, query: Mapping[str, str], *, get: bool
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
                page = await self._page(criteria, query, vorm, get=get)
            except SourceError as error:
                instead = uitvouwing.after(vorm)
                if instead is None or not _may_be_about_expand(error, uitvouwing):
                    raise
                refused.append((vorm, error.status))
                # A register in trouble, or one that does not say what it refuses, is not asked in every form there is.
                vorm = instead if error.status == 400 and _names_expand(error) else ExpandVorm.UIT
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

    async def _page(self, criteria: Criteria, query: Mapping[str, str], vorm: ExpandVorm, *, get: bool) -> Page:
        asked = dict(query)
        if vorm is ExpandVorm.QUERY:
            asked["expand"] = ",".join(_EXPAND)
        if get:
            asked |= {key: value if isinstance(value, str) else str(value).lower() for key, value in criteria.items()}
            return await self._register.listed("zaken", asked, self._headers)
        body: dict[str, Any] = dict(criteria)
        match vorm:
            case ExpandVorm.LIJST:
                body["expand"] = list(_EXPAND)
            case ExpandVorm.KOMMA:
                body["expand"] = ",".join(_EXPAND)
            case ExpandVorm.VELDEN:
                body["fields"] = _VELDEN
            case ExpandVorm.QUERY | ExpandVorm.UIT:
                pass
        return await self._register.search("zaken/_zoek", body, asked, self._search_headers)

    async def aangevuld(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """A zaak of a list with its rollen, and its status and resultaat as far as they can be read.

        In one call where the register can expand one zaak, else the rollen first: without them the rest is not worth
        asking for. Raises ``SourceError`` when the rollen cannot be had, and NO_LONGER_THERE when the zaak is gone.
        """
        detail = self._gewoonten.detail
        vorm = detail.vorm
        if vorm is not ExpandVorm.UIT:
            try:
                zaak = await self._detail(item, {"expand": ",".join(_EXPAND)})
            except SourceError as error:
                if not _may_be_about_expand(error, detail):
                    raise
                rollen = await self._rollen(_link_of(item))
                if not rollen and error.failure is Failure.NO_LONGER_THERE:
                    raise  # it is the zaak that is not there, and not a path of expand
                told = await self.met_delen(item, rollen=rollen)
                if error.status == 400 or not detail.proven:  # else it is this zaak that we may not see, and no other
                    detail.fails(vorm, sure=error.status == 400)
                return told
            if expanded_rollen(zaak):
                if detail.works(vorm):
                    self._gewoonten.note_expand("zaak", vorm)
                return await self.met_delen(zaak)  # a part of which the expanding failed is fetched after all
            if not broke_over_rollen(zaak):
                detail.fails(vorm)
            item = zaak
        return await self.met_delen(item, rollen=await self._rollen(_link_of(item)))

    async def _detail(self, item: Mapping[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
        """The zaak of an item, fetched by itself. Source: Zaken API 1.5, operation ``zaak_read``."""
        try:
            zaak = await self._register.follow(_link_of(item), self._headers, query)
        except SourceError as error:
            if error.status in (404, 410):
                raise SourceError(Failure.NO_LONGER_THERE, "zaken", status=error.status) from error
            raise
        if not isinstance(zaak, dict) or uuid_of_item(zaak) != uuid_of_item(item):
            raise SourceError(Failure.UNUSABLE, "zaken")
        return zaak

    async def met_delen(self, item: Mapping[str, Any], **known: Any) -> dict[str, Any]:
        """A zaak with its status and resultaat fetched where they did not come with it, as far as they can be read."""
        parts = dict(known)
        for name in ("status", "resultaat"):
            link = item.get(name)
            if isinstance(link, str) and link and not isinstance(expanded(item, name), dict):
                parts[name] = await self._part(link)
        before = item.get("_expand")
        return {**item, "_expand": {**(before if isinstance(before, dict) else {}), **parts}}

    async def _rollen(self, zaak: str) -> list[Any]:
        """Every rol of a zaak. The filter is the link as served: registers compare it as text.

        Raises ``SourceError``: FILTER_IGNORED when rollen of another zaak are among them, for those prove nothing.
        """
        rollen: list[Any] = []
        for number in range(1, _MOST_ROL_PAGES + 1):
            query = {"zaak": zaak} | ({"page": str(number)} if number > 1 else {})
            page = await self._register.listed("rollen", query, self._headers)
            rollen += page.items
            if not page.more:
                break
        if not all(isinstance(rol, dict) and same(rol.get("zaak"), zaak) for rol in rollen):
            raise SourceError(Failure.FILTER_IGNORED, "rollen")
        return rollen

    async def _part(self, link: str) -> Any:
        """The status or resultaat behind ``link``; None when it cannot be read: the zaak itself can."""
        try:
            return await self._register.follow(link, self._headers)
        except SourceError:
            return None


def expanded_rollen(item: Any) -> bool:
    """Whether an item came with its rollen, be it with none of them."""
    group = item.get("_expand") if isinstance(item, dict) else None
    return isinstance(group, dict) and isinstance(group.get("rollen"), list)


def lacks_rollen(item: Any) -> bool:
    """Whether an item came without its rollen although it may have some: their list is not there, or names some."""
    return isinstance(item, dict) and not expanded_rollen(item) and item.get("rollen") != []


def broke_over_rollen(item: Any) -> bool:
    """Whether the register did expand, and met an error of its own over the rollen of this zaak at that moment."""
    group = item.get("_expand") if isinstance(item, dict) else None
    rollen = group.get("rollen") if isinstance(group, dict) else None
    return isinstance(rollen, dict) and "_error" in rollen


def _may_be_about_expand(error: SourceError, uitvouwing: Uitvouwing) -> bool:
    """Whether a refusal may be meant for expand, and not for the question.

    400 is about expand unless it names other keys; 403 may be about the right to read what is expanded. A register that
    cannot read our form may say 404 (rule zrc-027) or break with a 500, but not when that form has worked before; nor
    is it then what Open Zaak means with ``nonFieldErrors``: a parameter that it does not know, and does not name.
    """
    match error.status:
        case 400:
            names = " ".join(error.params).lower()
            unnamed = names == "nonfielderrors" and not uitvouwing.proven
            return not names or unnamed or _names_expand(error)
        case 403:
            return True
        case 404 | 500:
            return not uitvouwing.proven
        case _:
            return False


def _names_expand(error: SourceError) -> bool:
    """Whether a refusal says that it is about expand."""
    return any("expand" in name or "fields" in name for name in map(str.lower, error.params))


def _link_of(item: Mapping[str, Any]) -> str:
    link = item.get("url")
    if not isinstance(link, str):
        raise SourceError(Failure.UNUSABLE, "zaken")
    return link
