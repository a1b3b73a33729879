"""The bench itself works. How fast anything is, no test says."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import httpx
import pytest

from tests.bench.outcome import of_key
from tests.bench.plan import Plan
from tests.bench.plot import draw
from tests.bench.plot_duur import draw_goodput
from tests.bench.register_time import CATALOGUE, charged
from tests.bench.report import as_json, details, tables
from tests.bench.server import Counts, Recorded, Register, Servers
from tests.bench.trials import run
from tests.lekken import leaks

TRANSPORTS = ("onze AiohttpTransport", "httpx-aiohttp", "httpx AsyncHTTPTransport")
KEYS = {
    "vragen",
    "overzicht_vol",
    "overzicht_leeg",
    "stroom_vol",
    "stroom_leeg",
    "wandtijd",
    "registertijd",
    "registertijd_catalogus",
    "hangend",
    "deur_kids",
    "deur_vervalst",
    "deur_te_groot",
    "deur_weg",
    "deur_bom",
    "deur_vol",
    "detail_vragen",
    "detail_wandtijd",
    "document_doorvoer",
    "document_geheugen",
    "onthouden",
    "geheugen",
    "geheugen_python",
    "goodput",
    "goodput_traagst",
    "goodput_nee",
    "herstel",
    "transport_httpx AsyncClient",
    *(f"transport_{name}" for name in TRANSPORTS),
    *(f"overzicht_vol_{name}" for name in TRANSPORTS),
    *(f"overzicht_leeg_{name}" for name in TRANSPORTS),
}
MAY_BE_NOTHING = {"wandtijd", "deur_bom", "geheugen", "document_geheugen", "goodput"}
TWO = Plan(
    sizes=(2,),
    clock_sizes=(2,),
    hanging=(1,),
    rounds=1,
    calls=4,
    clock_rounds=1,
    hanging_rounds=1,
    least=0.0,
    most=0.01,
    deadline=1.0,
    door_rounds=1,
    door_requests=5,
    load_rounds=1,
    load_seconds=0.2,
    people=3,
    multiples=(10,),
    overload_seconds=0.5,
    detail_rounds=1,
    document_rounds=1,
    document_bytes=1_000_000,
)


async def test_the_bench_measures_and_draws_everything_over_two_bronnen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "matplotlib")  # it tells of every font that it does not take
    outcomes = await run(TWO)
    draw(outcomes, tmp_path / "snelheid.png")
    draw_goodput(outcomes, tmp_path / "goodput.png")

    assert {outcome.key for outcome in outcomes} == KEYS
    assert all(outcome.value > 0 for outcome in outcomes if outcome.key not in MAY_BE_NOTHING)
    assert of_key(outcomes, "vragen")[0].met
    assert of_key(outcomes, "detail_vragen")[0].met
    assert {one["key"] for one in json.loads(as_json(outcomes))["uitkomsten"]} == KEYS
    assert all(f"| {outcome.what} " in tables(outcomes) for outcome in outcomes)
    assert not leaks(tables(outcomes) + details(outcomes) + capsys.readouterr().err)
    assert _ink(tmp_path / "snelheid.png") > 0.01
    assert _ink(tmp_path / "goodput.png") > 0.005


@pytest.mark.parametrize(("extra", "measured"), [((), 400), (CATALOGUE, 1159)])
def test_the_time_in_the_register_comes_near_what_was_measured(extra: tuple[str, ...], measured: int) -> None:
    # Two rollen a zaak and two of five zaken with a resultaat, as in the register that was measured.
    page = [
        {"zaaktype": "z", "status": "s", "resultaat": "r" if n % 5 < 2 else None, "rollen": [1, 2]} for n in range(20)
    ]

    assert charged(page, ("status", "resultaat", "rollen", *extra)) == pytest.approx(measured, rel=0.15)


async def test_a_register_of_the_bench_answers_a_list_too() -> None:
    zaken = Recorded((("Content-Type", "application/json"),), b'{"results": []}')
    with Servers([Register("lijst", "001117518")], {"lijst": {"/zaken/api/v1/zaken?page=1": zaken}}) as servers:
        async with httpx.AsyncClient(base_url=servers.bases[0], trust_env=False) as client:
            answer = await client.get("/zaken/api/v1/zaken?page=1")

        assert answer.json() == {"results": []}
        assert servers.counts() == [Counts(searches=1)]


def _ink(path: Path) -> float:
    """Which part of a PNG is not white."""
    from matplotlib.image import imread  # noqa: PLC0415 - heavy, and no other test needs it

    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    return float((imread(path)[:, :, :3] < 0.9).any(axis=2).mean())
