"""The content of one document, for somebody who may have it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, Self

from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.verwerking import Verwerking
from mijnzaken_bff.fanout.zaakfout import NietGevonden


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


class Documenten(Protocol):
    """Where the content of documents is asked."""

    def inhoud(
        self, caller: BetrokkeneCaller, zaak_id: str, document_id: str, verwerking: Verwerking
    ) -> AbstractAsyncContextManager[Documentinhoud]:
        """The content of a document, its first bytes at hand, for as long as this lasts.

        Raises ``NietGevonden`` and ``ZaakMislukt`` when it begins. What fails after that, be it while it is read or
        when the time for it is over, is a ``SourceError``, or a ``ZaakMislukt`` raised from one.
        """


class GeenDocumenten(AbstractAsyncContextManager[Documentinhoud]):
    """Finds nothing."""

    def inhoud(
        self,
        caller: BetrokkeneCaller,  # noqa: ARG002 - nobody finds anything
        zaak_id: str,  # noqa: ARG002
        document_id: str,  # noqa: ARG002
        verwerking: Verwerking,  # noqa: ARG002
    ) -> Self:
        """What raises ``NietGevonden``."""
        return self

    async def __aenter__(self) -> Documentinhoud:
        """Raises ``NietGevonden``."""
        raise NietGevonden

    async def __aexit__(self, *raised: object) -> None:
        """Let it pass."""
