"""``mijnzaken-bff check``: look at every bron of a configuration, live, and tell what is wrong and what to do."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import aclosing
from dataclasses import asdict
from typing import Final, Literal

from mijnzaken_bff.controle.bevinding import Rapport, Stand
from mijnzaken_bff.controle.leverancier import letter
from mijnzaken_bff.controle.onderzoek import Onderzoek, crashed
from mijnzaken_bff.controle.tabel import table
from mijnzaken_bff.domain.clock import SystemClock
from mijnzaken_bff.fanout.ask import Answered, ask
from mijnzaken_bff.samenstel.achtergrond import Achtergrond
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust

Vorm = Literal["tabel", "json", "leverancier"]

NOT_IN_ORDER: Final = 1
"""The exit code when at least one bron has a fault."""
NO_SUCH_BRON: Final = 2

AT_ONCE: Final = 30
"""Bronnen that are looked at together: more would slow each other down, and a slow bron is what we look for."""


def check(settings: Settings, names: Collection[str], vorm: Vorm) -> int:
    """Look at the bronnen that are named, or at all of them, and print the report. The exit code.

    A bron that is off is looked at when it is named: that is how one sees whether it can go on.

    0: no bron has a fault. 1: at least one has. 2: a bron was named that is not in the configuration.
    """
    chosen = chosen_among(settings, names)
    if chosen is None:
        return NO_SUCH_BRON
    rapporten = asyncio.run(_looked_at(chosen))
    for line in _told(rapporten, vorm):
        print(line)
    return NOT_IN_ORDER if any(rapport.stand is Stand.FOUT for rapport in rapporten) else 0


def chosen_among(settings: Settings, names: Collection[str]) -> list[BronSettings] | None:
    """The bronnen that are named, or all that are not off; None after it was told that one is not there."""
    known = {bron.id for bron in settings.bronnen}
    if unknown := sorted(set(names) - known):
        print(f"Geen bron met deze id: {', '.join(unknown)}.", file=sys.stderr)
        return None
    return [bron for bron in settings.bronnen if (bron.id in names if names else not bron.uit)]


def _told(rapporten: Sequence[Rapport], vorm: Vorm) -> Iterator[str]:
    match vorm:
        case "json":
            yield json.dumps(
                {"bronnen": [{**asdict(r), "stand": r.stand} for r in rapporten]}, indent=2, ensure_ascii=False
            )
        case "leverancier":
            yield from letter(rapporten)
        case "tabel":
            yield from table(rapporten)


def _show_progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} van {of} bronnen bekeken", end="" if done < of else "\n", file=sys.stderr, flush=True)


async def _looked_at(bronnen: Sequence[BronSettings]) -> list[Rapport]:
    """The report of each bron, in order of the configuration; how far it is shows on a terminal."""
    trusted, clock, background = trust(), SystemClock(), Achtergrond()
    make = real_transport(trusted)
    by_id = {bron.id: bron for bron in bronnen}
    places = asyncio.Semaphore(AT_ONCE)
    rapporten: dict[str, Rapport] = {}

    async def look(name: str) -> Rapport:
        async with places:
            return await Onderzoek(by_id[name], make, trusted, clock, background.spawn).rapport()

    try:
        async with aclosing(ask(list(by_id), look, math.inf)) as outcomes:
            async for outcome in outcomes:
                bron = by_id[outcome.asked]
                rapporten[bron.id] = outcome.answer if isinstance(outcome, Answered) else crashed(bron)
                _show_progress(len(rapporten), len(bronnen))
    finally:
        await background.aclose()
    return [rapporten[bron.id] for bron in bronnen]
