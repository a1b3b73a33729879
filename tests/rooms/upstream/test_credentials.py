"""The token with which we log in at a register."""

from __future__ import annotations

import jwt
import pytest
from pydantic import SecretStr

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.credentials import Fixed, ZgwJwt
from mijnzaken_bff.upstream.wissel import Wissel
from tests.rooms.upstream.klok import NOON, FakeClock

SECRET = "een-geheim-van-meer-dan-32-tekens-lang"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def credentials(clock: FakeClock) -> ZgwJwt:
    return ZgwJwt("mijnzaken", Wissel("waterdam", SecretStr(SECRET)), clock)


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
    ours = await token_of(ZgwJwt("mijnzaken", Wissel("waterdam", SecretStr(SECRET)), clock))
    wissel = Wissel("duinoord", SecretStr("een-ander-geheim-van-32-tekens-of-meer"))
    other = await token_of(ZgwJwt("mijnzaken", wissel, clock))

    assert ours != other


async def test_the_secret_is_never_printed(credentials: ZgwJwt):
    await credentials.headers()

    assert SECRET not in repr(credentials) + str(credentials) + repr(vars(credentials))


def refusal(status: int, code: str | None = None) -> SourceError:
    return SourceError(Failure.NO_ACCESS, "zaken", status=status, code=code)


@pytest.mark.parametrize(
    "why", [refusal(401), refusal(401, "x"), refusal(403, "jwt-expired"), refusal(403, "jwt-immaturesignatureerror")]
)
async def test_a_token_that_was_refused_is_signed_anew(credentials: ZgwJwt, clock: FakeClock, why: SourceError):
    refused = await credentials.headers()
    clock.move(30)

    renewed = await credentials.renewed(refused, why)

    assert renewed is not None
    assert renewed != refused
    assert await credentials.headers() == renewed


@pytest.mark.parametrize(
    "why", [refusal(403), refusal(403, "permission_denied"), refusal(403, "invalid-jwt-signature")]
)
async def test_a_refusal_that_is_not_about_the_age_of_a_token_renews_nothing(
    credentials: ZgwJwt, clock: FakeClock, why: SourceError
):
    refused = await credentials.headers()
    clock.move(30)

    assert await credentials.renewed(refused, why) is None
    assert await credentials.headers() == refused


async def test_many_that_were_refused_with_one_token_get_one_new_token(credentials: ZgwJwt, clock: FakeClock):
    refused = await credentials.headers()
    clock.move(30)
    first = await credentials.renewed(refused, refusal(401))
    clock.move(30)

    assert await credentials.renewed(refused, refusal(401)) == first


async def test_a_token_that_was_refused_during_a_rotation_is_signed_anew_for_the_next_question(clock: FakeClock):
    """It may have been the clock after all, and a question is asked once more only once."""
    previous = "een-vorig-geheim-van-meer-dan-32-tekens-lang"
    credentials = ZgwJwt("mijnzaken", Wissel("waterdam", SecretStr(SECRET), SecretStr(previous)), clock)
    refused = await credentials.headers()
    clock.move(30)

    tried = await credentials.renewed(refused, refusal(401))
    after = await credentials.headers()

    assert tried is not None
    assert after not in (refused, tried)
    assert claims_of(after["Authorization"].removeprefix("Bearer "))["iat"] == int(NOON.timestamp()) - 60 + 30


async def test_the_previous_secret_is_never_printed(clock: FakeClock):
    previous = "een-vorig-geheim-van-meer-dan-32-tekens-lang"
    wissel = Wissel("waterdam", SecretStr(SECRET), SecretStr(previous))
    credentials = ZgwJwt("mijnzaken", wissel, clock)
    await credentials.renewed(await credentials.headers(), refusal(401))

    for shown in (credentials, vars(credentials), wissel, vars(wissel)):
        assert SECRET not in repr(shown)
        assert previous not in repr(shown)


async def test_fixed_headers_are_the_same_every_time_and_never_renewed():
    fixed = Fixed(Wissel("waterdam", {"X-API-Key": SecretStr(SECRET)}))

    assert await fixed.headers() == await fixed.headers() == {"X-API-Key": SECRET}
    assert await fixed.renewed({"X-API-Key": SECRET}, refusal(401)) is None
    assert SECRET not in repr(fixed) + repr(vars(fixed))


async def test_no_credentials_are_no_headers():
    assert await Fixed(Wissel("waterdam", {})).headers() == {}
