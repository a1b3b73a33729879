"""The settings of this room: where the store is that replicas share."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Final, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.tls import Tls

_LONGEST: Final = 1.0
_DATABASE: Final = re.compile(r"(?:/(\d{1,4})?)?", re.ASCII)
_PLAIN: Final = re.compile(r"[!-~]+")


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = _usable(parts) and _PLAIN.fullmatch(url) is not None and not parts.query and not parts.fragment
    except ValueError:
        usable, parts = False, SplitResult("", "", "", "", "")
    if "@" in parts.netloc:
        raise PydanticCustomError(
            "gedeeld_geheim", "geen naam of wachtwoord in het adres: gebruik gebruiker en wachtwoord"
        )
    if not usable:
        raise PydanticCustomError(
            "gedeeld_url", "verwacht rediss://host:6379/0, redis://host:6379/0 of unix:///pad/redis.sock"
        )
    return url


def _usable(parts: SplitResult) -> bool:
    if parts.scheme == "unix":
        return not parts.netloc and parts.path.startswith("/")
    return (
        parts.scheme in ("redis", "rediss")
        and bool(parts.hostname)
        and parts.port != 0
        and _DATABASE.fullmatch(parts.path) is not None
    )


class Gedeeld(SettingsModel):
    """A store beside the service, for what replicas may share: catalogue, keys and limits. Never a zaak."""

    soort: Literal["redis"] = Field(description="redis: Redis of Valkey.")
    url: Annotated[str, AfterValidator(_address)] = Field(
        description="Het adres: rediss://host:6379/0 (met TLS), of unix:///pad. redis:// alleen op de eigen machine."
    )
    gebruiker: str | None = Field(
        default=None, min_length=1, description="De gebruiker (ACL), als dat niet default is."
    )
    wachtwoord: Geheim | None = Field(default=None, description="Het wachtwoord van die gebruiker.")
    tls: Tls | None = Field(default=None, description="Ons certificaat, en wie wij vertrouwen, bij rediss://.")
    voorvoegsel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)] = Field(
        default="mijnzaken", description="Waar elke naam in de opslag mee begint: eigen per omgeving."
    )
    tijd: Seconden = Field(
        default=0.1, description="Hoe lang de dienst ten hoogste op de opslag wacht, per keer. Van 10ms tot 1s."
    )

    @model_validator(mode="after")
    def _fits(self) -> Gedeeld:
        if not 0.01 <= self.tijd <= _LONGEST:
            raise PydanticCustomError("gedeeld_tijd", "tijd moet tussen 10ms en 1s liggen")
        if self.gebruiker is not None and self.wachtwoord is None:
            raise PydanticCustomError("gedeeld_gebruiker", "gebruiker zonder wachtwoord: geef ze beide")
        if self.tls is not None and urlsplit(self.url).scheme != "rediss":
            raise PydanticCustomError("gedeeld_tls", "tls kan alleen bij rediss://: nu wordt er geen TLS gesproken")
        return self

    @property
    def in_the_clear(self) -> bool:
        """Whether what is shared travels over a network without TLS."""
        parts = urlsplit(self.url)
        return parts.scheme == "redis" and not _loopback(parts.hostname or "")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
