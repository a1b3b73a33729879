"""The criteria of a search for zaken: fixed keys, because a key that a register does not know falls away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias, assert_never

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.nummers import Nummer
from mijnzaken_bff.zgw.profielen import Filter, Profiel
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

Criteria: TypeAlias = dict[str, str | bool | list[str]]

UUIDS: Final = "uuid__in"
"""The criterion that names zaken."""

_NATUURLIJK_PERSOON: Final = "rol__betrokkeneIdentificatie__natuurlijkPersoon__"
_NIET_NATUURLIJK_PERSOON: Final = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__"
_VESTIGING: Final = "rol__betrokkeneIdentificatie__vestiging__"

_SLEUTELS: Final = {
    Zoekwijze.NP_BSN: f"{_NATUURLIJK_PERSOON}inpBsn",
    Zoekwijze.NNP_KVK: f"{_NIET_NATUURLIJK_PERSOON}kvkNummer",
    Zoekwijze.NNP_RSIN: f"{_NIET_NATUURLIJK_PERSOON}innNnpId",
    Zoekwijze.NNP_KVK_IN_INNNNPID: f"{_NIET_NATUURLIJK_PERSOON}innNnpId",
    Zoekwijze.ANN_IDENTIFICATIE: f"{_NIET_NATUURLIJK_PERSOON}annIdentificatie",
    Zoekwijze.VESTIGING: f"{_VESTIGING}vestigingsNummer",
    Zoekwijze.VESTIGING_KVK: f"{_VESTIGING}kvkNummer",
}
_VAN_EEN_VESTIGING: Final = (Zoekwijze.VESTIGING, Zoekwijze.VESTIGING_KVK)
"""What finds rollen of vestigingen, each with its number."""

_VESTIGING_VAN_NNP: Final = f"{_NIET_NATUURLIJK_PERSOON}vestigingsNummer"


def zoekwijzen_for(betrokkene: Betrokkene, profiel: Profiel) -> tuple[Zoekwijze, ...]:
    """The ways in which a register can look ``betrokkene`` up, with what the login told; empty when there is none.

    Under a restriction to a vestiging a way counts only where the register tells of which vestiging a rol is: of what
    it finds otherwise nothing could be shown, and "there are none" would not be true.
    """
    if isinstance(betrokkene, Persoon):
        return (Zoekwijze.NP_BSN,)
    tells = _VAN_EEN_VESTIGING if betrokkene.vestiging is not None and not profiel.vestigingsfilter else None
    return tuple(
        zoekwijze
        for zoekwijze in profiel.bedrijven
        if _number_of(zoekwijze, betrokkene) is not None and (tells is None or zoekwijze in tells)
    )


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """Which zaken: those of one betrokkene, and of these what the other criteria leave. Never without a betrokkene."""

    betrokkene: Betrokkene
    zoekwijze: Zoekwijze
    maximaal: Vertrouwelijkheid
    lopend: bool | None = None
    zaaknummer: str | None = None
    tot_en_met: date | None = None
    """Zaken that started on this day or before."""
    rol: str | None = None
    """Zaken in which the betrokkene has this rol (``omschrijvingGeneriek``)."""
    uuids: tuple[str, ...] = ()
    """Only these zaken, where any are named."""

    def criteria(self, profiel: Profiel) -> Criteria:
        """The criteria as far as a register with this profiel knows them, newest startdatum first where it orders.

        Raises ``SourceError(NOT_SEARCHABLE)`` where no filter for this betrokkene exists: an empty filter would find
        everybody's zaken, so there is no question without one. Source: Zaken API 1.5, ``zaak__zoek`` and ``zaak_list``.
        """
        criteria = self._betrokkene(profiel)
        if self.rol is not None and profiel.rolfilter == "zelfde":
            # Where each filter looks at any rol, this one says nothing about the rol of the betrokkene.
            criteria["rol__omschrijvingGeneriek"] = self.rol
        known = profiel.filters
        if Filter.NIVEAU in known:
            criteria[Filter.NIVEAU.value] = self.maximaal.value
        if profiel.ordening:
            criteria["ordering"] = "-startdatum"
        if self.lopend is not None and Filter.LOPEND in known:
            criteria[Filter.LOPEND.value] = self.lopend
        if self.zaaknummer is not None and Filter.ZAAKNUMMER in known:
            criteria[Filter.ZAAKNUMMER.value] = self.zaaknummer
        if self.tot_en_met is not None and Filter.TOT_EN_MET in known:
            criteria[Filter.TOT_EN_MET.value] = self.tot_en_met.isoformat()
        if self.uuids:
            criteria[UUIDS] = list(self.uuids)
        return criteria

    def _betrokkene(self, profiel: Profiel) -> Criteria:
        number = _number_of(self.zoekwijze, self.betrokkene)
        if number is None:
            raise SourceError(Failure.NOT_SEARCHABLE, "zaken")
        criteria: Criteria = {_SLEUTELS[self.zoekwijze]: number.reveal()}
        if isinstance(self.betrokkene, Bedrijf) and self.betrokkene.vestiging is not None and profiel.vestigingsfilter:
            if self.zoekwijze in (Zoekwijze.NNP_KVK, Zoekwijze.NNP_RSIN):
                criteria[_VESTIGING_VAN_NNP] = self.betrokkene.vestiging.reveal()
            elif self.zoekwijze is Zoekwijze.VESTIGING_KVK:
                criteria[_SLEUTELS[Zoekwijze.VESTIGING]] = self.betrokkene.vestiging.reveal()
        return criteria


def key_of(zoekwijze: Zoekwijze) -> str:
    """The search key of a zoekwijze, as a register names it in an error."""
    return _SLEUTELS[zoekwijze]


def _number_of(zoekwijze: Zoekwijze, betrokkene: Betrokkene) -> Nummer | None:
    """The number that is searched for in this way; None when the login did not give it."""
    match betrokkene:
        case Persoon(bsn=bsn):
            return bsn if zoekwijze is Zoekwijze.NP_BSN else None
        case Bedrijf(kvk=kvk, rsin=rsin, vestiging=vestiging):
            match zoekwijze:
                case (
                    Zoekwijze.NNP_KVK
                    | Zoekwijze.NNP_KVK_IN_INNNNPID
                    | Zoekwijze.ANN_IDENTIFICATIE
                    | Zoekwijze.VESTIGING_KVK
                ):
                    return kvk
                case Zoekwijze.NNP_RSIN:
                    return rsin
                case Zoekwijze.VESTIGING:
                    return vestiging
                case Zoekwijze.NP_BSN:
                    return None
                case _:
                    assert_never(zoekwijze)
