"""The outcomes as tables to read, and as JSON to compare."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from tests.bench.outcome import Outcome, Part, Unit, of_key


def tables(outcomes: Sequence[Outcome]) -> str:
    """A table in Markdown for each part: a row a question, a column a number of bronnen, the goal behind them."""
    parts = [(part, [outcome for outcome in outcomes if outcome.part is part]) for part in Part]
    return "\n".join(f"{part.value}\n\n{_table(of_part)}" for part, of_part in parts if of_part)


def _table(outcomes: Sequence[Outcome]) -> str:
    sizes = sorted({outcome.size for outcome in outcomes})
    keys = list(dict.fromkeys(outcome.key for outcome in outcomes))
    judged = any(outcome.goal is not None for outcome in outcomes)
    head = ["wat", *map(str, sizes), *(("doel", "gehaald") if judged else ())]
    rows = [head, ["---"] + ["--:"] * len(sizes) + ["---"] * (len(head) - 1 - len(sizes))]
    for key in keys:
        row = of_key(outcomes, key)
        cells = {outcome.size: number(outcome.value, outcome.unit) for outcome in row}
        rows.append([row[0].what, *(cells.get(size, "") for size in sizes), *(_verdict(row) if judged else ())])
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |\n" for row in rows
    )


def _verdict(row: Sequence[Outcome]) -> tuple[str, str]:
    """The goal of a row, and whether it is met wherever it is set."""
    if row[0].goal is None:
        return "", ""
    judged = [outcome for outcome in row if outcome.met is not None]
    where = "" if len(judged) in (0, len(row)) else f" bij {' en '.join(str(outcome.size) for outcome in judged)}"
    met = "" if not judged else "ja" if all(outcome.met for outcome in judged) else "NEE"
    least = "minstens " if row[0].at_least else ""
    return f"{least}{number(row[0].goal, row[0].unit)}{where}", met


def details(outcomes: Sequence[Outcome]) -> str:
    """One line an outcome: what stands behind each number."""
    return "".join(f"{outcome.what}, {outcome.size}: {outcome.told}\n" for outcome in outcomes)


def number(value: float, unit: Unit) -> str:
    """A number as one reads it in Dutch."""
    match unit:
        case "x":
            text = f"{value:.2f} ×"
        case "ms":
            text = f"{value:.1f} ms"
        case "MB":
            text = f"{value:.1f} MB"
        case "vragen":
            text = f"{value:g}"
    return text.replace(".", ",")


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Every outcome with its raw seconds per round, and what it was measured on."""
    tree: dict[str, Any] = {
        "machine": machine(),
        "uitkomsten": [asdict(outcome) | {"met": outcome.met} for outcome in outcomes],
    }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    return {
        "python": platform.python_version(),
        "systeem": platform.system(),
        "processors": os.cpu_count(),
        "belasting": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        **{name: version(name) for name in ("aiohttp", "httpx", "httpx-aiohttp", "pydantic", "uvloop")},
    }
