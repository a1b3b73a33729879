"""Planned maintenance: from when on, until when, and which of two windows counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mijnzaken_bff.domain.onderhoud import Onderhoud, onderhoud_at

VAN = datetime(2026, 12, 1, 22, tzinfo=UTC)
NACHT = Onderhoud(VAN, VAN + timedelta(hours=4))
LANGER = Onderhoud(VAN + timedelta(hours=1), VAN + timedelta(hours=9), "Wij verhuizen.")


@pytest.mark.parametrize(("hours", "expected"), [(-0.001, None), (0, NACHT), (3.999, NACHT), (4, None), (100, None)])
def test_a_window_begins_with_its_first_moment_and_ends_before_its_last(hours, expected):
    assert onderhoud_at([NACHT], VAN + timedelta(hours=hours)) is expected


@pytest.mark.parametrize("vensters", [[NACHT, LANGER], [LANGER, NACHT]])
def test_of_two_windows_the_one_that_ends_last_counts(vensters):
    assert onderhoud_at(vensters, VAN + timedelta(hours=2)) is LANGER
