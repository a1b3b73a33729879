"""What is wrong with a value, in Dutch: the words of pydantic are for programmers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_WORDS: Final = {
    "missing": "ontbreekt",
    "union_tag_not_found": "ontbreekt",
    "extra_forbidden": "onbekende sleutel",
    "string_type": "verwacht tekst (zet een getal tussen aanhalingstekens)",
    "string_too_short": "mag niet leeg zijn",
    "bool_type": "verwacht true of false",
    "bool_parsing": "verwacht true of false",
    "int_type": "verwacht een geheel getal",
    "int_parsing": "verwacht een geheel getal",
    "int_from_float": "verwacht een geheel getal",
    "finite_number": "verwacht een geheel getal",
    "invalid_key": "een sleutel is hier tekst (zet een getal tussen aanhalingstekens)",
    "model_type": "verwacht sleutels met waarden",
    "model_attributes_type": "verwacht sleutels met waarden",
    "dict_type": "verwacht sleutels met waarden",
    "tuple_type": "verwacht een lijst",
    "list_type": "verwacht een lijst",
    "frozen_set_type": "verwacht een lijst",
    "too_short": "mag niet leeg zijn",
}

_SHAPES: Final = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "verwacht kleine letters, cijfers en streepjes, zoals waterdam-2",
    r"^[a-z0-9]+([.-][a-z0-9]+)*$": "verwacht kleine letters, cijfers, streepjes en punten, zoals 2026-1",
    r"^https?://[^\s<>\"']+$": "verwacht een adres als https://waterdam.example",
    r"^https?://[^\s{}]+(\{uuid\}[^\s{}]*)?$": "verwacht een adres als https://mijn.waterdam.example/zaken/{uuid}",
    r"^(/([^~/]|~[01])+)+$": "verwacht een JSON Pointer, zoals /access_token",
    r"^[A-Za-z][A-Za-z0-9-]*$": "verwacht één woord, zoals Token of Bearer",
    r"^\d{1,3}(\.\d{1,3}){0,2}$": "verwacht een versie tussen aanhalingstekens, zoals '1.5' of '1.5.1'",
}
"""What a text must look like, for every pattern that a setting may have."""

_MEMBER: Final = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""How pydantic writes a member of an enum, around the word that stands in the file."""


def dutch(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """One error of pydantic: its type, its message and what it knows beside. A message of our own stays as it is."""
    match kind:
        case "literal_error" | "enum" | "union_tag_invalid":
            words = _MEMBER.sub(r"\1", f"{context.get('expected') or context.get('expected_tags')}")
            first, comma, last = words.replace(" or ", ", ").rpartition(", ")
            return f"verwacht {first} of {last}" if comma else f"verwacht {last}"
        case "string_pattern_mismatch":
            return _SHAPES[str(context.get("pattern"))]
        case "string_too_long":
            return f"mag ten hoogste {context.get('max_length')} tekens lang zijn"
        case "greater_than_equal":
            return f"moet ten minste {context.get('ge')} zijn"
        case "greater_than":
            return f"moet groter zijn dan {context.get('gt'):g}"
        case "less_than_equal":
            return f"mag ten hoogste {context.get('le')} zijn"
        case "value_error":
            return message.removeprefix("Value error, ")
        case _:
            return _WORDS.get(kind, message)
