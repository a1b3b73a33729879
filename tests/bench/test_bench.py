"""The bench itself works. How fast anything is, no test says."""

from __future__ import annotations

import json

import pytest

from tests.bench.report import as_json, table
from tests.bench.trials import run
from tests.lekken import leaks

KEYS = {
    "vragen",
    "overzicht_vol",
    "overzicht_leeg",
    "transport_AiohttpTransport",
    "transport_AsyncHTTPTransport",
    "transport_AsyncClient",
    "wandtijd",
}


async def test_the_bench_measures_everything_over_two_bronnen(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = await run((2,), rounds=1, calls_a_round=2, wall_rounds=1, waits=(0.0, 0.01))

    assert {outcome.key for outcome in outcomes} == KEYS
    assert all(outcome.value > 0 for outcome in outcomes if outcome.key != "wandtijd")
    assert next(outcome for outcome in outcomes if outcome.key == "vragen").met
    assert {one["key"] for one in json.loads(as_json(outcomes))["uitkomsten"]} == KEYS
    assert not leaks(table(outcomes) + capsys.readouterr().err)
