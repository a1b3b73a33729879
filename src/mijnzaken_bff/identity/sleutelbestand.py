"""A file with the keys of an issuer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.jwks import KeySet, holds_secret, read_key_set
from mijnzaken_bff.upstream.fetch import MOST_BYTES
from mijnzaken_bff.upstream.json_body import parsed

WHERE: Final = "sleutels.bestand"

_USABLE: Final = (
    "RSA van 2048 bits of meer, EC (P-256, P-384, P-521) of Ed25519, alleen het openbare deel,"
    " met als kid hoogstens 128 letters (zonder accent), cijfers en -._~=+/"
)


class SecretInFileError(SourceError):
    """A file with keys holds a secret one: somebody could sign with it."""

    def __init__(self) -> None:
        super().__init__(Failure.UNUSABLE, WHERE)


class NoKeyServesError(SourceError):
    """A file holds keys, and no token could ever be judged by any of them."""

    def __init__(self) -> None:
        super().__init__(Failure.UNUSABLE, WHERE)


def keys_in_file(path: Path) -> KeySet:
    """The keys in a JWKS file, at least one, and none of them secret.

    Raises ``SourceError``: ``SecretInFileError`` where that is why. It blocks.
    """
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(Failure.UNUSABLE, WHERE) from error
    if len(body) > MOST_BYTES:
        raise SourceError(Failure.TOO_LARGE, WHERE)
    document = parsed(body, WHERE)
    if holds_secret(document):
        raise SecretInFileError
    keys = read_key_set(document)
    if not len(keys):
        raise SourceError(Failure.UNUSABLE, WHERE)
    return keys


def serving_keys(path: Path, algoritmen: Iterable[str]) -> KeySet:
    """The same, where at least one can be chosen for one of ``algoritmen``. Raises ``NoKeyServesError`` besides."""
    keys = keys_in_file(path)
    if not keys.serves(algoritmen):
        raise NoKeyServesError
    return keys


def complaint(path: Path, algoritmen: Iterable[str]) -> str | None:
    """What is to be mended in this file, in Dutch, without a word of what stands in it; None when it is good."""
    try:
        serving_keys(path, algoritmen)
    except SecretInFileError:
        return (
            f"in het bestand {path} staat een geheime sleutel: zet er alleen het openbare deel in,"
            " en vervang die sleutel als een ander het bestand kon lezen"
        )
    except NoKeyServesError:
        return (
            f"geen sleutel in het bestand {path} is ooit te kiezen: er past er geen bij algoritmen,"
            " of er zijn er meer zonder kid voor hetzelfde algoritme"
        )
    except SourceError:
        return f"in het bestand {path} staat geen bruikbare sleutel: verwacht een JWKS met {_USABLE}"
    return None
