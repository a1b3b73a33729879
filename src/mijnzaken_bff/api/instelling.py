"""What the edge takes of the configuration: whom it listens to, and how much it takes on."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel

_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]"
_HOST = re.compile(_NAME, re.ASCII)
_ORIGIN = re.compile(rf"(https?)://(?:{_NAME})(?::(\d{{1,5}}))?", re.ASCII)
_DEFAULT_PORT = {"http": "80", "https": "443"}


def _host(text: str) -> str:
    name = text.lower()
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise PydanticCustomError("host", "verwacht een naam zonder https://, poort of pad: mijnzaken.waterdam.example")
    return name


def _origin(text: str) -> str:
    match = _ORIGIN.fullmatch(text)
    if match is None:
        raise PydanticCustomError(
            "herkomst",
            "verwacht één herkomst, precies zoals een browser die schrijft: https://mijn.waterdam.example, in kleine"
            " letters, zonder pad of / aan het eind; * en null kunnen niet",
        )
    if match[2] == _DEFAULT_PORT[match[1]]:
        raise PydanticCustomError(
            "herkomst_poort", "laat :{poort} weg: een browser schrijft die niet", {"poort": match[2]}
        )
    return text


def _network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError:
        raise PydanticCustomError("netwerk", "verwacht een adres of een netwerk: 10.0.0.7 of 10.0.0.0/8") from None
    try:
        ip_network(text)
    except ValueError:
        raise PydanticCustomError(
            "netwerk_begin", "een netwerk begint bij zijn eerste adres: 10.0.0.0/8, en niet 10.0.0.7/8"
        ) from None
    return text


Hostnaam = Annotated[str, AfterValidator(_host)]
Herkomst = Annotated[str, AfterValidator(_origin)]
"""An origin as a browser writes it in ``Origin``. Source: RFC 6454, 6.2."""
Netwerk = Annotated[str, AfterValidator(_network)]


class Tempo(SettingsModel):
    """How often: so many at once, and so many again in every span of time."""

    aantal: int = Field(ge=1, le=1_000_000_000)
    per: Annotated[Seconden, Field(gt=0)] = 60.0


class Grenzen(SettingsModel):
    """How much the service takes on before it says no."""

    tegelijk: int = Field(
        default=200, ge=1, le=100_000, description="Hoeveel verzoeken tegelijk worden beantwoord; daarboven 503."
    )
    per_betrokkene: Tempo = Field(
        default=Tempo(aantal=60), description="Hoeveel overzichten van één persoon of bedrijf; daarboven 429."
    )
    per_klant: Tempo = Field(
        default=Tempo(aantal=6000), description="Hoeveel overzichten voor één toepassing (azp) van een uitgever."
    )
    mislukt: Tempo = Field(
        default=Tempo(aantal=30), description="Hoeveel verzonnen tokens van één adres; daarboven 429, ongezien."
    )
    downloads: int = Field(
        default=100, ge=1, le=100_000, description="Hoeveel documenten tegelijk worden opgehaald; daarboven 503."
    )
    downloads_per_betrokkene: int = Field(
        default=4,
        ge=1,
        le=1000,
        description="Hoeveel documenten tegelijk van één persoon of bedrijf; daarboven 429.",
    )
    stromen: int = Field(
        default=200, ge=1, le=100_000, description="Hoeveel stromen van zaken tegelijk lopen; daarboven 503."
    )
    stromen_per_betrokkene: int = Field(
        default=5, ge=1, le=1000, description="Hoeveel stromen tegelijk van één persoon of bedrijf; daarboven 429."
    )
    naar_bronnen: int = Field(
        default=1500,
        ge=1,
        le=100_000,
        description="Hoeveel vragen tegelijk naar alle bronnen samen gaan; de rest wacht.",
    )
