"""The rules by which the configuration says whom a token is about, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
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


def _paden(*verwijzingen: Verwijzing | None) -> tuple[Pad, ...]:
    return tuple(verwijzing.pad for verwijzing in verwijzingen if verwijzing is not None)


class Voorwaarde(SettingsModel):
    """What must hold of a claim, or the rule does not apply: this text, one that begins so, not there, or there."""

    pad: Pad = Field(description="De claim, als rij sleutels: [aanvrager, bsn].")
    gelijk_aan: str | None = Field(default=None, alias="is", min_length=1, description="De claim is deze tekst.")
    begint: str | None = Field(default=None, min_length=1, description="De claim is een tekst die zo begint.")
    ontbreekt: bool | None = Field(
        default=None, description="true: de claim staat er niet. false: de claim staat er, met welke waarde ook."
    )

    def holds(self, claims: Claims) -> bool:
        """Whether these claims are so."""
        value = claim_at(claims, self.pad)
        if self.ontbreekt is not None:
            return (value is None) is self.ontbreekt
        text = one_text(value)
        return text is not None and self._is_such(text)

    def follows_from(self, other: Voorwaarde) -> bool:
        """Whether this holds of every token of which ``other`` holds."""
        if self == other:
            return True
        begins = self.begint is not None and other._text.startswith(self.begint)
        return self.pad == other.pad and other.ontbreekt is None and (self.ontbreekt is False or begins)

    def allows(self, other: Voorwaarde) -> bool:
        """Whether some token can meet both; asked of either side."""
        if other.ontbreekt is not None:
            return not (self.ontbreekt and other.ontbreekt is False and _begins(other.pad, self.pad))
        if not self.allows_text_at(other.pad):
            return False
        if self.pad != other.pad or self.ontbreekt is not None:
            return True
        return self._is_such(other._text) or other._is_such(self._text)

    def allows_text_at(self, pad: Pad) -> bool:
        """Whether this can hold where ``pad`` is a text: what stands above it are objects, and below it is nothing."""
        if self.ontbreekt:
            return not _begins(pad, self.pad)
        if self.pad == pad:
            return True
        return not _begins(self.pad, pad) and not (self.ontbreekt is None and _begins(pad, self.pad))

    @property
    def _text(self) -> str:
        """The least that the claim must say."""
        return self.gelijk_aan or self.begint or ""

    def _is_such(self, text: str) -> bool:
        return text == self.gelijk_aan if self.begint is None else text.startswith(self.begint)

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if [self.gelijk_aan, self.begint, self.ontbreekt].count(None) != 2:
            raise problem("vraagt precies één van is, begint en ontbreekt")
        return self


def _begins(pad: Pad, begin: Pad) -> bool:
    return pad[: len(begin)] == begin


class HandelendeRegel(SettingsModel):
    """Where the token says who acts, when that is somebody else."""

    type: Literal["bsn", "kvk", "pseudoniem"] = Field(description="Wat voor naam er staat.")
    pad: Pad = Field(description="De claim die zegt wie er handelt, als rij sleutels.")
    optioneel: bool = Field(default=False, description="Waar: een token zonder deze claim is van de betrokkene zelf.")
    medewerker: Verwijzing | None = Field(
        default=None, description="Wie er bij dat bedrijf werkt en inlogde: wordt gelezen, en verder niet gebruikt."
    )

    def paden(self) -> tuple[Pad, ...]:
        """Where it says who acts, and who of them logged in."""
        return (self.pad, *_paden(self.medewerker))

    @model_validator(mode="after")
    def _of_a_company(self) -> Self:
        if self.medewerker is not None and self.type != "kvk":
            raise problem("medewerker hoort bij type kvk: alleen een bedrijf heeft medewerkers")
        return self


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

    def read_in(self, claims: Claims) -> Iterator[Pad]:
        """Every path that is read in these claims. Looking whether something is there is not reading it.

        An employee is read with the company that he works for, and not where that is not there.
        """
        yield from (self.pad, *_paden(*self._beside()))
        yield from (condition.pad for condition in self.wanneer if condition.gelijk_aan is not None)
        for handelende in self.handelende:
            if claim_at(claims, handelende.pad) is not None:
                yield from handelende.paden()

    def guarded(self) -> tuple[Pad, ...]:
        """Every path of a claim that says who acts, or restricts what may be seen: it may not go unread."""
        return tuple(pad for handelende in self.handelende for pad in handelende.paden())

    def mentioned(self) -> tuple[Pad, ...]:
        """Every path that stands in this rule, whatever it is there for."""
        conditions = (condition.pad for condition in self.wanneer)
        return (self.pad, *_paden(*self._beside()), *conditions, *self.guarded())

    def _beside(self) -> tuple[Verwijzing | None, ...]:
        return ()

    @model_validator(mode="after")
    def _can_apply(self) -> Self:
        return without_problems(self, self._problems())

    def _problems(self) -> Iterator[InitErrorDetails]:
        if not all(condition.allows_text_at(self.pad) for condition in self.wanneer):
            yield problem_at("wanneer", message="wanneer en pad spreken elkaar tegen: deze regel past dan nooit")
        elif not all(one.allows(other) for one, other in permutations(self.wanneer, 2)):
            yield problem_at("wanneer", message="deze wanneer spreken elkaar tegen: deze regel past dan nooit")
        if self.soort is not None and not self.handelende:
            yield problem_at("soort", message="soort zonder handelende zegt niets")
        if len({handelende.optioneel for handelende in self.handelende}) > 1:
            yield problem_at("handelende", message="handelende: optioneel is voor elk alternatief hetzelfde")
        pads = [self.pad, *(handelende.pad for handelende in self.handelende)]
        employees = {pad for handelende in self.handelende for pad in _paden(handelende.medewerker)}
        if len(set(pads)) < len(pads) or employees & set(pads):
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

    def guarded(self) -> tuple[Pad, ...]:
        """Every claim that says who acts, or restricts what may be seen."""
        return (*super().guarded(), *_paden(self.vestiging))


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
