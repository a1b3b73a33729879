"""The shared store over a real connection: a redis-server, one that asks who we are, one with TLS, and none at all."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from mijnzaken_bff.domain.meting import NoMeter, Stand, Teller
from mijnzaken_bff.gedeeld.bewaarplaats import Bewaarplaats, Soort
from mijnzaken_bff.gedeeld.instelling import Gedeeld
from mijnzaken_bff.gedeeld.redis_store import RedisStore
from mijnzaken_bff.gedeeld.store import Emmer
from tests.opslag import ROOMY, Gebabbel, Opslag, opened
from tests.processen import PATIENCE
from tests.stories.portaal import StilleKlok

WACHTWOORD = "een-wachtwoord-dat-alleen-hier-bestaat"
EMMER = Emmer("grens:iemand", 3.0, 3600.0)


@pytest.fixture(scope="module")
def opslag(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opslag]:
    yield from opened(tmp_path_factory.mktemp("redis"))


class Geteld(NoMeter):
    """A meter that remembers."""

    def __init__(self) -> None:
        self.counted: Counter[tuple[str, str]] = Counter()
        self.reachable: Callable[[], float] = lambda: -1.0

    def count(self, teller: Teller, **labels: str) -> None:
        self.counted[(labels["wat"], labels["uitkomst"])] += 1

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        self.reachable = read


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def store_of(
    gedeeld: dict[str, Any], ticks: Ticks | None = None, **more: Any
) -> AsyncIterator[tuple[RedisStore, Geteld]]:
    meter = Geteld()
    settings = Gedeeld.model_validate(gedeeld, context={"ontwikkeling": True})
    store = RedisStore(settings, meter, ticks or Ticks(), **more)
    try:
        yield store, meter
    finally:
        await store.aclose()


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the store logged."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("mijnzaken_bff.gedeeld")]


async def found(store: RedisStore, name: str, ticks: Ticks) -> bytes | None:
    """What is there, after as many pauses as a loaded machine takes."""
    for _ in range(30):
        if (value := await store.get(name)) is not None:
            return value
        ticks.now += 5.0
    return None


async def works(store: RedisStore) -> bool:
    await store.set("wat", b"\0waarde", 60)
    return await store.get("wat") == b"\0waarde" and await store.take([EMMER], 0.0) is not None


async def test_what_was_put_there_comes_back_until_its_time_is_over(opslag: Opslag) -> None:
    opslag.empty()
    async with store_of(opslag.gedeeld(voorvoegsel="proef")) as (store, meter):
        await store.set("wat", b"\0waarde", 60)

        assert await store.get("wat") == b"\0waarde"
        assert await store.get("iets-anders") is None
        assert meter.reachable() == 1.0
        assert meter.counted == {("schrijven", "gelukt"): 1, ("lezen", "gelukt"): 2}
    with opslag.client() as client:
        assert client.keys() == [b"proef:wat"]
        assert 0 < client.pttl("proef:wat") <= 60_000


class TestABucket:
    @pytest.fixture(autouse=True)
    def _empty(self, opslag: Opslag) -> None:
        opslag.empty()

    async def test_is_one_for_all_replicas(self, opslag: Opslag) -> None:
        async with store_of(opslag.gedeeld()) as (one, _), store_of(opslag.gedeeld()) as (other, _):
            levels = [await store.take([EMMER], 1.0) for store in (one, other, one, other)]

        assert [round(level, 2) for (level,) in levels] == [3.0, 2.0, 1.0, 0.0]

    async def test_loses_nothing_to_who_is_turned_away(self, opslag: Opslag) -> None:
        async with store_of(opslag.gedeeld()) as (store, _):
            await store.take([EMMER], 2.5)

            refused = await store.take([EMMER], 1.0)
            after = await store.take([EMMER], 0.0)

        assert [round(level, 2) for level in (*refused, *after)] == [0.5, 0.5]

    async def test_is_taken_from_together_with_another_or_not_at_all(self, opslag: Opslag) -> None:
        other = Emmer("grens:ander", 1.0, 3600.0)
        async with store_of(opslag.gedeeld()) as (store, _):
            await store.take([other], 1.0)

            levels = await store.take([EMMER, other], 1.0)

            assert [round(level, 2) for level in levels] == [3.0, 0.0]
            assert [round(level, 2) for level in await store.take([EMMER], 0.0)] == [3.0]

    async def test_gives_many_at_once_no_more_than_it_holds(self, opslag: Opslag) -> None:
        async with store_of(opslag.gedeeld()) as (one, _), store_of(opslag.gedeeld()) as (other, _):
            taken = await asyncio.gather(*(store.take([EMMER], 1.0) for store in (one, other) for _ in range(20)))

        assert sum(level >= 1 for (level,) in taken) == 3

    async def test_fills_up_by_the_clock_of_the_store_and_is_forgotten_when_full(self, opslag: Opslag) -> None:
        quick = Emmer("grens:snel", 100.0, 0.2)
        async with store_of(opslag.gedeeld()) as (store, _):
            await store.take([quick], 100.0)
            with opslag.client() as client:
                assert 0 < client.pttl("mijnzaken:grens:snel") <= 200
            (before,) = await store.take([quick], 0.0)
            await asyncio.sleep(0.02)
            (after,) = await store.take([quick], 0.0)

        assert before < after <= 100.0

    @pytest.mark.parametrize(
        "poison", [b"", b"onzin", b"1 nan 0.0", b"1 -5.0 0.0", b"1 1.0", b"0 1.0 1.0", b"\xff" * 99]
    )
    async def test_that_holds_garbage_is_full(self, opslag: Opslag, poison: bytes) -> None:
        async with store_of(opslag.gedeeld()) as (store, _):
            with opslag.client() as client:
                client.set("mijnzaken:grens:iemand", poison)

            assert await store.take([EMMER], 1.0) == [3.0]
            assert [round(level, 2) for level in await store.take([EMMER], 1.0)] == [2.0]

    async def test_holds_no_more_than_it_can_whatever_the_store_says(self, opslag: Opslag) -> None:
        async with store_of(opslag.gedeeld()) as (store, _):
            with opslag.client() as client:
                client.set("mijnzaken:grens:iemand", b"1 999999.0 0.0")

            assert await store.take([EMMER], 1.0) == [3.0]


class TestAStoreThatFails:
    async def test_is_left_alone_and_found_again(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        ticks = Ticks()
        opslag = Opslag(tmp_path).start()
        try:
            async with store_of(opslag.gedeeld(), ticks) as (store, meter):
                assert await works(store)
                with caplog.at_level(logging.INFO, "mijnzaken_bff.gedeeld"):
                    opslag.kill()
                    assert await store.get("wat") is None
                    assert await store.get("wat") is None
                    assert await store.take([EMMER], 1.0) is None
                    assert meter.reachable() == 0.0
                    opslag.start()
                    assert await store.get("wat") is None, "not yet"
                    ticks.now = 5.0
                    assert await works(store)
                assert meter.reachable() == 1.0
                assert meter.counted[("lezen", "onbereikbaar")] == 1
                assert meter.counted[("lezen", "overgeslagen")] == 2
                assert told(caplog) == ["store_left", "store_found_again"]
        finally:
            opslag.kill()

    async def test_by_saying_nothing_costs_one_budget_and_then_no_time(self) -> None:
        hangs = Gebabbel()
        try:
            async with store_of({"soort": "redis", "url": hangs.url, "tijd": "50ms"}) as (store, meter):
                loop = asyncio.get_running_loop()
                begin = loop.time()
                answers = await asyncio.gather(*(store.get(str(n)) for n in range(200)), store.take([EMMER], 1.0))
                spent = loop.time() - begin

                assert set(answers) == {None}
                assert spent < 2.0, "two hundred budgets would be ten seconds"
                assert meter.counted[("lezen", "overgeslagen")] >= 168
                assert hangs.asked <= 32
        finally:
            hangs.close()

    @pytest.mark.parametrize(
        "garbage",
        [
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            b"$abc\r\n",
            b":x\r\n",
            b"$-7\r\n",
            b"*1\r\n" * 5000,
            b"\0" * 4096,
            b"+OK\r\n" * 9,
        ],
    )
    async def test_by_talking_nonsense_is_no_answer(self, garbage: bytes) -> None:
        talks = Gebabbel(garbage)
        try:
            async with store_of({"soort": "redis", "url": talks.url, "tijd": "100ms"}) as (store, _):
                bewaarplaats = Bewaarplaats(store, b"k" * 32, StilleKlok(), NoMeter())

                assert await store.take([EMMER], 1.0) is None
                assert await bewaarplaats.get(Soort.SLEUTELS, "digid") is None
        finally:
            talks.close()

    async def test_in_its_tracks_and_goes_on_again_is_not_confused(self, tmp_path: Path) -> None:
        ticks = Ticks()
        opslag = Opslag(tmp_path).start()
        try:
            async with store_of(opslag.gedeeld(tijd="300ms"), ticks) as (store, _):
                with opslag.client() as client:
                    client.mset({"mijnzaken:een": b"1", "mijnzaken:twee": b"2"})
                assert await found(store, "een", ticks) == b"1"
                opslag.signal(signal.SIGSTOP)
                assert await store.get("een") is None
                opslag.signal(signal.SIGCONT)

                late = await found(store, "twee", ticks)

                assert late == b"2", "the late answer to the first question is not the answer to the second"
        finally:
            opslag.kill()

    async def test_because_it_is_full_still_answers_what_it_has(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        opslag = Opslag(tmp_path).start()
        try:
            async with store_of(opslag.gedeeld()) as (store, meter):
                await store.set("wat", b"waarde", 60)
                with opslag.client() as client:
                    client.config_set("maxmemory", "1")
                with caplog.at_level(logging.INFO, "mijnzaken_bff.gedeeld"):
                    for _ in range(3):
                        await store.set("meer", b"waarde", 60)
                    assert await store.take([EMMER], 1.0) is None
                assert await store.get("wat") == b"waarde"
                assert meter.reachable() == 1.0
                assert meter.counted[("schrijven", "geweigerd")] == 3
                assert told(caplog) == ["store_refused"] * 2, "one for each kind"
                with opslag.client() as client:
                    client.config_set("maxmemory", "0")
                assert await works(store)
        finally:
            opslag.kill()

    async def test_by_being_slow_costs_a_queue_no_more_than_its_turn(self) -> None:
        answer = asyncio.Event()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while await reader.read(65536):
                await answer.wait()
                writer.write(b"$2\r\nja\r\n")
            writer.close()

        slow = await asyncio.start_server(talk, "127.0.0.1", 0)
        url = f"redis://127.0.0.1:{slow.sockets[0].getsockname()[1]}/0"
        async with slow, store_of({"soort": "redis", "url": url, "tijd": ROOMY}, turn=0.02) as (store, meter):
            asked = [asyncio.ensure_future(store.get(str(n))) for n in range(100)]
            passed, waiting = await asyncio.wait(asked, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            while len(passed) < 84 and waiting:
                done, waiting = await asyncio.wait(waiting, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
                passed |= done
            answer.set()

            assert [task.result() for task in passed] == [None] * 84
            assert await asyncio.gather(*waiting) == [b"ja"] * 16
            assert meter.counted == {("lezen", "overgeslagen"): 84, ("lezen", "gelukt"): 16}
            assert meter.reachable() == 1.0

    async def test_by_being_read_only_is_left_for_what_may_stand_there_since(self, tmp_path: Path) -> None:
        ticks = Ticks()

        def connected() -> set[str]:
            with opslag.client() as client:
                own = str(client.client_id())
                return {c["id"] for c in client.client_list(_type="normal") if c["id"] != own}

        opslag = Opslag(tmp_path).start()
        try:
            async with store_of(opslag.gedeeld(), ticks) as (store, meter):
                assert await works(store)
                before = connected()
                with opslag.client() as client:
                    client.replicaof("127.0.0.1", opslag.port)  # as after a failover: of what stands there now
                assert await store.take([EMMER], 1.0) is None
                assert await store.get("wat") == b"\0waarde", "it still reads"
                anew = connected()
                assert await store.take([EMMER], 1.0) is None
                assert await store.get("wat") == b"\0waarde"

                assert len(before) == len(anew) == 1
                assert before != anew
                assert connected() == anew, "and not again for every question"
                assert meter.reachable() == 1.0
                ticks.now = 5.0
                assert await store.take([EMMER], 1.0) is None
                await store.get("wat")
                assert connected() != anew
        finally:
            opslag.kill()

    async def test_for_who_leaves_is_tried_by_the_next(self) -> None:
        hangs, ticks = Gebabbel(), Ticks()
        try:
            async with store_of({"soort": "redis", "url": hangs.url, "tijd": "20ms"}, ticks) as (store, meter):
                await store.get("wat")
                ticks.now = 5.0
                leaving = asyncio.ensure_future(store.get("wat"))
                await asyncio.sleep(0)
                leaving.cancel()
                await asyncio.gather(leaving, return_exceptions=True)

                await store.get("wat")

                assert meter.counted[("lezen", "teTraag")] == 2
        finally:
            hangs.close()


async def test_a_user_with_no_more_rights_than_the_manual_says_is_enough(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "replicas.md").read_text(encoding="utf-8")
    (rights,) = (line.split(" ", 5)[5] for line in manual.splitlines() if line.startswith("ACL SETUSER mijnzaken on"))
    for opslag in opened(
        tmp_path, "--user", "default", "off", "--user", "mijnzaken", "on", f">{WACHTWOORD}", *rights.split()
    ):
        async with store_of(opslag.gedeeld(gebruiker="mijnzaken", wachtwoord=WACHTWOORD)) as (store, _):
            assert await works(store)
        async with store_of(opslag.gedeeld(gebruiker="mijnzaken", wachtwoord="een ander")) as (store, meter):
            assert not await works(store)
            assert meter.reachable() == 0.0
        async with store_of(opslag.gedeeld()) as (store, _):
            assert not await works(store)


async def test_it_speaks_tls_with_a_certificate_and_with_whom_it_trusts_alone(tmp_path: Path) -> None:
    ca, stranger = trustme.CA(), trustme.CA()
    server, ours = ca.issue_cert("127.0.0.1"), ca.issue_cert("mijnzaken.example")
    for name, blob in {
        "ca.pem": ca.cert_pem, "stranger.pem": stranger.cert_pem,
        "server.pem": server.cert_chain_pems[0], "server.key": server.private_key_pem,
        "ours.pem": ours.cert_chain_pems[0], "ours.key": ours.private_key_pem,
    }.items():  # fmt: skip
        blob.write_to_path(tmp_path / name)
    files = ("--tls-cert-file", "server.pem", "--tls-key-file", "server.key", "--tls-ca-cert-file", "ca.pem")
    opslag = Opslag(tmp_path, *files, "--port", "0", "--tls-port", "{port}").start()
    url = f"rediss://127.0.0.1:{opslag.port}"
    tls = {"certificaat": f"{tmp_path}/ours.pem", "sleutel": f"{tmp_path}/ours.key", "ca": f"{tmp_path}/ca.pem"}
    try:
        async with store_of(opslag.gedeeld(url=url, tls=tls)) as (store, _):
            assert await works(store)
        async with store_of(opslag.gedeeld(url=url, tls={**tls, "ca": f"{tmp_path}/stranger.pem"})) as (store, _):
            assert not await works(store)
    finally:
        opslag.kill()


async def test_it_may_be_a_socket_on_this_machine(tmp_path: Path) -> None:
    for opslag in opened(tmp_path, "--unixsocket", "redis.sock"):
        async with store_of(opslag.gedeeld(url=f"unix://{tmp_path}/redis.sock")) as (store, _):
            assert await works(store)
