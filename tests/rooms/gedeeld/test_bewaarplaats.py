"""What comes back from a shared store is what a replica of ours put there, and not older than it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.gedeeld.bewaarplaats import MOST_BYTES, Bewaarplaats, Soort
from tests.lekken import leaks
from tests.rooms.gedeeld.lade import Lade
from tests.stories.portaal import ANNA, StilleKlok

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def place(lade: Lade, klok: StilleKlok | None = None, key: bytes = KEY) -> Bewaarplaats:
    return Bewaarplaats(lade, key, klok or StilleKlok(NOW), NoMeter())


async def test_another_replica_reads_what_one_wrote_and_when() -> None:
    lade, klok = Lade(), StilleKlok(NOW)
    await place(lade, klok).put(Soort.CATALOGUS, "waterdam", "zaaktype", content=b"{}", seconds=60)
    klok.later(hours=1)

    bewaard = await place(lade, klok).get(Soort.CATALOGUS, "waterdam", "zaaktype")

    assert bewaard is not None
    assert (bewaard.content, bewaard.moment) == (b"{}", NOW)
    assert lade.seconds == 60


async def test_a_name_tells_nothing_but_its_soort() -> None:
    lade = Lade()

    await place(lade).put(Soort.CATALOGUS, f"https://zgw.example/zaaktypen/{ANNA}", content=b"{}", seconds=60)

    (name,) = lade.kept
    assert name.startswith("catalogus:")
    assert not leaks(name)
    assert "zgw.example" not in name


@pytest.mark.parametrize("soort", list(Soort))
async def test_a_value_under_another_name_is_a_miss(soort: Soort) -> None:
    lade = Lade()
    await place(lade).put(soort, "a", content=b"1", seconds=60)
    await place(lade).put(soort, "b", content=b"2", seconds=60)
    first, second = lade.kept
    lade.kept[second] = lade.kept[first]

    assert await place(lade).get(soort, "b") is None
    assert await place(lade).get(soort, "a") is not None


async def test_a_value_by_another_key_is_a_miss() -> None:
    lade, other = Lade(), Lade()
    await place(lade).put(Soort.SLEUTELS, "digid", content=b"{}", seconds=60)
    await place(other, key=b"x" * 32).put(Soort.SLEUTELS, "digid", content=b"{}", seconds=60)
    (name,), (value,) = lade.kept, other.kept.values()
    lade.kept[name] = value

    assert await place(lade).get(Soort.SLEUTELS, "digid") is None


async def test_a_value_of_an_earlier_form_is_a_miss() -> None:
    lade = Lade()
    await place(lade).put(Soort.SLEUTELS, "digid", content=b"{}", seconds=60)
    (name,) = lade.kept
    lade.kept[name] = b"mz0" + lade.kept[name][3:]

    assert await place(lade).get(Soort.SLEUTELS, "digid") is None


async def test_a_value_from_the_future_is_a_miss() -> None:
    lade, ahead = Lade(), StilleKlok(NOW + timedelta(minutes=2))
    await place(lade, ahead).put(Soort.SLEUTELS, "digid", content=b"{}", seconds=60)

    assert await place(lade).get(Soort.SLEUTELS, "digid") is None


async def test_what_is_too_large_is_not_shared() -> None:
    lade = Lade()

    await place(lade).put(Soort.CATALOGUS, "groot", content=b"x" * (MOST_BYTES + 1), seconds=60)

    assert lade.kept == {}


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 300), st.integers(1, 255))
async def test_garbage_and_a_value_with_one_other_byte_are_a_miss(garbage: bytes, at: int, turn: int) -> None:
    lade = Lade()
    await place(lade).put(Soort.SLEUTELS, "digid", content=b'{"keys": []}', seconds=60)
    ((name, good),) = lade.kept.items()
    at %= len(good)

    for value in (garbage, good[:at], good[:at] + bytes([good[at] ^ turn]) + good[at + 1 :], good + b"!"):
        lade.kept[name] = value
        assert await place(lade).get(Soort.SLEUTELS, "digid") is None
