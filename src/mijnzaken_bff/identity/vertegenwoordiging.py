"""The settings of representation: how a token says that somebody acts for somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.identity.bekend import Namen, flat
from mijnzaken_bff.identity.instelling import Filled, NoneEmpty, Pad, problem_at, without_problems
from mijnzaken_bff.identity.keten import SUB, SUB_ID_TYPE, SUB_ID_TYPES
from mijnzaken_bff.identity.regels import BetrokkeneRegel, BsnRegel
from mijnzaken_bff.upstream.instelling import SettingsModel


class VertegenwoordigingSettings(SettingsModel):
    """How a token says that somebody acts for somebody else, and for which service that must be."""

    stijl: Literal["geen", "claims", "nlgov-represents"] = Field(
        default="geen",
        description=(
            "geen: vertegenwoordiging wordt niet gelezen. claims: wie handelt staat in een eigen claim, zie de regels. "
            "nlgov-represents: de betrokkene staat in het diepste object represents (OIDC-NLGOV)."
        ),
    )
    bekende_claims: Annotated[tuple[str, ...], NoneEmpty] = Field(
        default=(),
        description="Nog meer claims: een token met zo'n claim die de regel die past niet leest, krijgt 403.",
    )
    negeer_claims: Annotated[tuple[str, ...], NoneEmpty] = Field(
        default=(), description="Bekende claims die niets betekenen bij deze uitgever. Onveilig: gemeld bij elke start."
    )
    dienst_pad: Pad | None = Field(default=None, description="Waar staat voor welke dienst de machtiging geldt.")
    diensten: Annotated[tuple[str, ...], Filled] = Field(
        default=(), description="De diensten waarvoor een machtiging hier geldt; een andere, of geen, krijgt 403."
    )
    dienst_door_uitgever: bool = Field(
        default=False, description="Waar: de uitgever geeft alleen tokens bij een machtiging voor deze dienst."
    )

    @property
    def namen(self) -> Namen:
        """The names of claims that may change whose zaken may be seen."""
        return Namen(self.bekende_claims, self.negeer_claims)

    def paden(self) -> tuple[Pad, ...]:
        """Every claim that is read beside those of the rule: where the service stands."""
        return () if self.dienst_pad is None else (self.dienst_pad,)

    def contradictions(self, regels: Sequence[BetrokkeneRegel]) -> Iterator[InitErrorDetails]:
        """What in these settings and the rules beside them cannot both hold, each at its place in the issuer."""
        read = {flat(pad) for pad in (*self.paden(), *(pad for regel in regels for pad in regel.guarded()))}
        for claim in self.negeer_claims:
            if claim in read:
                yield problem_at(
                    "vertegenwoordiging", "negeerClaims",
                    message="{claim} wordt door een regel gelezen, en is dus niet te negeren",
                    claim=claim,
                )  # fmt: skip
        match self.stijl:
            case "geen":
                yield from self._rules_without_representation(regels)
            case "claims":
                if not any(map(_can_represent, regels)):
                    yield problem_at(
                        "vertegenwoordiging", "stijl",
                        message="stijl: claims zonder een regel met een handelende die een ander vertegenwoordigt",
                    )  # fmt: skip
            case "nlgov-represents":
                yield from self._rules_of_a_chain(regels)

    @staticmethod
    def _rules_without_representation(regels: Sequence[BetrokkeneRegel]) -> Iterator[InitErrorDetails]:
        for index, regel in enumerate(regels):
            if regel.handelende and _can_represent(regel):
                yield problem_at(
                    "betrokkene", index, "handelende",
                    message="handelende en vertegenwoordiging.stijl: geen spreken elkaar tegen",
                )  # fmt: skip

    @staticmethod
    def _rules_of_a_chain(regels: Sequence[BetrokkeneRegel]) -> Iterator[InitErrorDetails]:
        for index, regel in enumerate(regels):
            if regel.handelende:
                yield problem_at(
                    "betrokkene", index, "handelende",
                    message="handelende en stijl: nlgov-represents spreken elkaar tegen: wie handelt is sub",
                )  # fmt: skip
            if regel.pad != (SUB,):
                continue
            kinds = [condition.gelijk_aan for condition in regel.wanneer if condition.pad == (SUB_ID_TYPE,)]
            if not any(kind is not None and SUB_ID_TYPES.get(kind) == regel.type for kind in kinds):
                yield problem_at(
                    "betrokkene", index, "wanneer",
                    message="bij pad: [sub] hoort een wanneer op sub_id_type die past bij type {type}",
                    type=regel.type,
                )  # fmt: skip

    @model_validator(mode="after")
    def _service_is_checked(self) -> Self:
        service = self._unread_service() if self.stijl == "geen" else self._service()
        return without_problems(self, (*self._ignored(), *service))

    def _ignored(self) -> Iterator[InitErrorDetails]:
        for claim in self.negeer_claims:
            if claim in self.bekende_claims:
                yield problem_at("negeerClaims", message="{claim} staat ook in bekendeClaims", claim=claim)
            elif claim not in Namen():
                yield problem_at(
                    "negeerClaims",
                    message="{claim} is geen bekende claim: er valt niets te negeren",
                    claim=claim,
                )

    def _unread_service(self) -> Iterator[InitErrorDetails]:
        given = (
            ("dienstPad", self.dienst_pad),
            ("diensten", self.diensten),
            ("dienstDoorUitgever", self.dienst_door_uitgever),
        )
        for veld, value in given:
            if value:
                yield problem_at(veld, message="{veld} en stijl: geen spreken elkaar tegen", veld=veld)

    def _service(self) -> Iterator[InitErrorDetails]:
        if self.diensten and self.dienst_door_uitgever:
            yield problem_at("dienstDoorUitgever", message="dienstDoorUitgever en diensten spreken elkaar tegen")
        elif self.diensten and self.dienst_pad is None:
            yield problem_at(
                "dienstPad", message="dienstPad ontbreekt: waar staat de dienst die in diensten moet staan?"
            )
        elif not self.diensten and not self.dienst_door_uitgever:
            yield problem_at(
                "diensten",
                message="diensten ontbreekt: noem ze, of zet dienstDoorUitgever: true als de uitgever dit controleert",
            )


def _can_represent(regel: BetrokkeneRegel) -> bool:
    """Whether a handelende of this rule can be somebody outside: all but an employee of the company itself."""
    if regel.soort is not None:
        return bool(regel.handelende) and regel.soort is not Vertegenwoordiging.GEEN
    return any(isinstance(regel, BsnRegel) or handelende.type != "pseudoniem" for handelende in regel.handelende)
