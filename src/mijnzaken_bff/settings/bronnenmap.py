"""A folder with bronnen beside the configuration: each file holds one bron, or a list of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.settings.environment import filled_in
from mijnzaken_bff.settings.place import Place
from mijnzaken_bff.settings.problem import ConfigurationRefused, Problem
from mijnzaken_bff.settings.tekst import text_of
from mijnzaken_bff.settings.yaml_text import parsed

DEFAULT: Final = "bronnen.d"
"""What the folder is called when the configuration does not name one."""

_INDEX: Final = re.compile(r"\bbronnen\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Blad:
    """One file of the folder: its name as it is told, and its text."""

    naam: str
    text: str = field(repr=False)


def bladen_of(text: str, folder: Path, environment: Mapping[str, str]) -> tuple[Blad, ...]:
    """The files of the folder that the configuration in ``text`` names, or of the default one where that is there.

    In order of their names; what begins with a dot or is no YAML by its name is left alone. Raises
    ``ConfigurationRefused`` for a folder or file that cannot be read, and for something by the default name that is no
    folder (a link to nothing): bronnen would be gone, and nobody told.
    """
    named = _named_in(text, environment)
    where = folder / (named or DEFAULT)
    if named is None and not os.path.lexists(where):
        return ()
    try:
        paths = sorted(path for path in where.iterdir() if path.suffix in (".yaml", ".yml") and path.name[0] != ".")
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "dit kan geen naam van een map zijn"
        raise ConfigurationRefused([Problem(("bronnenMap",), f"{where} is niet te lezen: {reason}")]) from error
    return tuple(Blad(_told(path.relative_to(folder) if named is None else path), text_of(path)) for path in paths)


def _told(path: Path) -> str:
    """A path as text that can be shown: on a disk a name may hold bytes that are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def _named_in(text: str, environment: Mapping[str, str]) -> str | None:
    """The folder that is named; whatever is wrong with the rest is told when all of it is read."""
    try:
        tree, _ = parsed(text, [])
    except ConfigurationRefused:
        return None
    problems: list[Problem] = []
    named = filled_in(tree.get("bronnenMap"), environment, (), problems) if isinstance(tree, dict) else None
    return named if isinstance(named, str) and named and not problems else None


@dataclass(slots=True)
class Bronnenbladen:
    """Where the bronnen of a configuration stand that are not in the file itself."""

    places: dict[int, tuple[str, Place]] = field(default_factory=dict)
    """By number among all bronnen: its file, and its place in there."""
    problems: list[Problem] = field(default_factory=list)
    """Files that hold no bronnen at all."""

    @classmethod
    def added(
        cls, bladen: Sequence[Blad], tree: dict[Any, Any], lines: dict[Place, int], problems: list[Problem]
    ) -> Self:
        """Add the bronnen of ``bladen`` to those in ``tree``, their lines to ``lines`` and their ``problems``."""
        self = cls()
        bronnen = tree.get("bronnen") or []
        if not bladen or not isinstance(bronnen, list):
            return self
        tree["bronnen"] = bronnen = list(bronnen)
        for blad in bladen:
            found: list[Problem] = []
            try:
                held, own_lines = parsed(blad.text, found)
            except ConfigurationRefused as refused:
                self.problems += [replace(problem, file=blad.naam) for problem in refused.problems]
                continue
            within = _places(held, len(bronnen))
            self.places |= {number: (blad.naam, place) for place, number in within.items()}
            bronnen += held if isinstance(held, list) else [held]
            lines |= {here: line for place, line in own_lines.items() if (here := _here(within, place))}
            problems += [replace(p, place=_here(within, p.place) or ("bronnen",)) for p in found]
        return self

    def located(self, problem: Problem) -> Problem:
        """A problem of the whole, told at its place in its own file."""
        message = _INDEX.sub(lambda match: self._told(int(match[1])), problem.message)
        match problem.place:
            case ("bronnen", int(number), *rest) if number in self.places:
                file, within = self.places[number]
                return Problem((*within, *rest), message, problem.line, file)
            case _:
                return replace(problem, message=message)

    def _told(self, number: int) -> str:
        if number not in self.places:
            return f"bronnen[{number}]"
        file, within = self.places[number]
        return file + "".join(f" [{n}]" for n in within)


def _places(held: Any, first: int) -> dict[Place, int]:
    """The number of each bron by its place in the file, where ``first`` is that of the first one."""
    return {(n,): first + n for n in range(len(held))} if isinstance(held, list) else {(): first}


def _here(within: Mapping[Place, int], place: Place) -> Place:
    """A place in a file as a place in the whole; empty when it is of no bron."""
    depth = 0 if () in within else 1
    number = within.get(place[:depth])
    return () if number is None else ("bronnen", number, *place[depth:])
