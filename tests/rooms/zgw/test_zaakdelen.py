"""What hangs on one zaak: the rollen that prove it, and the rest of its row."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.domain.failure import Failure, SourceError
from tests.rooms.zgw.test_zaken_api import (
    BASE,
    BROKEN,
    EMPTY,
    OPEN_ZAAK,
    OTHER,
    ZAAK,
    Dialect,
    Register,
    refused,
    zaak,
)

STATUS, RESULTAAT = f"{BASE}statussen/1", f"{BASE}resultaten/1"
ROL = {"zaak": ZAAK, "betrokkeneType": "natuurlijk_persoon"}
ITEM = zaak(status=STATUS, resultaat=RESULTAAT)


def per_zaak(**answers: Any) -> Register:
    """A register that gives each thing by itself; a detail is never expanded unless it is said here."""

    def answer(_method: str, path: str, _body: Any, query: Mapping[str, str]) -> Any:
        name = path.split("/", maxsplit=1)[0]
        if name == "zaken" and "expand" not in query:
            return ITEM
        told = answers.get(name)
        return told if told is not None else {"zaken": ITEM, "rollen": [ROL]}.get(name, {"statustype": "s"})

    return Register(answer)


async def test_one_call_brings_all_of_a_zaak_where_the_register_can_expand_it():
    parts = {"rollen": [ROL], "status": {"statustype": "s"}, "resultaat": {"resultaattype": "r"}}
    dialect = Dialect(per_zaak(zaken={**ITEM, "_expand": parts}))

    whole = await dialect.delen.met_rollen(ITEM)

    assert whole["_expand"]["rollen"] == [ROL]
    assert [(path, query) for _, path, _, query, _ in dialect.register.asked] == [
        (f"zaken/{ITEM['uuid']}", {"expand": "status,resultaat,rollen"})
    ]


@pytest.mark.parametrize(
    "detail",
    [
        pytest.param(None, id="ignored"),
        pytest.param(refused(400, "expand"), id="refused"),
        pytest.param(refused(403), id="not allowed"),
        pytest.param(refused(500), id="broken"),
    ],
)
async def test_otherwise_each_part_is_fetched_by_itself_and_that_is_remembered(detail):
    dialect = Dialect(per_zaak(zaken=detail))

    proven = await dialect.delen.met_rollen(ITEM)
    dialect.register.asked.clear()
    again = await dialect.delen.met_rollen(ITEM)
    whole = await dialect.delen.met_delen(again)

    assert proven["_expand"] == again["_expand"] == {"rollen": [ROL]}
    assert whole["_expand"] == {
        "rollen": [ROL],
        "status": {"statustype": "s"},
        "resultaat": {"statustype": "s"},
    }
    assert [path for _, path, *_ in dialect.register.asked] == ["rollen", "statussen/1", "resultaten/1"]
    assert dialect.register.asked[0][3] == {"zaak": ZAAK}


async def test_a_part_of_which_the_expanding_failed_is_fetched_by_itself():
    failed = {"rollen": [ROL], "status": {"_error": {"status": 500}}, "resultaat": {"resultaattype": "r"}}
    dialect = Dialect(per_zaak(zaken={**ITEM, "_expand": failed}))

    whole = await dialect.delen.met_delen(await dialect.delen.met_rollen(ITEM))

    assert whole["_expand"]["status"] == {"statustype": "s"}
    assert [path for _, path, *_ in dialect.register.asked] == [f"zaken/{ITEM['uuid']}", "statussen/1"]


async def test_rollen_of_one_zaak_that_broke_at_that_moment_do_not_cost_the_others_their_expand():
    dialect = Dialect(per_zaak(zaken={**ITEM, "_expand": BROKEN}))

    whole = await dialect.delen.met_rollen(ITEM)
    dialect.register.asked.clear()
    await dialect.delen.met_rollen(ITEM)

    assert whole["_expand"]["rollen"] == [ROL]
    assert dialect.register.asked[0][3] == {"expand": "status,resultaat,rollen"}


async def test_without_rollen_nothing_else_is_asked():
    dialect = Dialect(per_zaak(rollen=refused(403)), replace(OPEN_ZAAK, expand_detail=False))

    with pytest.raises(SourceError):
        await dialect.delen.met_rollen(ITEM)

    assert [path for _, path, *_ in dialect.register.asked] == ["rollen"]


async def test_a_status_that_cannot_be_read_does_not_cost_the_zaak_and_operators_are_told(caplog):
    dialect = Dialect(per_zaak(statussen=refused(403, code="not_authenticated")))

    with caplog.at_level(logging.WARNING):
        whole = await dialect.delen.met_delen({**ITEM, "_expand": {"rollen": [ROL]}})

    assert whole["_expand"] == {"rollen": [ROL], "status": None, "resultaat": {"statustype": "s"}}
    told = [vars(record) for record in caplog.records if record.message == "part_unreadable"]
    assert [(r["bron"], r["failure"], r["status"], r["code"]) for r in told] == [
        ("waterdam", "no_access", 403, "not_authenticated")
    ]
    assert ZAAK[-36:] not in caplog.text


async def test_a_zaak_that_is_whole_costs_no_call():
    dialect = Dialect(per_zaak())
    parts = {"rollen": [ROL], "status": {"statustype": "s"}, "resultaat": {"resultaattype": "r"}}

    assert await dialect.delen.met_delen({**ITEM, "_expand": parts}) == {**ITEM, "_expand": parts}
    assert dialect.register.asked == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_zaak_that_is_gone_is_no_failure_of_the_register(status):
    dialect = Dialect(per_zaak(zaken=refused(status), rollen=EMPTY))

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(ITEM)

    assert told.value.failure is Failure.NO_LONGER_THERE
    assert [path for _, path, *_ in dialect.register.asked][1:] == (["rollen"] if status == 404 else [])


async def test_a_404_over_expand_is_no_zaak_that_is_gone():
    """Rule zrc-027 wants 404 for a path that is unknown: the zaak is there, and its rollen prove it."""
    dialect = Dialect(per_zaak(zaken=refused(404)))

    whole = await dialect.delen.met_rollen(ITEM)
    again = await dialect.delen.met_rollen(ITEM)

    assert whole["_expand"]["rollen"] == again["_expand"]["rollen"] == [ROL]
    assert [path for _, path, *_ in dialect.register.asked].count(f"zaken/{ITEM['uuid']}") == 1


async def test_once_expand_has_worked_a_404_is_a_zaak_that_is_gone_without_another_call():
    answers: list[Any] = [zaak(_expand={"rollen": [ROL]}), refused(404)]
    dialect = Dialect(Register(lambda *_: answers.pop(0)))
    await dialect.delen.met_rollen(zaak())

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(zaak())

    assert told.value.failure is Failure.NO_LONGER_THERE
    assert answers == []


async def test_a_zaak_that_may_not_be_seen_does_not_cost_the_others_their_expand():
    shut = zaak(url=OTHER, uuid=OTHER[-36:])
    seen = zaak(_expand={"rollen": [ROL]})

    def answer(_method: str, path: str, _body: Any, _query: Mapping[str, str]) -> Any:
        if path == "rollen":
            return [{**ROL, "zaak": OTHER}]
        return refused(403) if path.endswith(OTHER[-36:]) else seen

    dialect = Dialect(Register(answer))
    await dialect.delen.met_rollen(zaak())
    await dialect.delen.met_rollen(shut)
    dialect.register.asked.clear()

    await dialect.delen.met_rollen(zaak())

    assert len(dialect.register.asked) == 1


@pytest.mark.parametrize(
    ("rollen", "failure"),
    [
        pytest.param([ROL, {**ROL, "zaak": OTHER}], Failure.FILTER_IGNORED, id="one of another zaak among them"),
        pytest.param([{**ROL, "zaak": OTHER}], Failure.FILTER_IGNORED, id="of another zaak"),
        pytest.param(["", {**ROL, "zaak": OTHER}], Failure.FILTER_IGNORED, id="of another zaak, and no rol"),
        pytest.param([{"betrokkeneType": "natuurlijk_persoon"}], Failure.UNUSABLE, id="of no zaak at all"),
        pytest.param([ROL, {**ROL, "zaak": None}], Failure.UNUSABLE, id="one of nothing among them"),
        pytest.param([{**ROL, "zaak": ""}], Failure.UNUSABLE, id="of nothing"),
        pytest.param([{**ROL, "zaak": "zaken/12"}], Failure.UNUSABLE, id="of what cannot be read"),
        pytest.param([{**ROL, "zaak": {"url": OTHER}}], Failure.UNUSABLE, id="of what is no link"),
    ],
)
async def test_rollen_that_do_not_name_the_zaak_prove_nothing(rollen, failure):
    """A register that ignores the filter answers with the rollen of everybody; then nothing of it can be trusted."""
    dialect = Dialect(per_zaak(rollen=rollen), replace(OPEN_ZAAK, expand_detail=False))

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(ITEM)

    assert told.value.failure is failure


@pytest.mark.parametrize(
    "written", [ZAAK + "/", ZAAK.upper(), ZAAK.replace("https://zgw.", "http://intern."), ZAAK[-36:]]
)
async def test_a_zaak_is_known_however_its_link_is_written(written):
    dialect = Dialect(per_zaak(rollen=[{**ROL, "zaak": written}]), replace(OPEN_ZAAK, expand_detail=False))

    assert len((await dialect.delen.met_rollen(ITEM))["_expand"]["rollen"]) == 1


async def test_a_filter_that_is_ignored_is_seen_at_the_first_page():
    page = {"results": [ROL, {**ROL, "zaak": OTHER}], "next": "x"}
    dialect = Dialect(per_zaak(rollen=page), replace(OPEN_ZAAK, expand_detail=False))

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(ITEM)

    assert told.value.failure is Failure.FILTER_IGNORED
    assert len(dialect.register.asked) == 1


async def test_rollen_that_do_not_end_prove_nothing():
    """What was not read may name another zaak."""
    dialect = Dialect(per_zaak(rollen={"results": [ROL], "next": "x"}), replace(OPEN_ZAAK, expand_detail=False))

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(ITEM)

    assert told.value.failure is Failure.TOO_LARGE
    assert len(dialect.register.asked) == 10


async def test_rollen_are_read_to_their_last_page():
    pages = [{"results": [ROL], "next": "x"}, {"results": [ROL, ROL], "next": None}]
    dialect = Dialect(
        Register(lambda _m, path, *_: pages.pop(0) if path == "rollen" else {}), replace(OPEN_ZAAK, expand_detail=False)
    )

    whole = await dialect.delen.met_rollen(zaak())

    assert len(whole["_expand"]["rollen"]) == 3
    assert [query for _, _, _, query, _ in dialect.register.asked] == [{"zaak": ZAAK}, {"zaak": ZAAK, "page": "2"}]


async def test_another_zaak_in_the_place_of_the_one_that_was_asked_is_refused():
    other = {**ITEM, "url": OTHER, "uuid": OTHER[-36:], "_expand": {"rollen": [{**ROL, "zaak": OTHER}]}}
    dialect = Dialect(per_zaak(zaken=other))

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen(ITEM)

    assert told.value.failure is Failure.UNUSABLE


async def test_a_zaak_at_another_host_is_not_asked_for():
    dialect = Dialect(per_zaak())

    with pytest.raises(SourceError) as told:
        await dialect.delen.met_rollen({**ITEM, "url": ZAAK.replace("waterdam", "elders")})

    assert told.value.failure is Failure.FOREIGN_URL
    assert dialect.register.asked == []


APART = replace(OPEN_ZAAK, expand_detail=False)


async def test_a_zaak_at_its_address_comes_with_its_rollen_in_one_call_where_that_can_be():
    dialect = Dialect(per_zaak(zaken={**ITEM, "_expand": {"rollen": [ROL]}}))

    found = await dialect.delen.by_uuid(ITEM["uuid"], in_full=True)

    assert found is not None
    assert found["_expand"]["rollen"] == [ROL]
    assert [(path, query) for _, path, _, query, _ in dialect.register.asked] == [
        (f"zaken/{ITEM['uuid']}", {"expand": "status,resultaat,rollen,zaakinformatieobjecten,eigenschappen"})
    ]


def at_address(dialect: Dialect) -> list[str]:
    return [path.partition("/")[0] for _, path, *_ in dialect.register.asked]


async def test_one_that_is_not_there_costs_as_many_calls_as_one_that_is():
    there, gone = Dialect(per_zaak(), APART), Dialect(not_there(), APART)

    assert await there.delen.by_uuid(ITEM["uuid"]) is not None
    assert await gone.delen.by_uuid(ITEM["uuid"]) is None
    assert at_address(there) == at_address(gone) == ["zaken", "rollen"]


def not_there(status: int = 404, rollen: Any = ()) -> Register:
    """A register without this zaak, or where we may not see it."""
    return Register(lambda _method, path, _body, _query: refused(status) if path.startswith("zaken") else rollen or [])


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("rollen", [refused(400), [{**ROL, "zaak": OTHER}]], ids=["refused", "of others"])
async def test_what_is_said_to_a_zaak_that_is_not_known_is_no_news(status, rollen):
    assert await Dialect(not_there(status, rollen), APART).delen.by_uuid(ITEM["uuid"]) is None


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize(
    "rollen", [refused(404), refused(403), refused(500), SourceError(Failure.TIMEOUT, "rollen")], ids=str
)
async def test_a_register_where_nothing_is_has_not_said_that_there_is_no_such_zaak(status, rollen):
    with pytest.raises(SourceError) as caught:
        await Dialect(not_there(status, rollen), APART).delen.by_uuid(ITEM["uuid"])

    assert caught.value.failure is rollen.failure


async def test_a_zaak_whose_rollen_cannot_be_had_is_no_zaak_at_its_address():
    with pytest.raises(SourceError):
        await Dialect(per_zaak(rollen=refused(500)), APART).delen.by_uuid(ITEM["uuid"])
