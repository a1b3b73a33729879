"""The settings of representation: how a token says that somebody acts for somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.identity.instelling import Filled, Pad, problem_at, without_problems
from mijnzaken_bff.identity.keten import SUB, SUB_ID_TYPE, SUB_ID_TYPES
from mijnzaken_bff.identity.regels import BetrokkeneRegel, BsnRegel
from mijnzaken_bff.upstream.instelling import SettingsModel

BEKENDE_CLAIMS: Final = (
    # OpenID NLGOV, RFC 8693
    "represents", "act", "may_act",
    # NL Portal nests these, the Keycloak realms of Open Zaak write the dot into the name
    "aanvrager", "aanvrager.bsn", "aanvrager.kvk",
    "gemachtigde", "gemachtigde.bsn", "gemachtigde.kvk", "gemachtigde.pseudoID", "representeeBSN",
    # Signicat CombiConnect
    "acting_nin",
    # DigiD Machtigen and TVS
    "urn:nl-eid-gdi:1.0:ActingSubjectID", "urn:nl-eid-gdi:1.0:LegalSubjectID", "urn:nl-eid-gdi:1.0:ServiceUUID",
    # eHerkenning: ketenmachtiging, bewindvoering
    "urn:etoegang:1.9:IntermediateEntityID:KvKnr", "sel_uid",
    # no representation, but a restriction that must not be dropped where no rule reads it: eHerkenning, Keycloak
    "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr", "vestiging",
)  # fmt: skip
"""Claims that change whose zaken may be seen, as found in the standards and at the brokers of gemeenten."""


class VertegenwoordigingSettings(SettingsModel):
    """How a token says that somebody acts for somebody else, and for which service that must be."""

    stijl: Literal["geen", "claims", "nlgov-represents"] = Field(
        default="geen",
        description=(
            "geen: vertegenwoordiging wordt niet gelezen. claims: wie handelt staat in een eigen claim, zie de regels. "
            "nlgov-represents: de betrokkene staat in het diepste object represents (OIDC-NLGOV)."
        ),
    )
    bekende_claims: tuple[str, ...] = Field(
        default=BEKENDE_CLAIMS,
        description="Een token met zo'n claim die de regel die past niet leest, krijgt 403.",
    )
    dienst_pad: Pad | None = Field(default=None, description="Waar staat voor welke dienst de machtiging geldt.")
    diensten: Annotated[tuple[str, ...], Filled] = Field(
        default=(), description="De diensten waarvoor een machtiging hier geldt; een andere, of geen, krijgt 403."
    )
    dienst_door_uitgever: bool = Field(
        default=False, description="Waar: de uitgever geeft alleen tokens bij een machtiging voor deze dienst."
    )

    def knows(self, name: str) -> bool:
        """Whether a claim of this name may change whose zaken may be seen."""
        return name in self.bekende_claims or name.partition(".")[0] in self.bekende_claims

    def paden(self) -> tuple[Pad, ...]:
        """Every claim that is read beside those of the rule: where the service stands."""
        return () if self.dienst_pad is None else (self.dienst_pad,)

    def contradictions(self, regels: Sequence[BetrokkeneRegel]) -> Iterator[InitErrorDetails]:
        """What in these settings and the rules beside them cannot both hold, each at its place in the issuer."""
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
        return without_problems(self, self._unread_service() if self.stijl == "geen" else self._service())

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
