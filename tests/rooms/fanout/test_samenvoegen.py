"""One list out of many pages, and the same list however the pages were cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.fanout.samenvoegen import Samengevoegd, Stroom, samengevoegd

TODAY = date(2026, 11, 23)


def rij(bron: str, day: int, number: int = 0) -> ZaakRij:
    """A row that began so many days ago."""
    return ZaakRij.model_construct(id=f"{bron}-{day}-{number}", bron=bron, startdatum=TODAY - timedelta(days=day))


def stroom(bron: str, *days: int, meer: bool = False, grens: int | None = None) -> Stroom:
    """What was read of a bron: rows that began so many days ago."""
    return Stroom(
        [rij(bron, day, number) for number, day in enumerate(days)],
        meer,
        None if grens is None else TODAY - timedelta(days=grens),
    )


def ids(merged: Samengevoegd) -> list[str]:
    return [rij.id for _, rij in merged.rijen]


def test_nothing_gives_nothing():
    assert samengevoegd({}, 20) == Samengevoegd([], {}, frozenset())
    assert samengevoegd({"a": stroom("a")}, 20) == Samengevoegd([], {"a": 0}, frozenset())


def test_the_newest_come_first():
    merged = samengevoegd({"a": stroom("a", 1, 5), "b": stroom("b", 0, 3, 9)}, 20)

    assert ids(merged) == ["b-0-0", "a-1-0", "b-3-1", "a-5-1", "b-9-2"]
    assert merged.genomen == {"a": 2, "b": 3}
    assert merged.wacht_op == frozenset()


def test_within_one_day_it_is_by_bron_and_then_as_the_bron_orders():
    merged = samengevoegd({"b": stroom("b", 4, 4), "a": stroom("a", 4, 4, 4)}, 20)

    assert ids(merged) == ["a-4-0", "a-4-1", "a-4-2", "b-4-0", "b-4-1"]


def test_no_more_are_taken_than_were_asked_for():
    merged = samengevoegd({"a": stroom("a", 1, 2, 3), "b": stroom("b", 1, 2, 3)}, 3)

    assert ids(merged) == ["a-1-0", "b-1-0", "a-2-1"]
    assert merged.genomen == {"a": 2, "b": 1}


def test_a_bron_that_was_not_read_yet_holds_up_everything():
    merged = samengevoegd({"a": stroom("a", 0), "b": stroom("b", meer=True)}, 20)

    assert merged == Samengevoegd([], {"a": 0, "b": 0}, frozenset({"b"}))


def test_a_bron_is_waited_for_when_its_next_row_could_come_first():
    drained = stroom("b", 5, meer=True, grens=5)

    older = samengevoegd({"a": stroom("a", 6), "b": drained}, 20)
    assert (ids(older), older.wacht_op) == (["b-5-0"], {"b"})


def test_a_bron_is_not_waited_for_while_others_surely_come_first():
    drained = stroom("b", 5, meer=True, grens=5)

    newer = samengevoegd({"a": stroom("a", 4, 5), "b": drained}, 2)
    assert (ids(newer), newer.wacht_op) == (["a-4-0", "a-5-1"], frozenset())


def test_on_the_same_day_the_id_of_the_bron_decides_who_is_waited_for():
    late, early = (
        samengevoegd({"a": stroom("a", 5), "b": stroom("b", 5, meer=True, grens=5)}, 20),
        samengevoegd({"b": stroom("b", 5), "a": stroom("a", 5, meer=True, grens=5)}, 20),
    )

    assert (ids(late), late.wacht_op) == (["a-5-0", "b-5-0"], {"b"})
    assert (ids(early), early.wacht_op) == (["a-5-0"], {"a"})


def test_a_bron_whose_rows_all_fell_away_holds_up_only_what_is_older_than_where_it_was_read_to():
    merged = samengevoegd({"a": stroom("a", 2, 9), "b": stroom("b", meer=True, grens=7)}, 20)

    assert (ids(merged), merged.wacht_op) == (["a-2-0"], {"b"})


def test_a_full_page_waits_for_nobody():
    merged = samengevoegd({"a": stroom("a", 1, meer=True, grens=1), "b": stroom("b", 0)}, 1)

    assert (ids(merged), merged.wacht_op) == (["b-0-0"], frozenset())


def test_every_bron_that_could_come_first_is_waited_for_at_once():
    merged = samengevoegd(
        {name: stroom(name, 3, meer=True, grens=3) for name in ("a", "b", "c")} | {"d": stroom("d", 8)}, 20
    )

    assert (ids(merged), merged.wacht_op) == (["a-3-0"], {"a"})
    last = samengevoegd({name: stroom(name, meer=True, grens=3) for name in ("a", "b", "c")}, 20)
    assert last.wacht_op == {"a", "b", "c"}


days = st.lists(st.integers(0, 6), max_size=9).map(sorted)
everything = st.dictionaries(st.sampled_from(["a", "a-b", "b", "c9", "zuid"]), days, min_size=1, max_size=5)


def in_order(bronnen: Mapping[str, Sequence[int]]) -> list[str]:
    """What the list must be: newest first, then by bron, then as the bron orders."""
    rows = [(day, bron, number) for bron, ages in bronnen.items() for number, day in enumerate(ages)]
    return [f"{bron}-{day}-{number}" for day, bron, number in sorted(rows)]


def part(bron: str, ages: Sequence[int], read: int) -> Stroom:
    """A bron of which the first so many rows were read."""
    grens = ages[read - 1] if 0 < read <= len(ages) else None
    return stroom(bron, *ages[:read], meer=read < len(ages), grens=grens)


@given(bronnen=everything, aantal=st.integers(1, 50))
def test_merging_everything_is_sorting(bronnen: dict[str, list[int]], aantal: int):
    merged = samengevoegd({bron: part(bron, ages, len(ages)) for bron, ages in bronnen.items()}, aantal)

    assert ids(merged) == in_order(bronnen)[:aantal]
    assert merged.wacht_op == frozenset()
    assert sum(merged.genomen.values()) == len(merged.rijen)


@given(bronnen=everything, aantal=st.integers(1, 50), data=st.data())
def test_pages_cut_anywhere_give_the_same_list(bronnen: dict[str, list[int]], aantal: int, data: st.DataObject):
    read = {bron: data.draw(st.integers(0, len(ages))) for bron, ages in bronnen.items()}
    merged = samengevoegd({bron: part(bron, ages, read[bron]) for bron, ages in bronnen.items()}, aantal)
    while merged.wacht_op:
        for bron in sorted(merged.wacht_op):
            assert read[bron] < len(bronnen[bron])
            read[bron] += data.draw(st.integers(1, len(bronnen[bron]) - read[bron]))
        merged = samengevoegd({bron: part(bron, ages, read[bron]) for bron, ages in bronnen.items()}, aantal)

    assert ids(merged) == in_order(bronnen)[:aantal]


@given(bronnen=everything, aantal=st.integers(1, 20), data=st.data())
def test_what_is_told_before_everything_was_read_is_the_beginning_of_the_list(
    bronnen: dict[str, list[int]], aantal: int, data: st.DataObject
):
    read = {bron: data.draw(st.integers(0, len(ages))) for bron, ages in bronnen.items()}

    merged = samengevoegd({bron: part(bron, ages, read[bron]) for bron, ages in bronnen.items()}, aantal)

    expected = in_order(bronnen)[:aantal]
    assert ids(merged) == expected[: len(merged.rijen)]
    assert all(merged.genomen[bron] <= read[bron] for bron in bronnen)
    assert len(merged.rijen) == len(expected) or merged.wacht_op


@given(bronnen=everything, aantal=st.integers(1, 20), data=st.data())
def test_a_bron_is_waited_for_exactly_when_its_next_row_could_come_first(
    bronnen: dict[str, list[int]], aantal: int, data: st.DataObject
):
    read = {bron: data.draw(st.integers(0, len(ages))) for bron, ages in bronnen.items()}
    stromen = {bron: part(bron, ages, read[bron]) for bron, ages in bronnen.items()}

    merged = samengevoegd(stromen, aantal)

    could_come = set()
    if len(merged.rijen) < aantal:
        known = [
            (ages[merged.genomen[bron]], bron) for bron, ages in bronnen.items() if merged.genomen[bron] < read[bron]
        ]
        for bron, ages in bronnen.items():
            exhausted = merged.genomen[bron] == read[bron] < len(ages)
            soonest = (ages[read[bron] - 1] if read[bron] else -1, bron)
            if exhausted and (not known or soonest < min(known)):
                could_come.add(bron)
    assert merged.wacht_op == could_come


@given(bronnen=everything, aantal=st.integers(1, 8))
def test_page_after_page_gives_every_row_exactly_once(bronnen: dict[str, list[int]], aantal: int):
    left = {bron: [rij(bron, day, n) for n, day in enumerate(ages)] for bron, ages in bronnen.items()}
    walked: list[str] = []
    while any(left.values()):
        merged = samengevoegd({bron: Stroom(rows, False, None) for bron, rows in left.items()}, aantal)
        assert 0 < len(merged.rijen) <= aantal
        walked += ids(merged)
        left = {bron: rows[merged.genomen[bron] :] for bron, rows in left.items()}

    assert walked == in_order(bronnen)
