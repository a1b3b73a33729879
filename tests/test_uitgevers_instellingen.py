"""Every setting of an issuer is explained: in the manual, one row each, and in the schema that editors show."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mijnzaken_bff.domain.tijdsduur import parse_seconds
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.settings.schema import configuration_schema

MANUAL = Path(__file__).parents[1] / "docs" / "uitgevers-instellingen.md"


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model that may stand where this is said."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def settings_of(model: type[BaseModel], place: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting below a model, by how the manual writes its place: ``betrokkene[].handelende[].pad``."""
    for name, field in model.model_fields.items():
        key = f"{place}{field.alias or name}"
        yield key, field
        below = list(models_in(field.annotation))
        several = "[]" if any(getattr(part, "__origin__", part) is tuple for part in all_of(field.annotation)) else ""
        for part in below:
            yield from settings_of(part, f"{key}{several}.")


def all_of(annotation: Any) -> Iterator[Any]:
    """An annotation and everything within it."""
    yield annotation
    for part in get_args(annotation):
        yield from all_of(part)


def rows() -> dict[str, list[str]]:
    """The columns of each row of the manual, after the place of the setting in the first."""
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    split = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| `")]
    return {cells[0].strip("`"): cells[1:] for cells in split}


SETTINGS = list(settings_of(Uitgever))


def test_the_manual_has_one_row_for_each_setting_and_no_other() -> None:
    assert set(rows()) == {place for place, _ in SETTINGS}
    assert {"doelgroepModus", "sleutels.houdbaarBijStoring", "betrokkene[].wanneer[].is"} <= set(rows())


@pytest.mark.parametrize("place", sorted({place for place, _ in SETTINGS}))
def test_a_row_says_what_a_setting_means_and_what_holds_without_it(place: str) -> None:
    (meaning, default), fields = rows()[place], [field for name, field in SETTINGS if name == place]

    assert len(meaning) > 10
    for field in fields:
        assert said_as(field, default), f"{default} for {field.default!r}"


def said_as(field: FieldInfo, told: str) -> bool:
    """Whether what the manual tells is the default; what is long may be told in words."""
    words = told.strip("`")
    match field.default:
        case _ if field.is_required():
            return told == "verplicht"
        case None:
            return told == "geen"
        case bool():
            return words == str(field.default).lower()
        case Enum():
            return words == str(field.default.value)
        case float():
            return parse_seconds(words) == field.default
        case str():
            return words == field.default
        case ():
            return told == "leeg"
        case tuple() if len(field.default) < 8:
            return words == f"[{', '.join(field.default)}]"
        case _:
            return len(told) > 3


def reached(name: str, defs: dict[str, Any], found: set[str]) -> set[str]:
    """Every part of the schema below this one."""
    if name not in found:
        found.add(name)
        for other in defs:
            if f"#/$defs/{other}'" in str(defs[name]):
                reached(other, defs, found)
    return found


def test_an_editor_explains_every_setting_of_an_issuer() -> None:
    defs = configuration_schema()["$defs"]
    parts = reached("Uitgever", defs, set())

    silent = [
        f"{part}.{key}"
        for part in sorted(parts)
        for key, schema in defs[part].get("properties", {}).items()
        if not schema.get("description")
    ]

    assert {"Uitgever", "Sleutels", "HandelendeRegel", "Voorwaarde"} <= parts
    assert silent == []
