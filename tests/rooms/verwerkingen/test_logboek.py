"""The sink: it takes events at once, loses none that it can keep, and says how many it lost."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import Any

import pytest

from mijnzaken_bff.domain.meting import Teller
from mijnzaken_bff.verwerkingen.logboek import Logboek
from mijnzaken_bff.verwerkingen.regel import Regels
from tests.rooms.verwerkingen.bouwen import event, verwerkingen


class Papier:
    """An output that is blocked, or fails, as long as a test wants."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.free = threading.Event()
        self.free.set()
        self.busy = threading.Event()
        self.full = False
        self.closed = False

    def open(self) -> None:
        pass

    def write(self, lines: bytes) -> int:
        self.busy.set()
        assert self.free.wait(30)
        if self.full:
            return lines.count(b"\n")
        self.lines += [json.loads(line) for line in lines.splitlines()]
        return 0

    def close(self) -> None:
        self.closed = True


class Tellers:
    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

        self._changed = threading.Condition()

    def count(self, teller: Teller, **labels: str) -> None:
        with self._changed:
            self.counted[teller.value] += 1
            self._changed.notify_all()

    def until(self, total: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.counted.total() == total, 30)

    def set(self, *_: object, **__: str) -> None:
        raise AssertionError


class Tijd:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def papier() -> Papier:
    return Papier()


@pytest.fixture
def tellers() -> Tellers:
    return Tellers()


@pytest.fixture
def tijd() -> Tijd:
    return Tijd()


def opened(papier: Papier, tellers: Tellers, tijd: Tijd, room: int = 100) -> Logboek:
    logboek = Logboek(Regels(verwerkingen(), "0"), papier, tellers, room=room, monotonic=tijd)
    logboek.open()
    return logboek


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    lost = [vars(r) for r in caplog.records if r.getMessage() == "verwerkingen_lost"]
    return [(line["aantal"], line["reason"]) for line in lost]


def test_closing_writes_everything_that_waits_in_order(papier: Papier, tellers: Tellers, tijd: Tijd) -> None:
    papier.free.clear()
    logboek = opened(papier, tellers, tijd, room=2000)
    for number in range(1500):
        logboek.record(event(bron=f"bron-{number}"))
    papier.free.set()

    logboek.close()

    assert [line["mijnzaken.bron"] for line in papier.lines] == [f"bron-{number}" for number in range(1500)]
    assert papier.closed
    assert not tellers.counted


def test_taking_an_event_never_waits_and_what_does_not_fit_is_counted(
    papier: Papier, tellers: Tellers, tijd: Tijd, caplog: pytest.LogCaptureFixture
) -> None:
    papier.free.clear()
    logboek = opened(papier, tellers, tijd, room=10)
    logboek.record(event())
    assert papier.busy.wait(30)
    for _ in range(25):
        logboek.record(event())

    assert tellers.counted == {"verwerking_verloren": 15}
    assert told(caplog) == [(1, "vol")], "once, and not for each of them"
    papier.free.set()
    logboek.close()
    assert len(papier.lines) == 11
    assert told(caplog) == [(1, "vol"), (14, "vol")]


def test_what_was_lost_is_told_once_a_minute(
    papier: Papier, tellers: Tellers, tijd: Tijd, caplog: pytest.LogCaptureFixture
) -> None:
    papier.full = True
    logboek = opened(papier, tellers, tijd)
    for number, seconds in enumerate((0, 1, 58, 1, 30), 1):
        tijd.now += seconds
        logboek.record(event())
        tellers.until(number)
    papier.full = False
    logboek.record(event())
    logboek.close()

    assert tellers.counted == {"verwerking_verloren": 5}
    assert told(caplog) == [(1, "schrijffout"), (3, "schrijffout"), (1, "schrijffout")]
    assert len(papier.lines) == 1, "the service went on, and so did the log"


def test_what_was_lost_is_told_for_each_reason_apart(
    papier: Papier, tellers: Tellers, tijd: Tijd, caplog: pytest.LogCaptureFixture
) -> None:
    papier.full = True
    logboek = opened(papier, tellers, tijd)
    for number, told_of in enumerate((event(), event(begin="no moment"), event(), event(begin="no moment")), 1):
        logboek.record(told_of)
        tellers.until(number)

    logboek.close()

    assert told(caplog) == [(1, "schrijffout"), (2, "onschrijfbaar"), (1, "schrijffout")]
    assert papier.closed


def test_a_bug_over_one_event_does_not_cost_the_next(
    papier: Papier, tellers: Tellers, tijd: Tijd, caplog: pytest.LogCaptureFixture
) -> None:
    logboek = opened(papier, tellers, tijd)
    logboek.record(event(begin="marker"))
    logboek.record(event())
    logboek.close()

    assert len(papier.lines) == 1
    assert tellers.counted == {"verwerking_verloren": 1}
    assert "marker" not in caplog.text


def test_a_place_that_stays_blocked_does_not_keep_the_service_from_stopping(
    papier: Papier, tellers: Tellers, tijd: Tijd, caplog: pytest.LogCaptureFixture
) -> None:
    papier.free.clear()
    logboek = Logboek(Regels(verwerkingen(), "0"), papier, tellers, monotonic=tijd, patience=0.05)
    logboek.open()
    logboek.record(event())
    assert papier.busy.wait(30)
    for _ in range(3):
        logboek.record(event())

    logboek.close()

    assert tellers.counted == {"verwerking_verloren": 3}
    assert told(caplog) == [(3, "gestopt")]
    papier.free.set()


def test_a_log_that_was_never_opened_closes_in_peace(papier: Papier, tellers: Tellers, tijd: Tijd) -> None:
    Logboek(Regels(verwerkingen(), "0"), papier, tellers).close()

    assert not papier.closed
