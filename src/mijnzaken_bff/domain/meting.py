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

    Labels: ``uitgever`` and ``uitkomst``: ``nieuw``, ``ongewijzigd``, ``gedeeld`` (another replica had them), ``geen``
    (the issuer publishes no key that we take) or the name of a ``Failure``.
    """
    SLEUTEL_ONBEKEND = "sleutel_onbekend"
    """A token named a key that its issuer does not publish. Label: ``uitgever``."""
    ORGANISATIE_ONBEKEND = "organisatie_onbekend"
    """A token chose organisaties, and not all of them are known. Label: ``uitgever``."""
    ZAAK_DUBBEL = "zaak_dubbel"
    """A zaak was left out of a page, because its copy in another bron is or was shown. Label: ``bron``, of this one."""
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
    CONFIGURATIE_HERLADEN = "configuratie_herladen"
    """The configuration was read again. Label: ``uitkomst``: ``overgenomen``, ``ongewijzigd`` or ``geweigerd``."""
    VERWERKING_VERLOREN = "verwerking_verloren"
    """A line of the log of verwerkingen could not be written."""
    CONFIGURATIE_ALARM = "configuratie_alarm"
    """A bron does not let us in, or is not where we look. Labels: ``bron`` and ``reden`` (``Alarm``)."""
    NIET_GEVRAAGD = "bron_niet_gevraagd"
    """A call that was not sent, to spare a bron. Labels: ``bron`` and ``reden`` (``Nietgevraagd``)."""
    HERKANSING = "bron_herkansing"
    """A call was sent a second time. Labels: ``bron`` and ``api``."""
    BREKER_OPEN = "breker_geopend"
    """A breaker opened, for the first time or again. Labels: ``bron``, ``api`` and ``reden`` (a ``Failure``)."""
    KANARIE = "kanarie_proeven"
    """A bron was asked for a number that nobody has. Labels: ``bron``, ``zoekwijze`` and ``uitslag`` (``geslaagd``,
    ``mislukt``, ``geen``)."""
    BRON_GEVRAAGD = "bron_gevraagd"
    """A bron answered a question about somebody. Labels: ``bron`` and ``leeg`` (``ja``: there are none, ``nee``).

    When all of a sudden nearly everybody has nothing, a base path or a scope is wrong and nobody else would notice.
    """
    DOWNLOADS = "downloads"
    """A document was passed on, or some of it. Label: ``einde`` (``Einde``)."""
    STROMEN = "stromen"
    """Zaken were told while they were being read. Label: ``einde`` (``Stroomeinde``)."""
    OVERZICHTEN = "overzichten"
    """An overzicht was asked for and made. Label: ``antwoord`` (``volledig``, ``onvolledig`` or ``geen``)."""
    ZAAKDETAILS = "zaakdetails"
    """One zaak was asked for. Label: ``antwoord`` (``volledig``, ``onvolledig``, ``nietGevonden`` or ``mislukt``)."""
    ONDERDEEL_UITKOMST = "onderdeel_uitkomst"
    """A part of a zaak was asked for. Labels: ``bron``, ``onderdeel`` (as in the contract) and ``uitkomst``."""
    DOCUMENTEN_VERBORGEN = "documenten_verborgen"
    """A document of a zaak was not shown, and nobody told. Labels: ``bron`` and ``reden``, a ``Documentoordeel``."""
    BRON_UITKOMST = "bron_uitkomst"
    """A bron stood in an overzicht, or in the problem instead of one. Labels: ``bron`` and ``uitkomst``."""
    ZAKEN_WEGGELATEN = "zaken_weggelaten"
    """A zaak was left out that is proven and could not be read. Label: ``bron``."""
    ZAKEN_VERBORGEN = "zaken_verborgen"
    """A zaak was not shown, and nobody told. Labels: ``bron`` and ``reden``, a word of ``Oordeel``."""
    FASE_ONBEKEND = "fase_onbekend"
    """A zaak was shown of which no rule tells the fase. Labels: ``bron`` and ``zaaktype`` (its identificatie)."""
    GEDEELD_GEVRAAGD = "gedeeld_gevraagd"
    """The shared store was asked, or left alone.

    Labels: ``wat`` (``lezen``, ``schrijven``, ``tellen``) and ``uitkomst``: ``gelukt``, ``geweigerd`` (it answered that
    it would not), ``teTraag``, ``onbereikbaar`` or ``overgeslagen`` (left alone after a failure).
    """
    GEDEELD_GELEZEN = "gedeeld_gelezen"
    """A document was looked for in the shared store.

    Labels: ``soort`` (``catalogus``, ``sleutels``) and ``uitkomst``: ``gevonden``, ``niets``, or ``ongeldig``: not
    written by a replica of ours, or in another form.
    """


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
    GEHEUGEN_INGANGEN = "geheugen_ingangen"
    """How many answers about people are remembered."""
    GEHEUGEN_BYTES = "geheugen_bytes"
    """How much room they take."""
    CONFIGURATIE_LEEFTIJD = "configuratie_leeftijd_seconden"
    """How long ago the configuration was taken over that is in force."""
    CONFIGURATIE_VERSIE = "configuratie_versie"
    """A number from 0 to 65535 that tells one configuration from another: replicas with the same have the same."""
    VERZOEKEN_ONDERWEG = "verzoeken_onderweg"
    """How many requests are being answered."""
    DOWNLOADS_ONDERWEG = "downloads_onderweg"
    """How many documents are being fetched."""
    STROMEN_ONDERWEG = "stromen_onderweg"
    """How many streams of zaken are being told."""
    BREKER = "breker_stand"
    """How a breaker stands: 0 closed, 1 half open, 2 open. Labels: ``bron`` and ``api``."""
    BRON_ONDERWEG = "bron_onderweg"
    """How many calls to a bron are under way. Label: ``bron``."""
    BRON_WACHTEND = "bron_wachtend"
    """How many calls wait until a bron is free. Label: ``bron``."""
    HERKANSINGEN_OVER = "bron_herkansingen_over"
    """How many calls to a bron may be sent a second time at this moment. Label: ``bron``."""
    BRONNEN_ONDERWEG = "bronnen_onderweg"
    """How many calls to all bronnen together are under way."""
    BRONNEN_WACHTEND = "bronnen_wachtend"
    """How many calls wait because too many are under way to all bronnen together."""
    TAKEN = "taken"
    """How many tasks the event loop has: what grows here while as much is asked as before, is never waited for."""
    KANARIE = "kanarie"
    """Whether searching works: 1 when the last proof did, 0 when it did not, not a number when there was none yet.

    Labels: ``bron`` and ``zoekwijze``.
    """
    KANARIE_LEEFTIJD = "kanarie_leeftijd_seconden"
    """How long ago the last canary passed; infinite when none ever did. Labels: ``bron`` and ``zoekwijze``."""
    GEDEELD_BEREIKBAAR = "gedeeld_bereikbaar"
    """1 while the shared store answers, 0 while it is left alone. Label: ``opslag``, its kind; absent without one."""


class Alarm(StrEnum):
    """What somebody has to set right in a configuration, here or at a register."""

    GEEN_TOEGANG = "geenToegang"
    """It does not let us in: the secret, the scopes or the client certificate."""
    COLLECTIE_ONTBREEKT = "collectieOntbreekt"
    """There is no list where we look for it: the base URL."""


class Einde(StrEnum):
    """How passing on a document ended, once it had begun."""

    HEEL = "heel"
    """Every byte of it was sent."""
    AFGEBROKEN = "afgebroken"
    """The reader left, or the service stopped."""
    MISLUKT = "mislukt"
    """The bron broke off, or sent less than it said."""
    TE_GROOT = "teGroot"
    """It was larger than a document may be."""
    TE_LANG = "teLang"
    """The bron fell silent, or all of it took too long."""
    GEWEIGERD = "geweigerd"
    """Whoever inspects documents stopped it."""


class Stroomeinde(StrEnum):
    """How a stream of zaken ended, once it had begun."""

    GEREED = "gereed"
    """Everything was told."""
    GEEN_BRON = "geenBron"
    """Not one bron answered."""
    VERLOPEN = "verlopen"
    """The token ended on the way."""
    AFGEBROKEN = "afgebroken"
    """The reader left, or the service stopped."""
    TE_LANG = "teLang"
    """The reader was too far behind."""
    MISLUKT = "mislukt"
    """A bug of ours."""


class Nietgevraagd(StrEnum):
    """Why a call was not sent."""

    WACHTRIJ = "wachtrij"
    """Too many questions waited."""
    GEDULD = "geduld"
    """It waited too long."""
    BREKER = "breker"
    """The last calls failed."""
    DOWNLOADS = "downloads"
    """As many documents of it were open as may be."""


class Meter(Protocol):
    """Takes what is counted. It does not raise and does not wait."""

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        """Count so many more. Every label that ``teller`` names must be given.

        Counting 0 more shows that nothing was counted: Prometheus sees no rise in what was not there before.
        """

    def observe(self, verdeling: Verdeling, seconds: float, /, **labels: str) -> None:
        """Take note of how long something took. Every label that ``verdeling`` names must be given."""

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set a value. Every label that ``stand`` names must be given."""

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Ask ``read`` for the value whenever somebody looks. Every label that ``stand`` names must be given."""

    def forget(self, stand: Stand, **labels: str) -> None:
        """Show the value with these labels no longer: what it was about is gone."""


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

    def forget(self, stand: Stand, **labels: str) -> None:
        """Forget nothing."""
