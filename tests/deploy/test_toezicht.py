"""The dashboard and the alarms: they ask only for what ``/metrics`` shows, and every alarm is in the handbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml

from mijnzaken_bff.api.afwijzing import Reden
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import Onderdeel
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.meting import Alarm, Nietgevraagd
from mijnzaken_bff.normalise.zichtbaarheid import Oordeel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze
from tests.genoemd import ROOT
from tests.metingen import metingen, series

DASHBOARD: Final = json.loads((ROOT / "deploy" / "grafana" / "mijnzaken-bff.json").read_text(encoding="utf-8"))
RULES: Final = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/kubernetes/met-monitoring/alarmen.yaml").read_text("utf-8"))["spec"][
        "groups"
    ]
    for rule in group["rules"]
]
OF_PROMETHEUS: Final = {"up": frozenset({"job", "instance"})}
WORDS: Final = {
    "antwoord": {"volledig", "onvolledig", "geen"},
    "uitkomst": set(Uitkomst),
    "reden": {reden.value for reden in (*Reden, *Oordeel, *Alarm, *Nietgevraagd)},
    "leeg": {"ja", "nee"},
    "uitslag": {"geslaagd", "mislukt", "geen"},
    "zoekwijze": set(Zoekwijze),
    "onderdeel": set(Onderdeel),
    "status": {"2xx", "3xx", "4xx", "5xx", "weg"},
}
"""What a label of ours may say. A query for another word would never find anything, and never say so."""
OF_ITS_OWN: Final = {
    "mijnzaken_geheugen_total": {"vers", "aangesloten", "mis", "verouderd"},
    "mijnzaken_geheugen_antwoord_total": {"vers", "mis"},
    "mijnzaken_vlucht_te_laat_total": {"gelukt", "mislukt", "afgebroken", "geenPlaats"},
    "mijnzaken_configuratie_herladen_total": {"overgenomen", "ongewijzigd", "geweigerd"},
    "mijnzaken_gedeeld_gevraagd_total": {"gelukt", "geweigerd", "teTraag", "onbereikbaar", "overgeslagen"},
    "mijnzaken_gedeeld_gelezen_total": {"gevonden", "niets", "ongeldig"},
    "mijnzaken_sleutels_opgehaald_total": {"nieuw", "ongewijzigd", "gedeeld", "geen", *Failure},
}
"""Of these the ``uitkomst`` is not that of a bron."""

_SERIES = re.compile(r"\b([a-z][a-z_]+)\s*(?:\{([^}]*)\})?(?=[\s\[)]|$)")
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
_BY = re.compile(r"\bby\s*\(([^)]*)\)")


def asked(expr: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every metric in a query, with what it asks of its labels."""
    plain = _BY.sub("", expr)
    for name, matchers in _SERIES.findall(plain):
        if name.startswith("mijnzaken_") or name in OF_PROMETHEUS:
            yield name, {label: value for label, _, value in _MATCHER.findall(matchers)}


def assert_answerable(expr: str) -> None:
    """Everything that a query names exists: metrics, labels and words."""
    known = {**series(), **OF_PROMETHEUS}
    found = list(asked(expr))
    assert found, expr
    assert {name for name, _ in found} >= set(re.findall(r"\bmijnzaken_\w+", expr))
    for name, matchers in found:
        assert name in known, name
        assert set(matchers) <= known[name], f"{name}: {set(matchers) - known[name]}"
        for label, value in matchers.items():
            words = OF_ITS_OWN.get(name, WORDS["uitkomst"]) if label == "uitkomst" else WORDS.get(label)
            if words is not None:
                assert set(value.split("|")) <= words, f"{name}: {value}"
    labels = {label.strip() for by in _BY.findall(expr) for label in by.split(",")}
    assert labels <= set.intersection(*({*known[name]} for name, _ in found)), expr


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel["title"])
def test_a_panel_asks_for_what_is_shown(panel: dict[str, Any]) -> None:
    assert panel["targets"]
    for target in panel["targets"]:
        assert_answerable(target["expr"].replace('bron=~"$bron"', 'bron=~".*"'))
        labels = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
        told = {label.strip() for by in _BY.findall(target["expr"]) for label in by.split(",")}
        assert labels <= told


def test_panels_lie_beside_each_other_and_have_names_of_their_own() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(ids) == len(set(ids))
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_the_variables_of_the_dashboard_are_made_of_what_is_shown() -> None:
    variables = {variable["name"]: variable for variable in DASHBOARD["templating"]["list"]}
    used = set(re.findall(r"\$\{?(\w+)\}?", json.dumps(DASHBOARD))) - {"__rate_interval", "__range", "__all"}
    name, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variables["bron"]["query"]["query"]).groups()  # type: ignore[union-attr]

    assert used == set(variables)
    assert label in series()[name]


def test_everything_that_is_counted_stands_on_the_dashboard() -> None:
    text = json.dumps(DASHBOARD)

    assert [name for name in metingen() if name not in text] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alarm_asks_for_what_is_shown_and_says_what_it_means(rule: dict[str, Any]) -> None:
    assert_answerable(rule["expr"])
    assert rule["labels"]["severity"] in ("kritiek", "waarschuwing")
    told = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    assert told <= {label.strip() for by in _BY.findall(rule["expr"]) for label in by.split(",")}


def test_the_handbook_says_of_every_alarm_how_bad_it_is_and_what_to_do() -> None:
    handbook = (ROOT / "docs" / "handboek.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(Mijnzaken\w+)` \| (\w+) \| [^|]+ \| [^|]+ \|$", handbook, re.MULTILINE)

    assert sorted(told) == sorted((rule["alert"], rule["labels"]["severity"]) for rule in RULES)
