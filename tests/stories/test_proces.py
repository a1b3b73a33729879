"""The process: the signals it gets, and the files it may open."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.draad import answer_on, wire
from tests.stories.portaal import ANNA, LEVEL, RUIM, Toneel, vragen_aan
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
        assert [line["what"] for line in proces.events("service_stopping")] == ["afronden", "afbreken"]
        assert proces.events("service_stopped"), "what it began was not ended"
        assert answer.status == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"] == answer.json()["verzoekId"]


def waits_for(proces: Proces) -> list[str]:
    """Why the platform should send nobody, as the service says it."""
    told: list[str] = httpx.get(f"{proces.beheer}/readyz", trust_env=False).json()["wachtOp"]
    return told


class TestLeaving:
    CROWD = 50

    def configuratie(self, toneel: Toneel, waterdam: Gemeente, uitloop: str) -> dict[str, Any]:
        stoppen = {"uitloop": uitloop, "afronden": "20s"}
        bron = {"gelijktijdig": self.CROWD, "wachtrij": {"geduld": "3s"}}
        return toneel.configuratie(
            {"waterdam": waterdam}, dienst={"grenzen": RUIM, "stoppen": stoppen}, bron=bron, tijd={"lijst": "10s"}
        )

    def test_f51_fifty_who_wait_are_answered_and_who_has_not_heard_of_it_too(
        self, toneel: Toneel, waterdam: Gemeente, question: bytes, tmp_path: Path
    ) -> None:
        waterdam.fault = Fault("traag", seconden=1.5)
        with serving(tmp_path, self.configuratie(toneel, waterdam, uitloop="60s")) as proces, ExitStack() as crowd:
            wires = [crowd.enter_context(wire(proces.adres)) for _ in range(self.CROWD)]
            for connected in wires:
                connected.sendall(question)
            until(lambda: vragen_aan(waterdam) >= 1)

            os.kill(proces.pid, signal.SIGTERM)

            until(lambda: waits_for(proces) == ["stopt"])
            assert httpx.get(f"{proces.beheer}/livez", trust_env=False).status_code == 200
            late = crowd.enter_context(wire(proces.adres))
            late.sendall(question)
            answers = [answer_on(connected) for connected in [*wires, late]]
            assert [answer.status for answer in answers] == [200] * (self.CROWD + 1)
            assert answers[-1].headers["connection"] == "close"
            assert not proces.has_ended()
            os.kill(proces.pid, signal.SIGTERM)
            until(proces.has_ended)
        assert [line["what"] for line in proces.events("service_stopping")] == ["uitloop", "afronden"]

    def test_f51_when_others_had_time_to_hear_of_it_it_goes_by_itself(
        self, toneel: Toneel, waterdam: Gemeente, tmp_path: Path
    ) -> None:
        with serving(tmp_path, self.configuratie(toneel, waterdam, uitloop="100ms")) as proces:
            os.kill(proces.pid, signal.SIGTERM)
            until(proces.has_ended)

            told = [line.get("what") for line in proces.events() if line["event"].startswith("service_stop")]
        assert told == ["uitloop", "afronden", None]

    def test_how_long_that_takes_may_change_while_it_runs(
        self, toneel: Toneel, waterdam: Gemeente, tmp_path: Path
    ) -> None:
        with serving(tmp_path, self.configuratie(toneel, waterdam, uitloop="60s")) as proces:
            proces.config.write_text(proces.config.read_text().replace("uitloop: 60s", "uitloop: 100ms"))
            os.kill(proces.pid, signal.SIGHUP)
            until(lambda: proces.events("configuration_taken_over"))

            os.kill(proces.pid, signal.SIGTERM)

            until(proces.has_ended)
        assert [line.get("what") for line in proces.events("service_stopping")] == ["uitloop", "afronden"]

    def test_at_a_terminal_nobody_waits_for_that(self, toneel: Toneel, waterdam: Gemeente, tmp_path: Path) -> None:
        with serving(tmp_path, self.configuratie(toneel, waterdam, uitloop="60s")) as proces:
            os.kill(proces.pid, signal.SIGINT)
            until(proces.has_ended)

    def test_f52_it_goes_within_the_limit_when_every_gemeente_hangs(
        self, toneel: Toneel, waterdam: Gemeente, question: bytes, tmp_path: Path
    ) -> None:
        waterdam.fault = Fault("hangt")
        configuratie = toneel.configuratie(
            {"waterdam": waterdam},
            dienst={"grenzen": RUIM, "stoppen": {"uitloop": "0s", "afronden": "1s"}},
            bron={"tijd": {"totaal": "800ms", "verbinden": "500ms"}},
            tijd={"lijst": "1s", "detail": "1s", "document": "1s"},
        )
        with serving(tmp_path, configuratie) as proces, ExitStack() as crowd:
            wires = [crowd.enter_context(wire(proces.adres)) for _ in range(4)]
            for connected in wires:
                connected.sendall(question)
            until(lambda: vragen_aan(waterdam) == 4)

            os.kill(proces.pid, signal.SIGTERM)

            assert [answer_on(connected).status for connected in wires] == [503] * 4
            until(proces.has_ended, seconds=5)


@pytest.fixture
def no_answer_of_dns(tmp_path: Path) -> Iterator[list[str]]:
    """What goes before a command for which DNS takes every question and answers none."""
    resolv = tmp_path / "resolv.conf"
    resolv.write_text("nameserver 127.53.53.53\noptions timeout:30 attempts:5\n")
    within = ["unshare", "--mount", "sh", "-c", f'mount --bind {resolv} /etc/resolv.conf && exec "$@"', "sh"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        try:
            server.bind(("127.53.53.53", 53))
            subprocess.run([*within, "true"], check=True, capture_output=True)  # noqa: S603 - a tool of the system
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("only root can put another DNS in front of a process")
        yield within


def test_f52_it_goes_within_the_limit_when_dns_hangs(
    toneel: Toneel, waterdam: Gemeente, question: bytes, tmp_path: Path, no_answer_of_dns: list[str]
) -> None:
    """The thread of a resolver cannot be stopped."""
    configuratie = toneel.configuratie(
        {"waterdam": waterdam}, tijd={"lijst": "1s"}, bron={"tijd": {"totaal": "500ms", "verbinden": "400ms"}}
    )
    configuratie["bronnen"][0]["zaken"] = {"url": "http://zgw.waterdam.example/zaken/api/v1/"}
    with serving(tmp_path, configuratie, within=no_answer_of_dns) as proces:
        with wire(proces.adres) as connected:
            connected.sendall(question)
            assert answer_on(connected).status == 503

        os.kill(proces.pid, signal.SIGTERM)

        until(proces.has_ended, seconds=10)


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


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux can take files from a process that runs")
def test_f58_without_a_file_left_it_says_so_and_goes_on_when_there_are_files_again(
    toneel: Toneel, waterdam: Gemeente, question: bytes, tmp_path: Path
) -> None:
    with serving(tmp_path, toneel.configuratie({"waterdam": waterdam}), open_files=256) as proces:
        with wire(proces.adres) as connected:
            connected.sendall(question.replace(b"/v1/zaken", b"/v1/elders"))  # so that its connection was taken
            assert answer_on(connected).status == 404
            before = resource.prlimit(proces.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(proces.pid, resource.RLIMIT_NOFILE, (1, before[1]))

            connected.sendall(question)
            shed = answer_on(connected)

            resource.prlimit(proces.pid, resource.RLIMIT_NOFILE, before)
            connected.sendall(question)
            answered = answer_on(connected)
        assert shed.status == 503
        assert [bron["uitkomst"] for bron in shed.json()["bronnen"]] == ["onbereikbaar"]
        assert answered.status == 200
        with wire(proces.adres) as another:
            another.sendall(question)
            assert answer_on(another).status == 200
