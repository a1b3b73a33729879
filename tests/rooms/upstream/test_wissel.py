"""A secret that is replaced at a register, at any moment and while it is asked: no question fails, and none flaps."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import jwt
import pytest
from pydantic import TypeAdapter

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.pool import Grens, Pool
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Service
from mijnzaken_bff.upstream.toegang import Toegang
from tests.rooms.upstream.doorlaten import still
from tests.rooms.upstream.klok import Background, FakeClock

NEW = "een-nieuw-geheim-van-meer-dan-32-tekens"
PREVIOUS = "een-vorig-geheim-van-meer-dan-32-tekens"

KINDS: dict[str, dict[str, Any]] = {
    "zgwJwt": {"soort": "zgwJwt", "clientId": "mijnzaken", "secret": NEW, "vorigSecret": PREVIOUS},
    "apiSleutel": {"soort": "apiSleutel", "header": "X-API-Key", "sleutel": NEW, "vorigeSleutel": PREVIOUS},
    "token": {"soort": "token", "schema": "Token", "token": NEW, "vorigToken": PREVIOUS},
}
UNKNOWN: dict[str, list[tuple[int, str | None]]] = {
    "zgwJwt": [(403, "invalid-jwt-signature"), (401, None), (401, "invalid_token"), (403, "jwt-invalidsignatureerror")],
    "apiSleutel": [(401, None), (403, None), (403, "permission_denied")],
    "token": [(401, "authentication_failed"), (403, None)],
}
"""What registers and gateways say of a secret that is not theirs."""


class Aangevraagd(httpx.AsyncBaseTransport):
    """A register that takes one secret, and can keep a question waiting: before it looks, or after it answered."""

    def __init__(self, takes: str, refuses: tuple[int, str | None] = (401, None)) -> None:
        self.takes: str | None = takes
        self.refuses = refuses
        self.says: int | None = None
        """The status of what it says to whom it takes, instead of an answer."""
        self.seen: list[str] = []
        """With which secret each call came, in the order in which they were looked at."""
        self.arrived = 0
        self.news = asyncio.Condition()
        self.looks: dict[str, asyncio.Event] = {}
        self.hands_over: dict[str, asyncio.Event] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with self.news:
            self.arrived += 1
            self.news.notify_all()
        path = request.url.path.rpartition("/")[2]
        if path in self.looks:
            await self.looks[path].wait()
        secret = secret_of(request)
        self.seen.append(secret)
        if secret == self.takes:
            answer = httpx.Response(self.says or 200, stream=httpx.ByteStream(b"{}"))
        else:
            status, code = self.refuses
            body = b"{}" if code is None else f'{{"code": "{code}"}}'.encode()
            answer = httpx.Response(status, stream=httpx.ByteStream(body))
        if path in self.hands_over and answer.status_code == 200:
            await self.hands_over[path].wait()
        return answer

    async def until_arrived(self, calls: int) -> None:
        """Wait until so many calls have come in."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: self.arrived >= calls)


