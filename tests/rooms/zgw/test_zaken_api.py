"""One page of zaken, asked of a register that says what it was asked."""

from typing import Any

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Bsn, Kvk
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

VRAAG = Zoekvraag(Persoon(Bsn("935903288")), Vertrouwelijkheid.ZAAKVERTROUWELIJK)


class Register:
    """Gives one answer, or fails, and keeps every question."""

    def __init__(self, answer: Any = None, error: SourceError | None = None) -> None:
        self.basis = Basis("https://zgw.waterdam.example/zaken/api/v1/")
        self.asked: list[tuple[Any, ...]] = []
        self._answer = answer if answer is not None else {"results": [], "next": None}
        self._error = error

    async def search(self, *question: Any) -> Any:
        self.asked.append(question)
        if self._error:
            raise self._error
        return self._answer


def api(register: Register) -> ZakenApi:
    return ZakenApi(register)  # type: ignore[arg-type]


async def test_the_question_is_posted_with_its_criteria_in_the_body():
    register = Register()

    await api(register).zoek(VRAAG, size=21)

    (path, body, query, headers) = register.asked[0]
    assert (path, query) == ("zaken/_zoek", {"pageSize": "21"})
    assert body == VRAAG.body(("status", "resultaat", "rollen"))
    assert headers == {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}


async def test_every_page_is_asked_with_the_same_body():
    register = Register()

    await api(register).zoek(VRAAG, page=1, size=21)
    await api(register).zoek(VRAAG, page=3, size=21)

    assert register.asked[0][1] == register.asked[1][1]
    assert register.asked[1][2] == {"pageSize": "21", "page": "3"}


@pytest.mark.parametrize(("size", "asked"), [(1, "1"), (500, "500"), (501, "500"), (2000, "500")])
async def test_no_page_is_larger_than_a_register_gives(size, asked):
    register = Register()

    await api(register).zoek(VRAAG, size=size)

    assert register.asked[0][2]["pageSize"] == asked


async def test_a_page_past_the_end_is_empty():
    gone = Register(error=SourceError(Failure.UNUSABLE, "zaken", status=404))

    page = await api(gone).zoek(VRAAG, page=2, size=21)

    assert page.items == []
    assert not page.more


@pytest.mark.parametrize(("page", "status"), [(1, 404), (2, 403), (2, 500), (2, None)])
async def test_any_other_failure_is_told(page, status):
    error = SourceError(Failure.UNUSABLE, "zaken", status=status)

    with pytest.raises(SourceError) as told:
        await api(Register(error=error)).zoek(VRAAG, page=page, size=21)

    assert told.value is error


async def test_a_company_is_not_asked_for_without_a_filter():
    register = Register()

    with pytest.raises(SourceError):
        await api(register).zoek(Zoekvraag(Bedrijf(Kvk("90419936")), Vertrouwelijkheid.OPENBAAR), size=21)

    assert register.asked == []


def test_the_rest_of_a_link_is_told_only_for_a_link_of_this_api():
    own = api(Register())

    assert own.rest_of("https://zgw.waterdam.example/zaken/api/v1/zaken/12") == "zaken/12"
    assert own.rest_of("https://zgw.duinoord.example/zaken/api/v1/zaken/12") is None
