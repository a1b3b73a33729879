"""The keys that an issuer publishes, as far as we accept them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.identity.bearer import is_key_name

PublicKey: TypeAlias = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey

MAX_KEYS: Final = 50
_RSA_BITS: Final = range(2048, 8192 + 1)
"""Shorter is weak (RFC 7518, 3.3); longer costs more than any issuer needs."""

_RSA: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
_CURVES: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class Key:
    """One public key, with the algorithms for which it may be used."""

    kid: str | None
    algorithms: frozenset[str]
    material: PublicKey


class KeySet:
    """The usable keys of one issuer. ``skipped`` counts what it published besides.

    Two sets are equal when they hold the same keys and as much besides, in whatever order they were published.
    """

    def __init__(self, keys: Sequence[Key], skipped: int = 0) -> None:
        self._keys = tuple(keys)
        self._named = {key.kid: key for key in keys if key.kid is not None}
        self.skipped = skipped

    def __len__(self) -> int:
        return len(self._keys)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KeySet):
            return NotImplemented
        return (self.skipped, self._named, self._nameless()) == (other.skipped, other._named, other._nameless())

    __hash__ = None  # type: ignore[assignment]  # nobody looks a key set up

    def _nameless(self) -> list[Key]:
        return [key for key in self._keys if key.kid is None]

    @property
    def names(self) -> frozenset[str]:
        """What the keys are called."""
        return frozenset(self._named)

    def knows(self, kid: str) -> bool:
        """Whether there is a key of this name."""
        return kid in self._named

    def find(self, kid: str | None, alg: str) -> PublicKey | None:
        """The key of this name for this algorithm; without a name, the only key for it."""
        candidates = self._keys if kid is None else [self._named[kid]] if kid in self._named else []
        fitting = [key.material for key in candidates if alg in key.algorithms]
        return fitting[0] if len(fitting) == 1 else None

    def serves(self, algorithms: Iterable[str]) -> bool:
        """Whether there is a key that ``find`` can find for at least one of these algorithms."""
        return any(self.find(kid, alg) is not None for alg in algorithms for kid in (None, *self._named))


def read_key_set(document: object) -> KeySet:
    """The usable keys of a JWK Set; what is weak, secret, or not for signatures is left out.

    Raises ``SourceError`` when ``document`` is no key set at all. Source: RFC 7517, sections 4 and 5.
    """
    published = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(published, list):
        raise SourceError(Failure.UNUSABLE, "jwks")
    if len(published) > MAX_KEYS:
        raise SourceError(Failure.TOO_LARGE, "jwks")
    usable = [key for key in map(_key, published) if key is not None]
    keys, ambiguous = _unambiguous(usable)
    return KeySet(keys, skipped=len(published) - len(usable) + ambiguous)


def holds_secret(document: object) -> bool:
    """Whether the secret half of a key, or a shared secret, stands in a JWK Set. Source: RFC 7518, sections 6.2-6.4."""
    published = document.get("keys") if isinstance(document, Mapping) else None
    return isinstance(published, list) and any(
        isinstance(jwk, Mapping) and bool(_SECRET_MEMBERS & jwk.keys()) for jwk in published
    )


def _key(jwk: object) -> Key | None:
    if not isinstance(jwk, dict) or _SECRET_MEMBERS & jwk.keys():
        return None
    kid, use, operations, alg = (jwk.get(name) for name in ("kid", "use", "key_ops", "alg"))
    for_signatures = use in (None, "sig") and (
        operations is None or (isinstance(operations, list) and "verify" in operations)
    )
    if not for_signatures or not isinstance(alg, str | None) or not (kid is None or is_key_name(kid)):
        return None
    try:
        material, algorithms = _material(jwk)
    except (PyJWTError, ValueError, TypeError, UnsupportedAlgorithm):
        return None
    allowed = algorithms if alg is None else algorithms & {alg}
    return Key(kid, allowed, material) if allowed else None


def _material(jwk: dict[str, object]) -> tuple[PublicKey, frozenset[str]]:
    """The key itself, with the algorithms that its kind allows. Raises ``ValueError`` and what PyJWT raises."""
    curve = jwk.get("crv")
    match jwk.get("kty"):
        case "RSA":
            rsa = RSAAlgorithm.from_jwk(jwk)
            if isinstance(rsa, RSAPublicKey) and rsa.key_size in _RSA_BITS:
                return rsa, _RSA
        case "EC" if isinstance(curve, str) and curve in _CURVES:
            ec = ECAlgorithm.from_jwk(jwk)
            if isinstance(ec, EllipticCurvePublicKey):
                return ec, frozenset({_CURVES[curve]})
        case "OKP":
            okp = OKPAlgorithm.from_jwk(jwk)
            if isinstance(okp, Ed25519PublicKey):
                return okp, frozenset({"EdDSA"})
    raise ValueError("a kind of key that we do not take")


def _unambiguous(keys: Sequence[Key]) -> tuple[list[Key], int]:
    """One key a name, and how many were left out.

    Of a name with two different keys neither counts: nobody can say which one was meant.
    """
    kept: list[Key] = [key for key in keys if key.kid is None]
    left_out = 0
    for kid in dict.fromkeys(key.kid for key in keys if key.kid is not None):
        first, *others = (key for key in keys if key.kid == kid)
        if all(other.material == first.material for other in others):
            kept.append(Key(kid, first.algorithms.union(*(other.algorithms for other in others)), first.material))
        else:
            left_out += 1 + len(others)
    return kept, left_out
