"""One change at one place of a contract, and every place where there is something to change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Tree: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]
Change: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Mutatie:
    """What stands at ``path`` becomes what ``change`` makes of it."""

    path: Path
    change: Change

    def applied(self, document: Tree) -> Tree:
        """A changed document, that shares what is the same. Raises ``LookupError`` without a place."""
        changed: Tree = _with_changed(document, self.path, self.change)
        return changed

    def __str__(self) -> str:
        return "/".join(map(str, self.path))


def _with_changed(node: Any, path: Path, change: Change) -> Any:
    if not path:
        return change(node)
    changed = copy.copy(node)
    changed[path[0]] = _with_changed(node[path[0]], path[1:], change)
    return changed


Vinder: TypeAlias = Callable[[Tree], Iterator[Mutatie]]
"""Finds every place for one kind of change."""


def with_(**more: Any) -> Change:
    """A mapping with more in it."""
    return lambda node: {**node, **more}


def without(key: Any) -> Change:
    """A mapping without one of its keys, or a list without the value at one place."""

    def change(node: Any) -> Any:
        if isinstance(node, list):
            return [*node[:key], *node[key + 1 :]]
        return {name: value for name, value in node.items() if name != key}

    return change


def but(value: Any) -> Change:
    """Something else altogether."""
    return lambda _: value


def more(*values: Any) -> Change:
    """A list that goes on with these."""
    return lambda node: [*node, *values]


def answered(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every schema of what is answered, nested ones too; each with where it stands."""
    yield from named(document)
    for path, response in responses(document):
        for header, told in response.get("headers", {}).items():
            yield from _nested((*path, "headers", header, "schema"), told["schema"])
        for kind, content in response.get("content", {}).items():
            yield from _nested((*path, "content", kind, "schema"), content["schema"])


def named(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every schema in the components, and what is nested in it."""
    for name, schema in document["components"]["schemas"].items():
        yield from _nested(("components", "schemas", name), schema)


def asked(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every schema of a parameter."""
    for path, parameter in parameters(document):
        yield from _nested((*path, "schema"), parameter["schema"])


def _nested(path: Path, schema: Tree) -> Iterator[tuple[Path, Tree]]:
    yield path, schema
    for name, field in schema.get("properties", {}).items():
        yield from _nested((*path, "properties", name), field)
    for n, alternative in enumerate(schema.get("anyOf", ())):
        yield from _nested((*path, "anyOf", n), alternative)
    if "items" in schema:
        yield from _nested((*path, "items"), schema["items"])


def operations(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every operation."""
    for path, methods in document["paths"].items():
        yield from ((("paths", path, method), operation) for method, operation in methods.items())


def responses(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every response of every operation."""
    for path, operation in operations(document):
        yield from (((*path, "responses", status), told) for status, told in operation["responses"].items())


def parameters(document: Tree) -> Iterator[tuple[Path, Tree]]:
    """Every parameter of every operation."""
    for path, operation in operations(document):
        yield from (((*path, "parameters", n), told) for n, told in enumerate(operation.get("parameters", ())))


def is_place(path: Path) -> bool:
    """Whether a schema is that of one value, and not one of its alternatives or what others refer to."""
    return path[-1] in ("schema", "items") or path[-2] == "properties"


def may_be_null(schema: Tree) -> bool:
    """Whether null is one of the alternatives."""
    return {"type": "null"} in schema.get("anyOf", ())
