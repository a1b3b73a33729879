"""The dry run as JSON. Its keys are a promise: ``docs/check.md`` names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic.alias_generators import to_camel

from mijnzaken_bff.controle.catalogus.rapport import Catalogusrapport, NaamOpPlaats


def as_json(rapporten: Sequence[Catalogusrapport]) -> dict[str, Any]:
    """The reports, with the names of their fields in camelCase."""
    return {"bronnen": [_told(rapport) for rapport in rapporten]}


def _told(value: Any) -> Any:
    match value:
        case NaamOpPlaats(naam=naam, plaats=plaats):
            return {
                "soort": naam.vermelding.wat,
                "naam": naam.vermelding.naam,
                "zaaktype": naam.vermelding.zaaktype,
                "stand": naam.stand,
                "gezien": naam.gezien,
                "stap": naam.stap,
                "bedoeld": naam.bedoeld,
                "plaats": plaats.where,
                "regel": plaats.line,
            }
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {_told(key): _told(item) for key, item in value.items()}
        case list() | tuple():
            return [_told(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    told = {to_camel(field.name): _told(getattr(value, field.name)) for field in fields(value)}
    return told | {"stand": value.stand} if hasattr(value, "stand") else told
