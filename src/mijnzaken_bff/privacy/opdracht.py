"""``mijnzaken-bff privacy``: the document, and sealing and opening the number of a betrokkene."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Final

from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin
from mijnzaken_bff.privacy.document import document
from mijnzaken_bff.privacy.opgave import opgave_of
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.verwerkingen.zegel import Zegel, ZegelGebroken

_SOORTEN: Final[tuple[type[Nummer], ...]] = (Bsn, Rsin, Kvk)
NO_LOG: Final = 2
"""The exit code where nothing is sealed."""
_COMPANIES: Final = (
    "Let op: een bedrijf waarvan de dienst het KvK-nummer wist, staat alleen daaronder in het logboek. "
    "Zoek een bedrijf op KvK-nummer en op RSIN."
)


def show(settings: Settings, *, as_json: bool) -> int:
    """Print what ``settings`` do with personal data. The exit code."""
    opgave = opgave_of(settings)
    print(json.dumps(asdict(opgave), indent=2, ensure_ascii=False) if as_json else document(opgave).rstrip("\n"))
    return 0


def seal(settings: Settings, lines: Iterable[str]) -> int:
    """For each number in ``lines`` print how it stands in the log of verwerkingen: what it is, sealed, with which key.

    One line for each key that a line of the log may be sealed with. Numbers come in over standard input and never as
    an argument: those stand in the list of processes, and in the history of a shell. The exit code.
    """
    code = _each(settings, lines, _sealed, "geen BSN, RSIN of KvK-nummer")
    if code != NO_LOG:
        print(_COMPANIES, file=sys.stderr)
    return code


def unseal(settings: Settings, lines: Iterable[str]) -> int:
    """For each sealed number in ``lines`` print the number itself, whichever key it was sealed with. The exit code."""
    return _each(settings, lines, _opened, "met geen van deze sleutels verzegeld")


def _each(
    settings: Settings, lines: Iterable[str], told: Callable[[Sequence[Zegel], str], list[str]], otherwise: str
) -> int:
    if settings.verwerkingen is None:
        print("Er is geen logboek van verwerkingen ingesteld: verwerkingen ontbreekt.", file=sys.stderr)
        return NO_LOG
    zegels, failed = [Zegel(sleutel) for sleutel in settings.verwerkingen.sleutels], False
    for number, line in enumerate(lines, 1):
        answers = told(zegels, line.strip())
        if not answers:
            print(f"regel {number}: {otherwise}", file=sys.stderr)
            failed = True
        for answer in answers:
            print(answer)
    return 1 if failed else 0


def _sealed(zegels: Sequence[Zegel], text: str) -> list[str]:
    found = []
    for soort in _SOORTEN:
        try:
            nummer = soort(text)
        except OngeldigNummer:
            continue
        for zegel in zegels:
            value, uri = zegel.seal(nummer)
            found.append(f"{uri.rpartition(':')[2]} {value} {zegel.sleutel_id}")
    return found


def _opened(zegels: Sequence[Zegel], text: str) -> list[str]:
    for zegel in zegels:
        try:
            soort, digits = zegel.open(text)
        except ZegelGebroken:
            continue
        return [f"{soort} {digits}"]
    return []
