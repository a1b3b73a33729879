"""What a caller prefers (``Prefer``): of all preferences there are, only how long it wants to wait."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED: Final = r'"(?:[\t !#-\[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"'
_PREFERENCE: Final = re.compile(
    rf"[ \t]*(?P<name>{_WORD})[ \t]*(?:=[ \t]*(?P<value>{_WORD}|{_QUOTED})?)?[ \t]*"
    rf"(?:;[ \t]*(?:{_WORD}[ \t]*(?:=[ \t]*(?:{_WORD}|{_QUOTED})?)?)?[ \t]*)*(?:,|$)"
)
_SECONDS: Final = re.compile(r"0*[1-9]\d{0,5}", re.ASCII)


def wait_in(prefer: Sequence[str]) -> int | None:
    """How many seconds the ``Prefer`` headers want to wait; None when they do not say, or not in whole seconds.

    A preference that cannot be read is not there: it is a wish. Of one that is given twice only the first counts.
    Source: RFC 7240, 2 and 4.3.
    """
    for name, value in _preferences(", ".join(prefer)):
        if name.lower() == "wait":
            return int(value) if _SECONDS.fullmatch(value) else None
    return None


def _preferences(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        match = _PREFERENCE.match(text, place)
        if match is None:  # empty or broken: on to the next
            place = (text.find(",", place) + 1) or len(text)
            continue
        place = match.end()
        value = match["value"] or ""
        yield match["name"], re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
