"""Turned away at the door: which requests go no further, and why. The list is closed."""

from __future__ import annotations

from enum import StrEnum


class Reden(StrEnum):
    """Why a request was turned away: for the metrics, and for the words of its problem."""

    HTTP = "http"
    """Not HTTP at all."""
    VERBINDINGEN = "verbindingen"
    """More connections than the service holds."""
    HOST = "host"
    """No ``Host``, more than one, one that is none, or one that is not ours."""
    KOP = "kop"
    """More bytes in the headers or in the address than we read."""
    ACCEPT = "accept"
    """The caller takes nothing of what there is."""
    INHOUD = "inhoud"
    """More content than any request of ours has."""
    TRAAG = "traag"
    """A head or content that did not come in time."""
    MEDIATYPE = "mediatype"
    """Content that is no JSON, or does not say what it is."""
    VOL = "vol"
    """As many requests are being answered as the service takes on."""
    STOPT = "stopt"
    """The service stops, and does not wait for the answer."""
    ADRES = "adres"
    """Too many refused tokens came from this address."""
    BETROKKENE = "betrokkene"
    """This person or company was asked for too often."""
    DOWNLOADS = "downloads"
    """As many documents of this person or company are being fetched as may be."""
    DOWNLOADS_VOL = "downloadsVol"
    """As many documents are being fetched as the service takes on."""
    STROMEN = "stromen"
    """As many streams of zaken run for this person or company as may."""
    STROMEN_VOL = "stromenVol"
    """As many streams of zaken run as the service takes on."""
    KLANT = "klant"
    """This client of this issuer asked too often."""


class Afgewezen(Exception):
    """A request that goes no further. ``retry_after`` is in whole seconds; None where later is no better."""

    def __init__(self, reden: Reden, retry_after: int | None = None) -> None:
        super().__init__(f"afgewezen: {reden.value}")
        self.reden = reden
        self.retry_after = retry_after
