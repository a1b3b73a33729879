"""The outcomes as one picture, the goals in it. Only this module knows matplotlib, and only when a picture is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.bench.outcome import Outcome, Part, of_key
from tests.bench.report import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS: Final = ("#154273", "#e17000", "#7fae3f", "#a90061")
_MARKS: Final = ("o", "s", "^", "D")
_ABOVE: Final = 8
_BELOW: Final = -16
"""Where the number of a point stands, in points above it."""
_GOAL: Final = "#222222"
_READABLE: Final[dict[str, Any]] = {"bbox": {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6}}
"""What a number needs to be read where a line crosses it."""


def draw(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write a PNG with CPU, time on the clock and the transports beside each other."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and nobody else needs it

    figure = Figure(figsize=(13, 9.5), dpi=100, layout="constrained")
    axes = figure.subplots(2, 2)
    figure.suptitle(
        "Wat een overzicht kost: verhoudingen binnen één run. Lager is beter; een streepjeslijn is een doel"
    )
    _cpu(axes[0][0], outcomes)
    _clock(axes[0][1], outcomes)
    _bars(axes[1][0], [outcome for outcome in outcomes if outcome.part is Part.TRANSPORT])
    _finish(axes[1][0], "CPU van één vraag over elk transport, tegen aiohttp zelf", "keer aiohttp")
    _carried(axes[1][1], outcomes)
    figure.savefig(path, format="png")


def _cpu(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    rows = [row for kind in ("vol", "leeg") if (row := of_key(outcomes, f"overzicht_{kind}"))]
    places = _columns(axes, sorted({outcome.size for row in rows for outcome in row}))
    for style, row in enumerate(rows):
        others = [outcome for other in rows if other is not row for outcome in other]
        _line(axes, places, row, row[0].what.partition(", ")[2], style=style, others=others)
        _goal(axes, row[0], _COLOURS[style])
    _finish(axes, "CPU van een overzicht, tegen aiohttp met json.loads", "keer de vloer")


def _clock(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    row = of_key(outcomes, "wandtijd")
    places = _columns(axes, [outcome.size for outcome in row])
    _line(axes, places, row, "mediaan")
    _goal(axes, row[0], _GOAL, where="".join(f", gesteld bij {one.size} bronnen" for one in row if one.judged))
    # A few milliseconds and a second in one picture: tenfold by tenfold from 10 on, and 0 below it.
    axes.set_yscale("symlog", linthresh=10)
    axes.yaxis.set_major_formatter("{x:g}")
    _finish(axes, row[0].what.capitalize(), "ms, logaritmisch vanaf 10", room=3)


def _carried(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    of_part = [outcome for outcome in outcomes if outcome.part is Part.CARRIED]
    _bars(axes, of_part)
    rows = [row for kind in ("vol", "leeg") if (row := of_key(outcomes, f"overzicht_{kind}"))]
    for group, row in enumerate(rows):
        if row[0].goal is not None:
            label = "doel" if group == 0 else ""  # once in the legend
            axes.hlines(row[0].goal, group - 0.45, group + 0.45, color=_GOAL, linestyle="--", label=label)
    title = f"CPU van een heel overzicht over elk transport, {of_part[0].size} bronnen, tegen de vloer"
    _finish(axes, title, "keer de vloer")


def _bars(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    """Bars in groups: a colour a transport; a group a number of bronnen, or a kind where the name tells one."""
    names = list(dict.fromkeys(outcome.what.partition(", ")[0] for outcome in outcomes))
    groups = list(dict.fromkeys(outcome.what.partition(", ")[2] or f"{outcome.size}" for outcome in outcomes))
    width = 0.8 / len(names)
    for place, (name, colour) in enumerate(zip(names, _COLOURS, strict=False)):
        values = [outcome.value for outcome in outcomes if outcome.what.partition(", ")[0] == name]
        middles = [group + (place - (len(names) - 1) / 2) * width for group in range(len(groups))]
        drawn = axes.bar(middles, values, width * 0.92, color=colour, label=name)
        axes.bar_label(drawn, [_short(value) for value in values], padding=2, fontsize=8, **_READABLE)
    axes.set_xticks(range(len(groups)), groups)
    if groups[0].isdigit():
        axes.set_xlabel("bronnen")


def _columns(axes: Axes, sizes: Sequence[int]) -> dict[int, int]:
    """A column for every number of bronnen, each as wide as the others."""
    axes.set_xticks(range(len(sizes)), [str(size) for size in sizes])
    axes.set_xlim(-0.4, len(sizes) - 0.6)
    axes.set_xlabel("bronnen")
    return {size: place for place, size in enumerate(sizes)}


def _line(
    axes: Axes,
    places: dict[int, int],
    row: Sequence[Outcome],
    label: str,
    *,
    style: int = 0,
    others: Sequence[Outcome] = (),
) -> None:
    """One line with its numbers: above it, or below it where another line is higher."""
    columns = [places[outcome.size] for outcome in row]
    colour = _COLOURS[style]
    axes.plot(columns, [outcome.value for outcome in row], color=colour, marker=_MARKS[style], label=label)
    for column, outcome in zip(columns, row, strict=True):
        under = any(other.size == outcome.size and other.value > outcome.value for other in others)
        axes.annotate(
            _short(outcome.value),
            (column, outcome.value),
            xytext=(0, _BELOW if under else _ABOVE),
            textcoords="offset points",
            ha="center",
            fontsize=9,
            color=colour,
            **_READABLE,
        )


def _goal(axes: Axes, outcome: Outcome, colour: str, where: str = "") -> None:
    if outcome.goal is not None:
        label = f"doel {number(outcome.goal, outcome.unit)}{where}"
        axes.axhline(outcome.goal, color=colour, linestyle="--", linewidth=1.3, label=label)


def _finish(axes: Axes, title: str, unit: str, room: float = 1.25) -> None:
    """What every part of the picture has, with room above for the numbers and the legend."""
    axes.set_title(title, fontsize=11)
    axes.set_ylabel(unit)
    axes.set_ylim(0, axes.get_ylim()[1] * room)
    axes.grid(axis="y", color="#dddddd")
    axes.set_axisbelow(True)
    axes.legend(fontsize=9, loc="upper center", ncols=2)


def _short(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
