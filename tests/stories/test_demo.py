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
from mijnzaken_bff.demo.wereld import BEWONERS, IEDEREEN, ONDERNEMINGEN, PLAATSEN
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin
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


def test_it_prints_a_curl_for_each_person_that_works_and_stops_on_ctrl_c(tmp_path: Path) -> None:
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
            curls = [re.search(r"curl -s (\S+) -H 'Authorization: (Bearer \S+)'", line) for line in lines]
            answers = []
            asked = [(curl[1], curl[2]) for curl in filter(None, curls)]
            fetches = [re.search(r"curl -sOJ (\S+) -H 'Authorization: (\S+ \S+)'", line) for line in lines]
            (fetch,) = filter(None, fetches)
            (told,) = [line.strip() for line in lines if line.startswith("TOKEN=")]
            for line in (told, told.replace("--persoon anna", f"--rsin {ONDERNEMINGEN[0].rsin}")):
                made = subprocess.run(  # noqa: S602
                    f"{line}; echo $TOKEN", shell=True, capture_output=True, text=True, check=True
                )
                asked.append((asked[0][0], f"Bearer {made.stdout.strip()}"))
            for url, authorization in asked:
                request = urllib.request.Request(url, headers={"Authorization": authorization})  # noqa: S310
                with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                    answers.append(json.load(answer))
            request = urllib.request.Request(fetch[1], headers={"Authorization": fetch[2]})  # noqa: S310
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                document = answer.read()
        finally:
            demo.send_signal(signal.SIGINT)
        rest, errors = demo.communicate(timeout=30)

    assert demo.returncode == 0
    assert "De demo stopt." in rest
    assert any("uit het geheugen" in line for line in lines)
    assert errors == ""
    (one_zaak,), overzichten = [a for a in answers if "zaak" in a], [a for a in answers if "zaken" in a]
    zaken = [len(answer["zaken"]) for answer in overzichten]
    assert zaken == [4, 20, 0, 4, 3, 4, 1], "the last two by tokens made as the demo says"
    assert all(not answer["volledig"] for answer in overzichten)
    assert one_zaak["volledig"]
    assert one_zaak["waarvoor"]
    assert document.startswith(b"%PDF-")


@pytest.mark.parametrize("bewoner", BEWONERS, ids=lambda bewoner: bewoner.naam)
def test_everybody_in_the_demo_has_a_number_that_could_exist(bewoner: object) -> None:
    assert Bsn(bewoner.bsn)  # type: ignore[attr-defined]
    assert bewoner.bsn not in repr(bewoner)  # type: ignore[attr-defined]


@pytest.mark.parametrize("onderneming", ONDERNEMINGEN, ids=lambda onderneming: onderneming.naam)
def test_every_company_in_the_demo_has_numbers_that_could_exist(onderneming: object) -> None:
    assert Kvk(onderneming.kvk)  # type: ignore[attr-defined]
    assert Rsin(onderneming.rsin)  # type: ignore[attr-defined]
    assert onderneming.kvk not in repr(onderneming)  # type: ignore[attr-defined]


def test_an_empty_list_is_certain_only_when_everybody_answered() -> None:
    empty = {"zaken": [], "bronnen": [], "volgende": None}

    certain = " ".join(overzicht_lines({**empty, "volledig": True}))
    uncertain = " ".join(overzicht_lines({**empty, "volledig": False}))

    assert "dit is zeker" in certain
    assert "niet elke gemeente" in uncertain
