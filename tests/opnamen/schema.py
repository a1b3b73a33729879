"""The OpenAPI files of Open Zaak as JSON Schema, with the concessions that its own answers need.

An empty string passes ``minLength``, ``pattern``, ``enum`` and ``format``; ``oneOf`` is read as ``anyOf`` (its
variants overlap); ``beginObject`` and ``eindeObject`` may be null though the file says otherwise.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

STANDAARDEN = Path(__file__).parents[2].parent / "shared" / "standards" / "zgw" / "open-zaak"

_OOK_NULL = frozenset({"beginObject", "eindeObject"})
_Lader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def eis_standaarden() -> None:
    """Skip the test where the standards are not beside the repository; where tests must be complete, fail it."""
    if STANDAARDEN.is_dir():
        return
    waarom = "the standards (../shared/standards) are not beside this repository"
    if os.environ.get("CI") == "true":
        pytest.fail(waarom)
    pytest.skip(waarom)


def controleer(inhoud: object, api: str, pad: str) -> None:
    """``inhoud`` is what ``api`` promises as the 200 of ``GET pad``. Raises ``jsonschema.ValidationError``."""
    contract = _contract(api)
    antwoord = contract["paths"][pad]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = {"components": contract["components"], **antwoord}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(inhoud)


@cache
def _contract(api: str) -> dict[str, Any]:
    bestand = STANDAARDEN / f"{api}.openapi.yaml"
    with bestand.open("rb") as stroom:
        contract = yaml.load(stroom, _Lader)  # noqa: S506 - a safe loader, in C where there is one
    schemas = {naam: _soepel(schema) for naam, schema in contract["components"]["schemas"].items()}
    return {"components": {"schemas": schemas}, "paths": _soepel(contract["paths"])}


def _soepel(schema: Any, *, veld: str = "") -> Any:
    if isinstance(schema, list):
        return [_soepel(deel) for deel in schema]
    if not isinstance(schema, dict):
        return schema
    soepel = {
        "anyOf" if naam == "oneOf" else naam: {eigen: _soepel(van, veld=eigen) for eigen, van in waarde.items()}
        if naam == "properties"
        else _soepel(waarde)
        for naam, waarde in schema.items()
    }
    ook = [{"const": ""}] if soepel.get("type") == "string" else []
    if soepel.pop("nullable", False) or veld in _OOK_NULL:
        ook.append({"type": "null"})
    return {"anyOf": [soepel, *ook]} if ook else soepel
