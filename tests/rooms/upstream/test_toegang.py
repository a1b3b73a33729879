"""How we log in, as the configuration says it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from mijnzaken_bff.upstream.geheim import FromEnvironment
from mijnzaken_bff.upstream.instelling import SettingsModel
from mijnzaken_bff.upstream.toegang import Toegang, strong

GEHEIM = "een-geheim-van-meer-dan-32-tekens-lang"


class Bron(SettingsModel):
    """What holds a toegang."""

    toegang: Toegang


KINDS: dict[str, dict[str, Any]] = {
    "zgwJwt": {"clientId": "mijnzaken", "secret": FromEnvironment(GEHEIM)},
    "oauth2": {"tokenUrl": "https://kc.example/token", "clientId": "mijnzaken", "secret": FromEnvironment(GEHEIM)},
    "apiSleutel": {"header": "X-API-Key", "sleutel": FromEnvironment(GEHEIM)},
    "token": {"schema": "Token", "token": FromEnvironment(GEHEIM)},
    "geen": {},
}


def read(soort: str, **changes: Any) -> Toegang:
    settings = {"soort": soort, **KINDS[soort], **changes}
    return Bron.model_validate({"toegang": {key: it for key, it in settings.items() if it is not ...}}).toegang


def refusal(soort: str, **changes: Any) -> tuple[tuple[str | int, ...], str]:
    with pytest.raises(ValidationError) as raised:
        read(soort, **changes)
    (error,) = raised.value.errors(include_input=False)
    assert GEHEIM not in str(raised.value)
    assert error["loc"][:2] == ("toegang", soort)
    return error["loc"][2:], error["type"]


@pytest.mark.parametrize("soort", KINDS)
def test_every_kind_is_read_and_prints_no_secret(soort: str):
    toegang = read(soort)

    assert toegang.soort == soort
    for told in (repr(toegang), str(toegang), repr(toegang.model_dump()), toegang.model_dump_json()):
        assert GEHEIM not in told


@pytest.mark.parametrize("soort", KINDS)
def test_equal_settings_are_one_key(soort: str):
    assert {read(soort): 1}[read(soort)] == 1


def test_other_secrets_are_another_key():
    assert read("oauth2") != read("oauth2", secret=FromEnvironment(GEHEIM[::-1]))


@pytest.mark.parametrize("soort", [soort for soort in KINDS if soort != "geen"])
def test_who_we_are_comes_with_what_proves_it(soort: str):
    identity = read(soort).identity

    assert identity is not None
    assert identity[1] == SecretStr(GEHEIM)


def test_who_has_nothing_secret_says_so():
    assert read("geen").identity is None


@pytest.mark.parametrize(
    ("soort", "key"),
    [(soort, key) for soort, settings in KINDS.items() for key in settings],
)
def test_what_is_missing_is_told_at_its_key(soort: str, key: str):
    assert refusal(soort, **{key: ...}) == ((key,), "missing")


@pytest.mark.parametrize(
    ("soort", "key"), [("zgwJwt", "secret"), ("oauth2", "secret"), ("apiSleutel", "sleutel"), ("token", "token")]
)
def test_a_secret_that_is_written_out_is_refused_for_every_kind(soort: str, key: str):
    assert refusal(soort, **{key: GEHEIM}) == ((key,), "geheim_in_bestand")


PREVIOUS = {
    "zgwJwt": ("secret", "vorigSecret"),
    "oauth2": ("secret", "vorigSecret"),
    "apiSleutel": ("sleutel", "vorigeSleutel"),
    "token": ("token", "vorigToken"),
}


@pytest.mark.parametrize("soort", PREVIOUS)
def test_a_previous_secret_is_read_is_not_who_we_are_and_prints_no_more_than_the_other(soort: str):
    _, key = PREVIOUS[soort]
    vorig = GEHEIM[::-1]

    toegang = read(soort, **{key: FromEnvironment(vorig)})

    assert toegang != read(soort)
    assert toegang.identity == read(soort).identity
    for told in (repr(toegang), str(toegang), repr(toegang.model_dump()), toegang.model_dump_json()):
        assert vorig not in told


@pytest.mark.parametrize("soort", PREVIOUS)
def test_a_previous_secret_that_is_the_present_one_is_refused(soort: str):
    _, key = PREVIOUS[soort]

    assert refusal(soort, **{key: FromEnvironment(GEHEIM)}) == ((key,), "vorig_gelijk")


@pytest.mark.parametrize("soort", PREVIOUS)
def test_a_previous_secret_beside_one_that_is_wrong_is_told_no_second_time(soort: str):
    key, previous = PREVIOUS[soort]

    told = refusal(soort, **{key: ..., previous: FromEnvironment(GEHEIM)})

    assert told == ((key,), "missing")


@pytest.mark.parametrize(
    ("soort", "value", "why"),
    [
        ("zgwJwt", "x" * 31, "geheim_te_kort"),
        ("apiSleutel", "een\r\nX: twee", "geheim_in_header"),
        ("token", "een twee", "token_teken"),
        ("oauth2", " ", "geheim_leeg"),
    ],
)
def test_a_previous_secret_is_held_to_what_the_present_one_is(soort: str, value: str, why: str):
    _, key = PREVIOUS[soort]

    assert refusal(soort, **{key: FromEnvironment(value)}) == ((key,), why)


@pytest.mark.parametrize("soort", PREVIOUS)
def test_a_previous_secret_that_is_written_out_is_refused(soort: str):
    _, key = PREVIOUS[soort]

    assert refusal(soort, **{key: GEHEIM[::-1]}) == ((key,), "geheim_in_bestand")


def test_who_has_nothing_secret_has_nothing_previous():
    assert refusal("geen", vorigSecret=FromEnvironment(GEHEIM)) == (("vorigSecret",), "extra_forbidden")


@pytest.mark.parametrize("soort", KINDS)
def test_a_key_of_another_kind_is_refused(soort: str):
    assert refusal(soort, anders="x") == (("anders",), "extra_forbidden")


def test_a_kind_that_we_do_not_know_is_refused():
    with pytest.raises(ValidationError) as raised:
        Bron.model_validate({"toegang": {"soort": "apiKey"}})

    assert raised.value.errors()[0]["type"] == "union_tag_invalid"


@pytest.mark.parametrize(
    "url",
    ["", "kc.example/token", "ftp://kc.example/", "https://", "https://wie@kc.example/", "https://kc.example/#x",
     "https://kc.example/een spatie", "https://kc.example/\n", "https://[::1/"],
)  # fmt: skip
def test_what_is_no_address_of_a_token_endpoint_is_refused(url: str):
    assert refusal("oauth2", tokenUrl=url) == (("tokenUrl",), "token_url")


def test_the_address_of_a_token_endpoint_may_hold_a_query():
    """Source: RFC 6749, 3.2."""
    assert read("oauth2", tokenUrl="https://kc.example/token?p=x").soort == "oauth2"


@pytest.mark.parametrize("field", ["", "access_token", "/", "//a", "/a/", "/a~", "/a~2"])
def test_what_is_no_place_in_an_answer_is_refused(field: str):
    assert refusal("oauth2", tokenVeld=field) == (("tokenVeld",), "string_pattern_mismatch")


def test_another_way_to_say_who_we_are_is_refused():
    assert refusal("oauth2", clientAuthenticatie="private_key_jwt") == (("clientAuthenticatie",), "literal_error")


@pytest.mark.parametrize("name", ["", "een naam", "naam:", "naam\r\nX", "na\u00e4m"])
def test_what_is_no_name_of_a_header_is_refused(name: str):
    assert refusal("apiSleutel", header=name) == (("header",), "header")


@pytest.mark.parametrize("name", ["Content-Type", "accept", "User-Agent", "Transfer-Encoding", "Accept-Crs", "Host"])
def test_a_header_of_our_own_cannot_hold_the_key(name: str):
    assert refusal("apiSleutel", header=name) == (("header",), "header_van_ons")


def test_the_key_may_stand_in_the_authorization_header():
    assert read("apiSleutel", header="Authorization").soort == "apiSleutel"


@pytest.mark.parametrize("value", ["een\r\nX: twee", "\u00e9en", "een\0"])
def test_a_key_that_could_not_be_sent_is_refused(value: str):
    assert refusal("apiSleutel", sleutel=FromEnvironment(value)) == (("sleutel",), "geheim_in_header")


@pytest.mark.parametrize("value", ["een twee", "een\ntwee", "\u00e9\u00e9n"])
def test_a_token_that_could_not_be_sent_is_refused(value: str):
    assert refusal("token", token=FromEnvironment(value)) == (("token",), "token_teken")


@pytest.mark.parametrize("schema", ["", "Token ", "Token:", "3", "T\u00f6ken"])
def test_what_is_no_word_for_a_token_is_refused(schema: str):
    assert refusal("token", schema=schema) == (("schema",), "string_pattern_mismatch")


def test_only_a_secret_to_sign_with_must_be_long():
    assert refusal("zgwJwt", secret=FromEnvironment("x" * 31)) == (("secret",), "geheim_te_kort")
    for soort, key in (("oauth2", "secret"), ("apiSleutel", "sleutel"), ("token", "token")):
        assert read(soort, **{key: FromEnvironment("kort")}).soort == soort
    assert strong(SecretStr("x" * 32))
    assert not strong(SecretStr("x" * 31))
