"""The record of a verwerking: what was done with whose data, and why. The seam for Logboek Dataverwerkingen."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Protocol

from mijnzaken_bff.domain.betrokkene import Betrokkene
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError

AFGEBROKEN: Final = "afgebroken"
"""The uitkomst of what was stopped because nobody waits for it any longer."""
MISLUKT: Final = "mislukt"
"""The uitkomst of a request that could not be answered."""

_EARLY: Final = 0.01
"""Seconds: a timer of the event loop may ring a hair before its time."""


class Activiteit(StrEnum):
    """What data are used for. The configuration gives each its URI in the register of verwerkingsactiviteiten."""

    OVERZICHT = "overzicht"
    """Telling somebody which zaken there are."""
    ZAAK = "zaak"
    """Telling somebody all about one zaak."""
    DOCUMENT = "document"
    """Handing somebody the content of a document."""


@dataclass(frozen=True, slots=True)
class Verwerking:
    """Travels beside the betrokkene with every question: which request, and for which activity."""

    verzoek_id: str
    """The id of the request, the same as in ``X-Request-Id``, the log and a problem. A caller may have chosen it."""
    activiteit: Activiteit
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names this verwerking among all others: 16 hexadecimal digits."""
    trace_id: str = field(default_factory=lambda: secrets.token_hex(16))
    """Names everything that is done for this request: 32 hexadecimal digits, ours whatever id a caller gave it.

    By trace id the logs of organisations are joined: two people may never share one.
    Source: W3C Trace Context, 3.2.2.3; Logboek Dataverwerkingen (working text of 0.8).
    """


@dataclass(frozen=True, slots=True)
class VerwerkingEvent:
    """One thing that was done: answering a request (``bron`` is None) or one call at a bron."""

    verwerking: Verwerking
    betrokkene: Betrokkene
    soort: Literal["verzoek", "bron"]
    bron: str | None
    uitkomst: str
    """In one word: of a call ``ok``, why it failed (``Failure``) or ``afgebroken``."""
    gelukt: bool | None
    """False for a technical failure only; None when it was stopped half-way."""
    begin: datetime
    einde: datetime


class VerwerkingSink(Protocol):
    """Takes the events. It must not raise and must not wait."""

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event."""


class NoSink:
    """Forgets every event: the default."""

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event."""


class Verloop:
    """How a request goes, while it is being answered."""

    def __init__(self) -> None:
        self.uitkomst: str = MISLUKT
        """Set by who answers, once it is known."""


@dataclass(frozen=True, slots=True)
class Bevraging:
    """Notes the calls that are sent to one bron for one betrokkene.

    It goes down with the question to where a call is sent: no other place knows which calls there were, and of a call
    that never left nothing is told.
    """

    verwerking: Verwerking
    betrokkene: Betrokkene
    bron: str
    clock: Clock
    sink: VerwerkingSink
    deadline: float = float("inf")
    """When the bron must be done, in the time of the event loop: what is cancelled then was too late."""
    begint: bool = False
    """Whether the next call is the first of a question: then it may be turned away, and nothing is lost."""

    def verder(self) -> Bevraging:
        """The same for a further call of the question."""
        return replace(self, begint=False) if self.begint else self

    @contextmanager
    def call(self) -> Iterator[Callable[[], None]]:
        """Note one call, from before it is sent until its answer was read. What goes wrong in it passes through.

        It gives what is to be called when an answer begins that may outlast the deadline: what is cancelled after that
        was left, and not too late.
        """
        begin = self.clock.now()
        uitkomst: str = Failure.INTERNAL.value  # what it stays when a bug of ours passes through
        gelukt: bool | None = False
        deadline = self.deadline

        def in_time() -> None:
            nonlocal deadline
            deadline = float("inf")

        try:
            yield in_time
            uitkomst, gelukt = "ok", True
        except SourceError as error:
            uitkomst = error.failure.value
            raise
        except asyncio.CancelledError:
            if asyncio.get_running_loop().time() >= deadline - _EARLY:
                uitkomst = Failure.TIMEOUT.value
            else:
                uitkomst, gelukt = AFGEBROKEN, None
            raise
        finally:
            self.sink.record(
                VerwerkingEvent(
                    self.verwerking, self.betrokkene, "bron", self.bron, uitkomst, gelukt, begin, self.clock.now()
                )
            )


@contextmanager
def noted_request(
    verwerking: Verwerking, betrokkene: Betrokkene, clock: Clock, sink: VerwerkingSink
) -> Iterator[Verloop]:
    """Note that a request is answered with the data of ``betrokkene``, whichever way it ends.

    Whoever answers sets ``uitkomst``; an exception leaves it at ``mislukt``, a cancellation makes it ``afgebroken``.
    """
    verloop, begin = Verloop(), clock.now()
    gelukt: bool | None = False  # what it stays when an exception passes through
    try:
        yield verloop
        gelukt = True
    except (asyncio.CancelledError, GeneratorExit):  # who was told piece by piece may stop listening between two
        gelukt = None
        raise
    finally:
        uitkomst = AFGEBROKEN if gelukt is None else verloop.uitkomst
        sink.record(VerwerkingEvent(verwerking, betrokkene, "verzoek", None, uitkomst, gelukt, begin, clock.now()))
