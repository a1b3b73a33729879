"""The settings of this room: whose tokens are accepted, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails

from mijnzaken_bff.domain.caller import KANALEN_MET_BETROKKENE, Kanaal
from mijnzaken_bff.identity.bekend import Bekend
from mijnzaken_bff.identity.betrouwbaarheid import Betrouwbaarheid
from mijnzaken_bff.identity.instelling import Filled, NoneEmpty, Pad, problem, problem_at, without_problems
from mijnzaken_bff.identity.ontdekken import findable, plain_address
from mijnzaken_bff.identity.organisaties import OrganisatiesClaim
from mijnzaken_bff.identity.regels import BetrokkeneRegel, always_both
from mijnzaken_bff.identity.sleutelbestand import complaint
from mijnzaken_bff.identity.sleutels import Sleutels
from mijnzaken_bff.identity.vertegenwoordiging import VertegenwoordigingSettings
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel

ALGORITMEN: Final = (
    "PS256", "RS256", "ES256", "PS384", "RS384", "ES384", "PS512", "RS512", "ES512", "EdDSA",
)  # fmt: skip
"""What may be configured: asymmetric algorithms only (RFC 8725, 3.1 and 3.2)."""

MAXIMALE_SPELING: Final = 60.0
_LATER = "{veld}: {waarde} komt in een latere versie"


class Scopes(SettingsModel):
    """What the token must have been given for."""

    pad: Pad = Field(default=("scope",), description="Waar de scopes staan: tekst met spaties, of een lijst.")
    vereist: Annotated[tuple[str, ...], Filled] = Field(description="Ze moeten er allemaal in staan; anders 403.")

    @field_validator("vereist")
    @classmethod
    def _each_by_itself(cls, vereist: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(scope.split()) > 1 for scope in vereist):
            raise problem("vereist: een scope heeft geen spatie, noem elke scope apart: [a, b]")
        return vereist


class Uitgever(SettingsModel):
    """One issuer of tokens. What it is configured for is all that it can do: a claim never widens it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)] = Field(
        description="Hoe de uitgever in logregels en metrieken heet."
    )
    issuer: str = Field(min_length=1, description="Letterlijk gelijk aan de claim iss.")
    jwks_url: str | None = Field(
        default=None,
        description="Waar de sleutels staan. Zonder dit en zonder sleutels.bestand: wat issuer daarover zegt.",
    )
    kanaal: Kanaal = Field(description="Wie met deze tokens vraagt. Geen claim verandert dat.")
    doelgroepen: Annotated[tuple[str, ...], Filled] = Field(
        description="Hoe deze dienst in de claim aud heet: één van deze namen moet erin staan."
    )
    doelgroep_modus: Literal["bevat", "exact"] = Field(
        default="bevat", description="bevat: aud mag ook anderen noemen. exact: aud is één naam, en die is van ons."
    )
    token_typen: Annotated[tuple[str, ...], Filled] = Field(
        default=("at+jwt", "JWT"), description="Wat typ in de header van het token mag zijn."
    )
    payload_typ: str | None = Field(
        default=None,
        min_length=1,
        description="Wat de claim typ moet zijn: bij Keycloak Bearer. Zonder: elke die een access token kan zijn.",
    )
    algoritmen: Annotated[tuple[str, ...], Filled] = Field(
        default=("PS256", "RS256", "ES256"), description="Waarmee het token getekend mag zijn; alleen asymmetrisch."
    )
    klanten: Annotated[tuple[str, ...], NoneEmpty] = Field(
        default=(), description="Toegelaten azp of client_id; leeg: elke."
    )
    scopes: Scopes | None = Field(default=None, description="Waarvoor het token gegeven moet zijn.")
    speling: Seconden = Field(default=30.0, description="Zoveel mogen de klokken verschillen; ten hoogste 60s.")
    maximale_leeftijd: Seconden | None = Field(
        default=3600.0,
        description="Zo lang geleden mag het gegeven zijn (iat). null: geen grens, gemeld bij elke start.",
    )
    maximale_duur: Seconden = Field(
        default=86400.0, description="Van iat tot exp. Een token dat langer geldig is, wordt geweigerd."
    )
    vereiste_claims: Annotated[tuple[str, ...], NoneEmpty] = Field(
        default=("iss", "aud", "exp", "iat", "sub"), description="Claims die er moeten staan; iss, aud en exp altijd."
    )
    bezitsbewijs: Literal["weigeren", "mtls", "dpop"] = Field(
        default="weigeren",
        description="Een token dat aan een sleutel van de client gebonden is (cnf). mtls en dpop komen later.",
    )
    betrokkene: tuple[BetrokkeneRegel, ...] = Field(
        default=(),
        description="Over wie het token gaat; precies één regel past. Leeg bij kanaal medewerker en systeem.",
    )
    betrouwbaarheid: Betrouwbaarheid | None = Field(
        default=None, description="Hoe sterk iemand ingelogd moet zijn. Verplicht bij kanaal burger en ondernemer."
    )
    vertegenwoordiging: VertegenwoordigingSettings = Field(
        default=VertegenwoordigingSettings(), description="Of en hoe een token zegt dat iemand voor een ander handelt."
    )
    organisaties: OrganisatiesClaim | None = Field(
        default=None,
        description="Waar het token de organisaties noemt die gevraagd worden; bij vragen.keuze: claim, en alleen dan.",
    )
    sleutels: Sleutels = Field(default=Sleutels(), description="Waar de sleutels vandaan komen, en hoe lang ze gelden.")

    @property
    def has_betrokkene(self) -> bool:
        """Whether a token of this issuer is about somebody."""
        return self.kanaal in KANALEN_MET_BETROKKENE

    @cached_property
    def bekend(self) -> Bekend:
        """What may not go unread in a token of this issuer: what a rule reads is known, whichever rule applies."""
        beside = self.beside
        return Bekend(
            self.vertegenwoordiging.namen,
            (*beside, *(pad for regel in self.betrokkene for pad in regel.guarded())),
            (*beside, *(pad for regel in self.betrokkene for pad in regel.mentioned())),
        )

    @property
    def beside(self) -> tuple[Pad, ...]:
        """Every claim that is read of the token itself, beside those of the rule that applies."""
        organisaties = () if self.organisaties is None else (self.organisaties.pad,)
        return (*self.vertegenwoordiging.paden(), *organisaties)

    def insecure_urls(self) -> list[tuple[tuple[str, ...], str]]:
        """The urls without TLS, each after its place in this issuer: for development only."""
        if self.sleutels.bestand is not None:
            return []
        key, url = ("issuer", self.issuer) if self.jwks_url is None else ("jwksUrl", self.jwks_url)
        return [((key,), url)] if urlsplit(url).scheme != "https" else []

    @field_validator("jwks_url")
    @classmethod
    def _an_address(cls, url: str | None) -> str | None:
        if url is not None and not plain_address(url):
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

    @field_validator("sleutels")
    @classmethod
    def _usable(cls, sleutels: Sleutels, info: ValidationInfo) -> Sleutels:
        if sleutels.bestand is None:
            return sleutels
        message = complaint(sleutels.bestand, info.data.get("algoritmen", ALGORITMEN))
        return without_problems(sleutels, [problem_at("bestand", message=message)] if message else [])

    @field_validator("speling")
    @classmethod
    def _bounded(cls, speling: float) -> float:
        if speling > MAXIMALE_SPELING:
            raise problem("speling mag niet groter zijn dan 60s")
        return speling

    @field_validator("maximale_leeftijd", "maximale_duur")
    @classmethod
    def _above_zero(cls, seconden: float | None, info: ValidationInfo) -> float | None:
        if seconden == 0:
            raise problem("{veld} moet groter zijn dan 0", veld=to_camel(info.field_name or ""))
        return seconden

    @model_validator(mode="after")
    def _without_contradictions(self) -> Self:
        return without_problems(
            self, [*self._where_the_keys_are(), *self._not_yet(), *self._required_claims(), *self._kanaal_and_rules()]
        )

    def _where_the_keys_are(self) -> Iterator[InitErrorDetails]:
        if self.jwks_url is not None and self.sleutels.bestand is not None:
            yield problem_at(
                "jwksUrl", message="jwksUrl en sleutels.bestand spreken elkaar tegen: sleutels komen van één plaats"
            )
        if self.jwks_url is None and self.sleutels.bestand is None and not findable(self.issuer):
            yield problem_at(
                "jwksUrl",
                message="noem jwksUrl of sleutels.bestand: issuer is geen adres waar de sleutels te vinden zijn",
            )

    def _not_yet(self) -> Iterator[InitErrorDetails]:
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
        if not self.has_betrokkene:
            yield from self._about_nobody()
            return
        if not self.betrokkene:
            yield problem_at("betrokkene", message="betrokkene mag niet leeg zijn: wiens zaken zijn het?")
            return
        kinds = {Kanaal.BURGER: ("bsn",), Kanaal.ONDERNEMER: ("kvk", "rsin")}[self.kanaal]
        if all(regel.type not in kinds for regel in self.betrokkene):
            yield problem_at(
                "betrokkene",
                message="betrokkene en kanaal spreken elkaar tegen: kanaal {kanaal} vraagt een regel van type {type}",
                kanaal=self.kanaal.value,
                type=" of ".join(kinds),
            )
        if self.betrouwbaarheid is None:
            yield problem_at(
                "betrouwbaarheid",
                message="betrouwbaarheid ontbreekt: kanaal {kanaal} vraagt een minimum",
                kanaal=self.kanaal.value,
            )
        yield from self.vertegenwoordiging.contradictions(self.betrokkene)
        for (first, one), (second, other) in combinations(enumerate(self.betrokkene), 2):
            if always_both(one, other):
                yield problem_at(
                    "betrokkene", second, "pad",
                    message="pad is dat van regel {eerste}, en geen wanneer onderscheidt ze: er mag er maar één passen",
                    eerste=str(first),
                )  # fmt: skip

    def _about_nobody(self) -> Iterator[InitErrorDetails]:
        if self.betrokkene:
            yield problem_at(
                "betrokkene",
                message="betrokkene en kanaal spreken elkaar tegen: een token van kanaal {kanaal} gaat over niemand",
                kanaal=self.kanaal.value,
            )
        if self.vertegenwoordiging.stijl != "geen":
            yield problem_at(
                "vertegenwoordiging", "stijl",
                message="stijl: {stijl} en kanaal {kanaal} spreken elkaar tegen: dat kanaal vertegenwoordigt niemand",
                stijl=self.vertegenwoordiging.stijl,
                kanaal=self.kanaal.value,
            )  # fmt: skip
        if self.organisaties is not None:
            yield problem_at(
                "organisaties",
                message="organisaties en kanaal {kanaal} spreken elkaar tegen: dat kanaal vraagt geen zaken",
                kanaal=self.kanaal.value,
            )
