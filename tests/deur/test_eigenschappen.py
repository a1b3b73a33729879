"""What holds for every token and header: an answer that the contract knows, and nothing of the token in it or a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.contract.probleem import Probleemsoort
from mijnzaken_bff.identity.bekend import BEKENDE_CLAIMS
from tests.conftest import LISTENER
from tests.deur.deur import Deur, Spreker, Vraag, bearer, uitgever_of
from tests.deur.dialecten import ANNA, BILAL, DE_KRUL, DIALECTEN, KEYCLOAK
from tests.deur.loket import Loket
from tests.rooms.identity.issuer import part
from tests.stories.portaal import Portaal
from tests.uitgevers import NAMENS

anything = settings(deadline=None, max_examples=150)
"""On a build server Hypothesis makes the same examples every time, by its own profile for that."""

VREEMD = "vr33md-verhaal"
"""Stands in many of the values below, and so may stand in no answer and no log line."""

dialects = st.sampled_from([dialect.id for dialect in DIALECTEN])

halves = st.text(st.characters(categories=["Cs", "Lu"]), min_size=1, max_size=3)
"""What JSON can write with an escape and nobody can encode: half of a pair of surrogates. Signed as good as any."""

texts = st.text() | halves

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from([ANNA, DE_KRUL, VREEMD]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts | st.just(VREEMD), inner, max_size=3),
    max_leaves=8,
)

REGISTERED = (
    "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "typ", "acr", "azp", "client_id", "scope", "cnf", "nonce",
    "events", "act", "may_act", "represents", "gemachtigde", "sel_uid", "acting_nin",
)  # fmt: skip
"""Claims of which the door has an opinion, whatever the dialect."""

OF_A_RULE = sorted(
    {name for dialect in DIALECTEN for name in dialect.wie()} | {name for who in NAMENS.values() for name in who.claims}
)
"""Claims at which some rule begins to look for a betrokkene."""

claims = st.dictionaries(st.sampled_from([*REGISTERED, *OF_A_RULE]) | texts, json_values, max_size=4)

header_values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=200).map(str.strip)
"""What a client can send at all: the rest is refused by the HTTP library on either side."""

authorizations = (header_values | header_values.map("Bearer {}".format)).map(str.strip)


def put(deur: Deur, vraag: Vraag) -> httpx.Response:
    """The answer, which is one that the contract knows and gives nothing away."""
    first, upstream = len(LISTENER.lines), deur.upstream

    answer = deur.ask(vraag)

    assert answer.status_code in (200, 400, 401, 403), answer.status_code
    if answer.status_code == 200:
        assert answer.headers["content-type"] == "application/json"
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] in {soort.uri for soort in Probleemsoort}
        assert deur.upstream == upstream
    assert ("www-authenticate" in answer.headers) or answer.status_code != 401
    # One more, so that what is written after an answer has been written too.
    deur.ask(Vraag())
    told = "\n".join([answer.text, str(answer.headers), *LISTENER.lines[first:]])
    assert VREEMD not in told
    assert not any(secret in told for secret in vraag.secrets)
    return answer


@anything
@given(st.lists(authorizations, max_size=3))
def test_no_header_whatsoever_gets_in(deur: Deur, values: list[str]) -> None:
    vraag = Vraag(tuple(("Authorization", value) for value in values))

    assert deur.ask(vraag).status_code == 401


@anything
@given(st.binary(max_size=60) | json_values, st.binary(max_size=60) | json_values, st.binary(max_size=60))
def test_no_three_parts_whatsoever_get_in(deur: Deur, header: Any, payload: Any, signature: bytes) -> None:
    token = f"{part(header)}.{part(payload)}.{part(signature)}"

    assert deur.ask(bearer(token)).status_code == 401


@anything
@given(dialects, claims)
def test_no_claims_that_an_issuer_signs_break_anything(deur: Deur, dialect: str, changes: dict[str, Any]) -> None:
    spreker = deur.sprekers[dialect]

    put(deur, bearer(spreker.sign({**spreker.claims(), **changes}, "ES256")))


@anything
@given(
    dialects,
    st.dictionaries(st.sampled_from(["kid", "typ", "alg", "jku", "crit"]) | texts, json_values, max_size=4),
)
def test_no_head_that_an_issuer_signs_breaks_anything(deur: Deur, dialect: str, members: dict[str, Any]) -> None:
    spreker = deur.sprekers[dialect]

    put(deur, bearer(spreker.token("ES256", members)))


@anything
@given(dialects, json_values, st.booleans())
def test_whatever_stands_where_the_number_belongs_it_is_that_number_or_nobody(
    deur: Deur, dialect: str, value: Any, company: bool
) -> None:
    spreker = deur.sprekers[dialect]
    persoon, bedrijf = spreker.dialect.persoon, spreker.dialect.bedrijf
    wie, right = (bedrijf, DE_KRUL) if bedrijf and (company or persoon is None) else (persoon, ANNA)
    assert wie is not None

    answer = put(deur, bearer(spreker.token("ES256", wie=wie(value))))

    if answer.status_code == 200:
        assert value in (right, [right])


@anything
@given(
    st.lists(st.tuples(st.sampled_from(["X-Request-Id", "User-Agent", "Accept", "Origin", "Cookie"]), header_values))
)
def test_no_other_header_lets_anybody_in_or_comes_back(deur: Deur, headers: list[tuple[str, str]]) -> None:
    token = deur.sprekers["keycloak"].token("ES256", wie={"bsn": BILAL})

    answer = deur.ask(Vraag((*headers, ("Authorization", f"Bearer {token}"))))

    assert answer.status_code in (200, 406)
    assert deur.ask(Vraag(tuple(headers))).status_code in (401, 406)


@pytest.fixture(scope="module")
def eigen(deur: Deur) -> Loket:
    """An issuer of its own, whose claims stand wherever a gemeente says."""
    return Loket(deur.toneel.loopback, "eigen")


@pytest.fixture(scope="module")
def gastvrij(deur: Deur, eigen: Loket) -> tuple[Spreker, Portaal]:
    """A service whose issuer names no clients and no scopes: whatever stands there goes on into the house."""
    spreker = Spreker(KEYCLOAK, eigen)
    uitgever = {key: value for key, value in uitgever_of(spreker).items() if key not in ("klanten", "scopes")}
    return spreker, deur.toneel.portaal(deur.gemeenten, uitgevers=[uitgever])


@anything
@given(st.dictionaries(st.sampled_from(["azp", "client_id", "scope", "acr", "sub", "name"]), texts, min_size=1))
def test_no_text_that_is_no_text_breaks_anything(gastvrij: tuple[Spreker, Portaal], changes: dict[str, str]) -> None:
    spreker, portaal = gastvrij
    first = len(LISTENER.lines)
    headers = {"Authorization": f"Bearer {spreker.token('ES256', **changes)}"}

    answers = [portaal.client.get(path, headers=headers) for path in ("/v1/zaken", "/v1/bronnen")]

    assert {answer.status_code for answer in answers} <= {200, 401}
    assert VREEMD not in "\n".join([*(answer.text for answer in answers), *LISTENER.lines[first:]])


def nested(pad: Sequence[str], value: Any) -> Any:
    """Claims in which ``value`` stands at ``pad``."""
    for key in reversed(pad):
        value = {key: value}
    return value


names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)
"""What a claim can be called in a file: YAML takes a control character for the end of a line."""

paths = st.lists(names, min_size=1, max_size=4).filter(
    lambda pad: pad[0] not in {*REGISTERED, *BEKENDE_CLAIMS, "realm_access", "sid"}
)


@settings(anything, max_examples=20)
@given(paths)
def test_a_number_is_found_where_the_configuration_says_and_nowhere_near(
    deur: Deur, eigen: Loket, pad: list[str]
) -> None:
    spreker = Spreker(replace(KEYCLOAK, eigen={"betrokkene": [{"type": "bsn", "pad": pad}]}), eigen)
    portaal = deur.toneel.portaal(deur.gemeenten, uitgevers=[uitgever_of(spreker)])

    def status(claims: Any) -> int:
        headers = {"Authorization": f"Bearer {spreker.token('ES256', wie=claims)}"}
        return portaal.client.get("/v1/zaken", headers=headers).status_code

    near = [nested([*pad, "x"], ANNA), nested(["x", *pad], ANNA), nested([*pad[:-1], f"{pad[-1]}x"], ANNA)]
    flat = [{".".join(pad): ANNA}] if len(pad) > 1 else []
    assert status(nested(pad, ANNA)) == 200
    assert [status(claims) for claims in near + flat] == [401] * len(near + flat)
