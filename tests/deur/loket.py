"""Issuers that run on loopback: one that is configured, and one that only an attacker knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.loopback import Loopback
from tests.rooms.identity.issuer import Broker, part, private_key, public_jwk

FIXED = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""For each algorithm the kind of key that signs with it."""

OCT_SECRET = b"een-gedeeld-geheim-dat-ook-in-de-jwks-staat"


class Server:
    """Answers every path with one JSON document, and remembers what was asked."""

    def __init__(self, loopback: Loopback, document: Callable[[], Any]) -> None:
        self.asked: list[str] = []
        self._document = document
        self.adres = loopback.start(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            while True:
                kind = (await receive())["type"]
                await send({"type": f"{kind}.complete"})
                if kind == "lifespan.shutdown":
                    return
        self.asked.append(scope["path"])
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(self._document()).encode()})


class Loket(Server):
    """An issuer that publishes its keys on loopback.

    Each of its keys stands there twice: for every algorithm of its kind, and under another name with an ``alg`` of its
    own. Among them is an ``oct`` key, which nobody should ever publish.
    """

    def __init__(self, loopback: Loopback, naam: str) -> None:
        self.broker = Broker(naam)
        super().__init__(loopback, self.jwks)
        self.broker.issuer = f"{self.adres}/realms/{naam}"
        self.broker.jwks_url = f"{self.broker.issuer}/certs"

    @property
    def issuer(self) -> str:
        """What ``iss`` says in its tokens."""
        return self.broker.issuer

    @property
    def jwks_url(self) -> str:
        """Where its keys are."""
        return self.broker.jwks_url

    def key(self, alg: str) -> Any:
        """The private key with which it signs by ``alg``."""
        return self.broker.keys[self.kid(alg)]

    def kid(self, alg: str) -> str:
        """The name of that key, as it stands there without ``alg``."""
        return f"{self.broker.name}-{FIXED[alg]}"

    def jwks(self) -> dict[str, Any]:
        """What it publishes."""
        planted = {"kty": "oct", "kid": f"{self.broker.name}-oct", "alg": "HS256", "k": part(OCT_SECRET)}
        return {"keys": [*self.public_keys(), planted]}

    def public_keys(self) -> list[dict[str, Any]]:
        """The keys that it may publish: in a file of ours nothing else may stand."""
        free = [public_jwk(self.key(alg), kid=self.kid(alg), use="sig") for alg in ("RS256", "ES256", "EdDSA")]
        fixed = [public_jwk(self.key(alg), kid=f"{self.broker.name}-{alg}", use="sig", alg=alg) for alg in FIXED]
        return [*free, *fixed]

    def sign(self, claims: Any, alg: str = "RS256", header: Mapping[str, Any] | None = None, key: Any = None) -> str:
        """A token with exactly these claims; ``header`` says what is special about its head, ``...`` takes away."""
        return self.broker.sign(claims, alg, key, {"kid": self.kid(alg), **(header or {})})


class Lokaas(Server):
    """The key server of an attacker. Whoever connects to it took an address from a token."""

    def __init__(self, loopback: Loopback) -> None:
        self.key = private_key("RSA", "lokaas")
        self.jwk = public_jwk(self.key, kid="lokaas", use="sig", alg="RS256")
        super().__init__(loopback, lambda: {"keys": [self.jwk]})
