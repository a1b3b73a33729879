"""One Documenten API of one bron: what is told of documents. Their content is another matter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from pydantic import ValidationError

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.inhoudsstroom import Inhoudsstroom
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.profielen import Documentsleutel

DOCUMENTEN: Final = "enkelvoudiginformatieobjecten"
SEARCH: Final = f"{DOCUMENTEN}/_zoek"
MOST: Final = 500
"""Documents of one zaak that are asked of one API."""
MOST_ONE_BY_ONE: Final = 50
"""The same where each costs a call."""
_MOST_PAGES: Final = 10
ABSENT: Final = (400, 404, 405, 501)
"""How an API says that it has no search, or none for UUIDs."""


class DocumentenApi:
    """Questions to one of the Documenten API's of a bron. A link is followed only when it belongs to this API."""

    def __init__(
        self, register: Register, gewoonten: Gewoonten, number: int = 0, *, sleutel: Documentsleutel = "uuid__in"
    ) -> None:
        """``sleutel`` is the key under which it searches for UUIDs, as ``Profiel.documentsleutel``."""
        self._register = register
        self._sleutel = sleutel
        self._gewoonten = gewoonten
        self._number = number

    def has(self, link: str) -> bool:
        """Whether a link is of this API."""
        return self._register.basis.rest_of(link) is not None

    async def document(self, link: str, bevraging: Bevraging | None = None) -> EnkelvoudigInformatieObject:
        """The newest version of the document behind ``link``. Raises ``SourceError``: NO_LONGER_THERE when it is gone.

        Source: Documenten API 1.0, ``enkelvoudiginformatieobject_read``.
        """
        try:
            answer = await self._register.follow(link, bevraging=bevraging)
        except SourceError as error:
            if error.status in (404, 410):
                raise SourceError(Failure.NO_LONGER_THERE, "documenten", status=error.status) from error
            raise
        document = _read(answer)
        if document is None or uuid_of(document.url) != uuid_of(link):
            raise SourceError(Failure.UNUSABLE, "documenten")
        return document

    @asynccontextmanager
    async def inhoud(
        self,
        link: str,
        document: EnkelvoudigInformatieObject,
        grenzen: Inhoudsgrenzen,
        bevraging: Bevraging | None = None,
    ) -> AsyncIterator[Inhoudsstroom]:
        """The content of this version of the document behind ``link``, and of no other.

        Raises ``SourceError`` as ``Register.stream`` does, and PROTOCOL when there is less of it than the register
        said: what was cut off at its source is not the document. Source: Documenten API 1.0, ``…_download``.
        """
        path = self._register.basis.reachable(link).removeprefix(self._register.basis.url)
        query = {} if document.versie is None else {"versie": str(document.versie)}
        omvang, formaat = document.bestandsomvang, (document.formaat or "").partition(";")[0]
        pagina = formaat.strip().lower() == "text/html"
        async with self._register.stream(
            f"{path}/download", query, None, bevraging, grenzen=grenzen, omvang=omvang, pagina=pagina
        ) as stroom:
            stroom.refuse_below(omvang or 0)
            yield stroom

    async def documenten(
        self, links: Mapping[str, str], bevraging: Bevraging | None = None
    ) -> dict[str, EnkelvoudigInformatieObject]:
        """What can be told of these documents (UUID to link), by UUID. Those that cannot be read are not in it.

        In one search where there is one, else one by one. Raises ``SourceError`` when the API cannot tell.
        """
        wanted = dict(list(links.items())[:MOST])
        if self._sleutel != "geen" and self._gewoonten.searches_documenten(self._number):
            try:
                found = await self._searched(wanted, bevraging)
            except SourceError as error:
                if error.status not in ABSENT:
                    raise
                found = None
            if found is not None:
                return found
            self._gewoonten.note_documenten_unsearchable(self._number)
        return await self._one_by_one(wanted, bevraging)

    async def _searched(
        self, wanted: Mapping[str, str], bevraging: Bevraging | None
    ) -> dict[str, EnkelvoudigInformatieObject] | None:
        """What a search finds; None when it was not searched for these: then it brings documents of anybody.

        Source: Documenten API 1.2, ``enkelvoudiginformatieobject__zoek``.
        """
        found: dict[str, EnkelvoudigInformatieObject] = {}
        for number in range(1, _MOST_PAGES + 1):
            query = {"page": str(number)} if number > 1 else {}
            page = await self._register.search(SEARCH, {self._sleutel: list(wanted)}, query, bevraging=bevraging)
            for item in page.items:
                uuid = uuid_of(item.get("url")) if isinstance(item, dict) else None
                if uuid is not None and uuid not in wanted:
                    return None
                document = _read(item)
                if uuid is not None and document is not None:
                    found[uuid] = document
            if not page.more:
                break
        return found

    async def _one_by_one(
        self, wanted: Mapping[str, str], bevraging: Bevraging | None
    ) -> dict[str, EnkelvoudigInformatieObject]:
        asked = dict(list(wanted.items())[:MOST_ONE_BY_ONE])
        told = await asyncio.gather(*(self._if_readable(link, bevraging) for link in asked.values()))
        found = {
            uuid: document
            for uuid, document in zip(asked, told, strict=True)
            if isinstance(document, EnkelvoudigInformatieObject)
        }
        failed = [error for error in told if isinstance(error, SourceError)]
        if failed and not found and not any(error.failure in _OF_ONE for error in failed):
            raise failed[0].anew()
        return found

    async def _if_readable(self, link: str, bevraging: Bevraging | None) -> EnkelvoudigInformatieObject | SourceError:
        try:
            return await self.document(link, bevraging)
        except SourceError as error:
            return error.anew()


_OF_ONE: Final = (Failure.NO_LONGER_THERE, Failure.UNUSABLE)
"""What says something of one document, and nothing of its API."""


def _read(answer: Any) -> EnkelvoudigInformatieObject | None:
    try:
        return EnkelvoudigInformatieObject.model_validate(answer)
    except ValidationError:
        return None
