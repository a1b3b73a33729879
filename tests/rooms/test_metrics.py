"""What the service counts, as Prometheus reads it."""

from __future__ import annotations

import math

import pytest

from mijnzaken_bff.domain.meting import Stand, Teller
from mijnzaken_bff.metrics import PrometheusMeter


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


def test_a_label_that_does_not_belong_is_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        PrometheusMeter().count(Teller.SLEUTEL_GEWEIGERD, bsn="x")
