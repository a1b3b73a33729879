"""What the demo prints: an overzicht as a table that fits a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_TEKENS = {"ok": "✓", "gedeeltelijk": "~", "verouderd": "~"}


def overzicht_lines(overzicht: Mapping[str, Any], most: int = 6) -> Iterator[str]:
    """The first zaken of an overzicht as a table, and a sentence for every bron with something to tell."""
    rows = [
        (
            zaak["startdatum"],
            zaak["organisatie"]["naam"].removeprefix("Gemeente "),
            zaak["titel"],
            zaak["hoofdstatus"]["naam"],
            _wanneer(zaak),
        )
        for zaak in overzicht["zaken"][:most]
    ]
    if rows:
        yield from _table(("begonnen", "gemeente", "zaak", "hoe ver", "wanneer klaar"), rows)
    elif overzicht["volledig"]:
        yield "  Geen zaken. Alle gemeenten hebben geantwoord, dus dit is zeker."
    else:
        yield "  Geen zaken gevonden, maar niet elke gemeente kon antwoorden."
    rest = len(overzicht["zaken"]) - len(rows)
    if rest > 0 or overzicht["volgende"]:
        yield f"  … en nog {rest} op deze bladzijde" + (", met daarna nog meer." if overzicht["volgende"] else ".")
    for bron in overzicht["bronnen"]:
        if bron["melding"]:
            yield f"  ! {bron['melding']}"


def bron_line(naam: str, uitkomst: str, ms: float) -> str:
    """One line for a bron that answered, or did not."""
    return f"    {_TEKENS.get(uitkomst, '✗')} {naam:<24} {uitkomst:<16} {ms:6.0f} ms"


def _wanneer(zaak: Mapping[str, Any]) -> str:
    if zaak["einddatum"]:
        return f"klaar op {zaak['einddatum']}"
    if any(signaal["soort"] == "opgeschort" for signaal in zaak["signalen"]):
        return "staat stil"
    if any(signaal["soort"] == "termijnVerstreken" for signaal in zaak["signalen"]):
        return "had al klaar moeten zijn"
    datum = zaak["verwachteEinddatum"] or zaak["uiterlijkeEinddatum"]
    if datum is None:
        return "onbekend"
    return f"{datum['datum']}{'' if datum['zeker'] else ' (niet zeker)'}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(str(row[n])) for row in (head, *rows)) for n in range(len(head))]
    widths[2] = max(10, min(widths[2], shutil.get_terminal_size((100, 20)).columns - sum(widths) + widths[2] - 12))
    for row in (head, tuple("─" * width for width in widths), *rows):
        cells = (_cut(str(cell), width).ljust(width) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
