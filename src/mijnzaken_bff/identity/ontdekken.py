"""Finding where an issuer publishes its keys, from its name alone."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.fetch import NEVER_SEEN, FetchJson


async def jwks_address(issuer: str, fetch: FetchJson) -> str:
    """The ``jwks_uri`` in the metadata of ``issuer``.

    Raises ``SourceError``: ``UNUSABLE`` when there is none that may be used. Source: OpenID Connect Discovery 1.0,
    section 4; RFC 8414, section 3.
    """
    first, second = metadata_addresses(issuer)
    try:
        return await _named_at(first, issuer, fetch)
    except SourceError as error:
        # A server that is not there, or does not answer, is not asked again under another name.
        if error.failure is not Failure.UNUSABLE:
            raise
    return await _named_at(second, issuer, fetch)


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


async def _named_at(url: str, issuer: str, fetch: FetchJson) -> str:
    metadata = (await fetch(url, NEVER_SEEN)).document
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
