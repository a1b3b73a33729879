"""What a caller trips over in the schema of an answer or of something asked.

What is said must lie within what whoever listens expects: in an answer the new service speaks to an old caller, in what
is asked an old caller speaks to the new service. So an answer may promise more, and a question may be held to less.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Final

from tests.contract.verwijzing import WORDS, Node, bare, gone, resolved, shared

_AT_LEAST: Final = {"minimum": -inf, "exclusiveMinimum": -inf, "minLength": 0, "minItems": 0, "minProperties": 0}
_AT_MOST: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_SAME: Final = ("pattern", "multipleOf", "uniqueItems")
_KNOWN: Final = frozenset(
    {"$ref", "anyOf", "type", "format", "enum", "const", "x-extensible-enum", "x-zgw", "default", "properties"}
    | {"required", "items", "additionalProperties", *_AT_LEAST, *_AT_MOST, *_SAME}
)


class Schemaverschil:
    """Walks schemas of two documents side by side."""

    def __init__(self, old: Node, new: Node) -> None:
        self._old = old
        self._new = new
        self._seen: set[tuple[str, str, bool]] = set()

    def between(self, where: str, old: Node, new: Node, *, answer: bool) -> Iterator[str]:
        """Tells what breaks; what two schemas lead to by ``$ref`` only the first time that they are met."""
        if "$ref" in old or "$ref" in new:
            key = (repr(bare(old)), repr(bare(new)), answer)
            if key in self._seen:
                return
            self._seen.add(key)
        before, after = dict(_kinds(self._old, old)), dict(_kinds(self._new, new))
        gained, lost = after.keys() - before.keys(), before.keys() - after.keys()
        if answer and "null" in gained:
            yield f"{where}: may be null now"
        if not answer and "null" in lost:
            yield f"{where}: may no longer be null"
        if (gained | lost) - {"null"}:
            yield f"{where}: type changed"
        for kind in shared(before, after):
            yield from self._of_one_type(where, before[kind], after[kind], answer=answer)

    def _of_one_type(self, where: str, old: Node, new: Node, *, answer: bool) -> Iterator[str]:
        said, expected = (new, old) if answer else (old, new)
        for key in sorted((old.keys() | new.keys()) - _KNOWN - WORDS):
            yield f"{where}: {key} cannot be judged"
        yield from _limits(where, said, expected)
        yield from _values(where, old, new, answer=answer)
        if old.get("format") != new.get("format"):
            yield f"{where}: format changed"
        if not answer and "default" in old and old["default"] != new.get("default"):
            yield f"{where}: default changed"
        for name in sorted(set(expected.get("required", ())) - set(said.get("required", ()))):
            yield f"{where}.{name}: {'may be missing' if answer else 'must be given'} now"
        before, after = old.get("properties", {}), new.get("properties", {})
        yield from gone(where, "field", before, after)
        for name in shared(before, after):
            yield from self.between(f"{where}.{name}", before[name], after[name], answer=answer)
        if "items" in expected:
            yield from self.between(f"{where}[]", old.get("items", {}), new.get("items", {}), answer=answer)


def _limits(where: str, said: Node, expected: Node) -> Iterator[str]:
    for key, least in _AT_LEAST.items():
        if said.get(key, least) < expected.get(key, least):
            yield f"{where}: {key} changed"
    for key in _AT_MOST:
        if said.get(key, inf) > expected.get(key, inf):
            yield f"{where}: {key} changed"
    for key in _SAME:
        if expected.get(key) and said.get(key) != expected.get(key):
            yield f"{where}: {key} changed"
    more, allowed = (each.get("additionalProperties", True) for each in (said, expected))
    if not isinstance(more, bool) or not isinstance(allowed, bool):
        yield f"{where}: additionalProperties cannot be judged"
    elif more and not allowed:
        yield f"{where}: additionalProperties changed"


def _values(where: str, old: Node, new: Node, *, answer: bool) -> Iterator[str]:
    """The lists of values: ``enum`` holds all there are, ``x-extensible-enum`` those that are known so far."""
    before, after = _closed(old), _closed(new)
    if before is not None and (before != after if answer else after is not None and before - after):
        yield f"{where}: the closed list of values changed"
    if before is None and after is not None and not answer:
        yield f"{where}: only some values are taken now"
    known = {repr(value) for value in new.get("x-extensible-enum", ())} | (after or set())
    for value in old.get("x-extensible-enum", ()):
        if repr(value) not in known:
            yield f"{where}: value {value!r} is gone"


def _closed(schema: Node) -> set[str] | None:
    """Every value there is; None where there is no such list."""
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return None if values is None else set(map(repr, values))


def _kinds(document: Node, schema: Node) -> Iterator[tuple[str, Node]]:
    """What a schema may be, each by its type; a second one of a type has a number."""
    found: dict[str, int] = {}
    for kind, alternative in _alternatives(document, schema):
        found[kind] = found.get(kind, 0) + 1
        yield (kind if found[kind] == 1 else f"{kind} {found[kind]}"), alternative


def _alternatives(document: Node, schema: Node) -> Iterator[tuple[str, Node]]:
    plain = resolved(document, schema)
    beside = {key: value for key, value in plain.items() if key != "anyOf"}
    for alternative in plain.get("anyOf", ()):
        for kind, found in _alternatives(document, alternative):
            yield kind, {**beside, **found}
    if "anyOf" not in plain:
        types = plain.get("type", "any")
        for kind in [types] if isinstance(types, str) else types:
            yield kind, plain
