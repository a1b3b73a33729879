"""``mijnzaken-bff check`` on simulated gemeenten, and reading what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.lekken import leaks
from tests.stories.portaal import SECRET, Toneel

PROEFNUMMERS = {"bsn": "999999990", "kvk": "99999998", "rsin": "999999990", "vestiging": "999999999998"}

Check = Callable[..., tuple[int, str]]
"""Runs the command on gemeenten; its exit code and what it printed, in which no number stands."""


def checking(toneel: Toneel, folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """The command, with its configuration in ``folder``."""
    toneel.klok.moment = datetime.now(UTC)  # the command goes by the clock of the machine

    def run(bronnen: Mapping[str, Gemeente], *options: str, **instellingen: Any) -> tuple[int, str]:
        bron = {"proefnummers": PROEFNUMMERS, "tijd": {"totaal": "2s", "verbinden": "1s"}} | instellingen.pop(
            "bron", {}
        )
        configuratie = toneel.configuratie(bronnen, bron=bron, **instellingen)
        path = folder / "mijnzaken.yaml"
        path.write_text(yaml.safe_dump(configuratie, allow_unicode=True), encoding="utf-8")
        code = main(["check", "--config", str(path), *options])
        said = capsys.readouterr()
        assert not leaks(said.out + said.err)
        assert SECRET not in said.out + said.err
        return code, said.out

    return run


def stukken(gemeente: Gemeente, *more: Gemeente) -> dict[str, Any]:
    """The settings of a bron that has the documents and the besluiten of ``gemeente``, and documents of ``more``."""
    found: dict[str, Any] = {"documenten": [_service(one, "documenten") for one in (gemeente, *more)]}
    if "besluiten" in gemeente.dialect.versies:
        found["besluiten"] = _service(gemeente, "besluiten")
    return found


def _service(gemeente: Gemeente, api: str) -> dict[str, Any]:
    return {"url": f"{gemeente.adres}/{api}/api/v1/"}


def line_of(out: str, punt: str, waar: str) -> str:
    """The line about one thing, with its cause and step when it has them."""
    lines = out.splitlines()
    begin = next(n for n, line in enumerate(lines) if line[4:].startswith(punt) and f" {waar} " in f"{line} ")
    end = begin + 1
    while end < len(lines) and lines[end].startswith("      "):
        end += 1
    return "\n".join(lines[begin:end])
