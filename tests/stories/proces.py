"""The service as an operator runs it: a process of its own, that reads a configuration from a file."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.stories.wachten import until


@dataclass(frozen=True, slots=True)
class Proces:
    """A running process, by where it is asked."""

    adres: str
    beheer: str
    """Where the platform looks."""
    pid: int
    log: Path
    """Where it writes its log."""

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The log lines of one event."""
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line[-1:] == "}"]
        return [line for line in lines if line["event"] == event]

    def counted(self, name: str) -> float:
        """The value of a metric, written as Prometheus shows it; 0 if not there."""
        shown = httpx.get(f"{self.beheer}/metrics", trust_env=False).text
        lines = (line.rpartition(" ") for line in shown.splitlines())
        return next((float(value) for key, _, value in lines if key == name), 0.0)

    def is_ready(self) -> bool:
        """Whether it can answer."""
        try:
            return httpx.get(f"{self.beheer}/readyz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def serving(folder: Path, configuratie: Mapping[str, Any], *, open_files: int | None = None) -> Iterator[Proces]:
    """The process on ``configuratie``, from when it is ready; its ports are free ones.

    ``open_files`` is the most it may have open, whatever it asks.
    """
    poort, beheer = _free(2)
    dienst = {**configuratie.get("dienst", {}), "poort": poort, "beheer": {"poort": beheer}}
    path = folder / "mijnzaken.yaml"
    path.write_text(yaml.safe_dump({**configuratie, "dienst": dienst}, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(path), "--logvorm", "json"]
    if open_files is not None:
        command = ["sh", "-c", f'ulimit -n {open_files} && exec "$@"', "sh", *command]
    log = folder / "mijnzaken.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, stderr=stderr, env=dict(os.environ))  # noqa: S603 - our own program
    try:
        proces = Proces(f"http://127.0.0.1:{poort}", f"http://127.0.0.1:{beheer}", process.pid, log)
        until(proces.is_ready, seconds=60)
        yield proces
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for sock in sockets:
            sock.bind(("127.0.0.1", 0))
        return [sock.getsockname()[1] for sock in sockets]
