"""The settings of this room: whose tokens are accepted, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.caller import Kanaal
from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.betrouwbaarheid import BEKENDE_WAARDEN
from mijnzaken_bff.identity.instelling import Filled, Pad, problem, problem_at, without_problems
from mijnzaken_bff.identity.regels import BetrokkeneRegel, always_both
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel

ALGORITMEN: Final = (
    "PS256", "RS256", "ES256", "PS384", "RS384", "ES384", "PS512", "RS512", "ES512", "EdDSA",
)  # fmt: skip
"""What may be configured: asymmetric algorithms only (RFC 8725, 3.1 and 3.2)."""

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

MAXIMALE_SPELING: Final = 60.0
_LATER = "{veld}: {waarde} komt in een latere versie"

_HEADER_SAFE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+", re.ASCII)
"""Fits in ``acr_values="..."``: no space, quote or backslash."""


class Scopes(SettingsModel):
    """What the token must have been given for."""

    pad: Pad = ("scope",)
    vereist: Annotated[tuple[str, ...], Filled]


class Betrouwbaarheid(SettingsModel):
    """How strong the login must have been."""

    pad: Pad = ("acr",)
    waarden: Mapping[str, Niveau] = Field(
        default=dict(BEKENDE_WAARDEN), description="Wat de claim kan zeggen. Een andere waarde wordt geweigerd."
    )
    ontbreekt: Literal["weigeren"] | Niveau = Field(
        default="weigeren", description="Een niveau, als deze uitgever geen claim geeft maar dit niveau garandeert."
    )
    minimum: Niveau

    @property
    def acr_values(self) -> tuple[str, ...]:
        """The values that are strong enough, weakest first, as far as a header can carry them."""
        enough = [value for value, niveau in self.waarden.items() if niveau.rank >= self.minimum.rank]
        return tuple(value for value in sorted(enough, key=self._rank_of) if _HEADER_SAFE.fullmatch(value))

    def _rank_of(self, value: str) -> tuple[int, str]:
        return self.waarden[value].rank, value

    @model_validator(mode="after")
    def _somebody_gets_in(self) -> Self:
        reachable = [*self.waarden.values(), *((self.ontbreekt,) if isinstance(self.ontbreekt, Niveau) else ())]
        if all(niveau.rank < self.minimum.rank for niveau in reachable):
            raise problem("waarden en minimum spreken elkaar tegen: geen enkele waarde haalt het minimum")
        return self


class VertegenwoordigingSettings(SettingsModel):
    """How a token says that somebody acts for somebody else."""

    stijl: Literal["geen", "vlak", "genest", "nlgov-represents"] = "geen"
    bekende_claims: tuple[str, ...] = Field(
        default=BEKENDE_CLAIMS,
        description="Een token met zo'n claim, die door geen regel wordt gelezen, krijgt 403.",
    )
    dienst_pad: tuple[str, ...] = ()
    diensten: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _only_what_exists(self) -> Self:
        problems = []
        if self.stijl != "geen":
            problems.append(problem_at("stijl", message=_LATER, veld="stijl", waarde=self.stijl))
        else:
            problems += [
                problem_at(veld, message="{veld} en stijl: geen spreken elkaar tegen", veld=veld)
                for veld, value in (("dienstPad", self.dienst_pad), ("diensten", self.diensten))
                if value
            ]
        return without_problems(self, problems)


class Sleutels(SettingsModel):
    """How long the published keys of an issuer are trusted."""

    verversen: Seconden = 300.0
    houdbaar_bij_storing: Seconden = 86400.0
    minimum_tussen_verversingen: Seconden = 30.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        problems = []
        if not 0 < self.minimum_tussen_verversingen <= self.verversen:
            problems.append(
                problem_at(
                    "minimumTussenVerversingen",
                    message="minimumTussenVerversingen moet groter zijn dan 0 en niet groter dan verversen",
                )
            )
        if self.houdbaar_bij_storing < self.verversen:
            problems.append(
                problem_at("houdbaarBijStoring", message="houdbaarBijStoring mag niet korter zijn dan verversen")
            )
        return without_problems(self, problems)


class Uitgever(SettingsModel):
    """One issuer of tokens. What it is configured for is all that it can do: a claim never widens it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    issuer: str = Field(min_length=1, description="Letterlijk gelijk aan de claim iss.")
    jwks_url: str
    kanaal: Kanaal
    doelgroepen: Annotated[tuple[str, ...], Filled]
    doelgroep_modus: Literal["bevat", "exact"] = "bevat"
    token_typen: Annotated[tuple[str, ...], Filled] = ("at+jwt", "JWT")
    payload_typ: str | None = None
    algoritmen: Annotated[tuple[str, ...], Filled] = ("PS256", "RS256", "ES256")
    klanten: tuple[str, ...] = Field(default=(), description="Toegelaten azp of client_id; leeg: elke.")
    scopes: Scopes | None = None
    speling: Seconden = 30.0
    maximale_leeftijd: Seconden | None = 3600.0
    vereiste_claims: tuple[str, ...] = ("iss", "aud", "exp", "iat", "sub")
    bezitsbewijs: Literal["weigeren", "mtls", "dpop"] = "weigeren"
    betrokkene: Annotated[tuple[BetrokkeneRegel, ...], Filled]
    betrouwbaarheid: Betrouwbaarheid | None = None
    vertegenwoordiging: VertegenwoordigingSettings = VertegenwoordigingSettings()
    sleutels: Sleutels = Sleutels()

    def insecure_urls(self) -> list[tuple[tuple[str, ...], str]]:
        """The urls without TLS, each after its place in this issuer: for development only."""
        return [(("jwksUrl",), self.jwks_url)] if urlsplit(self.jwks_url).scheme != "https" else []

    @field_validator("jwks_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or "@" in parts.netloc or "#" in url or not url.isascii() or " " in url:
            raise problem("jwksUrl: verwacht een adres als https://host/pad, zonder naam, wachtwoord of #")
        return url

    @field_validator("algoritmen")
    @classmethod
    def _asymmetric(cls, algoritmen: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [algoritme for algoritme in algoritmen if algoritme not in ALGORITMEN]
        if wrong:
            raise problem(
                "algoritmen: {fout} is niet toegelaten, kies uit {keuze}",
                fout=", ".join(wrong),
                keuze=", ".join(ALGORITMEN),
            )
        return algoritmen

    @field_validator("speling")
    @classmethod
    def _bounded(cls, speling: float) -> float:
        if speling > MAXIMALE_SPELING:
            raise problem("speling mag niet groter zijn dan 60s")
        return speling

    @field_validator("maximale_leeftijd")
    @classmethod
    def _above_zero(cls, leeftijd: float | None) -> float | None:
        if leeftijd == 0:
            raise problem("maximaleLeeftijd moet groter zijn dan 0")
        return leeftijd

    @model_validator(mode="after")
    def _without_contradictions(self) -> Self:
        return without_problems(self, [*self._not_yet(), *self._required_claims(), *self._kanaal_and_rules()])

    def _not_yet(self) -> Iterator[InitErrorDetails]:
        if self.kanaal in (Kanaal.MEDEWERKER, Kanaal.SYSTEEM):
            yield problem_at("kanaal", message=_LATER, veld="kanaal", waarde=self.kanaal.value)
        if self.bezitsbewijs != "weigeren":
            yield problem_at("bezitsbewijs", message=_LATER, veld="bezitsbewijs", waarde=self.bezitsbewijs)

    def _required_claims(self) -> Iterator[InitErrorDetails]:
        missing = [claim for claim in ("iss", "aud", "exp") if claim not in self.vereiste_claims]
        if missing:
            yield problem_at(
                "vereisteClaims", message="vereisteClaims moet ook {claims} noemen", claims=", ".join(missing)
            )
        if self.maximale_leeftijd is not None and "iat" not in self.vereiste_claims:
            yield problem_at(
                "vereisteClaims",
                message="vereisteClaims zonder iat en maximaleLeeftijd spreken elkaar tegen: die telt vanaf iat",
            )

    def _kanaal_and_rules(self) -> Iterator[InitErrorDetails]:
        kind = {Kanaal.BURGER: "bsn", Kanaal.ONDERNEMER: "kvk"}.get(self.kanaal)
        if kind and all(regel.type != kind for regel in self.betrokkene):
            yield problem_at(
                "betrokkene",
                message="betrokkene en kanaal spreken elkaar tegen: kanaal {kanaal} vraagt een regel van type {type}",
                kanaal=self.kanaal.value,
                type=kind,
            )
        if kind and self.betrouwbaarheid is None:
            yield problem_at(
                "betrouwbaarheid",
                message="betrouwbaarheid ontbreekt: kanaal {kanaal} vraagt een minimum",
                kanaal=self.kanaal.value,
            )
        for index, regel in enumerate(self.betrokkene):
            if regel.handelende is not None:
                yield problem_at(
                    "betrokkene", index, "handelende",
                    message="handelende en vertegenwoordiging.stijl: geen spreken elkaar tegen",
                )  # fmt: skip
        for (first, one), (second, other) in combinations(enumerate(self.betrokkene), 2):
            if always_both(one, other):
                yield problem_at(
                    "betrokkene", second, "pad",
                    message="pad is dat van regel {eerste}, en geen wanneer onderscheidt ze: er mag er maar één passen",
                    eerste=str(first),
                )  # fmt: skip
