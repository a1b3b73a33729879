"""Ask many bronnen at once. Every bron gives exactly one outcome, and no failure of one ever reaches another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from mijnzaken_bff.domain.crash import place_of
from mijnzaken_bff.domain.failure import Failure, SourceError

logger = logging.getLogger(__name__)

B = TypeVar("B", bound=Hashable)
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Answered(Generic[B, A]):
    """A bron that answered."""

    asked: B
    answer: A
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed(Generic[B]):
    """A bron that did not, and why."""

    asked: B
    failure: Failure
    seconds: float
    where: str = ""
    status: int | None = None
    code: str | None = None
    retry_after: float | None = None
    """Seconds until asking again makes sense, as far as somebody says so."""

    @classmethod
    def by(cls, error: SourceError, asked: B, seconds: float = 0.0) -> Failed[B]:
        """What ``error`` says of ``asked``, without the error itself: that holds every frame that it passed."""
        return cls(asked, error.failure, seconds, error.where, error.status, error.code, error.retry_after)

    def error(self) -> SourceError:
        """The same to raise."""
        return SourceError(self.failure, self.where, status=self.status, code=self.code, retry_after=self.retry_after)


Outcome: TypeAlias = Answered[B, A] | Failed[B]


def _nothing_more(_outcome: object) -> Sequence[Any]:
    return ()


_ALARM: Final = None
"""What the queue holds when the clock went off, and no question ended."""


async def ask(
    bronnen: Sequence[B],
    question: Callable[[B], Awaitable[A]],
    deadline: float,
    then: Callable[[Outcome[B, A] | None], Sequence[B]] = _nothing_more,
    alarms: Sequence[float] = (),
) -> AsyncGenerator[Outcome[B, A], None]:
    """Put ``question`` to every bron at once, and yield each outcome as it comes.

    ``deadline`` is absolute, in the time of the event loop: a bron that has not answered by then failed with TIMEOUT.
    ``then`` says after each outcome whom to ask (again), at once: nobody waits for a bron that hangs. It is also called
    at each of ``alarms`` (absolute too), with None, when questions are still out then. Nothing is raised but a
    cancellation. Whoever stops listening early stops the questions too, so take the iterator with
    ``contextlib.aclosing``.
    """
    finished: asyncio.Queue[asyncio.Task[Outcome[B, A]] | None] = asyncio.Queue()
    tasks: set[asyncio.Task[Outcome[B, A]]] = set()

    def begin(bron: B) -> None:
        task = asyncio.create_task(_outcome(bron, question, deadline))
        tasks.add(task)
        task.add_done_callback(finished.put_nowait)

    loop = asyncio.get_running_loop()
    timers = [loop.call_at(alarm, finished.put_nowait, _ALARM) for alarm in alarms]
    try:
        for bron in bronnen:
            begin(bron)
        while tasks:
            task = await finished.get()
            if task is _ALARM:
                for bron in then(None):
                    begin(bron)
                continue
            tasks.discard(task)
            outcome = task.result()
            for bron in then(outcome):
                begin(bron)
            yield outcome
    finally:
        for timer in timers:
            timer.cancel()
        for task in tasks:
            task.cancel()
        # A question that is cancelled still closes its connection: wait for that, and drop what it says.
        await asyncio.gather(*tasks, return_exceptions=True)


async def _outcome(bron: B, question: Callable[[B], Awaitable[A]], deadline: float) -> Outcome[B, A]:
    clock = asyncio.get_running_loop().time
    begin = clock()
    try:
        async with asyncio.timeout_at(deadline):
            return Answered(bron, await question(bron), clock() - begin)
    except TimeoutError:
        return Failed(bron, Failure.TIMEOUT, clock() - begin)
    except SourceError as error:
        return Failed.by(error, bron, clock() - begin)
    except (Exception, asyncio.CancelledError) as error:
        # Not we were stopped but what this question waited for: that is a bug too, and costs this bron alone.
        if isinstance(error, asyncio.CancelledError) and stopped():
            raise
        # A bug of ours over one answer costs that bron, and is told to operators.
        log_crash(error)
        return Failed(bron, Failure.INTERNAL, clock() - begin)


async def with_beats(source: AsyncGenerator[A, None], seconds: float) -> AsyncGenerator[A | None, None]:
    """All that ``source`` gives, and None whenever it gave nothing for ``seconds``. It is closed in the end.

    Whoever listens slowly does not hold ``source`` up: what he has not heard yet waits in memory.
    """
    news: asyncio.Queue[tuple[A] | None] = asyncio.Queue()

    async def drain() -> None:
        async with aclosing(source):
            async for item in source:
                news.put_nowait((item,))

    draining = asyncio.create_task(drain())
    draining.add_done_callback(lambda _: news.put_nowait(None))
    try:
        while True:
            try:
                came = await asyncio.wait_for(news.get(), seconds)
            except TimeoutError:
                yield None
                continue
            if came is None:
                await draining  # raises what went wrong in it
                return
            yield came[0]
    finally:
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)


def stopped() -> bool:
    """Whether the task that runs this was told to stop."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def log_crash(error: BaseException) -> None:
    """Tell operators of a bug of ours: what kind, and where."""
    logger.error("question_crashed", extra={"error": type(error).__name__, "at": place_of(error)})
