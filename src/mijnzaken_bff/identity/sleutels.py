"""The settings of the keys of an issuer: how long they are trusted, and the file they may come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Self

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails

from mijnzaken_bff.identity.instelling import problem_at, without_problems
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.tls import Bestand

_SHORTEST: Final = 1.0
"""In seconds. So short for whoever measures or tries out; in service it would ask an issuer more than it can tell."""
_LONGEST: Final = 86400.0
"""A stolen key that was withdrawn is good for so long, and who configures more than a day forgot about that."""
_LONGEST_OUTAGE: Final = 7 * 86400.0
"""Within a week an issuer is back, or it is no issuer any more."""


class Sleutels(SettingsModel):
    """How long the published keys of an issuer are trusted."""

    bestand: Bestand | None = Field(
        default=None,
        description="Een JWKS-bestand, voor een uitgever die zijn sleutels niet op een adres publiceert.",
    )
    verversen: Seconden = Field(
        default=300.0, description="Na zo lang is opnieuw gekeken: een ingetrokken sleutel is weg. Van 1s tot 24h."
    )
    houdbaar_bij_storing: Seconden = Field(
        default=86400.0, description="Zo lang gelden bekende sleutels bij een storing. Ten hoogste 7d."
    )
    minimum_tussen_verversingen: Seconden = Field(
        default=30.0, description="Vaker wordt een uitgever niet gevraagd: na een storing, of om een onbekende kid."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return without_problems(self, self._out_of_order())

    def _out_of_order(self) -> Iterator[InitErrorDetails]:
        if not _SHORTEST <= self.verversen <= _LONGEST:
            yield problem_at("verversen", message="verversen moet tussen 1s en 24h liggen")
        elif not _SHORTEST <= self.minimum_tussen_verversingen <= self.verversen:
            yield problem_at(
                "minimumTussenVerversingen",
                message="minimumTussenVerversingen moet 1s of meer zijn en niet groter dan verversen",
            )
        if self.houdbaar_bij_storing > _LONGEST_OUTAGE:
            yield problem_at("houdbaarBijStoring", message="houdbaarBijStoring mag niet langer zijn dan 7d")
        elif self.houdbaar_bij_storing < min(self.verversen, _LONGEST):
            yield problem_at("houdbaarBijStoring", message="houdbaarBijStoring mag niet korter zijn dan verversen")
