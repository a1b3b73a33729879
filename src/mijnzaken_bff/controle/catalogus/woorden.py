"""How this report writes what it found: a fase, a count, and a text of other people on one line."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.normalise.tekst import schoon

FASE: Final = {
    Fase.GEREGISTREERD: "geregistreerd",
    Fase.GEACCEPTEERD: "geaccepteerd",
    Fase.IN_BEHANDELING: "in behandeling",
    Fase.AFGEROND: "afgerond",
    Fase.ONBEKEND: "onbekend",
}


def counted(count: int, one: str, more: str) -> str:
    """``count`` with its noun."""
    return f"{count} {one if count == 1 else more}"


def on_one_line(text: str | None, longest: int = 60) -> str:
    """A text of a catalogue, harmless on a terminal, at most so many characters long."""
    line = " ".join((schoon(text) or "").split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
