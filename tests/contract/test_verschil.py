"""Whatever breaks a caller is found, wherever in our contract it is done; whatever does not, passes in silence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from mijnzaken_bff.app import published_contract
from tests.contract.breekt import BREEKT, VRAAG_BREEKT, renamed
from tests.contract.mutatie import Mutatie, Tree, Vinder, responses
from tests.contract.past import PAST, VRAAG_PAST
from tests.contract.verschil import breaking

CONTRACT = published_contract()


def as_asked(document: Tree) -> Tree:
    """A contract in which everything that ours answers is asked: each answer is content that one may send."""
    asked: dict[str, Any] = {}
    for n, (_, response) in enumerate(responses(document)):
        for content in response.get("content", {}).values():
            body = {"content": {"application/json": content}}
            asked[f"/vraag/{n}"] = {"post": {"operationId": f"vraag{n}", "requestBody": body, "responses": {}}}
    return {**document, "paths": asked}


QUESTION = as_asked(CONTRACT)


def places(document: Tree, find: Vinder) -> list[Mutatie]:
    found = list(find(document))
    assert found, "there is no place for it in our contract, so nothing would be shown"
    return found


@pytest.mark.parametrize("document", [CONTRACT, QUESTION], ids=["answered", "asked"])
def test_nothing_breaks_where_nothing_changed(document: Tree) -> None:
    assert breaking(document, document) == []


@pytest.mark.parametrize("kind", BREEKT)
def test_what_breaks_a_caller_is_found_wherever_it_is_done(kind: str) -> None:
    silent = [str(each) for each in places(CONTRACT, BREEKT[kind]) if not breaking(CONTRACT, each.applied(CONTRACT))]

    assert silent == []


@pytest.mark.parametrize("kind", PAST)
def test_what_breaks_nobody_passes_in_silence(kind: str) -> None:
    told = {str(each): breaking(CONTRACT, each.applied(CONTRACT)) for each in places(CONTRACT, PAST[kind])}

    assert {place: faults for place, faults in told.items() if faults} == {}


@pytest.mark.parametrize("kind", VRAAG_BREEKT)
def test_what_breaks_whoever_asks_is_found_wherever_it_is_done(kind: str) -> None:
    found = places(QUESTION, VRAAG_BREEKT[kind])

    assert [str(each) for each in found if not breaking(QUESTION, each.applied(QUESTION))] == []


@pytest.mark.parametrize("kind", VRAAG_PAST)
def test_what_lets_one_ask_more_passes_in_silence(kind: str) -> None:
    told = {str(each): breaking(QUESTION, each.applied(QUESTION)) for each in places(QUESTION, VRAAG_PAST[kind])}

    assert {place: faults for place, faults in told.items() if faults} == {}


@pytest.mark.parametrize("name", CONTRACT["components"]["schemas"])
def test_a_schema_keeps_its_name_because_a_generated_client_uses_it(name: str) -> None:
    assert f"components: schemas {name} is gone" in breaking(CONTRACT, renamed(CONTRACT, name, "Nieuw"))


BREAKS = [mutatie for find in BREEKT.values() for mutatie in find(CONTRACT)]
ORDER = "something is written in another order"
ADDED = {kind: find for kind, find in PAST.items() if kind not in (ORDER, "something is written out")}
"""Once the last link to a schema is written out, a change of that schema breaks nobody; and in another order, the value
that was first may be one that was added."""


@settings(deadline=None, max_examples=50, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_breaks_is_found_among_anything_that_does_not(data: st.DataObject) -> None:
    document = CONTRACT
    for kind in data.draw(st.lists(st.sampled_from(sorted(ADDED)), max_size=5)):
        document = data.draw(st.sampled_from(list(ADDED[kind](document)))).applied(document)
    breaks = data.draw(st.sampled_from(BREAKS))
    try:
        broken = breaks.applied(document)
    except LookupError:  # that place is written otherwise by now
        assume(False)
    for turned in PAST[ORDER](broken):
        broken = turned.applied(broken)

    assert breaking(CONTRACT, document) == []
    assert breaking(CONTRACT, broken)


def test_no_login_at_all_lets_everybody_in_that_came_in_before() -> None:
    assert breaking(CONTRACT, {**CONTRACT, "security": []}) == []


def test_a_fault_names_its_place() -> None:
    changed = published_contract()
    del changed["components"]["schemas"]["Hoofdstatus"]["properties"]["uitleg"]
    changed["components"]["schemas"]["Hoofdstatus"]["required"].remove("uitleg")

    assert breaking(CONTRACT, changed) == [
        "get /zaken 200 application/json.zaken[].hoofdstatus.uitleg: may be missing now",
        "get /zaken 200 application/json.zaken[].hoofdstatus: field uitleg is gone",
    ]
