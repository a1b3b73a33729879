"""Where the next page begins: every zaak of a register once, and an end whatever the register does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.fanout.bladeren import MOST_PAGES, MOST_ZAKEN, Bladeraar
from mijnzaken_bff.fanout.cursor import Plaats

DAY = date(2026, 11, 1)


def item(number: int, days_ago: int = 0) -> dict[str, Any]:
    return {"uuid": str(UUID(int=number + 1)), "startdatum": (DAY - timedelta(days=days_ago)).isoformat()}


def bladeraar(plaats: Plaats | None = None, *, aantal: int = 3, by_key: bool = True, ordered: bool = True) -> Bladeraar:
    return Bladeraar(plaats, aantal=aantal, by_key=by_key, ordered=ordered)


def asked(blad: Bladeraar) -> tuple[date | None, int]:
    return blad.tot_en_met, blad.page


def test_the_first_page_is_one_longer_than_what_is_shown() -> None:
    blad = bladeraar(aantal=20)

    assert (asked(blad), blad.size, blad.meer, blad.grens) == ((None, 1), 21, True, None)


def test_a_walk_goes_on_at_the_day_where_it_stopped_and_skips_what_was_seen() -> None:
    seen = frozenset(str(UUID(int=n)) for n in range(1, 6))

    blad = bladeraar(Plaats(DAY, seen), aantal=20)

    assert (asked(blad), blad.size, blad.grens) == ((DAY, 1), 26, DAY)


def test_a_register_that_cannot_be_asked_by_date_begins_at_its_first_page_again() -> None:
    blad = bladeraar(Plaats(DAY), by_key=False)

    assert (asked(blad), blad.grens) == ((None, 1), DAY)


def test_a_further_page_is_asked_by_the_last_day_that_was_seen() -> None:
    blad = bladeraar()

    assert blad.advance([item(0), item(1, 1), item(2, 4)], more=True) is True

    assert (asked(blad), blad.grens) == ((DAY - timedelta(days=4), 1), DAY - timedelta(days=4))


def test_a_day_that_fills_a_page_is_read_by_number() -> None:
    blad = bladeraar()

    blad.advance([item(0, 1), item(1, 1)], more=True)
    blad.advance([item(2, 1), item(3, 1)], more=True)

    assert asked(blad) == (None, 3)


def test_where_it_goes_by_number_it_goes_by_number() -> None:
    blad = bladeraar(by_key=False)

    blad.advance([item(0), item(1, 1)], more=True)

    assert (asked(blad), blad.grens) == ((None, 2), DAY - timedelta(days=1))


def test_without_a_readable_day_it_goes_by_number() -> None:
    blad = bladeraar()

    blad.advance([{"uuid": "x"}, "tekst", {"startdatum": "morgen"}], more=True)

    assert (asked(blad), blad.grens) == ((None, 2), None)


def test_the_last_page_is_the_end() -> None:
    blad = bladeraar()

    blad.advance([item(0)], more=False)

    assert (blad.meer, blad.reden) == (False, None)


def test_a_page_that_holds_nothing_and_promises_more_is_the_end_and_not_complete() -> None:
    blad = bladeraar()

    blad.advance([], more=True)

    assert (blad.meer, blad.reden) == (False, Reden.VERVOLG_MISLUKT)


def test_a_register_that_does_not_keep_the_order_is_read_anew_by_number_in_large_pages() -> None:
    blad = bladeraar()
    blad.advance([item(0), item(1, 1), item(2, 4)], more=True)

    assert blad.advance([item(3, 9), item(4, 5)], more=True) is False

    assert (blad.ordered, asked(blad), blad.size) == (False, (None, 1), 100)
    assert blad.advance([item(5, 1), item(6, 8)], more=True) is True, "that is no news any more"
    assert asked(blad) == (None, 2)


def test_a_walk_through_a_register_that_does_not_keep_the_order_begins_again_where_it_had_come() -> None:
    blad = bladeraar(Plaats(DAY))

    blad.advance([item(0, 1), item(1, 4)], more=True)
    blad.advance([item(2, 9), item(3, 5)], more=True)

    assert asked(blad) == (DAY, 1)


def test_disorder_on_the_last_page_shows_that_a_step_by_key_may_have_jumped_over_zaken() -> None:
    blad = bladeraar()
    blad.advance([item(0), item(1, 4)], more=True)

    assert blad.advance([item(2, 9), item(1, 4)], more=False) is False

    assert (blad.meer, asked(blad)) == (True, (None, 1))


def test_disorder_on_the_only_page_jumped_over_nothing() -> None:
    blad = bladeraar()

    assert blad.advance([item(0, 4), item(1)], more=False) is False

    assert (blad.meer, blad.reden, blad.pages) == (False, None, 1)


def test_a_zaak_that_is_newer_than_was_asked_for_is_disorder_too() -> None:
    blad = bladeraar(Plaats(DAY - timedelta(days=3)))

    assert blad.advance([item(0), item(1, 5)], more=True) is False


def test_a_register_that_is_known_not_to_order_is_read_in_large_pages_at_once() -> None:
    blad = bladeraar(ordered=False)

    assert blad.size == 100
    assert blad.advance([item(0, 5), item(1)], more=True) is True
    assert asked(blad) == (None, 2)


def test_a_zaak_that_comes_twice_by_number_shows_that_pages_shift() -> None:
    blad = bladeraar(by_key=False)

    blad.advance([item(0), item(1)], more=True)
    assert blad.advance([item(1), item(2)], more=False) is True, "it does keep the order"

    assert (blad.meer, asked(blad), blad.reden) == (True, (None, 1), None), "so it is read again from its first page"
    assert (blad.ordered, blad.size) == (False, 100)


def test_when_every_place_had_a_zaak_of_its_own_everything_was_read() -> None:
    blad = bladeraar(by_key=False)
    blad.advance([item(0), item(1)], more=True)
    blad.advance([item(1), item(2)], more=False)

    blad.advance([item(0), item(1)], more=True)
    assert (blad.meer, asked(blad)) == (True, (None, 1)), "once more in between, or ties may turn in the same step"
    blad.advance([item(3), item(0)], more=True)
    blad.advance([item(1), item(0)], more=False)

    assert (blad.meer, blad.reden, blad.pages) == (False, None, 5), "four places, and four were met in two rounds"


def test_a_promised_page_that_is_empty_is_no_end_but_a_list_that_shifted() -> None:
    """A zaak was removed, and what stood on the second page slid to the first."""
    blad = bladeraar(by_key=False)
    blad.advance([item(0), item(1)], more=True)

    blad.advance([], more=False)

    assert (blad.meer, asked(blad), blad.reden) == (True, (None, 1), None)
    for _ in range(2):
        blad.advance([item(1), item(2)], more=False)
    assert (blad.meer, blad.reden) == (False, None)


def test_a_promised_page_that_stays_empty_is_told() -> None:
    blad = bladeraar(by_key=False)

    while blad.meer:
        blad.advance([item(0), item(1)] if blad.page == 1 else [], more=blad.page == 1)

    assert (blad.reden, blad.pages) == (Reden.VERVOLG_MISLUKT, 5)


def test_a_step_by_key_at_which_not_even_its_own_zaak_is_found_is_told() -> None:
    blad = bladeraar()
    blad.advance([item(0), item(1, 4)], more=True)

    blad.advance([], more=False)

    assert (blad.meer, blad.reden) == (False, Reden.VERVOLG_MISLUKT)


def test_there_may_be_none_at_all() -> None:
    blad = bladeraar()
    blad.advance([], more=False)

    assert (blad.meer, blad.reden, blad.pages) == (False, None, 1)


def test_a_round_that_brings_nothing_new_to_a_list_that_lacks_a_zaak_is_the_last() -> None:
    """A register may break ties on each page in its own way, and always in the same: then nothing is settled."""
    blad = bladeraar(by_key=False)

    while blad.meer:
        blad.advance([item(0), item(1)] if blad.page == 1 else [item(1), item(2)], more=blad.page == 1)

    assert (blad.pages, blad.reden) == (5, Reden.VERVOLG_MISLUKT)


def test_a_register_that_keeps_shifting_is_not_asked_for_ever() -> None:
    blad = bladeraar(by_key=False)
    new = 0

    while blad.meer:
        new += 1
        blad.advance([item(new), *(item(n) for n in range(100, 110))], more=blad.page < 3)

    assert (blad.pages, blad.reden) == (5 * 3, Reden.VERVOLG_MISLUKT)


def test_a_list_that_became_longer_while_it_was_read_is_read_whole_in_the_next_round() -> None:
    blad = bladeraar(by_key=False)
    blad.advance([item(1), item(2)], more=True)
    blad.advance([item(2), item(3)], more=False)

    for _ in range(2):
        blad.advance([item(0), item(1), item(2), item(3)], more=False)

    assert (blad.meer, blad.reden, blad.pages) == (False, None, 4)


def test_a_day_that_fills_a_page_and_shifts_is_read_again_before_anything_older_is_asked() -> None:
    blad = bladeraar()
    blad.advance([item(0), item(1)], more=True)

    assert blad.advance([item(1), item(9, 4)], more=True) is True

    assert (asked(blad), blad.ordered) == ((None, 3), False), "by key the one that was missed would never come"
    blad.advance([item(8, 5)], more=False)
    assert (blad.meer, asked(blad)) == (True, (None, 1))


def test_a_register_that_does_not_look_at_the_number_of_a_page_is_left_at_once() -> None:
    blad = bladeraar(by_key=False)
    page = [item(0), item(1)]

    blad.advance(page, more=True)
    blad.advance(page, more=True)

    assert (blad.meer, blad.reden, blad.pages) == (False, Reden.VERVOLG_MISLUKT, 2)


def test_pages_that_come_round_end_a_round() -> None:
    blad = bladeraar(by_key=False)

    while blad.meer:
        first = blad.page % 2 == 1
        blad.advance([item(0), item(1)] if first else [item(2), item(3)], more=True)

    assert (blad.pages, blad.reden) == (6, Reden.VERVOLG_MISLUKT)


def test_a_zaak_that_comes_in_every_round_counts_once_for_the_cap() -> None:
    blad = bladeraar(by_key=False)
    zaken = [item(n) for n in range(MOST_ZAKEN - 1)]
    half = MOST_ZAKEN // 2

    blad.advance(blad.within(zaken[:half]), more=True)
    blad.advance(blad.within(zaken[half - 1 :][: half - 1]), more=False)
    for _ in range(2):
        assert blad.within(zaken) == zaken
        blad.advance(zaken, more=False)

    assert (blad.meer, blad.reden) == (False, None)


@given(
    days=st.lists(st.integers(0, 3), max_size=40),
    largest=st.integers(1, 15),
    by_key=st.booleans(),
    aantal=st.integers(1, 20),
    random=st.randoms(use_true_random=False),
)
def test_what_is_called_complete_is_complete_however_a_register_breaks_ties(
    days: list[int], largest: int, by_key: bool, aantal: int, random: Random
) -> None:
    items = [item(n, day) for n, day in enumerate(days)]
    blad = bladeraar(aantal=aantal, by_key=by_key)
    met: set[str] = set()

    while blad.meer:
        bound = blad.tot_en_met.isoformat() if by_key and blad.tot_en_met else "9999"
        found = [one for one in items if one["startdatum"] <= bound]
        random.shuffle(found)
        found.sort(key=lambda one: str(one["startdatum"]), reverse=True)
        size = min(blad.size, largest)
        page = found[(blad.page - 1) * size : blad.page * size]
        assert blad.advance(blad.within(page), more=len(found) > blad.page * size) is True
        met |= {one["uuid"] for one in page}

    assert blad.reden is not None or met == {one["uuid"] for one in items}


def test_a_zaak_that_comes_twice_by_key_is_how_it_goes() -> None:
    blad = bladeraar()

    blad.advance([item(0), item(1, 1)], more=True)
    blad.advance([item(1, 1), item(2, 2)], more=True)
    blad.advance([item(2, 2)], more=False)

    assert blad.reden is None


def test_no_more_zaken_are_read_than_the_cap_and_that_is_told() -> None:
    blad = bladeraar(aantal=MOST_ZAKEN)
    page = [item(n, n // 50) for n in range(MOST_ZAKEN + 1)]

    kept = blad.within(page)
    blad.advance(kept, more=True)

    assert len(kept) == MOST_ZAKEN
    assert (blad.meer, blad.reden) == (False, Reden.GRENS_BEREIKT)


def test_exactly_the_cap_is_everything() -> None:
    blad = bladeraar(aantal=MOST_ZAKEN)

    blad.advance(blad.within([item(n, n // 50) for n in range(MOST_ZAKEN)]), more=False)

    assert (blad.meer, blad.reden) == (False, None)


@pytest.mark.parametrize("by_key", [True, False])
def test_no_more_pages_are_read_than_the_cap_and_that_is_told(by_key: bool) -> None:
    blad = bladeraar(by_key=by_key)
    pages = 0

    while blad.meer:
        blad.advance([item(pages, pages)], more=True)
        pages += 1

    assert (pages, blad.reden) == (MOST_PAGES, Reden.GRENS_BEREIKT)


def read(items: list[dict[str, Any]], blad: Bladeraar, largest: int, *, by_key: bool) -> Iterator[dict[str, Any]]:
    """What comes out of a register that orders and pages as it should, each zaak when it first comes."""
    newest_first = sorted(items, key=lambda one: str(one["startdatum"]), reverse=True)
    met: set[str] = set()
    while blad.meer:
        bound = blad.tot_en_met.isoformat() if by_key and blad.tot_en_met else "9999"
        found = [one for one in newest_first if one["startdatum"] <= bound]
        size = min(blad.size, largest)
        page = found[(blad.page - 1) * size : blad.page * size]
        assert blad.advance(blad.within(page), more=len(found) > blad.page * size) is True
        for one in page:
            if one["uuid"] not in met:
                met.add(one["uuid"])
                yield one
        unread = [date.fromisoformat(one["startdatum"]) for one in newest_first if one["uuid"] not in met]
        assert blad.meer or not unread
        assert blad.grens is None or all(day <= blad.grens for day in unread)


@given(
    days=st.lists(st.integers(0, 12), max_size=60),
    aantal=st.integers(1, 70),
    largest=st.integers(1, 70),
    by_key=st.booleans(),
)
def test_a_register_that_behaves_is_read_to_its_end_every_zaak_once_and_in_order(
    days: list[int], aantal: int, largest: int, by_key: bool
) -> None:
    """Also one whose pages are shorter than was asked."""
    items = [item(n, day) for n, day in enumerate(days)]
    blad = bladeraar(aantal=aantal, by_key=by_key)

    got = list(read(items, blad, largest, by_key=by_key))

    assert sorted(one["uuid"] for one in got) == sorted(one["uuid"] for one in items)
    told = [one["startdatum"] for one in got]
    assert told == sorted(told, reverse=True)
    assert (blad.reden, blad.ordered) == (None, True)


@given(pages=st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4), max_size=6))
def test_whatever_comes_the_reading_ends(pages: list[list[tuple[int, int]]]) -> None:
    """The same pages over and over, in any order, and each promises another."""
    blad = bladeraar()
    count = 0

    while blad.meer:
        page = pages[count % len(pages)] if pages else []
        blad.advance(blad.within([item(number, day) for number, day in page]), more=True)
        count += 1

    assert count <= MOST_PAGES
    assert blad.reden in (Reden.GRENS_BEREIKT, Reden.VERVOLG_MISLUKT)
