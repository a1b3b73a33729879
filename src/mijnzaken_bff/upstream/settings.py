"""The settings of an API of a bron: where it lives, and what is different there."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.basis import Basis, origin
from mijnzaken_bff.upstream.geheim import Waarde
from mijnzaken_bff.upstream.instelling import SettingsModel
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
