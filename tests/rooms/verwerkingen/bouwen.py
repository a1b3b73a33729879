"""Settings and events, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from mijnzaken_bff.domain.betrokkene import Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.domain.verwerking import Activiteit, Verwerking, VerwerkingEvent
from mijnzaken_bff.verwerkingen.instelling import Verwerkingen

ANNA = "999990019"
BILAL = "999990020"
URI = "https://waterdam.example/verwerkingen/zaakoverzicht"
BEGIN = datetime(2026, 11, 23, 15, 4, 5, 250_000, tzinfo=UTC)


def verwerkingen(**said: Any) -> Verwerkingen:
    """The settings, with what is said over a good example."""
    example = {
        "bestand": "-",
        "sleutel": SecretStr("een-geheim-van-tweeendertig-tekens"),
        "sleutel_id": "2026-1",
        "activiteiten": {"overzicht": URI},
    }
    return Verwerkingen.model_validate(example | said)


def event(betrokkene: Betrokkene | None = None, *, bron: str | None = None, **said: Any) -> VerwerkingEvent:
    """One event, of a request unless a ``bron`` is named."""
    facts: dict[str, Any] = {
        "verwerking": Verwerking(
            "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11",
            Activiteit.OVERZICHT,
            id="00f067aa0ba902b7",
            trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
        ),
        "betrokkene": betrokkene or Persoon(Bsn(ANNA)),
        "soort": "verzoek" if bron is None else "bron",
        "bron": bron,
        "uitkomst": "volledig" if bron is None else "ok",
        "gelukt": True,
        "begin": BEGIN,
        "einde": BEGIN + timedelta(milliseconds=184),
    }
    return VerwerkingEvent(**(facts | said))
