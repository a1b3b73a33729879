"""A file with the keys of an issuer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.jwks import KeySet, read_key_set
from mijnzaken_bff.upstream.fetch import MOST_BYTES
from mijnzaken_bff.upstream.json_body import parsed

WHERE: Final = "sleutels.bestand"


def keys_in_file(path: Path) -> KeySet:
    """The keys in a JWKS file, at least one. Raises ``SourceError``. It blocks."""
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(Failure.UNUSABLE, WHERE) from error
    if len(body) > MOST_BYTES:
        raise SourceError(Failure.TOO_LARGE, WHERE)
    keys = read_key_set(parsed(body, WHERE))
    if not len(keys):
        raise SourceError(Failure.UNUSABLE, WHERE)
    return keys
