"""``mijnzaken-bff check --catalogus``: what residents would see of every zaaktype, before they do."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from collections.abc import Collection, Sequence
from contextlib import aclosing

from mijnzaken_bff.controle.bevinding import Stand
from mijnzaken_bff.controle.catalogus.alsjson import as_json as told_as_json
from mijnzaken_bff.controle.catalogus.inventaris import Inventaris
from mijnzaken_bff.controle.catalogus.namen import meant_by
from mijnzaken_bff.controle.catalogus.plaatsen import with_places
from mijnzaken_bff.controle.catalogus.rapport import Bekeken, broken, looked_at
from mijnzaken_bff.controle.catalogus.tabel import table
from mijnzaken_bff.controle.onderzoek import toestand_of
from mijnzaken_bff.controle.opdracht import AT_ONCE, NO_SUCH_BRON, NOT_IN_ORDER, chosen_among
from mijnzaken_bff.domain.clock import Clock, SystemClock, vandaag
from mijnzaken_bff.fanout.ask import Answered, ask
from mijnzaken_bff.samenstel.achtergrond import Achtergrond
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.read import Configuratie
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import trust


def check_catalogus(
    configuratie: Configuratie, names: Collection[str], zaaktypen: Collection[str], *, as_json: bool
) -> int:
    """Read the catalogue of the bronnen that are named, or of all, and print what it comes to. The exit code.

    0: no bron has a fault. 1: at least one has. 2: a bron or a zaaktype was named that is nowhere.
    """
    chosen = chosen_among(configuratie.settings, names)
    if chosen is None:
        return NO_SUCH_BRON
    bekeken = asyncio.run(_all_looked_at(chosen, frozenset(zaaktypen)))
    if _tell_unknown(bekeken, zaaktypen):
        return NO_SUCH_BRON
    rapporten = with_places(bekeken, configuratie)
    if as_json:
        print(json.dumps(told_as_json(rapporten), indent=2, ensure_ascii=False))
    else:
        for line in table(rapporten):
            print(line)
    return NOT_IN_ORDER if any(rapport.stand is Stand.FOUT for rapport in rapporten) else 0


def _tell_unknown(bekeken: Sequence[Bekeken], zaaktypen: Collection[str]) -> bool:
    """Whether a zaaktype was asked for that is in none of the catalogues; not while one of these cannot be read."""
    known = {name for one in bekeken for name in one.bekend}
    if any(one.rapport.dekking is None for one in bekeken):
        return False
    unknown = [name for name in dict.fromkeys(zaaktypen) if name not in known]
    for name in unknown:
        meant = meant_by(name, sorted(known))
        print(f"Geen zaaktype met deze identificatie.{f' Bedoelt u {meant}?' if meant else ''}", file=sys.stderr)
    return bool(unknown)


class _Voortgang:
    """How far it is, on a terminal: reading hundreds of zaaktypen takes a while."""

    def __init__(self, bronnen: int) -> None:
        self._bronnen = bronnen
        self._read = 0
        self._done = 0
        self._show = sys.stderr.isatty()

    def read(self, zaaktypen: int) -> None:
        """So many more were read."""
        self._read += zaaktypen
        self._tell()

    def done(self) -> None:
        """One more bron has been looked at."""
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        if self._show:
            end = "\n" if self._done == self._bronnen else ""
            told = f"\r{self._read} zaaktypen gelezen, {self._done} van {self._bronnen} bronnen klaar"
            print(told, end=end, file=sys.stderr, flush=True)


async def _all_looked_at(bronnen: Sequence[BronSettings], zaaktypen: frozenset[str]) -> list[Bekeken]:
    """What was found at each bron, in order of the configuration. Bronnen that share a catalogue share its reading."""
    clock, background = SystemClock(), Achtergrond()
    make = real_transport(trust())
    inventarissen: dict[str, Inventaris] = {}
    opened: list[tuple[BronSettings, Inventaris]] = []
    for bron in bronnen:
        known = next((inventaris for other, inventaris in opened if _share(bron, other)), None)
        if known is None:
            known = Inventaris(bron, make, clock, background.spawn)
            opened.append((bron, known))
        inventarissen[bron.id] = known
    try:
        return await _reports(bronnen, inventarissen, zaaktypen, clock)
    finally:
        for _, inventaris in opened:
            await inventaris.aclose()
        await background.aclose()


async def _reports(
    bronnen: Sequence[BronSettings], inventarissen: dict[str, Inventaris], zaaktypen: frozenset[str], clock: Clock
) -> list[Bekeken]:
    by_id = {bron.id: bron for bron in bronnen}
    places = asyncio.Semaphore(AT_ONCE)
    voortgang = _Voortgang(len(bronnen))
    found: dict[str, Bekeken] = {}

    async def look(name: str) -> Bekeken:
        async with places:
            return await looked_at(
                by_id[name],
                inventarissen[name],
                vandaag=vandaag(clock),
                toestand=toestand_of(by_id[name], clock),
                gevraagd=zaaktypen,
                tell=voortgang.read,
            )

    async with aclosing(ask(list(by_id), look, math.inf)) as outcomes:
        async for outcome in outcomes:
            bron = by_id[outcome.asked]
            found[bron.id] = outcome.answer if isinstance(outcome, Answered) else broken(bron, toestand_of(bron, clock))
            voortgang.done()
    return [found[bron.id] for bron in bronnen]


def _share(bron: BronSettings, other: BronSettings) -> bool:
    """Whether two bronnen have one catalogue, that we enter in the same way."""
    return (
        bron.catalogi == other.catalogi
        and (bron.catalogi.toegang or bron.toegang) == (other.catalogi.toegang or other.toegang)
        and (bron.catalogi.tls or bron.tls) == (other.catalogi.tls or other.tls)
    )
