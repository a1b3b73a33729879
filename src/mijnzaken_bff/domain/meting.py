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
    GEHEUGEN = "geheugen"
    """Something was asked of a bron that may be remembered of somebody.

    Labels: ``bron`` and ``uitkomst``: ``vers`` (remembered), ``aangesloten`` (being asked already), ``mis`` (asked) or
    ``verouderd`` (asked, failed, and told as it was before; counted beside the asking).
    """
    GEHEUGEN_ANTWOORD = "geheugen_antwoord"
    """An overzicht was asked. Label: ``uitkomst``: ``vers`` (the whole answer was remembered) or ``mis``."""
    VLUCHT_TE_LAAT = "vlucht_te_laat"
    """A bron had not answered when nobody waited any longer.

    Labels: ``bron`` and ``uitkomst``: ``gelukt`` (it answered later, and that is remembered), ``mislukt``,
    ``afgebroken`` (it took too long for that as well) or ``geenPlaats`` (too many of its questions were late already).
    """
    VERWERKING_VERLOREN = "verwerking_verloren"
    """A line of the log of verwerkingen could not be written."""


class Stand(StrEnum):
    """Something that has a value at any moment."""

    SLEUTELS_LEEFTIJD = "sleutels_leeftijd_seconden"
    """How long ago the keys of an issuer were fetched; infinite when they never were. Label: ``uitgever``."""
    GEHEUGEN_INGANGEN = "geheugen_ingangen"
    """How many answers about people are remembered."""
    GEHEUGEN_BYTES = "geheugen_bytes"
    """How much room they take."""
    VERZOEKEN_ONDERWEG = "verzoeken_onderweg"
    """How many requests are being answered."""


class Meter(Protocol):
    """Takes what is counted. It does not raise and does not wait."""

    def count(self, teller: Teller, **labels: str) -> None:
        """Count one more. Every label that ``teller`` names must be given."""

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set a value. Every label that ``stand`` names must be given."""

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Ask ``read`` for the value whenever somebody looks. Every label that ``stand`` names must be given."""


class NoMeter:
    """Counts nothing."""

    def count(self, teller: Teller, **labels: str) -> None:
        """Count nothing."""

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set nothing."""

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Watch nothing."""
