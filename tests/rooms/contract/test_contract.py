"""What we promise the portal, as a generator of clients in PHP, C# or Dart reads it."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from mijnzaken_bff.api import voorbeelden
from mijnzaken_bff.contract.base import ContractModel
from mijnzaken_bff.contract.bronnen import Bronnen, Toestand
from mijnzaken_bff.contract.document import Richting
from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.contract.probleem import BronProbleem, InvoerProbleem, Probleem, Probleemsoort
from mijnzaken_bff.contract.tijdlijn import Afzender, Gebeurtenis
from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.contract.voortgang import Stapstand
from mijnzaken_bff.contract.zaakdetail import Onderdeel, ZaakDetail
from mijnzaken_bff.contract.zaakoverzicht import (
    Betrokkenesoort,
    Datumherkomst,
    Grondslag,
    Signaalsoort,
    Titelherkomst,
    ZaakOverzicht,
)
from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.onderdeel import onderdeel_uitkomst_of
from mijnzaken_bff.normalise.zinnen import Zin, zin

ANSWERS: list[type[ContractModel]] = [ZaakOverzicht, ZaakDetail, Bronnen, Probleem, InvoerProbleem, BronProbleem]
every_answer = pytest.mark.parametrize("model", ANSWERS, ids=lambda model: model.__name__)


def schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(mode="serialization")


def objects(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Every object in an answer, by name."""
    whole = schema(model)
    return {model.__name__: whole, **{k: v for k, v in whole.get("$defs", {}).items() if v.get("type") == "object"}}


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from nodes(value)


def words(model: type[BaseModel]) -> set[str]:
    """Every value of the lists of an answer: a description may begin with what one of them means."""
    return {
        word for node in nodes(schema(model)) for word in (*node.get("enum", ()), *node.get("x-extensible-enum", ()))
    }


WORDS = set().union(*map(words, ANSWERS))