def secret_of(request: httpx.Request) -> str:
    if "x-api-key" in request.headers:
        return str(request.headers["x-api-key"])
    kind, _, token = request.headers["authorization"].partition(" ")
    if kind == "Token":
        return str(token)
    for secret in (NEW, PREVIOUS):
        try:
            jwt.PyJWS().decode(token, secret, algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            continue
        return secret
    raise AssertionError("signed with no secret of ours")


@asynccontextmanager
async def asked(
    bron: Aangevraagd, kind: str, clock: FakeClock | None = None, **changes: Any
) -> AsyncIterator[Register]:
    """The API of a bron whose secret is being replaced."""
    background = Background()
    pool = Pool(
        lambda *_: bron,
        bron="waterdam",
        grens=Grens(20),
        limits=Limits(),
        ceiling=Bulkhead(100),
        ticks=still,
        clock=clock or FakeClock(),
        spawn=background.spawn,
    )
    toegang: Toegang = TypeAdapter(Toegang).validate_python({**KINDS[kind], **changes}, context={"ontwikkeling": True})
    try:
        yield pool.register(Service(url="https://zgw.waterdam.example/zaken/api/v1/"), toegang)
    finally:
        await background.aclose()
        await pool.aclose()


def switches(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Every switch that was told: how serious, and to which of the two."""
    told = [record for record in caplog.records if record.getMessage() == "secret_switched"]
    assert all(vars(record)["bron"] == "waterdam" for record in told)
    assert not any(secret in f"{vars(record)}" for record in caplog.records for secret in (NEW, PREVIOUS))
    return [(record.levelname, vars(record)["what"]) for record in told]


@pytest.fixture(autouse=True)
def every_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


ALL = [(kind, how) for kind, said in UNKNOWN.items() for how in said]


@pytest.mark.parametrize(("kind", "refuses"), ALL)
async def test_a_register_that_is_not_switched_yet_costs_one_call_once(
    kind: str, refuses: tuple[int, str | None], caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(PREVIOUS, refuses)
    async with asked(bron, kind) as register:
        for _ in range(3):
            await register.get("zaken")

    assert bron.seen == [NEW, PREVIOUS, PREVIOUS, PREVIOUS]
    assert switches(caplog) == [("WARNING", "vorig")]


@pytest.mark.parametrize(("kind", "refuses"), ALL)
async def test_a_register_that_is_switched_while_we_ask_costs_one_call_once(
    kind: str, refuses: tuple[int, str | None], caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(PREVIOUS, refuses)
    async with asked(bron, kind) as register:
        await register.get("zaken")
        bron.takes = NEW
        for _ in range(3):
            await register.get("zaken")

    assert bron.seen == [NEW, PREVIOUS, PREVIOUS, NEW, NEW, NEW]
    assert switches(caplog) == [("WARNING", "vorig"), ("INFO", "nieuw")]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_register_that_was_switched_before_costs_nothing(kind: str, caplog: pytest.LogCaptureFixture):
    bron = Aangevraagd(NEW)
    async with asked(bron, kind) as register:
        for _ in range(3):
            await register.get("zaken")

    assert bron.seen == [NEW] * 3
    assert switches(caplog) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_many_that_are_refused_at_once_switch_once(kind: str, caplog: pytest.LogCaptureFixture):
    bron = Aangevraagd(PREVIOUS)
    bron.looks["zaken"] = asyncio.Event()
    async with asked(bron, kind) as register, asyncio.TaskGroup() as questions:
        for _ in range(10):
            questions.create_task(register.get("zaken"))
        await bron.until_arrived(10)
        bron.looks["zaken"].set()

    assert Counter(bron.seen) == {NEW: 10, PREVIOUS: 10}
    assert switches(caplog) == [("WARNING", "vorig")]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_late_refusal_of_the_secret_that_we_left_does_not_switch_back(
    kind: str, caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(PREVIOUS)
    bron.looks["rollen"] = asyncio.Event()
    async with asked(bron, kind) as register:
        late = asyncio.create_task(register.get("rollen"))
        await bron.until_arrived(1)
        await register.get("zaken")
        bron.looks["rollen"].set()
        await late
        await register.get("zaken")

    assert bron.seen == [NEW, PREVIOUS, NEW, PREVIOUS, PREVIOUS]
    assert switches(caplog) == [("WARNING", "vorig")]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_late_answer_to_the_secret_that_we_left_does_not_switch_back(
    kind: str, caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(PREVIOUS)
    bron.hands_over["rollen"] = asyncio.Event()
    async with asked(bron, kind) as register:
        late = asyncio.create_task(register.get("rollen"))
        await bron.until_arrived(2)
        await register.get("zaken")
        bron.takes = NEW
        await register.get("zaken")
        bron.hands_over["rollen"].set()
        await late
        await register.get("zaken")

    assert bron.seen == [NEW, PREVIOUS, NEW, PREVIOUS, PREVIOUS, NEW, NEW]
    assert switches(caplog) == [("WARNING", "vorig"), ("INFO", "nieuw")]


async def test_a_token_that_was_replaced_by_a_younger_one_is_known_by_its_secret():
    bron, clock = Aangevraagd(NEW), FakeClock()
    bron.looks["rollen"] = asyncio.Event()
    async with asked(bron, "zgwJwt", clock) as register:
        late = asyncio.create_task(register.get("rollen"))
        await bron.until_arrived(1)
        clock.move(130)
        await register.get("zaken")
        bron.takes = PREVIOUS
        bron.looks["rollen"].set()
        await late

    assert bron.seen == [NEW, NEW, PREVIOUS]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_register_that_takes_neither_is_asked_twice_and_changes_nothing(
    kind: str, caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(NEW)
    bron.takes = None
    async with asked(bron, kind) as register:
        for _ in range(3):
            with pytest.raises(SourceError) as raised:
                await register.get("zaken")
            assert raised.value.failure is Failure.NO_ACCESS

    assert bron.seen == [NEW, PREVIOUS] * 3
    assert switches(caplog) == []


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
@pytest.mark.parametrize("kind", KINDS)
async def test_only_an_answer_proves_a_secret(kind: str, status: int, caplog: pytest.LogCaptureFixture):
    bron = Aangevraagd(PREVIOUS)
    bron.says = status
    async with asked(bron, kind) as register:
        with pytest.raises(SourceError):
            await register.get("zaken")
        bron.says = None
        bron.takes = NEW
        await register.get("zaken")

    assert bron.seen == [NEW, PREVIOUS, NEW]
    assert switches(caplog) == []


@pytest.mark.parametrize(
    ("refuses", "calls"),
    [
        ((403, "permission_denied"), [NEW]),
        ((403, None), [NEW]),
        ((403, "jwt-expired"), [NEW, NEW]),
        ((403, "jwt-immaturesignatureerror"), [NEW, NEW]),
        ((401, "jwt-expiredsignatureerror"), [NEW, NEW]),
    ],
)
async def test_a_refusal_of_our_rights_or_our_clock_is_not_about_the_secret_that_we_sign_with(
    refuses: tuple[int, str | None], calls: list[str], caplog: pytest.LogCaptureFixture
):
    bron = Aangevraagd(PREVIOUS, refuses)
    async with asked(bron, "zgwJwt") as register:
        with pytest.raises(SourceError):
            await register.get("zaken")

    assert bron.seen == calls
    assert switches(caplog) == []


@pytest.mark.parametrize("status", [400, 404, 429, 500])
@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_no_refusal_of_us_is_not_asked_with_the_other_secret(kind: str, status: int):
    bron = Aangevraagd(PREVIOUS, (status, None))
    async with asked(bron, kind) as register:
        with pytest.raises(SourceError):
            await register.get("zaken")

    assert bron.seen == [NEW]


@pytest.mark.parametrize("kind", KINDS)
async def test_without_a_previous_secret_there_is_no_other(kind: str, caplog: pytest.LogCaptureFixture):
    bron = Aangevraagd(PREVIOUS, (403, "invalid-jwt-signature"))
    key = next(key for key in KINDS[kind] if key.startswith("vorig"))
    async with asked(bron, kind, **{key: None}) as register:
        with pytest.raises(SourceError):
            await register.get("zaken")

    assert bron.seen == [NEW]
    assert switches(caplog) == []
