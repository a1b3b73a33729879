"""The contract against the demo behind the real server: whatever is sent, no 500, and every answer as promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from hypothesis import settings
from schemathesis import Case
from schemathesis.checks import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import positive_data_acceptance

from mijnzaken_bff.app import published_contract
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.opstelling import Opstelling
from mijnzaken_bff.demo.wereld import ANNA
from tests.stories.portaal import RUIM
from tests.stories.proces import serving

CONFIG: dict[str, Any] = {
    "seed": 20261123,
    "generation": {"mode": "all", "deterministic": True, "max-examples": 60},
}

schema = from_dict(published_contract(), config=SchemathesisConfig.from_dict(CONFIG))


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
    case.call_and_validate(dienst.adres, headers=headers, excluded_checks=switched_off(case))


def switched_off(case: Case) -> list[CheckFunction]:
    """The check that would ask what no schema can tell: which cursors were given out, and which bronnen there are."""
    return [positive_data_acceptance] if {"cursor", "bron"} & set(case.query or {}) else []


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_who_logged_in_is_as_the_contract_says(case: Case, dienst: Dienst) -> None:
    put(case, dienst, {"Authorization": f"Bearer {dienst.token}"})


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_without_a_token_is_as_the_contract_says(case: Case, dienst: Dienst) -> None:
    put(case, dienst)
