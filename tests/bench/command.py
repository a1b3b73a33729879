"""The command line of the bench. It measures and is no test: a goal that is missed still ends with exit code 0."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from uvicorn.loops.auto import auto_loop_factory

from mijnzaken_bff.logs import configure_logging
from tests.bench.dossier import dossier
from tests.bench.plan import QUICK, WHOLE, Plan
from tests.bench.plot import draw
from tests.bench.plot_duur import draw_goodput
from tests.bench.profiling import profiled
from tests.bench.report import as_json, details, machine, tables
from tests.bench.server import more_files
from tests.bench.stage import stage
from tests.bench.trials import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, tell, and always be content."""
    chosen = _parsed(arguments)
    plan = QUICK if chosen.snel else WHOLE
    more_files()
    begin = time.monotonic()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Writing the log lines belongs to an overzicht; where they end does not.
        configure_logging("INFO", nowhere)
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            told = runner.run(_profile(plan)) if chosen.profiel else _measured(runner, plan, chosen)
    sys.stdout.write(told)
    sys.stdout.write(f"\n{', '.join(f'{k} {v}' for k, v in machine().items())}; {time.monotonic() - begin:.0f} s\n")
    return 0


def _measured(runner: asyncio.Runner, plan: Plan, chosen: argparse.Namespace) -> str:
    outcomes = runner.run(dossier(plan) if chosen.alleen == "dossier" else run(plan))
    if chosen.json is not None:
        chosen.json.write_text(as_json(outcomes), encoding="utf-8")
    if chosen.plot is not None:
        draw(outcomes, chosen.plot)
    if chosen.plot_goodput is not None:
        draw_goodput(outcomes, chosen.plot_goodput)
    return f"{tables(outcomes)}\n{details(outcomes)}"


async def _profile(plan: Plan) -> str:
    async with stage(plan) as set_up:
        return await profiled(set_up, max(plan.sizes))


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked, refused before anything is measured when it cannot be written afterwards."""
    parser = argparse.ArgumentParser("make bench", description="Meet de snelheid, als verhoudingen binnen één run.")
    parser.add_argument("--snel", action="store_true", help="een halve minuut: weinig bronnen en weinig ronden")
    parser.add_argument("--alleen", choices=["dossier"], help="alleen dit: één zaak en een document ervan")
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de ruwe getallen in dit bestand")
    parser.add_argument("--plot", type=Path, metavar="BESTAND", help="teken de uitkomst, met de doelen, als PNG")
    parser.add_argument("--plot-goodput", type=Path, metavar="BESTAND", help="teken de goodput als PNG")
    parser.add_argument("--profiel", action="store_true", help="niet meten, maar tonen waar de CPU-tijd heen gaat")
    chosen = parser.parse_args(arguments)
    for path in (chosen.json, chosen.plot, chosen.plot_goodput):
        if path is not None and not path.parent.is_dir():
            parser.error(f"de map {path.parent} bestaat niet")
    if (chosen.plot or chosen.plot_goodput) and find_spec("matplotlib") is None:
        parser.error("--plot heeft matplotlib nodig: make install")
    if chosen.alleen and (chosen.plot or chosen.plot_goodput):
        parser.error("--plot tekent de hele meting, en niet die met --alleen")
    return chosen
