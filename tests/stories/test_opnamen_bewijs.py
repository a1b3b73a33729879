"""What is asked for one zaak, beside the questions that real registers were asked: first of all whose it is.

They were asked for zaken of one person with these UUIDs: an own zaak, one of somebody else, one that does not exist,
and all three. That the simulated gemeente answers each as they did is in ``tests/opnamen/test_naspelen.py``; what is
concluded from the recorded answers themselves in ``tests/rooms/fanout/test_zaakbewijs_opnamen.py``.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen
from tests.opnamen.verwacht import own_rollen, personen, verwacht
from tests.opnamen.verwacht_zaak import details
from tests.stories.opnamen import Opnamen

GEMEENTEN: tuple[Letter, ...] = ("a", "b")
VRAGEN = [
    vraag
    for letter in GEMEENTEN
    for vraag in uitwisselingen(letter)
    if vraag.groep == "eigen-vragen-personen" and "-zoek-uuid-" in vraag.naam
]
OVER_EEN = [vraag for vraag in VRAGEN if len(vraag.body["uuid__in"]) == 1]
ERBIJ = ["zaakinformatieobjecten", "eigenschappen"]
"""What a detail asks along beside what an overzicht does; for these registers that was recorded with GET."""


def searches(opnamen: Opnamen, letter: str, since: int) -> list[tuple[str, dict[str, Any]]]:
    """The query and the body of every search that a register was asked, from its ``since``-th question on."""
    asked = opnamen.gemeenten[f"gemeente-{letter}"].ontvangen[since:]
    return [(one.query, json.loads(one.body)) for one in asked if one.pad.endswith("/zaken/_zoek")]


@pytest.mark.parametrize("vraag", OVER_EEN, ids=lambda vraag: vraag.sleutel)
def test_the_proof_of_a_zaak_is_the_question_that_the_real_register_was_asked(
    opnamen: Opnamen, vraag: Uitwisseling
) -> None:
    persoon = vraag.naam.partition("-zoek-")[0]
    (uuid,) = vraag.body["uuid__in"]
    since = len(opnamen.gemeenten[f"gemeente-{vraag.gemeente}"].ontvangen)

    answer = opnamen.portaal("zeer_geheim").get(
        f"/v1/zaken/gemeente-{vraag.gemeente}-{uuid}", personen(vraag.gemeente)[persoon]
    )

    query, body = searches(opnamen, vraag.gemeente, since)[0]
    assert body == {
        **vraag.body,
        "maximaleVertrouwelijkheidaanduiding": "zeer_geheim",
        "expand": [*vraag.body["expand"], *ERBIJ],
    }
    assert query == "pageSize=2", "one more than can be found"
    begun = [item for item in vraag.inhoud["results"] if own_rollen(item, personen(vraag.gemeente)[persoon])]
    assert answer.status_code == (200 if begun else 404)


@pytest.mark.parametrize("letter", GEMEENTEN)
def test_all_zaken_beside_one_are_proven_in_one_question_with_the_same_keys(opnamen: Opnamen, letter: Letter) -> None:
    (drie,) = (v for v in VRAGEN if (v.gemeente, v.naam) == (letter, "hoofdzaak_open-zoek-uuid-drie"))
    rijen = verwacht(letter, "hoofdzaak_open")
    boven = next(rij["hoofdzaak"] for rij in rijen if rij["hoofdzaak"])
    since = len(opnamen.gemeenten[f"gemeente-{letter}"].ontvangen)

    opnamen.portaal().get(f"/v1/zaken/{boven}", personen(letter)["hoofdzaak_open"])

    (_, proof), (query, body) = searches(opnamen, letter, since)
    onder = [rij["id"].removeprefix(f"gemeente-{letter}-") for rij in rijen if rij["hoofdzaak"] == boven]
    assert [proof["uuid__in"]] == [[boven.removeprefix(f"gemeente-{letter}-")]]
    assert body.keys() == drie.body.keys() | {"maximaleVertrouwelijkheidaanduiding"}
    assert {key: value for key, value in body.items() if key in drie.body and key != "uuid__in"} == {
        key: value for key, value in drie.body.items() if key != "uuid__in"
    }
    assert sorted(body["uuid__in"]) == sorted(onder)
    assert query == "pageSize=4"


NOT_RECORDED = ("/zaken/api/v1/substatussen", "/besluiten/api/v1/besluitinformatieobjecten")
"""Never asked when the recordings were made; the last one but once, of a zaak without recorded documents."""
WHOLE = "/catalogi/api/v1/zaaktype-informatieobjecttypen"
"""Recorded as one list, and asked per zaaktype."""


@pytest.mark.parametrize(
    ("letter", "persoon"),
    [("a", p) for p in ("gewoon", "documentvarianten", "dubbele_rol", "hoofdzaak_open", "zonder_status")]
    + [("b", "gewoon")],
)
def test_after_the_proof_nothing_is_asked_that_a_real_register_did_not_answer(
    opnamen: Opnamen, letter: Letter, persoon: str
) -> None:
    """Of the persons of whom everything was recorded, with a catalogue that is not known yet."""
    answered = {question(een.methode, een.pad, een.body) for een in uitwisselingen(letter) if een.status == 200}
    portaal, register = opnamen.new_portaal("zeer_geheim"), opnamen.gemeenten[f"gemeente-{letter}"]
    before = len(register.ontvangen)

    for zaak_id in details(letter, persoon, maximaal="zeer_geheim"):
        portaal.get(f"/v1/zaken/{zaak_id}", personen(letter)[persoon])

    asked = [
        question(een.methode, f"{een.pad}?{een.query}", json.loads(een.body) if een.body else None)
        for een in register.ontvangen[before:]
        if een.pad not in NOT_RECORDED and not een.pad.endswith("/zaken/_zoek")
    ]
    assert {api for _, path, *_ in asked for api in [path.split("/")[1]]} >= {"zaken", "catalogi", "besluiten"}
    assert [one for one in asked if one not in answered and one[1] != WHOLE] == []


def question(method: str, pad: str, body: dict[str, Any] | None) -> tuple[str, str, Any, Any]:
    """A question so that it can be compared: neither the order of a query nor that of UUIDs matters."""
    adres = urlsplit(pad)
    asked = {key: sorted(value) if key == "uuid__in" else value for key, value in (body or {}).items()}
    return method, adres.path, tuple(sorted(parse_qsl(adres.query))), json.dumps(asked, sort_keys=True)
