"""By what tokens and keys of the demo are known: it gives a token to whoever asks, so nobody else may trust it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.identity.sleutelbestand import keys_in_file

DEMO_ISSUER: Final = "urn:mijnzaken:uitgever:demo"
"""The ``iss`` of every token that the demo makes."""
DEMO_KID: Final = "demo-"
"""What the ``kid`` of every key of the demo begins with."""


def has_keys_of_the_demo(path: Path) -> bool:
    """Whether a key of the demo is in a JWKS file, under whatever issuer. A file that cannot be read has none."""
    try:
        return any(kid.startswith(DEMO_KID) for kid in keys_in_file(path).names)
    except SourceError:
        return False
