"""Inspection of documents on their way to who asks: the seam for a scanner of others. We are none ourselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol


class Geweigerd(Exception):
    """A document that is not passed on."""


class Keurder(Protocol):
    """Looks at a document while it is passed on, for instance by handing it to a scanner (ICAP, RFC 3507)."""

    def keur(self, stroom: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same bytes, as far as they were found to be good.

        Raises ``Geweigerd``: before the first byte that is a problem that tells so, and after it the answer breaks off.
        Whoever wants to have seen everything first holds everything, and has no longer than a document may take. What
        ``stroom`` raises must pass through.
        """
