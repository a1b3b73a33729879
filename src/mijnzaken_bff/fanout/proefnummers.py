"""The numbers of a canary, and how often it is sent: the settings that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, assert_never

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin, Vestigingsnummer
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


class KanarieSettings(SettingsModel):
    """How often each bron is asked for numbers that nobody has."""

    elke: Seconden = Field(default=300.0, description="Hoeveel tijd er hooguit tussen twee proeven zit.")
    bij_fout: Seconden = Field(
        default=30.0, description="Hoe snel de proef opnieuw gaat, als die mislukte of geen antwoord kreeg."
    )

    @model_validator(mode="after")
    def _in_order(self) -> KanarieSettings:
        if self.bij_fout <= 0:
            raise PydanticCustomError("kanarie_nul", "bijFout moet groter zijn dan 0")
        if self.bij_fout > self.elke:
            raise PydanticCustomError(
                "kanarie_volgorde", "bijFout is langer dan elke: na een fout zou de proef later komen dan anders"
            )
        return self


def _valid(kind: type[Nummer]) -> Any:
    def check(text: str) -> str:
        try:
            kind(text)
        except OngeldigNummer:
            raise PydanticCustomError("proefnummer", "geen geldig nummer") from None
        return text

    return AfterValidator(check)


class Proefnummers(SettingsModel):
    """Numbers that are valid and nobody's: a search for them must find nothing."""

    bsn: Annotated[str, _valid(Bsn)] | None = Field(
        default=None, description="Een BSN dat niemand heeft, zoals 999999990."
    )
    kvk: Annotated[str, _valid(Kvk)] | None = Field(default=None, description="Een KvK-nummer dat niemand heeft.")
    rsin: Annotated[str, _valid(Rsin)] | None = Field(default=None, description="Een RSIN dat niemand heeft.")
    vestiging: Annotated[str, _valid(Vestigingsnummer)] | None = Field(
        default=None, description="Een vestigingsnummer dat niemand heeft; alleen samen met kvk of rsin."
    )

    @model_validator(mode="after")
    def _of_a_company(self) -> Proefnummers:
        if self.vestiging is not None and self.kvk is None and self.rsin is None:
            raise PydanticCustomError("proefvestiging", "vestiging vraagt ook kvk of rsin: een vestiging is van iemand")
        return self

    def proeven(self, zoekwijzen: Iterable[Zoekwijze]) -> dict[Zoekwijze, Betrokkene]:
        """Nobody, for each of ``zoekwijzen`` that can be put to the test; one without a number cannot."""
        return {zoekwijze: nobody for zoekwijze in zoekwijzen if (nobody := self.betrokkene(zoekwijze)) is not None}

    def betrokkene(self, zoekwijze: Zoekwijze) -> Betrokkene | None:
        """Nobody, as a search in this way needs them; None when the number for it is not there."""
        match zoekwijze:
            case Zoekwijze.NP_BSN:
                return Persoon(Bsn(self.bsn)) if self.bsn is not None else None
            case (
                Zoekwijze.NNP_KVK
                | Zoekwijze.NNP_KVK_IN_INNNNPID
                | Zoekwijze.ANN_IDENTIFICATIE
                | Zoekwijze.VESTIGING_KVK
            ):
                return Bedrijf(Kvk(self.kvk)) if self.kvk is not None else None
            case Zoekwijze.NNP_RSIN:
                return Bedrijf(rsin=Rsin(self.rsin)) if self.rsin is not None else None
            case Zoekwijze.VESTIGING:
                return self._vestiging()
            case _:
                assert_never(zoekwijze)

    def _vestiging(self) -> Betrokkene | None:
        if self.vestiging is None:
            return None
        return Bedrijf(
            Kvk(self.kvk) if self.kvk is not None else None,
            Rsin(self.rsin) if self.rsin is not None else None,
            Vestigingsnummer(self.vestiging),
        )
