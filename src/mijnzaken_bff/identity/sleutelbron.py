"""Where the keys of an issuer come from: an address, an address that is still to be found, or a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.jwks import KeySet, read_key_set
from mijnzaken_bff.identity.ontdekken import Metadata
from mijnzaken_bff.identity.sleutelbestand import WHERE, serving_keys
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.upstream.fetch import NEVER_SEEN, SECONDS, FetchJson


@dataclass(frozen=True, slots=True)
class Gelezen:
    """The keys that an issuer has, and for how many seconds it says so (None: it does not say)."""

    keys: KeySet
    fresh_for: float | None = None
    document: Any = None
    """The JSON that they were read from; None where that is not shared."""
    age: float | None = None
    """How many seconds ago another replica got them; None when we did, just now."""
    failure: Failure | None = None
    """Why the issuer itself could not tell; then these are what another replica got from it before."""


class Sleutelbron(Protocol):
    """Where the keys of one issuer come from. It is read by one at a time."""

    async def read(self) -> Gelezen:
        """The keys as they are now. Raises ``SourceError``, nothing else."""


class Adres:
    """Keys at a url that we know. What did not change since is not sent again."""

    def __init__(self, url: str, fetch: FetchJson) -> None:
        self._url = url
        self._fetch = fetch
        self._version = NEVER_SEEN
        self._keys: KeySet | None = None
        self._document: Any = None

    async def read(self) -> Gelezen:
        """The keys there."""
        fetched = await self._fetch(self._url, self._version)
        if fetched.changed or self._keys is None:
            # First read, then remembered: a document that is no key set must not be what we ask about next time.
            self._keys = read_key_set(fetched.document)
            self._version, self._document = fetched.version, fetched.document
        return Gelezen(self._keys, fetched.fresh_for, self._document)


class Ontdekking:
    """Keys at a url that the metadata of the issuer names.

    The metadata is read each time, so that keys that moved are found while the old address still answers. When it
    cannot be had, or names nothing that may be used, the keys stay where they were.
    """

    def __init__(self, issuer: str, fetch: FetchJson) -> None:
        self._metadata = Metadata(issuer, fetch)
        self._fetch = fetch
        self._url: str | None = None
        self._adres: Adres | None = None

    async def read(self) -> Gelezen:
        """The keys there."""
        return await (await self._found()).read()

    async def _found(self) -> Adres:
        try:
            url = await self._metadata.jwks_address()
        except SourceError:
            if self._adres is None:
                raise
            return self._adres
        if self._adres is None or url != self._url:
            self._url, self._adres = url, Adres(url, self._fetch)
        return self._adres


class Sleutelbestand:
    """Keys in a file on our own machine.

    It is read in a thread: it is small, but the disk it is on may be somebody else's, and hang. That then costs one
    thread, however often we come back. A file that would stop the start is a mistake and no message, so it takes no key
    away.
    """

    def __init__(self, path: Path, algoritmen: Iterable[str]) -> None:
        self._path = path
        self._algoritmen = tuple(algoritmen)
        self._reading: asyncio.Future[KeySet] | None = None

    async def read(self) -> Gelezen:
        """The keys in it."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().run_in_executor(None, serving_keys, self._path, self._algoritmen)
            self._reading.add_done_callback(_heard)
        try:
            async with asyncio.timeout(SECONDS):
                return Gelezen(await asyncio.shield(self._reading))
        except TimeoutError as error:
            raise SourceError(Failure.TIMEOUT, WHERE) from error


def _heard(reading: asyncio.Future[KeySet]) -> None:
    """A read that failed when nobody waited for it any more is not worth a warning of the loop."""
    if not reading.cancelled():
        reading.exception()


def sleutelbron_of(uitgever: Uitgever, fetch: FetchJson) -> Sleutelbron:
    """Where the configuration says that the keys of ``uitgever`` come from."""
    if uitgever.sleutels.bestand is not None:
        return Sleutelbestand(uitgever.sleutels.bestand, uitgever.algoritmen)
    if uitgever.jwks_url is not None:
        return Adres(uitgever.jwks_url, fetch)
    return Ontdekking(uitgever.issuer, fetch)
