"""How facts are put into words: a list, a name on one line, a span of time."""

from __future__ import annotations

from collections.abc import Iterable


def plain(text: str) -> str:
    """A name on one line, that begins no column of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def codes(words: Iterable[str]) -> str:
    """Words as they stand in a file, one after the other."""
    return ", ".join(f"`{plain(word)}`" for word in words)


def listed(words: Iterable[str]) -> str:
    """Words one after the other, the last one after ``en``."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} en {last}" if others else last


def one_of(words: Iterable[str]) -> str:
    """Words as they stand in a file, the last one after ``of``."""
    *others, last = [f"`{plain(word)}`" for word in words] or [""]
    return f"{', '.join(others)} of {last}" if others else last


def span(seconden: float) -> str:
    """A span of time in the largest unit that tells it whole."""
    for per, one, more in ((86_400, "dag", "dagen"), (3600, "uur", "uur"), (60, "minuut", "minuten")):
        if seconden and seconden % per == 0:
            return f"{seconden / per:g} {one if seconden == per else more}"
    return f"{seconden:g} {'seconde' if seconden == 1 else 'seconden'}"


def yes_or_no(value: bool) -> str:
    """``ja`` or ``nee``."""
    return "ja" if value else "nee"
