"""How every model of the contract behaves, and how a field tells where it comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

E = TypeVar("E", bound=StrEnum)


class ContractModel(BaseModel):
    """A promise: every field is always there, null when unknown, so none has a default."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True, validate_by_name=True, frozen=True)


def veld(beschrijving: str, *, zgw: str | None = None, voorbeelden: list[Any] | None = None, **extra: Any) -> Any:
    """A field with its Dutch description and, in ``x-zgw``, where its value comes from ("zaken.Zaak.einddatum")."""
    more: dict[str, Any] = {**({"x-zgw": zgw} if zgw else {}), **extra}
    return Field(description=beschrijving, examples=voorbeelden, json_schema_extra=more or None)


def open_enum(values: type[E], onbekend: str) -> dict[str, Any]:
    """The schema of an enum that may grow: a string, with what a reader does with a value it does not know."""
    return {
        "type": "string",
        "x-extensible-enum": [value.value for value in values],
        "x-onbekende-waarde": onbekend,
    }
