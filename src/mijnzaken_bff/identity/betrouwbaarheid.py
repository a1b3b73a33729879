"""The betrouwbaarheidsniveaus: the names under which the field knows them, and what an issuer must reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.instelling import NoneEmpty, Pad, problem_at, without_problems
from mijnzaken_bff.upstream.instelling import SettingsModel

_SAML = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_ETOEGANG = "urn:etoegang:core:assurance-class:"

BEKENDE_WAARDEN: Final[Mapping[str, Niveau]] = {
    f"{_SAML}PasswordProtectedTransport": Niveau.BASIS,
    "http://eID.logius.nl/LoA/basic": Niveau.BASIS,
    f"{_ETOEGANG}loa1": Niveau.BASIS,
    f"{_SAML}MobileTwoFactorContract": Niveau.LAAG,
    f"{_ETOEGANG}loa2": Niveau.LAAG,
    "http://eidas.europa.eu/LoA/low": Niveau.LAAG,
    f"{_ETOEGANG}loa2plus": Niveau.LAAG_PLUS,
    f"{_SAML}Smartcard": Niveau.SUBSTANTIEEL,
    f"{_ETOEGANG}loa3": Niveau.SUBSTANTIEEL,
    "http://eidas.europa.eu/LoA/substantial": Niveau.SUBSTANTIEEL,
    f"{_SAML}SmartcardPKI": Niveau.HOOG,
    f"{_ETOEGANG}loa4": Niveau.HOOG,
    "http://eidas.europa.eu/LoA/high": Niveau.HOOG,
}
"""What ``acr`` may say. Source: DigiD and eHerkenning (SAML), Afsprakenstelsel eToegang, eIDAS (2015/1502)."""

_HEADER_SAFE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+", re.ASCII)
"""Fits in ``acr_values="..."``: no space, quote or backslash."""


class Betrouwbaarheid(SettingsModel):
    """How strong the login must have been."""

    pad: Pad = Field(default=("acr",), description="De claim die het niveau noemt.")
    waarden: Annotated[Mapping[str, Niveau], NoneEmpty] = Field(
        default=dict(BEKENDE_WAARDEN), description="Wat de claim kan zeggen. Een andere waarde wordt geweigerd."
    )
    ontbreekt: Literal["weigeren"] | Niveau = Field(
        default="weigeren", description="Een niveau, als deze uitgever geen claim geeft maar dit niveau garandeert."
    )
    minimum: Niveau = Field(description="Een lager, onbekend of ontbrekend niveau is 401, met wat wel goed is.")

    @property
    def acr_values(self) -> tuple[str, ...]:
        """The values that are strong enough, weakest first, as far as a header can carry them."""
        enough = [value for value, niveau in self.waarden.items() if niveau.rank >= self.minimum.rank]
        return tuple(value for value in sorted(enough, key=self._rank_of) if _HEADER_SAFE.fullmatch(value))

    def _rank_of(self, value: str) -> tuple[int, str]:
        return self.waarden[value].rank, value

    @model_validator(mode="after")
    def _somebody_gets_in(self) -> Self:
        return without_problems(self, self._problems())

    def _problems(self) -> Iterator[InitErrorDetails]:
        assumed = self.ontbreekt if isinstance(self.ontbreekt, Niveau) else None
        if assumed is not None and assumed.rank < self.minimum.rank:
            yield problem_at(
                "ontbreekt",
                message="{niveau} is lager dan minimum: wie geen claim heeft, komt dan nooit binnen; kies weigeren",
                niveau=assumed.value,
            )
        if all(n.rank < self.minimum.rank for n in (*self.waarden.values(), *((assumed,) if assumed else ()))):
            yield problem_at(
                "waarden", message="waarden en minimum spreken elkaar tegen: geen enkele waarde haalt het minimum"
            )
