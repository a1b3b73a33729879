"""The claims of a token, read by path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Claims: TypeAlias = Mapping[str, object]


def claim_at(claims: Claims, pad: Sequence[str]) -> object:
    """The claim at ``pad``, or None where there is none. JSON's null says the same as nothing."""
    value: object = claims
    for key in pad:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def one_text(value: object) -> str | None:
    """The text in a claim, or None.

    An array of exactly one text is that text: so a broker writes an attribute that could have had more values.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else None


def words(value: object) -> frozenset[str]:
    """The words of a scope: a text with spaces (RFC 6749, 3.3), or an array of texts."""
    if isinstance(value, str):
        return frozenset(value.split(" "))
    return frozenset(word for word in value if isinstance(word, str)) if isinstance(value, list) else frozenset()
