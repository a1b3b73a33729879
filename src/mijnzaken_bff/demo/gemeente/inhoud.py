"""What is in a document: bytes that are there, or as many as one asks for, made while they are sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

STUK = 64 * 1024
"""How much of a body is sent at once, in bytes."""


@dataclass(frozen=True, slots=True)
class Inhoud:
    """So many bytes, to be read in pieces of at most ``STUK`` and as often as one likes."""

    lengte: int
    lees: Callable[[], Iterator[bytes]] = field(repr=False)


def inhoud_van(gegeven: bytes) -> Inhoud:
    """Exactly these bytes."""
    return Inhoud(len(gegeven), lambda: (gegeven[begin : begin + STUK] for begin in range(0, len(gegeven), STUK)))


def groot(lengte: int, *, begin: bytes = b"%PDF-1.7\n") -> Inhoud:
    """``lengte`` bytes that nobody holds: they begin with ``begin``, and each piece says which one it is."""

    def lees() -> Iterator[bytes]:
        for nummer, vanaf in enumerate(range(0, lengte, STUK)):
            kop = (begin if nummer == 0 else b"") + f"{nummer:016d}\n".encode()
            yield kop.ljust(STUK, b".")[: min(STUK, lengte - vanaf)]

    return Inhoud(lengte, lees)
