"""What one zaak with everything on it costs, and a document of it: over HTTP, all in processes of their own."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp

from tests.bench.dienstproces import Dienst, serving
from tests.bench.dossierproces import DOCUMENTEN, Dossier, running_dossier
from tests.bench.outcome import Outcome, Part
from tests.bench.plan import Plan
from tests.bench.service import FORGETFUL, Place, tree_on
from tests.bench.stad import NO_LIMITS
from tests.bench.stage import progress

GOAL_DETAIL_CALLS: Final = 7.0
"""The proof, statussen, substatussen, besluiten, the documents of the besluit, all documents, and the hoofdzaak."""
GOAL_DOCUMENT_MEMORY: Final = 20.0
AT_ONCE: Final = 4
"""So many documents are fetched together, and one more of which nothing is read."""
SLOW_SECONDS: Final = 0.3
_BRON: Final = "proef"


@dataclass(frozen=True, slots=True)
class _Loket:
    """The service before the gemeente, and somebody who asks it."""

    dienst: Dienst
    dossier: Dossier
    session: aiohttp.ClientSession

    @property
    def zaak(self) -> str:
        return f"{self.dienst.adres}/v1/zaken/{_BRON}-{self.dossier.zaak}"

    @property
    def inhoud(self) -> str:
        return f"{self.zaak}/documenten/{self.dossier.document}/inhoud"

    async def detail(self) -> float:
        """How long the zaak takes, in seconds. Raises when anything of it is missing."""
        begin = time.perf_counter()
        async with self.session.get(self.zaak, headers=_with(self.dossier.token)) as answer:
            told = await answer.json()
        taken = time.perf_counter() - begin
        if answer.status != 200 or not told["volledig"] or len(told["documenten"]) != DOCUMENTEN + 1:
            raise RuntimeError(f"not what was meant to be measured: {answer.status}")
        return taken

    async def fetch(self, url: str, token: str) -> float:
        """How long the document takes, in seconds. Raises when not all of it comes."""
        came, begin = 0, time.perf_counter()
        async with self.session.get(url, headers=_with(token)) as answer:
            async for piece in answer.content.iter_any():
                came += len(piece)
        if (answer.status, came) != (200, self.dossier.bytes):
            raise RuntimeError(f"not what was meant to be measured: {answer.status}, {came} bytes")
        return time.perf_counter() - begin


async def dossier(plan: Plan) -> list[Outcome]:
    """Everything about one zaak."""
    progress(
        f"één zaak met alles erbij, {plan.detail_rounds} keer, en een document van {plan.document_bytes // 10**6} MB"
    )
    async with _loket(plan) as loket:
        await loket.detail()
        return [
            await _calls(loket),
            await _clocked(loket, plan),
            *await _room(loket),
            await _through(loket, plan),
        ]


@asynccontextmanager
async def _loket(plan: Plan) -> AsyncIterator[_Loket]:
    with running_dossier(plan.document_bytes) as running:
        place = Place(_BRON, "Gemeente Proef", "001117518", running.basis)
        tree = tree_on([place], 4.0, FORGETFUL, jwks_url=running.jwks_url)
        tree["uitgevers"][0]["issuer"] = running.issuer
        tree["bronnen"][0]["documenten"] = [{"url": f"{running.basis}/documenten/api/v1/"}]
        tree["bronnen"][0]["besluiten"] = {"url": f"{running.basis}/besluiten/api/v1/"}
        grenzen = {**NO_LIMITS, "downloadsPerBetrokkene": AT_ONCE + 1}
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        async with serving(tree, grenzen=grenzen) as dienst, aiohttp.ClientSession(timeout=timeout) as session:
            yield _Loket(dienst, running, session)


async def _calls(loket: _Loket) -> Outcome:
    """How many calls the detail takes with a warm catalogue, counted by the gemeente."""
    loket.dossier.slowly(0)
    await loket.detail()
    asked = loket.dossier.asked()
    return Outcome(
        "detail_vragen",
        "vragen voor een zaak met alles erbij",
        1,
        float(asked.total()),
        "vragen",
        Part.DOSSIER,
        goal=GOAL_DETAIL_CALLS,
        told=", ".join(f"{api} {number}" for api, number in sorted(asked.items())),
    )


async def _clocked(loket: _Loket, plan: Plan) -> Outcome:
    """How much longer the detail takes than its slowest part, which is the last that is asked. The median decides."""
    loket.dossier.slowly(SLOW_SECONDS)
    taken = [await loket.detail() for _ in range(plan.detail_rounds)]
    loket.dossier.slowly(0)
    quick = [await loket.detail() for _ in range(plan.detail_rounds)]
    slow, least = statistics.median(taken) * 1000, statistics.median(quick) * 1000
    return Outcome(
        "detail_wandtijd",
        f"wandtijd boven het traagste onderdeel ({SLOW_SECONDS * 1000:.0f} ms)",
        1,
        slow - SLOW_SECONDS * 1000,
        "ms",
        Part.DOSSIER,
        told=f"{slow:.1f} ms; zonder traag onderdeel {least:.1f} ms",
        raw={"traag": taken, "vlot": quick},
    )


async def _through(loket: _Loket, plan: Plan) -> Outcome:
    """Bytes each second through the service, against those straight from the register, in turn."""
    running = loket.dossier
    ways = {"dienst": (loket.inhoud, running.token), "rechtstreeks": (running.download, running.download_token)}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(plan.document_rounds):
        for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
            taken[name].append(await loket.fetch(*ways[name]))
    rates = {name: running.bytes / statistics.median(seconds) / 1e6 for name, seconds in taken.items()}
    return Outcome(
        "document_doorvoer",
        "doorvoer van een document, tegen rechtstreeks uit het register",
        1,
        statistics.median(other / ours for ours, other in zip(taken["dienst"], taken["rechtstreeks"], strict=True)),
        "x",
        Part.DOSSIER,
        at_least=True,
        told=f"{rates['dienst']:.0f} tegen {rates['rechtstreeks']:.0f} MB/s; {running.bytes / 1e6:.0f} MB",
        raw=taken,
    )


async def _room(loket: _Loket) -> list[Outcome]:
    """How much memory more it takes than before any document, with one, and with several and one that nobody reads."""
    before, outcomes = loket.dienst.process.peak, []
    for at_once in (1, AT_ONCE):
        async with loket.session.get(loket.inhoud, headers=_with(loket.dossier.token)) as unread:
            await asyncio.gather(*(loket.fetch(loket.inhoud, loket.dossier.token) for _ in range(at_once)))
            unread.close()
        more = (loket.dienst.process.peak - before) / 1e6
        outcomes.append(
            Outcome(
                "document_geheugen",
                "geheugen erbij, met nog een document dat niemand doorleest",
                at_once,
                more,
                "MB",
                Part.DOCUMENTEN,
                goal=GOAL_DOCUMENT_MEMORY,
                told=f"de piek was {before / 1e6:.0f} MB; elk document {loket.dossier.bytes / 1e6:.0f} MB",
                raw={"erbij": [more]},
            )
        )
    return outcomes


def _with(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
