"""What a ``$ref`` of an OpenAPI document leads to, and what two objects of such documents have in common or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias

Node: TypeAlias = Mapping[str, Any]

WORDS: Final = frozenset(
    {"title", "description", "summary", "example", "examples", "deprecated", "tags", "externalDocs"}
)
"""What is told and not promised."""


def resolved(document: Node, node: Node) -> Node:
    """What ``node`` leads to, with what stands beside the ``$ref``. Source: OpenAPI 3.1, Reference Object."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def bare(node: Node) -> Node:
    """``node`` without what is only told, in an order that says nothing."""
    return {key: value for key, value in sorted(node.items()) if key not in WORDS}


def shared(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What stands in both, in the order of the old one."""
    return [name for name in old if name in new]


def gone(where: str, what: str, old: Collection[str], new: Collection[str]) -> Iterator[str]:
    """Tells of everything that was there and is no more."""
    yield from (f"{where}: {what} {name} is gone" for name in old if name not in new)


def unknown(where: str, old: Node, new: Node, known: frozenset[str]) -> Iterator[str]:
    """Tells of what differs beside ``known``: nobody here can say whether that matters."""
    for key in sorted((old.keys() | new.keys()) - known - WORDS):
        if old.get(key) != new.get(key):
            yield f"{where}: {key} changed"
