"""Reading the configuration: every problem at once, each with its file, path and line."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mijnzaken_bff.normalise.tekst import vergelijkbaar
from mijnzaken_bff.settings.bronnenmap import Blad, Bronnenbladen, bladen_of
from mijnzaken_bff.settings.dienst import Beheer
from mijnzaken_bff.settings.environment import filled_in
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import Place
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem
from mijnzaken_bff.settings.tekst import text_of
from mijnzaken_bff.settings.woorden import dutch
from mijnzaken_bff.settings.yaml_text import parsed
from mijnzaken_bff.upstream.gelezen import Digests


@dataclass(frozen=True, slots=True)
class Configuratie:
    """A configuration as it was read: its texts, and the settings that came of them with the secrets of that moment."""

    folder: Path
    text: str = field(repr=False)
    bladen: tuple[Blad, ...] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    settings: Settings
    files: Digests = field(repr=False)
    """The files with secrets and certificates that the settings were read from, as they were then."""

    @property
    def version(self) -> int:
        """A small number that tells one configuration from another: equal texts have equal numbers."""
        told = hashlib.sha256(self.text.encode())
        for blad in self.bladen:
            told.update(f"\0{blad.naam}\0{blad.text}".encode())
        return int.from_bytes(told.digest()[:2], "big")

    def with_files_of_now(self) -> Configuratie:
        """The same texts, with what stands in the secret files now. Raises ``ConfigurationRefused``."""
        return _understood(self.text, self.bladen, self.environment, self.folder)

    def located(self, places: Sequence[Place], message: str = "") -> list[Problem]:
        """Where each of ``places`` in the settings stands: its file, its place there, and its line.

        What ``standaard`` brought to a bron stands there. The last part of a place may be a name as the settings hold
        it: without its capitals, or out of a list that has become a set.
        """
        tree, lines = parsed(self.text, [])
        beside = Bronnenbladen.added(self.bladen, tree, lines, [])
        found = []
        for place in places:
            own = _as_written(tree, place)
            common = _as_written(tree, ("standaard", *place[2:]))
            by_default = place[:1] == ("bronnen",) and _depth(tree, common) + 1 > _depth(tree, own)
            found += _placed([Problem(common if by_default else own, message)], lines)
        return [beside.located(problem) for problem in found]


def read_configuration(path: Path, environment: Mapping[str, str] | None = None) -> Configuratie:
    """The configuration in the YAML file at ``path``, and in the folder of bronnen beside it.

    ``${NAME}`` is taken from ``environment``; ``{bestand: pad}`` is read relative to the folder of the file, also in
    the files of that folder of bronnen. Raises ``ConfigurationRefused``.
    """
    environment = os.environ if environment is None else environment
    text = text_of(path)
    return _understood(text, bladen_of(text, path.parent, environment), environment, path.parent)


def read_settings(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in that configuration. Raises ``ConfigurationRefused``."""
    return read_configuration(path, environment).settings


def read_beheer(path: Path, environment: Mapping[str, str] | None = None) -> Beheer:
    """Where the service that runs on the file at ``path`` tells the platform how it is.

    Nothing else is looked at: somebody may be editing it, and a service goes on under what it has read. Raises
    ``ConfigurationRefused``.
    """
    problems: list[Problem] = []
    tree, _ = parsed(text_of(path), [])
    place: Place = ("dienst", "beheer")
    environment = os.environ if environment is None else environment
    filled = filled_in(_at(tree, place) or {}, environment, place, problems)
    try:
        beheer = Beheer.model_validate(filled)
    except ValidationError as error:
        problems += [Problem((*place, *p.place), p.message) for p in _refused(error, filled)]
    if problems:
        raise ConfigurationRefused(problems)
    return beheer


def settings_of(text: str, *, environment: Mapping[str, str], folder: Path, bladen: Sequence[Blad] = ()) -> Settings:
    """The settings in ``text``, with the bronnen of ``bladen``. Raises ``ConfigurationRefused``."""
    return _understood(text, bladen, environment, folder).settings


def _understood(text: str, bladen: Sequence[Blad], environment: Mapping[str, str], folder: Path) -> Configuratie:
    problems: list[Problem] = []
    written_tree, lines = parsed(text, problems)
    if not isinstance(written_tree, dict):
        raise ConfigurationRefused([Problem((), "verwacht sleutels met waarden")])
    beside = Bronnenbladen.added(bladen, written_tree, lines, problems)
    filled = filled_in(written_tree, environment, (), problems)
    tree = _with_defaults(filled, problems)
    files: Digests = {}
    context = {"ontwikkeling": tree.get("ontwikkeling") is True, "folder": str(folder), "gelezen": files}
    try:
        settings = Settings.model_validate(tree, context=context)
    except ValidationError as error:
        found = _refused(error, tree)
    else:
        found = [Problem(place, message) for place, message in settings.contradictions()]
        if not found and not problems and not beside.problems:
            return Configuratie(folder, text, tuple(bladen), environment, settings, files)
    # What is wrong already can only look wrong once more, for another reason.
    earlier = tuple(problem.place for problem in problems)
    problems += [p for p in _from_defaults(found, filled) if not any(p.place[: len(e)] == e for e in earlier)]
    raise ConfigurationRefused([*beside.problems, *map(beside.located, _placed(problems, lines))])


def _refused(error: ValidationError, tree: Any) -> list[Problem]:
    errors = error.errors(include_input=False, include_url=False)
    return [
        _problem(_place_of(e, tree), dutch(e["type"], e["msg"], e.get("ctx") or {}))
        for e in errors
        # A list whose only item is wrong is called too short as well: that is not what is wrong.
        if e["type"] != "too_short" or all(o["loc"][: len(e["loc"])] != e["loc"] or o is e for o in errors)
    ]


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


def _as_written(tree: Any, place: Place) -> Place:
    """``place`` with the keys as they are spelled in the file, and the position of what stands in a list."""
    shown: list[str | int] = []
    for part in place:
        found = part if _holds(tree, part) else _other_spelling(tree, part)
        if found is None:
            break
        shown.append(found)
        tree = tree[found]
    return (*shown, *place[len(shown) :])


def _other_spelling(tree: Any, part: str | int) -> str | int | None:
    wanted = vergelijkbaar(part) if isinstance(part, str) else ""
    match tree:
        case dict() if wanted:
            return next((key for key in tree if isinstance(key, str) and vergelijkbaar(key) == wanted), None)
        case list() if part in tree:
            return tree.index(part)
        case _:
            return None


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
