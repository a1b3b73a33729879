"""The catalogue of one bron, asked over a register that says what it was asked."""

from datetime import date
from typing import Any

import anyio
import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.pages import Page, page_of
from mijnzaken_bff.zgw.catalogi_api import CatalogiApi
from mijnzaken_bff.zgw.zaaktype import ZaakTypeVersie

CATALOGI = "https://zgw.waterdam.example/catalogi/api/v1/"
INTERN = "https://openzaak.intern/catalogi/api/v1/"
ZAAKTYPE = f"{CATALOGI}zaaktypen/06ae8d39-9853-44bc-a484-8dc71c29bde3"
OTHER = f"{CATALOGI}zaaktypen/adb1f149-fe2d-4108-926e-2c494d03397c"
FOREIGN = [
    "https://evil.example/catalogi/api/v1/zaaktypen/06ae8d39-9853-44bc-a484-8dc71c29bde3",
    "http://zgw.waterdam.example/catalogi/api/v1/zaaktypen/1",
    "https://zgw.waterdam.example.evil.example/catalogi/api/v1/zaaktypen/1",
    "https://zgw.waterdam.example/zaken/api/v1/zaken/1",
    f"{CATALOGI}../zaken/api/v1/zaken",
    f"{CATALOGI}zaaktypen/1?x=1",
    "file:///etc/passwd",
    "zaaktypen/1",
    "",
]


class Register:
    """Answers from a list, and keeps every question."""

    def __init__(self, *answers: Any) -> None:
        self.basis = Basis(CATALOGI, (INTERN,))
        self.asked: list[tuple[str, dict[str, str] | None]] = []
        self._answers = list(answers)

    async def get(self, path: str, query: dict[str, str] | None = None) -> Any:
        self.asked.append((path, query))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    async def listed(self, path: str, query: dict[str, str] | None = None) -> Page:
        return page_of(await self.get(path, query), path)

    async def follow(self, link: str) -> Any:
        return await self.get(self.basis.reachable(link).removeprefix(CATALOGI))


def api(register: Register) -> CatalogiApi:
    return CatalogiApi(register)  # type: ignore[arg-type]


async def test_a_zaaktype_is_read_behind_its_link():
    register = Register({"url": ZAAKTYPE, "identificatie": "ZT-PARKEREN", "doorlooptijd": "P56D", "servicenorm": ""})

    zaaktype = await api(register).zaaktype(ZAAKTYPE)

    assert (zaaktype.identificatie, zaaktype.doorlooptijd, zaaktype.servicenorm) == ("ZT-PARKEREN", "P56D", None)
    assert register.asked == [("zaaktypen/06ae8d39-9853-44bc-a484-8dc71c29bde3", None)]


@pytest.mark.parametrize("method", ["zaaktype", "statustype", "statustypen", "resultaattypen", "eigenschappen"])
@pytest.mark.parametrize("link", FOREIGN)
async def test_a_link_to_another_place_is_never_asked(method, link):
    register = Register({"results": []})

    with pytest.raises(SourceError) as refused:
        await getattr(api(register), method)(link)

    assert refused.value.failure is Failure.FOREIGN_URL
    assert register.asked == []
    assert not link or link not in str(refused.value)


async def test_the_filter_on_a_zaaktype_is_its_link_exactly_as_the_register_wrote_it():
    register = Register({"results": [], "next": None})
    as_served = f"{INTERN}zaaktypen/1"

    await api(register).statustypen(as_served)

    assert register.asked == [("statustypen", {"zaaktype": as_served})]


async def test_every_page_of_statustypen_is_read():
    register = Register(
        {"results": [{"omschrijving": "Ontvangen"}], "next": "https://elsewhere.example/?page=2"},
        {"results": [{"omschrijving": "Afgehandeld"}], "next": None},
    )

    statustypen = await api(register).statustypen(ZAAKTYPE)

    assert [s.omschrijving for s in statustypen] == ["Ontvangen", "Afgehandeld"]
    assert register.asked[1] == ("statustypen", {"zaaktype": ZAAKTYPE, "page": "2"})


