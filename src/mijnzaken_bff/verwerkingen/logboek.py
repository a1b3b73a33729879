"""The sink of verwerkingen: it takes events at once, and a thread of its own writes them down."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mijnzaken_bff.domain.meting import Meter, NoMeter, Teller
from mijnzaken_bff.domain.verwerking import VerwerkingEvent
from mijnzaken_bff.verwerkingen.instelling import Verwerkingen
from mijnzaken_bff.verwerkingen.regel import Regels
from mijnzaken_bff.verwerkingen.uitvoer import Bestand, Standaarduitvoer, Uitvoer

logger = logging.getLogger(__name__)

ROOM: Final = 20_000
"""Events that may wait to be written: half a minute of work at a thousand calls a second, some 10 MB."""
_BATCH: Final = 500
_TELL_EVERY: Final = 60.0
"""Seconds between two times that the ordinary log is told what was lost."""
_FLUSH_SECONDS: Final = 5.0


class Logboek:
    """Writes events as lines, in the order in which they came.

    ``record`` never waits and never raises: what does not fit or cannot be written is lost, counted and told, and the
    service goes on. Open it before the first event; ``close`` writes what still waits, and waits ``patience`` seconds
    for a place that is stuck.
    """

    def __init__(
        self,
        regels: Regels,
        uitvoer: Uitvoer,
        meter: Meter | None = None,
        *,
        room: int = ROOM,
        patience: float = _FLUSH_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._regels = regels
        self._uitvoer = uitvoer
        self._meter = meter or NoMeter()
        self._patience = patience
        self._monotonic = monotonic
        self._waiting: queue.Queue[VerwerkingEvent | None] = queue.Queue(room)
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()
        self._untold: Counter[str] = Counter()
        self._told_at: float | None = None

    def open(self) -> None:
        """Begin to write. Raises ``OSError`` when there is no place to write to."""
        self._uitvoer.open()
        self._writer = threading.Thread(target=self._write_all, name="verwerkingen", daemon=True)
        self._writer.start()

    def record(self, event: VerwerkingEvent) -> None:
        """Take one event."""
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            self._lost(1, "vol")

    def close(self) -> None:
        """Write what waits, and stop; after some seconds without progress what is left is lost."""
        if self._writer is None:
            return
        try:
            self._waiting.put(None, timeout=self._patience)
            self._writer.join(self._patience)
        except queue.Full:
            pass
        if self._writer.is_alive():
            self._lost(sum(event is not None for event in self._waiting.queue), "gestopt")
        else:
            self._uitvoer.close()
        self._tell()

    def _write_all(self) -> None:
        going = True
        while going:
            batch = [self._waiting.get()]
            while len(batch) < _BATCH and batch[-1] is not None:
                try:
                    batch.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            going = batch[-1] is not None
            self._write([event for event in batch if event is not None])

    def _write(self, events: list[VerwerkingEvent]) -> None:
        lines = [line for event in events if (line := self._line(event)) is not None]
        if lost := self._uitvoer.write(b"".join(lines)):
            self._lost(lost, "schrijffout")

    def _line(self, event: VerwerkingEvent) -> bytes | None:
        try:
            return self._regels.regel(event)
        except Exception as error:  # noqa: BLE001 - a bug over one event may not end the thread that writes the others
            logger.error("verwerking_skipped", extra={"error": type(error).__name__})
            self._lost(1, "onschrijfbaar")
            return None

    def _lost(self, count: int, reason: str) -> None:
        with self._lock:
            self._untold[reason] += count
            now = self._monotonic()
            due = self._told_at is None or now - self._told_at >= _TELL_EVERY
        if due:
            self._tell()
        for _ in range(count):
            self._meter.count(Teller.VERWERKING_VERLOREN)

    def _tell(self) -> None:
        """Tell what was lost and not told yet: for each reason how much."""
        with self._lock:
            told, self._untold = +self._untold, Counter()
            if told:
                self._told_at = self._monotonic()
        for reason, count in told.items():
            logger.error("verwerkingen_lost", extra={"aantal": count, "reason": reason})


def logboek_of(verwerkingen: Verwerkingen, version: str, meter: Meter) -> Logboek:
    """The log as it is configured, not opened yet."""
    uitvoer = Standaarduitvoer() if verwerkingen.naar_standaarduitvoer else Bestand(Path(verwerkingen.bestand))
    return Logboek(Regels(verwerkingen, version), uitvoer, meter)
