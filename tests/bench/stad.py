"""A service that people ask over HTTP, and bronnen that have zaken of each of them, all in processes of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.dienstproces import Dienst, serving
from tests.bench.recording import FULL, Recordings
from tests.bench.server import NOBODY, Register, Servers
from tests.bench.service import Place, rsins, tree_on
from tests.lekken import bevolking

ENOUGH: Final = {"aantal": 1_000_000, "per": "1s"}
NO_LIMITS: Final[dict[str, Any]] = {"perBetrokkene": ENOUGH, "perKlant": ENOUGH, "mislukt": ENOUGH}
"""Nobody is turned away for how often he asks."""


@dataclass(frozen=True, slots=True, repr=False)
class Stad:
    """What runs, and a token of each inhabitant."""

    dienst: Dienst
    servers: Servers
    places: tuple[Place, ...]
    tokens: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where zaken are asked for."""
        return f"{self.dienst.adres}/v1/zaken"

    @property
    def searches(self) -> int:
        """How often all bronnen together were asked for zaken since they started."""
        return sum(count.searches for count in self.servers.counts())


@asynccontextmanager
async def open_stad(
    recordings: Recordings,
    *,
    bronnen: int,
    inwoners: int,
    geheugen: Mapping[str, Any],
    seconds: float = 4.0,
    kanarie: Mapping[str, Any] | None = None,
    breker: Mapping[str, Any] | None = None,
    grenzen: Mapping[str, Any] | None = None,
    traced: bool = False,
) -> AsyncIterator[Stad]:
    """So many bronnen with twenty zaken of everybody, each allowed so many seconds, and so many inhabitants."""
    registers = [Register(FULL[n % len(FULL)], rsin, personal=True) for n, rsin in enumerate(rsins(bronnen))]
    with Servers(registers, recordings.by_name) as servers:
        places = tuple(
            Place(f"stad-{n}", f"Gemeente Proef {n}", register.rsin, basis)
            for n, (register, basis) in enumerate(zip(registers, servers.bases, strict=True))
        )
        tree = tree_on(places, seconds, geheugen)
        for bron in tree["bronnen"]:
            if breker is not None:
                bron["breker"] = dict(breker)
            if kanarie is not None:
                bron["proefnummers"] = {"bsn": NOBODY}
        if kanarie is not None:
            tree["kanarie"] = dict(kanarie)
        uitgever = recordings.uitgever
        tokens = tuple(uitgever.token(bsn=bsn, iss=places[0].basis) for bsn in bevolking(inwoners))
        async with serving(tree, traced=traced, grenzen={**NO_LIMITS, **(grenzen or {})}) as dienst:
            yield Stad(dienst, servers, places, tokens)
