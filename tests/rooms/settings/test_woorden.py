"""What is wrong with a value, in words that one can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mijnzaken_bff.domain.tijdsduur import PATTERN
from mijnzaken_bff.settings.schema import configuration_schema
from mijnzaken_bff.settings.woorden import dutch

OWN_WORDS = {f"^{PATTERN}$", r"^\d{9}$"}
"""Patterns of the schema alone: the service checks a span of time and an RSIN itself."""


def patterns(schema: Any) -> Iterator[str]:
    match schema:
        case dict():
            if isinstance(schema.get("pattern"), str):
                yield schema["pattern"]
            for part in schema.values():
                yield from patterns(part)
        case list():
            for part in schema:
                yield from patterns(part)


@pytest.mark.parametrize("pattern", sorted(set(patterns(configuration_schema())) - OWN_WORDS))
def test_what_a_text_must_look_like_is_told_with_an_example_that_does(pattern: str):
    told = dutch("string_pattern_mismatch", "", {"pattern": pattern})

    assert any(re.fullmatch(pattern, word.strip("',")) for word in told.split()[2:]), told
    assert "^" not in told
