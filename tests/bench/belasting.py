"""Many who ask, from a process of its own: what it costs to ask must not weigh on who is measured."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

import aiohttp

from tests.bench.server import more_files

LEFT: Final = 0
"""The status of an answer for which nobody waited."""
BROKEN: Final = -1
"""The status where the connection failed, or nothing came within ``_AT_MOST``."""

_AT_MOST: Final = 30.0
_STOPPED_WITHIN: Final = 30.0
_SOON: Final = 0.015
"""Seconds after which those who leave do so: amid the questions to the bronnen."""
_WHOLE: Final = b'"volledig":true'


@dataclass(frozen=True, slots=True, repr=False)
class Load:
    """Who asks what, and how often. Everybody asks in turn, until the seconds are over."""

    url: str
    tokens: Sequence[str]
    seconds: float = 0.0
    at_once: int = 0
    """Closed: so many ask, each again as soon as there is an answer."""
    per_second: float = 0.0
    """Open: so many ask every second, whatever becomes of those before them."""
    each: int = 0
    """Closed, and not by the clock: until everybody asked so often."""
    leaves: int = 0
    """Every so manieth does not wait for the answer; 0 is nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: when it was asked, in seconds after the first, how long it took, and what came."""

    at: float
    seconds: float
    status: int
    whole: bool
    """Whether the answer says that every bron answered."""


Pour = Callable[[Load], Awaitable[list[Asked]]]


@asynccontextmanager
async def askers() -> AsyncIterator[Pour]:
    """Pours a load out of another process, one after the other; each gives every question in the order of asking."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process: Any = context.Process(target=_live, args=(theirs,), daemon=True)
    process.start()
    theirs.close()

    async def pour(load: Load) -> list[Asked]:
        ours.send(load)
        told: list[Asked] = await asyncio.to_thread(ours.recv)
        return told

    try:
        yield pour
    finally:
        ours.close()
        await asyncio.to_thread(process.join, _STOPPED_WITHIN)
        if process.is_alive():
            process.terminate()


def quantile(asked: Sequence[Asked], part: float) -> float:
    """Within how many seconds such a part of these was answered; 0 of none."""
    taken = sorted(one.seconds for one in asked)
    return taken[min(len(taken) - 1, int(part * len(taken)))] if taken else 0.0


def _live(pipe: Connection) -> None:
    """The whole life of the process: until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    more_files()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(asyncio.run(_poured(pipe.recv())))


async def _poured(load: Load) -> list[Asked]:
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(_AT_MOST)
    ) as session:
        turn = itertools.count()
        begin = time.perf_counter()

        async def ask() -> Asked:
            number = next(turn)
            asked = time.perf_counter()
            status, whole = await _answer(session, load, number)
            return Asked(asked - begin, time.perf_counter() - asked, status, whole)

        if load.per_second:
            return await _open(ask, load, begin)
        return await _closed(ask, load, begin)


async def _answer(session: aiohttp.ClientSession, load: Load, number: int) -> tuple[int, bool]:
    headers = {"Authorization": f"Bearer {load.tokens[number % len(load.tokens)]}"}
    leaves = bool(load.leaves) and number % load.leaves == load.leaves - 1
    try:
        async with asyncio.timeout(_SOON if leaves else None), session.get(load.url, headers=headers) as answer:
            body = await answer.read()
            return answer.status, _WHOLE in body
    except TimeoutError:
        return (LEFT if leaves else BROKEN), False
    except aiohttp.ClientError:
        return BROKEN, False


async def _closed(ask: Callable[[], Awaitable[Asked]], load: Load, begin: float) -> list[Asked]:
    told: list[Asked] = []
    left = iter(range(load.each * len(load.tokens)))

    async def again() -> None:
        while next(left, None) is not None if load.each else time.perf_counter() < begin + load.seconds:
            told.append(await ask())

    await asyncio.gather(*(again() for _ in range(load.at_once)))
    return sorted(told, key=lambda one: one.at)


async def _open(ask: Callable[[], Awaitable[Asked]], load: Load, begin: float) -> list[Asked]:
    asked: list[asyncio.Task[Asked]] = []
    for moment in _moments(load, begin):
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        asked.append(asyncio.ensure_future(ask()))
    return await asyncio.gather(*asked)


def _moments(load: Load, begin: float) -> Iterator[float]:
    return (begin + number / load.per_second for number in range(int(load.per_second * load.seconds)))
