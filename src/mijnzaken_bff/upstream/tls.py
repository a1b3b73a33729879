"""The settings of TLS at an API: with what certificate we present ourselves, and whose certificates we trust."""

from __future__ import annotations

import ssl
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from cryptography import x509
from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.gelezen import digests_now, note
from mijnzaken_bff.upstream.instelling import SettingsModel


def trust(ca: Path | None = None) -> ssl.SSLContext:
    """What we trust: the certificates of the platform, or only those in ``ca``; TLS 1.2 or newer, names that match."""
    context = ssl.create_default_context(cafile=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _file(value: Any, info: ValidationInfo) -> Path:
    if not isinstance(value, str | Path) or not str(value):
        raise PydanticCustomError("bestand", "verwacht het pad van een bestand")
    path = Path((info.context or {}).get("folder", ".")) / value
    try:
        content = path.read_bytes()
    except (OSError, ValueError):  # not there, not ours to read, or not even the name of a file
        raise PydanticCustomError(
            "bestand_onleesbaar", "het bestand {pad} is niet te lezen", {"pad": str(path)}
        ) from None
    note(info, path, content)
    return path


def _certificates(value: Any, info: ValidationInfo) -> Path:
    path = _file(value, info)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        raise PydanticCustomError(
            "geen_certificaat", "in het bestand {pad} staat geen certificaat (PEM)", {"pad": str(path)}
        ) from None
    return path


_PATH = WithJsonSchema({"type": "string", "minLength": 1})
Bestand = Annotated[Path, BeforeValidator(_file), _PATH]
"""A file that can be read; its path is relative to the folder of the configuration."""
Certificaten = Annotated[Path, BeforeValidator(_certificates), _PATH]
"""A file with one certificate or more."""


class Tls(SettingsModel):
    """TLS at one API. What is left out is as everywhere: no certificate of ours, and the trust of the platform."""

    certificaat: Certificaten | None = Field(
        default=None, description="Ons certificaat (PEM), met de tussenliggende certificaten."
    )
    sleutel: Bestand | None = Field(default=None, description="De sleutel bij ons certificaat (PEM).")
    wachtwoord: Geheim | None = Field(default=None, description="Het wachtwoord van de sleutel, als die er een heeft.")
    ca: Certificaten | None = Field(
        default=None, description="Alleen deze uitgevers van certificaten vertrouwen (PEM)."
    )

    _content: tuple[bytes | None, ...] = ()
    """What stood in the files: with other content it is another setting, whatever it is called."""

    @model_validator(mode="after")
    def _holds(self) -> Tls:
        files = [path for path in (self.certificaat, self.sleutel, self.ca) if path is not None]
        self._content = tuple(digests_now(files).values())
        return self

    @model_validator(mode="after")
    def _belong_together(self) -> Tls:
        if self.certificaat is None or self.sleutel is None:
            if self.certificaat is not None:
                raise PydanticCustomError("sleutel_ontbreekt", "certificaat zonder sleutel: geef ze beide")
            if self.sleutel is not None:
                raise PydanticCustomError("certificaat_ontbreekt", "sleutel zonder certificaat: geef ze beide")
            if self.wachtwoord is not None:
                raise PydanticCustomError("wachtwoord_over", "wachtwoord zonder sleutel")
            return self
        try:
            self.context()
        except ssl.SSLError as error:
            if error.reason == "KEY_VALUES_MISMATCH":
                raise PydanticCustomError("sleutel_anders", "sleutel hoort niet bij certificaat") from None
            raise PydanticCustomError(
                "sleutel_onleesbaar", "sleutel is niet te gebruiken: geen PEM, of wachtwoord ontbreekt of klopt niet"
            ) from None
        return self

    def context(self) -> ssl.SSLContext:
        """What a connection is made with. Raises ``OSError`` when a file has changed since it was checked."""
        context = trust(self.ca)
        if self.certificaat is not None:
            # Without a word of ours OpenSSL would ask for it at the terminal.
            word = self.wachtwoord.get_secret_value() if self.wachtwoord is not None else ""
            context.load_cert_chain(self.certificaat, self.sleutel, password=word)
        return context

    def until(self) -> datetime | None:
        """When our own certificate ends, or None where there is none.

        Raises ``OSError`` or ``ValueError`` when the file has changed since it was checked.
        """
        if self.certificaat is None:
            return None
        # The first in the file is ours; those after it lead to who issued it. Source: RFC 8446, 4.4.2.
        return x509.load_pem_x509_certificates(self.certificaat.read_bytes())[0].not_valid_after_utc
