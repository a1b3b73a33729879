"""A token issuer with real keys, for the demo and the tests. It gives a token to whoever asks: never put it online."""

from __future__ import annotations

import json
from typing import Any, Final, Literal
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mijnzaken_bff.domain.clock import Clock, SystemClock

Algoritme = Literal["RS256", "PS256", "ES256"]

JWKS_PATH: Final = "/.well-known/jwks.json"


class DemoUitgever:
    """An issuer whose keys are made when it is, so that no token outlives it.

    ``app`` is an ASGI application that publishes the keys and the metadata (RFC 8414, OpenID Connect Discovery);
    ``issuer`` is the url under which it is reached.
    """

    def __init__(self, issuer: str, *, clock: Clock | None = None) -> None:
        self.issuer = issuer
        self._clock = clock or SystemClock()
        self._rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._ec = ec.generate_private_key(ec.SECP256R1())
        self._kids = {"RSA": f"rsa-{uuid4()}", "EC": f"ec-{uuid4()}"}
        self.app = Starlette(
            routes=[
                Route(JWKS_PATH, self._serve_jwks),
                Route("/.well-known/openid-configuration", self._serve_metadata),
            ]
        )

    @property
    def jwks_url(self) -> str:
        """Where the keys are, for ``jwksUrl`` in the configuration."""
        return self.issuer.rstrip("/") + JWKS_PATH

    def jwks(self) -> dict[str, object]:
        """The public keys, as they are published (RFC 7517)."""
        rsa_key = json.loads(RSAAlgorithm.to_jwk(self._rsa.public_key()))
        ec_key = json.loads(ECAlgorithm.to_jwk(self._ec.public_key()))
        return {"keys": [{**key, "kid": self._kids[key["kty"]], "use": "sig"} for key in (rsa_key, ec_key)]}

    def token(
        self,
        *,
        bsn: str | None = None,
        kvk: str | None = None,
        vestiging: str | None = None,
        audience: str = "mijnzaken-bff",
        lifetime: int = 3600,
        alg: Algoritme = "RS256",
        **extra_claims: Any,
    ) -> str:
        """An access token (RFC 9068) that lives ``lifetime`` seconds, of a login at level substantieel.

        ``extra_claims`` come on top, and win; a claim that is None is left out.
        """
        now = int(self._clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": audience,
            "sub": str(uuid4()),
            "jti": str(uuid4()),
            "azp": "demo-portaal",
            "iat": now,
            "exp": now + lifetime,
            "acr": "http://eidas.europa.eu/LoA/substantial",
            "bsn": bsn,
            "kvk": kvk,
            "vestiging": vestiging,
            **extra_claims,
        }
        given = {name: value for name, value in claims.items() if value is not None}
        key = self._ec if alg == "ES256" else self._rsa
        kid = self._kids["EC" if alg == "ES256" else "RSA"]
        return jwt.encode(given, key, algorithm=alg, headers={"kid": kid, "typ": "at+jwt"})

    async def _serve_jwks(self, _: Request) -> JSONResponse:
        return JSONResponse(self.jwks())

    async def _serve_metadata(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "jwks_uri": self.jwks_url,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
            }
        )
