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

LOG = "mijnzaken.log"
"""The file in its folder that holds what it logged."""


@dataclass(frozen=True, slots=True)
class Proces:
    """A running process, by where it is asked."""

    adres: str
    beheer: str
    """Where the platform looks."""

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
def serving(folder: Path, configuratie: Mapping[str, Any]) -> Iterator[Proces]:
    """The process on ``configuratie``, from when it is ready; its ports are free ones, and its log is ``LOG``."""
    poort, beheer = _free(2)
    process = _begun(folder, configuratie, poort, beheer)
    try:
        proces = Proces(f"http://127.0.0.1:{poort}", f"http://127.0.0.1:{beheer}")
        until(proces.is_ready, seconds=60)
        yield proces
    finally:
        process.terminate()
        process.wait(timeout=30)


def _begun(folder: Path, configuratie: Mapping[str, Any], poort: int, beheer: int) -> subprocess.Popen[bytes]:
    """The process on these ports."""
    dienst = {**configuratie.get("dienst", {}), "poort": poort, "beheer": {"poort": beheer}}
    path = folder / "mijnzaken.yaml"
    path.write_text(yaml.safe_dump({**configuratie, "dienst": dienst}, allow_unicode=True), encoding="utf-8")
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(path)],
            stderr=log,
            env=dict(os.environ),
        )


def logged(folder: Path) -> list[dict[str, Any]]:
    """Every line that the process logged."""
    return [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines()]


def _free(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for sock in sockets:
            sock.bind(("127.0.0.1", 0))
        return [sock.getsockname()[1] for sock in sockets]
