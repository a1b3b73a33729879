"""What hangs on one zaak, asked only for its detail: in as few calls as its register allows, and never of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.zaakstukken import Zaakstukken, gekoppelde_zaken
from tests.rooms.zgw.test_zaken_api import BASE, OPEN_ZAAK, OTHER, ZAAK, Dialect, Register, refused, zaak

DOCUMENT = (
    "https://zgw.waterdam.example/documenten/api/v1/enkelvoudiginformatieobjecten/4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1"
)
STATUS = {"url": f"{BASE}statussen/1", "zaak": ZAAK, "statustype": "s", "datumStatusGezet": "2026-11-02T09:00:00Z"}
KOPPELING = {"zaak": ZAAK, "informatieobject": DOCUMENT, "titel": ""}
EIGENSCHAP = {"zaak": ZAAK, "naam": "kenteken", "waarde": "XX-999-X"}
ITEM = zaak()


class Stukken(Dialect):
    """A register that gives each list by itself."""

    def __init__(self, profiel: Any = OPEN_ZAAK, **lists: Any) -> None:
        def answer(_method: str, path: str, _body: Any, _query: Mapping[str, str]) -> Any:
            return lists[path.rpartition("/")[2]]

        super().__init__(Register(answer), profiel)
        self.stukken = Zaakstukken(self.register, profiel, self.gewoonten)  # type: ignore[arg-type]

    @property
    def paths(self) -> list[str]:
        return [path for _, path, *_ in self.register.asked]


async def test_the_history_is_every_status_of_this_zaak_by_its_link_as_served():
    dialect = Stukken(statussen=[STATUS])

    (status,) = await dialect.stukken.statussen(ITEM)

    assert status.statustype == "s"
    assert [(path, query) for _, path, _, query, _ in dialect.register.asked] == [("statussen", {"zaak": ZAAK})]


@pytest.mark.parametrize("name", ["statussen", "substatussen", "zaakinformatieobjecten"])
async def test_a_list_that_names_another_zaak_was_not_filtered_and_nothing_of_it_is_told(name):
    dialect = Stukken(**{name: [STATUS | KOPPELING, {**STATUS, **KOPPELING, "zaak": OTHER}]})
    ask = {"zaakinformatieobjecten": dialect.stukken.koppelingen}.get(name) or getattr(dialect.stukken, name)

    with pytest.raises(SourceError) as caught:
        await ask(ITEM)

    assert caught.value.failure is Failure.FILTER_IGNORED


async def test_what_came_along_with_the_zaak_is_not_asked_again():
    dialect = Stukken()
    item = {**ITEM, "_expand": {"zaakinformatieobjecten": [KOPPELING], "eigenschappen": [EIGENSCHAP]}}

    koppelingen, eigenschappen = await dialect.stukken.koppelingen(item), await dialect.stukken.eigenschappen(item)

    assert [koppeling.informatieobject for koppeling in koppelingen] == [DOCUMENT]
    assert [(one.naam, one.waarde) for one in eigenschappen] == [("kenteken", "XX-999-X")]
    assert dialect.paths == []


async def test_where_the_document_itself_was_expanded_its_link_is_its_own():
    item = {**ITEM, "_expand": {"zaakinformatieobjecten": [{"url": DOCUMENT, "titel": "Beschikking"}]}}

    (koppeling,) = await Stukken().stukken.koppelingen(item)

    assert koppeling.informatieobject == DOCUMENT


async def test_of_an_empty_relation_there_is_nothing_to_ask():
    dialect = Stukken()
    item = {**ITEM, "_expand": {}, "zaakinformatieobjecten": [], "eigenschappen": []}

    assert await dialect.stukken.koppelingen(item) == ()
    assert await dialect.stukken.eigenschappen(item) == ()
    assert dialect.paths == []


@pytest.mark.parametrize("expand", [{}, {"zaakinformatieobjecten": {"_error": {}}}, {"zaakinformatieobjecten": [1]}])
async def test_a_relation_that_did_not_come_is_asked(expand):
    dialect = Stukken(zaakinformatieobjecten=[KOPPELING])
    item = {**ITEM, "_expand": expand, "zaakinformatieobjecten": [f"{BASE}zaakinformatieobjecten/1"]}

    (koppeling,) = await dialect.stukken.koppelingen(item)

    assert koppeling.informatieobject == DOCUMENT
    assert dialect.paths == ["zaakinformatieobjecten"]


@pytest.mark.parametrize("came", [[KOPPELING], [KOPPELING, {"_error": {"status": 404}}], [{"_error": {}}]])
async def test_a_relation_of_which_only_a_part_came_is_asked(came):
    dialect = Stukken(zaakinformatieobjecten=[KOPPELING, KOPPELING])
    links = [f"{BASE}zaakinformatieobjecten/{number}" for number in (1, 2)]
    item = {**ITEM, "_expand": {"zaakinformatieobjecten": came}, "zaakinformatieobjecten": links}

    koppelingen = await dialect.stukken.koppelingen(item)

    assert len(koppelingen) == 2
    assert dialect.paths == ["zaakinformatieobjecten"]


async def test_what_came_along_of_another_zaak_is_asked_for_this_one():
    dialect = Stukken(zaakinformatieobjecten=[])
    item = {**ITEM, "_expand": {"zaakinformatieobjecten": [{**KOPPELING, "zaak": OTHER}]}}

    assert await dialect.stukken.koppelingen(item) == ()
    assert dialect.paths == ["zaakinformatieobjecten"]


async def test_eigenschappen_stand_under_their_zaak():
    dialect = Stukken(zaakeigenschappen=[EIGENSCHAP])

    (eigenschap,) = await dialect.stukken.eigenschappen(ITEM)

    assert eigenschap.waarde == "XX-999-X"
    assert dialect.paths == [f"zaken/{ITEM['uuid']}/zaakeigenschappen"]


async def test_eigenschappen_that_do_not_end_are_not_told_in_part():
    dialect = Stukken(zaakeigenschappen={"results": [EIGENSCHAP], "next": f"{BASE}zaken/1/zaakeigenschappen?page=2"})

    with pytest.raises(SourceError) as caught:
        await dialect.stukken.eigenschappen(ITEM)

    assert caught.value.failure is Failure.TOO_LARGE


async def test_eigenschappen_of_another_zaak_are_not_told():
    with pytest.raises(SourceError):
        await Stukken(zaakeigenschappen=[{**EIGENSCHAP, "zaak": OTHER}]).stukken.eigenschappen(ITEM)


async def test_a_register_without_substatussen_is_not_asked_for_them_again():
    dialect = Stukken(replace(OPEN_ZAAK, substatussen=True), substatussen=refused(404))

    assert dialect.gewoonten.has_substatussen()
    assert await dialect.stukken.substatussen(ITEM) == ()
    assert not dialect.gewoonten.has_substatussen()


async def test_substatussen_that_fail_are_not_taken_for_none():
    dialect = Stukken(replace(OPEN_ZAAK, substatussen=True), substatussen=refused(500))

    with pytest.raises(SourceError):
        await dialect.stukken.substatussen(ITEM)

    assert dialect.gewoonten.has_substatussen()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"hoofdzaak": OTHER, "deelzaken": []}, (OTHER, ())),
        ({"hoofdzaak": None, "deelzaken": [OTHER, "", None, 1]}, (None, (OTHER,))),
        ({"hoofdzaak": "", "deelzaken": None}, (None, ())),
        ({}, (None, ())),
    ],
)
def test_the_zaken_beside_it_are_named_as_far_as_they_are_links(written, told):
    assert gekoppelde_zaken(written) == told
