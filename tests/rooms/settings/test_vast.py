"""What a running service cannot change."""

from __future__ import annotations

from typing import Any

import pytest

from mijnzaken_bff.settings.vast import with_what_is_fixed
from tests.rooms.settings.voorbeeld import Map, at, tree

LOG = {
    "bestand": "v.jsonl",
    "sleutel": {"bestand": "waterdam.secret"},
    "sleutelId": "1",
    "activiteiten": {"overzicht": "https://waterdam.example/1"},
}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("dienst", "adres"), "::1"),
        (("dienst", "poort"), 8002),
        (("dienst", "beheer"), {"poort": 8003}),
        (("dienst", "naslag"), False),
        (("dienst", "grenzen"), {"tegelijk": 3}),
        (("verwerkingen",), LOG),
    ],
)
def test_it_stays_as_it_was_and_is_told(map_: Map, place: tuple[str, ...], value: Any):
    running = map_.settings(tree())

    settings, kept = with_what_is_fixed(running, map_.settings(at(place, value)))

    assert settings == running
    assert kept == [place]


def test_everything_else_is_taken_over(map_: Map):
    running, read = map_.settings(tree()), map_.settings(at(("dienst", "hosts"), ["mijnzaken.waterdam.example"]))

    assert with_what_is_fixed(running, read) == (read, [])
