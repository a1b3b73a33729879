"""What an Authorization header says, before anything of it is verified."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn, TypeGuard

from mijnzaken_bff.identity.refusals import Reason, TokenRejected

MAX_TOKEN: Final = 8 * 1024
"""In characters. A larger one costs more to refuse than to send."""

_BEARER = re.compile(r"bearer(?: +|$)", re.IGNORECASE | re.ASCII)
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+", re.ASCII)
_KID = re.compile(r"[A-Za-z0-9._~=+/-]{1,128}", re.ASCII)

_REFUSED_MEMBERS: Final = frozenset({"crit", "jku", "x5u", "jwk", "x5c", "b64"})
"""They name a key of the sender's own choice, or change how the token is to be read."""


@dataclass(frozen=True, slots=True, repr=False)
class Unverified:
    """What a token says of itself. It may choose the issuer and the key by which it is judged, and nothing more."""

    token: str
    issuer: str
    alg: str
    kid: str | None
    typ: str | None
    """In lower case and without ``application/`` (RFC 7515, 4.1.9)."""


def bearer_token(authorization: Sequence[str]) -> str:
    """The token in the one Authorization header there is. Raises ``TokenRejected``. Source: RFC 6750, 2.1."""
    if len(authorization) > 1:
        raise TokenRejected(reden=Reason.SEVERAL)
    header = authorization[0] if authorization else ""
    scheme = _BEARER.match(header)
    if scheme is None:
        raise TokenRejected(error=None, reden=Reason.MISSING)
    return header[scheme.end() :]


def read_unverified(token: str) -> Unverified:
    """What ``token`` says of itself. Raises ``TokenRejected``. Source: RFC 7515, section 3.1 and 4.1; RFC 8725."""
    compact = _COMPACT.fullmatch(token) if len(token) <= MAX_TOKEN else None
    header, payload = (_json_object(part) for part in compact.groups()) if compact else (None, None)
    if header is None or payload is None:
        raise TokenRejected(reden=Reason.MALFORMED)

    alg, kid, typ = header.get("alg"), header.get("kid"), header.get("typ")
    if _REFUSED_MEMBERS & header.keys() or not isinstance(alg, str) or not isinstance(typ, str | None):
        raise TokenRejected(reden=Reason.HEADER)
    if kid is not None and not is_key_name(kid):
        raise TokenRejected(reden=Reason.HEADER)
    issuer = payload.get("iss")
    if not isinstance(issuer, str):
        raise TokenRejected(reden=Reason.ISSUER)
    return Unverified(token, issuer, alg, kid, token_type(typ) if typ is not None else None)


def is_key_name(kid: object) -> TypeGuard[str]:
    """Whether a ``kid`` is one that we take, in a token and in the keys of an issuer alike."""
    return isinstance(kid, str) and _KID.fullmatch(kid) is not None


def token_type(typ: str) -> str:
    """A ``typ`` as it is compared."""
    return typ.lower().removeprefix("application/")


def _json_object(part: str) -> dict[str, object] | None:
    """The JSON object in a part of a token, or None. A name that stands there twice makes it none (RFC 8725, 2.4).

    So does half of a pair of surrogates, which an escape can write: it is no text, and nobody further on could encode
    it (RFC 7493, 2.1).
    """
    try:
        text = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode("utf-8")
        value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands there twice")
    return members


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")
