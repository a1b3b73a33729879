"""The betrouwbaarheidsniveaus, and the names under which the field knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mijnzaken_bff.domain.niveau import Niveau

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
