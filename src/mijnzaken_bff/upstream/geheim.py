"""Secrets in the configuration: read from a file or the environment, never written out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.gelezen import note


class FromEnvironment(str):
    """A text that came out of ``${NAME}``, so not out of the configuration file itself."""

    __slots__ = ()


class WrittenOut(SecretStr):
    """A secret that stands in the configuration file itself: for development only."""


def _read(value: Any, info: ValidationInfo) -> SecretStr:
    context = info.context or {}
    match value:
        case SecretStr():
            return value
        case {"bestand": str(name), **rest} if not rest:
            return SecretStr(_content(Path(context.get("folder", ".")) / name, info))
        case FromEnvironment():
            return _filled(value)
        case str() if context.get("ontwikkeling"):
            return WrittenOut(_filled(value).get_secret_value())
        case str():
            raise PydanticCustomError(
                "geheim_in_bestand",
                "een geheim hoort niet in dit bestand: schrijf {bestand: pad} of ${NAAM}",
            )
        case _:
            raise PydanticCustomError("geheim", "verwacht {bestand: pad} of ${NAAM}")


def _content(path: Path, info: ValidationInfo) -> str:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8").strip()
    except (OSError, ValueError):  # not there, not UTF-8, or not even the name of a file
        raise PydanticCustomError(
            "geheim_onleesbaar", "het bestand {pad} is niet te lezen", {"pad": str(path)}
        ) from None
    note(info, path, content)
    if not text:
        raise PydanticCustomError("geheim_leeg", "het bestand {pad} is leeg", {"pad": str(path)})
    return text


def _filled(value: str) -> SecretStr:
    if not value.strip():
        raise PydanticCustomError("geheim_leeg", "een geheim mag niet leeg zijn")
    return SecretStr(str(value))


def _schema(description: str) -> WithJsonSchema:
    file = {
        "type": "object",
        "properties": {"bestand": {"type": "string"}},
        "required": ["bestand"],
        "additionalProperties": False,
    }
    return WithJsonSchema({"description": description, "anyOf": [file, {"type": "string"}]})


Geheim = Annotated[
    SecretStr,
    BeforeValidator(_read),
    _schema("Een geheim: {bestand: pad} of ${NAAM}. Uitgeschreven alleen met ontwikkeling: true."),
]
"""A secret of the configuration. Read with ``get_secret_value()`` where it is used, nowhere else."""


def _written_or_read(value: Any, info: ValidationInfo) -> SecretStr:
    match value:
        case str():
            return SecretStr(str(value))
        case SecretStr() | {"bestand": str()}:
            return _read(value, info)
        case _:
            raise PydanticCustomError("waarde", "verwacht tekst of {bestand: pad}")


Waarde = Annotated[SecretStr, BeforeValidator(_written_or_read), _schema("Tekst, ${NAAM} of {bestand: pad}.")]
"""A value that need not be a secret, so it may be written out; it may be one, so it is never printed."""
