"""What holds for every header whatsoever."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.caller import Caller
from mijnzaken_bff.identity.bekend import BEKENDE_CLAIMS
from mijnzaken_bff.identity.refusals import CallerForbidden, KeysUnavailable, StepUpRequired, TokenRejected
from tests.rooms.identity.issuer import ANNA, Broker, Door, broker_of, part
from tests.uitgevers import CORE, GDI, KVKNR, uitgever

REFUSALS = (TokenRejected, StepUpRequired, CallerForbidden, KeysUnavailable)
BROKER = Broker("digid")
SPOKEN = (
    ("nlgov",), ("nl-portal",), ("openzaak-realm",), ("signicat",),
    ("digid-eherkenning", "digid"), ("digid-eherkenning", "eherkenning"),
)  # fmt: skip
"""The samples in which somebody may act for somebody else."""
SIGNED = BROKER.claims()

anything = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(ANNA),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
claim_names = st.sampled_from([*SIGNED, "nbf", "azp", "client_id", "cnf", "scope", "typ", "act", "nonce"])


async def outcome(values, broker=BROKER):
    """What comes out of the door, and that it says nothing it should not."""
    try:
        return await Door(broker).verifier.verify(values)
    except REFUSALS as refusal:
        told = f"{refusal!s}{refusal!r}{refusal.args}{vars(refusal)}{refusal.__cause__!r}{refusal.__context__!r}"
        assert ANNA not in told
        return refusal


@anything
@given(st.lists(st.text() | st.text().map("Bearer {}".format), max_size=3))
async def test_no_header_whatsoever_gets_in_or_breaks_the_door(values):
    assert isinstance(await outcome(values), TokenRejected)


@anything
@given(st.binary(max_size=60) | json_values, st.binary(max_size=60) | json_values, st.binary(min_size=1, max_size=60))
async def test_no_three_parts_whatsoever_get_in_or_break_the_door(header, payload, signature):
    token = f"{part(header)}.{part(payload)}.{part(signature)}"

    assert isinstance(await outcome([f"Bearer {token}"]), TokenRejected)


@anything
@given(st.dictionaries(claim_names, json_values, max_size=4))
async def test_no_claims_that_an_issuer_signs_break_the_door(changes):
    result = await outcome([f"Bearer {BROKER.token('ES256', **changes)}"])

    assert isinstance(result, Caller | TokenRejected | StepUpRequired | CallerForbidden)
    assert ANNA not in repr(result)


@anything
@given(st.dictionaries(st.sampled_from(["kid", "typ", "jku", "crit", "x"]) | st.text(), json_values, max_size=4))
async def test_no_header_that_an_issuer_signs_breaks_the_door(members):
    header = {"kid": "digid-EC", "typ": "at+jwt", **members}

    token = BROKER.sign(SIGNED, "ES256", members=header)

    assert isinstance(await outcome([f"Bearer {token}"]), Caller | TokenRejected)


REPRESENTING = [broker_of(uitgever(*name)) for name in SPOKEN]
about_people = st.sampled_from(
    [
        *(
            "represents",
            "sub",
            "sub_id_type",
            "aanvrager",
            "gemachtigde",
            "bsn",
            "kvk",
            "gemachtigde.bsn",
            "aanvrager.bsn",
        ),
        *("acting_nin", "nin", "nin_issuing_country", "sel_uid", "namequalifier"),
        *(f"{GDI}:LegalSubjectID", f"{GDI}:ActingSubjectID", f"{CORE}:LegalSubjectID"),
    ]
)
numbers = st.sampled_from([ANNA, "999990020", "90004760", "x", f"{GDI}:id:BSN", f"{GDI}:id:KvKnr", KVKNR])
about = st.recursive(
    numbers | json_values, lambda inner: st.dictionaries(about_people, inner, max_size=3), max_leaves=8
)


@anything
@given(st.sampled_from(REPRESENTING), st.dictionaries(about_people, about, max_size=5))
async def test_no_claims_about_people_break_the_door_of_any_dialect(broker, claims):
    signed = {"bsn": ..., **claims}

    result = await outcome([f"Bearer {broker.token('ES256', **signed)}"], broker)

    assert isinstance(result, Caller | TokenRejected | StepUpRequired | CallerForbidden)
    assert ANNA not in repr(result)
    if isinstance(result, Caller) and result.handelende is not None:
        assert result.handelende != result.betrokkene


@anything
@given(
    st.sampled_from(BEKENDE_CLAIMS) | st.builds("{}.{}".format, st.sampled_from(["act", "gemachtigde"]), st.text()),
    json_values.filter(lambda value: value is not None),
)
async def test_nothing_that_may_be_representation_gets_in_where_none_is_read(claim, value):
    result = await outcome([f"Bearer {BROKER.token('ES256', **{claim: value})}"])

    assert not isinstance(result, Caller)


async def test_a_caller_prints_without_what_an_issuer_wrote():
    assert ANNA not in repr(await outcome([f"Bearer {BROKER.token(azp=ANNA)}"]))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"azp": ANNA},
        {"exp": 1},
        {"aud": "x"},
        {"acr": "x"},
        {"act": {"sub": ANNA}},
        {"kvk": ANNA},
        {"bsn": [ANNA, ANNA]},
    ],
)
async def test_no_log_line_holds_a_number_or_a_token(caplog, changes):
    caplog.set_level(logging.DEBUG)
    token = BROKER.token(**changes)

    await outcome([f"Bearer {token}"])

    told = "".join(str(vars(record)) for record in caplog.records)
    assert "keys_fetched" in told
    assert ANNA not in told
    assert token.split(".")[2] not in told
