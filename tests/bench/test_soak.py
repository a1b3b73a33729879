"""The soak of a minute: what is still there after it is what was there before it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.bench.duurproef import Asked, Seen, Soak, Soaked, soaked, told
from tests.bench.plot_duur import draw
from tests.bench.recording import record
from tests.lekken import leaks

MINUTE = Soak(
    seconds=60.0, fault_seconds=2.0, every=0.5, people=60, share=0.2, capacity_seconds=0.5, rest=2.0, memory=25.0
)
"""Less is asked than in ten minutes: what the service can take is measured in a moment, and other tests run beside."""


async def test_registers_that_fail_and_recover_leave_nothing_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "matplotlib")  # it tells of every font that it does not take
    soak = await soaked(await record(), MINUTE)
    verdicts = soak.verdicts(MINUTE)
    draw(soak, tmp_path / "soak.png")

    assert [verdict for verdict in verdicts if not verdict.well] == [], soak.statuses()
    assert len(soak.seen) > 10
    assert {seen.fault for seen in soak.seen} == {True, False}
    assert any(not one.whole for one in soak.asked if one.status == 200)  # the faults were seen
    assert not leaks(told(soak, verdicts))
    assert (tmp_path / "soak.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_what_grows_is_seen() -> None:
    rest = Seen(0.0, 100.0, 10.0, 40.0, 20.0, fault=False)
    seen = [Seen(float(n), 100.0 + n, 10.0 + n, 40.0 + n, 20.0 + n, fault=False) for n in range(100)]
    asked = [Asked(0.0, 0.1, 200, whole=True), Asked(0.0, 0.1, 500, whole=False)]
    soak = Soaked(1.0, rest, seen, asked, Seen(101.0, 200.0, 110.0, 140.0, 120.0, fault=False))

    assert [verdict.what for verdict in soak.verdicts(Soak()) if verdict.well] == [
        "onvolledige antwoorden, van elke honderd"
    ]
