"""What the service counts of itself. The lists are closed, and nothing in them can tell of a person."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Teller(StrEnum):
    """Something that happens, and is counted."""

    TOKEN_GEWEIGERD = "token_geweigerd"  # noqa: S105
    """A token was not accepted, or not for this. Labels: ``uitgever`` (``-`` when unknown) and ``reden``."""
    VERTEGENWOORDIGING_GEWEIGERD = "vertegenwoordiging_geweigerd"
    """Somebody seems to act for somebody else, in a way that no rule reads. Label: ``uitgever``."""
    SLEUTEL_GEWEIGERD = "sleutel_geweigerd"
    """An issuer published a key that is weak, secret or no key. Label: ``uitgever``."""
    SLEUTELS_OPGEHAALD = "sleutels_opgehaald"
    """The keys of an issuer were fetched, or not.

    Labels: ``uitgever`` and ``uitkomst``: ``nieuw``, ``ongewijzigd``, ``geen`` (the issuer publishes no key that we
    take) or the name of a ``Failure``.
    """
    SLEUTEL_ONBEKEND = "sleutel_onbekend"
    """A token named a key that its issuer does not publish. Label: ``uitgever``."""
    VERZOEK_AFGEWEZEN = "verzoek_afgewezen"
    """A request was turned away at the door. Label: ``reden``."""
    VERWERKING_VERLOREN = "verwerking_verloren"
    """A line of the log of verwerkingen could not be written."""
    KANARIE = "kanarie_proeven"
    """A bron was asked for a number that nobody has. Labels: ``bron``, ``zoekwijze`` and ``uitslag`` (``geslaagd``,
    ``mislukt``, ``geen``)."""
    BRON_GEVRAAGD = "bron_gevraagd"
    """A bron answered a question about somebody. Labels: ``bron`` and ``leeg`` (``ja``: there are none, ``nee``).

    When all of a sudden nearly everybody has nothing, a base path or a scope is wrong and nobody else would notice.
    """
    OVERZICHTEN = "overzichten"
    """An overzicht was asked for and made. Label: ``antwoord`` (``volledig``, ``onvolledig`` or ``geen``)."""
    BRON_UITKOMST = "bron_uitkomst"
    """A bron stood in an overzicht, or in the problem instead of one. Labels: ``bron`` and ``uitkomst``."""
    ZAKEN_WEGGELATEN = "zaken_weggelaten"
    """A zaak was left out that is proven and could not be read. Label: ``bron``."""
    ZAKEN_VERBORGEN = "zaken_verborgen"
    """A zaak was not shown, and nobody told. Labels: ``bron`` and ``reden``, a word of ``Oordeel``."""
    FASE_ONBEKEND = "fase_onbekend"
    """A zaak was shown of which no rule tells the fase. Labels: ``bron`` and ``zaaktype`` (its identificatie)."""


class Verdeling(StrEnum):
    """Something that takes longer one time than another, in seconds."""

    BRON_DUUR = "bron_duur_seconden"
    """How long a bron took over a page of zaken, also when it failed. Label: ``bron``."""
    VERZOEK_DUUR = "verzoek_duur_seconden"
    """How long a request took, from its head to the end of its answer.

    Labels: ``route`` as it stands in the contract (``-``: none was found), and ``status``: ``2xx`` to ``5xx``, or
    ``weg`` when the caller left.
    """


class Stand(StrEnum):
    """Something that has a value at any moment."""

    SLEUTELS_LEEFTIJD = "sleutels_leeftijd_seconden"
    """How long ago the keys of an issuer were fetched; infinite when they never were. Label: ``uitgever``."""
    VERZOEKEN_ONDERWEG = "verzoeken_onderweg"
    """How many requests are being answered."""
    KANARIE = "kanarie"
    """Whether searching works: 1 when the last proof did, 0 when it did not, not a number when there was none yet.

    Labels: ``bron`` and ``zoekwijze``.
    """
    KANARIE_LEEFTIJD = "kanarie_leeftijd_seconden"
    """How long ago the last canary passed; infinite when none ever did. Labels: ``bron`` and ``zoekwijze``."""


class Meter(Protocol):
    """Takes what is counted. It does not raise and does not wait."""

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        """Count so many more. Every label that ``teller`` names must be given."""

    def observe(self, verdeling: Verdeling, seconds: float, /, **labels: str) -> None:
        """Take note of how long something took. Every label that ``verdeling`` names must be given."""

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set a value. Every label that ``stand`` names must be given."""

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Ask ``read`` for the value whenever somebody looks. Every label that ``stand`` names must be given."""


class NoMeter:
    """Counts nothing."""

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        """Count nothing."""

    def observe(self, verdeling: Verdeling, seconds: float, /, **labels: str) -> None:
        """Note nothing."""

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set nothing."""

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Watch nothing."""
