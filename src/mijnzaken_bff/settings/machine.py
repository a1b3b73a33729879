"""What a configuration asks of the machine it runs on: not of the one on which somebody only reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.problem import Problem
from mijnzaken_bff.verwerkingen.uitvoer import Bestand


def problems_here(settings: Settings) -> Iterator[Problem]:
    """Everything for which the service could not start here. Nothing is made or changed."""
    verwerkingen = settings.verwerkingen
    if verwerkingen is not None and not verwerkingen.naar_standaarduitvoer:
        try:
            Bestand(Path(verwerkingen.bestand)).check()
        except OSError as error:
            yield Problem(("verwerkingen", "bestand"), f"{verwerkingen.bestand} is niet te schrijven: {why(error)}")
