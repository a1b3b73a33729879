"""The fixtures for front-end teams: what the code makes of them now, what the contract asks, and nothing left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mijnzaken_bff.contract.bronnen import Toestand
from mijnzaken_bff.contract.document import Richting
from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.stroom import Berichtsoort
from mijnzaken_bff.contract.tijdlijn import Gebeurtenis
from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.contract.voortgang import Stapstand
from mijnzaken_bff.contract.zaakdetail import Onderdeel
from mijnzaken_bff.contract.zaakoverzicht import Signaalsoort
from mijnzaken_bff.domain.nummers import passes_elfproef
from tests.lekken import leaks
from tests.voorbeelden.map import MAP, VOORBEELDEN, bestanden

JSON: Final = [voorbeeld for voorbeeld in VOORBEELDEN if voorbeeld.schema is not None]
COMPONENTS: Final = json.loads((MAP.parent / "openapi.json").read_text(encoding="utf-8"))["components"]
FORMATS: Final = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def written(pad: str) -> Any:
    return json.loads((MAP / pad).read_text(encoding="utf-8"))


def values(tree: Any, name: str) -> Iterator[Any]:
    """Every value of the field ``name``, wherever it stands."""
    if isinstance(tree, dict):
        if name in tree:
            yield tree[name]
        for value in tree.values():
            yield from values(value, name)
    elif isinstance(tree, list):
        for value in tree:
            yield from values(value, name)


def everything() -> list[Any]:
    return [written(voorbeeld.pad) for voorbeeld in JSON]


def test_the_code_makes_exactly_the_files_that_are_there() -> None:
    there = {path.relative_to(MAP).as_posix(): path.read_text("utf-8") for path in MAP.rglob("*") if path.is_file()}

    assert there == bestanden(), "run: make voorbeelden"


@pytest.mark.parametrize("voorbeeld", JSON, ids=lambda voorbeeld: voorbeeld.pad)
def test_each_meets_the_contract_formats_included(voorbeeld: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{voorbeeld.schema}", "components": COMPONENTS}
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    found = written(voorbeeld.pad)

    for one in found if isinstance(found, list) else [found]:
        assert [error.message for error in validator.iter_errors(one)] == []


def test_a_wrong_moment_and_a_wrong_day_would_be_seen() -> None:
    schema = {"$ref": "#/components/schemas/ZaakOverzicht", "components": COMPONENTS}
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    wrong = written("overzicht/verouderd.json")
    wrong["peilmoment"] = "2026-11-23T15:04:05"
    wrong["zaken"][0]["startdatum"] = "23-11-2026"

    assert {error.validator for error in validator.iter_errors(wrong)} == {"format"}
    assert len(list(validator.iter_errors(wrong))) == 2


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("uitkomst", [Uitkomst]), ("reden", [Reden]), ("fase", [Fase]), ("toestand", [Toestand, Stapstand]),
        ("richting", [Richting]), ("onderdeel", [Onderdeel]),
    ],
)  # fmt: skip
def test_every_value_that_the_contract_knows_occurs(field: str, known: list[type[StrEnum]]) -> None:
    found = {value for value in values(everything(), field) if value is not None}

    assert {value.value for enum in known for value in enum} <= found


def test_every_signaal_occurs_and_every_event_and_every_kind_of_message() -> None:
    signalen = {signaal["soort"] for row in values(everything(), "signalen") for signaal in row}
    events = {point["soort"] for line in values(everything(), "tijdlijn") for point in line}
    messages = {bericht["soort"] for name in ("gereed", "probleem") for bericht in written(f"stroom/{name}.json")}

    assert signalen == {soort.value for soort in Signaalsoort}
    assert events == {soort.value for soort in Gebeurtenis} - {Gebeurtenis.CONTACT.value}
    assert messages == {soort.value for soort in Berichtsoort}


def test_every_problem_of_the_contract_occurs_under_its_own_status() -> None:
    contract = json.loads((MAP.parent / "openapi.json").read_text(encoding="utf-8"))
    named = {
        int(status)
        for path in contract["paths"].values()
        for operation in path.values()
        for status in operation["responses"]
        if int(status) >= 400
    }
    found = {voorbeeld.pad: written(voorbeeld.pad)["status"] for voorbeeld in JSON if "probleem/" in voorbeeld.pad}

    assert set(found.values()) == named
    assert all(pad.startswith(f"probleem/{status}-") for pad, status in found.items())


def test_only_an_overzicht_that_is_whole_says_that_it_is() -> None:
    for overzicht in (written(voorbeeld.pad) for voorbeeld in JSON if voorbeeld.schema == "ZaakOverzicht"):
        whole = all(bron["uitkomst"] == "ok" for bron in overzicht["bronnen"])
        assert overzicht["volledig"] is (whole and overzicht["bereik"]["gevraagd"] >= len(overzicht["bronnen"]))
        days = [rij["startdatum"] for rij in overzicht["zaken"]]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("name", ["gereed", "probleem", "verlopen"])
def test_the_text_of_a_stream_holds_the_messages_of_its_list(name: str) -> None:
    text = (MAP / f"stroom/{name}.sse").read_text("utf-8")
    blocks = [block for block in text.split("\n\n") if block]
    events = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks if block[0] != ":"]

    assert len(blocks) > len(events), "a sign of life is among them"
    assert [json.loads(event["data"]) for event in events] == written(f"stroom/{name}.json")
    assert all(event["event"] == json.loads(event["data"])["soort"] for event in events)
    assert [event["id"] for event in events if "id" in event] == (["gereed"] if name == "gereed" else [])


@pytest.mark.parametrize(("name", "status"), [("probleem", 503), ("verlopen", 401)])
def test_a_stream_that_ends_without_the_whole_says_what_the_list_would_have(name: str, status: int) -> None:
    last = written(f"stroom/{name}.json")[-1]

    assert (last["soort"], last["overzicht"], last["zaken"]) == ("probleem", None, [])
    assert last["probleem"]["status"] == status


def test_the_last_message_of_a_bron_is_how_the_overzicht_tells_it() -> None:
    berichten = written("stroom/gereed.json")
    last = {bericht["bron"]["id"]: bericht for bericht in berichten if bericht["soort"] == "bron"}
    overzicht = berichten[-1]["overzicht"]

    assert len(last) < len(berichten) - 1, "one of them is replaced"
    assert [last[bron["id"]]["bron"] for bron in overzicht["bronnen"]] == overzicht["bronnen"]
    rows = [rij for bericht in last.values() for rij in bericht["zaken"]]
    assert sorted(rij["id"] for rij in rows) == sorted(rij["id"] for rij in overzicht["zaken"])
    assert all(rij in overzicht["zaken"] for rij in rows)


def test_no_fixture_holds_a_number_of_anybody() -> None:
    for name, text in bestanden().items():
        assert leaks(text) == [], name
        assert not [digits for digits in re.findall(r"(?<!\d)\d{9}(?!\d)", text) if passes_elfproef(digits)], name
