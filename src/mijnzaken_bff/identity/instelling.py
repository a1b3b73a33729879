"""The grain of this room's settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails, PydanticCustomError

from mijnzaken_bff.domain.tijdsduur import PATTERN, parse_seconds

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


class SettingsModel(BaseModel):
    """A part of the configuration: frozen, in Dutch camelCase, and a key we do not know is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, hide_input_in_errors=True
    )


def problem(message: str, **context: str) -> PydanticCustomError:
    """An error for whoever writes the configuration, in Dutch; ``{name}`` is taken from ``context``."""
    return PydanticCustomError("uitgever", message, dict(context))


def problem_at(*loc: str | int, message: str, **context: str) -> InitErrorDetails:
    """The same, at a place below the model that found it."""
    return InitErrorDetails(type=problem(message, **context), loc=loc, input=None)


def without_problems(model: M, problems: Iterable[InitErrorDetails]) -> M:
    """``model``, if there are none; else all of them at once, as pydantic errors."""
    found = list(problems)
    if found:
        raise ValidationError.from_exception_data(type(model).__name__, found)
    return model


def _filled(values: tuple[T, ...], info: ValidationInfo) -> tuple[T, ...]:
    if not values or "" in values:
        raise problem("{veld} mag niet leeg zijn en geen lege tekst bevatten", veld=to_camel(info.field_name or ""))
    return values


Filled = AfterValidator(_filled)
"""A list with at least one entry, and no empty text in it."""

Pad = Annotated[tuple[str, ...], Filled]
"""Where a claim is: an array of keys, so that a URN or a dot in a name is just a name."""


def _seconds(value: object, info: ValidationInfo) -> float:
    try:
        return parse_seconds(value)  # type: ignore[arg-type]  # whatever the file says; it refuses the rest itself
    except ValueError as error:
        raise problem("{veld}: {reden}", veld=to_camel(info.field_name or ""), reden=str(error)) from error


Seconds = Annotated[
    float,
    BeforeValidator(_seconds),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{PATTERN}$"}, {"type": "number", "minimum": 0}]}),
]
"""A span of time, in seconds; in the file ``30s``, ``5m``, ``24h``."""