async def test_a_bare_list_is_a_page_too():
    resultaattypen = await api(Register([{"omschrijving": "Verleend"}])).resultaattypen(ZAAKTYPE)

    assert [r.omschrijving for r in resultaattypen] == ["Verleend"]


async def test_a_catalogue_without_end_is_not_read_for_ever():
    register = Register({"results": [{"omschrijving": "x"}], "next": "more"})

    with pytest.raises(SourceError) as refused:
        await api(register).statustypen(ZAAKTYPE)

    assert refused.value.failure is Failure.TOO_LARGE
    assert len(register.asked) == 10


@pytest.mark.parametrize("answer", [None, [], "zaaktype", 3, [{"identificatie": "x"}]], ids=repr)
async def test_an_answer_that_is_no_object_is_no_zaaktype(answer):
    with pytest.raises(SourceError) as refused:
        await api(Register(answer)).zaaktype(ZAAKTYPE)

    assert refused.value.failure is Failure.UNUSABLE


@pytest.mark.parametrize("method", ["zaaktype", "statustype"])
@pytest.mark.parametrize("url", [OTHER, f"{CATALOGI}zaaktypen/1", "zaaktypen/1", "", None, 3, [ZAAKTYPE]], ids=repr)
async def test_an_answer_that_is_another_object_than_was_asked_for_is_not_read(method, url):
    with pytest.raises(SourceError) as refused:
        await getattr(api(Register({"url": url, "identificatie": "ZT-ANDERS"})), method)(ZAAKTYPE)

    assert refused.value.failure is Failure.UNUSABLE


async def test_an_object_under_the_other_name_of_its_register_is_the_one_that_was_asked_for():
    intern = ZAAKTYPE.replace(CATALOGI, INTERN)

    assert (await api(Register({"url": intern})).zaaktype(ZAAKTYPE)).url == intern


@pytest.mark.parametrize("method", ["statustypen", "resultaattypen"])
@pytest.mark.parametrize(
    ("zaaktypen", "kept"),
    [
        pytest.param([ZAAKTYPE, OTHER, ZAAKTYPE], "02", id="the filter fell away"),
        pytest.param([OTHER, ZAAKTYPE.replace(CATALOGI, INTERN)], "1", id="ours under another host"),
        pytest.param([ZAAKTYPE, None, "", OTHER], "012", id="some do not tell"),
        pytest.param([None, "", 3], "012", id="none tells"),
        pytest.param([OTHER, OTHER, None], "012", id="its versions share them"),
    ],
)
async def test_what_is_of_another_zaaktype_is_not_ours(method, zaaktypen, kept):
    items = [{"omschrijving": str(number), "zaaktype": zaaktype} for number, zaaktype in enumerate(zaaktypen)]

    listed = await getattr(api(Register({"results": items, "next": None})), method)(ZAAKTYPE)

    assert "".join(one.omschrijving for one in listed) == kept


async def test_whether_one_is_ours_is_known_after_the_last_page():
    other, own = {"omschrijving": "Anders", "zaaktype": OTHER}, {"omschrijving": "Ontvangen", "zaaktype": ZAAKTYPE}
    register = Register({"results": [other], "next": "more"}, {"results": [own], "next": None})

    assert [s.omschrijving for s in await api(register).statustypen(ZAAKTYPE)] == ["Ontvangen"]


@pytest.mark.parametrize("answer", [None, {}, {"detail": "x"}, "x", ["x"], {"results": [{}, None]}], ids=repr)
async def test_an_answer_that_is_no_list_of_objects_holds_no_statustypen(answer):
    with pytest.raises(SourceError) as refused:
        await api(Register(answer)).statustypen(ZAAKTYPE)

    assert refused.value.failure is Failure.UNUSABLE


def listing(*items: Any, more: bool = False) -> dict[str, Any]:
    return {"results": list(items), "next": "https://elsewhere.example/?page=2" if more else None}


