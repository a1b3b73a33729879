"""Where something stands in the configuration file."""

from __future__ import annotations

from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The keys and positions that lead to it, from the outside in."""


def written(place: Place) -> str:
    """A place as one writes it: ``bronnen[0].toegang.secret``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "bestand"
