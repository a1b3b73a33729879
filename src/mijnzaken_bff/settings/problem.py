"""What is wrong in a configuration, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mijnzaken_bff.settings.place import Place, written

Contradiction: TypeAlias = tuple[Place, str]
"""The place of one setting, and a sentence that names the other."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the configuration. It never repeats a value."""

    place: Place
    message: str
    line: int | None = None
    file: str | None = None
    """The file of one bron; None: the configuration itself."""

    @property
    def where(self) -> str:
        """Its file and its place in it: nothing that somebody filled in."""
        return (f"{self.file}: " if self.file else "") + written(self.place)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f" (regel {self.line})" if self.line else "")


class ConfigurationRefused(Exception):
    """The configuration cannot be used; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
