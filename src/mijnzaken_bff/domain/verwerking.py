"""The record of a verwerking: what was done with whose data, and why. The seam for Logboek Dataverwerkingen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from mijnzaken_bff.domain.betrokkene import Betrokkene


@dataclass(frozen=True, slots=True)
class Verwerking:
    """Travels beside the betrokkene with every question: which request, and for which activity."""

    verzoek_id: str
    """The id of the request, the same as in ``X-Request-Id``, the log and a problem."""
    activiteit: str
    """The processing activity, for example ``mijnzaken.overzicht``."""


@dataclass(frozen=True, slots=True)
class VerwerkingEvent:
    """One thing that was done: answering a request (``bron`` is None) or asking one bron."""

    verwerking: Verwerking
    betrokkene: Betrokkene
    soort: Literal["verzoek", "bron"]
    bron: str | None
    uitkomst: str
    moment: datetime


class VerwerkingSink(Protocol):
    """Takes the events. It must not raise and must not wait."""

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event."""


class NoSink:
    """Forgets every event: the default."""

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event."""
