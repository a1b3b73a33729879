"""Pictures over time and over load: the soak, and the goodput. Only when a picture is asked they know matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.duurproef import MEASURES, Soaked
from tests.bench.outcome import Outcome, of_key

_BLUE: Final = "#154273"
_ORANGE: Final = "#e17000"
_FAULT: Final = "#f3d9d9"


def draw(soak: Soaked, path: Path) -> None:
    """Write a PNG with what was seen of the process, red where registers were failing."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and nobody else needs it

    figure = Figure(figsize=(12, 8), dpi=100, layout="constrained")
    figure.suptitle(f"Duurproef: {soak.per_second:.0f} vragen per seconde; in rood falen er twee van de acht bronnen")
    minutes = [seen.at / 60 for seen in soak.seen]
    for axes, (what, read) in zip(figure.subplots(2, 2).flat, MEASURES.items(), strict=True):
        values = [read(seen) for seen in soak.seen]
        for begin, end, seen in zip(minutes, [*minutes[1:], minutes[-1]], soak.seen, strict=True):
            if seen.fault:
                axes.axvspan(begin, end, color=_FAULT, linewidth=0)
        axes.plot(minutes, values, color=_BLUE, linewidth=1.2)
        axes.set_title(what, fontsize=11)
        axes.set_xlabel("minuten")
        axes.set_ylim(0, max(values) * 1.15 + 1)
        axes.grid(axis="y", color="#dddddd")
    figure.savefig(path, format="png")


def draw_goodput(outcomes: Sequence[Outcome], path: Path) -> None:
    """Write a PNG with how much of the capacity is answered when more is asked, and how soon the others hear no."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and nobody else needs it

    figure = Figure(figsize=(12, 5), dpi=100, layout="constrained")
    goodput, refused = figure.subplots(1, 2)
    row = of_key(outcomes, "goodput")
    goodput.plot([one.size for one in row], [one.value for one in row], color=_BLUE, marker="o", label="goodput")
    goodput.axhline(row[0].goal or 0.0, color=_ORANGE, linestyle="--", label="doel bij 10 keer")
    goodput.set_title("Volledig beantwoord, tegen de capaciteit", fontsize=11)
    goodput.set_ylim(0, 1.3)
    goodput.legend()
    for key, colour in (("goodput_traagst", _BLUE), ("goodput_nee", _ORANGE)):
        row = of_key(outcomes, key)
        refused.plot([one.size for one in row], [one.value for one in row], color=colour, marker="o",
                     label=row[0].what if row else key)  # fmt: skip
    refused.set_title("Wachttijd, in ms", fontsize=11)
    refused.set_ylim(bottom=0)
    refused.legend()
    for axes in (goodput, refused):
        axes.set_xlabel("gevraagd, in keer de capaciteit")
        axes.grid(axis="y", color="#dddddd")
    figure.savefig(path, format="png")
