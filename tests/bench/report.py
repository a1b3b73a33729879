"""The outcomes as a table to read, and as JSON to compare."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from tests.bench.trials import Outcome, Unit

_HEAD = ("wat", "bronnen", "gemeten", "doel", "gehaald", "")


def table(outcomes: Sequence[Outcome]) -> str:
    """One line an outcome, the goal beside the number."""
    rows = [_HEAD, *(_row(outcome) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines) + "\n"


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if 0 < column < 4 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _row(outcome: Outcome) -> tuple[str, ...]:
    met = "" if outcome.met is None else "ja" if outcome.met else "NEE"
    goal = "" if outcome.goal is None else _number(outcome.goal, outcome.unit)
    return outcome.what, str(outcome.size), _number(outcome.value, outcome.unit), goal, met, outcome.told


def _number(value: float, unit: Unit) -> str:
    match unit:
        case "x":
            return f"{value:.2f} ×"
        case "ms":
            return f"{value:.1f} ms"
        case "vragen":
            return f"{value:g}"


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Every outcome with its raw seconds per round, and what it was measured on."""
    tree: dict[str, Any] = {"machine": machine(), "uitkomsten": [asdict(outcome) for outcome in outcomes]}
    return json.dumps(tree, indent=2) + "\n"


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    return {
        "python": platform.python_version(),
        "systeem": platform.system(),
        "processors": os.cpu_count(),
        "belasting": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        **{name: version(name) for name in ("aiohttp", "httpx", "pydantic", "uvloop")},
    }
