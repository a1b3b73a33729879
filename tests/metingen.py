"""Every name that ``/metrics`` shows, with its kind and labels: what documents, dashboards and alarms may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mijnzaken_bff.metrics import PREFIX, metrics_shown


@dataclass(frozen=True, slots=True)
class Meting:
    """One metric as it is shown."""

    soort: str
    labels: frozenset[str]


@cache
def metingen() -> Mapping[str, Meting]:
    """By the name under which they stand in the table of ``docs/metingen.md``."""
    return {PREFIX + name: Meting(soort, frozenset(labels)) for name, soort, labels in metrics_shown()}


@cache
def series() -> Mapping[str, frozenset[str]]:
    """Every name that a query may ask for, with its labels."""
    shown: dict[str, frozenset[str]] = {}
    for name, meting in metingen().items():
        if meting.soort == "verdeling":
            shown |= {f"{name}_bucket": meting.labels | {"le"}}
            shown |= dict.fromkeys((f"{name}_sum", f"{name}_count"), meting.labels)
        else:
            shown[name] = meting.labels
    return shown