def version(name: str, **changes: Any) -> dict[str, Any]:
    return {"url": f"{CATALOGI}zaaktypen/{name}", "identificatie": name, **changes}


async def test_every_zaaktype_is_listed_without_any_parameter_that_a_register_could_refuse():
    register = Register(listing(version("A"), more=True), listing(version("B")))

    lijst = await api(register).zaaktypen(5)

    assert [versie.identificatie for versie in lijst.items] == ["A", "B"]
    assert lijst.volledig
    assert register.asked == [("zaaktypen", None), ("zaaktypen", {"page": "2"})]


async def test_a_bare_list_of_zaaktypen_is_all_of_them_and_a_concept_is_none():
    lijst = await api(Register([version("A"), version("B", concept=True), "geen"])).zaaktypen(5)

    assert ([versie.identificatie for versie in lijst.items], lijst.volledig) == (["A"], True)


async def test_a_register_that_gives_its_first_page_over_and_over_is_not_asked_for_ever():
    register = Register(listing(version("A"), more=True))

    lijst = await api(register).zaaktypen(5)

    assert ([versie.identificatie for versie in lijst.items], lijst.volledig) == (["A"], False)
    assert len(register.asked) == 2


async def test_a_register_without_end_is_read_as_far_as_the_cap():
    lijst = await api(Register(*(listing(version(str(n)), more=True) for n in range(150)))).zaaktypen(5)

    assert (len(lijst.items), lijst.volledig) == (100, False)


class RefusesPages(Register):
    def __init__(self, failure: Failure) -> None:
        super().__init__(listing(version("A"), more=True))
        self.failure = failure

    async def listed(self, path: str, query: dict[str, str] | None = None) -> Page:
        if query:
            raise SourceError(self.failure, path)
        return await super().listed(path, query)


async def test_a_register_that_refuses_a_second_page_gives_what_was_on_the_first():
    lijst = await api(RefusesPages(Failure.REJECTED)).zaaktypen(5)

    assert ([versie.identificatie for versie in lijst.items], lijst.volledig) == (["A"], False)


async def test_a_register_that_fails_halfway_gives_no_half_catalogue():
    with pytest.raises(SourceError) as refused:
        await api(RefusesPages(Failure.SERVER_ERROR)).zaaktypen(5)

    assert refused.value.failure is Failure.SERVER_ERROR


async def test_a_page_that_hangs_is_given_up():
    class Hangs(Register):
        async def listed(self, path: str, query: dict[str, str] | None = None) -> Page:
            await anyio.sleep_forever()
            raise AssertionError

    with pytest.raises(SourceError) as refused:
        await api(Hangs([])).zaaktypen(0.01)

    assert refused.value.failure is Failure.TIMEOUT


@pytest.mark.parametrize(
    ("van", "tot", "counts"),
    [
        pytest.param("2020-01-01", None, True, id="open"),
        pytest.param("2026-11-23", "2026-11-23", True, id="this day alone"),
        pytest.param("2020-01-01", "2026-11-22", False, id="ended yesterday"),
        pytest.param("2026-11-24", None, False, id="begins tomorrow"),
        pytest.param(None, None, True, id="no days"),
        pytest.param("", "onzin", True, id="unreadable days"),
    ],
)
def test_a_version_counts_from_its_first_day_to_its_last(van, tot, counts):
    versie = ZaakTypeVersie.model_validate({"beginGeldigheid": van, "eindeGeldigheid": tot})

    assert versie.counts_on(date(2026, 11, 23)) is counts


async def test_kinds_of_documents_and_eigenschappen_are_listed_too():
    iot = await api(
        Register([{"url": f"{CATALOGI}informatieobjecttypen/1", "omschrijving": "Foto"}])
    ).informatieobjecttypen(5)
    eigenschappen = await api(Register([{"naam": "kenteken"}])).eigenschappen(ZAAKTYPE)

    assert [one.omschrijving for one in iot.items] == ["Foto"]
    assert [one.naam for one in eigenschappen] == ["kenteken"]
