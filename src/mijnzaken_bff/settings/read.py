"""Reading the configuration file: every problem at once, each with its path and line."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import Place, written
from mijnzaken_bff.settings.woorden import dutch
from mijnzaken_bff.upstream.geheim import FromEnvironment

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the configuration. It never repeats a value."""

    place: Place
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{written(self.place)}: {self.message}" + (f" (regel {self.line})" if self.line else "")


class ConfigurationRefused(Exception):
    """The configuration cannot be used; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def read_settings(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in the YAML file at ``path``. Raises ``ConfigurationRefused``.

    ``${NAME}`` is taken from ``environment``; ``{bestand: pad}`` is read relative to the folder of the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "geen UTF-8"
        raise ConfigurationRefused([Problem((), f"{path} is niet te lezen: {reason}")]) from error
    return settings_of(text, environment=os.environ if environment is None else environment, folder=path.parent)


def settings_of(text: str, *, environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings in ``text``. Raises ``ConfigurationRefused``."""
    problems: list[Problem] = []
    written_tree, lines = _parsed(text, problems)
    filled = _with_environment(written_tree, environment, (), problems)
    tree = _with_defaults(filled, problems)
    context = {"ontwikkeling": tree.get("ontwikkeling") is True, "folder": str(folder)}
    try:
        settings = Settings.model_validate(tree, context=context)
    except ValidationError as error:
        found = _refused(error, tree)
    else:
        found = [Problem(place, message) for place, message in settings.contradictions()]
        if not found and not problems:
            return settings
    # What is wrong already can only look wrong once more, for another reason.
    earlier = tuple(problem.place for problem in problems)
    problems += [p for p in _from_defaults(found, filled) if not any(p.place[: len(e)] == e for e in earlier)]
    raise ConfigurationRefused(_placed(problems, lines))


def _refused(error: ValidationError, tree: Any) -> list[Problem]:
    errors = error.errors(include_input=False, include_url=False)
    return [
        _problem(_place_of(e, tree), dutch(e["type"], e["msg"], e.get("ctx") or {}))
        for e in errors
        # A list whose only item is wrong is called too short as well: that is not what is wrong.
        if e["type"] != "too_short" or all(o["loc"][: len(e["loc"])] != e["loc"] or o is e for o in errors)
    ]


