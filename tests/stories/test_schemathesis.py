"""The contract against the running demo: whatever is sent, no 500, and every answer as the contract promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
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

CONFIG: dict[str, Any] = {
    "seed": 20261123,
    "generation": {"mode": "all", "deterministic": True, "max-examples": 60},
}

LONGEST_URL = 65_535
"""In bytes, host included. A longer one is refused by the server with a 400 of its own, before it reaches us."""

schema = from_dict(published_contract(), config=SchemathesisConfig.from_dict(CONFIG))


@pytest.fixture(scope="module")
def demo() -> Iterator[Opstelling]:
    """The demo as it is, but for its slow gemeente, which would cost a second and a half each time."""
    opstelling = Opstelling.start()
    opstelling.gemeenten["voorbeeldstad"].fault = Fault()
    try:
        yield opstelling
    finally:
        opstelling.close()


def put(case: Case, demo: Opstelling, headers: dict[str, str] | None = None) -> None:
    """Send ``case``, and check the answer in every respect that the contract speaks of."""
    answer = case.call(f"{demo.adres}/v1", headers=headers)
    if len(answer.request.url or "") > LONGEST_URL:
        assert answer.status_code == 400
    else:
        case.validate_response(answer, headers=headers, excluded_checks=switched_off(case))


def switched_off(case: Case) -> list[CheckFunction]:
    """The check that would ask what no schema can tell: which cursors were given out, and which bronnen there are."""
    return [positive_data_acceptance] if {"cursor", "bron"} & set(case.query or {}) else []


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_who_logged_in_is_as_the_contract_says(case: Case, demo: Opstelling) -> None:
    put(case, demo, {"Authorization": f"Bearer {demo.token(ANNA)}"})


@schema.parametrize()
@settings(deadline=None)
def test_every_answer_to_somebody_without_a_token_is_as_the_contract_says(case: Case, demo: Opstelling) -> None:
    put(case, demo)
