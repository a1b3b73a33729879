"""Something in a catalogue that somebody should look at before residents see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mijnzaken_bff.controle.bevinding import Stand


class Meldingsoort(StrEnum):
    """What it is about. Whoever reads the JSON may count on these words."""

    FASE_ONBEKEND = "faseOnbekend"
    INVULPLEK_STATUSTEKST = "invulplekStatustekst"
    """A template of the supplier shows through, so the text is not shown."""
    INVULPLEK_TOELICHTING = "invulplekToelichting"
    """The same, of a resultaattype."""
    GEEN_VOLGORDE = "geenVolgorde"
    GEEN_STATUSTYPEN = "geenStatustypen"
    MEER_EINDSTATUSSEN = "meerEindstatussen"
    DOORLOOPTIJD = "doorlooptijd"
    """It is no term, or one of no days: no date comes of it."""
    SERVICENORM = "servicenorm"
    ONLEESBAAR = "onleesbaar"
    """A part of the catalogue could not be read."""
    ONVOLLEDIG = "onvolledig"
    """There was more than could be had."""
    LEEG = "leeg"
    NIETS_GETOOND = "nietsGetoond"


@dataclass(frozen=True, slots=True)
class Melding:
    """One of them, in words that an administrator can act on."""

    soort: Meldingsoort
    stand: Stand
    gezien: str
    """What was seen, or what that comes of."""
    stap: str
    """What to do about it."""


def attention(soort: Meldingsoort, gezien: str, stap: str) -> Melding:
    """Something that works, and deserves attention."""
    return Melding(soort, Stand.LET_OP, gezien, stap)
