"""What the door holds against: the rows of the threat model that speak of time or memory, over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import math
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import uuid4

import aiohttp

from tests.bench.deurwacht import Deur, open_deur
from tests.bench.outcome import Outcome, Part
from tests.bench.plan import Plan
from tests.bench.stad import NO_LIMITS
from tests.bench.stage import progress
from tests.bench.vloed import flooding

BAD_PER_SECOND: Final = 500
GOAL_FLOOD: Final = 2.0
GOAL_REFUSED: Final = 5.0
GOAL_FULL: Final = 20.0
GOAL_LEFT: Final = 250.0
GOAL_BOMB: Final = 5.0

_CEILING: Final = 8
_BOMB: Final = 64 * 1024 * 1024

BadTokens = Callable[[Deur], Iterator[str]]


async def door(plan: Plan) -> list[Outcome]:
    """Every measurement of the door."""
    progress("de deur: slechte tokens, te grote tokens, weglopen, een gzip-bom, te veel tegelijk")
    # Nothing turns a flood away before the door has looked at it: the worst that can be asked of it.
    async with open_deur(grenzen=NO_LIMITS) as deur:
        outcomes = [
            await _flood(deur, plan, "deur_kids", "verzonnen kid", _odd_kids),
            await _flood(deur, plan, "deur_vervalst", "valse handtekening", _forged),
            await _refused(deur, plan),
            await _left(deur, plan),
            await _bomb(deur),
        ]
    async with open_deur(grenzen=NO_LIMITS | {"tegelijk": _CEILING}) as deur:
        return [*outcomes, await _full(deur, plan)]


async def _flood(deur: Deur, plan: Plan, key: str, kind: str, bad: BadTokens) -> Outcome:
    """How long 95 % of good requests take at most, with a flood of bad tokens beside them against without (T11, T15).

    The register answers at once: whatever the door takes is seen.
    """
    quiet: list[float] = []
    flooded: list[float] = []
    for _ in range(plan.door_rounds):
        quiet.append(await _p95(deur, plan))
        with flooding(
            f"{deur.adres}/v1/zaken", list(itertools.islice(bad(deur), BAD_PER_SECOND)), BAD_PER_SECOND
        ) as statuses:
            flooded.append(await _p95(deur, plan))
        # 503: so many callers waited for a look at the keys of the issuer that this one was not let in beside them.
        crowded = {503} & set(statuses) if bad is _odd_kids else set()
        _only({401} | crowded, *statuses)
    return Outcome(
        key,
        f"wachttijd (95 %) bij {BAD_PER_SECOND} tokens/s met {kind}, tegen zonder",
        1,
        statistics.median(one / other for one, other in zip(flooded, quiet, strict=True)),
        "x",
        Part.DEUR,
        goal=GOAL_FLOOD,
        told=f"{statistics.median(flooded) * 1000:.1f} tegen {statistics.median(quiet) * 1000:.1f} ms",
        raw={"vloed": flooded, "rust": quiet},
    )


async def _p95(deur: Deur, plan: Plan) -> float:
    token = deur.token()
    taken = []
    for _ in range(plan.door_requests):
        status, seconds = await deur.ask(token)
        _only({200}, status)
        taken.append(seconds)
    return sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


def _odd_kids(deur: Deur) -> Iterator[str]:
    """Good tokens but for their kid, each another."""
    _, payload, signature = deur.token().split(".")
    while True:
        header = deur.encoded({"alg": "RS256", "typ": "at+jwt", "kid": str(uuid4())})
        yield f"{header}.{payload}.{signature}"


def _forged(deur: Deur) -> Iterator[str]:
    """Tokens with a signature that must be computed to see that it is none."""
    header, payload, signature = deur.token().split(".")
    other = signature[:-4] + ("AAAA" if signature[-4:] != "AAAA" else "BBBB")
    while True:
        yield f"{header}.{payload}.{other}"


async def _refused(deur: Deur, plan: Plan) -> Outcome:
    """How long the refusal of a token takes that is just too large (T15)."""
    token = f"{deur.token()}{'A' * 8192}"
    taken = []
    for _ in range(plan.door_requests):
        status, seconds = await deur.ask(token)
        _only({401}, status)
        taken.append(seconds)
    return _clocked("deur_te_groot", "een te groot token geweigerd na", taken, GOAL_REFUSED)


async def _left(deur: Deur, plan: Plan) -> Outcome:
    """How long after a caller left the question to the bron ends (F47)."""
    token = deur.token()
    taken = []
    deur.omgeving.hangs = True
    for _ in range(plan.door_rounds):
        asking = asyncio.create_task(deur.ask(token))
        await _until(lambda: deur.omgeving.waiting == 1)
        left = time.perf_counter()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await _until(lambda: deur.omgeving.waiting == 0)
        taken.append(deur.omgeving.broken[-1] - left)
    deur.omgeving.hangs = False
    return _clocked("deur_weg", "de vrager loopt weg: de vraag aan de bron stopt na", taken, GOAL_LEFT)


async def _bomb(deur: Deur) -> Outcome:
    """How much memory more it takes to refuse a JWKS that unpacks to 64 MB (T13)."""
    keys, fetched = deur.omgeving.keys, deur.omgeving.keys_fetched
    before = deur.process.peak
    deur.omgeving.keys = gzip.compress(b" " * _BOMB)
    deur.omgeving.keys_headers = b"Content-Encoding: gzip\r\n"
    token = deur.token()
    await _until(lambda: deur.omgeving.keys_fetched >= fetched + 2, lambda: deur.ask(token))
    deur.omgeving.keys, deur.omgeving.keys_headers = keys, b""
    more = (deur.process.peak - before) / 1e6
    return Outcome(
        "deur_bom",
        "geheugen erbij voor een JWKS die uitpakt tot 64 MB",
        1,
        more,
        "MB",
        Part.DEUR,
        goal=GOAL_BOMB,
        told=f"de piek was {before / 1e6:.0f} MB",
        raw={"erbij": [more]},
    )


async def _full(deur: Deur, plan: Plan) -> Outcome:
    """How quickly a request is turned away when as many are being answered as may be (T62)."""
    token = deur.token()
    deur.omgeving.hangs = True
    async with aiohttp.ClientSession() as others:
        hanging = [asyncio.create_task(_hang(others, deur, token)) for _ in range(_CEILING)]
        await _until(lambda: deur.omgeving.waiting == _CEILING)
        taken = []
        for _ in range(plan.door_requests):
            status, seconds = await deur.ask(token)
            _only({503}, status)
            taken.append(seconds)
        for one in hanging:
            one.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
    deur.omgeving.hangs = False
    return _clocked("deur_vol", f"bij {_CEILING} van {_CEILING} onderweg: afgewezen na", taken, GOAL_FULL)


async def _hang(session: aiohttp.ClientSession, deur: Deur, token: str) -> None:
    async with session.get(f"{deur.adres}/v1/zaken", headers={"Authorization": f"Bearer {token}"}) as answer:
        await answer.read()


def _clocked(key: str, what: str, taken: list[float], goal: float) -> Outcome:
    told = f"meest {max(taken) * 1000:.1f} ms, {len(taken)} keer"
    value = statistics.median(taken) * 1000
    return Outcome(key, what, 1, value, "ms", Part.DEUR, goal=goal, told=told, raw={"seconden": taken})


async def _until(reached: Callable[[], bool], meanwhile: Callable[[], Any] | None = None) -> None:
    """Wait for it, ten seconds at most."""
    async with asyncio.timeout(10):
        while not reached():
            if meanwhile is not None:
                await meanwhile()
            await asyncio.sleep(0.001)


def _only(wanted: set[int], *statuses: int) -> None:
    """Whether these are what is measured."""
    if set(statuses) != wanted:
        raise RuntimeError(f"not what was meant to be measured: {sorted(set(statuses))} and not {sorted(wanted)}")
