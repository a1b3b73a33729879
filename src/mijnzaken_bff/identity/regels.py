"""The rules by which the configuration says whom a token is about, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.identity.claims import Claims, claim_at, one_text
from mijnzaken_bff.identity.instelling import Pad, problem, problem_at, without_problems
from mijnzaken_bff.upstream.instelling import SettingsModel


class Verwijzing(SettingsModel):
    """A claim, by its path."""

    pad: Pad = Field(description="De claim, als rij sleutels: [aanvrager, bsn].")


class Voorwaarde(SettingsModel):
    """What must hold of a claim, or the rule does not apply: exactly this text, or not there, or there."""

    pad: Pad = Field(description="De claim, als rij sleutels: [aanvrager, bsn].")
    gelijk_aan: str | None = Field(default=None, alias="is", min_length=1, description="De claim is deze tekst.")
    ontbreekt: bool | None = Field(
        default=None, description="true: de claim staat er niet. false: de claim staat er, met welke waarde ook."
    )

    def holds(self, claims: Claims) -> bool:
        """Whether these claims are so."""
        value = claim_at(claims, self.pad)
        if self.gelijk_aan is not None:
            return one_text(value) == self.gelijk_aan
        return (value is None) is self.ontbreekt

    def follows_from(self, other: Voorwaarde) -> bool:
        """Whether this holds of every token of which ``other`` holds."""
        return self.pad == other.pad and (self == other or (self.ontbreekt is False and other.gelijk_aan is not None))

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.gelijk_aan is None) is (self.ontbreekt is None):
            raise problem("wanneer vraagt precies één van is en ontbreekt")
        return self


class HandelendeRegel(SettingsModel):
    """Where the token says who acts, when that is somebody else."""

    type: Literal["bsn", "kvk", "pseudoniem"] = Field(description="Wat voor naam er staat.")
    pad: Pad = Field(description="De claim die zegt wie er handelt, als rij sleutels.")
    optioneel: bool = Field(default=False, description="Waar: een token zonder deze claim is van de betrokkene zelf.")


def _listed(value: object) -> object:
    """One thing is a list of one."""
    return () if value is None else value if isinstance(value, list | tuple) else (value,)


Voorwaarden = Annotated[
    tuple[Voorwaarde, ...], BeforeValidator(_listed, json_schema_input_type=Voorwaarde | list[Voorwaarde] | None)
]
Handelenden = Annotated[
    tuple[HandelendeRegel, ...],
    BeforeValidator(_listed, json_schema_input_type=HandelendeRegel | list[HandelendeRegel] | None),
]


class _Regel(SettingsModel):
    """What every rule has."""

    pad: Pad = Field(description="De claim met het nummer, als rij sleutels: [aanvrager, bsn].")
    wanneer: Voorwaarden = Field(default=(), description="De regel geldt alleen als dit allemaal zo is.")
    handelende: Handelenden = Field(
        default=(),
        description="Wie er handelt, als dat een ander is. Van meer dan één mag er maar één in het token staan.",
    )
    soort: Vertegenwoordiging | None = Field(
        default=None, description="Hoe het heet als er een handelende is; anders volgt dat uit de types."
    )

    def applies(self, claims: Claims) -> bool:
        """Whether the number is there, valid or not, and every condition holds."""
        return claim_at(claims, self.pad) is not None and all(condition.holds(claims) for condition in self.wanneer)

    @property
    def demands_handelende(self) -> bool:
        """Whether a token without a handelende is refused."""
        return any(not handelende.optioneel for handelende in self.handelende)

    def paden(self) -> tuple[Pad, ...]:
        """Every claim that is read where this rule applies. Looking whether one is there is not reading it."""
        conditions = (condition.pad for condition in self.wanneer if condition.gelijk_aan is not None)
        return (self.pad, *conditions, *(handelende.pad for handelende in self.handelende))

    @model_validator(mode="after")
    def _can_apply(self) -> Self:
        return without_problems(self, self._problems())

    def _problems(self) -> Iterator[InitErrorDetails]:
        if any(condition.pad == self.pad and condition.ontbreekt for condition in self.wanneer):
            yield problem_at("wanneer", message="wanneer en pad spreken elkaar tegen: deze regel past dan nooit")
        if self.soort is not None and not self.handelende:
            yield problem_at("soort", message="soort zonder handelende zegt niets")
        if len({handelende.optioneel for handelende in self.handelende}) > 1:
            yield problem_at("handelende", message="handelende: optioneel is voor elk alternatief hetzelfde")
        pads = [handelende.pad for handelende in self.handelende]
        if len(set(pads)) < len(pads) or self.pad in pads:
            yield problem_at("handelende", message="handelende: elk pad mag maar één nummer betekenen")


class BsnRegel(_Regel):
    """A person: the BSN is at ``pad``."""

    type: Literal["bsn"] = Field(description="Een persoon: bij pad staat een BSN.")
    aanvullen: bool = Field(
        default=False, description="Zet de voorloopnul terug die een BSN van acht cijfers is kwijtgeraakt."
    )

    def _problems(self) -> Iterator[InitErrorDetails]:
        yield from super()._problems()
        if self.soort is Vertegenwoordiging.GEEN:
            yield problem_at(
                "soort", message="soort: geen kan niet bij type bsn: wie voor een ander handelt, doet dat ergens op"
            )


class _Bedrijfsregel(_Regel):
    """What every rule for a company has. A vestiging, where there is one, restricts what may be seen."""

    vestiging: Verwijzing | None = Field(
        default=None, description="Tot welke vestiging het token beperkt is. Die beperking valt nooit weg."
    )

    def _beside(self) -> tuple[Verwijzing | None, ...]:
        return (self.vestiging,)

    def paden(self) -> tuple[Pad, ...]:
        """Every claim that is read where this rule applies."""
        return (*super().paden(), *(other.pad for other in self._beside() if other is not None))


class KvkRegel(_Bedrijfsregel):
    """A company: the KvK-nummer is at ``pad``."""

    type: Literal["kvk"] = Field(description="Een bedrijf: bij pad staat een KvK-nummer.")
    rsin: Verwijzing | None = Field(default=None, description="Waar het RSIN van hetzelfde bedrijf staat.")

    def _beside(self) -> tuple[Verwijzing | None, ...]:
        return (self.rsin, self.vestiging)


class RsinRegel(_Bedrijfsregel):
    """A company: the RSIN is at ``pad``."""

    type: Literal["rsin"] = Field(description="Een bedrijf: bij pad staat een RSIN.")
    kvk: Verwijzing | None = Field(default=None, description="Waar het KvK-nummer van hetzelfde bedrijf staat.")

    def _beside(self) -> tuple[Verwijzing | None, ...]:
        return (self.kvk, self.vestiging)


BetrokkeneRegel: TypeAlias = Annotated[BsnRegel | KvkRegel | RsinRegel, Field(discriminator="type")]


def always_both(one: BetrokkeneRegel, other: BetrokkeneRegel) -> bool:
    """Whether every token that meets one of these rules can only be refused, because it then meets the other too."""
    return one.pad == other.pad and (_implies(one, other) or _implies(other, one))


def _implies(one: BetrokkeneRegel, other: BetrokkeneRegel) -> bool:
    return all(any(theirs.follows_from(ours) for ours in one.wanneer) for theirs in other.wanneer)
