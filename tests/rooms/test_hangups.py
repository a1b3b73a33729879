"""SIGHUP: kept until somebody looks, and never the end."""

from __future__ import annotations

import asyncio
import os
import signal

from mijnzaken_bff.serving.hangups import Hangups


def hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


async def test_those_that_came_before_anybody_looked_are_one_wish() -> None:
    hangups = Hangups()
    with hangups.taken():
        hang_up()
        hang_up()

        assert await hangups.within(0)
        assert not await hangups.within(0)


async def test_one_that_comes_meanwhile_ends_the_wait() -> None:
    hangups = Hangups()
    with hangups.taken():
        async with asyncio.timeout(5):
            for _ in range(2):
                asyncio.get_running_loop().call_soon(hang_up)
                assert await hangups.within(60)


def test_afterwards_the_signal_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGHUP)

    with Hangups().taken():
        assert signal.getsignal(signal.SIGHUP) is not before

    assert signal.getsignal(signal.SIGHUP) is before
