"""The report on a terminal: a line per finding, and under each that is not good its cause and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mijnzaken_bff.controle.bevinding import Bevinding, Rapport, Stand

_TEKENS: Final = {Stand.GOED: "✓", Stand.LET_OP: "!", Stand.FOUT: "✗", Stand.ONBEKEND: "·"}

_TOESTAND: Final = {"uit": "staat uit", "onderhoud": "heeft nu gepland onderhoud"}


def table(rapporten: Sequence[Rapport]) -> Iterator[str]:
    """The lines of the report, bron by bron, and how many of each there are at the end."""
    for rapport in rapporten:
        versie = f", Zaken API {rapport.versie}" if rapport.versie else ""
        toestand = f"; {_TOESTAND.get(rapport.toestand, rapport.toestand)}" if rapport.toestand else ""
        yield f"{_TEKENS[rapport.stand]} {rapport.bron}  {rapport.naam} ({rapport.product}{versie}{toestand})"
        wide = max(len(bevinding.waar) for bevinding in rapport.bevindingen)
        for bevinding in rapport.bevindingen:
            yield from _lines(bevinding, wide)
        yield ""
    yield _summary(rapporten)


def _lines(bevinding: Bevinding, wide: int) -> Iterator[str]:
    teken = _TEKENS[bevinding.stand]
    yield f"  {teken} {bevinding.punt.value:<12} {bevinding.waar:<{wide}}  {bevinding.gezien}".rstrip()
    if bevinding.oorzaak:
        yield f"      oorzaak: {bevinding.oorzaak}"
    if bevinding.stap:
        yield f"      doe:     {bevinding.stap}"


def _summary(rapporten: Sequence[Rapport]) -> str:
    counts = {stand: sum(rapport.stand is stand for rapport in rapporten) for stand in Stand}
    told = [f"{counts[Stand.GOED]} in orde"]
    if counts[Stand.LET_OP]:
        told.append(f"{counts[Stand.LET_OP]} met een aandachtspunt")
    if counts[Stand.FOUT]:
        told.append(f"{counts[Stand.FOUT]} met een fout")
    total = len(rapporten)
    return f"{total} {'bron' if total == 1 else 'bronnen'}: {', '.join(told)}."
