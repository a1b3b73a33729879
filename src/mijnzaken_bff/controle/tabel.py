"""The report on a terminal: a line per finding, and under each that is not good its cause and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from mijnzaken_bff.controle.bevinding import Bevinding, Rapport, Stand

TEKENS: Final = {Stand.GOED: "✓", Stand.LET_OP: "!", Stand.FOUT: "✗", Stand.ONBEKEND: "·"}

TOESTAND: Final = {"uit": "staat uit", "onderhoud": "heeft nu gepland onderhoud"}


def table(rapporten: Sequence[Rapport]) -> Iterator[str]:
    """The lines of the report, bron by bron, and how many of each there are at the end."""
    for rapport in rapporten:
        versie = f", Zaken API {rapport.versie}" if rapport.versie else ""
        toestand = f"; {TOESTAND[rapport.toestand]}" if rapport.toestand else ""
        yield f"{TEKENS[rapport.stand]} {rapport.bron}  {rapport.naam} ({rapport.product}{versie}{toestand})"
        wide = max(len(bevinding.waar) for bevinding in rapport.bevindingen)
        for bevinding in rapport.bevindingen:
            yield from _lines(bevinding, wide)
        yield ""
    yield summary([rapport.stand for rapport in rapporten])


def _lines(bevinding: Bevinding, wide: int) -> Iterator[str]:
    teken = TEKENS[bevinding.stand]
    yield f"  {teken} {bevinding.punt.value:<12} {bevinding.waar:<{wide}}  {bevinding.gezien}".rstrip()
    if bevinding.oorzaak:
        yield f"      oorzaak: {bevinding.oorzaak}"
    if bevinding.stap:
        yield f"      doe:     {bevinding.stap}"


def summary(standen: Sequence[Stand]) -> str:
    """How many bronnen are in order, and how many are not."""
    counts = Counter(standen)
    told = [f"{counts[Stand.GOED]} in orde"]
    if counts[Stand.LET_OP]:
        told.append(f"{counts[Stand.LET_OP]} met een aandachtspunt")
    if counts[Stand.FOUT]:
        told.append(f"{counts[Stand.FOUT]} met een fout")
    total = len(standen)
    return f"{total} {'bron' if total == 1 else 'bronnen'}: {', '.join(told)}."
