"""A stream whose messages, reader and time are what a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.types import Message

from mijnzaken_bff.api.afbreken import CutShortError
from mijnzaken_bff.api.afwijzing import Afgewezen, Reden
from mijnzaken_bff.api.plaatsen import Plaatsen
from mijnzaken_bff.api.zakenstroom import Zakenstroom
from mijnzaken_bff.contract.stroom import Berichtsoort, StroomBericht
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.caller import BetrokkeneCaller, Kanaal
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.metrics import PrometheusMeter
from tests.rooms.tijdlus import Tijdlus

MOMENT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
NEWS = StroomBericht(soort=Berichtsoort.BRON, bron=None, zaken=[], overzicht=None, probleem=None)
DONE = StroomBericht(soort=Berichtsoort.GEREED, bron=None, zaken=[], overzicht=None, probleem=None)


class Klok:
    def now(self) -> datetime:
        return MOMENT


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": Tijdlus}


class Stroom:
    """One stream, and whoever reads it: as far as he reads."""

    def __init__(
        self,
        berichten: Callable[[], AsyncGenerator[StroomBericht, None]],
        *,
        expires: float = 3600.0,
        longest: float = 15.0,
        hartslag: float = 2.0,
        reads: int = 1_000_000,
        pause: float = 0.0,
        places: int = 5,
    ) -> None:
        self.meter = PrometheusMeter()
        self.sent: list[Message] = []
        self.closed = False
        self.plaatsen = Plaatsen(9, places, no_more=Reden.STROMEN, full=Reden.STROMEN_VOL, retry_seconds=5)
        self._reads = reads
        self._pause = pause
        caller = BetrokkeneCaller(
            Kanaal.BURGER, "verhaal", Persoon(Bsn("999990019")), MOMENT + timedelta(seconds=expires)
        )
        self.answer = Zakenstroom(
            self._closing(berichten()),
            caller,
            plaatsen=self.plaatsen,
            hartslag=hartslag,
            longest=longest,
            clock=Klok(),
            meter=self.meter,
        )
        self.scope: dict[str, Any] = {"type": "http", "state": {"verzoek_id": "een-verzoek"}}

    async def _closing(self, berichten: AsyncGenerator[StroomBericht, None]) -> AsyncGenerator[StroomBericht, None]:
        try:
            async for bericht in berichten:
                yield bericht
        finally:
            self.closed = True

    async def read(self) -> None:
        async def receive() -> Message:
            raise AssertionError("a stream does not listen by itself")

        await self.answer(self.scope, receive, self._send)

    async def _send(self, message: Message) -> None:
        if len(self.sent) >= self._reads:
            await asyncio.Event().wait()
        if self.sent:
            await asyncio.sleep(self._pause)
        self.sent.append(message)

    @property
    def told(self) -> list[dict[str, Any]]:
        data = [m["body"].decode() for m in self.sent if m["type"] == "http.response.body" and b"data: " in m["body"]]
        return [json.loads(line[6:]) for event in data for line in event.splitlines() if line.startswith("data: ")]

    @property
    def whole(self) -> bool:
        """Whether the answer ended as it should."""
        return self.sent[-1].get("more_body") is False

    def ended(self, einde: str) -> bool:
        return f'mijnzaken_stromen_total{{einde="{einde}"}} 1.0' in self.meter.shown().decode()


async def quick() -> AsyncGenerator[StroomBericht, None]:
    yield NEWS
    yield DONE


async def slow() -> AsyncGenerator[StroomBericht, None]:
    yield NEWS
    await asyncio.sleep(9)
    yield DONE


async def broken() -> AsyncGenerator[StroomBericht, None]:
    yield NEWS
    raise ZeroDivisionError


async def test_it_ends_with_its_last_message() -> None:
    stroom = Stroom(quick)

    await stroom.read()

    assert [bericht["soort"] for bericht in stroom.told] == ["bron", "gereed"]
    assert stroom.whole
    assert stroom.ended("gereed")
    assert stroom.plaatsen.taken == 0


async def test_as_long_as_there_is_no_news_it_says_so() -> None:
    stroom = Stroom(slow)

    await stroom.read()

    assert [m["body"] for m in stroom.sent[3:-1]] == [b": \n\n"] * 4
    assert stroom.ended("gereed")


async def test_a_bug_on_the_way_is_told_and_passed_on() -> None:
    stroom = Stroom(broken)

    with pytest.raises(ZeroDivisionError):
        await stroom.read()

    last = stroom.told[-1]
    assert (last["soort"], last["probleem"]["status"]) == ("probleem", 500)
    assert last["probleem"]["verzoekId"] == "een-verzoek"
    assert stroom.whole
    assert stroom.ended("mislukt")


async def test_t65_when_the_token_ends_the_questions_stop_and_the_reader_hears_why() -> None:
    stroom = Stroom(slow, expires=4.0)

    await stroom.read()

    assert stroom.told[-1]["probleem"]["status"] == 401
    assert stroom.whole
    assert stroom.closed
    assert stroom.ended("verlopen")


async def test_a_token_that_was_let_in_because_clocks_differ_is_told_all() -> None:
    stroom = Stroom(slow, expires=-1.0)

    await stroom.read()

    assert stroom.told[-1]["soort"] == "gereed"


async def test_what_takes_too_long_by_a_bug_of_ours_is_no_end_of_a_token() -> None:
    async def late() -> AsyncGenerator[StroomBericht, None]:
        yield NEWS
        raise TimeoutError

    stroom = Stroom(late)

    with pytest.raises(TimeoutError):
        await stroom.read()

    assert stroom.told[-1]["probleem"]["status"] == 500
    assert stroom.ended("mislukt")


async def test_a_bug_after_the_last_message_is_told_to_nobody_but_us() -> None:
    async def after() -> AsyncGenerator[StroomBericht, None]:
        yield DONE
        raise ZeroDivisionError

    stroom = Stroom(after)

    with pytest.raises(ZeroDivisionError):
        await stroom.read()

    assert [bericht["soort"] for bericht in stroom.told] == ["gereed"]
    assert stroom.whole


async def test_a_bug_of_ours_is_logged_also_when_the_reader_does_not_hear_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stroom = Stroom(broken, reads=3)

    with pytest.raises(CutShortError):
        await stroom.read()

    assert [record.msg for record in caplog.records if record.levelname == "ERROR"] == ["question_crashed"]


async def test_who_reads_slowly_does_not_hold_up_what_is_asked() -> None:
    asked: list[float] = []

    async def asking() -> AsyncGenerator[StroomBericht, None]:
        for _ in range(3):
            yield NEWS
            asked.append(asyncio.get_running_loop().time())
        yield DONE

    stroom = Stroom(asking, pause=2.0)
    begin = asyncio.get_running_loop().time()

    await stroom.read()

    assert [round(moment - begin) for moment in asked] == [2, 2, 2], "all at once, when he took the first bytes"
    assert stroom.told[-1]["soort"] == "gereed"


@pytest.mark.parametrize("reads", [2, 3])
async def test_t65_who_does_not_read_is_left(reads: int) -> None:
    stroom = Stroom(quick, reads=reads)

    with pytest.raises(CutShortError):
        await stroom.read()

    assert stroom.closed
    assert stroom.ended("teLang")
    assert stroom.plaatsen.taken == 0


async def test_who_does_not_read_his_last_word_is_left_too() -> None:
    stroom = Stroom(slow, expires=4.0, reads=3)

    with pytest.raises(CutShortError):
        await stroom.read()

    assert stroom.ended("verlopen")


async def test_b20_whoever_stops_it_stops_what_it_asks() -> None:
    stroom = Stroom(slow)
    reading = asyncio.ensure_future(stroom.read())
    await asyncio.sleep(1)

    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading

    assert stroom.closed
    assert stroom.ended("afgebroken")
    assert stroom.plaatsen.taken == 0


async def test_without_a_place_nothing_is_said_and_nothing_asked() -> None:
    stroom = Stroom(quick, places=0)

    with pytest.raises(Afgewezen):
        await stroom.read()

    assert stroom.sent == []
