"""Every secret in a configuration, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, SecretStr

from mijnzaken_bff.settings.place import Place


def secrets_in(settings: Any, place: Place = ()) -> Iterator[tuple[Place, SecretStr]]:
    """Each secret with its place in the configuration file."""
    match settings:
        case SecretStr():
            yield place, settings
        case BaseModel():
            for name, field in type(settings).model_fields.items():
                yield from secrets_in(getattr(settings, name), (*place, field.alias or name))
        case Mapping():
            for key, value in settings.items():
                yield from secrets_in(value, (*place, str(key)))
        case tuple():
            for number, value in enumerate(settings):
                yield from secrets_in(value, (*place, number))
        case _:
            return
