"""Finding where an issuer publishes its keys, from its name alone."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.fetch import NEVER_SEEN, FetchJson, Version


class Metadata:
    """What an issuer says of itself, at one of two places. What did not change since is not sent again."""

    def __init__(self, issuer: str, fetch: FetchJson) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._places = metadata_addresses(issuer)
        self._seen: dict[str, tuple[Version, str]] = {}
        """The ``jwks_uri`` that a place named, and in which version."""

    async def jwks_address(self) -> str:
        """Where the issuer says, now, that its keys are.

        Raises ``SourceError``: ``UNUSABLE`` when it names no address that may be used. Source: OpenID Connect
        Discovery 1.0, section 4; RFC 8414, section 3.
        """
        first, second = self._places
        try:
            return await self._named_at(first)
        except SourceError as error:
            # A server that is not there, or does not answer, is not asked again under another name.
            if error.failure is not Failure.UNUSABLE:
                raise
        address = await self._named_at(second)
        self._places = (second, first)
        return address

    async def _named_at(self, url: str) -> str:
        version, address = self._seen.get(url, (NEVER_SEEN, None))
        fetched = await self._fetch(url, version)
        if fetched.changed or address is None:
            address = _jwks_uri(fetched.document, self._issuer)
            self._seen[url] = (fetched.version, address)
        return address


def findable(issuer: str) -> bool:
    """Whether ``issuer`` is a name from which metadata can be found: an address without query."""
    return plain_address(issuer) and "?" not in issuer


def metadata_addresses(issuer: str) -> tuple[str, str]:
    """Where the metadata of ``issuer`` may be: as OpenID Connect has it, and as OAuth 2.0 has it."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    return (
        f"{origin}{path}/.well-known/openid-configuration",
        f"{origin}/.well-known/oauth-authorization-server{path}",
    )


def _jwks_uri(metadata: object, issuer: str) -> str:
    if not isinstance(metadata, Mapping) or metadata.get("issuer") != issuer:
        # Metadata of another issuer would let it sign tokens for this one.
        raise SourceError(Failure.UNUSABLE, "metadata")
    address = metadata.get("jwks_uri")
    if not isinstance(address, str) or not plain_address(address) or not _as_safe(address, issuer):
        raise SourceError(Failure.UNUSABLE, "jwks_uri")
    return address


def _as_safe(address: str, issuer: str) -> bool:
    """Whether no TLS is lost on the way. An issuer without is accepted in development only."""
    return urlsplit(address).scheme == "https" or urlsplit(issuer).scheme != "https"


def plain_address(url: str) -> bool:
    """Whether this is an address that one can fetch from, and no more: no name, no password, no fragment."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(" #") & set(url)
    return usable and plain and "@" not in parts.netloc
