"""The token with which we log in at a register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from pydantic import SecretStr

from mijnzaken_bff.upstream.credentials import ZgwJwt

SECRET = "een-geheim-van-meer-dan-32-tekens-lang"
NOON = datetime(2026, 11, 23, 12, 0, 0, 750_000, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def credentials(clock: FakeClock) -> ZgwJwt:
    return ZgwJwt("mijnzaken", SecretStr(SECRET), clock)


async def token_of(credentials: ZgwJwt) -> str:
    headers = await credentials.headers()
    assert list(headers) == ["Authorization"]
    kind, _, token = headers["Authorization"].partition(" ")
    assert kind == "Bearer"
    return token


def claims_of(token: str) -> dict[str, object]:
    return jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False})


async def test_the_token_says_who_we_are_and_names_no_person(credentials: ZgwJwt):
    token = await token_of(credentials)

    issued = int(NOON.timestamp()) - 60
    assert claims_of(token) == {
        "iss": "mijnzaken",
        "client_id": "mijnzaken",
        "iat": issued,
        "exp": issued + 360,
        "user_id": "mijnzaken-bff",
        "user_representation": "mijnzaken-bff",
    }
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}


async def test_the_moments_in_the_token_are_whole_seconds(credentials: ZgwJwt):
    claims = claims_of(await token_of(credentials))

    assert type(claims["iat"]) is int
    assert type(claims["exp"]) is int


async def test_a_token_is_used_for_two_minutes_and_then_renewed(credentials: ZgwJwt, clock: FakeClock):
    first = await token_of(credentials)
    clock.move(119)
    assert await token_of(credentials) == first

    clock.move(1)
    second = await token_of(credentials)

    assert second != first
    assert claims_of(second)["iat"] == claims_of(first)["iat"] + 120
    clock.move(119)
    assert await token_of(credentials) == second


async def test_a_token_in_use_is_always_good_for_three_minutes_more(credentials: ZgwJwt, clock: FakeClock):
    for _ in range(300):
        left = claims_of(await token_of(credentials))["exp"] - clock.now().timestamp()
        assert 179 <= left <= 300
        clock.move(7)


@pytest.mark.parametrize("back", [1, 3600, 86_400 * 400])
async def test_a_clock_that_is_set_back_gives_a_token_of_the_new_time(credentials: ZgwJwt, clock: FakeClock, back: int):
    first = await token_of(credentials)
    clock.move(-back)

    second = await token_of(credentials)

    assert claims_of(second)["iat"] == claims_of(first)["iat"] - back


async def test_two_registers_never_share_a_token(clock: FakeClock):
    ours = await token_of(ZgwJwt("mijnzaken", SecretStr(SECRET), clock))
    other = await token_of(ZgwJwt("mijnzaken", SecretStr("een-ander-geheim-van-32-tekens-of-meer"), clock))

    assert ours != other


async def test_the_secret_is_never_printed(credentials: ZgwJwt):
    await credentials.headers()

    assert SECRET not in repr(credentials) + str(credentials) + repr(vars(credentials))
