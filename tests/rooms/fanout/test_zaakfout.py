"""What a bron that does not tell of one zaak means for who asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst
from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.fanout.zaakfout import ZaakMislukt, Zaakstatus
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of

BRON = Bron("waterdam", "Gemeente Waterdam", Organisatie("gm9902", "Gemeente Waterdam"))
MOMENT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)


def row(failure: Failure | None, retry_after: float | None = None) -> BronUitkomst:
    return bron_uitkomst_of(BRON, Antwoord(failure, moment=MOMENT, retry_after=retry_after))


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Failure.TIMEOUT, 504),
        (Failure.OVERLOADED, 503),
        (Failure.REFUSED, 503),
        (Failure.INTERNAL, 503),
        (Failure.NOT_SEARCHABLE, 503),
        (Failure.NO_ACCESS, 502),
        (Failure.UNUSABLE, 502),
        (Failure.FILTER_IGNORED, 502),
        (Failure.UNTRUSTED, 502),
    ],
)
def test_whether_asking_again_helps_is_told_by_the_status(failure: Failure, status: int) -> None:
    assert ZaakMislukt(row(failure)).status == status


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_a_status(failure: Failure) -> None:
    assert ZaakMislukt(row(failure)).status in Zaakstatus


@pytest.mark.parametrize("uitkomst", list(Uitkomst))
def test_so_has_every_uitkomst(uitkomst: Uitkomst) -> None:
    told = row(Failure.TIMEOUT).model_copy(update={"uitkomst": uitkomst})

    assert ZaakMislukt(told).status in Zaakstatus


def test_when_to_come_back_is_what_the_register_says_and_otherwise_soon() -> None:
    assert ZaakMislukt(row(Failure.OVERLOADED, 7)).retry_after == 7
    assert ZaakMislukt(row(Failure.NOT_SEARCHABLE)).retry_after == 30
