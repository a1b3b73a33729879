"""The process: the signals it gets, and the files it may open."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.draad import answer_on, wire
from tests.stories.portaal import ANNA, LEVEL, Toneel, vragen_aan
from tests.stories.proces import Proces, serving
from tests.stories.wachten import until


@pytest.fixture
def question(toneel: Toneel) -> bytes:
    """A request for the zaken of somebody."""
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    token = toneel.uitgever.token(bsn=ANNA, acr=LEVEL)
    return f"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def listens(adres: str) -> bool:
    """Whether a connection is taken there."""
    try:
        with wire(adres):
            return True
    except ConnectionRefusedError:
        return False


class TestSignals:
    @pytest.fixture
    def proces(self, toneel: Toneel, waterdam: Gemeente, tmp_path: Path) -> Iterator[Proces]:
        """The service, on a gemeente that takes its time."""
        waterdam.fault = Fault("traag", seconden=2.0)
        with serving(tmp_path, toneel.configuratie({"waterdam": waterdam}), open_files=1024) as proces:
            yield proces

    @contextmanager
    def asking(self, proces: Proces, question: bytes, waterdam: Gemeente) -> Iterator[socket.socket]:
        """Somebody who waits for his zaken."""
        with wire(proces.adres) as connected:
            connected.sendall(question)
            until(lambda: vragen_aan(waterdam) == 1)
            yield connected

    def test_told_once_to_stop_it_answers_first(self, proces: Proces, question: bytes, waterdam: Gemeente) -> None:
        with self.asking(proces, question, waterdam) as connected:
            os.kill(proces.pid, signal.SIGTERM)

            assert answer_on(connected).status == 200

    def test_told_twice_it_says_that_it_stops(self, proces: Proces, question: bytes, waterdam: Gemeente) -> None:
        with self.asking(proces, question, waterdam) as connected:
            os.kill(proces.pid, signal.SIGINT)
            until(lambda: not listens(proces.adres))
            os.kill(proces.pid, signal.SIGINT)

            answer = answer_on(connected)

        until(proces.has_ended)
        assert answer.status == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"] == answer.json()["verzoekId"]


def test_t62_more_connections_than_files_take_nothing_from_the_gemeenten_and_the_platform(
    toneel: Toneel, waterdam: Gemeente, question: bytes, tmp_path: Path
) -> None:
    with serving(tmp_path, toneel.configuratie({"waterdam": waterdam}), open_files=256) as proces, ExitStack() as crowd:
        first = crowd.enter_context(wire(proces.adres))
        for _ in range(300):
            crowd.enter_context(wire(proces.adres))
        until(lambda: proces.counted('mijnzaken_verzoek_afgewezen_total{reden="verbindingen"}') > 0)

        first.sendall(question)

        assert answer_on(first).status == 200
        assert proces.is_ready()
        assert [line["what"] for line in proces.events("connections_limited")] == ["open_files"]
