"""The contract against the demo behind the real server: whatever is sent, no 500, and every answer as promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import yaml
from hypothesis import settings
from jsonschema import Draft202012Validator
from schemathesis import Case, Response
from schemathesis.checks import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import positive_data_acceptance, response_schema_conformance

from mijnzaken_bff.app import published_contract
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import ANNA
from tests.stories.portaal import RUIM
from tests.stories.proces import serving
from tests.stories.stroom import Volger

CONFIG: dict[str, Any] = {
    "seed": 20261123,
    "generation": {"mode": "all", "deterministic": True, "max-examples": 60},
}

CONTRACT = published_contract()
BERICHT = Draft202012Validator(
    {"$ref": "#/components/schemas/StroomBericht", "components": CONTRACT["components"]},
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)

schema = from_dict(CONTRACT, config=SchemathesisConfig.from_dict(CONFIG))


@dataclass(frozen=True)
class Dienst:
    """The service as a process of its own, asked by Anna."""

    adres: str
    token: str


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dienst]:
    """``serve`` on the configuration of the demo, but that nobody is too slow and nobody asks too often.

    Hundreds of questions come. What it logged meanwhile holds no number and no bug.
    """
    demo = Opstelling.start()
    demo.loopback.stop(demo.adres)  # nobody asks it, and it draws lots in this process, which Hypothesis takes amiss
    try:
        demo.gemeenten["voorbeeldstad"].fault = Fault()
        configuratie = {**yaml.safe_load(demo.configuratie), "dienst": {"grenzen": RUIM}}
        with serving(tmp_path_factory.mktemp("schemathesis"), configuratie) as proces:
            yield Dienst(f"{proces.adres}/v1", demo.token(ANNA))
    finally:
        demo.close()
    events = [event["event"] for event in proces.events()]
    assert events.count("request_answered") > 100
    assert not {"request_crashed", "background_crashed"} & set(events)


def put(case: Case, dienst: Dienst, headers: dict[str, str] | None = None) -> None:
    """Send ``case``, and check the answer in every respect that the contract speaks of."""
    answer = case.call(dienst.adres, headers=headers)
    streams = answer.headers.get("content-type", [""])[0].startswith("text/event-stream")
    case.validate_response(
        answer,
        headers=headers,
        excluded_checks=switched_off(case, streams=streams),
        transport_kwargs={"base_url": dienst.adres, **({"headers": headers} if headers else {})},
    )
    if streams:
        follow(answer)


def switched_off(case: Case, *, streams: bool) -> list[CheckFunction]:
    """What no schema can tell: which cursors were given out, which bronnen there are, and what an event is.

    The schema of a stream is that of the ``data`` of an event, as generated clients read it. Schemathesis holds it
    against the event around that.
    """
    off = [positive_data_acceptance] if {"cursor", "bron"} & set(case.query or {}) else []
    return [*off, response_schema_conformance] if streams else off


def follow(answer: Response) -> None:
    """Hold every message of a stream against its schema. The last one says how it ended, and no other does."""
    berichten = list(Volger(httpx.Response(200, content=answer.content)))
    for bericht in berichten:
        BERICHT.validate(bericht)
    assert [bericht["soort"] == "bron" for bericht in berichten] == [True] * (len(berichten) - 1) + [False]


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_who_logged_in_is_as_the_contract_says(case: Case, dienst: Dienst) -> None:
    put(case, dienst, {"Authorization": f"Bearer {dienst.token}"})


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_without_a_token_is_as_the_contract_says(case: Case, dienst: Dienst) -> None:
    put(case, dienst)
