"""A broker with real keys, a fetch that counts, and a clock that stands still: the world around the door."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Stand, Teller
from mijnzaken_bff.identity.keys import PATIENCE, KeyStore
from mijnzaken_bff.identity.sleutelbron import sleutelbron_of
from mijnzaken_bff.identity.token import TokenVerifier
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.upstream.fetch import NEVER_SEEN, Fetched, Version

ANNA = "999990019"
KVK = "69599084"
RSIN = "001117518"
VESTIGING = "000037178598"
NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
SUBSTANTIEEL = "http://eidas.europa.eu/LoA/substantial"


class StoppedClock:
    """It is ``NOW`` until a test says otherwise. Who sleeps by it wakes when it has been moved far enough."""

    def __init__(self) -> None:
        self.moment = NOW
        self.sleepers: list[tuple[datetime, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self.sleepers.append((self.moment + timedelta(seconds=seconds), woken))
        await woken.wait()

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        for until, woken in self.sleepers:
            if until <= self.moment:
                woken.set()


@cache
def private_key(kind: str, name: str) -> Any:
    """A key that is made once for all tests: those of RSA are slow to make."""
    match kind:
        case "RSA":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "RSA-1024":
            return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
        case "EC":
            return ec.generate_private_key(ec.SECP256R1())
        case "P-384":
            return ec.generate_private_key(ec.SECP384R1())
        case "secp256k1":
            return ec.generate_private_key(ec.SECP256K1())
        case "OKP":
            return ed25519.Ed25519PrivateKey.generate()
    raise AssertionError(kind)


def public_jwk(key: Any, **members: Any) -> dict[str, Any]:
    """The public half of ``key`` as it is published."""
    return {**_jwk(key.public_key()), **members}


def secret_jwk(key: Any, **members: Any) -> dict[str, Any]:
    """The whole of ``key``, as it should never be published."""
    return {**_jwk(key), **members}


def _jwk(key: Any) -> dict[str, Any]:
    for algorithm in (RSAAlgorithm, ECAlgorithm, OKPAlgorithm):
        try:
            return json.loads(algorithm.to_jwk(key))
        except (jwt.InvalidKeyError, AttributeError):
            continue
    raise AssertionError(key)


def part(value: Any) -> str:
    """One part of a token: JSON (or the bytes given), in base64url."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Broker:
    """An issuer of tokens, with a key for every kind of algorithm."""

    def __init__(self, name: str, **settings: Any) -> None:
        self.name = name
        self.issuer = f"https://{name}.example/realms/burger"
        self.jwks_url = f"{self.issuer}/certs"
        self.keys = {f"{name}-{kind}": private_key(kind, name) for kind in ("RSA", "EC", "OKP")}
        self.settings = {
            "id": name,
            "issuer": self.issuer,
            "jwksUrl": self.jwks_url,
            "kanaal": "burger",
            "doelgroepen": ["mijnzaken-bff"],
            "algoritmen": ["PS256", "RS256", "ES256", "EdDSA"],
            "betrokkene": [{"type": "bsn", "pad": ["bsn"]}],
            "betrouwbaarheid": {"minimum": "substantieel"},
            **settings,
        }

    @property
    def uitgever(self) -> Uitgever:
        return Uitgever.model_validate(self.settings)

    def jwks(self) -> dict[str, Any]:
        return {"keys": [public_jwk(key, kid=kid, use="sig") for kid, key in self.keys.items()]}

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good access token of Anna says; ``...`` takes a claim away."""
        now = int(NOW.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": "mijnzaken-bff",
            "sub": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "iat": now,
            "exp": now + 600,
            "acr": SUBSTANTIEEL,
            "bsn": ANNA,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not ...}

    def sign(
        self, claims: Any, alg: str = "RS256", key: Any = None, members: dict[str, Any] | None = None, **header: Any
    ) -> str:
        """A token with exactly these claims (bytes are taken as they are); ``...`` takes a header member away."""
        kind = "OKP" if alg == "EdDSA" else "EC" if alg.startswith("ES") else "RSA"
        members = {"alg": alg, "kid": f"{self.name}-{kind}", "typ": "at+jwt", **(members or {}), **header}
        head = part({name: value for name, value in members.items() if value is not ...})
        signing_input = f"{head}.{part(claims)}"
        signer = jwt.get_algorithm_by_name(alg)
        signature = signer.sign(signing_input.encode(), key or self.keys[f"{self.name}-{kind}"])
        return f"{signing_input}.{part(signature)}"

    def token(self, alg: str = "RS256", header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A good token, but for ``changes`` in its claims and ``header``."""
        return self.sign(self.claims(**changes), alg, members=header)


