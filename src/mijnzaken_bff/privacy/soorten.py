"""The kinds of numbers and names of people that this service reads, as the document calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

BSN: Final = "BSN"
KVK: Final = "KvK-nummer"
RSIN: Final = "RSIN"
VESTIGING: Final = "vestigingsnummer"
PSEUDONIEM: Final = "pseudoniem"

SOORTEN: Final[Mapping[str, str]] = {
    "bsn": BSN,
    "kvk": KVK,
    "rsin": RSIN,
    "vestiging": VESTIGING,
    "pseudoniem": PSEUDONIEM,
}
"""How each kind of number or name that a token can hold is called, by its word in the configuration."""


def ordered(nummers: Iterable[str]) -> tuple[str, ...]:
    """Each of these once, in an order that is always the same."""
    found = set(nummers)
    return tuple(nummer for nummer in SOORTEN.values() if nummer in found)
