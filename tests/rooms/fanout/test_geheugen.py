"""The store: it never holds more than it may, nor longer, and gives nobody what was kept for somebody else."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.caller import Kanaal, Vertegenwoordiging
from mijnzaken_bff.domain.handelende import Pseudoniem
from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin
from mijnzaken_bff.fanout.geheugen import MEGABYTE, OVERHEAD, Geheugen, Onthouden
from mijnzaken_bff.fanout.vrager import Vrager

NOW = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
ANNA, BILAL = Persoon(Bsn("999990019")), Persoon(Bsn("999990020"))


def vrager(betrokkene: Any = ANNA, **more: Any) -> Vrager:
    told = {
        "handelende": None,
        "vertegenwoordiging": Vertegenwoordiging.GEEN,
        "uitgever": "digid",
        "kanaal": Kanaal.BURGER,
        "niveau": Niveau.SUBSTANTIEEL,
    }
    return Vrager(betrokkene, **(told | more))


def kept(
    body: bytes = b"[]", *, wie: Vrager | None = None, bron: str | None = "waterdam", ticks: float = 0
) -> Onthouden:
    return Onthouden(wie or vrager(), bron, body, ticks, NOW, until=ticks + 300)


@pytest.mark.parametrize(
    "other",
    [
        vrager(BILAL),
        vrager(Bedrijf(rsin=Rsin("999990019"))),
        vrager(Bedrijf(kvk=Kvk("90004760"))),
        vrager(handelende=BILAL),
        vrager(handelende=Pseudoniem("medewerker 7")),
        vrager(vertegenwoordiging=Vertegenwoordiging.MACHTIGING),
        vrager(uitgever="eherkenning"),
        vrager(kanaal=Kanaal.ONDERNEMER),
        vrager(niveau=Niveau.HOOG),
        vrager(niveau=None),
    ],
    ids=lambda other: repr(other)[7:60],
)
def test_t26_who_differs_in_anything_has_another_mark_and_gets_nothing_under_the_same_key(other: Vrager) -> None:
    geheugen = Geheugen(MEGABYTE)
    geheugen.put(b"key", kept(), 0)

    assert geheugen.get(b"key", other, 1) is None
    assert geheugen.get(b"key", vrager(), 1) == kept()
    assert other.mark(b"secret") != vrager().mark(b"secret") == vrager().mark(b"secret")
    assert other.mark(b"secret") != other.mark(b"another")


def test_two_pseudonyms_are_two_callers() -> None:
    marks = {vrager(handelende=h).mark(b"secret") for h in (Pseudoniem("een"), Pseudoniem("twee"), ANNA, BILAL)}

    assert len(marks) == 4


def test_nobody_is_printed() -> None:
    assert "999990019" not in repr(kept(b'[{"inpBsn": "999990019"}]', wie=vrager(handelende=BILAL)))


def test_what_is_too_old_is_not_there_and_goes_when_it_is_swept() -> None:
    geheugen = Geheugen(MEGABYTE)
    geheugen.put(b"old", kept(), 0)
    geheugen.put(b"new", kept(ticks=200), 200)

    assert geheugen.get(b"old", vrager(), 299.9, since=0) == kept()
    assert geheugen.get(b"old", vrager(), 299.9, since=0.1) is None
    geheugen.sweep(300)

    assert geheugen.entries == 1
    assert geheugen.get(b"new", vrager(), 300) is not None
    assert geheugen.get(b"new", vrager(), 500) is None
    assert (geheugen.entries, geheugen.size) == (0, 0)


def test_what_was_asked_before_does_not_take_the_place_of_what_was_asked_after_it() -> None:
    geheugen = Geheugen(MEGABYTE)
    geheugen.put(b"key", kept(b"[2]", ticks=2), 3)

    geheugen.put(b"key", kept(b"[1]", ticks=1), 4)

    assert geheugen.get(b"key", vrager(), 4) == kept(b"[2]", ticks=2)


def test_the_least_recently_used_goes_first() -> None:
    geheugen = Geheugen(20 * OVERHEAD)
    for name in range(19):
        geheugen.put(bytes([name]), kept(), 0)
    geheugen.get(b"\0", vrager(), 1)

    geheugen.put(b"last", kept(), 1)

    assert geheugen.get(b"\0", vrager(), 1) is not None
    assert geheugen.get(b"\1", vrager(), 1) is None
    assert geheugen.size <= 20 * OVERHEAD


def test_there_is_a_limit_on_how_many_as_well() -> None:
    geheugen = Geheugen(MEGABYTE, most_entries=3)

    for name in range(9):
        geheugen.put(bytes([name]), kept(), 0)

    assert geheugen.entries == 3
    assert geheugen.get(b"\x08", vrager(), 0) is not None


def test_what_would_push_out_everybody_is_not_kept() -> None:
    geheugen = Geheugen(MEGABYTE)
    geheugen.put(b"key", kept(), 0)

    geheugen.put(b"key", kept(bytes(MEGABYTE // 2)), 0)

    assert (geheugen.entries, geheugen.size) == (0, 0)


def test_what_is_older_is_packed_and_comes_out_as_it_went_in() -> None:
    geheugen = Geheugen(MEGABYTE)
    bodies = {bytes([n]): b'{"zaak": "%d"}' % n * 7000 for n in range(40)}

    for key, body in bodies.items():
        geheugen.put(key, kept(body), 0)

    assert sum(map(len, bodies.values())) > 3 * MEGABYTE
    assert geheugen.entries == 40
    assert geheugen.size < MEGABYTE
    assert {key: geheugen.get(key, vrager(), 1) for key in bodies} == {key: kept(body) for key, body in bodies.items()}


def test_no_more_is_packed_than_there_is_time_for() -> None:
    """Where more comes in than can be packed at ease, what is older simply goes."""
    geheugen = Geheugen(2 * MEGABYTE)
    body = bytes(100_000)

    for n in range(3000):
        geheugen.put(n.to_bytes(2, "big"), kept(body), 0)
    few = geheugen.entries
    for n in range(3000, 3200):  # a minute later there is room for more work
        geheugen.put(n.to_bytes(2, "big"), kept(body), 60)

    assert few < 30
    assert geheugen.entries > 150
    assert geheugen.size <= 2 * MEGABYTE


def test_of_somebody_everything_is_forgotten_that_one_bron_told() -> None:
    geheugen = Geheugen(MEGABYTE)
    for key, wie, bron in (
        (b"1", vrager(), "waterdam"),
        (b"2", vrager(niveau=Niveau.HOOG), "waterdam"),
        (b"3", vrager(), None),
        (b"4", vrager(), "heuvelrijk"),
        (b"5", vrager(BILAL), "waterdam"),
    ):
        geheugen.put(key, kept(wie=wie, bron=bron), 0)

    geheugen.forget(ANNA, "waterdam")

    assert geheugen.entries == 2
    assert geheugen.get(b"4", vrager(), 0) is not None
    assert geheugen.get(b"5", vrager(BILAL), 0) is not None


def test_forgetting_somebody_looks_at_what_is_kept_of_him_and_not_of_everybody() -> None:
    compared = 0

    class Counting(Persoon):
        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return isinstance(other, Persoon) and self.bsn == other.bsn

        __hash__ = Persoon.__hash__

    geheugen = Geheugen(MEGABYTE)
    for number in range(500):
        geheugen.put(number.to_bytes(2, "big"), kept(wie=vrager(Counting(BILAL.bsn))), 0)
    geheugen.put(b"of anna", kept(), 0)
    compared = 0

    geheugen.forget(ANNA, "waterdam")

    assert geheugen.entries == 500
    assert compared < 5


steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "get", "forget", "sweep", "later"]),
        st.integers(0, 15),
        st.integers(0, 60_000),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_whatever_happens_it_keeps_to_its_room_and_gives_only_what_was_last_put(
    steps: list[tuple[str, int, int, bool]],
) -> None:
    room, now = MEGABYTE // 2, 0.0
    geheugen = Geheugen(room, most_entries=12)
    put: dict[tuple[int, Persoon], Onthouden] = {}
    for what, number, amount, of_anna in steps:
        key, wie = bytes([number]), ANNA if of_anna else BILAL
        match what:
            case "put":
                body = random.Random(number).randbytes(amount) if number % 2 else b"a" * amount
                it = kept(body, wie=vrager(wie), ticks=now)
                geheugen.put(key, it, now)
                put = {k: v for k, v in put.items() if k[0] != number} | {(number, wie): it}
            case "get":
                got = geheugen.get(key, vrager(wie), now)
                assert got is None or (got == put[number, wie] and now < got.until)
            case "forget":
                geheugen.forget(wie, "waterdam")
                put = {k: v for k, v in put.items() if k[1] != wie}
            case "sweep":
                geheugen.sweep(now)
            case _:
                now += amount / 200
        assert 0 <= geheugen.size <= room
        assert 0 <= geheugen.entries <= 12
        assert (geheugen.entries == 0) == (geheugen.size == 0)
    geheugen.sweep(now + 301)
    assert (geheugen.entries, geheugen.size) == (0, 0)
