"""A text in YAML: what it holds, and on which line."""

from __future__ import annotations

from typing import Any

import yaml

from mijnzaken_bff.settings.place import Place
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem


class _Loader(yaml.SafeLoader):
    """YAML without surprises: a key that stands there twice is refused, and a date stays text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed(text: str, problems: list[Problem]) -> tuple[Any, dict[Place, int]]:
    """What ``text`` holds, and the line of every place in it. Raises ``ConfigurationRefused`` when it is no YAML.

    What can be told of a part of it is added to ``problems``.
    """
    lines: dict[Place, int] = {}
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise ConfigurationRefused([Problem((), "het bestand is leeg")])
        tree = _value(loader, node, (), lines, problems)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigurationRefused([Problem((), "geen geldige YAML", line)]) from None
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
        # PyYAML lets slip what its constructors raise over `!!int x`, and follows a YAML alias into itself.
        raise ConfigurationRefused([Problem((), "geen geldige YAML")]) from None
    return tree, lines


def _value(loader: _Loader, node: yaml.Node, place: Place, lines: dict[Place, int], problems: list[Problem]) -> Any:
    lines[place] = node.start_mark.line + 1
    match node:
        case yaml.MappingNode():
            own = [key_node for key_node, _ in node.value]
            loader.flatten_mapping(node)
            tree: dict[Any, Any] = {}
            said: set[str | int] = set()
            for key_node, value_node in node.value:
                key = loader.construct_object(key_node, deep=True)
                if not isinstance(key, str | int):
                    problems.append(Problem(place, "een sleutel is tekst of een getal", key_node.start_mark.line + 1))
                    continue
                if key in said:
                    problems.append(Problem((*place, key), "staat er twee keer", key_node.start_mark.line + 1))
                # What `<<` brings may be said again: that is what it is for.
                if key_node in own:
                    said.add(key)
                tree[key] = _value(loader, value_node, (*place, key), lines, problems)
                lines[(*place, key)] = key_node.start_mark.line + 1
            return tree
        case yaml.SequenceNode():
            return [_value(loader, child, (*place, n), lines, problems) for n, child in enumerate(node.value)]
        case _:
            return loader.construct_object(node, deep=True)
