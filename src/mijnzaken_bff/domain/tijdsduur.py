"""A span of time on the clock, as the configuration writes it: ``500ms``, ``30s``, ``5m``, ``24h``, ``7d``."""

from __future__ import annotations

import math
import re

PATTERN = r"\d{1,9}(\.\d{1,3})?(ms|s|m|h|d)?"
"""What such a text looks like, for the JSON Schema of a setting."""

_TEXT = re.compile(r"(?P<amount>\d{1,9}(?:\.\d{1,3})?)(?P<unit>ms|s|m|h|d)?", re.ASCII)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_seconds(text: str | int | float) -> float:
    """The span in seconds. A number without a unit is in seconds, also as a text: that is what ``${NAME}`` gives.

    Raises ``ValueError``, with a Dutch message for whoever wrote the configuration, over anything else: a negative
    or infinite number, or an unknown unit.
    """
    if isinstance(text, str):
        match = _TEXT.fullmatch(text.strip())
        if match is not None:
            return float(match["amount"]) * _SECONDS[match["unit"] or "s"]
    elif not isinstance(text, bool) and isinstance(text, int | float) and 0 <= text < math.inf:
        return float(text)
    raise ValueError("geen tijdsduur: verwacht een getal met ms, s, m, h of d erachter, zoals 30s of 5m")
