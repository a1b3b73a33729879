"""What one configuration is made of: what goes on under the next one, and when the rest is closed."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.meting import NoMeter, Stand
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.metrics import PREFIX, PrometheusMeter
from mijnzaken_bff.samenstel.onderdeel import Onderdeel
from mijnzaken_bff.samenstel.samenstel import Samenstel
from tests.rooms.samenstel.transporten import Deaf, Made
from tests.rooms.settings import voorbeeld
from tests.rooms.settings.voorbeeld import Map, Tree
from tests.rooms.upstream.strenge_bron import Papieren


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


def verbinding_of(samenstel: Samenstel) -> Verbinding:
    return samenstel.diensten.zaakoverzichten._verbindingen["waterdam"]


BRON = ("bronnen", 0)


def _one_way(configuration: Tree) -> Tree:
    """Without documents, which come over connections of their own: then a bron has one transport."""
    for bron in configuration["bronnen"]:
        bron.pop("documenten", None)
    return configuration


def tree() -> Tree:
    return _one_way(voorbeeld.tree())


def at(place: tuple[str | int, ...], value: Any) -> Tree:
    return _one_way(voorbeeld.at(place, value))


def with_bronnen(*names: str, **changes: Any) -> Tree:
    return _one_way(voorbeeld.with_bronnen(*names, **changes))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((*BRON, "naam"), "Gemeente Waterdam aan Zee"),
        ((*BRON, "onderwerp"), "werk"),
        ((*BRON, "onderhoud"), {"van": "2026-12-01T22:00", "tot": "2026-12-02T06:00"}),
        ((*BRON, "zichtbaarheid"), {"maximaal": "openbaar"}),
        ((*BRON, "fasen", "eindstatusSluit"), True),
        ((*BRON, "toon"), {"toelichting": True}),
        ((*BRON, "portaal"), "https://mijn.waterdam.example/zaken/{uuid}"),
        (("organisaties", 0, "naam"), "Waterdam"),
        (("tijd", "lijst"), "6s"),
    ],
)
async def test_what_is_told_of_a_bron_can_change_without_a_new_connection(
    map_: Map, place: tuple[str | int, ...], value: Any
) -> None:
    tools = Made().tools()
    before = await Samenstel.made(map_.settings(tree()), tools)
    after = await Samenstel.made(map_.settings(at(place, value)), tools, before)

    assert verbinding_of(after).zaken is verbinding_of(before).zaken
    assert verbinding_of(after).catalogus is verbinding_of(before).catalogus
    assert verbinding_of(after).gewoonten is verbinding_of(before).gewoonten
    assert verbinding_of(after).vertrouwen == verbinding_of(before).vertrouwen != {}
    assert after.keys == before.keys
    await before.aclose()
    await after.aclose()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((*BRON, "zaken", "url"), "https://elders.waterdam.example/zaken/api/v1/"),
        ((*BRON, "toegang", "clientId"), "ander"),
        ((*BRON, "toegang", "secret"), {"bestand": "ander.secret"}),
        ((*BRON, "tijd", "lezen"), "3s"),
        ((*BRON, "gelijktijdig"), 2),
        ((*BRON, "product"), "oneGround"),
    ],
)
async def test_what_a_connection_was_made_by_makes_a_new_one(
    map_: Map, place: tuple[str | int, ...], value: Any
) -> None:
    (map_.folder / "ander.secret").write_text("een-ander-geheim-van-ruim-32-tekens")
    made = Made()
    before = await Samenstel.made(map_.settings(tree()), made.tools())
    after = await Samenstel.made(map_.settings(at(place, value)), made.tools(), before)

    assert verbinding_of(after).zaken is not verbinding_of(before).zaken
    assert made.closed() == [0, 0]
    await before.retire()
    assert made.closed() == [1, 0]
    await after.retire()
    assert made.closed() == [1, 1]


async def test_what_documents_come_over_is_closed_with_the_rest(map_: Map) -> None:
    made = Made()
    samenstel = await Samenstel.made(map_.settings(voorbeeld.tree()), made.tools())

    assert made.closed() == [0, 0]
    await samenstel.retire()
    assert made.closed() == [1, 1]


async def test_a_certificate_that_is_renewed_under_its_own_name_makes_a_new_connection(map_: Map) -> None:
    papieren, made = Papieren(map_.folder), Made()
    with_tls = at((*BRON, "tls"), {"certificaat": "mijnzaken.pem", "sleutel": "mijnzaken.key", "ca": "ca.pem"})
    before = await Samenstel.made(map_.settings(with_tls), made.tools())
    same = await Samenstel.made(map_.settings(with_tls), made.tools(), before)
    papieren.issue("mijnzaken", papieren.ca)

    after = await Samenstel.made(map_.settings(with_tls), made.tools(), same)

    assert verbinding_of(same).zaken is verbinding_of(before).zaken
    assert verbinding_of(after).zaken is not verbinding_of(same).zaken
    for samenstel in (before, same, after):
        await samenstel.aclose()


async def test_what_is_gone_is_closed_after_its_last_request_and_the_rest_stays(map_: Map) -> None:
    made = Made()
    before = await Samenstel.made(map_.settings(with_bronnen("waterdam", "duinoord")), made.tools())
    request = before.in_use()
    request.__enter__()
    after = await Samenstel.made(map_.settings(tree()), made.tools(), before)
    retired = asyncio.ensure_future(before.retire())
    await asyncio.sleep(0)

    assert made.closed() == [0, 0]
    request.__exit__(None, None, None)
    await retired

    assert made.closed() == [0, 1]
    await after.aclose()
    assert made.closed() == [1, 1]


async def test_what_cannot_be_made_leaves_nothing_behind(map_: Map) -> None:
    made = Made(most=2)
    before = await Samenstel.made(map_.settings(tree()), made.tools())

    with pytest.raises(FileNotFoundError):
        await Samenstel.made(map_.settings(with_bronnen("waterdam", "duinoord", "heuvelrijk")), made.tools(), before)

    assert made.closed() == [0, 1]
    await before.aclose()


async def test_what_is_shown_is_of_the_last_configuration(map_: Map) -> None:
    meter = PrometheusMeter()
    tools = dataclasses.replace(Made().tools(), meter=meter)
    before = await Samenstel.made(map_.settings(with_bronnen("waterdam", "duinoord")), tools)
    before.show(None)
    values = set(standen(meter))
    after = await Samenstel.made(map_.settings(with_bronnen("duinoord", "heuvelrijk")), tools, before)
    after.show(before)

    assert any("waterdam" in value for value in values)
    assert set(standen(meter)) == {value.replace("waterdam", "heuvelrijk") for value in values}
    await before.aclose()
    await after.aclose()


def standen(meter: PrometheusMeter) -> Iterator[str]:
    """Every value about a bron or an issuer that is shown, by its name and labels."""
    for line in meter.shown().decode().splitlines():
        name, _, labels = line.rpartition(" ")[0].partition("{")
        if labels and name.removeprefix(PREFIX) in set(Stand):
            yield f"{name}{{{labels}"


async def test_others_have_their_turn_between_two_bronnen(map_: Map) -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    others = asyncio.ensure_future(other())
    names = ("waterdam", "duinoord", "heuvelrijk")

    samenstel = await Samenstel.made(map_.settings(with_bronnen(*names)), Made().tools())

    assert turns >= len(names)
    others.cancel()
    await samenstel.aclose()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reload"), st.sets(st.sampled_from(["waterdam", "duinoord"]), min_size=1), st.integers(1, 2)),
        st.tuples(st.just("begin"), st.just(set()), st.just(0)),
        st.tuples(st.just("end"), st.just(set()), st.integers(0, 5)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Map:
    return Map(tmp_path_factory.mktemp("samenstel"))


@given(steps=STEPS)
@settings(max_examples=30, deadline=None)
def test_whatever_follows_on_whatever_no_request_loses_its_connections_and_in_the_end_none_is_left(
    shared: Map, steps: list[tuple[str, set[str], int]]
) -> None:
    async def play() -> None:
        made = Made()
        now = await Samenstel.made(shared.settings(tree()), made.tools())
        used = {"waterdam": made.transports[0]}
        """By bron, the transport that is in use now."""
        requests: list[tuple[AbstractContextManager[Any], list[Deaf]]] = []
        retiring = []
        for step, names, number in steps:
            if step == "reload":
                configuration = with_bronnen(*sorted(names), gelijktijdig=number)
                before, count = now, len(made.transports)
                ways = {name: now._aansluitingen.get(name) for name in names}
                now = await Samenstel.made(shared.settings(configuration), made.tools(), before)
                fresh = iter(made.transports[count:])
                used = {n: used[n] if now._aansluitingen[n] is ways[n] else next(fresh) for n in sorted(names)}
                retiring.append(asyncio.ensure_future(before.retire()))
            elif step == "begin":
                requests.append((now.in_use(), list(used.values())))
                requests[-1][0].__enter__()
            elif requests:
                requests.pop(number % len(requests))[0].__exit__(None, None, None)
            for _ in range(10):
                await asyncio.sleep(0)
            assert not any(transport.closed for _, held in requests for transport in held)
            assert not any(transport.closed for transport in used.values())
        for request, _ in requests:
            request.__exit__(None, None, None)
        await asyncio.gather(*retiring, now.retire())
        assert set(made.closed()) == {1}

    asyncio.run(play())


async def test_a_part_is_closed_when_the_last_lets_go_and_what_it_did_by_itself_has_ended() -> None:
    part = Onderdeel(NoMeter())
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    part.achtergrond.spawn(work())
    await begun.wait()
    part.hold()
    part.hold()

    await part.let_go()
    assert not ended.is_set()
    await part.let_go()
    assert ended.is_set()
