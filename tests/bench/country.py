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
    """Running registers: with a full page, with nothing, and with a full page after a while."""

    servers: Servers
    full: tuple[Place, ...]
    empty: tuple[Place, ...]
    slow: tuple[Place, ...]
    latencies: tuple[float, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every bron, in the order of the servers."""
        return self.full + self.empty + self.slow

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


def latencies(number: int, least: float = 0.05, most: float = 0.4) -> tuple[float, ...]:
    """So many waits in seconds, spread evenly."""
    return tuple(least + (most - least) * place / max(1, number - 1) for place in range(number))


@contextmanager
def running_country(recordings: Recordings, size: int, waits: tuple[float, ...]) -> Iterator[Country]:
    """Registers for at most ``size`` bronnen at once, and one for every wait."""
    numbers = [size, empties(size), len(waits)]
    own = rsins(sum(numbers))
    registers = [
        *(Register(FULL[n % len(FULL)], own[n]) for n in range(size)),
        *(Register(EMPTY, own[size + n]) for n in range(numbers[1])),
        *(Register(FULL[n % len(FULL)], own[size + numbers[1] + n], wait) for n, wait in enumerate(waits)),
    ]
    with Servers(registers, recordings.by_name) as servers:
        places = tuple(
            Place(f"proef-{n:03d}", f"Gemeente Proef {n}", register.rsin, basis)
            for n, (register, basis) in enumerate(zip(registers, servers.bases, strict=True))
        )
        middle = size + numbers[1]
        yield Country(servers, places[:size], places[size:middle], places[middle:], waits)
