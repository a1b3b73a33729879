"""The JSON Schema of the configuration, for editors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mijnzaken_bff.settings.schema import configuration_schema
from tests.rooms.settings.voorbeeld import TOEGANGEN, Tree, at, tree


def as_json(configuration: Tree) -> Any:
    """The configuration as an editor holds it against the schema: a key is always text."""
    return json.loads(json.dumps(configuration))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(json.dumps(configuration_schema())))


def test_the_schema_is_one(validator: Draft202012Validator):
    Draft202012Validator.check_schema(validator.schema)
    assert validator.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_sample_of_the_design_passes(validator: Draft202012Validator):
    assert list(validator.iter_errors(as_json(tree()))) == []


def test_bronnen_may_stand_elsewhere_be_off_and_have_maintenance(validator: Draft202012Validator):
    onderhoud = {"van": "2026-12-01T22:00", "tot": "2026-12-02T06:00"}
    without = tree()
    del without["bronnen"]

    assert list(validator.iter_errors(as_json(without))) == []
    for written in (onderhoud, [onderhoud, onderhoud]):
        configuration = at(("bronnen", 0, "uit"), True, at(("bronnen", 0, "onderhoud"), written))
        assert list(validator.iter_errors(as_json(configuration))) == []


@pytest.mark.parametrize("toegang", TOEGANGEN, ids=lambda toegang: toegang["soort"])
def test_every_kind_of_toegang_passes(validator: Draft202012Validator, toegang: Tree):
    configuration = at(("bronnen", 0, "toegang"), toegang, with_tls())
    configuration["bronnen"][0]["documenten"][0]["toegang"] = toegang
    configuration["standaard"]["toegang"] = toegang

    assert list(validator.iter_errors(as_json(configuration))) == []


@pytest.mark.parametrize(
    ("toegang", "kind", "key"),
    [
        (TOEGANGEN[0], "ZgwJwtToegang", "vorigSecret"),
        (TOEGANGEN[1], "OAuth2Toegang", "vorigSecret"),
        (TOEGANGEN[2], "ApiSleutelToegang", "vorigeSleutel"),
        (TOEGANGEN[3], "TokenToegang", "vorigToken"),
    ],
)
def test_every_previous_secret_passes_and_says_what_it_is(
    validator: Draft202012Validator, toegang: Tree, kind: str, key: str
):
    configuration = at(("bronnen", 0, "toegang"), {**toegang, key: {"bestand": "vorig"}})

    assert list(validator.iter_errors(as_json(configuration))) == []
    definition = validator.schema["$defs"][kind]
    assert "hiervoor was" in definition["properties"][key]["description"]
    assert key not in definition["required"]


def with_tls() -> Tree:
    configuration = at(("dienst", "sleutel"), {"bestand": "sleutel"})
    bron = configuration["bronnen"][0]
    bron["tls"] = {"certificaat": "x.pem", "sleutel": "x.key", "ca": "ca.pem", "wachtwoord": {"bestand": "w"}}
    bron["documenten"][0]["tls"] = {"ca": "ca.pem"}
    bron["zaken"]["headers"] = {"Fsc-Grant-Hash": {"bestand": "grant"}, "X-Gemeente": "gm9902"}
    return configuration


def test_what_standaard_says_need_not_stand_in_a_bron(validator: Draft202012Validator):
    configuration = tree()
    for key in ("toegang", "catalogi"):
        configuration["standaard"][key] = configuration["bronnen"][0].pop(key)

    assert list(validator.iter_errors(as_json(configuration))) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("onbekend",), 1),
        (("ontwikkeling",), "ja"),
        (("dienst", "poort"), 70_000),
        (("tijd", "lijst"), "vijf"),
        (("vragen", "keuze"), "soms"),
        (("uitgevers",), []),
        (("uitgevers",), ...),
        (("organisaties", 0, "rsin"), 1117518),
        (("organisaties", 0, "id"), "Gemeente Waterdam"),
        (("standaard", "onbekend"), 1),
        (("standaard", "gelijktijdig"), 0),
        (("bronnen", 0, "id"), ...),
        (("bronnen", 0, "onbekend"), 1),
        (("bronnen", 0, "zaken", "url"), ...),
        (("bronnen", 0, "toegang", "secret"), {"file": "x"}),
        (("bronnen", 0, "toegang", "soort"), "apiKey"),
        (("bronnen", 0, "toegang"), {"soort": "oauth2", "clientId": "x", "secret": "${X}"}),
        (("bronnen", 0, "toegang"), {"soort": "apiSleutel", "header": "X-API-Key"}),
        (("bronnen", 0, "toegang"), {"soort": "token", "token": "${X}"}),
        (("bronnen", 0, "toegang"), {"soort": "geen", "token": "${X}"}),
        (("bronnen", 0, "tls"), {"certificaat": 3}),
        (("bronnen", 0, "tls"), {"certificate": "x.pem"}),
        (("bronnen", 0, "zaken", "tls"), {"ca": ["x.pem"]}),
        (("bronnen", 0, "zaken", "headers"), {"Fsc-Grant-Hash": {"file": "x"}}),
        (("dienst", "sleutel"), {"file": "x"}),
        (("bronnen", 0, "zichtbaarheid", "maximaal"), "topgeheim"),
        (("bronnen", 0, "fasen", "zaaktypen", "ZT-PARKEREN", "statussen", 3, "fase"), "klaar"),
    ],
)
def test_a_mistake_does_not_pass(validator: Draft202012Validator, place: tuple[str | int, ...], value: Any):
    assert list(validator.iter_errors(as_json(at(place, value))))


def test_no_secret_has_a_default_or_an_example():
    text = json.dumps(configuration_schema())

    assert '"format": "password"' not in text
    assert "Een geheim: {bestand: pad}" in text


def test_it_is_the_same_text_every_time() -> None:
    """The order in which Python keeps a set differs from one process to another."""
    texts = [
        subprocess.run(
            [sys.executable, "-m", "mijnzaken_bff.cli", "schema"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "7")
    ]

    assert len(set(texts)) == 1
