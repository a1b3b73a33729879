"""A token issuer with real keys, for the demo and the tests. It gives a token to whoever asks: never put it online."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from mijnzaken_bff.demo.sleutels import Algoritme, DemoSleutels
from mijnzaken_bff.domain.clock import Clock, SystemClock
from mijnzaken_bff.identity.demo import DEMO_ISSUER

JWKS_PATH: Final = "/.well-known/jwks.json"


def vertrouwd(**sleutels: Any) -> dict[str, Any]:
    """How a configuration trusts the issuer of the demo; ``sleutels`` says where its keys are found."""
    return {
        "id": "demo",
        "issuer": DEMO_ISSUER,
        **sleutels,
        "kanaal": "burger",
        "doelgroepen": ["mijnzaken-bff"],
        "maximaleLeeftijd": "24h",
        "betrokkene": [
            {"type": "bsn", "pad": ["bsn"]},
            {
                "type": "bsn",
                "pad": ["aanvrager", "bsn"],
                "handelende": {"type": "bsn", "pad": ["gemachtigde", "bsn"]},
            },
            {"type": "kvk", "pad": ["kvk"], "rsin": {"pad": ["rsin"]}, "vestiging": {"pad": ["vestiging"]}},
            {
                "type": "rsin",
                "pad": ["rsin"],
                "wanneer": {"pad": ["kvk"], "ontbreekt": True},
                "vestiging": {"pad": ["vestiging"]},
            },
        ],
        "vertegenwoordiging": {"stijl": "claims", "dienstDoorUitgever": True},
        "betrouwbaarheid": {"minimum": "substantieel"},
    }


class DemoUitgever:
    """An issuer of tokens. Unless it is given keys it makes its own, so that no token outlives it.

    ``app`` is an ASGI application that publishes the keys and the metadata (RFC 8414, OpenID Connect Discovery);
    ``adres`` is the url under which it is reached, where that is not ``issuer``.
    """

    def __init__(self, issuer: str, *, clock: Clock | None = None, sleutels: DemoSleutels | None = None) -> None:
        self.issuer = issuer
        self.adres: str | None = None
        self._clock = clock or SystemClock()
        self._sleutels = sleutels or DemoSleutels.made()
        self.app = Starlette(
            routes=[
                Route(JWKS_PATH, self._serve_jwks),
                Route("/.well-known/openid-configuration", self._serve_metadata),
            ]
        )

    @property
    def jwks_url(self) -> str:
        """Where the keys are, for ``jwksUrl`` in the configuration."""
        return (self.adres or self.issuer).rstrip("/") + JWKS_PATH

    def jwks(self) -> dict[str, object]:
        """The public keys, as they are published (RFC 7517)."""
        return {**self._sleutels.public()}

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
        """An access token of somebody for ``audience``. ``extra_claims`` come on top, and win; None leaves one out."""
        claims = {"aud": audience, "bsn": bsn, "kvk": kvk, "vestiging": vestiging, **extra_claims}
        return self.token_with(claims, lifetime=lifetime, alg=alg)

    def token_with(self, claims: Mapping[str, Any], *, lifetime: int = 3600, alg: Algoritme = "RS256") -> str:
        """An access token (RFC 9068) that lives ``lifetime`` seconds, of a login at level substantieel.

        ``claims`` come on top, whatever they are called, and win; a claim that is None is left out.
        """
        now = int(self._clock.now().timestamp())
        told: dict[str, Any] = {
            "iss": self.issuer,
            "aud": "mijnzaken-bff",
            "sub": str(uuid4()),
            "jti": str(uuid4()),
            "azp": "demo-portaal",
            "iat": now,
            "exp": now + lifetime,
            "acr": "http://eidas.europa.eu/LoA/substantial",
            **claims,
        }
        given = {name: value for name, value in told.items() if value is not None}
        key, kid = self._sleutels.signing(alg)
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
