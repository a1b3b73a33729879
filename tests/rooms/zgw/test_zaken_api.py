"""One page of zaken, asked of a register that says what it was asked, in whichever dialect it speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin
from mijnzaken_bff.domain.verwerking import Activiteit, Bevraging, NoSink, Verwerking
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.pages import page_of as as_page
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import PRODUCTEN, ExpandVorm, Product, Profiel
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.rooms.zgw.klok import Klok

VRAAG = Zoekvraag(Persoon(Bsn("935903288")), Zoekwijze.NP_BSN, Vertrouwelijkheid.ZAAKVERTROUWELIJK)
OPEN_ZAAK = PRODUCTEN[Product.OPEN_ZAAK]
BASE = "https://zgw.waterdam.example/zaken/api/v1/"
ZAAK = f"{BASE}zaken/a5a121e8-d90c-457a-a0f0-2e9b3d532e90"
OTHER = f"{BASE}zaken/b6b232f9-ea1d-468b-b1f1-3fac4e643fa1"
CRS = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
EMPTY: dict[str, Any] = {"results": [], "next": None}


class Register:
    """Answers as it is told to, and keeps every question."""

    def __init__(self, answer: Callable[[str, str, Mapping[str, Any], Mapping[str, str]], Any] | Any = None) -> None:
        self.basis = Basis(BASE)
        self.asked: list[tuple[str, str, Any, Any, Any]] = []
        self.alarms = 0
        self._answer = answer if callable(answer) else lambda *_: EMPTY if answer is None else answer

    def missing(self) -> None:
        self.alarms += 1

    async def search(self, path: str, body: Any, query: Any, headers: Any, bevraging: Any) -> Page:
        return as_page(self._told("POST", path, body, query, headers), path)

    async def listed(self, path: str, query: Any, headers: Any, bevraging: Any) -> Page:
        return as_page(self._told("GET", path, {}, query, headers), path)

    async def get(self, path: str, query: Any = None, headers: Any = None, bevraging: Any = None) -> Any:
        return self._told("GET", path, {}, query or {}, headers)

    async def follow(self, link: str, headers: Any = None, query: Any = None, bevraging: Any = None) -> Any:
        return await self.get(self.basis.reachable(link).removeprefix(BASE), query, headers)

    def _told(self, method: str, path: str, body: Any, query: Any, headers: Any) -> Any:
        self.asked.append((method, path, body, query, headers))
        answer = self._answer(method, path, body, query)
        if isinstance(answer, SourceError):
            raise answer
        return answer


class Dialect:
    """The Zaken API over a register of a profiel, with what was learned of it."""

    def __init__(self, register: Register, profiel: Profiel = OPEN_ZAAK) -> None:
        self.register = register
        self.klok = Klok()
        self.gewoonten = Gewoonten("waterdam", profiel, self.klok)
        self.api = ZakenApi(register, profiel, self.gewoonten)  # type: ignore[arg-type]
        self.delen = Zaakdelen(register, profiel, self.gewoonten)  # type: ignore[arg-type]

    async def forms(self, vraag: Zoekvraag = VRAAG) -> list[str]:
        """In which forms of expand one search was put."""
        before = len(self.register.asked)
        await self.api.zoek(vraag, size=21)
        return [form_of(body, query) for _, _, body, query, _ in self.register.asked[before:]]


def form_of(body: Mapping[str, Any], query: Mapping[str, str]) -> str:
    if "expand" in query:
        return "query"
    if "fields" in body:
        return "velden"
    expand = body.get("expand")
    return "uit" if expand is None else "komma" if isinstance(expand, str) else "lijst"


def refused(status: int, *params: str, code: str = "invalid", unknown: tuple[str, ...] = ()) -> SourceError:
    failure = {403: Failure.NO_ACCESS, 404: Failure.UNUSABLE, 500: Failure.SERVER_ERROR}.get(status, Failure.REJECTED)
    return SourceError(failure, "zaken", status=status, code=code, params=params + unknown, unknown=unknown)


def zaak(**more: Any) -> dict[str, Any]:
    return {"url": ZAAK, "uuid": ZAAK[-36:], "rollen": [f"{BASE}rollen/1"], "status": None, "resultaat": None, **more}


def uitgevouwen(**more: Any) -> dict[str, Any]:
    return zaak(_expand={"rollen": [{"zaak": ZAAK}]}, **more)


def page_of(*items: Any) -> dict[str, Any]:
    return {"results": list(items), "next": None}


def takes(*forms: str, status: int = 400, params: tuple[str, ...] = ("expand",)) -> Register:
    """A register that takes these forms of expand, refuses the others, and always has one zaak."""

    def answer(_method: str, _path: str, body: Mapping[str, Any], query: Mapping[str, str]) -> Any:
        form = form_of(body, query)
        if form == "uit":
            return page_of(zaak())
        return page_of(uitgevouwen()) if form in forms else refused(status, *params)

    return Register(answer)


async def test_the_question_is_posted_with_its_criteria_in_the_body():
    dialect = Dialect(Register())

    await dialect.api.zoek(VRAAG, size=21)

    (method, path, body, query, headers) = dialect.register.asked[0]
    assert (method, path, query) == ("POST", "zaken/_zoek", {"pageSize": "21"})
    assert body == {**VRAAG.criteria(OPEN_ZAAK), "expand": ["status", "resultaat", "rollen"]}
    assert headers == CRS


async def test_every_page_is_asked_with_the_same_body():
    dialect = Dialect(Register())

    await dialect.api.zoek(VRAAG, page=1, size=21)
    await dialect.api.zoek(VRAAG, page=3, size=21)

    first, third = dialect.register.asked
    assert first[2] == third[2]
    assert third[3] == {"pageSize": "21", "page": "3"}


@pytest.mark.parametrize(("size", "asked"), [(1, "1"), (500, "500"), (501, "500"), (2000, "500")])
async def test_no_page_is_larger_than_a_register_gives(size, asked):
    dialect = Dialect(Register())

    await dialect.api.zoek(VRAAG, size=size)

    assert dialect.register.asked[0][3]["pageSize"] == asked


async def test_a_register_that_knows_no_length_of_a_page_is_not_asked_for_one():
    dialect = Dialect(Register(), PRODUCTEN[Product.GENERIEK_15])

    await dialect.api.zoek(VRAAG, size=21)

    assert dialect.register.asked[0][3] == {}


async def test_a_register_of_several_versions_is_told_which_one_is_meant():
    dialect = Dialect(Register(), replace(OPEN_ZAAK, api_versie="1.5"))

    await dialect.api.zoek(VRAAG, size=21)

    assert dialect.register.asked[0][4] == {**CRS, "Api-Version": "1.5"}


async def test_a_page_past_the_end_is_empty():
    register = Register(refused(404))

    page = await Dialect(register).api.zoek(VRAAG, page=2, size=21)

    assert page.items == []
    assert not page.more
    assert register.alarms == 0


@pytest.mark.parametrize(("status", "alarms"), [(404, 1), (403, 0), (500, 0)])
async def test_a_list_that_is_not_there_at_all_raises_an_alarm(status, alarms):
    register = Register(refused(status))

    with pytest.raises(SourceError):
        await Dialect(register).api.zoek(VRAAG, size=21)

    assert register.alarms == alarms


async def test_only_the_first_call_of_a_question_begins_it():
    begun: list[bool] = []

    class Noting(Register):
        async def search(self, path, body, query, headers, bevraging):
            begun.append(bevraging.begint)
            return await super().search(path, body, query, headers, bevraging)

    answers = [refused(400, "expand"), EMPTY]
    bevraging = Bevraging(Verwerking("v", Activiteit.OVERZICHT), VRAAG.betrokkene, "waterdam", SystemClock(), NoSink())
    dialect = Dialect(Noting(lambda *_: answers.pop(0)))

    await dialect.api.zoek(VRAAG, size=21, bevraging=replace(bevraging, begint=True))

    assert begun == [True, False]


@pytest.mark.parametrize(("page", "status"), [(1, 404), (2, 403), (2, 500), (2, 503), (1, 429)])
async def test_any_other_failure_is_told(page, status):
    with pytest.raises(SourceError) as told:
        await Dialect(Register(refused(status))).api.zoek(VRAAG, page=page, size=21)

    assert told.value.status == status


async def test_a_company_is_not_asked_for_without_a_filter():
    dialect = Dialect(Register())

    with pytest.raises(SourceError):
        await dialect.api.zoek(
            Zoekvraag(Bedrijf(Kvk("90419936")), Zoekwijze.NNP_RSIN, Vertrouwelijkheid.OPENBAAR), size=21
        )

    assert dialect.register.asked == []


def test_the_rest_of_a_link_is_told_only_for_a_link_of_this_api():
    own = Dialect(Register()).api

    assert own.rest_of("https://zgw.waterdam.example/zaken/api/v1/zaken/12") == "zaken/12"
    assert own.rest_of("https://zgw.duinoord.example/zaken/api/v1/zaken/12") is None


# --- expand: which form a register takes ---


@pytest.mark.parametrize(
    ("product", "own"),
    [
        (Product.OPEN_ZAAK, "lijst"),
        (Product.GENERIEK_15, "komma"),
        (Product.GENERIEK_16, "query"),
        (Product.ONE_GROUND, "komma"),
    ],
)
async def test_the_form_of_the_product_is_tried_first_and_kept(product, own):
    dialect = Dialect(takes(own), PRODUCTEN[product])

    assert await dialect.forms() == [own]
    assert await dialect.forms() == [own]


@pytest.mark.parametrize("own", ["lijst", "komma", "query"])
@pytest.mark.parametrize("product", [Product.OPEN_ZAAK, Product.GENERIEK_15, Product.GENERIEK_16])
async def test_whatever_form_a_register_takes_is_found_once_and_remembered(product, own):
    dialect = Dialect(takes(own), PRODUCTEN[product])

    tried = await dialect.forms()

    assert tried[-1] == own
    assert len(set(tried)) == len(tried), "no form is tried twice"
    assert await dialect.forms() == [own]


async def test_a_register_that_takes_none_is_asked_without_from_then_on():
    dialect = Dialect(takes())

    assert await dialect.forms() == ["lijst", "query", "komma", "uit"]
    assert await dialect.forms() == ["uit"]


async def test_after_a_day_it_is_tried_again():
    dialect = Dialect(takes())
    await dialect.forms()

    dialect.klok.moment += timedelta(hours=23)
    assert await dialect.forms() == ["uit"]
    dialect.klok.moment += timedelta(hours=2)
    assert (await dialect.forms())[0] == "lijst"


async def test_an_expand_that_is_ignored_is_noticed_by_the_zaken_that_come_without():
    dialect = Dialect(Register(page_of(zaak())))

    assert await dialect.forms() == ["lijst", "query", "komma"]
    assert await dialect.forms() == ["uit"]


async def test_an_empty_answer_leaves_the_verdict_open():
    found = [EMPTY, EMPTY, page_of(zaak()), page_of(zaak()), page_of(zaak())]
    dialect = Dialect(Register(lambda *_: found.pop(0)))

    assert await dialect.forms() == ["lijst"]
    assert await dialect.forms() == ["lijst"]
    assert await dialect.forms() == ["lijst", "query", "komma"]


async def test_zaken_that_have_no_rollen_at_all_say_nothing_about_expand():
    dialect = Dialect(Register(page_of(zaak(rollen=[], _expand={}))))

    assert await dialect.forms() == ["lijst"]
    assert await dialect.forms() == ["lijst"]


async def test_one_zaak_that_came_without_does_not_unsettle_what_works():
    dialect = Dialect(Register(page_of(uitgevouwen(), zaak(_expand={"rollen": {"_error": {}}}))))

    assert await dialect.forms() == ["lijst"]
    assert await dialect.forms() == ["lijst"]


BROKEN = {"rollen": {"_error": {"status": 500}}}


async def test_rollen_that_broke_at_that_moment_say_nothing_about_expand():
    """OneGround puts the error of a question of its own in the place of the answer: it did try to expand."""
    pages = [page_of(zaak(_expand=BROKEN)), page_of(uitgevouwen())]
    dialect = Dialect(Register(lambda *_: pages.pop(0)))

    assert await dialect.forms() == ["lijst"]
    assert await dialect.forms() == ["lijst"]


async def test_an_expand_that_the_client_may_not_have_is_left_out_at_once():
    dialect = Dialect(takes(status=403, params=()))

    assert await dialect.forms() == ["lijst", "uit"]
    assert await dialect.forms() == ["uit"], "no other form asks for less"
    dialect.klok.moment += timedelta(minutes=10)
    assert await dialect.forms() == ["lijst", "uit"], "the right may have been given since"


async def test_a_form_that_worked_is_left_as_well_when_the_client_may_no_longer_have_it():
    may = True
    dialect = Dialect(
        Register(
            lambda _method, _path, body, query: (
                page_of(zaak()) if form_of(body, query) == "uit" else page_of(uitgevouwen()) if may else refused(403)
            )
        )
    )
    await dialect.forms()
    may = False

    assert await dialect.forms() == ["lijst", "uit"]
    assert await dialect.forms() == ["uit"]


async def test_a_register_that_breaks_over_a_form_is_not_asked_in_every_form_there_is():
    dialect = Dialect(takes("query", status=500, params=()))

    assert await dialect.forms() == ["lijst", "uit"]
    assert await dialect.forms() == ["query"]


async def test_what_may_have_been_trouble_is_tried_again_soon():
    dialect = Dialect(takes(status=500, params=()))
    await dialect.forms()

    dialect.klok.moment += timedelta(minutes=11)

    assert (await dialect.forms())[0] == "lijst"


@pytest.mark.parametrize("status", [403, 500])
async def test_a_register_in_trouble_teaches_nothing(status):
    answers: list[Any] = [refused(status), refused(status), page_of(uitgevouwen())]
    dialect = Dialect(Register(lambda *_: answers.pop(0)))

    with pytest.raises(SourceError):
        await dialect.forms()

    assert await dialect.forms() == ["lijst"]


async def test_a_form_that_has_worked_is_not_doubted_when_the_register_breaks():
    answers: list[Any] = [page_of(uitgevouwen()), refused(500)]
    dialect = Dialect(Register(lambda *_: answers.pop(0)))
    await dialect.forms()

    with pytest.raises(SourceError):
        await dialect.forms()

    assert len(dialect.register.asked) == 2


async def test_a_400_that_names_another_key_is_about_the_question():
    dialect = Dialect(Register(refused(400, "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn")))

    with pytest.raises(SourceError):
        await dialect.forms()

    assert len(dialect.register.asked) == 1


async def test_a_400_over_no_field_may_be_about_expand_until_that_has_worked():
    """So Open Zaak refuses a parameter that it does not know, whichever that is."""
    doubted = Dialect(takes(params=("nonFieldErrors",)))
    assert (await doubted.forms())[-1] == "uit"

    answers: list[Any] = [page_of(uitgevouwen()), refused(400, "nonFieldErrors")]
    proven = Dialect(Register(lambda *_: answers.pop(0)))
    await proven.forms()
    with pytest.raises(SourceError):
        await proven.forms()
    assert len(proven.register.asked) == 2


@pytest.mark.parametrize("params", [(), ("nonFieldErrors",)])
async def test_a_400_that_does_not_say_what_it_is_about_costs_one_question_more(params):
    refusal = refused(400, *params)
    dialect = Dialect(Register(refusal))

    with pytest.raises(SourceError):
        await dialect.forms()

    assert [form_of(body, query) for _, _, body, query, _ in dialect.register.asked] == ["lijst", "uit"]
    assert dialect.gewoonten.zoek.vorm is ExpandVorm.LIJST, "it was not about expand"


@pytest.mark.parametrize("own", ["query", "komma"])
@pytest.mark.parametrize("params", [(), ("nonFieldErrors",)])
async def test_a_form_that_is_refused_without_a_word_gives_way_to_the_next_with_each_question(own, params):
    dialect = Dialect(takes(own, params=params))

    tried = [await dialect.forms() for _ in range(4)]

    place = ["lijst", "query", "komma"].index(own)
    assert tried == ([["lijst", "uit"], ["query", "uit"]][:place] + [[own]] * 4)[:4]


async def test_a_form_that_is_configured_is_the_only_one():
    dialect = Dialect(takes("lijst"), replace(OPEN_ZAAK, expand=(ExpandVorm.KOMMA,)))

    assert await dialect.forms() == ["komma", "uit"]


async def test_fields_ask_for_what_is_read_and_nothing_else():
    dialect = Dialect(takes("velden"), replace(OPEN_ZAAK, expand=(ExpandVorm.VELDEN,)))

    await dialect.forms()

    fields = dialect.register.asked[0][2]["fields"]
    assert "toelichting" not in fields
    assert "expand" not in dialect.register.asked[0][2]
    assert set(fields[-1]) == {"status", "resultaat", "rollen"}
    assert "geslachtsnaam" not in str(fields)
    assert "Geldigheid" not in str(fields), "a name that is not in Zaken 1.6 costs the whole question"


# --- _zoek, or GET ---


GET = replace(OPEN_ZAAK, zoeken="get", get_mag=True)


async def test_a_register_without_zoek_is_asked_by_get_where_a_number_may_stand_in_a_url():
    dialect = Dialect(Register(page_of(uitgevouwen())), GET)

    await dialect.api.zoek(replace(VRAAG, lopend=True), page=2, size=21)

    (method, path, _, query, headers) = dialect.register.asked[0]
    assert (method, path) == ("GET", "zaken")
    assert query == {
        "pageSize": "21",
        "page": "2",
        "expand": "status,resultaat,rollen",
        "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": "935903288",
        "maximaleVertrouwelijkheidaanduiding": "zaakvertrouwelijk",
        "ordering": "-startdatum",
        "einddatum__isnull": "true",
    }
    assert headers == {"Accept-Crs": "EPSG:4326"}


def without_zoek(status: int) -> Register:
    return Register(lambda method, *_: refused(status) if method == "POST" else page_of(uitgevouwen()))


@pytest.mark.parametrize("status", [404, 405])
async def test_a_missing_zoek_is_found_out_once(status):
    dialect = Dialect(without_zoek(status), replace(OPEN_ZAAK, get_mag=True))

    await dialect.forms()
    asked = len(dialect.register.asked)
    await dialect.forms()

    assert [method for method, *_ in dialect.register.asked][asked:] == ["GET"]


@pytest.mark.parametrize(("status", "failure"), [(404, Failure.UNUSABLE), (405, Failure.REJECTED)])
@pytest.mark.parametrize("get_mag", [True, False])
async def test_a_zoek_that_has_answered_is_not_absent_when_it_once_does_not(status, failure, get_mag):
    """One stumble of a gateway would put the number of everybody in a URL for a day."""
    answers: list[Any] = [page_of(uitgevouwen()), refused(status), page_of(uitgevouwen())]
    dialect = Dialect(Register(lambda *_: answers.pop(0)), replace(OPEN_ZAAK, get_mag=get_mag))
    await dialect.forms()

    with pytest.raises(SourceError) as told:
        await dialect.forms()
    await dialect.forms()

    assert told.value.failure is failure
    assert [method for method, *_ in dialect.register.asked] == ["POST"] * 3


async def test_a_page_that_is_not_there_is_no_register_without_search():
    dialect = Dialect(without_zoek(404), replace(OPEN_ZAAK, get_mag=True))

    page = await dialect.api.zoek(VRAAG, page=2, size=21)

    assert (page.items, page.more) == ([], False)
    assert {method for method, *_ in dialect.register.asked} == {"POST"}
    assert dialect.gewoonten.has_zoek()


async def test_no_number_goes_into_a_url_where_that_is_not_allowed():
    dialect = Dialect(without_zoek(405))

    with pytest.raises(SourceError) as told:
        await dialect.forms()

    assert told.value.failure is Failure.SEARCH_ABSENT
    assert {method for method, *_ in dialect.register.asked} == {"POST"}


async def test_a_404_is_a_wrong_address_and_not_a_register_without_search():
    dialect = Dialect(without_zoek(404))

    with pytest.raises(SourceError) as told:
        await dialect.forms()

    assert told.value.failure is Failure.UNUSABLE


# --- a way of searching that a register does not know ---


COMPANY = Bedrijf(Kvk("90419936"), Rsin("001117518"))
KVK_KEY = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer"


BY_KVK = Zoekvraag(COMPANY, Zoekwijze.NNP_KVK, Vertrouwelijkheid.OPENBAAR)


@pytest.mark.parametrize("key", [KVK_KEY, KVK_KEY.capitalize()])
async def test_a_way_of_searching_of_which_the_key_is_unknown_is_remembered(key):
    dialect = Dialect(Register(refused(400, "nonFieldErrors", unknown=(key,))))

    with pytest.raises(SourceError) as told:
        await dialect.api.zoek(BY_KVK, size=21)

    assert (told.value.failure, told.value.status) == (Failure.NOT_SEARCHABLE, 400)
    assert not dialect.gewoonten.takes(Zoekwijze.NNP_KVK)
    assert dialect.gewoonten.takes(Zoekwijze.NNP_RSIN)
    dialect.klok.moment += timedelta(days=1, minutes=1)
    assert dialect.gewoonten.takes(Zoekwijze.NNP_KVK)


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(refused(400, "ordering"), id="another parameter"),
        pytest.param(refused(400, unknown=("ordering",)), id="another parameter is unknown"),
        pytest.param(refused(400, KVK_KEY), id="the value of its key"),
        pytest.param(refused(400), id="without a word"),
    ],
)
async def test_any_other_400_is_a_refusal_and_says_nothing_of_the_way_of_searching(refusal, page):
    dialect = Dialect(Register(refusal))

    with pytest.raises(SourceError) as told:
        await dialect.api.zoek(BY_KVK, page=page, size=21)

    assert told.value.failure is Failure.REJECTED
    assert dialect.gewoonten.takes(Zoekwijze.NNP_KVK)


async def test_a_register_that_does_not_know_the_key_of_a_person_is_asked_for_the_next_one():
    """One refusal would keep the zaken of everybody from everybody for a day."""
    dialect = Dialect(Register(refused(400, unknown=("rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn",))))

    with pytest.raises(SourceError) as told:
        await dialect.forms()

    assert told.value.failure is Failure.REJECTED
    assert dialect.gewoonten.takes(Zoekwijze.NP_BSN)
