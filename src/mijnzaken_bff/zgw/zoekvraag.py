"""The criteria of a search for zaken: fixed keys, because a key that a register does not know falls away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid

_NATUURLIJK_PERSOON_BSN = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """Which zaken: those of one betrokkene, and of these what the other criteria leave. Never without a betrokkene."""

    betrokkene: Betrokkene
    maximaal: Vertrouwelijkheid
    lopend: bool | None = None
    zaaknummer: str | None = None
    tot_en_met: date | None = None
    """Zaken that started on this day or before."""

    def body(self, expand: tuple[str, ...]) -> dict[str, Any]:
        """The body of ``POST /zaken/_zoek``, newest startdatum first.

        Raises ``SourceError(NOT_SEARCHABLE)`` where no filter for this betrokkene exists: an empty filter would find
        everybody's zaken, so there is no body without one. Source: Zaken API 1.5, operation ``zaak__zoek``.
        """
        criteria: dict[str, Any] = {
            **self._betrokkene(),
            "maximaleVertrouwelijkheidaanduiding": self.maximaal.value,
            "ordering": "-startdatum",
        }
        if self.lopend is not None:
            criteria["einddatum__isnull"] = self.lopend
        if self.zaaknummer is not None:
            criteria["identificatie"] = self.zaaknummer
        if self.tot_en_met is not None:
            criteria["startdatum__lte"] = self.tot_en_met.isoformat()
        if expand:
            criteria["expand"] = list(expand)
        return criteria

    def _betrokkene(self) -> dict[str, str]:
        match self.betrokkene:
            case Persoon(bsn=bsn):
                return {_NATUURLIJK_PERSOON_BSN: bsn.reveal()}
            case Bedrijf():
                raise SourceError(Failure.NOT_SEARCHABLE, "zaken")