def broker_of(settings: Mapping[str, Any]) -> Broker:
    """A broker with keys that speaks the dialect of these settings; what they demand besides has its own tests."""
    own = ("id", "issuer", "jwksUrl", "payloadTyp", "tokenTypen", "klanten", "scopes")
    return Broker(settings["id"], **{key: value for key, value in settings.items() if key not in own})


class Publisher:
    """Answers every fetch of keys, and counts them. It knows versions, where a test gives one."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.versions: dict[str, str] = {}
        """The ETag of what stands at a url."""
        self.unchanged: list[str] = []
        """What was asked for and not sent again."""
        self.fresh_for: float | None = None
        self.gate: asyncio.Event | None = None
        """While this is there and not set, an answer is not given."""

    async def fetch(self, url: str, known: Version) -> Fetched:
        self.asked.append(url)
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.get(url, SourceError(Failure.REFUSED))
        if isinstance(answer, Exception):
            raise answer
        version = Version(self.versions.get(url))
        if known == version != NEVER_SEEN:
            self.unchanged.append(url)
            return Fetched(None, changed=False, version=known, fresh_for=self.fresh_for)
        return Fetched(answer, changed=True, version=version, fresh_for=self.fresh_for)


class Telraam:
    """Keeps what is counted."""

    def __init__(self) -> None:
        self.counted: Counter[tuple[str, ...]] = Counter()

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        self.counted[(teller.value, *(labels[name] for name in sorted(labels)))] += aantal

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        raise AssertionError(stand)

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        raise AssertionError(stand)


class Door:
    """The room as the application builds it. Keys are fetched anew after 95 % of their time, unless ``jitter``."""

    def __init__(
        self, *brokers: Broker, deadline: float = 2.0, jitter: float = 1.0, patience: float = PATIENCE
    ) -> None:
        self.clock = StoppedClock()
        self.publisher = Publisher()
        self.meter = Telraam()
        self.tasks: set[asyncio.Task[None]] = set()
        self.uitgevers = [broker.uitgever for broker in brokers]
        self.publisher.answers = {broker.jwks_url: broker.jwks() for broker in brokers}
        self.stores = {
            uitgever.id: KeyStore(
                uitgever,
                sleutelbron_of(uitgever, self.publisher.fetch),
                clock=self.clock,
                spawn=self._spawn,
                meter=self.meter,
                sleep=self.clock.sleep,
                jitter=lambda: jitter,
                deadline=deadline,
                patience=patience,
            )
            for uitgever in self.uitgevers
        }
        self.verifier = TokenVerifier(self.uitgevers, self.stores, self.clock, self.meter)

    async def open(self) -> None:
        """Begin to fetch keys in the background, and wait until the first round is done."""
        self.keeping = [asyncio.ensure_future(store.keep()) for store in self.stores.values()]
        await self.settled()

    async def close(self) -> None:
        """End what runs in the background."""
        for task in (*self.keeping, *self.tasks):
            task.cancel()
        await asyncio.gather(*self.keeping, *self.tasks, return_exceptions=True)

    async def settled(self) -> None:
        """Let everything run that can, until it waits for time or for an answer."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def later(self, seconds: float, step: float = 1.0) -> None:
        """Let time go by in steps, and everything run that becomes due."""
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            await self.settled()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @property
    def fetches(self) -> int:
        return len(self.publisher.asked)

    async def enter(self, token: str) -> Caller:
        return await self.verifier.verify([f"Bearer {token}"])
