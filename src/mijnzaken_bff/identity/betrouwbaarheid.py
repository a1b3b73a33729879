"""The betrouwbaarheidsniveaus, and the names under which the field knows them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Niveau(StrEnum):
    """How sure the issuer is of who logged in. Compared by ``rank``, never by name."""

    BASIS = "basis"
    LAAG = "laag"
    LAAG_PLUS = "laagPlus"
    SUBSTANTIEEL = "substantieel"
    HOOG = "hoog"

    @property
    def rank(self) -> int:
        """Higher is stronger. The numbers mean nothing else."""
        return _RANKS[self]


_RANKS: Final[Mapping[Niveau, int]] = {
    Niveau.BASIS: 10,
    Niveau.LAAG: 20,
    Niveau.LAAG_PLUS: 25,
    Niveau.SUBSTANTIEEL: 30,
    Niveau.HOOG: 40,
}

_SAML = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_ETOEGANG = "urn:etoegang:core:assurance-class:"

BEKENDE_WAARDEN: Final[Mapping[str, Niveau]] = {
    f"{_SAML}PasswordProtectedTransport": Niveau.BASIS,
    "http://eID.logius.nl/LoA/basic": Niveau.BASIS,
    f"{_ETOEGANG}loa1": Niveau.BASIS,
    f"{_SAML}MobileTwoFactorContract": Niveau.LAAG,
    f"{_ETOEGANG}loa2": Niveau.LAAG,
    "http://eidas.europa.eu/LoA/low": Niveau.LAAG,
    f"{_ETOEGANG}loa2plus": Niveau.LAAG_PLUS,
    f"{_SAML}Smartcard": Niveau.SUBSTANTIEEL,
    f"{_ETOEGANG}loa3": Niveau.SUBSTANTIEEL,
    "http://eidas.europa.eu/LoA/substantial": Niveau.SUBSTANTIEEL,
    f"{_SAML}SmartcardPKI": Niveau.HOOG,
    f"{_ETOEGANG}loa4": Niveau.HOOG,
    "http://eidas.europa.eu/LoA/high": Niveau.HOOG,
}
"""What ``acr`` may say. Source: DigiD and eHerkenning (SAML), Afsprakenstelsel eToegang, eIDAS (2015/1502)."""
