"""What the service counts, as Prometheus reads it."""

from __future__ import annotations

import math
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mijnzaken_bff.domain.meting import Stand, Teller, Verdeling
from mijnzaken_bff.metrics import PrometheusMeter
from tests.genoemd import ROOT
from tests.metingen import metingen


def test_what_was_counted_is_shown_with_its_labels() -> None:
    meter = PrometheusMeter()

    meter.count(Teller.TOKEN_GEWEIGERD, uitgever="digid", reden="time")
    meter.count(Teller.TOKEN_GEWEIGERD, uitgever="digid", reden="time")
    meter.set(Stand.SLEUTELS_LEEFTIJD, 12.5, uitgever="digid")

    shown = meter.shown().decode()
    assert 'mijnzaken_token_geweigerd_total{reden="time",uitgever="digid"} 2.0' in shown
    assert 'mijnzaken_sleutels_leeftijd_seconden{uitgever="digid"} 12.5' in shown


def test_what_grows_by_itself_is_read_when_somebody_looks() -> None:
    meter, ages = PrometheusMeter(), iter([1.0, math.inf])
    meter.watch(Stand.SLEUTELS_LEEFTIJD, lambda: next(ages), uitgever="digid")

    assert 'mijnzaken_sleutels_leeftijd_seconden{uitgever="digid"} 1.0' in meter.shown().decode()
    assert 'mijnzaken_sleutels_leeftijd_seconden{uitgever="digid"} +Inf' in meter.shown().decode()


def test_what_is_gone_is_not_shown_any_longer() -> None:
    meter = PrometheusMeter()
    meter.set(Stand.SLEUTELS_LEEFTIJD, 1, uitgever="digid")
    meter.set(Stand.SLEUTELS_LEEFTIJD, 2, uitgever="eherkenning")

    meter.forget(Stand.SLEUTELS_LEEFTIJD, uitgever="digid")

    shown = meter.shown().decode()
    assert "digid" not in shown
    assert 'mijnzaken_sleutels_leeftijd_seconden{uitgever="eherkenning"} 2.0' in shown


@pytest.mark.parametrize("teller", Teller)
def test_every_counter_on_the_list_exists(teller: Teller) -> None:
    assert f"mijnzaken_{teller}_total" in PrometheusMeter().shown().decode()


@pytest.mark.parametrize("stand", Stand)
def test_every_value_on_the_list_exists(stand: Stand) -> None:
    assert f"# TYPE mijnzaken_{stand} gauge" in PrometheusMeter().shown().decode()


@pytest.mark.parametrize("verdeling", Verdeling)
def test_every_distribution_on_the_list_exists(verdeling: Verdeling) -> None:
    assert f"# TYPE mijnzaken_{verdeling} histogram" in PrometheusMeter().shown().decode()


def test_more_than_one_is_counted_at_once() -> None:
    meter = PrometheusMeter()

    meter.count(Teller.ZAKEN_WEGGELATEN, 3, bron="waterdam")

    assert 'mijnzaken_zaken_weggelaten_total{bron="waterdam"} 3.0' in meter.shown().decode()


def test_what_takes_time_is_counted_in_buckets_and_added_up_without_a_tail() -> None:
    meter = PrometheusMeter()
    for seconds in (0.05, 0.1001, 0.2, 0.1, 60.0):
        meter.observe(Verdeling.BRON_DUUR, seconds, bron="waterdam")

    shown = meter.shown().decode()
    (family,) = (f for f in text_string_to_metric_families(shown) if f.name == "mijnzaken_bron_duur_seconden")
    buckets = {sample.labels["le"]: sample.value for sample in family.samples if sample.name.endswith("_bucket")}
    assert [buckets[le] for le in ("0.05", "0.1", "0.2", "10.0", "+Inf")] == [1, 2, 4, 4, 5]
    assert 'mijnzaken_bron_duur_seconden_sum{bron="waterdam"} 60.45\n' in shown
    assert 'mijnzaken_bron_duur_seconden_count{bron="waterdam"} 5.0\n' in shown


def test_the_table_of_the_documentation_is_what_is_shown() -> None:
    table = (ROOT / "docs" / "metingen.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(mijnzaken_\w+)` \| (\w+) \| (.*?) ?\|", table, re.MULTILINE)
    told = {name: (soort, frozenset(re.findall(r"`(\w+)`", labels))) for name, soort, labels in rows}

    assert told == {name: (meting.soort, meting.labels) for name, meting in metingen().items()}
    assert len(rows) == len(told)


@pytest.mark.parametrize("labels", [{}, {"bron": "x", "bsn": "x"}, {"bsn": "x"}])
def test_a_label_that_does_not_belong_to_a_distribution_is_refused(labels: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="label"):
        PrometheusMeter().observe(Verdeling.BRON_DUUR, 1.0, **labels)


def test_a_label_that_does_not_belong_is_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        PrometheusMeter().count(Teller.SLEUTEL_GEWEIGERD, bsn="x")
