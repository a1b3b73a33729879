"""The registers of a run, and the bronnen that the service knows them by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.bench.recording import EMPTY, FULL, Recordings
from tests.bench.server import Counts, Register, Servers
from tests.bench.service import Place, rsins

GEMEENTEN: Final = 342
"""How many there are in the Netherlands."""
WITHOUT_ZAKEN: Final = 330
"""Of how many of them an inhabitant has nothing."""


def empties(size: int) -> int:
    """How many of ``size`` bronnen have nothing, in the proportion of the whole country."""
    return size * WITHOUT_ZAKEN // GEMEENTEN


@dataclass(frozen=True, slots=True)
class Country:
    """Running registers: with a full page, and with nothing."""

    servers: Servers
    full: tuple[Place, ...]
    empty: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every bron, in the order of the servers."""
        return self.full + self.empty

    def everywhere(self, size: int) -> tuple[Place, ...]:
        """So many bronnen that all have something."""
        return self.full[:size]

    def mostly_nothing(self, size: int) -> tuple[Place, ...]:
        """So many bronnen of which most have nothing."""
        return self.empty[: empties(size)] + self.full[: size - empties(size)]

    def counts(self, places: Sequence[Place]) -> list[Counts]:
        """What these bronnen were asked since the last reset."""
        counted = dict(zip((place.id for place in self.places), self.servers.counts(), strict=True))
        return [counted[place.id] for place in places]

    @contextmanager
    def waiting(self, places: Sequence[Place], seconds: Sequence[float]) -> Iterator[None]:
        """For a while, let these bronnen wait so long before they answer; all others answer at once."""
        waits = dict(zip((place.id for place in places), seconds, strict=True))
        self.servers.wait([waits.get(place.id, 0.0) for place in self.places])
        try:
            yield
        finally:
            self.servers.wait([0.0] * len(self.places))


def latencies(number: int, least: float, most: float) -> tuple[float, ...]:
    """So many waits in seconds, spread evenly, the longest last."""
    return tuple(most - (most - least) * place / max(1, number - 1) for place in reversed(range(number)))


@contextmanager
def running_country(recordings: Recordings, size: int) -> Iterator[Country]:
    """Registers for at most ``size`` bronnen at once."""
    own = rsins(size + empties(size))
    registers = [
        *(Register(FULL[n % len(FULL)], rsin) for n, rsin in enumerate(own[:size])),
        *(Register(EMPTY, rsin) for rsin in own[size:]),
    ]
    with Servers(registers, recordings.by_name) as servers:
        places = tuple(
            Place(f"proef-{n:03d}", f"Gemeente Proef {n}", register.rsin, basis)
            for n, (register, basis) in enumerate(zip(registers, servers.bases, strict=True))
        )
        yield Country(servers, places[:size], places[size:])
