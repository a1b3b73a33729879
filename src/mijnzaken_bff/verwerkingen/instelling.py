"""The settings of this room: where the log of verwerkingen goes, and how the betrokkene in it is sealed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, assert_never
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from mijnzaken_bff.domain.verwerking import Activiteit
from mijnzaken_bff.upstream.geheim import Geheim
from mijnzaken_bff.upstream.instelling import SettingsModel
from mijnzaken_bff.upstream.toegang import long_enough

STANDAARDUITVOER: Final = "-"

_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+")
"""Source: RFC 3986, appendix A: a scheme, and then only characters that a URI may hold."""


def _absolute(uri: str) -> str:
    try:
        usable = _URI.fullmatch(uri) is not None and (
            not uri.lower().startswith(("http:", "https:")) or bool(urlsplit(uri).hostname)
        )
    except ValueError:
        usable = False
    if not usable:
        raise PydanticCustomError(
            "uri", "geen volledige URI: verwacht er een als https://gemeente.example/verwerkingen/1"
        )
    return uri


def _in_folder(path: str, info: ValidationInfo) -> str:
    return path if path == STANDAARDUITVOER else str(Path((info.context or {}).get("folder", ".")) / path)


class Activiteiten(SettingsModel):
    """Under which URI each activity stands in the register of verwerkingsactiviteiten."""

    overzicht: Annotated[str, AfterValidator(_absolute)] = Field(
        description="De URI van het samenstellen van een zaakoverzicht in uw register van verwerkingsactiviteiten."
    )
    document: Annotated[str, AfterValidator(_absolute)] | None = Field(
        default=None,
        description="De URI van het doorgeven van een document; zonder is dat dezelfde activiteit als het overzicht.",
    )

    def uri_of(self, activiteit: Activiteit) -> str:
        """The URI of an activity."""
        match activiteit:
            case Activiteit.OVERZICHT:
                return self.overzicht
            case Activiteit.DOCUMENT:
                return self.document or self.overzicht
            case _:
                assert_never(activiteit)


class Zegelsleutel(SettingsModel):
    """A secret that numbers are sealed with, and the name by which a line tells which one it was."""

    sleutel: Annotated[Geheim, AfterValidator(long_enough)] = Field(
        description="Het geheim (32 tekens of meer) waarmee het nummer van de betrokkene wordt verzegeld."
    )
    sleutel_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=32)] = Field(
        description="De naam van dat geheim; staat in elke regel, zodat u weet welke sleutel erbij hoort."
    )


class Verwerkingen(Zegelsleutel):
    """The log of verwerkingen. Its own key is the one that seals; the earlier ones only find and open old lines."""

    bestand: Annotated[str, AfterValidator(_in_folder)] = Field(
        min_length=1, description="Het bestand, gezien vanuit dit bestand; - is de standaarduitvoer."
    )
    vorige_sleutels: tuple[Zegelsleutel, ...] = Field(
        default=(),
        description="Sleutels van oude regels, om daarin te zoeken (privacy --verzegel en --ontzegel).",
    )
    activiteiten: Activiteiten

    @property
    def sleutels(self) -> tuple[Zegelsleutel, ...]:
        """Every key that some line may be sealed with, the present one first."""
        return (self, *self.vorige_sleutels)

    @property
    def naar_standaarduitvoer(self) -> bool:
        """Whether the lines go to standard output."""
        return self.bestand == STANDAARDUITVOER