class _Loader(yaml.SafeLoader):
    """YAML without surprises: a key that stands there twice is refused, and a date stays text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parsed(text: str, problems: list[Problem]) -> tuple[dict[Any, Any], dict[Place, int]]:
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
    if not isinstance(tree, dict):
        raise ConfigurationRefused([Problem((), "verwacht sleutels met waarden")])
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


def _with_environment(tree: Any, environment: Mapping[str, str], place: Place, problems: list[Problem]) -> Any:
    match tree:
        case dict():
            return {k: _with_environment(v, environment, (*place, k), problems) for k, v in tree.items()}
        case list():
            return [_with_environment(v, environment, (*place, n), problems) for n, v in enumerate(tree)]
        case str() if "${" in tree:
            names = _NAME.findall(tree)
            if missing := sorted({name for name in names if name not in environment}):
                problems.append(Problem(place, f"{', '.join(missing)} staat niet in de omgeving"))
                environment = {**environment, **{name: _stand_in(name, alone=tree, place=place) for name in missing}}
            text = _NAME.sub(lambda match: environment[match[1]], tree)
            return FromEnvironment(text) if names else tree
        case _:
            return tree


def _stand_in(name: str, *, alone: str, place: Place) -> str:
    """What could have been in the environment under ``name``, so that the rest of the file is looked at all the same.

    Never used: the configuration is refused already. It passes for a secret, a name and a part of an address.
    """
    text = hashlib.sha256(name.encode()).hexdigest()[:40]
    whole = alone == f"${{{name}}}" and any(str(key).lower().endswith(("url", "issuer")) for key in place[-1:])
    return f"https://{text}.example/" if whole else text


def _with_defaults(tree: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """``standaard`` under every bron: what a bron says itself wins, and mappings are laid over each other."""
    common = tree.get("standaard", {})
    bronnen = tree.get("bronnen")
    rest = {key: value for key, value in tree.items() if key != "standaard"}
    if not isinstance(common, dict):
        problems.append(Problem(("standaard",), dutch("dict_type", "", {})))
    elif isinstance(bronnen, list):
        rest["bronnen"] = [_laid_over(common, bron) if isinstance(bron, dict) else bron for bron in bronnen]
    return rest


def _laid_over(under: dict[Any, Any], over: dict[Any, Any]) -> dict[Any, Any]:
    if _other_kind(under, over):
        return over
    both = {
        key: _laid_over(under[key], value) if isinstance(value, dict) and isinstance(under.get(key), dict) else value
        for key, value in over.items()
    }
    return {**under, **both}


def _other_kind(under: Any, over: Any) -> bool:
    """Whether these are two kinds of one thing: then no key of the one means anything in the other."""
    return (
        isinstance(under, dict)
        and isinstance(over, dict)
        and over.get("soort", under.get("soort")) != under.get("soort")
    )


def _from_defaults(problems: list[Problem], tree: Any) -> list[Problem]:
    """A problem that ``standaard`` brought to every bron is told once, at its source."""
    told: dict[tuple[Place, str], Problem] = {}
    for problem in problems:
        place = problem.place
        common: Place = ("standaard", *place[2:])
        # `bronnen[n]` is one part more than `standaard`.
        if (
            len(place) > 2
            and place[0] == "bronnen"
            and _depth(tree, common) + 1 > _depth(tree, place)
            and not any(_other_kind(_at(tree, common[:n]), _at(tree, place[: n + 1])) for n in range(1, len(common)))
        ):
            place = common
        told.setdefault((place, problem.message), Problem(place, problem.message))
    return list(told.values())


def _depth(tree: Any, place: Place) -> int:
    """How much of ``place`` is there in the file."""
    for depth, part in enumerate(place):
        if not _holds(tree, part):
            return depth
        tree = tree[part]
    return len(place)


def _at(tree: Any, place: Place) -> Any:
    """What stands at ``place`` in the file, or None."""
    for part in place:
        if not _holds(tree, part):
            return None
        tree = tree[part]
    return tree


def _holds(tree: Any, part: str | int) -> bool:
    return (isinstance(tree, dict) and part in tree) or (
        isinstance(tree, list) and isinstance(part, int) and part < len(tree)
    )


def _placed(problems: list[Problem], lines: Mapping[Place, int]) -> list[Problem]:
    """Each problem with its line: that of the place itself, else of the nearest thing around it."""

    def line_of(place: Place) -> int | None:
        while place and place not in lines:
            place = place[:-1]
        return lines.get(place) if place else None

    return [Problem(p.place, p.message, p.line or line_of(p.place)) for p in problems]


def _problem(place: Place, message: str) -> Problem:
    """A problem whose message does not begin with the key: a room names it, and so does the place."""
    key = re.escape(str(place[-1])) if place else "bestand"
    return Problem(place, re.sub(rf"^{key}(: | (?=(?:mag|moet|ontbreekt|vraagt)\b))", "", message))


def _place_of(error: ErrorDetails, tree: Any) -> Place:
    """The place of an error. What is wrong with the kind of a thing is wrong at the key that tells the kind."""
    place = _shown(tuple(error["loc"]), tree)
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return (*place, str(error["ctx"]["discriminator"]).strip("'"))
    return place


def _shown(loc: Place, tree: Any) -> Place:
    """The place in the file: without the names that pydantic puts in between for the branch of a union."""
    shown: list[str | int] = []
    named = False
    for position, part in enumerate(loc):
        # The kind of a thing stands before its keys, and may be called like one of them (`token`).
        if isinstance(tree, dict) and tree.get("soort") == part and not named:
            named = True
            continue
        if _holds(tree, part):
            tree, named = tree[part], False
        elif position < len(loc) - 1 or (isinstance(part, int) and isinstance(tree, dict)):
            continue  # also the place in a list of one that was written without the list
        shown.append(part)
    return tuple(shown)
