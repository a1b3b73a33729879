"""The service takes over another configuration, or stays as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from mijnzaken_bff.app import create_app
from tests.rooms.samenstel.transporten import Deaf, Made
from tests.rooms.settings.voorbeeld import Map, with_bronnen


class Silent(Deaf):
    """A transport over which one waits for ever."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


async def test_what_could_not_be_taken_over_takes_the_place_of_nothing_that_is_measured(map_: Map) -> None:
    made = Made(most=4, kind=Silent)  # one is for keys, and the third bron gets none
    settings = map_.settings(with_bronnen("waterdam"))
    other = map_.settings(with_bronnen("waterdam", "duinoord", "heuvelrijk", gelijktijdig=2))
    app = create_app(settings, make_transport=made)
    async with app.fastapi.router.lifespan_context(app.fastapi):
        await made.transports[1].asked.wait()  # by the canary

        with pytest.raises(FileNotFoundError):
            await app.take_over(other)

        shown = app.metrics().decode()
        assert app.settings is settings
        assert 'mijnzaken_bron_onderweg{bron="waterdam"} 1.0' in shown
        assert 'mijnzaken_bron_onderweg{bron="duinoord"}' not in shown
        assert 'mijnzaken_bron_onderweg{bron="heuvelrijk"}' not in shown


async def test_a_service_that_stops_takes_over_nothing_and_leaves_nothing_open(map_: Map) -> None:
    made = Made()
    app = create_app(map_.settings(with_bronnen("waterdam")), make_transport=made)
    async with app.fastapi.router.lifespan_context(app.fastapi):
        taken = asyncio.ensure_future(app.take_over(map_.settings(with_bronnen("duinoord", "heuvelrijk"))))
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="not running"):
        await taken

    assert len(made.transports) > 2
    assert set(made.closed()) == {1}
