"""The settings of how we log in at an API: one kind per ``soort``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias, assert_never
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

from mijnzaken_bff.upstream.basis import origin
from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.instelling import SettingsModel
from mijnzaken_bff.upstream.tls import Tls

HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""What the name of a header may look like. Source: RFC 9110, 5.6.2."""
HEADER_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?")
OUR_HEADERS = frozenset(
    {
        "accept", "accept-crs", "accept-encoding", "authorization", "connection", "content-crs", "content-length",
        "content-type", "host", "transfer-encoding", "user-agent",
    }
)  # fmt: skip
"""Headers that follow from the question, its address or ``toegang``: a second one beside them would contradict it."""

_TOKEN = re.compile(r"[\x21-\x7e]+")
_ADDRESS = re.compile(r"(?:(?![#\\])[!-~])+")
_MIN_BYTES = 32


def strong(secret: SecretStr) -> bool:
    """Whether a secret is long enough to sign with. Source: RFC 7518, 3.2."""
    return len(secret.get_secret_value().encode()) >= _MIN_BYTES


def long_enough(secret: SecretStr, info: ValidationInfo) -> SecretStr:
    """The secret, if it is long enough to sign with or this is development."""
    if not strong(secret) and not (info.context or {}).get("ontwikkeling"):
        raise PydanticCustomError(
            "geheim_te_kort", "korter dan 32 tekens: te zwak voor HS256 (RFC 7518, 3.2); vraag een nieuw secret aan"
        )
    return secret


def _token_url(url: str) -> str:
    try:
        scheme, _, _ = origin(urlsplit(url))
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https") or not _ADDRESS.fullmatch(url):
        raise PydanticCustomError("token_url", "geen adres: verwacht https://host/pad, zonder naam")
    return url


def _own_header(name: str) -> str:
    if not HEADER_NAME.fullmatch(name):
        raise PydanticCustomError("header", "een header is een naam zonder spaties")
    if name.lower() in OUR_HEADERS - {"authorization"}:
        raise PydanticCustomError("header_van_ons", "{naam} bepaalt de dienst zelf", {"naam": name})
    return name


def _sendable(secret: SecretStr) -> SecretStr:
    if not HEADER_VALUE.fullmatch(secret.get_secret_value()):
        raise PydanticCustomError("geheim_in_header", "past niet in een header: alleen ASCII, op één regel")
    return secret


def _one_word(secret: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(secret.get_secret_value()):
        raise PydanticCustomError("token_teken", "een token is ASCII zonder spaties")
    return secret


def _other_than(key: str) -> AfterValidator:
    """Refuses a previous secret that is the secret in ``key``, which stands before it."""

    def other(previous: SecretStr, info: ValidationInfo) -> SecretStr:
        current = info.data.get(key)  # not there when it was refused itself
        if current is not None and current.get_secret_value() == previous.get_secret_value():
            raise PydanticCustomError(
                "vorig_gelijk", "is gelijk aan {sleutel}: er is dan niets gewisseld", {"sleutel": key}
            )
        return previous

    return AfterValidator(other)


def _previous(key: str) -> Any:
    return Field(
        default=None,
        description=f"Wat {key} hiervoor was: de dienst gebruikt wat de andere kant aanneemt. Haal weg na de wissel.",
    )


class ZgwJwtToegang(SettingsModel):
    """A JWT that we sign ourselves with a shared secret (HS256): the classic ZGW token."""

    soort: Literal["zgwJwt"]
    client_id: str = Field(min_length=1, description="De client-id waaronder het register ons kent.")
    secret: Annotated[Geheim, AfterValidator(long_enough)]
    vorig_secret: Annotated[Geheim, AfterValidator(long_enough), _other_than("secret")] | None = _previous("secret")

    @property
    def identity(self) -> tuple[str, SecretStr]:
        """As whom we log in, and the secret that proves it."""
        return self.client_id, self.secret


class OAuth2Toegang(SettingsModel):
    """A token from a token endpoint, by the client credentials grant. Source: RFC 6749, 4.4."""

    soort: Literal["oauth2"]
    token_url: Annotated[str, AfterValidator(_token_url)] = Field(description="Het adres dat tokens geeft.")
    client_id: str = Field(min_length=1)
    secret: Geheim
    vorig_secret: Annotated[Geheim, _other_than("secret")] | None = _previous("secret")
    scope: str | None = Field(default=None, min_length=1, description="Gevraagde scopes, gescheiden door een spatie.")
    audience: str | None = Field(default=None, min_length=1)
    client_authenticatie: Literal["basic", "post"] = Field(
        default="basic", description="basic: naam en geheim in de Authorization-header. post: in de inhoud."
    )
    token_veld: str = Field(
        default="/access_token",
        pattern=r"^(/([^~/]|~[01])+)+$",
        description="Waar het token staat in het antwoord (JSON Pointer): /access_token, /authorization, /data/token.",
    )
    tls: Tls | None = Field(
        default=None, description="TLS bij dit adres; de tls van de bron of de API geldt hier niet."
    )

    @property
    def identity(self) -> tuple[str, SecretStr]:
        """As whom we log in, and the secret that proves it."""
        return self.client_id, self.secret


class ApiSleutelToegang(SettingsModel):
    """A fixed key in a header of its own."""

    soort: Literal["apiSleutel"]
    header: Annotated[str, AfterValidator(_own_header)] = Field(description="De naam van de header: X-API-Key.")
    sleutel: Annotated[Geheim, AfterValidator(_sendable)]
    vorige_sleutel: Annotated[Geheim, AfterValidator(_sendable), _other_than("sleutel")] | None = _previous("sleutel")

    @property
    def identity(self) -> tuple[str, SecretStr]:
        """The header that we log in with, and the secret in it."""
        return self.header, self.sleutel


class TokenToegang(SettingsModel):
    """A fixed token in the ``Authorization`` header."""

    soort: Literal["token"]
    schema_: str = Field(
        alias="schema", pattern=r"^[A-Za-z][A-Za-z0-9-]*$", description="Het woord voor het token: Token of Bearer."
    )
    token: Annotated[Geheim, AfterValidator(_one_word)]
    vorig_token: Annotated[Geheim, AfterValidator(_one_word), _other_than("token")] | None = _previous("token")

    @property
    def identity(self) -> tuple[str, SecretStr]:
        """The scheme that we log in by, and the token."""
        return self.schema_, self.token


class GeenToegang(SettingsModel):
    """Nothing in the question itself: the certificate of ``tls``, or an outway in between, says who we are."""

    soort: Literal["geen"]

    @property
    def identity(self) -> None:
        """Nobody, and no secret."""
        return


Toegang: TypeAlias = Annotated[
    ZgwJwtToegang | OAuth2Toegang | ApiSleutelToegang | TokenToegang | GeenToegang, Field(discriminator="soort")
]
"""How we log in at an API."""


def has_previous(toegang: Toegang) -> bool:
    """Whether a secret of ``toegang`` is being replaced: the one before it may be used too."""
    match toegang:
        case ZgwJwtToegang() | OAuth2Toegang():
            return toegang.vorig_secret is not None
        case ApiSleutelToegang():
            return toegang.vorige_sleutel is not None
        case TokenToegang():
            return toegang.vorig_token is not None
        case GeenToegang():
            return False
        case _:
            assert_never(toegang)
