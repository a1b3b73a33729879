"""``python -m tests.bench.soak``: the soak, its picture, and an exit code that says whether nothing grew."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.duurproef import Soak, Soaked, soaked, told
from tests.bench.plot_duur import draw
from tests.bench.recording import record


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, tell, and fail when something grew."""
    parser = argparse.ArgumentParser("make soak", description="Laat de dienst lang draaien en kijk of er iets groeit.")
    parser.add_argument("--minuten", type=float, default=10.0, metavar="N", help="zo lang (10)")
    parser.add_argument("--plot", type=Path, metavar="BESTAND", help="teken het verloop als PNG")
    chosen = parser.parse_args(arguments)
    plan = plan_for(60 * chosen.minuten)
    soak = asyncio.run(_soaked(plan))
    verdicts = soak.verdicts(plan)
    if chosen.plot is not None:
        draw(soak, chosen.plot)
    sys.stdout.write(told(soak, verdicts))
    return 0 if all(verdict.well for verdict in verdicts) else 1


def plan_for(seconds: float) -> Soak:
    """So long, in which every fault comes at least once."""
    usual = Soak()
    return Soak(seconds, fault_seconds=min(usual.fault_seconds, seconds / 15), every=min(usual.every, seconds / 60))


async def _soaked(plan: Soak) -> Soaked:
    return await soaked(await record(), plan)


if __name__ == "__main__":
    sys.exit(main())
