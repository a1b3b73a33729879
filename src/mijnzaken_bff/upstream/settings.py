"""The settings of an API of a bron: where it lives, and with what we log in."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.basis import Basis, origin
from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.instelling import SettingsModel

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


_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?")
_OURS = frozenset(
    {
        "accept", "accept-crs", "accept-encoding", "authorization", "connection", "content-crs", "content-length",
        "content-type", "transfer-encoding", "user-agent",
    }
)  # fmt: skip
"""Headers that follow from the question or from ``toegang``: a second one beside them would contradict it."""


def _headers(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if name.lower() in _OURS:
            raise PydanticCustomError("header_van_ons", "{naam} bepaalt de dienst zelf", {"naam": name})
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise PydanticCustomError("header", "een header is een naam zonder spaties, met een waarde in ASCII")
    if len({name.lower() for name in headers}) < len(headers):
        raise PydanticCustomError("header_dubbel", "een header staat er twee keer, hoofdletters maken geen verschil")
    return headers


class ZgwJwtToegang(SettingsModel):
    """A JWT that we sign ourselves with a shared secret (HS256): the classic ZGW token."""

    soort: Literal["zgwJwt"]
    client_id: str = Field(min_length=1, description="De client-id waaronder het register ons kent.")
    secret: Geheim

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if len(secret.get_secret_value().encode()) < 32 and not (info.context or {}).get("ontwikkeling"):
            raise PydanticCustomError(
                "geheim_te_kort", "korter dan 32 tekens: te zwak voor HS256 (RFC 7518, 3.2); vraag een nieuw secret aan"
            )
        return secret


Toegang = ZgwJwtToegang
"""How we log in at an API. One kind now; further kinds join as a union on ``soort``."""


class Service(SettingsModel):
    """One API of a bron."""

    url: BaseUrl = Field(description="De basis-URL van de API, met versie: https://zgw.example/zaken/api/v1/")
    aliassen: tuple[BaseUrl, ...] = Field(
        default=(),
        description="Andere basis-URL's waaronder het register zijn links schrijft, bijvoorbeeld achter een gateway.",
    )
    headers: Annotated[dict[str, str], AfterValidator(_headers)] = Field(
        default_factory=dict, description="Extra headers op elke vraag aan deze API."
    )
    toegang: Toegang | None = Field(default=None, description="Alleen als deze API andere toegang heeft dan de bron.")

    @property
    def basis(self) -> Basis:
        """Which URLs belong to this API."""
        return Basis(self.url, self.aliassen)