def properties() -> list[Any]:
    """Every property of every object, once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for model in ANSWERS:
        for name, described in objects(model).items():
            found |= {(name, key): told for key, told in described["properties"].items()}
    return [pytest.param(told, id=f"{name}.{key}") for (name, key), told in found.items()]


every_property = pytest.mark.parametrize("told", properties())


@every_answer
def test_every_field_is_always_there(model):
    for name, described in objects(model).items():
        assert set(described["required"]) == set(described["properties"]), name


@every_answer
def test_no_field_has_a_default(model):
    assert not [node for node in nodes(schema(model)) if "default" in node]


@every_answer
def test_there_is_no_union_but_that_with_null(model):
    for node in nodes(schema(model)):
        assert "oneOf" not in node
        assert "discriminator" not in node
        if "anyOf" in node:
            kinds = node["anyOf"]
            assert len(kinds) == 2
            assert kinds[1] == {"type": "null"}


@every_answer
def test_only_how_far_things_are_is_a_closed_list(model):
    closed = [name for name, told in schema(model).get("$defs", {}).items() if "enum" in told]
    inline = [node for node in nodes(schema(model)["properties"]) if "enum" in node]

    assert set(closed) <= {"Fase", "Stapstand", "Toestand"}
    assert inline == []


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        ("Hoofdstatus", "herkomst", FaseHerkomst),
        ("VerwachteDatum", "herkomst", Datumherkomst),
        ("VerwachteDatum", "grondslag", Grondslag),
        ("Signaal", "soort", Signaalsoort),
        ("ZaakRij", "titelHerkomst", Titelherkomst),
        ("BronUitkomst", "uitkomst", Uitkomst),
        ("BronUitkomst", "reden", Reden),
        ("Voor", "soort", Betrokkenesoort),
        ("Document", "richting", Richting),
        ("Tijdlijnpunt", "soort", Gebeurtenis),
        ("Tijdlijnpunt", "afzender", Afzender),
        ("OnderdeelUitkomst", "onderdeel", Onderdeel),
        ("OnderdeelUitkomst", "uitkomst", Uitkomst),
    ],
)
def test_a_list_that_may_grow_is_a_text_that_says_what_to_do_with_an_unknown_value(model, field, values):
    told = (objects(ZaakOverzicht) | objects(ZaakDetail))[model]["properties"][field]
    told = next((kind for kind in told.get("anyOf", []) if kind.get("type") == "string"), told)

    assert told["type"] == "string"
    assert told["x-extensible-enum"] == [value.value for value in values]
    assert told["x-onbekende-waarde"].endswith(".")


@pytest.mark.parametrize(
    ("values", "promised"),
    [
        (Fase, ["geregistreerd", "geaccepteerd", "inBehandeling", "afgerond", "onbekend"]),
        (Stapstand, ["voltooid", "huidig", "toekomstig", "overgeslagen", "vervallen"]),
        (Gebeurtenis, ["status", "substatus", "document", "besluit", "ontvangst", "contact"]),
        (Afzender, ["u", "organisatie", "onbekend"]),
        (Richting, ["vanU", "vanOrganisatie", "onbekend"]),
        (Toestand, ["beschikbaar", "verstoord", "onbetrouwbaar", "onderhoud"]),
        (
            FaseHerkomst,
            ["einddatum", "geenStatus", "configuratie", "generiek", "naam", "eindstatus", "positie", "geen"],
        ),
        (
            Uitkomst,
            ["ok", "gedeeltelijk", "verouderd", "teTraag", "onbereikbaar", "onbetrouwbaar", "geenToegang",
             "overbelast", "overgeslagen"],
        ),
        (Signaalsoort, ["opgeschort", "verlengd", "termijnVerstreken", "actieNodig", "heropend"]),
        (Datumherkomst, ["register", "berekend"]),
        (Grondslag, ["planning", "servicenorm", "doorlooptijd"]),
    ],
    ids=lambda told: told.__name__ if isinstance(told, type) else "",
)  # fmt: skip
def test_the_words_of_the_contract_are_the_promised_ones(values, promised):
    assert [value.value for value in values] == promised


@every_property
def test_every_property_says_in_dutch_what_it_is(told):
    description = told["description"]

    assert description[0].isupper() or re.match(r"\w+", description)[0] in WORDS | {"gemachtigde"}
    assert description.endswith((".", ";"))


@every_property
def test_where_a_property_names_its_source_it_names_an_api_a_resource_and_a_field(told):
    source = told.get("x-zgw")

    assert source is None or re.fullmatch(
        r"(zaken|catalogi|documenten|besluiten)\.[A-Z][A-Za-z]+\.[a-z][A-Za-z]+", source
    )


@every_answer
def test_the_fields_are_written_in_camel_case(model):
    names = {key for described in objects(model).values() for key in described["properties"]}

    assert not [name for name in names if not re.fullmatch("[a-z]+(?:[A-Z][a-z]+)*", name)]


@every_answer
def test_a_new_field_may_come_without_breaking_who_reads_strictly(model):
    assert not [node for node in nodes(schema(model)) if node.get("additionalProperties") is False]


def test_an_answer_does_not_change_after_it_was_made():
    made = ZaakOverzicht.model_validate(voorbeelden.OVERZICHT["volledig"]["value"])

    with pytest.raises(ValidationError):
        made.volledig = False  # type: ignore[misc]


EXAMPLES = [
    *(pytest.param(ZaakOverzicht, told["value"], id=f"overzicht {k}") for k, told in voorbeelden.OVERZICHT.items()),
    *(pytest.param(ZaakDetail, told["value"], id=f"detail {k}") for k, told in voorbeelden.DETAIL.items()),
    *(pytest.param(Bronnen, told["value"], id=f"bronnen {k}") for k, told in voorbeelden.BRONNEN.items()),
    pytest.param(
        BronProbleem,
        voorbeelden.probleem("bron-onbetrouwbaar", "Titel", 502, "Uitleg.", **voorbeelden.GEEN_BRON),
        id="geen bron",
    ),
    pytest.param(
        InvoerProbleem,
        voorbeelden.probleem(
            "ongeldige-invoer", "Titel", 400, "Uitleg.", fouten=[{"naam": "aantal", "reden": "Te groot.", "code": "x"}]
        ),
        id="invoer",
    ),
    pytest.param(Probleem, voorbeelden.probleem("geen-toegang", "Titel", 403, "Uitleg."), id="probleem"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_every_example_is_what_we_would_send(model, example):
    made = model.model_validate(example)

    assert made.model_dump(mode="json") == example
    jsonschema.validate(example, schema(model))


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_an_example_with_a_field_less_is_not_what_we_would_send(model, example):
    for name in example:
        with pytest.raises(ValidationError):
            model.model_validate({key: value for key, value in example.items() if key != name})


def test_every_bron_in_an_example_that_is_not_volledig_says_why():
    onvolledig = ZaakOverzicht.model_validate(voorbeelden.OVERZICHT["onvolledig"]["value"])

    assert [bron.id for bron in onvolledig.bronnen if bron.melding is None] == ["waterdam"]
    assert not onvolledig.volledig


def test_the_words_of_an_example_are_those_that_we_would_use():
    rests_on = (
        zin(Zin.DATUM_UIT_PLANNING, wie="de gemeente"),
        zin(Zin.DATUM_UIT_DOORLOOPTIJD, wie="de gemeente", duur=Duur.parse("P8W")),
    )
    told = onderdeel_uitkomst_of(Onderdeel.DOCUMENTEN, Failure.TIMEOUT, organisatienaam="Gemeente Waterdam")

    assert voorbeelden.DETAIL["volledig"]["value"]["toelichtingTermijn"] == " ".join(rests_on)
    assert told.melding in [part["melding"] for part in voorbeelden.DETAIL["onvolledig"]["value"]["onderdelen"]]


def test_an_example_tells_in_its_tijdlijn_what_kind_of_document_it_is():
    detail = ZaakDetail.model_validate(voorbeelden.DETAIL["volledig"]["value"])
    soorten = {document.id: document.soort for document in detail.documenten}

    assert {one.document_id: one.tekst for one in detail.tijdlijn if one.document_id is not None} == soorten


def test_the_problems_are_a_closed_list_of_urns():
    uris = [soort.uri for soort in Probleemsoort]

    assert all(re.fullmatch(r"urn:mijnzaken:probleem:[a-z]+(-[a-z]+)*", uri) for uri in uris)
    assert len(set(uris)) == len(uris)


def test_no_field_has_a_name_that_a_firewall_is_known_to_stop():
    """One stopped every answer with a field ``type``. A problem must have it (RFC 9457)."""
    problems = {Probleem.__name__, InvoerProbleem.__name__, BronProbleem.__name__}
    names = {
        key
        for model in ANSWERS
        for name, described in objects(model).items()
        if name not in problems
        for key in described["properties"]
    }

    assert names
    assert not names & {"type", "script", "select", "exec", "eval", "cmd", "file", "path", "url", "redirect"}
