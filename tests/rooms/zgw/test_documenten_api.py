"""What a Documenten API tells of documents: in one search where there is one, and only of those that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.pages import Page, page_of
from mijnzaken_bff.zgw.documenten_api import MOST_ONE_BY_ONE, DocumentenApi
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from tests.rooms.zgw.klok import Klok
from tests.rooms.zgw.test_zaken_api import OPEN_ZAAK, refused

DOCUMENTEN = "https://zgw.waterdam.example/documenten/api/v1/"


def uuid(number: int) -> str:
    return f"4f3e2d1c-0b9a-4877-a665-{number:012x}"


def link(number: int) -> str:
    return f"{DOCUMENTEN}enkelvoudiginformatieobjecten/{uuid(number)}"


def document(number: int, **more: Any) -> dict[str, Any]:
    return {"url": link(number), "titel": f"Document {number}", "versie": 1, **more}


def links(*numbers: int) -> dict[str, str]:
    return {uuid(number): link(number) for number in numbers}


class Register:
    """Searches as ``search`` answers, and gives each document as ``detail`` does."""

    def __init__(self, search: Any = None, detail: Any = None) -> None:
        self.basis = Basis(DOCUMENTEN)
        self.asked: list[tuple[str, Any]] = []
        self._search, self._detail = search, detail

    async def search(self, path: str, body: Mapping[str, Any], query: Mapping[str, str], **_more: Any) -> Page:
        self.asked.append((path, (dict(body), dict(query))))
        answer = self._search(query) if callable(self._search) else self._search
        if isinstance(answer, SourceError):
            raise answer
        return page_of(answer, path)

    async def follow(self, link: str, **_more: Any) -> Any:
        path = self.basis.reachable(link).removeprefix(DOCUMENTEN)
        self.asked.append((path, None))
        answer = self._detail(link) if callable(self._detail) else self._detail
        if isinstance(answer, SourceError):
            raise answer
        return answer


def api(register: Register) -> DocumentenApi:
    return DocumentenApi(register, Gewoonten("waterdam", OPEN_ZAAK, Klok()))  # type: ignore[arg-type]


def one_by_one(asked: str) -> Any:
    return document(int(asked[-12:], 16))


async def test_all_documents_of_a_zaak_are_told_in_one_search():
    register = Register([document(1), document(2)])

    found = await api(register).documenten(links(1, 2))

    assert {key: one.titel for key, one in found.items()} == {uuid(1): "Document 1", uuid(2): "Document 2"}
    assert register.asked == [("enkelvoudiginformatieobjecten/_zoek", ({"uuid__in": [uuid(1), uuid(2)]}, {}))]


async def test_every_page_is_read():
    pages = {None: {"results": [document(1)], "next": "more"}, "2": {"results": [document(2)], "next": None}}
    register = Register(lambda query: pages[query.get("page")])

    assert set(await api(register).documenten(links(1, 2))) == {uuid(1), uuid(2)}


async def test_a_document_that_is_not_found_is_not_in_it_and_the_rest_stays():
    assert set(await api(Register([document(1)])).documenten(links(1, 2))) == {uuid(1)}


async def test_the_key_of_a_search_is_that_of_the_register():
    register = Register([document(1)])
    onder = DocumentenApi(register, Gewoonten("waterdam", OPEN_ZAAK, Klok()), sleutel="uuid_In")  # type: ignore[arg-type]

    await onder.documenten(links(1))

    assert register.asked[0][1] == ({"uuid_In": [uuid(1)]}, {})


async def test_where_there_is_known_to_be_no_search_none_is_tried():
    register = Register(detail=one_by_one)
    onder = DocumentenApi(register, Gewoonten("waterdam", OPEN_ZAAK, Klok()), sleutel="geen")  # type: ignore[arg-type]

    assert set(await onder.documenten(links(1))) == {uuid(1)}
    assert [path.rpartition("/")[2] for path, _ in register.asked] == [uuid(1)]


@pytest.mark.parametrize("status", [400, 404, 405, 501])
async def test_where_there_is_no_search_they_are_asked_one_by_one_and_that_is_remembered(status):
    register = Register(refused(status), one_by_one)
    documenten = api(register)

    found = await documenten.documenten(links(1, 2))
    await documenten.documenten(links(3))

    assert set(found) == {uuid(1), uuid(2)}
    assert [path.rpartition("/")[2] for path, _ in register.asked] == ["_zoek", uuid(1), uuid(2), uuid(3)]


async def test_a_search_that_was_not_looked_at_tells_of_documents_of_anybody_and_is_not_used():
    register = Register([document(7), document(1)], one_by_one)

    found = await api(register).documenten(links(1))

    assert [one.titel for one in found.values()] == ["Document 1"]
    assert register.asked[-1][0] == f"enkelvoudiginformatieobjecten/{uuid(1)}"


@pytest.mark.parametrize("failure", [refused(403), refused(500), SourceError(Failure.TIMEOUT, "documenten")])
async def test_a_search_that_fails_is_no_reason_to_ask_for_each(failure):
    register = Register(failure, one_by_one)

    with pytest.raises(SourceError):
        await api(register).documenten(links(1, 2))

    assert len(register.asked) == 1


async def test_one_document_that_cannot_be_read_does_not_hide_the_rest():
    register = Register(refused(405), lambda asked: refused(404) if asked == link(1) else one_by_one(asked))

    assert set(await api(register).documenten(links(1, 2))) == {uuid(2)}


async def test_an_api_that_gives_not_one_document_for_want_of_access_has_failed():
    with pytest.raises(SourceError) as caught:
        await api(Register(refused(405), refused(403))).documenten(links(1, 2))

    assert caught.value.failure is Failure.NO_ACCESS


async def test_one_by_one_no_more_are_asked_than_a_page_of_them():
    register = Register(refused(405), one_by_one)

    found = await api(register).documenten(links(*range(1, MOST_ONE_BY_ONE + 5)))

    assert len(found) == MOST_ONE_BY_ONE


async def test_a_document_that_is_gone_has_a_word_of_its_own():
    with pytest.raises(SourceError) as caught:
        await api(Register(detail=refused(404))).document(link(1))

    assert caught.value.failure is Failure.NO_LONGER_THERE


@pytest.mark.parametrize("answer", [document(2), {"titel": "Zonder adres"}, [], "tekst", None])
async def test_what_is_not_the_document_that_was_asked_is_not_believed(answer):
    with pytest.raises(SourceError) as caught:
        await api(Register(detail=answer)).document(link(1))

    assert caught.value.failure is Failure.UNUSABLE


async def test_a_link_to_elsewhere_is_not_of_this_api_and_is_not_followed():
    elsewhere = f"https://evil.example/documenten/api/v1/enkelvoudiginformatieobjecten/{uuid(1)}"
    register = Register(detail=document(1))

    assert api(register).has(link(1))
    assert not api(register).has(elsewhere)
    with pytest.raises(SourceError):
        await api(register).document(elsewhere)
    assert register.asked == []


async def test_the_content_that_some_suppliers_send_along_is_not_kept():
    found = await api(Register([document(1, inhoud="JVBERi0xLjcK" * 1000)])).documenten(links(1))

    assert found[uuid(1)].inhoud is True
    assert "JVBERi" not in found[uuid(1)].model_dump_json()
