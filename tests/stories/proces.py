"""The service as an operator runs it: a process of its own, that reads a configuration from a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.lekken import leaks
from tests.processen import PATIENCE, free_ports
from tests.stories.portaal import VLOT
from tests.stories.wachten import until
from tests.tls import GEEN_TLS


@dataclass(frozen=True, slots=True)
class Proces:
    """A running process, by where it is asked and where it writes."""

    adres: str
    beheer: str
    """Where the platform looks."""
    pid: int
    config: Path
    """Where it reads its configuration."""
    log: Path
    """What it writes on standard error."""
    has_ended: Callable[[], bool]

    def counted(self, name: str) -> float:
        """The value of a metric, written as Prometheus shows it; 0 if not there."""
        shown = httpx.get(f"{self.beheer}/metrics", verify=GEEN_TLS, trust_env=False).text
        lines = (line.rpartition(" ") for line in shown.splitlines())
        return next((float(value) for key, _, value in lines if key == name), 0.0)

    def is_ready(self) -> bool:
        """Whether it can answer."""
        try:
            return httpx.get(f"{self.beheer}/readyz", verify=GEEN_TLS, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def lines(self) -> list[str]:
        """What it has logged so far. Split where a line ends and nowhere else: other separators must not be there."""
        return self.log.read_bytes().decode("utf-8").split("\n")[:-1]

    def events(self, event: str | None = None) -> list[dict[str, Any]]:
        """The same, of a log in JSON; only those of one ``event`` when that is given."""
        told = [json.loads(line) for line in self.lines()]
        return [line for line in told if event in (None, line["event"])]


@contextmanager
def serving(
    folder: Path,
    configuratie: Mapping[str, Any],
    *options: str,
    open_files: int | None = None,
    within: Sequence[str] = (),
) -> Iterator[Proces]:
    """The process on ``configuratie``, from when it is ready; its ports are free ones.

    ``open_files`` is the most it may have open, whatever it asks; ``within`` is what goes before the command. Ends it
    as a platform does, unless it has ended. What it wrote meanwhile holds no number, no name, no secret and no stack.
    """
    poort, beheer = free_ports(2)
    dienst = {"stoppen": VLOT, **configuratie.get("dienst", {}), "poort": poort, "beheer": {"poort": beheer}}
    path, log = folder / "mijnzaken.yaml", folder / "mijnzaken.log"
    path.write_text(yaml.safe_dump({**configuratie, "dienst": dienst}, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(path), *options]
    if open_files is not None:
        command = ["sh", "-c", f'ulimit -n {open_files} && exec "$@"', "sh", *command]
    command = [*within, *command]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, stderr=stderr, env=dict(os.environ))  # noqa: S603 - our own program
    proces = Proces(
        f"http://127.0.0.1:{poort}",
        f"http://127.0.0.1:{beheer}",
        process.pid,
        path,
        log,
        lambda: process.poll() is not None,
    )
    try:
        until(lambda: process.poll() is not None or proces.is_ready(), seconds=PATIENCE)
        assert process.poll() is None, "it ended before it was ready"
        yield proces
    finally:
        process.terminate()
        ended = process.wait(timeout=PATIENCE)
    assert ended == 0, ended
    told = "\n".join(proces.lines())
    assert not leaks(told)
    assert "Traceback" not in told
    assert not [place for place, secret in secrets(configuratie) if secret in told]


def secrets(tree: Any, place: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Every secret in a configuration, with its place: what is called so, and the values of headers."""
    match tree:
        case Mapping():
            for key, value in tree.items():
                yield from secrets(value, (*place, str(key)))
        case list():
            for n, value in enumerate(tree):
                yield from secrets(value, (*place, str(n)))
        case str() if place[-1] in ("secret", "sleutel", "vorigeSleutel", "token") or "headers" in place[-2:]:
            yield ".".join(place), tree
