"""What every setting of every room is made of: how the file is written, and a span of time in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from mijnzaken_bff.domain.tijdsduur import PATTERN, parse_seconds


class SettingsModel(BaseModel):
    """A part of the configuration: frozen, in Dutch camelCase, and a key we do not know is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, hide_input_in_errors=True
    )


def _seconds(value: object) -> float:
    try:
        return parse_seconds(value)  # type: ignore[arg-type]  # whatever the file says; it refuses the rest itself
    except ValueError:
        raise PydanticCustomError("tijdsduur", "geen tijdsduur: verwacht bijvoorbeeld 500ms, 5s of 2m") from None


Seconden = Annotated[
    float,
    BeforeValidator(_seconds),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{PATTERN}$"}, {"type": "number", "minimum": 0}]}),
]
"""A span of time, in seconds; in the file ``500ms``, ``30s``, ``5m``, ``24h``."""
