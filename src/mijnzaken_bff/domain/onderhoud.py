"""Planned maintenance of a bron: from when to when it is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Onderhoud:
    """A window in which a bron is not asked: from ``van`` on, and ``tot`` no longer. Both in UTC."""

    van: datetime
    tot: datetime
    melding: str | None = None
    """What is shown meanwhile; None: a sentence of ours."""


def onderhoud_at(vensters: Iterable[Onderhoud], moment: datetime) -> Onderhoud | None:
    """The window around ``moment``, the one that ends last where there are more; None outside all of them."""
    around = [venster for venster in vensters if venster.van <= moment < venster.tot]
    return max(around, key=lambda venster: venster.tot, default=None)
