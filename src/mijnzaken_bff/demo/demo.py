"""``mijnzaken-bff demo``: see it work within a minute, on a machine with nothing but Python."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.sleutels import DemoSleutels, SleutelsOnbruikbaar
from mijnzaken_bff.demo.standen import GEZOND
from mijnzaken_bff.demo.tonen import bron_line, overzicht_lines
from mijnzaken_bff.demo.wereld import ANNA, IEDEREEN, PLAATSEN, Inlogger
from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.normalise.uitkomst import uitkomst_of


class Voortgang(logging.Handler):
    """Shows each bron on the screen when it first answers, as the log tells it; it may be asked more often."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._show = show
        self._begin = 0.0
        self._on = False
        self._shown: set[str] = set()

    def begin(self) -> None:
        """Show what comes from now on, timed from now."""
        self._begin, self._on, self._shown = time.perf_counter(), True, set()

    def end(self) -> None:
        """Show nothing more."""
        self._on = False

    def emit(self, record: logging.LogRecord) -> None:
        """Show one bron."""
        told = vars(record)
        match record.msg:
            case "bron_answered":
                uitkomst = Uitkomst.GEDEELTELIJK if "reason" in told else Uitkomst.OK
            case "bron_failed":
                uitkomst = uitkomst_of(told["failure"])
            case _:
                return
        bron = told["bron"]
        if self._on and bron not in self._shown:
            self._shown.add(bron)
            naam = next(plaats.naam for plaats in PLAATSEN if plaats.id == bron)
            self._show(bron_line(naam, uitkomst.value, (time.perf_counter() - self._begin) * 1000))


def run_demo(*, poort: int, once: bool, folder: Path, again: str) -> int:
    """Start the demo. With ``once``, ask as everybody and stop; otherwise serve until Ctrl-C. The exit code.

    Its issuer signs with the keys in ``folder``, so that ``mijnzaken-bff token`` makes tokens that it takes; ``again``
    is what to type for that.
    """
    voortgang = Voortgang(lambda line: print(line, flush=True))
    print("De gesimuleerde gemeenten starten…", flush=True)
    log = logging.getLogger("mijnzaken_bff")
    log.setLevel(logging.INFO)
    log.addHandler(voortgang)
    sleutels = _sleutels(folder)
    opstelling = Opstelling.start(poort=poort, sleutels=sleutels)
    try:
        if poort and not opstelling.adres.endswith(f":{poort}"):
            print(f"\nPoort {poort} was bezet; daarom een andere.")
        if once:
            _explain(opstelling)
            failed = [wie for wie in IEDEREEN if not _ask(opstelling, wie, voortgang)]
            return 1 if failed else 0
        _invite(opstelling, again if sleutels is not None else None)
        _explain(opstelling)
        print("\nCtrl-C stopt alles.", flush=True)
        _wait_for_goodbye()
        print("\nDe demo stopt.", flush=True)
        return 0
    finally:
        opstelling.close()


def _sleutels(folder: Path) -> DemoSleutels | None:
    """The keys in ``folder``; None when they cannot be kept there: then the demo has some of its own."""
    try:
        return DemoSleutels.kept_in(folder)
    except (OSError, SleutelsOnbruikbaar) as error:
        told = str(error) if isinstance(error, SleutelsOnbruikbaar) else f"{folder}: {why(error)}"
        print(f"mijnzaken-bff token werkt nu niet voor deze demo. {told}", file=sys.stderr)
        return None


def _invite(opstelling: Opstelling, again: str | None) -> None:
    print(f"\n  Open     {opstelling.adres}/")
    print(f"  API      {opstelling.adres}/v1/docs")
    print("\nOf vraag het zelf, als Anna:\n")
    print(f"curl -s {opstelling.adres}/v1/zaken -H 'Authorization: Bearer {opstelling.token(ANNA)}'")
    print("\nBinnen een halve minuut nog eens komt uit het geheugen; met ?vernieuw=true wordt alles opnieuw gevraagd.")
    print("\nU kunt zijn (iedereen is verzonnen):\n")
    for wie in IEDEREEN:
        print(f"  {wie.id:<8} {wie.naam}: {wie.verhaal}")
    if again is not None:
        print(f"\nEen token van een ander, in een andere terminal (of met --help):\nTOKEN=$({again} --persoon bilal)")


def _explain(opstelling: Opstelling) -> None:
    print("\nDe dienst vraagt aan:\n")
    for plaats in PLAATSEN:
        basis = opstelling.gemeenten[plaats.id].basis
        toestand = "gezond" if plaats.stand is GEZOND else f"met opzet: {plaats.stand.uitleg}"
        print(f"  {plaats.naam:<24} {basis:<24} {plaats.product:<12} {toestand}")


def _ask(opstelling: Opstelling, wie: Inlogger, voortgang: Voortgang) -> bool:
    print(f"\n{wie.naam}: {wie.verhaal}", flush=True)
    voortgang.begin()
    try:
        overzicht = _get(f"{opstelling.adres}/v1/zaken", opstelling.token(wie))
    except (urllib.error.URLError, OSError) as error:
        print(f"  Dat lukte niet: {type(error).__name__}", file=sys.stderr)
        return False
    finally:
        voortgang.end()
    print()
    for line in overzicht_lines(overzicht):
        print(line, flush=True)
    return True


def _get(url: str, token: str) -> dict[str, Any]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - our own address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


def _wait_for_goodbye() -> None:
    goodbye = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: goodbye.set())
    goodbye.wait()
