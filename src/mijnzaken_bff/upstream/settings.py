"""The settings of an API of a bron: where it lives, what is different there, and when it is left alone."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.basis import Basis, origin
from mijnzaken_bff.upstream.geheim import Waarde
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.upstream.toegang import HEADER_NAME, HEADER_VALUE, OUR_HEADERS, Toegang

_PLAIN = re.compile(r"(?:(?![?#\\])[!-~])+")
"""ASCII without blanks, and without what a base URL cannot have: a query, a fragment, a backslash."""


def _base_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        scheme, _, _ = origin(parts)
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https") or not _PLAIN.fullmatch(url) or "/./" in url or "/../" in url:
        raise PydanticCustomError("basis_url", "geen basis-URL: verwacht https://host/pad/, zonder vraagteken of naam")
    return url if url.endswith("/") else url + "/"


BaseUrl = Annotated[str, AfterValidator(_base_url)]
"""The base URL of an API; a slash at the end is added."""


def _headers(headers: dict[str, SecretStr]) -> dict[str, SecretStr]:
    for name, value in headers.items():
        if name.lower() in OUR_HEADERS:
            raise PydanticCustomError("header_van_ons", "{naam} bepaalt de dienst zelf", {"naam": name})
        if not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(value.get_secret_value()):
            raise PydanticCustomError("header", "een header is een naam zonder spaties, met een waarde in ASCII")
    if len({name.lower() for name in headers}) < len(headers):
        raise PydanticCustomError("header_dubbel", "een header staat er twee keer, hoofdletters maken geen verschil")
    return headers


class Wachtrij(SettingsModel):
    """How many questions may wait for a bron, and how long."""

    aantal: int = Field(
        default=20, ge=0, le=10_000, description="Hoeveel vragen op een vrije plaats mogen wachten; meer is overbelast."
    )
    geduld: Annotated[Seconden, Field(gt=0)] = Field(
        default=1.0, description="Hoe lang een vraag wacht; daarna is de bron voor die vraag overbelast."
    )


class Breker(SettingsModel):
    """When an API that does not answer is left alone, and for how long."""

    op_rij: int = Field(
        default=5, ge=1, le=1000, description="Na hoeveel mislukte vragen op rij de API met rust wordt gelaten."
    )
    wacht: Annotated[Seconden, Field(gt=0)] = Field(
        default=15.0, description="Hoe lang dan, de eerste keer; elke proef die mislukt verdubbelt het."
    )
    hoogstens: Seconden = Field(default=120.0, description="Hoe lang het wachten door verdubbelen hoogstens wordt.")

    @model_validator(mode="after")
    def _longest_last(self) -> Breker:
        if self.hoogstens < self.wacht:
            raise PydanticCustomError("breker_volgorde", "breker.hoogstens is korter dan breker.wacht")
        return self


class Inhoudsgrenzen(SettingsModel):
    """How much of a document is passed on, and for how long, once its first bytes are there."""

    megabytes: int = Field(
        default=1024,
        ge=1,
        le=1_048_576,
        description="Zo groot mag een document zijn, in MiB; een groter wordt niet doorgegeven, of afgebroken.",
    )
    stil: Annotated[Seconden, Field(gt=0)] = Field(
        default=30.0, description="Zo lang mag een register stil zijn terwijl een document loopt; daarna breekt het af."
    )
    totaal: Annotated[Seconden, Field(gt=0)] = Field(
        default=600.0,
        description="Zo lang mag een document er in zijn geheel over doen, hoe traag het register of de lezer ook is.",
    )

    @property
    def bytes(self) -> int:
        """The same as ``megabytes``."""
        return self.megabytes * 1024 * 1024

    @model_validator(mode="after")
    def _silence_within_the_whole(self) -> Inhoudsgrenzen:
        if self.stil >= self.totaal:
            raise PydanticCustomError(
                "stil_volgorde", "stil is niet korter dan totaal: een stil register zou nooit worden opgemerkt"
            )
        return self


class Service(SettingsModel):
    """One API of a bron."""

    url: BaseUrl = Field(description="De basis-URL van de API, met versie: https://zgw.example/zaken/api/v1/")
    aliassen: tuple[BaseUrl, ...] = Field(
        default=(),
        description="Andere basis-URL's waaronder het register zijn links schrijft, bijvoorbeeld achter een gateway.",
    )
    headers: Annotated[dict[str, Waarde], AfterValidator(_headers)] = Field(
        default_factory=dict,
        description="Extra headers op elke vraag aan deze API; een waarde mag {bestand: pad} zijn.",
    )
    toegang: Toegang | None = Field(default=None, description="Alleen als deze API andere toegang heeft dan de bron.")
    tls: Tls | None = Field(default=None, description="Alleen als deze API andere TLS heeft dan de bron.")

    mediatype: Literal["json", "elk"] = Field(
        default="json",
        description="json: een antwoord dat zich geen JSON noemt, is niet betrouwbaar. elk: lees het toch.",
    )

    @property
    def basis(self) -> Basis:
        """Which URLs belong to this API."""
        return Basis(self.url, self.aliassen)

    def header_values(self) -> dict[str, str]:
        """The extra headers as they are sent: for a request, and never for a log."""
        return {name: value.get_secret_value() for name, value in self.headers.items()}
