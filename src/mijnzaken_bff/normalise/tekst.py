"""Text of other people: made harmless to show, and comparable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 1000

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters except tab and newline, marks that turn the reading direction, and halves of a pair."""

_PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}|\[[A-Za-z_. ]+\]|<[^<>]+>|«[^»]*»|%\(?[A-Za-z_]\w*\)?%?|#\w+#|@@")
"""What suppliers leave in a template: {{naam}}, ${naam}, [naam], <naam>, «naam», %naam%, #naam#, @@."""

_NO_WORD = re.compile(r"[\W_]+")


def schoon(text: str | None, longest: int = LONGEST) -> str | None:
    """``text`` as plain text that does nothing, at most ``longest`` characters; None when nothing is left.

    HTML is left as it is: the contract says plain text, and it is the page that must not read it as markup.
    """
    if not text:
        return None
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:longest].strip() or None


def zonder_invulplek(text: str | None) -> str | None:
    """``text``, unless a supplier's template shows through: then nobody is helped by it."""
    clean = schoon(text)
    return None if clean is None or _PLACEHOLDER.search(clean) else clean


def vergelijkbaar(text: str | None) -> str:
    """``text`` so that only its words count: lower case, no accents, no punctuation, single blanks.

    Of a text that no name is as long as, the beginning: to put thousands of accents in order takes seconds.
    """
    if not text:
        return ""
    text = text[:LONGEST]
    if text.isascii():
        return _NO_WORD.sub(" ", text.lower()).strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NO_WORD.sub(" ", plain.casefold()).strip()
