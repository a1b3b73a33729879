"""The content of one document, for somebody who may have it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Documentinhoud:
    """The bytes, and what they are called: of one and the same version."""

    bestandsnaam: str
    mediatype: str
    """One of those that we pass on, and ``application/octet-stream`` for any other."""
    lengte: int | None
    """How many bytes there are, None when the register did not say it with the answer itself."""
    stroom: AsyncIterator[bytes]
    """To be read once. Raises ``SourceError`` when it breaks off, and ends only where the document does."""
