"""The settings of the keys of an issuer: how long they are trusted, and the file they may come from."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from mijnzaken_bff.identity.instelling import problem_at, without_problems
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.tls import Bestand


class Sleutels(SettingsModel):
    """How long the published keys of an issuer are trusted."""

    bestand: Bestand | None = Field(
        default=None,
        description="Een JWKS-bestand, voor een uitgever die zijn sleutels niet op een adres publiceert.",
    )
    verversen: Seconden = Field(
        default=300.0, description="Na zo lang is opnieuw gekeken: een ingetrokken sleutel is weg."
    )
    houdbaar_bij_storing: Seconden = Field(
        default=86400.0, description="Zo lang gelden bekende sleutels bij een storing."
    )
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
