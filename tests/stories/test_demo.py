"""``make demo``: what somebody sees who just cloned the project."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from mijnzaken_bff.demo.tonen import overzicht_lines
from mijnzaken_bff.demo.wereld import BEWONERS, DE_KRUL, ESRA, IEDEREEN, ONDERNEMINGEN, PLAATSEN
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from tests.lekken import leaks

COMMAND = [sys.executable, "-m", "mijnzaken_bff.cli", "demo"]


def test_asking_once_shows_every_person_a_table_and_exits_well(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        shown = subprocess.run(  # noqa: S603
            [*COMMAND, "--eenmalig", "--poort", str(port), "--map", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )

    assert shown.returncode == 0, shown.stderr
    assert f"Poort {port} was bezet" in shown.stdout
    for wie in IEDEREEN:
        assert wie.naam in shown.stdout
    for plaats in PLAATSEN:
        assert plaats.naam in shown.stdout
    assert "met opzet" in shown.stdout
    assert "Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien." in shown.stdout
    assert "Geen zaken" in shown.stdout
    assert not leaks(shown.stdout + shown.stderr)


def test_it_prints_what_to_open_and_a_curl_that_works_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603
        [*COMMAND, "--poort", "0", "--map", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:
        try:
            assert demo.stdout is not None
            lines: list[str] = []
            while not lines or "Ctrl-C" not in lines[-1]:
                line = demo.stdout.readline()
                assert line, "the demo ended early"
                lines.append(line)
            (page,) = [line.split()[1] for line in lines if line.startswith("  Open ")]
            curls = [re.search(r"curl -s (\S+) -H 'Authorization: (Bearer \S+)'", line) for line in lines]
            ((url, anna),) = [(curl[1], curl[2]) for curl in curls if curl]
            (told,) = [line.strip() for line in lines if line.startswith("TOKEN=")]
            asked = [anna]
            others = [told.replace("--persoon bilal", f"--{wie}") for wie in ("persoon esra", f"rsin {DE_KRUL.rsin}")]
            for line in (told, *others):
                made = subprocess.run(  # noqa: S602
                    f"{line}; echo $TOKEN", shell=True, capture_output=True, text=True, check=True
                )
                asked.append(f"Bearer {made.stdout.strip()}")
            answers = [json.loads(get(url, authorization)) for authorization in asked]
            opened = get(page)
        finally:
            demo.send_signal(signal.SIGINT)
        rest, errors = demo.communicate(timeout=30)

    assert demo.returncode == 0
    assert "De demo stopt." in rest
    told_first = next(line for line in lines[1:] if line.strip())
    assert page in told_first, "the first thing that is told is what to open"
    assert any("uit het geheugen" in line for line in lines)
    assert any("/v1/docs" in line for line in lines)
    assert all(any(line.startswith(f"  {wie.id} ") for line in lines) for wie in IEDEREEN)
    assert errors == ""
    assert [len(answer["zaken"]) for answer in answers] == [7, 20, 2, 1], (
        "the last three by tokens made as the demo says"
    )
    assert all(not answer["volledig"] for answer in answers)
    assert opened.startswith(b"<!doctype html>")


def get(url: str, authorization: str | None = None) -> bytes:
    """What stands there."""
    headers = {} if authorization is None else {"Authorization": authorization}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


@pytest.mark.parametrize("bewoner", BEWONERS, ids=lambda bewoner: bewoner.naam)
def test_everybody_in_the_demo_has_a_number_that_could_exist(bewoner: object) -> None:
    assert Bsn(bewoner.bsn)  # type: ignore[attr-defined]
    assert bewoner.bsn not in repr(bewoner)  # type: ignore[attr-defined]


def test_who_looks_after_another_in_the_demo_and_that_other_have_numbers_that_could_exist() -> None:
    assert Bsn(ESRA.bsn) != Bsn(ESRA.namens)
    assert not leaks(repr(ESRA))


@pytest.mark.parametrize("onderneming", ONDERNEMINGEN, ids=lambda onderneming: onderneming.naam)
def test_every_company_in_the_demo_has_numbers_that_could_exist(onderneming: object) -> None:
    assert Kvk(onderneming.kvk)  # type: ignore[attr-defined]
    assert Rsin(onderneming.rsin)  # type: ignore[attr-defined]
    assert onderneming.kvk not in repr(onderneming)  # type: ignore[attr-defined]
    assert onderneming.vestiging is None or Vestigingsnummer(onderneming.vestiging)  # type: ignore[attr-defined]


def test_an_empty_list_is_certain_only_when_everybody_answered() -> None:
    empty = {"zaken": [], "bronnen": [], "volgende": None}

    certain = " ".join(overzicht_lines({**empty, "volledig": True}))
    uncertain = " ".join(overzicht_lines({**empty, "volledig": False}))

    assert "dit is zeker" in certain
    assert "niet elke gemeente" in uncertain
