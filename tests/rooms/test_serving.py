"""How the process behaves that serves: the garbage collector leaves alone what is there for good."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from mijnzaken_bff import serving
from mijnzaken_bff.serving import spare_the_collector


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_for_good_is_left_alone_and_the_rest_is_looked_at_less_often() -> None:
    usual = gc.get_threshold()[0]

    spare_the_collector()

    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] > usual
    assert gc.isenabled()


def test_settling_down_again_keeps_no_garbage_for_good() -> None:
    class Loop:
        def __init__(self) -> None:
            self.me = self

    spare_the_collector()
    frozen = gc.get_freeze_count()
    for _ in range(500):
        Loop()

    spare_the_collector()

    assert gc.get_freeze_count() < frozen + 500


async def test_a_server_settles_down_once_it_has_started() -> None:
    front = serving._Front(serving._config(Starlette(), "127.0.0.1", 0))
    serves = asyncio.create_task(front.serve())
    while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)

    settled = gc.get_freeze_count()
    front.should_exit = True
    await serves

    assert settled > 1000
