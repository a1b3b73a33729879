"""The grain of this room's settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError, ValidationInfo
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails, PydanticCustomError

M = TypeVar("M", bound=BaseModel)
V = TypeVar("V", bound=Collection[str])


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


def _filled(values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if not values or not all(map(str.strip, values)):
        raise problem("{veld} mag niet leeg zijn en geen lege tekst bevatten", veld=to_camel(info.field_name or ""))
    return values


Filled = AfterValidator(_filled)
"""A list with at least one entry, and no empty or blank text in it: what a token may say, and no token says nothing."""


def _none_empty(values: V, info: ValidationInfo) -> V:
    if not all(map(str.strip, values)):
        raise problem("{veld} mag geen lege tekst bevatten", veld=to_camel(info.field_name or ""))
    return values


NoneEmpty = AfterValidator(_none_empty)
"""A collection that may be empty, but has no empty or blank text in it."""


def _of_keys(keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if not keys or "" in keys:
        raise problem("{veld} mag niet leeg zijn en geen lege tekst bevatten", veld=to_camel(info.field_name or ""))
    return keys


Pad = Annotated[tuple[str, ...], AfterValidator(_of_keys)]
"""Where a claim is: an array of keys, so that a URN or a dot in a name is just a name."""
