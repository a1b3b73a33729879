"""Sealing the number of a betrokkene: the same for the same person, and opened only with the key."""

from __future__ import annotations

import base64
import binascii
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, Rsin
from mijnzaken_bff.verwerkingen.instelling import Zegelsleutel

_URN: Final = "urn:mijnzaken:verzegeld:aes-siv"
_SOORTEN: Final = {Bsn: "bsn", Kvk: "kvk", Rsin: "rsin"}

Verzegeld: TypeAlias = tuple[str, str]
"""A sealed number, and the URI that says how it was sealed and what it is."""


class ZegelGebroken(ValueError):
    """A text that was not sealed with this key, or not as what it is said to be. The message repeats nothing."""


class Zegel:
    """Seals numbers with AES-SIV under a key out of one configured secret.

    Deterministic, so that all lines of one person can be found by sealing the number again; authenticated, so that
    nobody can make a line that opens to a number of choice; and the kind of number is sealed in, so that a BSN and an
    RSIN of the same digits differ. A hash would not do: of a billion numbers all hashes are quickly made.
    Source: RFC 5297 (AES-SIV), RFC 5869 (HKDF).
    """

    def __init__(self, sleutel: Zegelsleutel) -> None:
        secret = sleutel.sleutel.get_secret_value().encode()
        self.sleutel_id: Final = sleutel.sleutel_id
        purpose = f"mijnzaken-bff:verwerkingen:{self.sleutel_id}".encode()
        self._siv = AESSIV(HKDF(SHA256(), length=64, salt=None, info=purpose).derive(secret))

    def seal(self, nummer: Nummer) -> Verzegeld:
        """``nummer``, sealed. The only place beside a question to a register where digits are revealed."""
        soort = _SOORTEN[type(nummer)]
        sealed = self._siv.encrypt(nummer.reveal().encode(), [soort.encode()])
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode(), self._uri(soort)

    def open(self, verzegeld: str) -> tuple[str, str]:
        """The digits of what was sealed, after what they are (``bsn``, ``kvk``, ``rsin``). Raises ``ZegelGebroken``."""
        for soort in _SOORTEN.values():
            try:
                sealed = base64.urlsafe_b64decode(verzegeld + "=" * (-len(verzegeld) % 4))
                return soort, self._siv.decrypt(sealed, [soort.encode()]).decode()
            except (InvalidTag, binascii.Error, ValueError):
                continue
        raise ZegelGebroken("niet met deze sleutel verzegeld")

    def of(self, betrokkene: Betrokkene) -> Verzegeld:
        """Whom a verwerking is about, sealed. Of a company the KvK-nummer, and the RSIN where there is no other."""
        match betrokkene:
            case Persoon(bsn=bsn):
                return self.seal(bsn)
            case Bedrijf(kvk=kvk, rsin=rsin):
                return self.seal(next(nummer for nummer in (kvk, rsin) if nummer is not None))

    def _uri(self, soort: str) -> str:
        return f"{_URN}:{self.sleutel_id}:{soort}"
