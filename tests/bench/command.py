"""The command line of the bench. It measures and is no test: a goal that is missed still ends with exit code 0."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from uvicorn.loops.auto import auto_loop_factory

from mijnzaken_bff.logs import configure_logging
from tests.bench.country import GEMEENTEN, latencies
from tests.bench.profiling import profiled
from tests.bench.report import as_json, machine, table
from tests.bench.server import more_files
from tests.bench.trials import SIZES, run, stage


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, tell, and always be content."""
    chosen = _parser().parse_args(arguments)
    sizes = (*SIZES, GEMEENTEN) if chosen.alles else SIZES
    more_files()
    begin = time.monotonic()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Writing the log lines belongs to an overzicht; where they end does not.
        configure_logging("INFO", nowhere)
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            told = runner.run(_profile(sizes)) if chosen.profiel else _measured(runner, sizes, chosen.json)
    sys.stdout.write(told)
    sys.stdout.write(f"\n{', '.join(f'{k} {v}' for k, v in machine().items())}; {time.monotonic() - begin:.0f} s\n")
    return 0


def _measured(runner: asyncio.Runner, sizes: Sequence[int], path: Path | None) -> str:
    outcomes = runner.run(run(sizes))
    if path is not None:
        path.write_text(as_json(outcomes), encoding="utf-8")
    return table(outcomes)


async def _profile(sizes: Sequence[int]) -> str:
    async with stage(sizes, rounds=1, calls_a_round=1, waits=latencies(1)) as set_up:
        return await profiled(set_up, max(sizes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make bench", description="Meet de snelheid, als verhoudingen binnen één run.")
    parser.add_argument("--alles", action="store_true", help=f"ook over alle {GEMEENTEN} gemeenten")
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de ruwe getallen in dit bestand")
    parser.add_argument("--profiel", action="store_true", help="niet meten, maar tonen waar de CPU-tijd heen gaat")
    return parser
