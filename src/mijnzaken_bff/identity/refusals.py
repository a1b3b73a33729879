"""The four ways in which a caller is refused.

What a refusal carries is ours: no claim, token or number is ever in its message, its arguments or its attributes,
and it is raised without the error of a library behind it, because that one may quote what it read.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Reason(StrEnum):
    """Why a token was rejected: for our own log and metrics. The caller is never told (RFC 6750, 3.1)."""

    MISSING = "missing"
    """No bearer token was sent."""
    SEVERAL = "several"
    """More than one Authorization header."""
    MALFORMED = "malformed"
    """Too large, or not a signed JWT of three parts whose header and payload are JSON objects."""
    HEADER = "header"
    """The header names a key itself, demands an extension, or holds a ``kid`` or ``alg`` that cannot be one."""
    ISSUER = "issuer"
    ALGORITHM = "algorithm"
    TOKEN_TYPE = "token_type"  # noqa: S105
    """Not an access token: the ``typ`` of header or payload, or a claim that only other tokens carry."""
    KEY = "key"
    """The issuer publishes no usable key of this name for this algorithm."""
    SIGNATURE = "signature"
    CLAIMS = "claims"
    """A required claim is missing, or ``aud`` or another registered claim is not as it should be."""
    TIME = "time"
    """Expired, not yet valid, too old, valid for too long, or a moment that is no number."""
    BOUND = "bound"
    """Bound to a key of the client (``cnf``), which a bearer does not prove to have."""
    SUBJECT = "subject"
    """Not exactly one betrokkene, or a number that is not one."""
    LEVEL = "level"
    """Good, but of a login that is not strong enough: told as ``StepUpRequired``, and counted with the others."""


class Ground(StrEnum):
    """Why a caller that was recognised is not let in."""

    REPRESENTATION = "vertegenwoordiging"
    """Somebody seems to act for somebody else, and we do not know who is who."""
    SERVICE = "dienst"
    """Somebody acts for somebody else, and the mandate is not for a service of ours."""
    CHANNEL = "kanaal"
    """The caller came through a door that this operation is not for."""
    SCOPE = "scope"
    CLIENT = "klant"
    """The token was given to a client (``azp``) that is not listed."""
    ORGANISATIES = "organisaties"
    """The token has to say which organisaties are asked, and names none that we know."""


class TokenRejected(Exception):
    """No caller: 401. Every rejection looks the same from outside.

    ``error`` is that of RFC 6750, 3.1: None when no bearer token was sent at all.
    """

    def __init__(self, error: Literal["invalid_token"] | None = "invalid_token", reden: Reason | None = None) -> None:
        super().__init__(f"token rejected{f': {reden.value}' if reden else ''}")
        self.error = error
        self.reden = reden


class StepUpRequired(Exception):
    """The login is good but not strong enough: 401 with ``insufficient_user_authentication``.

    ``acr_values`` are what would do, weakest first. Source: RFC 9470, section 3.
    """

    def __init__(self, acr_values: tuple[str, ...] = ()) -> None:
        super().__init__("a stronger login is needed")
        self.acr_values = acr_values


class CallerForbidden(Exception):
    """The token is good, and this caller may not: 403."""

    def __init__(self, reden: Ground) -> None:
        super().__init__(f"caller forbidden: {reden.value}")
        self.reden = reden


class KeysUnavailable(Exception):
    """The keys of the issuer cannot be had, so nobody can tell whether the token is good: 503, and no 401.

    A 401 would make every portal log everybody out. ``retry_after`` is in whole seconds.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__("the keys of the issuer are not available")
        self.retry_after = retry_after
