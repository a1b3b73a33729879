"""``mijnzaken-bff privacy``: the document, and sealing and opening the number of a betrokkene."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Final

from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin
from mijnzaken_bff.privacy.document import document
from mijnzaken_bff.privacy.opgave import opgave_of
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.verwerkingen.zegel import Zegel, ZegelGebroken

_SOORTEN: Final[tuple[type[Nummer], ...]] = (Bsn, Rsin, Kvk)


def show(settings: Settings, *, as_json: bool) -> int:
    """Print what ``settings`` do with personal data. The exit code."""
    opgave = opgave_of(settings)
    print(json.dumps(asdict(opgave), indent=2, ensure_ascii=False) if as_json else document(opgave).rstrip("\n"))
    return 0


def seal(settings: Settings, lines: Iterable[str]) -> int:
    """For each number in ``lines`` print how it stands in the log of verwerkingen, after what it then is.

    Numbers come in over standard input and never as an argument: those stand in the list of processes, and in the
    history of a shell. The exit code.
    """
    return _each(settings, lines, _sealed, "geen BSN, RSIN of KvK-nummer")


def unseal(settings: Settings, lines: Iterable[str]) -> int:
    """For each sealed number in ``lines`` print the number itself. The exit code."""
    return _each(settings, lines, _opened, "niet met deze sleutel verzegeld")


def _each(settings: Settings, lines: Iterable[str], told: Callable[[Zegel, str], list[str]], otherwise: str) -> int:
    if settings.verwerkingen is None:
        print("Er is geen logboek van verwerkingen ingesteld: verwerkingen ontbreekt.", file=sys.stderr)
        return 2
    zegel, failed = Zegel(settings.verwerkingen), False
    for number, line in enumerate(lines, 1):
        answers = told(zegel, line.strip())
        if not answers:
            print(f"regel {number}: {otherwise}", file=sys.stderr)
            failed = True
        for answer in answers:
            print(answer)
    return 1 if failed else 0


def _sealed(zegel: Zegel, text: str) -> list[str]:
    found = []
    for soort in _SOORTEN:
        try:
            value, uri = zegel.seal(soort(text))
        except OngeldigNummer:
            continue
        found.append(f"{uri.rpartition(':')[2]} {value}")
    return found


def _opened(zegel: Zegel, text: str) -> list[str]:
    try:
        soort, digits = zegel.open(text)
    except ZegelGebroken:
        return []
    return [f"{soort} {digits}"]
