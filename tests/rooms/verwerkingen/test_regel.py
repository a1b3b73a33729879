"""The line of an event: the names of the Logboek Dataverwerkingen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import VerwerkingEvent
from mijnzaken_bff.verwerkingen.regel import Regels
from mijnzaken_bff.verwerkingen.zegel import Zegel
from tests.rooms.verwerkingen.bouwen import ANNA, URI, event, verwerkingen


def line_of(told: VerwerkingEvent) -> dict[str, Any]:
    line = Regels(verwerkingen(), "1.2.3").regel(told)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    read = json.loads(line)
    assert isinstance(read, dict)
    return read


def test_the_line_of_a_request_has_the_names_of_the_standard() -> None:
    sealed, uri = Zegel(verwerkingen()).of(Persoon(Bsn(ANNA)))

    assert line_of(event()) == {
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "span_id": "00f067aa0ba902b7",
        "parent_span_id": None,
        "name": "Zaakoverzicht samenstellen",
        "start": 1_795_446_245_250,
        "end": 1_795_446_245_434,
        "status": "Ok",
        "service.name": "mijnzaken-bff",
        "service.version": "1.2.3",
        "dpl.core.processing_activity_id": URI,
        "dpl.core.data_subject_id": sealed,
        "dpl.core.data_subject_id_type": uri,
        "mijnzaken.verzoek": "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11",
        "mijnzaken.bron": None,
        "mijnzaken.uitkomst": "volledig",
    }


def test_each_call_at_a_bron_is_a_span_of_its_own_under_that_of_the_request() -> None:
    first, second = line_of(event(bron="waterdam")), line_of(event(bron="waterdam"))

    assert first["name"] == "Zaken opvragen bij bron"
    assert first["mijnzaken.bron"] == "waterdam"
    assert first["parent_span_id"] == second["parent_span_id"] == "00f067aa0ba902b7"
    assert len({first["span_id"], second["span_id"], "00f067aa0ba902b7"}) == 3
    assert len(first["span_id"]) == 16
    assert int(first["span_id"], 16)


@pytest.mark.parametrize(
    ("gelukt", "status", "error"), [(True, "Ok", None), (False, "Error", "timeout"), (None, "Unset", None)]
)
def test_only_a_technical_failure_is_an_error_and_it_is_named_in_our_own_word(
    gelukt: bool | None, status: str, error: str | None
) -> None:
    line = line_of(event(bron="waterdam", gelukt=gelukt, uitkomst="timeout"))

    assert line["status"] == status
    assert line.get("exception.type") == error
