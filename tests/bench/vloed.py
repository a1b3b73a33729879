"""A flood of bad tokens, poured from a process of its own: what it costs to pour must not weigh on who is measured."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Final

import aiohttp

_WITHIN: Final = 30.0
"""Seconds in which the process starts or stops; far more than either takes."""


@contextmanager
def flooding(url: str, tokens: Sequence[str], per_second: int) -> Iterator[list[int]]:
    """Ask ``url`` so often with these tokens in turn, as long as the block runs.

    Gives a list that holds, once the block has ended, every status that came back.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process: Any = context.Process(target=_pour, args=(url, list(tokens), per_second, theirs), daemon=True)
    process.start()
    theirs.close()
    statuses: list[int] = []
    try:
        if not ours.poll(_WITHIN):
            raise RuntimeError("the flood does not start")
        ours.recv()
        yield statuses
        ours.send(None)
        if not ours.poll(_WITHIN):
            raise RuntimeError("the flood does not stop")
        statuses += ours.recv()
    finally:
        ours.close()
        process.join(_WITHIN)
        process.close()


def _pour(url: str, tokens: list[str], per_second: int, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send(asyncio.run(_poured(url, tokens, per_second, pipe)))


async def _poured(url: str, tokens: list[str], per_second: int, pipe: Connection) -> list[int]:
    statuses: list[int] = []
    asked: set[asyncio.Task[None]] = set()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(pipe.fileno(), stop.set)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50)) as session:

        async def ask(token: str) -> None:
            async with session.get(url, headers={"Authorization": f"Bearer {token}"}) as answer:
                statuses.append(answer.status)

        turn = itertools.cycle(tokens)
        begin = time.perf_counter()
        pipe.send("pouring")
        for tick in itertools.count(1):
            task = asyncio.create_task(ask(next(turn)))
            asked.add(task)
            task.add_done_callback(asked.discard)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), max(0.0, begin + tick / per_second - time.perf_counter()))
                break
        loop.remove_reader(pipe.fileno())
        await asyncio.gather(*asked)
    return statuses
