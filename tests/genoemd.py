"""The tests and fixtures that a table names, and whether pytest would find each of them under that very name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

ROOT: Final = Path(__file__).parents[1]

Genoemd: TypeAlias = tuple[str, str]
"""A path from the root of the house, and what is in it: ``test_x``, or ``TestY::test_x`` for one in a class."""

_NAMED: Final = re.compile(r"`(tests/[\w/]+\.py)::([^`]*)`")


def named(text: str) -> list[Genoemd]:
    """Everything of this kind in ``text``, in order."""
    return _NAMED.findall(text)


def missing(text: str) -> list[str]:
    """What ``text`` names and pytest would not find: each as it stands there."""
    return [f"{path}::{test}" for path, test in named(text) if test not in found_in(path)]


@cache
def found_in(path: str) -> frozenset[str]:
    """What pytest finds in the file at ``path``: tests, or in a ``conftest.py`` fixtures; nothing where no file is.

    Source: pytest, "Conventions for Python test discovery"; the names are those of its defaults, which we use.
    """
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if file.name == "conftest.py":
        return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _is_fixture(node))
    return frozenset(_tests(tree)) if file.name.startswith("test_") else frozenset()


def _tests(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (f"{node.name}::{name}" for name in _tests(node))


def _is_fixture(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator).startswith("pytest.fixture") for decorator in function.decorator_list)
